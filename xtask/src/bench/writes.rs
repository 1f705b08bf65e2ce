//! Changing the disposition of a call: through the API, and by pgbench writing the same rows.

use super::{
    Options,
    cost::{Cpu, CpuOfRequest, CpuSpent},
    http::{self, Measured, median},
    pgbench::{self, Script},
    psql,
    stage::Stage,
    wire,
};
use crate::output;
use anyhow::{Context, Result};
use serde_json::Value;
use std::{fmt::Write as _, path::Path, time::Duration};

/// How many different calls are written.
const CALLS: u64 = 50_000;

/// What came out.
pub(super) struct WriteResult {
    /// PATCH through the API.
    pub(super) api: Measured,
    /// Transactions a second of pgbench, of each run.
    pgbench: Vec<f64>,
    /// Processor time of a request.
    pub(super) cpu: CpuOfRequest,
    /// Statements of a request, frames included.
    pub(super) statements: usize,
    /// Transactions of a request.
    pub(super) transactions: usize,
}

impl WriteResult {
    /// Transactions a second of pgbench.
    pub(super) fn pgbench(&self) -> f64 {
        median(&self.pgbench)
    }

    /// The API against pgbench.
    pub(super) fn ratio(&self) -> f64 {
        self.api.rate() / self.pgbench()
    }
}

/// Measures it with commits that reach the disk.
pub(super) fn measure(stage: &Stage, options: &Options, folder: &Path) -> Result<WriteResult> {
    output::step("PATCH of a disposition");
    make_durable(stage)?;
    let ids = calls(stage)?;
    let patch = |id: &str, disposition: &str| {
        let body = format!("{{\"disposition\":\"{disposition}\"}}");
        http::request("PATCH", &format!("/api/calls/{id}"), &stage.busy.key, Some(&body))
    };
    let first = ids.first().context("no call has a disposition")?;
    let harmless = http::request("GET", &format!("/api/calls/{first}"), &stage.busy.key, None);
    let statements =
        wire::capture_once(&stage.postgres, stage.port, &harmless, &patch(first, "booked"))?;
    let script = script(stage, ids.len())?;
    let mut api = Measured::default();
    let (mut cpu, mut tps) = (CpuSpent::default(), Vec::new());
    let lasting = Duration::from_secs(options.seconds.into());
    for round in 0..options.rounds {
        // Each round gives the other disposition, so that every request changes something.
        let disposition = if round % 2 == 0 { "booked" } else { "answered" };
        let nth = |number: u64| patch(&ids[(number as usize + 1) % ids.len()], disposition);
        let before = Cpu::read(stage.server.pid(), stage.postgres.pid())?;
        http::load(stage.port, options.connections, lasting, &nth, &mut api)?;
        cpu = cpu.and(Cpu::read(stage.server.pid(), stage.postgres.pid())?.since(&before));
        let size = (options.connections, options.seconds);
        tps.push(pgbench::run(&stage.postgres, &stage.busy.id, &script, size, folder)?);
    }
    output::note(&format!("API {:.0}/s, pgbench {:.0}/s", api.rate(), median(&tps)));
    Ok(WriteResult {
        cpu: cpu.of_request(&api),
        api,
        pgbench: tps,
        statements: statements.iter().map(|one| one.statements.len()).sum(),
        transactions: statements.len(),
    })
}

fn make_durable(stage: &Stage) -> Result<()> {
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        psql::ask(&stage.postgres, &format!("ALTER SYSTEM SET {setting} = on"))?;
    }
    psql::ask(&stage.postgres, "SELECT pg_reload_conf()")?;
    psql::ask(&stage.postgres, "CHECKPOINT").map(drop)
}

/// Answered calls without a customer or a promise: nothing but row, tags, event and audit entry is written for them.
fn calls(stage: &Stage) -> Result<Vec<String>> {
    let workspace = &stage.busy.id;
    let sql = format!(
        "CREATE TABLE bench_calls AS SELECT row_number() OVER () AS n, id FROM \
         (SELECT id FROM calls WHERE workspace_id = '{workspace}' AND disposition = 'answered' AND NOT promise_done \
          ORDER BY md5(id::text) LIMIT {CALLS}) AS picked; \
         CREATE UNIQUE INDEX ON bench_calls (n); GRANT SELECT ON bench_calls TO callboard_app; ANALYZE bench_calls"
    );
    psql::run_script(&stage.postgres, &format!("{sql};\n"), &[])?;
    let ids = psql::ask(&stage.postgres, "SELECT id FROM bench_calls ORDER BY n")?;
    Ok(ids.lines().map(str::to_owned).collect())
}

