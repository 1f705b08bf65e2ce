//! Runs the text of a schema file on the database that it is meant for.

use sea_orm_migration::{
    DbErr, SchemaManager,
    sea_orm::{ConnectionTrait, DbBackend},
};

/// Runs a text that is written for both databases.
pub(crate) async fn on_both(manager: &SchemaManager<'_>, text: &str) -> Result<(), DbErr> {
    let text = for_backend(text, manager.get_database_backend());
    manager.get_connection().execute_unprepared(&text).await.map(drop)
}

/// Runs a text on PostgreSQL and nothing on SQLite.
pub(crate) async fn on_postgres(manager: &SchemaManager<'_>, text: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        manager.get_connection().execute_unprepared(text).await?;
    }
    Ok(())
}

/// Runs a text on SQLite and nothing on PostgreSQL.
pub(crate) async fn on_sqlite(manager: &SchemaManager<'_>, text: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Sqlite {
        manager.get_connection().execute_unprepared(text).await?;
    }
    Ok(())
}

/// Puts row-level security on every table that has none yet. Each migration ends with it, so that no table is forgotten.
pub(crate) async fn lock_to_workspaces(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    on_postgres(manager, include_str!("schema/postgres_tenancy.sql")).await
}

/// The text as one database reads it: what its marker hides becomes text, what the other's marker hides stays away.
fn for_backend(text: &str, backend: DbBackend) -> String {
    let (own, other) = if backend == DbBackend::Postgres {
        ("--postgres:", "--sqlite:")
    } else {
        ("--sqlite:", "--postgres:")
    };
    text.lines()
        .map(|line| line.split(other).next().unwrap_or_default().replace(own, ""))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "a TEXT --postgres: COLLATE \"C\"\n  NOT NULL,\n--sqlite: k INTEGER,\nb -- both";

    #[test]
    fn each_database_reads_its_own_lines() {
        let postgres = for_backend(TEXT, DbBackend::Postgres);
        assert_eq!(postgres, "a TEXT  COLLATE \"C\"\n  NOT NULL,\n\nb -- both");
        let sqlite = for_backend(TEXT, DbBackend::Sqlite);
        assert_eq!(sqlite, "a TEXT \n  NOT NULL,\n k INTEGER,\nb -- both");
    }
}
