//! Reads the columns of a row one after the other, in the order in which they were selected.
//!
//! By place and not by name, and without a copy where the caller only looks: pages have thousands of columns, and looking
//! each up by its name costs more than all the rest of reading them.

use crate::error::{Result, StoreError};
use sea_orm::{DbErr, QueryResult, RuntimeErr};
use sqlx::{Decode, Postgres, Row, Sqlite, Type, postgres::PgRow, sqlite::SqliteRow};
use std::sync::Arc;

/// The columns of a row that were not read yet.
pub(crate) struct Columns<'r> {
    row: Stored<'r>,
    place: usize,
}

enum Stored<'r> {
    Postgres(&'r PgRow),
    Sqlite(&'r SqliteRow),
}

/// What a column can be read as, on both databases.
pub(crate) trait Readable<'r>:
    Decode<'r, Postgres> + Type<Postgres> + Decode<'r, Sqlite> + Type<Sqlite>
{
}

impl<'r, T> Readable<'r> for T where
    T: Decode<'r, Postgres> + Type<Postgres> + Decode<'r, Sqlite> + Type<Sqlite>
{
}

impl<'r> Columns<'r> {
    /// The row from its first column on.
    pub(crate) fn of(row: &'r QueryResult) -> Result<Self> {
        let stored = match (row.try_as_pg_row(), row.try_as_sqlite_row()) {
            (Some(row), _) => Stored::Postgres(row),
            (None, Some(row)) => Stored::Sqlite(row),
            (None, None) => {
                return Err(DbErr::Type("a row of neither database".to_owned()).into());
            }
        };
        Ok(Self { row: stored, place: 0 })
    }

    /// The next column. Its type is not asked for at each row: the contract suites read every column on both databases.
    pub(crate) fn next<T: Readable<'r>>(&mut self) -> Result<T> {
        let place = self.place;
        self.place += 1;
        match self.row {
            Stored::Postgres(row) => row.try_get_unchecked(place),
            Stored::Sqlite(row) => row.try_get_unchecked(place),
        }
        .map_err(|error| StoreError::Db(DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))))
    }
}
