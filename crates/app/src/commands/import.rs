//! `callboard import calls`.

use super::place;
use crate::{
    cli::{ImportCalls, ImportCommand},
    clock::SystemClock,
    config::Config,
    import::{self, CallLogImport},
    output,
};
use anyhow::Result;
use callboard_kernel::Clock;

/// Takes in a call log.
pub(super) async fn run(config: &Config, command: ImportCommand) -> Result<()> {
    let ImportCommand::Calls(ImportCalls { file, dry_run, workspace, columns, provider, errors }) =
        command;
    let services = place::services(config).await?;
    let workspace = place::workspace(&services, workspace.as_deref()).await?;
    let facts = workspace.snapshot();
    let errors = errors.unwrap_or_else(|| import::errors_beside(&file));
    let import = CallLogImport {
        file,
        columns,
        provider,
        errors: errors.clone(),
        dry_run,
        region: facts.region.clone(),
        time_zone: facts.time_zone.clone(),
        now: SystemClock.now(),
    };
    let report = import::run(&services.calls, &place::scope(&workspace), &import).await?;
    let verb = if dry_run { "would be taken in" } else { "taken in" };
    output::line(format!(
        "{} rows read, {} {verb}, {} duplicates left out, {} with errors",
        report.rows, report.written, report.duplicates, report.failed
    ));
    if report.failed > 0 {
        output::remark(format!("Rows with errors are in {}.", errors.display()));
    }
    Ok(())
}
