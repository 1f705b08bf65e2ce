//! `cargo xtask test`: every test of the project, and one table of results at the end.

mod counts;
mod e2e;
mod rust;
mod ui;

use crate::{output, server::Profile};
use anyhow::Result;
use clap::Args;
use counts::Counts;
use std::time::{Duration, Instant};

/// Which tests to run; all when nothing is said.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Rust tests, on SQLite and a private PostgreSQL.
    #[arg(long)]
    rust: bool,
    /// Tests of the user interface without a browser.
    #[arg(long)]
    ui: bool,
    /// Tests in a browser against the real server.
    #[arg(long)]
    e2e: bool,
    /// Only Rust tests whose name contains this.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["ui", "e2e"])]
    filter: Option<String>,
}

/// One part of the tests, as run.
struct Part {
    name: &'static str,
    counts: Counts,
    took: Duration,
    /// Set when the part failed in a way that no test reports, such as a build error.
    failure: Option<String>,
}

impl Part {
    fn run(name: &'static str, work: impl FnOnce() -> Result<Counts>) -> Self {
        let begun = Instant::now();
        let outcome = work();
        let took = begun.elapsed();
        match outcome {
            Ok(counts) => Self { name, counts, took, failure: None },
            Err(error) => {
                let failure = Some(format!("{error:#}"));
                Self { name, counts: Counts::default(), took, failure }
            }
        }
    }

    fn is_good(&self) -> bool {
        self.failure.is_none() && self.counts.failed == 0 && self.counts.passed > 0
    }
}

/// Runs the chosen parts, goes on after a failure, says all results together.
pub(crate) fn run(options: &Options) -> Result<()> {
    let all = !(options.rust || options.ui || options.e2e || options.filter.is_some());
    let filter = options.filter.as_deref();
    let profile = if all { Profile::DevWithTests } else { Profile::Dev };
    let mut parts = Vec::new();
    if all || options.rust || filter.is_some() {
        parts.extend(rust::run(filter));
    }
    if all || options.ui {
        parts.push(Part::run("ui", ui::run));
    }
    if all || options.e2e {
        parts.push(Part::run("browser", || e2e::run(profile)));
    }
    summarise(&parts)
}

fn summarise(parts: &[Part]) -> Result<()> {
    output::line("");
    let mut total = Counts::default();
    for part in parts {
        let state = if part.is_good() { "ok" } else { "FAILED" };
        let Counts { passed, failed, skipped } = part.counts;
        let seconds = part.took.as_secs_f32();
        output::line(&format!(
            "{:<14} {passed:>5} passed {failed:>4} failed {skipped:>4} skipped {seconds:>8.1} s  {state}",
            part.name
        ));
        total = total + part.counts;
    }
    let broken: Vec<_> = parts.iter().filter(|part| !part.is_good()).collect();
    for part in &broken {
        let why = match &part.failure {
            Some(failure) => failure,
            None if part.counts.failed == 0 => "no test ran",
            None => continue,
        };
        output::failure(&format!("{}: {why}", part.name));
    }
    output::line("");
    // A part that broke before its tests ran counts as one failure, so that the last line never looks green.
    let unreported = broken.iter().filter(|part| part.counts.failed == 0).count();
    output::line(&format!("{} passed, {} failed", total.passed, total.failed + unreported));
    if broken.is_empty() { Ok(()) } else { Err(output::Reported.into()) }
}
