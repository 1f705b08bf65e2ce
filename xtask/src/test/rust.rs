//! The Rust tests: by cargo-nextest where it is installed, by plain cargo elsewhere.

use super::{Part, counts::Counts};
use crate::{
    interrupt::{self, Registered},
    output,
    postgres::Postgres,
    process, repo,
    server::{self, Profile},
};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    io::{BufRead, BufReader},
    num::NonZero,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
};

/// Where the tests find the private PostgreSQL; they connect as a superuser and make roles and databases of their own.
const POSTGRES_URL: &str = "CALLBOARD_TEST_POSTGRES_URL";

/// Where the tests of whole processes find the server.
const SERVER: &str = "CALLBOARD_TEST_SERVER";

/// What the tests are given.
struct Surroundings {
    postgres: Postgres,
    server: PathBuf,
}

impl Surroundings {
    fn make() -> Result<Self> {
        output::step("building the server and the tests");
        Ok(Self { server: server::build(Profile::DevWithTests)?, postgres: Postgres::start()? })
    }

    fn give<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env(POSTGRES_URL, self.postgres.url()).env(SERVER, &self.server)
    }
}

pub(super) fn run(filter: Option<&str>) -> Vec<Part> {
    let surroundings = match Surroundings::make() {
        Ok(surroundings) => surroundings,
        Err(error) => return vec![Part::run("rust", || Err(error))],
    };
    let mut parts = Vec::new();
    if has_nextest() {
        parts.push(Part::run("rust", || with_nextest(&surroundings, filter)));
    } else {
        parts.push(Part::run("rust", || with_cargo(&surroundings, &["--all-targets"], filter)));
    }
    if filter.is_none() && !interrupt::happened() && has_examples_in_docs() {
        parts.push(Part::run("rust docs", || with_cargo(&surroundings, &["--doc"], None)));
    }
    parts
}

fn has_nextest() -> bool {
    process::capture(repo::cargo().args(["nextest", "--version"])).is_ok()
}

/// Rustdoc runs once per crate even when no example is there to test, so ask the sources first.
fn has_examples_in_docs() -> bool {
    let Ok(files) =
        repo::files(&repo::root().join("crates"), &["node_modules", "tests", "frontend"])
    else {
        return true;
    };
    files
        .iter()
        .filter(|file| file.extension().is_some_and(|ext| ext == "rs" || ext == "md"))
        .any(|file| fs::read_to_string(file).is_ok_and(|text| holds_an_example(&text)))
}

fn holds_an_example(text: &str) -> bool {
    let mut fences = text.lines().filter_map(|line| {
        let line = line.trim_start().trim_start_matches(['/', '!']).trim_start();
        line.strip_prefix("```")
    });
    // Fences come in pairs: one that opens, one that closes.
    while let Some(opening) = fences.next() {
        let tested =
            opening.is_empty() || opening.starts_with("rust") || opening.starts_with("no_run");
        if tested && !opening.contains("ignore") {
            return true;
        }
        fences.next();
    }
    false
}

fn with_nextest(surroundings: &Surroundings, filter: Option<&str>) -> Result<Counts> {
    output::step("Rust tests (cargo nextest)");
    let report = repo::target().join("nextest/default/junit.xml");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let mut command = repo::cargo();
    surroundings
        .give(&mut command)
        .args(["nextest", "run", "--workspace", "--all-targets", "--no-fail-fast"])
        .args(["--test-threads", &at_once().to_string()])
        .args(filter);
    let good = process::succeeds(&mut command)?;
    let Ok(xml) = fs::read_to_string(&report) else {
        bail!("the tests do not compile or did not run")
    };
    let counts = Counts::of_junit(&xml)?;
    if !good && counts.failed == 0 {
        bail!("cargo nextest failed although no test did");
    }
    Ok(counts)
}

/// Half as many tests more than processors: those that run servers wait for them half of their time.
fn at_once() -> usize {
    let processors = thread::available_parallelism().map_or(2, NonZero::get);
    processors + processors / 2
}

fn with_cargo(surroundings: &Surroundings, what: &[&str], filter: Option<&str>) -> Result<Counts> {
    output::step(&format!("Rust tests (cargo test {})", what.join(" ")));
    let mut command = repo::cargo();
    surroundings
        .give(&mut command)
        .args(["test", "--workspace", "--no-fail-fast"])
        .args(what)
        .args(filter)
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let mut child = command.spawn().context("cannot run cargo test")?;
    let watched = Registered::new(child.id());
    let mut counts = Counts::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            counts = counts + Counts::of_libtest_line(&line).unwrap_or_default();
            output::line(&line);
        }
    }
    let good = child.wait()?.success();
    drop(watched);
    if interrupt::happened() {
        bail!("stopped");
    }
    if !good && counts.failed == 0 {
        bail!("cargo test failed before a test could");
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rust_examples_are_worth_a_run() {
        assert!(holds_an_example("/// ```\n/// let a = 1;\n/// ```"));
        assert!(holds_an_example("```rust\nlet a = 1;\n```"));
        assert!(!holds_an_example("```text\na\n```\n\n```toml\na = 1\n```"));
        assert!(!holds_an_example("no fence at all"));
    }
}
