//! PostgreSQL as the source and as the target of a backup.

use super::{
    BackupError,
    cell::{Cell, Kind, write_copy_line},
    engine::{Source, Target},
    tables::{Column, MIGRATIONS, Table, collect},
};
use futures_util::TryStreamExt;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, Row,
    postgres::{PgConnectOptions, PgRow},
};
use uuid::Uuid;

/// Bytes of rows that are sent in one COPY.
const PORTION: usize = 1 << 20;

/// One connection with the rights of the login.
pub(super) struct Postgres {
    connection: PgConnection,
    workspaces: Vec<Uuid>,
    /// Statements that put back what is taken away for the load.
    put_back: Vec<String>,
    /// The same, at the very end.
    lock_again: Vec<String>,
    tables: Vec<Table>,
    loading: Option<(Table, Vec<u8>)>,
}

impl Postgres {
    async fn connect(options: &PgConnectOptions) -> Result<Self, BackupError> {
        // A table may take longer to read than a request may take; a lock that a server holds may not.
        let options = options.clone().application_name("callboard backup").options([
            ("statement_timeout", "0"),
            ("idle_in_transaction_session_timeout", "0"),
            ("lock_timeout", "10000"),
        ]);
        Ok(Self {
            connection: options.connect().await?,
            workspaces: Vec::new(),
            put_back: Vec::new(),
            lock_again: Vec::new(),
            tables: Vec::new(),
            loading: None,
        })
    }

    /// Opens a snapshot that nobody's writes reach. Row-level security stays in force: rows are read in the role of the
    /// server, workspace by workspace, because the owner of the tables alone sees none of them.
    pub(super) async fn source(options: &PgConnectOptions) -> Result<Self, BackupError> {
        let mut source = Self::connect(options).await?;
        source.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        source.tables = source.read_tables().await?;
        if source.tables.is_empty() {
            return Err(BackupError::NoSchema);
        }
        source.execute("SET LOCAL ROLE callboard_system").await?;
        let all = "SELECT workspace_id FROM workspaces ORDER BY workspace_id";
        source.workspaces = source.ids(all).await?;
        // What knows no workspace stands under the nil id.
        source.workspaces.push(Uuid::nil());
        source.execute("SET LOCAL ROLE callboard_app").await?;
        Ok(source)
    }

    /// Opens a database to restore into. Whoever is connected as a server is in the way.
    pub(super) async fn target(options: &PgConnectOptions) -> Result<Self, BackupError> {
        let mut target = Self::connect(options).await?;
        let servers = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                       AND application_name = 'callboard' AND pid <> pg_backend_pid()";
        if target.number(servers).await? > 0 {
            return Err(BackupError::InUse);
        }
        Ok(target)
    }

    /// Whether the database holds a workspace.
    pub(super) async fn is_used(&mut self) -> Result<bool, BackupError> {
        if self.migrations().await?.is_empty() {
            return Ok(false);
        }
        self.execute("BEGIN").await?;
        self.execute("SET LOCAL ROLE callboard_system").await?;
        let used = self.number("SELECT count(*) FROM workspaces").await?;
        self.execute("COMMIT").await?;
        Ok(used > 0)
    }

    /// Names of the migrations that ran, oldest first; none in a new database.
    pub(super) async fn migrations(&mut self) -> Result<Vec<String>, BackupError> {
        let known = format!(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename = '{MIGRATIONS}'"
        );
        if self.number(&known).await? == 0 {
            return Ok(Vec::new());
        }
        let all = format!("SELECT version FROM {MIGRATIONS} ORDER BY version");
        let rows = self.connection.fetch_all(sqlx::query(AssertSqlSafe(all))).await?;
        Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
    }

    /// Begins the one transaction of a restore. Row-level security, references and indexes are taken away and come back at
    /// its end: rows come in any order, and an index is built faster than it is kept.
    pub(super) async fn begin_load(&mut self) -> Result<(), BackupError> {
        self.execute("BEGIN").await?;
        self.tables = self.read_tables().await?;
        for table in self.tables.clone() {
            let sql = format!("ALTER TABLE \"{}\" NO FORCE ROW LEVEL SECURITY", table.name);
            self.execute(&sql).await?;
            self.lock_again.push(sql.replace("NO FORCE", "FORCE"));
        }
        let references = "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname), \
                          format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) \
                          FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace";
        let indexes = "SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid) \
                       FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
                       WHERE c.relnamespace = 'public'::regnamespace \
                       AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)";
        let (mut first, mut then) = (Vec::new(), Vec::new());
        for (sql, later) in [(references, &mut then), (indexes, &mut first)] {
            for row in self.connection.fetch_all(sqlx::query(AssertSqlSafe(sql))).await? {
                let (away, back): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                self.execute(&away).await?;
                later.push(back);
            }
        }
        // References look into indexes.
        self.put_back = first.into_iter().chain(then).collect();
        Ok(())
    }

    /// Keeps the load.
    pub(super) async fn commit(mut self) -> Result<(), BackupError> {
        for sql in std::mem::take(&mut self.lock_again) {
            self.execute(&sql).await?;
        }
        self.execute("COMMIT").await?;
        self.execute("ANALYZE").await?;
        Ok(self.connection.close().await?)
    }

    async fn read_tables(&mut self) -> Result<Vec<Table>, BackupError> {
        let sql = "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL)::text \
                   FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
                   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' \
                   AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY 1, a.attnum";
        let rows = self.connection.fetch_all(sqlx::query(sql)).await?;
        let found = rows
            .iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)))
            .collect::<Result<_, sqlx::Error>>()?;
        collect(found)
    }

    async fn ids(&mut self, sql: &'static str) -> Result<Vec<Uuid>, BackupError> {
        let rows = self.connection.fetch_all(sqlx::query(sql)).await?;
        Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
    }

    async fn number(&mut self, sql: &str) -> Result<i64, BackupError> {
        let row = self.connection.fetch_one(sqlx::query(AssertSqlSafe(sql.to_owned()))).await?;
        Ok(row.try_get(0)?)
    }

    async fn each(
        &mut self,
        sql: String,
        columns: &[Column],
        sink: &mut (dyn FnMut(&[Cell]) -> Result<(), BackupError> + Send),
    ) -> Result<(), BackupError> {
        let mut rows =
            sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch(&mut self.connection);
        let mut cells = Vec::with_capacity(columns.len());
        while let Some(row) = rows.try_next().await? {
            cells.clear();
            for (index, column) in columns.iter().enumerate() {
                cells.push(cell(&row, index, column.kind)?);
            }
            sink(&cells)?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), BackupError> {
        let Some((table, lines)) = &mut self.loading else { return Ok(()) };
        if lines.is_empty() {
            return Ok(());
        }
        let sql = format!("COPY \"{}\" ({}) FROM STDIN", table.name, table.column_list());
        let mut copy = self.connection.copy_in_raw(&sql).await?;
        copy.send(std::mem::take(lines)).await?;
        copy.finish().await?;
        Ok(())
    }
}

