//! Connections: a small pool on PostgreSQL; one writer and a few readers on SQLite.

use crate::{
    dialect::Dialect, error::StoreError, live::Wakeups, plans::Plans, scoped,
    workspaces::senders::Senders,
};
use callboard_migrations as migrations;
use sea_orm::{DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::{
    ConnectOptions as _, Connection as _, Executor as _,
    pool::PoolOptions,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{path::PathBuf, str::FromStr, sync::Arc, time::Duration};

/// How the server connects.
#[derive(Clone, Debug)]
pub struct DatabaseOptions {
    /// Connections of a PostgreSQL pool, or readers of SQLite. A few per core serve more requests than many.
    pub connections: u32,
    /// How long a request waits for a connection.
    pub acquire_timeout: Duration,
    /// How long a statement may run on PostgreSQL, or wait for the writer on SQLite.
    pub statement_timeout: Duration,
    /// Whether each commit on SQLite is forced to the disk. Without it a power cut may lose the last moments.
    pub durable: bool,
}

impl DatabaseOptions {
    /// What a server starts with.
    pub const STANDARD: Self = Self {
        connections: 8,
        acquire_timeout: Duration::from_secs(5),
        statement_timeout: Duration::from_secs(30),
        durable: true,
    };
}

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The URL names no database that we know.
    #[error("the database URL must start with `sqlite://` or `postgres://`")]
    UnknownUrl,
    /// The database cannot be reached or refuses.
    #[error("cannot open the database")]
    Open(#[from] sqlx::Error),
    /// A statement failed while the schema was read or changed.
    #[error("cannot read or change the database schema")]
    Schema(#[from] sea_orm::DbErr),
    /// A newer program changed the schema.
    #[error("the database schema is newer than this program: it has {0}, the newest known is {1}")]
    Newer(String, String),
}

/// Whether a server can work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fitness {
    /// It can.
    Fit,
    /// The database does not answer.
    Unreachable,
    /// The schema lacks something that this program needs.
    OldSchema,
    /// The disk is full, or the database may only be read.
    ReadOnly,
}

/// Connections to the database.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Connections {
    /// All of them.
    pub open: u32,
    /// Those that wait for work.
    pub idle: u32,
}

/// Where a database is.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    Postgres(Box<PgConnectOptions>),
    Sqlite(Box<SqliteConnectOptions>),
}

impl Place {
    pub(crate) fn parse(url: &str, options: &DatabaseOptions) -> Result<Self, DatabaseError> {
        let (scheme, _) = url.split_once(':').ok_or(DatabaseError::UnknownUrl)?;
        match scheme {
            "postgres" | "postgresql" => {
                let millis = options.statement_timeout.as_millis().to_string();
                let settings = [
                    ("statement_timeout", millis.as_str()),
                    ("idle_in_transaction_session_timeout", "60000"),
                    ("tcp_keepalives_idle", "15"),
                    ("tcp_keepalives_interval", "5"),
                    ("tcp_keepalives_count", "3"),
                ];
                let connect = PgConnectOptions::from_str(url)?
                    .application_name("callboard")
                    .options(settings)
                    .disable_statement_logging();
                Ok(Self::Postgres(Box::new(connect)))
            }
            "sqlite" => {
                let connect = SqliteConnectOptions::from_str(url)?
                    .journal_mode(SqliteJournalMode::Wal)
                    .foreign_keys(true)
                    .busy_timeout(options.statement_timeout)
                    .statement_cache_capacity(256)
                    .disable_statement_logging();
                Ok(Self::Sqlite(Box::new(connect)))
            }
            _ => Err(DatabaseError::UnknownUrl),
        }
    }
}

/// The database of a server. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    pub(crate) dialect: Dialect,
    pub(crate) reader: DatabaseConnection,
    pub(crate) writer: DatabaseConnection,
    pub(crate) wakeups: Arc<Wakeups>,
    /// Who sent the last requests.
    pub(crate) senders: Arc<Senders>,
    /// Where to listen for what other replicas write.
    pub(crate) listen: Option<Box<PgConnectOptions>>,
    /// Where plans are kept when somebody wants them.
    pub(crate) plans: Option<Plans>,
}

