//! SQLite as the source and as the target of a backup.

use super::{
    BackupError,
    cell::{Cell, Kind},
    engine::{Source, Target},
    tables::{Column, MIGRATIONS, Table, collect},
};
use futures_util::TryStreamExt;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, Row, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteRow},
};
use std::path::Path;
use uuid::Uuid;

/// How often it is looked whether a file is still open elsewhere, and how long apart: two seconds in all.
const LOOKS: u32 = 20;
const BETWEEN_LOOKS: std::time::Duration = std::time::Duration::from_millis(100);

/// Values in one statement; SQLite takes 32,766.
const VALUES: usize = 30_000;
/// Most rows in one statement.
const PORTION: usize = 500;

/// One connection.
pub(super) struct Sqlite {
    connection: SqliteConnection,
    tables: Vec<Table>,
    /// Statements that put back what is taken away for the load.
    put_back: Vec<String>,
    loading: Option<(Table, Vec<Cell>)>,
}

impl Sqlite {
    async fn connect(options: SqliteConnectOptions) -> Result<Self, BackupError> {
        Ok(Self {
            connection: options.disable_statement_logging().connect().await?,
            tables: Vec::new(),
            put_back: Vec::new(),
            loading: None,
        })
    }

    /// Opens a snapshot: in WAL mode a reader sees the database as it was when he began, while the server goes on writing.
    pub(super) async fn source(options: &SqliteConnectOptions) -> Result<Self, BackupError> {
        let file = options.get_filename().to_owned();
        if !file.exists() {
            return Err(BackupError::NoSchema);
        }
        let mut source = Self::connect(options.clone().pragma("query_only", "ON")).await?;
        source.run("BEGIN").await?;
        source.tables = source.read_tables().await?;
        if source.tables.is_empty() {
            return Err(BackupError::NoSchema);
        }
        Ok(source)
    }

    /// Whether an existing file holds a workspace. Fails when a server has the file open.
    pub(super) async fn is_used(file: &Path) -> Result<bool, BackupError> {
        let mut old = Self::connect(SqliteConnectOptions::new().filename(file)).await?;
        // Only the last one who is connected can take a file out of WAL mode; that also empties the files beside it.
        // A server that was stopped a moment ago may still be closing its files.
        let mut looks = 0;
        while !old.is_alone().await? {
            looks += 1;
            if looks == LOOKS {
                return Err(BackupError::InUse);
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        let known =
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'workspaces'";
        let used = old.number(known).await? > 0
            && old.number("SELECT count(*) FROM workspaces").await? > 0;
        old.connection.close().await?;
        Ok(used)
    }

    async fn is_alone(&mut self) -> Result<bool, BackupError> {
        let answer = self.connection.fetch_one("PRAGMA journal_mode = DELETE").await;
        let mode: Option<String> = answer.ok().map(|row| row.try_get(0)).transpose()?;
        Ok(mode.as_deref() == Some("delete"))
    }

    /// Opens a new file with a schema to load into. It is thrown away unless the whole restore succeeds, so nothing of it
    /// needs to be safe before that.
    pub(super) async fn target(file: &Path) -> Result<Self, BackupError> {
        let options = SqliteConnectOptions::new().filename(file).foreign_keys(false);
        let mut target = Self::connect(options).await?;
        for pragma in [
            "PRAGMA journal_mode = DELETE",
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "PRAGMA locking_mode = EXCLUSIVE",
            "PRAGMA cache_size = -65536",
            "PRAGMA temp_store = FILE",
        ] {
            target.connection.fetch_all(pragma).await?;
        }
        target.tables = target.read_tables().await?;
        Ok(target)
    }

    /// Makes what is replaced readable beside the new file.
    pub(super) async fn attach(&mut self, old: &Path) -> Result<(), BackupError> {
        let statement =
            sqlx::query("ATTACH DATABASE ? AS replaced").bind(old.display().to_string());
        self.connection.execute(statement).await?;
        Ok(())
    }

    /// Begins the load. Indexes are taken away and come back at its end.
    pub(super) async fn begin_load(&mut self) -> Result<(), BackupError> {
        self.run("BEGIN").await?;
        let sql =
            "SELECT name, sql FROM main.sqlite_master WHERE type = 'index' AND sql IS NOT NULL";
        for row in self.connection.fetch_all(sql).await? {
            let (name, back): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            self.run(&format!("DROP INDEX main.\"{name}\"")).await?;
            self.put_back.push(back);
        }
        Ok(())
    }

    /// Keeps the load, once the file is sound.
    pub(super) async fn commit(mut self) -> Result<(), BackupError> {
        self.run("COMMIT").await?;
        let said: String =
            self.connection.fetch_one("PRAGMA main.quick_check(1)").await?.try_get(0)?;
        if said != "ok" {
            return Err(BackupError::Damaged("the restored file is not sound"));
        }
        Ok(self.connection.close().await?)
    }

    async fn run(&mut self, sql: &str) -> Result<u64, BackupError> {
        let done = self.connection.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await?;
        Ok(done.rows_affected())
    }

    async fn number(&mut self, sql: &'static str) -> Result<i64, BackupError> {
        Ok(self.connection.fetch_one(sql).await?.try_get(0)?)
    }

    async fn read_tables(&mut self) -> Result<Vec<Table>, BackupError> {
        // `hidden` is above 1 for computed columns.
        let sql = "SELECT t.name, c.name, c.type FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c \
                   WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                   AND c.hidden = 0 ORDER BY t.name, c.cid";
        let rows = self.connection.fetch_all(sql).await?;
        let found = rows
            .iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)))
            .collect::<Result<_, sqlx::Error>>()?;
        collect(found)
    }

    async fn flush(&mut self) -> Result<(), BackupError> {
        let Some((table, cells)) = &mut self.loading else { return Ok(()) };
        if cells.is_empty() {
            return Ok(());
        }
        let width = table.columns.len();
        let marks = format!("({})", vec!["?"; width].join(","));
        let sql = format!(
            "INSERT INTO main.\"{}\" ({}) VALUES {}",
            table.name,
            table.column_list(),
            vec![marks.as_str(); cells.len() / width].join(",")
        );
        let mut statement = sqlx::query(AssertSqlSafe(sql));
        for cell in cells.drain(..) {
            statement = match cell {
                Cell::Null => statement.bind(None::<i64>),
                Cell::Uuid(id) => statement.bind(id),
                Cell::Int(number) => statement.bind(number),
                Cell::Bool(flag) => statement.bind(flag),
                Cell::Text(text) => statement.bind(text),
                Cell::Bytes(bytes) => statement.bind(bytes),
                Cell::Real(number) => statement.bind(number),
            };
        }
        self.connection.execute(statement).await?;
        Ok(())
    }
}

