//! The tests in a browser, against the server as it is shipped, on a port and a database of their own.

use super::counts::Counts;
use crate::{
    debian, node, output,
    postgres::free_port,
    process, repo,
    server::{self, Profile, Server},
};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The demo data are the same on every run.
const DEMO: [&str; 6] = ["demo", "load", "--calls", "400", "--seed", "7"];

pub(super) fn run(profile: Profile) -> Result<Counts> {
    let browser = browser_or_install()?;
    node::build()?;
    output::step("building the server for the browser tests");
    let binary = server::build(profile)?;
    let home = Home::make()?;
    let port = free_port()?;
    output::step("loading demo data");
    process::run(home.settings(server::command(&binary).args(DEMO), port))?;
    let log = home.0.join("server.log");
    let file = fs::File::create(&log)?;
    let server = Server::start(
        home.settings(&mut server::command(&binary), port)
            .arg("serve")
            .stdout(file.try_clone()?)
            .stderr(file),
        port,
    )
    .inspect_err(|_| show_end_of(&log))?;
    let counts = play(&browser, port);
    drop(server);
    if !counts.as_ref().is_ok_and(|counts| counts.failed == 0) {
        show_end_of(&log);
    }
    counts
}

fn play(browser: &Path, port: u16) -> Result<Counts> {
    output::step("browser tests (playwright)");
    let report = repo::notes()?.join("playwright.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let mut command = node::program("playwright");
    command
        .args(["test", "--reporter=list,json"])
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
        .env("CHROMIUM_PATH", browser)
        .env("E2E_BASE_URL", format!("http://127.0.0.1:{port}"));
    let good = process::succeeds(&mut command)?;
    let json = fs::read_to_string(&report).context("playwright wrote no report")?;
    let counts = Counts::of_playwright(&json)?;
    if !good && counts.failed == 0 {
        bail!("playwright failed although no test did");
    }
    Ok(counts)
}

/// A data folder for one run.
struct Home(PathBuf);

impl Home {
    fn make() -> Result<Self> {
        let dir = env::temp_dir().join(format!("callboard-browser-{}", std::process::id()));
        fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
        Ok(Self(dir))
    }

    fn settings<'a>(&self, command: &'a mut Command, port: u16) -> &'a mut Command {
        command
            .env("NO_COLOR", "1")
            .env("CALLBOARD_DATA_DIR", &self.0)
            .env(
                "CALLBOARD_DATABASE_URL",
                format!("sqlite://{}", self.0.join("callboard.db").display()),
            )
            .env("CALLBOARD_LISTEN", format!("127.0.0.1:{port}"))
            .env("CALLBOARD_PUBLIC_URL", format!("http://127.0.0.1:{port}"))
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            output::note(&format!("{} is left behind: {error}", self.0.display()));
        }
    }
}

fn show_end_of(log: &Path) {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<_> = text.lines().collect();
    output::note("the server's last lines:");
    for line in &lines[lines.len().saturating_sub(30)..] {
        output::note(line);
    }
}

fn browser_or_install() -> Result<PathBuf> {
    if let Some(found) = node::chromium() {
        return Ok(found);
    }
    if debian::may_install() {
        debian::install(&["chromium"])?;
        return node::chromium().context("chromium is installed, but it is not on PATH");
    }
    bail!(
        "Chromium or Chrome is needed for the browser tests.\n  Debian: sudo apt-get install chromium\n  \
         Fedora: sudo dnf install chromium\n  macOS:  brew install --cask chromium\n  \
         Elsewhere, name the program: CHROMIUM_PATH=/path/to/chromium cargo xtask test"
    )
}
