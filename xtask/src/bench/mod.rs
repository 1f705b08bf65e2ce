//! `cargo xtask bench`: the lists through the API against pgbench on the same statements, in turns, on one machine.

mod cost;
mod http;
mod pgbench;
mod plan;
mod psql;
mod reads;
mod report;
mod stage;
mod wire;
mod writes;

use crate::{output, repo};
use anyhow::{Context, Result, ensure};
use clap::Args;
use reads::ListResult;
use stage::Stage;
use std::{fs, path::PathBuf};
use writes::WriteResult;

/// What `bench` can be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Calls of the busiest workspace.
    #[arg(long, default_value_t = 1_000_000)]
    calls: u32,
    /// Seconds of each run; a list has four runs a round.
    #[arg(long, default_value_t = 2)]
    seconds: u32,
    /// How often the runs take turns.
    #[arg(long, default_value_t = 2)]
    rounds: u32,
    /// Workspaces.
    #[arg(long, default_value_t = 50)]
    workspaces: u32,
    /// Connections of the load and of pgbench.
    #[arg(long, default_value_t = 8)]
    connections: u32,
    /// Where the report goes.
    #[arg(long, default_value = "docs/BENCHMARKS.md")]
    report: PathBuf,
}

/// Everything that was measured.
struct Results {
    lists: Vec<ListResult>,
    write: WriteResult,
    /// The most memory that the server held, in MiB.
    memory: f64,
    /// The load of the machine before the first run.
    load_before: f64,
    postgres: String,
    filled_in: f64,
}

/// Measures, prints and writes the report.
pub(crate) fn run(options: &Options) -> Result<()> {
    ensure!(
        options.calls >= 1_000 && options.workspaces >= 2,
        "1,000 calls and 2 workspaces are the least"
    );
    ensure!(
        options.seconds > 0 && options.rounds > 0 && options.connections > 0,
        "nothing would be measured"
    );
    let stage = Stage::set(options)?;
    let folder = stage::folder()?;
    let load_before = cost::load_average()?;
    let lists = reads::lists(&stage)?
        .into_iter()
        .map(|list| reads::measure(&stage, list, options, &folder))
        .collect::<Result<Vec<_>>>()?;
    let write = writes::measure(&stage, options, &folder)?;
    let results = Results {
        lists,
        write,
        memory: cost::peak_memory(stage.server.pid())?,
        load_before,
        postgres: stage::version(&stage.postgres)?,
        filled_in: stage.filled_in,
    };
    let text = report::write(options, &results)?;
    output::line(&text);
    let file = repo::root().join(&options.report);
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
}
