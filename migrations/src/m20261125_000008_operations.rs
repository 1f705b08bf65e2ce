//! What those who run the product may see: the next thing to do, sums over all desks, and which migrations ran.

use crate::script;
use sea_orm_migration::{
    DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait,
};

#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261125_000008_operations"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        script::on_both(manager, include_str!("schema/operations.sql")).await?;
        script::on_postgres(manager, include_str!("schema/postgres_operations.sql")).await?;
        script::lock_to_workspaces(manager).await
    }

    /// All of it or nothing, on both databases.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
