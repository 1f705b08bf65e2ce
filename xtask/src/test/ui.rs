//! The tests of the user interface that need no browser.

use super::counts::Counts;
use crate::{node, output, process, repo};
use anyhow::{Context, Result, bail};
use std::fs;

pub(super) fn run() -> Result<Counts> {
    node::install()?;
    output::step("UI tests (vitest)");
    let report = repo::notes()?.join("vitest.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let mut command = node::program("vitest");
    command
        .args(["run", "--reporter=default", "--reporter=json"])
        .arg(format!("--outputFile.json={}", report.display()));
    let good = process::succeeds(&mut command)?;
    let counts =
        Counts::of_vitest(&fs::read_to_string(&report).context("vitest wrote no report")?)?;
    if !good && counts.failed == 0 {
        bail!("vitest failed although no test did");
    }
    Ok(counts)
}
