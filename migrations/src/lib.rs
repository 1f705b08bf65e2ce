//! The database schema, as one ordered list of migrations for PostgreSQL and SQLite.
//!
//! The statements live in `schema/*.sql`, one text for both databases. Where they differ, the text after `--postgres:` or
//! `--sqlite:` counts on that database only; what exists on one database alone has a file of its own.

mod m20261121_000001_call_desk;
mod m20261125_000001_call_jobs;
mod m20261125_000002_bulk;
mod m20261125_000003_exports;
mod m20261125_000004_imports;
mod m20261125_000005_views;
mod m20261125_000006_escalation;
mod m20261125_000007_analytics;
mod m20261125_000008_operations;
mod m20261125_000009_speed;
mod m20261130_000001_consent;
mod m20261130_000002_messaging;
mod m20261130_000003_media;
mod m20261130_000004_switchboard;
mod m20261130_000005_mail;
mod m20261130_000006_rooms;
mod m20261130_000007_live_transcript;
mod m20261130_000008_mail_list;
mod m20261130_000009_lost_guests;
mod run;
mod script;

pub use run::{known, known_newest, migrate, migrate_to, newer_than_known, pending};
pub use sea_orm_migration::{MigratorTrait, sea_orm};

use sea_orm_migration::{MigrationTrait, async_trait::async_trait};

/// The list of migrations, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_call_desk::Migration),
            Box::new(m20261125_000001_call_jobs::Migration),
            Box::new(m20261125_000002_bulk::Migration),
            Box::new(m20261125_000003_exports::Migration),
            Box::new(m20261125_000004_imports::Migration),
            Box::new(m20261125_000005_views::Migration),
            Box::new(m20261125_000006_escalation::Migration),
            Box::new(m20261125_000007_analytics::Migration),
            Box::new(m20261125_000008_operations::Migration),
            Box::new(m20261125_000009_speed::Migration),
            Box::new(m20261130_000001_consent::Migration),
            Box::new(m20261130_000002_messaging::Migration),
            Box::new(m20261130_000003_media::Migration),
            Box::new(m20261130_000004_switchboard::Migration),
            Box::new(m20261130_000005_mail::Migration),
            Box::new(m20261130_000006_rooms::Migration),
            Box::new(m20261130_000007_live_transcript::Migration),
            Box::new(m20261130_000008_mail_list::Migration),
            Box::new(m20261130_000009_lost_guests::Migration),
        ]
    }
}
