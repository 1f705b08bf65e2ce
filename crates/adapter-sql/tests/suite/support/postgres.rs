//! A PostgreSQL server for the tests: the one that `CALLBOARD_TEST_POSTGRES_URL` names, else a private one that ends with
//! this process.

use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use std::{
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    str::FromStr,
    sync::OnceLock,
    time::{Duration, Instant},
};

const HELP: &str = "PostgreSQL is needed for this test: run `cargo xtask test`, or install it \
                    (Debian, Ubuntu: sudo apt-get install postgresql)";

/// Superuser URL of the server; the database in it is `postgres`.
fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| {
        #[expect(
            clippy::disallowed_methods,
            reason = "the run of all tests names its server this way"
        )]
        let named = std::env::var("CALLBOARD_TEST_POSTGRES_URL");
        named.unwrap_or_else(|_| start())
    })
}

/// URL of a new database with an up-to-date schema.
pub(crate) async fn fresh_database() -> String {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let name = format!("callboard_test_{}_{number}", std::process::id());
    let template = template().await;
    let mut admin = connect(server()).await;
    // A template must have no other connection; the lock keeps tests from copying it at the same moment.
    run(&mut admin, "SELECT pg_advisory_lock(4711)").await;
    run(&mut admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    run(&mut admin, &format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
        .await;
    run(&mut admin, "SELECT pg_advisory_unlock(4711)").await;
    admin.close().await.expect("closing");
    url_of(&name)
}

/// URL of a new database with nothing in it.
pub(crate) async fn empty_database() -> String {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let name = format!("callboard_empty_{}_{number}", std::process::id());
    let mut admin = connect(server()).await;
    run(&mut admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    run(&mut admin, &format!("CREATE DATABASE {name}")).await;
    admin.close().await.expect("closing");
    url_of(&name)
}

/// Removes a database that [`fresh_database`] made.
pub(crate) async fn drop_database(url: &str) {
    let name = url.rsplit('/').next().expect("a name").to_owned();
    let mut admin = connect(server()).await;
    run(&mut admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    admin.close().await.expect("closing");
}

/// URL of a new empty database that belongs to a login without a superuser's rights, as an operator makes it.
pub(crate) async fn modest_database() -> String {
    let name = format!("modest_callboard_{}", std::process::id());
    let mut admin = connect(server()).await;
    run(&mut admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    run(&mut admin, &format!("DROP ROLE IF EXISTS {name}")).await;
    // The roles of the server belong to the whole cluster; another database made them already, or this login will.
    template().await;
    run(&mut admin, &format!("CREATE ROLE {name} LOGIN CREATEROLE PASSWORD 'modest' IN ROLE callboard_app, callboard_system, callboard_search")).await;
    run(&mut admin, &format!("CREATE DATABASE {name} OWNER {name}")).await;
    admin.close().await.expect("closing");
    let (start, address) = server().split_once("://").expect("a URL");
    let (_, place) = address.rsplit_once('@').expect("a URL with a login");
    let (host, _) = place.rsplit_once('/').expect("a URL with a database");
    format!("{start}://{name}:modest@{host}/{name}")
}

/// Removes what [`modest_database`] made.
pub(crate) async fn drop_modest_database(url: &str) {
    drop_database(url).await;
    let name = url.rsplit('/').next().expect("a name").to_owned();
    let mut admin = connect(server()).await;
    run(&mut admin, &format!("DROP ROLE IF EXISTS {name}")).await;
    admin.close().await.expect("closing");
}

/// Name of a database with the schema and nothing in it, made by the first test of the server that asks.
async fn template() -> String {
    let name = format!("callboard_template_{}", callboard_migrations::known_newest());
    let mut admin = connect(server()).await;
    run(&mut admin, "SELECT pg_advisory_lock(4711)").await;
    let marked =
        format!("SELECT count(*) FROM pg_database WHERE datname = '{name}' AND datistemplate");
    let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(marked))
        .fetch_one(&mut admin)
        .await
        .expect("pg_database");
    if count == 0 {
        run(&mut admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        run(&mut admin, &format!("CREATE DATABASE {name}")).await;
        callboard_adapter_sql::migrate(&url_of(&name)).await.expect("the schema");
        run(&mut admin, &format!("ALTER DATABASE {name} WITH IS_TEMPLATE true")).await;
    }
    run(&mut admin, "SELECT pg_advisory_unlock(4711)").await;
    admin.close().await.expect("closing");
    name
}

fn url_of(database: &str) -> String {
    let (server, _) = server().rsplit_once('/').expect("a URL with a database");
    format!("{server}/{database}")
}

/// A connection with the rights of the superuser, to look below the stores.
pub(crate) async fn connect(url: &str) -> PgConnection {
    PgConnectOptions::from_str(url).expect("a URL").connect().await.expect("a connection")
}

/// Runs statements on a connection.
pub(crate) async fn run(connection: &mut PgConnection, sql: &str) {
    use sqlx::Executor;
    connection
        .execute(sqlx::AssertSqlSafe(sql.to_owned()))
        .await
        .unwrap_or_else(|error| panic!("{error}: {}", sql.chars().take(200).collect::<String>()));
}

/// Starts a server that ends when this process ends, however it ends: a shell waits for the end of its input.
#[expect(
    clippy::zombie_processes,
    reason = "the shell outlives this process by a moment, to clean up"
)]
fn start() -> String {
    let programs = programs().expect(HELP);
    let folder = std::env::temp_dir().join(format!("callboard-adapter-sql-{}", std::process::id()));
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    std::fs::create_dir_all(&folder).expect("a folder");
    if root {
        let owned =
            Command::new("chown").args(["postgres", &folder.display().to_string()]).status();
        assert!(owned.is_ok_and(|status| status.success()), "{HELP}");
    }
    let data = folder.join("data");
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|l| l.local_addr())
        .expect("a port")
        .port();
    let as_owner =
        |line: String| if root { format!("runuser -u postgres -- {line}") } else { line };
    let initdb = as_owner(format!(
        "{}/initdb -D {} -U callboard --auth=trust --no-sync -E UTF8 --locale=C.UTF-8",
        programs.display(),
        data.display()
    ));
    let serve = as_owner(format!(
        "{}/postgres -D {} -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
         -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=256MB \
         -c max_wal_size=4GB",
        programs.display(),
        data.display()
    ));
    let script = format!(
        "cd / && {initdb} >/dev/null && {{ {serve} >{log} 2>&1 & pid=$!; cat >/dev/null; \
         kill -QUIT $(head -n 1 {data}/postmaster.pid); wait $pid; rm -rf {folder}; }}",
        data = data.display(),
        log = folder.join("server.log").display(),
        folder = folder.display()
    );
    let mut child = Command::new("sh")
        .arg("-c")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell");
    // The input stays open until this process ends.
    std::mem::forget(child.stdin.take());
    wait_until_ready(&programs, port);
    format!("postgres://callboard@127.0.0.1:{port}/postgres")
}

fn wait_until_ready(programs: &Path, port: u16) {
    let deadline = Instant::now() + Duration::from_mins(1);
    let ready = || {
        Command::new(programs.join("pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
            .status()
            .is_ok_and(|status| status.success())
    };
    while !ready() {
        assert!(Instant::now() < deadline, "the private PostgreSQL did not start");
        #[expect(clippy::disallowed_methods, reason = "polls for the condition, with a deadline")]
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn programs() -> Option<PathBuf> {
    let mut installed: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").is_file())
        .collect();
    installed.sort();
    installed.pop().or_else(|| {
        let found = Command::new("sh").args(["-c", "command -v initdb"]).output().ok()?;
        let path = PathBuf::from(String::from_utf8(found.stdout).ok()?.trim());
        path.canonicalize().ok()?.parent().map(Path::to_owned)
    })
}
