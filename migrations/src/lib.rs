//! The database schema, as one ordered list of migrations for PostgreSQL and SQLite.
//!
//! The statements live in `schema/*.sql`, one text for both databases. Where they differ, the text after `--postgres:` or
//! `--sqlite:` counts on that database only; what exists on one database alone has a file of its own.

mod m20261121_000001_call_desk;
mod run;
mod script;

pub use run::{known_newest, migrate, newer_than_known, pending};
pub use sea_orm_migration::{MigratorTrait, sea_orm};

use sea_orm_migration::{MigrationTrait, async_trait::async_trait};

/// The list of migrations, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m20261121_000001_call_desk::Migration)]
    }
}
