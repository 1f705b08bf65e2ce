//! The screen of the call list in a browser: what it loads, and how it scrolls.

use super::{
    Options,
    http::{self, Connection},
    stage::Stage,
};
use crate::{node, output, process};
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;
use std::{fs, path::Path};

const EMAIL: &str = "scroller@bench.invalid";
const PASSWORD: &str = "a passphrase of the bench";

/// What the browser measured.
#[derive(Deserialize)]
pub(super) struct ScreenResult {
    /// Bytes of all scripts of the first load, as they came over the wire.
    pub(super) script_bytes: u64,
    /// Frames that were scrolled.
    pub(super) frames: u64,
    /// Frames in which the middle of the list showed no row.
    pub(super) blank: u64,
    /// Frames in which the middle of the list showed a row that is still being loaded.
    pub(super) loading: u64,
    /// Rows that were scrolled past.
    pub(super) rows: u64,
    /// The time from frame to frame that 95 % stayed below, in milliseconds.
    pub(super) p95_ms: f64,
    /// The longest.
    pub(super) longest_ms: f64,
}

/// Signs a member in and lets the browser scroll.
pub(super) fn measure(
    stage: &Stage,
    options: &Options,
    folder: &Path,
) -> Result<Option<ScreenResult>> {
    if options.scroll == 0 {
        return Ok(None);
    }
    output::step("scrolling the call list in a browser");
    let browser = node::chromium().context("Chromium is needed to measure the screen")?;
    let link = process::capture(&mut stage.tool.command(&[
        "member",
        "add",
        "--role",
        "dispatcher",
        "--name",
        "Scroller",
        "--email",
        EMAIL,
        "--workspace",
        &stage.scrolled,
    ]))?;
    let (_, token) = link.trim().rsplit_once("token=").context("the link has no token")?;
    let body = json!({ "token": token, "new_password": PASSWORD }).to_string();
    let request = http::request("POST", "/api/auth/reset", &stage.busy.key, Some(&body));
    Connection::open(stage.port)?.send(&request)?;
    let report = folder.join("screen.json");
    let mut command = node::program("playwright");
    command
        .args(["test", "--config", "playwright.bench.config.ts"])
        .env("CHROMIUM_PATH", &browser)
        .env("E2E_BASE_URL", format!("http://127.0.0.1:{}", stage.port))
        .env("E2E_OUTPUT", folder.join("playwright"))
        .env("BENCH_EMAIL", EMAIL)
        .env("BENCH_PASSWORD", PASSWORD)
        .env("BENCH_SECONDS", options.scroll.to_string())
        .env("BENCH_REPORT", &report);
    process::run(&mut command)?;
    let text = fs::read_to_string(&report).context("the browser wrote no figures")?;
    Ok(Some(serde_json::from_str(&text)?))
}
