//! Statements for the private PostgreSQL, through psql.

use crate::{postgres::Postgres, process};
use anyhow::{Context, Result};
use std::{
    io::Write,
    process::{Command, Stdio},
};

/// Options of a session that works as the server's sessions do: its role, one workspace.
pub(super) fn session_options(workspace: &str) -> String {
    format!("-c role=callboard_app -c callboard.workspace={workspace}")
}

/// What a statement answers, as the superuser: rows as lines, columns apart by `|`.
pub(super) fn ask(postgres: &Postgres, sql: &str) -> Result<String> {
    Ok(process::capture(psql(postgres).args(["-c", sql]))?.trim_end().to_owned())
}

/// The same in a session with these options.
pub(super) fn ask_as_server(postgres: &Postgres, options: &str, sql: &str) -> Result<String> {
    let mut psql = psql(postgres);
    psql.env("PGOPTIONS", options).args(["-c", sql]);
    Ok(process::capture(&mut psql)?.trim_end().to_owned())
}

/// Runs a script with variables.
pub(super) fn run_script(
    postgres: &Postgres,
    script: &str,
    variables: &[(&str, &str)],
) -> Result<()> {
    let mut psql = psql(postgres);
    for (name, value) in variables {
        psql.arg("-v").arg(format!("{name}={value}"));
    }
    psql.args(["-q", "-f", "-"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = psql.spawn().context("cannot run psql")?;
    child.stdin.take().context("psql reads nothing")?.write_all(script.as_bytes())?;
    let status = child.wait()?;
    anyhow::ensure!(status.success(), "psql failed with {status}");
    Ok(())
}

fn psql(postgres: &Postgres) -> Command {
    let mut command = postgres.program("psql");
    command.args(["-XAt", "-v", "ON_ERROR_STOP=1", "-d", postgres.url()]);
    command
}
