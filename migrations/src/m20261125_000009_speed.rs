//! Search of calls by their terms instead of by the text of each call.

use crate::script;
use sea_orm_migration::{
    DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait,
};

#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261125_000009_speed"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        script::on_both(manager, include_str!("schema/call_terms.sql")).await?;
        script::on_sqlite(manager, include_str!("schema/call_terms_sqlite.sql")).await?;
        script::on_postgres(manager, include_str!("schema/call_terms_postgres.sql")).await?;
        script::lock_to_workspaces(manager).await
    }

    /// All of it or nothing, on both databases.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
