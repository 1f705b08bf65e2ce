//! The tables, seen past the server: fingerprints to prove that nothing changed, and hands to tamper with.

use crate::place::Engine;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{
    AssertSqlSafe, PgPool, Row, SqlitePool, postgres::PgPoolOptions, sqlite::SqlitePoolOptions,
};
use std::collections::{BTreeMap, BTreeSet};
use tokio::sync::OnceCell;

/// Columns that are touched by being looked at.
const TOUCHED: [&str; 3] = ["last_seen_at", "last_used_at", "row_key"];
/// Counters of failed sign-ins are meant to change when somebody is refused.
const COUNTERS: [&str; 1] = ["login_failures"];

/// The column that says whose a row is.
const WORKSPACE: &str = "workspace_id";

/// What the tables hold: a hash for each.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fingerprint(BTreeMap<String, String>);

impl Fingerprint {
    /// Names of the tables that differ.
    pub fn changed_since(&self, before: &Self) -> Vec<String> {
        let tables = self.0.keys().chain(before.0.keys()).collect::<BTreeSet<_>>();
        let differs = |table: &&String| self.0.get(*table) != before.0.get(*table);
        tables.into_iter().filter(differs).cloned().collect()
    }

    /// How many rows a table has, and their hash.
    pub fn of(&self, table: &str) -> &str {
        self.0.get(table).unwrap_or_else(|| panic!("there is no table {table}"))
    }
}

/// A connection beside the server's, with the rights of the owner.
#[derive(Debug)]
pub struct Rows {
    pool: Pool,
    layout: OnceCell<BTreeMap<String, Vec<String>>>,
}

