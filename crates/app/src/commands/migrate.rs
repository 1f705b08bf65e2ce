//! `callboard migrate`.

use crate::{
    config::Config,
    output,
    wiring::{self, Pending},
};
use anyhow::{Result, bail};

/// Brings the schema up to date, or only looks.
pub(super) async fn run(config: &Config, check: bool) -> Result<()> {
    let pending = wiring::pending_migrations(config).await?;
    if check {
        for name in &pending {
            output::line(name);
        }
        if !pending.is_empty() {
            bail!("{} migrations are pending; `callboard migrate` runs them", pending.len());
        }
        output::remark("The schema is up to date.");
        return Ok(());
    }
    wiring::open(config, Pending::Migrate).await?;
    match pending.len() {
        0 => output::remark("The schema was up to date."),
        count => output::remark(format!("{count} migrations were run.")),
    }
    Ok(())
}
