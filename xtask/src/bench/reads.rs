//! The lists: through the API and by pgbench in turns.

use super::{
    Options,
    cost::{Cpu, CpuOfRequest, CpuSpent},
    http::{self, Connection, Measured, median},
    pgbench::{self, Script},
    plan::Plan,
    stage::{Stage, Workspace},
    wire::{self, Transaction},
};
use crate::output;
use anyhow::{Context, Result};
use serde_json::Value;
use std::{path::Path, time::Duration};

/// Rows of a page.
const PAGE: usize = 50;
/// The deep page.
const DEEP: usize = 2_000;

/// How the names of lists begin for which no figure is set.
const BESIDE: &str = "beside: ";

/// A list that is measured.
pub(super) struct List {
    /// What it is called in the table.
    pub(super) name: String,
    /// Path and query.
    target: String,
    /// Whether the small workspace is measured, too.
    in_small: bool,
}

/// What came out for a list.
pub(super) struct ListResult {
    /// The list.
    pub(super) list: List,
    /// The API on the busy workspace.
    pub(super) api: Measured,
    /// The API on the small one.
    pub(super) small: Option<Measured>,
    /// Transactions a second of the same transactions in pgbench, of each run.
    framed: Vec<f64>,
    /// Transactions a second of the statements alone, of each run.
    bare: Vec<f64>,
    /// Processor time of a request.
    pub(super) cpu: CpuOfRequest,
    /// Statements that look the sender up, frames included.
    pub(super) sign_in_statements: usize,
    /// All other statements, frames included.
    pub(super) statements: usize,
    /// How PostgreSQL answers.
    pub(super) plan: Plan,
}

impl ListResult {
    /// Transactions a second of the same transactions in pgbench.
    pub(super) fn framed(&self) -> f64 {
        median(&self.framed)
    }

    /// Transactions a second of the statements alone.
    pub(super) fn bare(&self) -> f64 {
        median(&self.bare)
    }

    /// The API against pgbench on the same transactions.
    pub(super) fn ratio(&self) -> f64 {
        self.api.rate() / self.framed()
    }

    /// p50 with many calls against p50 with few.
    pub(super) fn growth(&self) -> Option<f64> {
        let small = self.small.as_ref()?;
        Some(self.api.percentile(50) / small.percentile(50))
    }

    /// Whether a figure is set for it; the others stand beside.
    pub(super) fn counts(&self) -> bool {
        !self.list.name.starts_with(BESIDE)
    }
}

/// All lists, the deep page with its cursor.
pub(super) fn lists(stage: &Stage) -> Result<Vec<List>> {
    let list = |name: &str, target: &str| List {
        name: name.to_owned(),
        target: target.to_owned(),
        in_small: true,
    };
    let (page, cursor) = deep_page(stage.port, &stage.busy.key)?;
    let deep = List {
        name: format!("page {page} by cursor"),
        target: format!("/api/calls?limit={PAGE}&cursor={cursor}"),
        in_small: false,
    };
    Ok(vec![
        list("default page of 50", "/api/calls?limit=50"),
        deep,
        list("triage page of 50 with its numbers", "/api/calls/queue/triage?limit=50"),
        list("three filters", "/api/calls?limit=50&direction=in&status=missed&intent=emergency"),
        list("phone fragment (300) 555-010", "/api/calls?limit=50&search=%28300%29%20555-010"),
        list("name: Siltonford", "/api/calls?limit=50&search=siltonford"),
        list("open follow-ups", "/api/followups?limit=50&status=open"),
        list(
            "beside: a first name that every 40th customer has",
            "/api/calls?limit=50&search=maria",
        ),
        list(
            "beside: three filters that few calls pass",
            "/api/calls?limit=50&tag=storm&disposition=spam&intent=emergency&value_min=1",
        ),
        list("beside: default page with total", "/api/calls?limit=50&with_total=true"),
    ])
}

/// The cursor before page 2,000, or before the last page when there are fewer, reached page by page.
pub(super) fn deep_page(port: u16, key: &str) -> Result<(usize, String)> {
    let mut connection = Connection::open(port)?;
    let mut read = 0;
    let mut cursor: Option<String> = None;
    loop {
        let limit = (PAGE * (DEEP - 1) - read).min(2 * PAGE);
        let after = cursor.as_ref().map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
        let request = http::request("GET", &format!("/api/calls?limit={limit}{after}"), key, None);
        let page: Value = serde_json::from_slice(connection.send(&request)?)?;
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = Some(next.to_owned());
        read += limit;
        if read == PAGE * (DEEP - 1) {
            break;
        }
    }
    Ok((read / PAGE + 1, cursor.context("there is only one page")?))
}

/// Measures a list.
pub(super) fn measure(
    stage: &Stage,
    list: List,
    options: &Options,
    folder: &Path,
) -> Result<ListResult> {
    output::step(&list.name);
    let request = http::request("GET", &list.target, &stage.busy.key, None);
    let (sign_in, own) = wire::capture(&stage.postgres, stage.port, &request)?
        .into_iter()
        .partition::<Vec<Transaction>, _>(Transaction::is_sign_in);
    let count = |all: &[Transaction]| all.iter().map(|one| one.statements.len()).sum();
    let mut result = ListResult {
        plan: Plan::of(&stage.postgres, &stage.busy.id, &own)?,
        sign_in_statements: count(&sign_in),
        statements: count(&own),
        api: Measured::default(),
        small: list.in_small.then(Measured::default),
        framed: Vec::new(),
        bare: Vec::new(),
        cpu: CpuOfRequest::default(),
        list,
    };
    let size = (options.connections, options.seconds);
    let bench =
        |script: &Script| pgbench::run(&stage.postgres, &stage.busy.id, script, size, folder);
    let mut cpu = CpuSpent::default();
    for round in 0..options.rounds {
        // Whoever comes first in one round comes last in the next.
        if round % 2 == 1 {
            result.framed.push(bench(&Script::framed(&own))?);
        }
        let before = Cpu::read(stage.server.pid(), stage.postgres.pid())?;
        api(stage, &stage.busy, &result.list, options, &mut result.api)?;
        cpu = cpu.and(Cpu::read(stage.server.pid(), stage.postgres.pid())?.since(&before));
        if let Some(small) = &mut result.small {
            api(stage, &stage.small, &result.list, options, small)?;
        }
        if round % 2 == 0 {
            result.framed.push(bench(&Script::framed(&own))?);
        }
        result.bare.push(bench(&Script::bare(&own))?);
    }
    result.cpu = cpu.of_request(&result.api);
    output::note(&format!(
        "API {:.0}/s, pgbench {:.0}/s, bare {:.0}/s",
        result.api.rate(),
        result.framed(),
        result.bare()
    ));
    Ok(result)
}

fn api(
    stage: &Stage,
    workspace: &Workspace,
    list: &List,
    options: &Options,
    into: &mut Measured,
) -> Result<()> {
    let request = http::request("GET", &list.target, &workspace.key, None);
    let lasting = Duration::from_secs(options.seconds.into());
    http::load(stage.port, options.connections, lasting, &|_| request.clone(), into)
}
