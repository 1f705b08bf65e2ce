//! Texts: templates, conversations, the queue of what is to be sent, and the pretend telephone company.

use crate::script;
use sea_orm_migration::{
    DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait,
};

#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261130_000002_messaging"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        script::on_both(manager, include_str!("schema/messaging.sql")).await?;
        script::on_postgres(manager, include_str!("schema/postgres_messaging.sql")).await?;
        script::lock_to_workspaces(manager).await
    }

    /// All of it or nothing, on both databases.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
