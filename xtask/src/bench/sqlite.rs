//! The same requests on SQLite, where there is nothing to compare them with: absolute figures.

use super::{
    Options, cost,
    http::{self, Connection, Measured},
    imports::{self, ImportResult},
    reads,
    stage::Tool,
};
use crate::{output, postgres, process, server::Server};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

/// Missed calls that wait in triage.
const WAITING: u32 = 200;
/// Calls whose disposition is changed in turns.
const CHANGED: u32 = 100;

/// What came out.
pub(super) struct SqliteResult {
    /// The import that filled the database.
    pub(super) import: ImportResult,
    /// Name and figures of each request.
    pub(super) requests: Vec<(String, Measured)>,
    /// The most memory that the server held, in MiB.
    pub(super) memory: f64,
}

/// Fills a database with the call log and measures.
pub(super) fn measure(
    binary: PathBuf,
    file: &Path,
    options: &Options,
    folder: &Path,
) -> Result<SqliteResult> {
    output::step("the same on SQLite");
    let home = folder.join("sqlite");
    if home.exists() {
        fs::remove_dir_all(&home)?;
    }
    fs::create_dir_all(&home)?;
    let url = format!("sqlite://{}", home.join("bench.db").display());
    let tool = Tool { binary, url, port: postgres::free_port()? };
    process::run(&mut tool.command(&["migrate"]))?;
    let workspace = tool.found("Bench")?;
    let key = tool.key(&workspace)?;
    let import = imports::measure(&tool, &workspace, file)?;
    let server = Server::start(&mut tool.command(&["serve", "--no-worker"]), tool.port)?;
    wait_in_triage(tool.port, &key)?;
    let mut requests = Vec::new();
    for (name, target) in lists(tool.port, &key)? {
        output::step(&name);
        let request = http::request("GET", &target, &key, None);
        requests.push((name, run(&tool, options, &|_| request.clone())?));
    }
    output::step("PATCH of a disposition");
    let ids = answered(tool.port, &key)?;
    let patch = |number: u64| {
        let number = number as usize;
        // Each turn gives the other disposition, so that every request changes something.
        let disposition =
            if (number / ids.len()).is_multiple_of(2) { "booked" } else { "answered" };
        let body = json!({ "disposition": disposition }).to_string();
        let target = format!("/api/calls/{}", ids[number % ids.len()]);
        http::request("PATCH", &target, &key, Some(&body))
    };
    requests.push(("PATCH of a disposition".to_owned(), run(&tool, options, &patch)?));
    let memory = cost::peak_memory(server.pid())?;
    drop(server);
    fs::remove_dir_all(&home)?;
    Ok(SqliteResult { import, requests, memory })
}

fn run(tool: &Tool, options: &Options, nth: &(impl Fn(u64) -> String + Sync)) -> Result<Measured> {
    let mut measured = Measured::default();
    let lasting = Duration::from_secs(options.seconds.into());
    for _ in 0..options.rounds {
        http::load(tool.port, options.connections, lasting, nth, &mut measured)?;
    }
    output::note(&format!("{:.0}/s", measured.rate()));
    Ok(measured)
}

fn lists(port: u16, key: &str) -> Result<Vec<(String, String)>> {
    let (page, cursor) = reads::deep_page(port, key)?;
    Ok([
        ("default page of 50".to_owned(), "limit=50".to_owned()),
        (format!("page {page} by cursor"), format!("limit=50&cursor={cursor}")),
        (
            "three filters".to_owned(),
            "limit=50&direction=in&status=missed&lead_source=website".to_owned(),
        ),
        (
            "phone fragment (300) 555-010".to_owned(),
            "limit=50&search=%28300%29%20555-010".to_owned(),
        ),
        ("name: Silstenford".to_owned(), "limit=50&search=silstenford".to_owned()),
    ]
    .into_iter()
    .map(|(name, query)| (name, format!("/api/calls?{query}")))
    .chain([(
        "triage page of 50 with its numbers".to_owned(),
        "/api/calls/queue/triage?limit=50".to_owned(),
    )])
    .collect())
}

/// Past calls wait for nobody, so some are missed now.
fn wait_in_triage(port: u16, key: &str) -> Result<()> {
    let mut connection = Connection::open(port)?;
    for number in 0..WAITING {
        let call = json!({
            "direction": "in", "from": format!("+1303555{:04}", 100 + number % 100),
            "to": "+13035550100", "answered": false,
            "started_at": format!("2026-01-05T{:02}:{:02}:00.000Z", number / 60, number % 60)
        });
        connection.send(&http::request("POST", "/api/calls", key, Some(&call.to_string())))?;
    }
    Ok(())
}

fn answered(port: u16, key: &str) -> Result<Vec<String>> {
    let mut connection = Connection::open(port)?;
    let target = format!("/api/calls?limit={CHANGED}&disposition=answered");
    let page: Value =
        serde_json::from_slice(connection.send(&http::request("GET", &target, key, None))?)?;
    let rows = page["data"].as_array().context("the list has no data")?;
    rows.iter()
        .map(|row| row["id"].as_str().map(str::to_owned).context("a call without id"))
        .collect()
}
