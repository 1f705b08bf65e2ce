//! `cargo xtask new-domain`: the skeleton of a domain crate.

use anyhow::{Result, bail};
use clap::Args;

/// What `new-domain` is told.
#[derive(Args)]
pub(crate) struct Options {
    /// The business noun in the plural, such as `jobs`.
    name: String,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    bail!("{} later", options.name)
}
