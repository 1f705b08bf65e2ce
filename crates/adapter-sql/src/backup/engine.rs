//! What a backup asks of a database. Both databases answer it.

use super::{BackupError, cell::Cell, tables::Table};
use uuid::Uuid;

/// A database that is read, as it was at one moment.
pub(super) trait Source {
    /// Its name in the header.
    fn word(&self) -> &'static str;

    /// Names of the migrations that ran, oldest first.
    async fn schema(&mut self) -> Result<Vec<String>, BackupError>;

    /// Its tables.
    fn tables(&self) -> Vec<Table>;

    /// Hands over the rows of a table, one after the other.
    async fn each_row(
        &mut self,
        table: &Table,
        sink: &mut (dyn FnMut(&[Cell]) -> Result<(), BackupError> + Send),
    ) -> Result<(), BackupError>;
}

/// A database that is written, in one transaction.
pub(super) trait Target: Source {
    /// Rows of this table come.
    async fn begin_table(&mut self, table: &Table) -> Result<(), BackupError>;

    /// One row.
    async fn row(&mut self, cells: &[Cell]) -> Result<(), BackupError>;

    /// No more rows of it.
    async fn end_table(&mut self) -> Result<(), BackupError>;

    /// Puts back what was taken away for the load, and fails when the rows do not fit it.
    async fn put_back(&mut self) -> Result<(), BackupError>;

    /// Runs a statement in which only words of our own and ids stand; answers how many rows it changed.
    async fn execute(&mut self, sql: &str) -> Result<u64, BackupError>;

    /// An id as it stands in a statement.
    fn id(&self, id: Uuid) -> String;

    /// A JSON column with one more value in it, which is given as JSON.
    fn with_json(&self, column: &str, key: &str, json: &str) -> String;

    /// Keeps rows of what is replaced until the end of the transaction.
    async fn set_aside(&mut self, name: &str, select: &str) -> Result<(), BackupError>;

    /// Removes every row of what is replaced.
    async fn empty(&mut self) -> Result<(), BackupError>;

    /// The name of a table of what is replaced.
    fn old(&self, table: &str) -> String;

    /// Whether what is replaced has this table; it may be of an older schema.
    async fn had(&mut self, table: &str) -> Result<bool, BackupError>;

    /// An expression that gives each row an id of its own.
    fn any_id(&self) -> &'static str;
}
