//! The first schema: workspaces, customers, calls, follow-ups, outbox and audit trail.

use crate::script;
use sea_orm_migration::{
    DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait,
};

#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000001_call_desk"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for text in [
            include_str!("schema/workspaces.sql"),
            include_str!("schema/customers.sql"),
            include_str!("schema/calls.sql"),
            include_str!("schema/followups.sql"),
            include_str!("schema/interactions.sql"),
            include_str!("schema/outbox.sql"),
        ] {
            script::on_both(manager, text).await?;
        }
        script::on_sqlite(manager, include_str!("schema/sqlite.sql")).await?;
        for text in [
            include_str!("schema/postgres_roles.sql"),
            include_str!("schema/postgres_search.sql"),
            include_str!("schema/postgres_system.sql"),
        ] {
            script::on_postgres(manager, text).await?;
        }
        script::lock_to_workspaces(manager).await
    }

    /// All of it or nothing, on both databases.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