fn select(table: &Table) -> String {
    let columns: Vec<_> = table
        .columns
        .iter()
        .map(|Column { name, kind }| match kind {
            Kind::Int => format!("\"{name}\"::bigint"),
            Kind::Json => format!("\"{name}\"::text"),
            Kind::Real => format!("\"{name}\"::float8"),
            Kind::Uuid | Kind::Bool | Kind::Text | Kind::Bytes => format!("\"{name}\""),
        })
        .collect();
    format!("SELECT {} FROM \"{}\"", columns.join(", "), table.name)
}

fn cell(row: &PgRow, index: usize, kind: Kind) -> Result<Cell, BackupError> {
    let found = match kind {
        Kind::Uuid => row.try_get::<Option<Uuid>, _>(index)?.map(Cell::Uuid),
        Kind::Int => row.try_get::<Option<i64>, _>(index)?.map(Cell::Int),
        Kind::Bool => row.try_get::<Option<bool>, _>(index)?.map(Cell::Bool),
        Kind::Text => row.try_get::<Option<String>, _>(index)?.map(Cell::Text),
        Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(index)?.map(Cell::Bytes),
        Kind::Real => row.try_get::<Option<f64>, _>(index)?.map(Cell::Real),
        Kind::Json => {
            let text: Option<String> = row.try_get(index)?;
            text.map(|text| serde_json::from_str(&text).map(|value| Cell::json(&value)))
                .transpose()?
        }
    };
    Ok(found.unwrap_or(Cell::Null))
}

impl Source for Postgres {
    fn word(&self) -> &'static str {
        "postgres"
    }

    async fn schema(&mut self) -> Result<Vec<String>, BackupError> {
        self.execute("RESET ROLE").await?;
        let names = self.migrations().await?;
        self.execute("SET LOCAL ROLE callboard_app").await?;
        Ok(names)
    }

    fn tables(&self) -> Vec<Table> {
        self.tables.clone()
    }

    async fn each_row(
        &mut self,
        table: &Table,
        sink: &mut (dyn FnMut(&[Cell]) -> Result<(), BackupError> + Send),
    ) -> Result<(), BackupError> {
        if self.workspaces.is_empty() {
            return self
                .each(format!("{}{}", select(table), table.order()), &table.columns, sink)
                .await;
        }
        for workspace in self.workspaces.clone() {
            // A UUID prints as hexadecimal digits and dashes, so it may stand in the text.
            self.execute(&format!("SET LOCAL callboard.workspace = '{workspace}'")).await?;
            let (select, order) = (select(table), table.order());
            let sql = format!("{select} WHERE workspace_id = '{workspace}'{order}");
            self.each(sql, &table.columns, sink).await?;
        }
        Ok(())
    }
}

impl Target for Postgres {
    async fn begin_table(&mut self, table: &Table) -> Result<(), BackupError> {
        self.loading = Some((table.clone(), Vec::with_capacity(PORTION + PORTION / 8)));
        Ok(())
    }

    async fn row(&mut self, cells: &[Cell]) -> Result<(), BackupError> {
        if let Some((_, lines)) = &mut self.loading {
            write_copy_line(cells, lines);
            if lines.len() >= PORTION {
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
            self.execute(&sql).await?;
        }
        Ok(())
    }

    async fn execute(&mut self, sql: &str) -> Result<u64, BackupError> {
        let done = self.connection.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await?;
        Ok(done.rows_affected())
    }

    fn id(&self, id: Uuid) -> String {
        format!("'{id}'::uuid")
    }

    fn with_json(&self, column: &str, key: &str, json: &str) -> String {
        format!("jsonb_set({column}, '{{{key}}}', '{json}'::jsonb)")
    }

    async fn set_aside(&mut self, name: &str, select: &str) -> Result<(), BackupError> {
        self.execute(&format!("CREATE TEMP TABLE {name} ON COMMIT DROP AS {select}")).await?;
        Ok(())
    }

    async fn empty(&mut self) -> Result<(), BackupError> {
        let names: Vec<_> = self.tables.iter().map(|table| format!("\"{}\"", table.name)).collect();
        self.execute(&format!("TRUNCATE {}", names.join(", "))).await?;
        Ok(())
    }

    fn old(&self, table: &str) -> String {
        format!("\"{table}\"")
    }

    async fn had(&mut self, table: &str) -> Result<bool, BackupError> {
        Ok(self.tables.iter().any(|known| known.name == table))
    }

    fn any_id(&self) -> &'static str {
        "gen_random_uuid()"
    }
}
