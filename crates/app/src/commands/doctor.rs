//! `callboard doctor`: is everything in order, and if not, what to do.

use super::place;
use crate::{
    config::Config,
    output,
    wiring::{Services, mail_destination},
};
use anyhow::{Result, bail};
use callboard_kernel::Scope;

/// Checks settings, folder, database, what was given up and, on request, the audit chain of every workspace.
pub(super) async fn run(config: &Config, audit: bool) -> Result<()> {
    let mut faults = 0;
    check(&mut faults, "data folder", data_folder(config));
    check(&mut faults, "public URL", public_url(config));
    check(&mut faults, "mail", mail_destination(config).map_err(|error| format!("{error:#}")));
    let services = place::services(config).await?;
    output::line("ok     database: reachable, schema up to date");
    let workspaces = services.setup.workspaces().await?;
    output::line(format!("ok     workspaces: {}", workspaces.len()));
    for workspace in &workspaces {
        let report = dead_letters(&services, &place::scope(workspace)).await;
        check(&mut faults, &format!("deliveries of {}", workspace.snapshot().name), report);
    }
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

async fn dead_letters(services: &Services, scope: &Scope) -> Result<String, String> {
    match services.dead_letters.count(scope).await {
        Ok(0) => Ok("none was given up".to_owned()),
        Ok(dead) => Err(format!(
            "{dead} were given up; an admin sees why and retries them under Settings, Needs a person"
        )),
        Err(error) => Err(error.to_string()),
    }
}

async fn audit_chain(services: &Services, scope: &Scope) -> Result<String, String> {
    let report = services.audit.verify(scope).await.map_err(|error| error.to_string())?;
    match report.fault {
        None => Ok(format!("{} entries, chain unbroken", report.sound)),
        Some((seq, fault)) => Err(format!("entry {seq}: {fault}")),
    }
}
