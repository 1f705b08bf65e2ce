//! A database with a data folder: where servers and commands of one test work.

use crate::{rows::Rows, server::Server, surroundings};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::{
    fmt,
    path::{Path, PathBuf},
    process::Stdio,
    sync::atomic::{AtomicU32, Ordering},
};
use tempfile::TempDir;
use tokio::{io::AsyncWriteExt, process::Command};

/// Which database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A database of its own on the PostgreSQL of the test run.
    Postgres,
}

/// What a command left behind.
#[derive(Clone, Debug)]
pub struct Ran {
    /// Exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Ran {
    /// Standard output of a command that must succeed, without the line end.
    pub fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{self}");
        self.stdout.trim_end().to_owned()
    }

    /// Standard error of a command that must fail.
    pub fn refused(self) -> String {
        assert!(self.code.is_some_and(|code| code != 0), "it should have failed: {self}");
        self.stderr
    }
}

impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit {:?}\nstdout: {}\nstderr: {}", self.code, self.stdout, self.stderr)
    }
}

/// A fresh database and folder. Dropping it removes the folder; the PostgreSQL goes with the test run.
#[derive(Debug)]
pub struct Place {
    engine: Engine,
    url: String,
    dir: TempDir,
    servers: AtomicU32,
}

impl Place {
    /// An empty database of this kind.
    pub async fn fresh(engine: Engine) -> Self {
        let dir = tempfile::Builder::new().prefix("callboard-system-").tempdir().unwrap();
        let url = match engine {
            Engine::Sqlite => format!("sqlite://{}/callboard.db", dir.path().display()),
            Engine::Postgres => fresh_postgres(dir.path()).await,
        };
        Self { engine, url, dir, servers: AtomicU32::new(0) }
    }

    /// An empty SQLite database in a folder of the test's own, such as a small disk; logs and files lie elsewhere.
    pub fn in_folder(folder: &Path) -> Self {
        let dir = tempfile::Builder::new().prefix("callboard-system-").tempdir().unwrap();
        let url = format!("sqlite://{}/callboard.db", folder.display());
        Self { engine: Engine::Sqlite, url, dir, servers: AtomicU32::new(0) }
    }

    /// Which database it is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Where the database is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder in which everything of this test lies.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// A file in the folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Looks at the tables, past the server.
    pub async fn rows(&self) -> Rows {
        Rows::open(self.engine, &self.url).await
    }

    /// Starts a server and waits until it answers.
    pub async fn serve(&self, arguments: &[&str]) -> Server {
        self.serve_with(arguments, &[]).await
    }

    /// Starts a server with more settings.
    pub async fn serve_with(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Server {
        let number = self.servers.fetch_add(1, Ordering::Relaxed);
        Server::start(self, number, arguments, settings).await
    }

    /// Runs a command of the server binary to its end.
    pub async fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, &[], "").await
    }

    /// Runs a command with more settings and something on standard input.
    pub async fn run_with(
        &self,
        arguments: &[&str],
        settings: &[(&str, &str)],
        input: &str,
    ) -> Ran {
        let mut command = self.command(arguments);
        command.envs(settings.iter().copied());
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server binary runs");
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        // A command that reads nothing may have ended already.
        let _ = stdin.write_all(input.as_bytes()).await;
        drop(stdin);
        let output = child.wait_with_output().await.expect("the command can be waited for");
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The server binary with the settings of this place and nothing of the surroundings. Ended when it is dropped.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(surroundings::server_binary());
        command
            .args(arguments)
            .env_clear()
            .env("RUST_BACKTRACE", "1")
            .env("CALLBOARD_DATABASE_URL", &self.url)
            .env("CALLBOARD_DATA_DIR", self.dir.path().join("data"))
            // A test sends in a second what a person sends in an hour.
            .env("CALLBOARD_API_KEY_REQUESTS_PER_HOUR", "0")
            .env("CALLBOARD_MEMBER_REQUESTS_PER_HOUR", "0")
            .current_dir(self.dir.path())
            .kill_on_drop(true);
        command
    }
}

async fn fresh_postgres(folder: &Path) -> String {
    let admin = surroundings::postgres_url();
    // The name of a temporary folder is unique already.
    let unique: String =
        folder.display().to_string().chars().filter(char::is_ascii_alphanumeric).collect();
    let name = format!("system_{}", unique.to_ascii_lowercase());
    let mut connection =
        PgConnection::connect(&admin).await.expect("the PostgreSQL of the tests answers");
    connection
        .execute(sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE template0"))))
        .await
        .expect("a database can be made");
    connection.close().await.expect("the connection closes");
    let (start, _) = admin.rsplit_once('/').expect("a PostgreSQL URL names a database");
    format!("{start}/{name}")
}
