//! `cargo xtask ci`: what must hold before a change is merged, the quickest to fail first.

use crate::{arch, node, openapi, output, process, repo, test};
use anyhow::{Context, Result};
use std::time::{Duration, Instant};

type Check = (&'static str, fn() -> Result<()>);

const CHECKS: [Check; 7] = [
    ("format", format),
    ("clippy", clippy),
    ("architecture", arch::run),
    ("dependencies", dependencies),
    ("ui", ui),
    ("generated", || openapi::run(&openapi::Options::check())),
    ("tests", || test::run(&test::Options::default())),
];

/// Runs the checks in order and stops at the first that fails.
pub(crate) fn run() -> Result<()> {
    let mut times: Vec<(&str, Duration)> = Vec::new();
    for (name, check) in CHECKS {
        let begun = Instant::now();
        output::step(&format!("check: {name}"));
        if name == "tests" {
            // The tests end with their own table; nothing shall stand below its last line.
            show(&times);
        }
        check().with_context(|| format!("check `{name}`"))?;
        times.push((name, begun.elapsed()));
    }
    Ok(())
}

fn show(times: &[(&str, Duration)]) {
    for (name, took) in times {
        output::note(&format!("{name:<14} {:>7.1} s", took.as_secs_f32()));
    }
}

fn format() -> Result<()> {
    process::run(repo::cargo().args(["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    process::run(repo::cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

/// cargo-deny knows more (advisories); where it is absent, our own reading of `deny.toml` must do.
fn dependencies() -> Result<()> {
    if process::capture(repo::cargo().args(["deny", "--version"])).is_ok() {
        return process::run(repo::cargo().args(["deny", "check"]));
    }
    arch::check_dependencies()
}

fn ui() -> Result<()> {
    node::install()?;
    let project = repo::frontend();
    process::run(node::npm(&project).args(["run", "--silent", "lint"]))?;
    process::run(node::npm(&project).args(["run", "--silent", "check"]))
}
