//! `cargo xtask openapi`: the API document and the typed client of the user interface, made from the server.

use crate::{
    node, output, process, repo,
    server::{self, Profile},
};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::{fs, path::PathBuf};

/// What `openapi` can be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Change nothing that is right already, and fail when something was not.
    #[arg(long)]
    check: bool,
}

impl Options {
    /// As `--check` does.
    pub(crate) const fn check() -> Self {
        Self { check: true }
    }
}

/// Writes both files.
pub(crate) fn run(options: &Options) -> Result<()> {
    let before = committed();
    node::install()?;
    output::step("writing openapi.json and the typed client");
    // The check runs beside the tests.
    let binary = server::build(if options.check { Profile::DevWithTests } else { Profile::Dev })?;
    let document = process::capture(server::command(&binary).arg("openapi"))?;
    let [json, _] = files();
    fs::write(&json, document).with_context(|| format!("cannot write {}", json.display()))?;
    process::run(node::npm(&repo::frontend()).args(["run", "--silent", "generate"]))?;
    if options.check && before != committed() {
        bail!(
            "openapi.json or src/api/schema.ts was not what the server's code says; both are written anew. \
             Look at the difference and commit it"
        );
    }
    Ok(())
}

fn files() -> [PathBuf; 2] {
    ["openapi.json", "src/api/schema.ts"].map(|name| repo::frontend().join(name))
}

fn committed() -> [Option<Vec<u8>>; 2] {
    files().map(|file| fs::read(file).ok())
}
