//! The tables, seen past the server: fingerprints to prove that nothing changed, and hands to tamper with.

use crate::place::Engine;
use sha2::{Digest, Sha256};
use sqlx::{
    AssertSqlSafe, PgPool, Row, SqlitePool, postgres::PgPoolOptions, sqlite::SqlitePoolOptions,
};
use std::collections::{BTreeMap, BTreeSet};

/// Columns that are touched by being looked at.
const TOUCHED: [&str; 3] = ["last_seen_at", "last_used_at", "row_key"];
/// Counters of failed sign-ins are meant to change when somebody is refused.
const COUNTERS: [&str; 1] = ["login_failures"];

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
pub struct Rows(Pool);

#[derive(Debug)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Rows {
    pub(crate) async fn open(engine: Engine, url: &str) -> Self {
        Self(match engine {
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
        })
    }

    /// Runs a statement; answers how many rows it changed.
    pub async fn change(&self, sql: &str) -> u64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.0 {
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
        match &self.0 {
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
        match &self.0 {
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
        for table in self.tables().await {
            for column in self.columns(&table).await {
                let cell = self.as_text(&column);
                let wanted = text.replace('\'', "''");
                let count = format!("SELECT count(*) FROM {table} WHERE {cell} LIKE '%{wanted}%'");
                if self.number(&count).await > 0 && !holding.contains(&table) {
                    holding.push(table.clone());
                }
            }
        }
        holding
    }

    /// A hash of every table but the counters of failed sign-ins, without what is touched by being looked at.
    pub async fn fingerprint(&self) -> Fingerprint {
        let mut all = BTreeMap::new();
        for table in self.tables().await {
            let columns = self.columns(&table).await;
            let texts: Vec<_> = columns.iter().map(|column| self.as_text(column)).collect();
            let line = texts.join(" || ',' || ");
            let lines = self.texts(&format!("SELECT {line} AS line FROM {table} ORDER BY 1")).await;
            let mut hash = Sha256::new();
            for line in &lines {
                hash.update(line.as_bytes());
                hash.update(b"\n");
            }
            all.insert(table, format!("{} rows {}", lines.len(), hex::encode(hash.finalize())));
        }
        Fingerprint(all)
    }

    fn as_text(&self, column: &str) -> String {
        match self.0 {
            Pool::Sqlite(_) => format!("quote(\"{column}\")"),
            Pool::Postgres(_) => format!("coalesce(\"{column}\"::text, 'NULL') COLLATE \"C\""),
        }
    }

    async fn tables(&self) -> Vec<String> {
        let all = match self.0 {
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
        let all = match self.0 {
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
