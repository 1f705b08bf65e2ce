//! `callboard doctor`: is everything in order, and if not, what to do.

use super::place;
use crate::{config::Config, output, wiring::Services};
use anyhow::{Result, bail};

/// Checks settings, folder, database and, on request, the audit chain of every workspace.
pub(super) async fn run(config: &Config, audit: bool) -> Result<()> {
    let mut faults = 0;
    check(&mut faults, "data folder", data_folder(config));
    check(&mut faults, "public URL", public_url(config));
    let services = place::services(config).await?;
    output::line("ok     database: reachable, schema up to date");
    let workspaces = services.setup.workspaces().await?;
    output::line(format!("ok     workspaces: {}", workspaces.len()));
    if audit {
        for workspace in &workspaces {
            let report = audit_chain(&services, &place::scope(workspace)).await;
            check(&mut faults, &format!("audit trail of {}", workspace.snapshot().name), report);
        }
    }
    if faults > 0 {
        bail!("{faults} checks failed");
    }
    Ok(())
}

fn check(faults: &mut u32, what: &str, result: Result<String, String>) {
    match result {
        Ok(words) => output::line(format!("ok     {what}: {words}")),
        Err(words) => {
            *faults += 1;
            output::line(format!("FAULT  {what}: {words}"));
        }
    }
}

fn data_folder(config: &Config) -> Result<String, String> {
    let folder = &config.data_dir;
    let probe = folder.join(".callboard-doctor");
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&probe, b"ok"))
        .and_then(|()| std::fs::remove_file(&probe))
        .map(|()| format!("{} can be written", folder.display()))
        .map_err(|error| {
            format!("{} cannot be written ({error}); set CALLBOARD_DATA_DIR", folder.display())
        })
}

fn public_url(config: &Config) -> Result<String, String> {
    let loopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    if config.is_https() || loopback.iter().any(|start| config.public_url.starts_with(start)) {
        Ok(config.public_url.clone())
    } else {
        Err(format!(
            "{} is neither https nor loopback: cookies would travel in clear",
            config.public_url
        ))
    }
}

async fn audit_chain(
    services: &Services,
    scope: &callboard_kernel::Scope,
) -> Result<String, String> {
    let report = services.audit.verify(scope).await.map_err(|error| error.to_string())?;
    match report.fault {
        None => Ok(format!("{} entries, chain unbroken", report.sound)),
        Some((seq, fault)) => Err(format!("entry {seq}: {fault}")),
    }
}