#[derive(Debug)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Rows {
    pub(crate) async fn open(engine: Engine, url: &str) -> Self {
        let pool = match engine {
            Engine::Sqlite => Pool::Sqlite(
                SqlitePoolOptions::new()
                    .max_connections(1)
                    .connect(url)
                    .await
                    .expect("the file opens"),
            ),
            Engine::Postgres => Pool::Postgres(
                PgPoolOptions::new()
                    .max_connections(1)
                    .connect(url)
                    .await
                    .expect("PostgreSQL answers"),
            ),
        };
        Self { pool, layout: OnceCell::new() }
    }

    /// Runs a statement; answers how many rows it changed.
    pub async fn change(&self, sql: &str) -> u64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.pool {
            Pool::Sqlite(pool) => {
                sqlx::query(sql).execute(pool).await.expect("the statement runs").rows_affected()
            }
            Pool::Postgres(pool) => {
                sqlx::query(sql).execute(pool).await.expect("the statement runs").rows_affected()
            }
        }
    }

    /// The whole number that a query answers.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.pool {
            Pool::Sqlite(pool) => {
                sqlx::query(sql).fetch_one(pool).await.expect("the query answers").get(0)
            }
            Pool::Postgres(pool) => {
                sqlx::query(sql).fetch_one(pool).await.expect("the query answers").get(0)
            }
        }
    }

    /// The texts of the first column that a query answers.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.pool {
            Pool::Sqlite(pool) => {
                let rows = sqlx::query(sql).fetch_all(pool).await.expect("the query answers");
                rows.iter().map(|row| row.get(0)).collect()
            }
            Pool::Postgres(pool) => {
                let rows = sqlx::query(sql).fetch_all(pool).await.expect("the query answers");
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    /// Names of the tables with a column that holds this text in clear.
    pub async fn tables_that_hold(&self, text: &str) -> Vec<String> {
        let mut holding = Vec::new();
        for (table, columns) in self.layout().await {
            for column in columns {
                let cell = self.as_text(column);
                let wanted = text.replace('\'', "''");
                let count = format!("SELECT count(*) FROM {table} WHERE {cell} LIKE '%{wanted}%'");
                if self.number(&count).await > 0 && !holding.contains(table) {
                    holding.push(table.clone());
                }
            }
        }
        holding
    }

    /// A hash of every table but the counters of failed sign-ins, without what is touched by being looked at.
    pub async fn fingerprint(&self) -> Fingerprint {
        self.hashes(None).await
    }

    /// The same of the rows of one workspace.
    pub async fn fingerprint_of(&self, workspace: &str) -> Fingerprint {
        self.hashes(Some(workspace)).await
    }

    async fn hashes(&self, workspace: Option<&str>) -> Fingerprint {
        let mut lines_of = BTreeMap::new();
        for (table, columns) in self.layout().await {
            let rows = match workspace {
                Some(_) if !columns.iter().any(|column| column == WORKSPACE) => continue,
                Some(workspace) => format!("{table} WHERE {}", self.is_of(workspace)),
                None => table.clone(),
            };
            let texts: Vec<_> = columns.iter().map(|column| self.as_text(column)).collect();
            let line = texts.join(" || ',' || ");
            lines_of.insert(table.clone(), format!("SELECT {line} AS line FROM {rows}"));
        }
        match self.pool {
            Pool::Sqlite(_) => self.hashes_here(lines_of).await,
            Pool::Postgres(_) => self.hashes_there(lines_of).await,
        }
    }

    /// One question for all tables, whose rows are hashed here: SQLite has no hash of its own.
    async fn hashes_here(&self, lines_of: BTreeMap<String, String>) -> Fingerprint {
        let parts = lines_of.iter().map(|(table, query)| {
            format!("SELECT '{table}=' || line FROM ({query}) AS of_{table}")
        });
        let mut answers = self.texts(&parts.collect::<Vec<_>>().join(" UNION ALL ")).await;
        answers.sort_unstable();
        let mut hashes: BTreeMap<String, (usize, Sha256)> =
            lines_of.into_keys().map(|table| (table, Default::default())).collect();
        for (table, line) in answers.iter().filter_map(|answer| answer.split_once('=')) {
            let (rows, hash) = hashes.get_mut(table).expect("it was asked for");
            *rows += 1;
            hash.update(line.as_bytes());
            hash.update(b"\n");
        }
        let told = hashes.into_iter().map(|(table, (rows, hash))| {
            (table, format!("{rows} rows {}", hex::encode(hash.finalize())))
        });
        Fingerprint(told.collect())
    }

    /// One question for all tables, whose rows stay where they are.
    async fn hashes_there(&self, lines_of: BTreeMap<String, String>) -> Fingerprint {
        let parts = lines_of.iter().map(|(table, query)| {
            format!(
                "SELECT '{table}=' || count(*) || ' rows ' || \
                 md5(coalesce(string_agg(line, chr(10) ORDER BY line), '')) FROM ({query}) AS of_{table}"
            )
        });
        let answers = self.texts(&parts.collect::<Vec<_>>().join(" UNION ALL ")).await;
        let pairs = answers.iter().filter_map(|answer| answer.split_once('='));
        Fingerprint(pairs.map(|(table, hash)| (table.to_owned(), hash.to_owned())).collect())
    }

    /// Every text in the rows of a workspace, those inside of JSON and ids included.
    pub async fn texts_of(&self, workspace: &str) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for (table, columns) in self.layout().await {
            if !columns.iter().any(|column| column == WORKSPACE) {
                continue;
            }
            for column in columns {
                let cell = match self.pool {
                    Pool::Sqlite(_) => format!(
                        "CASE typeof(\"{column}\") WHEN 'blob' THEN lower(hex(\"{column}\")) \
                         ELSE CAST(\"{column}\" AS TEXT) END"
                    ),
                    Pool::Postgres(_) => format!("\"{column}\"::text"),
                };
                let query = format!(
                    "SELECT DISTINCT {cell} FROM {table} WHERE {} AND \"{column}\" IS NOT NULL",
                    self.is_of(workspace)
                );
                self.texts(&query)
                    .await
                    .into_iter()
                    .for_each(|text| collect_texts(&text, &mut all));
            }
        }
        all
    }

    /// The names of the columns of all tables.
    pub async fn all_columns(&self) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for columns in self.layout().await.values() {
            all.extend(columns.iter().cloned());
        }
        all
    }

    fn is_of(&self, workspace: &str) -> String {
        match self.pool {
            Pool::Sqlite(_) => format!("{WORKSPACE} = x'{}'", workspace.replace('-', "")),
            Pool::Postgres(_) => format!("{WORKSPACE} = '{workspace}'"),
        }
    }

    fn as_text(&self, column: &str) -> String {
        match self.pool {
            Pool::Sqlite(_) => format!("quote(\"{column}\")"),
            Pool::Postgres(_) => format!("coalesce(\"{column}\"::text, 'NULL') COLLATE \"C\""),
        }
    }

    /// The tables with their columns, asked for once: nothing makes tables while a test looks at them.
    async fn layout(&self) -> &BTreeMap<String, Vec<String>> {
        self.layout.get_or_init(|| self.read_layout()).await
    }

    async fn read_layout(&self) -> BTreeMap<String, Vec<String>> {
        let mut all = BTreeMap::new();
        for table in self.tables().await {
            let columns = self.columns(&table).await;
            all.insert(table, columns);
        }
        all
    }

    async fn tables(&self) -> Vec<String> {
        let all = match self.pool {
            Pool::Sqlite(_) => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_search%' ESCAPE '\\' \
                 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
            }
            Pool::Postgres(_) => {
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            }
        };
        let mut tables = self.texts(all).await;
        tables.retain(|table| !COUNTERS.contains(&table.as_str()));
        assert!(tables.len() > 10, "the tables were not found: {tables:?}");
        tables
    }

    async fn columns(&self, table: &str) -> Vec<String> {
        let all = match self.pool {
            Pool::Sqlite(_) => format!("SELECT name FROM pragma_table_info('{table}')"),
            Pool::Postgres(_) => format!(
                "SELECT column_name::text FROM information_schema.columns \
                 WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
            ),
        };
        let mut columns = self.texts(&all).await;
        columns.retain(|column| !TOUCHED.contains(&column.as_str()));
        columns
    }
}

/// The text, or the texts in it when it is JSON; ids get their hyphens back.
fn collect_texts(text: &str, all: &mut BTreeSet<String>) {
    match serde_json::from_str::<Value>(text) {
        Ok(json) if json.is_object() || json.is_array() => collect_leaves(&json, all),
        _ if text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            let parts = [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]];
            all.insert(parts.join("-"));
        }
        _ => {
            all.insert(text.to_owned());
        }
    }
}

fn collect_leaves(json: &Value, all: &mut BTreeSet<String>) {
    match json {
        Value::String(text) => {
            all.insert(text.clone());
        }
        Value::Array(entries) => entries.iter().for_each(|inner| collect_leaves(inner, all)),
        Value::Object(fields) => fields.values().for_each(|inner| collect_leaves(inner, all)),
        _ => {}
    }
}
