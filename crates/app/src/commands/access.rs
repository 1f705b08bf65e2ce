//! `callboard setup`, `workspace`, `member` and `api-key`: who may come in.

use super::place;
use crate::{
    cli::{ApiKeyCommand, MemberCommand, Setup, WorkspaceCommand},
    config::Config,
    output,
};
use anyhow::{Context, Result, bail};
use callboard_workspaces::{NewMember, NewOwner, NewWorkspace, model::Secret};
use std::io::BufRead;

/// The first workspace and its owner.
pub(super) async fn set_up(config: &Config, setup: Setup) -> Result<()> {
    let services = place::services(config).await?;
    let password = Secret::received(password(setup.password_stdin)?);
    let owner = NewOwner { name: setup.name, email: setup.email, password };
    let workspace = new_workspace(setup.company, setup.time_zone);
    let founded = services.setup.found_first(workspace, owner).await?;
    output::line(founded.workspace.snapshot().id.to_string());
    output::remark(format!("Sign in at {} as {}.", config.public_url, founded.owner.email));
    Ok(())
}

/// Commands on workspaces.
pub(super) async fn workspace(config: &Config, command: WorkspaceCommand) -> Result<()> {
    let services = place::services(config).await?;
    match command {
        WorkspaceCommand::List => {
            for workspace in services.setup.workspaces().await? {
                let facts = workspace.snapshot();
                output::line(format!("{}  {}  {}", facts.id, facts.time_zone, facts.name));
            }
        }
        WorkspaceCommand::Create { name, time_zone } => {
            let empty = services.setup.found_empty(new_workspace(name, time_zone)).await?;
            output::line(empty.snapshot().id.to_string());
            output::remark("Add its owner with `callboard member add --role owner --workspace …`.");
        }
    }
    Ok(())
}

/// Commands on members.
pub(super) async fn member(config: &Config, command: MemberCommand) -> Result<()> {
    let services = place::services(config).await?;
    let MemberCommand::Add { workspace, name, email, role } = command;
    let workspace = place::workspace(&services, workspace.as_deref()).await?;
    let scope = place::scope(&workspace);
    let added = services.members.add(&scope, NewMember { name, email, role }).await?;
    let base = config.public_url.trim_end_matches('/');
    output::line(format!("{base}/reset?token={}", added.link.token.reveal()));
    output::remark("The member sets a password with this link, once, within a day.");
    Ok(())
}

/// Commands on API keys; the key alone goes to standard output.
pub(super) async fn api_key(config: &Config, command: ApiKeyCommand) -> Result<()> {
    let services = place::services(config).await?;
    let ApiKeyCommand::Create { workspace, role, name } = command;
    let workspace = place::workspace(&services, workspace.as_deref()).await?;
    let created = services.api_keys.create(&place::scope(&workspace), &name, role).await?;
    output::line(created.secret.reveal());
    Ok(())
}

fn new_workspace(name: String, time_zone: String) -> NewWorkspace {
    NewWorkspace {
        name,
        time_zone,
        region: "US".to_owned(),
        currency: "USD".to_owned(),
        demo: false,
    }
}

/// The first line of standard input, or what is typed twice without being shown.
fn password(from_stdin: bool) -> Result<String> {
    if from_stdin {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).context("no password on standard input")?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let first = rpassword::prompt_password("Password (8 characters at least): ")?;
    if rpassword::prompt_password("Again: ")? != first {
        bail!("the two passwords differ");
    }
    Ok(first)
}