impl Database {
    /// Opens the pools. Changes nothing in the schema; see [`migrate`].
    pub async fn connect(url: &str, options: DatabaseOptions) -> Result<Self, DatabaseError> {
        match Place::parse(url, &options)? {
            Place::Postgres(connect) => Self::open_postgres(*connect, &options).await,
            Place::Sqlite(connect) => Self::open_sqlite(*connect, &options).await,
        }
    }

    async fn open_postgres(
        connect: PgConnectOptions,
        options: &DatabaseOptions,
    ) -> Result<Self, DatabaseError> {
        let pool = sized(PgPoolOptions::new(), options.connections, options)
            .after_connect(|connection, _| {
                // The login owns the tables; the server must not. Row-level security binds this role.
                Box::pin(
                    async move { connection.execute("SET ROLE callboard_app").await.map(drop) },
                )
            })
            .connect_with(connect.clone())
            .await?;
        let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
        Ok(Self {
            dialect: Dialect::Postgres,
            reader: connection.clone(),
            writer: connection,
            wakeups: Arc::default(),
            senders: Arc::default(),
            listen: Some(Box::new(connect)),
            plans: None,
        })
    }

    async fn open_sqlite(
        connect: SqliteConnectOptions,
        options: &DatabaseOptions,
    ) -> Result<Self, DatabaseError> {
        make_folder(&connect)?;
        let synchronous =
            if options.durable { SqliteSynchronous::Full } else { SqliteSynchronous::Normal };
        // One writer: two would fail with "database is locked" in the middle of their work.
        let writer = sized(SqlitePoolOptions::new(), 1, options)
            .connect_with(connect.clone().create_if_missing(true).synchronous(synchronous))
            .await?;
        let reader = sized(SqlitePoolOptions::new(), options.connections, options)
            .connect_with(connect.pragma("query_only", "ON"))
            .await?;
        Ok(Self {
            dialect: Dialect::Sqlite,
            reader: SqlxSqliteConnector::from_sqlx_sqlite_pool(reader),
            writer: SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
            wakeups: Arc::default(),
            senders: Arc::default(),
            listen: None,
            plans: None,
        })
    }

    /// Whether it is PostgreSQL; else it is SQLite.
    pub fn is_postgres(&self) -> bool {
        self.dialect == Dialect::Postgres
    }

    /// Whether a server over this database can do its work now: it answers, has the schema, and can be written to.
    pub async fn fitness(&self) -> Fitness {
        match self.missing_migrations().await {
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "the database does not answer"
                );
                Fitness::Unreachable
            }
            Ok(missing) if !missing.is_empty() => Fitness::OldSchema,
            Ok(_) if self.can_write().await => Fitness::Fit,
            Ok(_) => Fitness::ReadOnly,
        }
    }

    /// How many connections there are, and how many of them wait for work.
    pub fn connections(&self) -> Connections {
        let pools = [&self.reader, &self.writer];
        let both = if self.is_postgres() { &pools[..1] } else { &pools[..] };
        let mut all = Connections::default();
        for pool in both {
            let (open, idle) = if self.is_postgres() {
                let pool = pool.get_postgres_connection_pool();
                (pool.size(), pool.num_idle())
            } else {
                let pool = pool.get_sqlite_connection_pool();
                (pool.size(), pool.num_idle())
            };
            all.open += open;
            all.idle += u32::try_from(idle).unwrap_or(u32::MAX);
        }
        all
    }

    async fn missing_migrations(&self) -> Result<Vec<String>, StoreError> {
        let tx = self.system_read().await?;
        let sql = "SELECT version FROM seaql_migrations";
        let rows = scoped::query_anywhere(&tx, sql, []).await?;
        tx.commit().await?;
        let applied: Vec<String> =
            rows.iter().map(|row| row.try_get("", "version")).collect::<Result<_, _>>()?;
        Ok(migrations::known().into_iter().filter(|name| !applied.contains(name)).collect())
    }

    /// On SQLite something is written, for nothing else tells whether the disk takes it. Whoever holds the only writer at
    /// this moment is writing, which is an answer, too.
    async fn can_write(&self) -> bool {
        let answer = if self.is_postgres() {
            let standby = "SELECT pg_is_in_recovery()";
            let pool = self.writer.get_postgres_connection_pool();
            sqlx::query_scalar::<_, bool>(standby).fetch_one(pool).await.map(|standby| !standby)
        } else {
            let Some(mut writer) = self.writer.get_sqlite_connection_pool().try_acquire() else {
                return true;
            };
            // The number of the user's choice in the head of the file; nobody reads it.
            let probe = sqlx::raw_sql("BEGIN IMMEDIATE; PRAGMA user_version = 1; COMMIT");
            let written = writer.execute(probe).await.map(|_| true);
            if written.is_err() {
                // It may have failed before it began.
                let _ = writer.execute(sqlx::raw_sql("ROLLBACK")).await;
            }
            written
        };
        answer.unwrap_or_else(|error| {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the database cannot be written to"
            );
            false
        })
    }

    /// Closes all connections after the statements that run.
    pub async fn close(&self) -> Result<(), DatabaseError> {
        self.reader.clone().close().await?;
        self.writer.clone().close().await?;
        Ok(())
    }
}

