//! Brings a database up to date, and tells whether it is.

use crate::Migrator;
use sea_orm_migration::{
    MigratorTrait,
    sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement},
};

/// Any number that nothing else in the database locks: "callboard" in ASCII, cut to 63 bits.
const MIGRATION_LOCK: i64 = 0x6361_6c6c_626f_6172;

/// Applies what is pending. Several servers may call it at the same moment: on PostgreSQL the second one waits for the
/// first. `db` must be a pool of one connection with the rights of the schema's owner.
pub async fn migrate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let postgres = db.get_database_backend() == DbBackend::Postgres;
    if !postgres {
        return Migrator::up(db, None).await;
    }
    db.execute_unprepared(&format!("SELECT pg_advisory_lock({MIGRATION_LOCK})")).await?;
    let outcome = Migrator::up(db, None).await;
    db.execute_unprepared(&format!("SELECT pg_advisory_unlock({MIGRATION_LOCK})")).await?;
    outcome
}

/// Brings a new database to the schema of these migrations, which must be the oldest ones that this program knows. `db` as
/// for [`migrate`].
pub async fn migrate_to(db: &DatabaseConnection, names: &[String]) -> Result<(), DbErr> {
    if !known().starts_with(names) {
        return Err(DbErr::Custom("these are not the oldest migrations".to_owned()));
    }
    Migrator::up(db, u32::try_from(names.len()).ok()).await
}

/// Names of the migrations that the database lacks, oldest first. Changes nothing.
pub async fn pending(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let applied = applied(db).await?;
    Ok(known().into_iter().filter(|name| !applied.contains(name)).collect())
}

/// Name of the newest migration that this program knows.
pub fn known_newest() -> String {
    known().pop().unwrap_or_default()
}

/// Names of migrations that the database has and this program does not know: a newer program made them. Changes nothing.
pub async fn newer_than_known(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let known = known();
    Ok(applied(db).await?.into_iter().filter(|name| !known.contains(name)).collect())
}

/// Names of all migrations that this program knows, oldest first.
pub fn known() -> Vec<String> {
    Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
}

async fn applied(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let backend = db.get_database_backend();
    let table = if backend == DbBackend::Postgres {
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename = 'seaql_migrations'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'"
    };
    if db.query_one_raw(Statement::from_string(backend, table)).await?.is_none() {
        return Ok(Vec::new());
    }
    let all = "SELECT version FROM seaql_migrations ORDER BY version";
    let rows = db.query_all_raw(Statement::from_string(backend, all)).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}
