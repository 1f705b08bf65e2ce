//! The database and the workspace that a command works on.

use crate::{
    clock::{SystemClock, TimeOrderedIds},
    config::Config,
    wiring::{self, Services},
};
use anyhow::{Result, bail};
use callboard_kernel::Scope;
use callboard_workspaces::model::Workspace;
use std::sync::Arc;

/// Services over the configured database, brought up to date.
pub(super) async fn services(config: &Config) -> Result<Services> {
    let opened = wiring::open(config, wiring::Pending::Migrate).await?;
    Services::new(&opened, Arc::new(SystemClock), Arc::new(TimeOrderedIds))
}

/// The named workspace, or the only one.
pub(super) async fn workspace(services: &Services, named: Option<&str>) -> Result<Workspace> {
    if let Some(named) = named {
        return Ok(services.setup.named(named).await?);
    }
    let mut all = services.setup.workspaces().await?;
    match (all.pop(), all.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(_), false) => bail!("there are several workspaces; name one with --workspace"),
        (None, _) => bail!("there is no workspace yet; `callboard setup` makes the first one"),
    }
}

/// The command line acts as the product itself.
#[expect(
    clippy::disallowed_methods,
    reason = "whoever can run this command has the database anyway"
)]
pub(super) fn scope(workspace: &Workspace) -> Scope {
    Scope::system(workspace.snapshot().id, "command line")
}