fn sized<DB: sqlx::Database>(
    pool: PoolOptions<DB>,
    connections: u32,
    options: &DatabaseOptions,
) -> PoolOptions<DB> {
    pool.max_connections(connections.max(1))
        .min_connections(1)
        .acquire_timeout(options.acquire_timeout)
        .test_before_acquire(false)
        .idle_timeout(None)
        .after_release(|connection: &mut DB::Connection, _| {
            Box::pin(async move {
                // A commit that failed, on a full disk say, leaves its transaction open, and whoever came next would write
                // into it without anything being kept. Closing the connection ends it.
                if connection.is_in_transaction() {
                    // Or a rollback is only on its way.
                    connection.ping().await?;
                }
                Ok(!connection.is_in_transaction())
            })
        })
}

fn make_folder(connect: &SqliteConnectOptions) -> Result<(), DatabaseError> {
    let file = PathBuf::from(connect.get_filename());
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            std::fs::create_dir_all(folder).map_err(|error| DatabaseError::Open(error.into()))
        }
        _ => Ok(()),
    }
}

/// Brings the schema up to date with the rights of the login; several servers may do it at once. Refuses a schema that is
/// newer than this program. Answers the names of what was applied.
pub async fn migrate(url: &str) -> Result<Vec<String>, DatabaseError> {
    let owner = connect_as_owner(url).await?;
    refuse_newer(&owner).await?;
    let pending = migrations::pending(&owner).await?;
    let outcome = if pending.is_empty() { Ok(()) } else { migrations::migrate(&owner).await };
    owner.close().await?;
    outcome?;
    Ok(pending)
}

/// Brings a new database to the schema that these migrations make, and no further.
pub(crate) async fn migrate_to(url: &str, names: &[String]) -> Result<(), DatabaseError> {
    let owner = connect_as_owner(url).await?;
    let outcome = migrations::migrate_to(&owner, names).await;
    owner.close().await?;
    Ok(outcome?)
}

/// Names of the migrations that the schema lacks. Refuses a schema that is newer than this program. Changes nothing.
pub async fn pending_migrations(url: &str) -> Result<Vec<String>, DatabaseError> {
    let owner = connect_as_owner(url).await?;
    refuse_newer(&owner).await?;
    let pending = migrations::pending(&owner).await?;
    owner.close().await?;
    Ok(pending)
}

async fn refuse_newer(owner: &DatabaseConnection) -> Result<(), DatabaseError> {
    match migrations::newer_than_known(owner).await?.pop() {
        Some(newest) => Err(DatabaseError::Newer(newest, migrations::known_newest())),
        None => Ok(()),
    }
}

/// One connection with the rights of the login itself.
async fn connect_as_owner(url: &str) -> Result<DatabaseConnection, DatabaseError> {
    // Building an index on a large table may take longer than a request may.
    let options =
        DatabaseOptions { statement_timeout: Duration::from_hours(1), ..DatabaseOptions::STANDARD };
    match Place::parse(url, &options)? {
        Place::Postgres(connect) => {
            let pool = sized(PgPoolOptions::new(), 1, &options).connect_with(*connect).await?;
            Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
        }
        Place::Sqlite(connect) => {
            make_folder(&connect)?;
            let pool = sized(SqlitePoolOptions::new(), 1, &options)
                .connect_with(connect.create_if_missing(true))
                .await?;
            Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
        }
    }
}
