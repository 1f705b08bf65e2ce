//! Connections: a small pool on PostgreSQL; one writer and a few readers on SQLite.

use crate::{dialect::Dialect, live::Wakeups, plans::Plans};
use callboard_migrations as migrations;
use sea_orm::{DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::{
    ConnectOptions as _, Executor as _,
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

/// Where a database is.
#[derive(Clone, Debug)]
enum Place {
    Postgres(Box<PgConnectOptions>),
    Sqlite(Box<SqliteConnectOptions>),
}

impl Place {
    fn parse(url: &str, options: &DatabaseOptions) -> Result<Self, DatabaseError> {
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
            listen: None,
            plans: None,
        })
    }

    /// Whether it is PostgreSQL; else it is SQLite.
    pub fn is_postgres(&self) -> bool {
        self.dialect == Dialect::Postgres
    }

    /// `Ok` when the database answers, for health checks.
    pub async fn ping(&self) -> Result<(), DatabaseError> {
        Ok(self.reader.ping().await?)
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
