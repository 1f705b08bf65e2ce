//! Everything that a run needs: a private PostgreSQL, 50 workspaces full of rows, a server before them.

use super::{
    Options,
    http::{self, Connection},
    psql,
    wire::LOG_PREFIX,
};
use crate::{
    node, output, postgres,
    postgres::Postgres,
    process, repo,
    server::{self, Profile, Server},
};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

/// Calls of the workspace that the busiest one is compared with.
pub(super) const FEW: u32 = 10_000;
/// Calls of the list that is scrolled.
pub(super) const SCROLLED: u32 = 100_000;
/// Calls of each of the others.
const OTHERS: u32 = 1_000;

/// Settings beside those of the tests. Loading and reading do not wait for the disk; the measurement of writes does.
pub(super) const SETTINGS: [&str; 8] = [
    LOG_PREFIX,
    "shared_buffers=1GB",
    "effective_cache_size=4GB",
    "maintenance_work_mem=1GB",
    "max_wal_size=8GB",
    "checkpoint_timeout=30min",
    "max_connections=100",
    "logging_collector=off",
];

/// A workspace with a key to it.
pub(super) struct Workspace {
    /// Its id.
    pub(super) id: String,
    /// An API key of an administrator.
    pub(super) key: String,
    /// How many calls it has.
    pub(super) calls: u32,
}

/// What is running. The server ends before its database.
pub(super) struct Stage {
    /// The server.
    pub(super) server: Server,
    /// Its port.
    pub(super) port: u16,
    /// The workspace with the most calls.
    pub(super) busy: Workspace,
    /// The one with few.
    pub(super) small: Workspace,
    /// The one whose list is scrolled.
    pub(super) scrolled: String,
    /// An empty one, for the import.
    pub(super) empty: String,
    /// The server binary.
    pub(super) tool: Tool,
    /// Its database.
    pub(super) postgres: Postgres,
    /// Seconds that the rows took.
    pub(super) filled_in: f64,
}

impl Stage {
    /// Builds, migrates, founds, serves, fills.
    pub(super) fn set(options: &Options) -> Result<Self> {
        node::build()?;
        let profile = if options.release { Profile::Release } else { Profile::Shipped };
        output::step("building the server");
        let binary = server::build(profile)?;
        output::step("starting a private PostgreSQL");
        let postgres = Postgres::start_with(&SETTINGS)?;
        let port = postgres::free_port()?;
        let tool = Tool { binary, url: postgres.url().to_owned(), port };
        process::run(&mut tool.command(&["migrate"]))?;
        output::step(&format!("founding {} workspaces", options.workspaces));
        let names: Vec<String> =
            (1..=options.workspaces).map(|number| format!("Bench {number}")).collect();
        let ids = names.iter().map(|name| tool.found(name)).collect::<Result<Vec<_>>>()?;
        let [busy, small, scrolled, empty, ..] = ids.as_slice() else {
            anyhow::bail!("four workspaces are needed")
        };
        let busy = Workspace { id: busy.clone(), key: tool.key(busy)?, calls: options.calls };
        let small =
            Workspace { id: small.clone(), key: tool.key(small)?, calls: FEW.min(options.calls) };
        // The worker would have work of its own while others are measured.
        let server = Server::start(&mut tool.command(&["serve", "--no-worker"]), port)?;
        output::step(&format!("writing {} calls", options.calls));
        let start = Instant::now();
        let others = ids.iter().skip(4).map(|id| (id.as_str(), OTHERS.min(options.calls)));
        let wanted: Vec<_> = [&busy, &small]
            .map(|one| (one.id.as_str(), one.calls))
            .into_iter()
            .chain([(scrolled.as_str(), SCROLLED.min(options.calls))])
            .chain(others)
            .collect();
        fill(&postgres, &clock(port, &small, &postgres)?, &wanted)?;
        let filled_in = start.elapsed().as_secs_f64();
        let (scrolled, empty) = (scrolled.clone(), empty.clone());
        Ok(Self { server, port, busy, small, scrolled, empty, tool, postgres, filled_in })
    }
}

/// The server binary with its settings.
pub(super) struct Tool {
    /// The program.
    pub(super) binary: PathBuf,
    /// Its database.
    pub(super) url: String,
    /// Where it serves.
    pub(super) port: u16,
}

