//! The tests in a browser, against the server as it is shipped, on a port and a database of their own.

use super::counts::{Counts, failed_in_browser};
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

/// Servers beside each other, each with data of its own and a browser: tests of one file follow each other on one of them.
const LANES: usize = 2;

/// The demo data are the same on every run.
const DEMO: [&str; 6] = ["demo", "load", "--calls", "400", "--seed", "7"];

pub(super) fn run(profile: Profile) -> Result<Counts> {
    let browser = browser_or_install()?;
    node::build()?;
    output::step("building the server for the browser tests");
    let binary = server::build(profile)?;
    let homes = (0..LANES).map(Home::make).collect::<Result<Vec<_>>>()?;
    output::step("loading demo data");
    for home in &homes {
        process::run(home.settings(server::command(&binary).args(DEMO)))?;
    }
    let servers = homes.iter().map(|home| home.serve(&binary)).collect::<Result<Vec<_>>>()?;
    let counts = play(&browser, &homes);
    drop(servers);
    if !counts.as_ref().is_ok_and(|counts| counts.failed == 0) {
        homes.iter().for_each(Home::show_end_of_log);
        name_what_failed()?;
    }
    counts
}

/// Once more at the end, where it is found: the runner's own lines are far above.
fn name_what_failed() -> Result<()> {
    let report = report()?;
    if report.exists() {
        for name in failed_in_browser(&fs::read_to_string(report)?)? {
            output::failure(&format!("browser: {name}"));
        }
    }
    Ok(())
}

fn report() -> Result<PathBuf> {
    Ok(repo::notes()?.join("playwright.json"))
}

fn play(browser: &Path, homes: &[Home]) -> Result<Counts> {
    output::step("browser tests (playwright)");
    let report = report()?;
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let addresses: Vec<_> = homes.iter().map(Home::address).collect();
    let mut command = node::program("playwright");
    command
        .args(["test", "--reporter=list,json"])
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
        .env("CHROMIUM_PATH", browser)
        .env("E2E_BASE_URL", addresses.join(","));
    let good = process::succeeds(&mut command)?;
    let json = fs::read_to_string(&report).context("playwright wrote no report")?;
    let counts = Counts::of_playwright(&json)?;
    if !good && counts.failed == 0 {
        bail!("playwright failed although no test did");
    }
    Ok(counts)
}

/// A data folder and a port for one server of one run.
struct Home {
    folder: PathBuf,
    port: u16,
}

impl Home {
    fn make(lane: usize) -> Result<Self> {
        let name = format!("callboard-browser-{}-{lane}", std::process::id());
        let folder = env::temp_dir().join(name);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self { folder, port: free_port()? })
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn settings<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let database = self.folder.join("callboard.db");
        command
            .env("NO_COLOR", "1")
            .env("CALLBOARD_DATA_DIR", &self.folder)
            .env("CALLBOARD_DATABASE_URL", format!("sqlite://{}", database.display()))
            .env("CALLBOARD_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("CALLBOARD_PUBLIC_URL", self.address())
    }

    fn serve(&self, binary: &Path) -> Result<Server> {
        let file = fs::File::create(self.log())?;
        let mut command = server::command(binary);
        self.settings(&mut command).arg("serve").stdout(file.try_clone()?).stderr(file);
        Server::start(&mut command, self.port).inspect_err(|_| self.show_end_of_log())
    }

    fn log(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    fn show_end_of_log(&self) {
        let text = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<_> = text.lines().collect();
        output::note(&format!("the last lines of the server on port {}:", self.port));
        for line in &lines[lines.len().saturating_sub(30)..] {
            output::note(line);
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            output::note(&format!("{} is left behind: {error}", self.folder.display()));
        }
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
