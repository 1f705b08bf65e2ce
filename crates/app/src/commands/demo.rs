//! `callboard demo load`.

use crate::{
    cli::DemoCommand,
    clock::SystemClock,
    config::Config,
    demo::{self, DemoSize},
    output,
    wiring::{self, Pending},
};
use anyhow::Result;
use callboard_kernel::Clock;

/// Makes the demo workspace, beside whatever the database holds already.
pub(super) async fn run(config: &Config, command: DemoCommand) -> Result<()> {
    let DemoCommand::Load { calls, seed } = command;
    let opened = wiring::open(config, Pending::Migrate).await?;
    let tell = |step: &str| output::remark(format!("demo: {step}"));
    let workspace = demo::load(&opened, DemoSize { calls, seed }, SystemClock.now(), &tell).await?;
    output::line(workspace.to_string());
    for (name, email, role) in demo::LOGINS {
        output::remark(format!("  {email}  {}  ({name}, {role})", demo::PASSWORD));
    }
    Ok(())
}