/// The same rows as a PATCH writes, in one transaction of the least possible statements: the call with its new
/// disposition, its tags, the head of the workspace locked, the event with its deliveries, the audit entry.
fn script(stage: &Stage, calls: usize) -> Result<Script> {
    let workspace = &stage.busy.id;
    let mut variables = Vec::new();
    let event = copied(stage, "events", &EVENT, &mut variables)?;
    let audit = copied(stage, "audit_entries", &AUDIT, &mut variables)?;
    let rows: Vec<String> = consumers(stage)?
        .lines()
        .map(|consumer| format!("('{workspace}', :event_seq, '{consumer}', 'ready', 0, 0, 0)"))
        .collect();
    let mut deliveries = String::new();
    if !rows.is_empty() {
        writeln!(
            deliveries,
            "INSERT INTO deliveries (workspace_id, event_seq, consumer, state, epoch, attempts, available_at) VALUES {};",
            rows.join(", ")
        )?;
    }
    let text = format!(
        "\\set n random(1, {calls})\n\
         BEGIN;\n\
         SET LOCAL callboard.workspace = '{workspace}';\n\
         SELECT id AS call FROM bench_calls WHERE n = :n \\gset\n\
         UPDATE calls SET version = version + 1, \
         disposition = CASE disposition WHEN 'booked' THEN 'answered' ELSE 'booked' END, \
         outcome_at = outcome_at + 1, updated_at = updated_at + 1 WHERE workspace_id = '{workspace}' AND id = :call;\n\
         DELETE FROM call_tags WHERE workspace_id = '{workspace}' AND call_id = :call AND tag = 'none';\n\
         SELECT event_seq + 1 AS event_seq, audit_seq + 1 AS audit_seq FROM workspace_heads \
         WHERE workspace_id = '{workspace}' FOR UPDATE \\gset\n\
         INSERT INTO events (workspace_id, seq, id, {}) VALUES ('{workspace}', :event_seq, gen_random_uuid(), {event});\n\
         {deliveries}\
         INSERT INTO audit_entries (workspace_id, seq, id, {}) \
         VALUES ('{workspace}', :audit_seq, gen_random_uuid(), {audit});\n\
         UPDATE workspace_heads SET event_seq = :event_seq, audit_seq = :audit_seq WHERE workspace_id = '{workspace}' \
         RETURNING pg_notify('callboard_events', '{workspace}');\n\
         COMMIT;\n",
        EVENT.join(", "),
        AUDIT.join(", ")
    );
    Ok(Script::written(text, variables))
}

const EVENT: [&str; 6] = ["name", "payload", "actor", "cause", "depth", "occurred_at"];
const AUDIT: [&str; 11] = [
    "at",
    "actor_id",
    "actor",
    "action",
    "target_kind",
    "target_id",
    "before_json",
    "after_json",
    "note",
    "prev_hash",
    "hash",
];

/// The values of the newest row of a table as variables, and how the script names them.
fn copied(
    stage: &Stage,
    table: &str,
    columns: &[&str],
    variables: &mut Vec<(String, String)>,
) -> Result<String> {
    let pairs: Vec<_> =
        columns.iter().map(|column| format!("'{column}', {column}::text")).collect();
    let sql = format!(
        "SELECT json_build_object({}) FROM {table} WHERE workspace_id = '{}' ORDER BY seq DESC LIMIT 1",
        pairs.join(", "),
        stage.busy.id
    );
    let row: Value = serde_json::from_str(&psql::ask(&stage.postgres, &sql)?)?;
    let mut names = Vec::new();
    for column in columns {
        match row[column].as_str() {
            None => names.push("NULL".to_owned()),
            Some("") => names.push("''".to_owned()),
            Some(value) => {
                names.push(format!(":{table}_{column}"));
                variables.push((format!("{table}_{column}"), value.to_owned()));
            }
        }
    }
    Ok(names.join(", "))
}

/// Who is told of the newest event.
fn consumers(stage: &Stage) -> Result<String> {
    let sql = format!(
        "SELECT consumer FROM deliveries WHERE workspace_id = '{0}' AND event_seq = \
         (SELECT max(seq) FROM events WHERE workspace_id = '{0}')",
        stage.busy.id
    );
    psql::ask(&stage.postgres, &sql)
}
