//! `callboard import calls`.

use super::place;
use crate::{
    cli::{ImportCalls, ImportCommand},
    config::Config,
    import::{self, CallLogImport},
    output,
};
use anyhow::Result;

/// Takes in a call log.
pub(super) async fn run(config: &Config, command: ImportCommand) -> Result<()> {
    let ImportCommand::Calls(ImportCalls {
        file,
        dry_run,
        workspace,
        columns,
        provider,
        duplicates,
        time_zone,
        errors,
    }) = command;
    let services = place::services(config).await?;
    let workspace = place::workspace(&services, workspace.as_deref()).await?;
    let errors = errors.unwrap_or_else(|| import::errors_beside(&file));
    let import = CallLogImport {
        file,
        columns,
        provider,
        duplicates,
        errors: errors.clone(),
        dry_run,
        time_zone: time_zone.unwrap_or_else(|| workspace.snapshot().time_zone.clone()),
    };
    let counts = import::run(&services.call_imports, &place::scope(&workspace), &import).await?;
    let verb = if dry_run { "would be taken in" } else { "taken in" };
    let updated = match counts.updated {
        0 => String::new(),
        updated => format!("{updated} updated, "),
    };
    output::line(format!(
        "{} rows read, {} {verb}, {updated}{} duplicates left out, {} with errors",
        counts.rows, counts.written, counts.left_out, counts.broken
    ));
    if counts.broken > 0 {
        output::remark(format!("Rows with errors are in {}.", errors.display()));
    }
    Ok(())
}