fn cell(row: &SqliteRow, index: usize, kind: Kind) -> Result<Cell, BackupError> {
    // Types of SQLite are those of values, not of columns, so the declared kind decides.
    let found = match kind {
        Kind::Uuid => row.try_get_unchecked::<Option<Uuid>, _>(index)?.map(Cell::Uuid),
        Kind::Int => row.try_get_unchecked::<Option<i64>, _>(index)?.map(Cell::Int),
        Kind::Bool => row.try_get_unchecked::<Option<bool>, _>(index)?.map(Cell::Bool),
        Kind::Text => row.try_get_unchecked::<Option<String>, _>(index)?.map(Cell::Text),
        Kind::Bytes => row.try_get_unchecked::<Option<Vec<u8>>, _>(index)?.map(Cell::Bytes),
        Kind::Real => row.try_get_unchecked::<Option<f64>, _>(index)?.map(Cell::Real),
        Kind::Json => {
            let text: Option<String> = row.try_get_unchecked(index)?;
            text.map(|text| serde_json::from_str(&text).map(|value| Cell::json(&value)))
                .transpose()?
        }
    };
    Ok(found.unwrap_or(Cell::Null))
}

impl Source for Sqlite {
    fn word(&self) -> &'static str {
        "sqlite"
    }

    async fn schema(&mut self) -> Result<Vec<String>, BackupError> {
        let sql = format!("SELECT version FROM {MIGRATIONS} ORDER BY version");
        let rows = self.connection.fetch_all(sqlx::query(AssertSqlSafe(sql))).await?;
        Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
    }

    fn tables(&self) -> Vec<Table> {
        self.tables.clone()
    }

    async fn each_row(
        &mut self,
        table: &Table,
        sink: &mut (dyn FnMut(&[Cell]) -> Result<(), BackupError> + Send),
    ) -> Result<(), BackupError> {
        let (columns, order) = (table.column_list(), table.order());
        let sql = format!("SELECT {columns} FROM main.\"{}\"{order}", table.name);
        let mut rows =
            sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch(&mut self.connection);
        let mut cells = Vec::with_capacity(table.columns.len());
        while let Some(row) = rows.try_next().await? {
            cells.clear();
            for (index, Column { kind, .. }) in table.columns.iter().enumerate() {
                cells.push(cell(&row, index, *kind)?);
            }
            sink(&cells)?;
        }
        Ok(())
    }
}

impl Target for Sqlite {
    async fn begin_table(&mut self, table: &Table) -> Result<(), BackupError> {
        self.loading = Some((table.clone(), Vec::new()));
        Ok(())
    }

    async fn row(&mut self, cells: &[Cell]) -> Result<(), BackupError> {
        if let Some((table, waiting)) = &mut self.loading {
            waiting.extend_from_slice(cells);
            let width = table.columns.len().max(1);
            if waiting.len() / width >= (VALUES / width).min(PORTION) {
                self.flush().await?;
            }
        }
        Ok(())
    }

    async fn end_table(&mut self) -> Result<(), BackupError> {
        self.flush().await?;
        self.loading = None;
        Ok(())
    }

    async fn put_back(&mut self) -> Result<(), BackupError> {
        for sql in std::mem::take(&mut self.put_back) {
            self.run(&sql).await?;
        }
        let lost = "SELECT count(*) FROM pragma_foreign_key_check";
        if self.number(lost).await? > 0 {
            return Err(BackupError::Damaged("a row refers to one that is not there"));
        }
        Ok(())
    }

    async fn execute(&mut self, sql: &str) -> Result<u64, BackupError> {
        self.run(sql).await
    }

    fn id(&self, id: Uuid) -> String {
        format!("x'{}'", id.simple())
    }

    fn with_json(&self, column: &str, key: &str, json: &str) -> String {
        format!("json_set({column}, '$.{key}', json('{json}'))")
    }

    async fn set_aside(&mut self, name: &str, select: &str) -> Result<(), BackupError> {
        self.run(&format!("CREATE TEMP TABLE {name} AS {select}")).await?;
        Ok(())
    }

    async fn empty(&mut self) -> Result<(), BackupError> {
        // What is replaced is another file.
        Ok(())
    }

    fn old(&self, table: &str) -> String {
        format!("replaced.\"{table}\"")
    }

    async fn had(&mut self, table: &str) -> Result<bool, BackupError> {
        let sql = format!(
            "SELECT count(*) FROM replaced.sqlite_master WHERE type = 'table' AND name = '{table}'"
        );
        let count: i64 = self.connection.fetch_one(sqlx::AssertSqlSafe(sql)).await?.try_get(0)?;
        Ok(count > 0)
    }

    fn any_id(&self) -> &'static str {
        "randomblob(16)"
    }
}
