//! `cargo xtask bench`: the lists through the API against pgbench on the same statements, in turns, on one machine.

mod cost;
mod goals;
mod http;
mod imports;
mod pgbench;
mod plan;
mod psql;
mod reads;
mod report;
mod screens;
mod sqlite;
mod stage;
mod wire;
mod writes;

use crate::{output, repo};
use anyhow::{Context, Result, ensure};
use clap::Args;
use imports::ImportResult;
use reads::ListResult;
use screens::ScreenResult;
use sqlite::SqliteResult;
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
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Workspaces.
    #[arg(long, default_value_t = 50)]
    workspaces: u32,
    /// Connections of the load and of pgbench.
    #[arg(long, default_value_t = 8)]
    connections: u32,
    /// Rows of the import, and calls of the database on SQLite.
    #[arg(long, default_value_t = 1_000_000)]
    import: u32,
    /// Seconds of scrolling at most; 0 measures no screen.
    #[arg(long, default_value_t = 240)]
    scroll: u32,
    /// Measure the plain release build, which is built in half the time, instead of what is shipped.
    #[arg(long)]
    release: bool,
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
    /// The import on PostgreSQL.
    import: ImportResult,
    /// The same work on SQLite.
    sqlite: SqliteResult,
    /// The screen of the call list; `None` when it was not asked for.
    screen: Option<ScreenResult>,
    /// The processor time that other programs took meanwhile, in cores.
    others: f64,
    postgres: String,
    filled_in: f64,
}

/// Measures, prints and writes the report.
pub(crate) fn run(options: &Options) -> Result<()> {
    ensure!(
        options.calls >= 1_000 && options.workspaces >= 4,
        "1,000 calls and 4 workspaces are the least"
    );
    ensure!(
        options.seconds > 0 && options.rounds > 0 && options.connections > 0,
        "nothing would be measured"
    );
    let stage = Stage::set(options)?;
    let folder = stage::folder()?;
    let others = cost::Others::watch()?;
    let lists = reads::lists(&stage)?
        .into_iter()
        .map(|list| reads::measure(&stage, list, options, &folder))
        .collect::<Result<Vec<_>>>()?;
    let write = writes::measure(&stage, options, &folder)?;
    let memory = cost::peak_memory(stage.server.pid())?;
    let others = others.cores(&stage)?;
    let screen = screens::measure(&stage, options, &folder)?;
    let file = imports::write_file(&stage, options.import, &folder)?;
    let import = imports::measure(&stage.tool, &stage.empty, &file)?;
    let (postgres, filled_in) = (stage::version(&stage.postgres)?, stage.filled_in);
    let binary = stage.tool.binary.clone();
    // Nothing of it shall run beside the measurements on SQLite.
    drop(stage);
    let sqlite = sqlite::measure(binary, &file, options, &folder)?;
    fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    let results =
        Results { lists, write, memory, import, sqlite, screen, others, postgres, filled_in };
    let text = report::write(options, &results)?;
    output::line(&text);
    let file = repo::root().join(&options.report);
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
}