impl Tool {
    /// A command of the program.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = server::command(&self.binary);
        command
            .args(arguments)
            .env("CALLBOARD_DATABASE_URL", &self.url)
            .env("CALLBOARD_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("CALLBOARD_PUBLIC_URL", format!("http://127.0.0.1:{}", self.port))
            .env("CALLBOARD_LOG", "warn")
            // The bench is one member who sends more than any person.
            .env("CALLBOARD_MEMBER_REQUESTS_PER_HOUR", "0")
            .env("CALLBOARD_API_KEY_REQUESTS_PER_HOUR", "0")
            .env("CALLBOARD_DATA_DIR", repo::target().join("xtask/bench"));
        command
    }

    /// Founds a workspace; its id.
    pub(super) fn found(&self, name: &str) -> Result<String> {
        let mut command = self.command(&[
            "workspace",
            "create",
            "--time-zone",
            "America/New_York",
            "--name",
            name,
        ]);
        Ok(process::capture(&mut command)?.trim().to_owned())
    }

    /// A key of an administrator.
    pub(super) fn key(&self, workspace: &str) -> Result<String> {
        let mut command =
            self.command(&["api-key", "create", "--role", "admin", "--workspace", workspace]);
        Ok(process::capture(&mut command)?.trim().to_owned())
    }
}

/// The clock of an open follow-up as the server itself writes one, for all rows that are written without it.
fn clock(port: u16, workspace: &Workspace, postgres: &Postgres) -> Result<String> {
    let mut connection = Connection::open(port)?;
    let mut post = |target: &str, body: Value| -> Result<Value> {
        let request = http::request("POST", target, &workspace.key, Some(&body.to_string()));
        Ok(serde_json::from_slice(connection.send(&request)?)?)
    };
    let call = json!({
        "direction": "in", "from": "+13035550101", "to": "+13035550100", "answered": true,
        "started_at": "2026-01-05T15:00:00.000Z", "duration_s": 60
    });
    let logged = post("/api/calls", call)?;
    let id = logged["call"]["id"].as_str().context("the call has no id")?;
    let tomorrow = "SELECT to_char(now() AT TIME ZONE 'UTC' + interval '1 day', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";
    let task = json!({ "type": "callback", "due_at": psql::ask(postgres, tomorrow)? });
    post(&format!("/api/calls/{id}/followups"), task)?;
    let sql = format!(
        "SELECT clock FROM follow_ups WHERE workspace_id = '{}' AND call_id = '{id}'",
        workspace.id
    );
    let clock = psql::ask(postgres, &sql)?;
    ensure!(clock.starts_with('{'), "the follow-up has no clock");
    Ok(clock)
}

/// Writes the rows past triggers and without indexes, then builds these as they were and looks at what there is.
fn fill(postgres: &Postgres, clock: &str, wanted: &[(&str, u32)]) -> Result<()> {
    psql::run_script(postgres, DROP_INDEXES, &[])?;
    for (workspace, calls) in wanted {
        let (calls, customers) = (calls.to_string(), (calls / 20).max(1).to_string());
        let variables = [
            ("workspace", *workspace),
            ("calls", &calls),
            ("customers", &customers),
            ("clock", clock),
        ];
        psql::run_script(postgres, include_str!("rows.sql"), &variables)?;
    }
    output::step("building the indexes");
    psql::run_script(postgres, BUILD_INDEXES, &[])?;
    psql::ask(postgres, "VACUUM (ANALYZE)")?;
    psql::ask(postgres, "CHECKPOINT").map(drop)
}

const DROP_INDEXES: &str = "
CREATE TABLE bench_indexes AS
SELECT c.relname AS name, pg_get_indexdef(c.oid) AS definition
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
WHERE t.relname IN ('calls', 'call_tags', 'follow_ups', 'customers', 'customer_phones')
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid);
SELECT format('DROP INDEX %I', name) FROM bench_indexes \\gexec
";

const BUILD_INDEXES: &str = "
SELECT definition FROM bench_indexes ORDER BY name \\gexec
DROP TABLE bench_indexes;
";

/// Version of PostgreSQL.
pub(super) fn version(postgres: &Postgres) -> Result<String> {
    psql::ask(postgres, "SHOW server_version")
}

/// A folder for scripts of this run.
pub(super) fn folder() -> Result<PathBuf> {
    let folder = repo::notes()?.join("bench");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", Path::new(&folder).display()))?;
    Ok(folder)
}
