//! The demo workspace: a company, its people, its customers, and some weeks of calls with their promises.
//!
//! Everything is made by the product's own use cases under a clock that is moved through the past, so that events, audit
//! lines, clocks and timelines are as they would be had the weeks really passed.

mod history;
mod lines;
mod people;

pub use lines::add_lines;
pub use people::{LOGINS, PASSWORD};

use crate::{
    clock::TimeOrderedIds,
    wiring::{Opened, Services},
};
use anyhow::{Context, Result};
use callboard_kernel::{Clock, ManualClock, Scope, Timestamp, WorkspaceId};
use callboard_simulator::Town;
use callboard_workspaces::NewWorkspace;
use std::sync::Arc;
use time::Duration;

/// Name of the demo company.
pub const COMPANY: &str = "Ridgeline Home Services";
/// Where it is.
const TIME_ZONE: &str = "America/New_York";
/// How long ago its oldest call was.
const OLDEST: Duration = Duration::days(90);

/// How large the demo is.
#[derive(Clone, Copy, Debug)]
pub struct DemoSize {
    /// Past calls that are taken in like an old phone system's log.
    pub calls: u32,
    /// The same seed makes the same town.
    pub seed: u64,
}

/// Makes the demo workspace as it would stand at `now`. `tell` is given a sentence at each step.
pub async fn load(
    opened: &Opened,
    size: DemoSize,
    now: Timestamp,
    tell: &(dyn Fn(&str) + Sync),
) -> Result<WorkspaceId> {
    let clock = Arc::new(ManualClock::new(now - OLDEST));
    let time = clock.clone() as Arc<dyn Clock>;
    let town = Town::new(size.seed);
    let opened = Opened { town, ..opened.clone() };
    let services = Services::new(&opened, time, Arc::new(TimeOrderedIds))?;
    tell("making the company and its people");
    let founded = services
        .setup
        .found(
            NewWorkspace {
                name: COMPANY.to_owned(),
                time_zone: TIME_ZONE.to_owned(),
                region: "US".to_owned(),
                currency: "USD".to_owned(),
                demo: true,
            },
            people::owner(),
        )
        .await
        .context("the demo workspace cannot be made")?;
    let workspace = founded.workspace.snapshot().id;
    let scope = demo_scope(workspace);
    let agents = people::hire(&services, &scope).await?;
    people::equip(&services, &scope).await?;
    people::open_around_the_clock(&services, &scope).await?;
    add_lines(&services, &scope).await?;
    let town = Town::new(size.seed);
    tell("meeting the customers");
    people::meet_customers(&services, &scope, town).await?;
    tell("reading the old call log");
    history::read_old_log(&services, &scope, town, size.calls, now).await?;
    tell("living through the last days");
    history::live_through(&services, &scope, town, &agents, &clock, now).await?;
    Ok(workspace)
}

#[expect(clippy::disallowed_methods, reason = "the demo is made by a command, not by a person")]
fn demo_scope(workspace: WorkspaceId) -> Scope {
    Scope::system(workspace, "demo")
}
