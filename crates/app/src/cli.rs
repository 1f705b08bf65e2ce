//! The command line.

use callboard_calls::import::Duplicates;
use callboard_kernel::Role;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Callboard: the call desk of a home-service business.
#[derive(Debug, Parser)]
#[command(name = "callboard", version, about, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the user interface and the API.
    Serve(Serve),
    /// Run the background work alone, beside servers started with --no-worker.
    Worker,
    /// Bring the database schema up to date.
    Migrate {
        /// Change nothing; exit with 1 when migrations are pending.
        #[arg(long)]
        check: bool,
    },
    /// Make the first workspace and its owner.
    Setup(Setup),
    /// Workspaces.
    #[command(subcommand)]
    Workspace(WorkspaceCommand),
    /// Members.
    #[command(subcommand)]
    Member(MemberCommand),
    /// API keys. Prints the key alone on standard output, once.
    ApiKey(ApiKey),
    /// The demo workspace.
    #[command(subcommand)]
    Demo(DemoCommand),
    /// Take in data of your own.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Write everything into one file, while servers run.
    Backup(Backup),
    /// Restore a backup into a new or empty database. Stop all servers first.
    Restore(Restore),
    /// Check settings, database and, on request, the audit trail.
    Doctor {
        /// Verify the audit chain of every workspace.
        #[arg(long)]
        audit: bool,
        /// Something to look at more closely.
        #[command(subcommand)]
        what: Option<DoctorCommand>,
    },
    /// Ask the server or worker of these settings whether it is alive; for containers, whose image has no other program.
    Probe {
        /// Ask whether requests should go there.
        #[arg(long)]
        ready: bool,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// Print every setting, its default and its meaning.
    Config,
}

/// Arguments of `serve`.
#[derive(Args, Clone, Copy, Debug)]
pub struct Serve {
    /// Leave the background work to `callboard worker`.
    #[arg(long)]
    pub no_worker: bool,
    /// Refuse to start on pending migrations instead of running them.
    #[arg(long)]
    pub no_migrate: bool,
}

/// Arguments of `backup`.
#[derive(Args, Clone, Debug)]
pub struct Backup {
    /// The file, which must not exist; - writes to standard output.
    pub file: PathBuf,
}

/// Arguments of `restore`.
#[derive(Args, Clone, Debug)]
pub struct Restore {
    /// The backup; - reads standard input.
    pub file: PathBuf,
    /// Throw away what the database holds. A SQLite file is moved aside; rows of PostgreSQL are gone.
    #[arg(long)]
    pub replace: bool,
    /// Read and check the backup, change nothing.
    #[arg(long, conflicts_with = "replace")]
    pub check: bool,
}

/// Arguments of `setup`.
#[derive(Args, Clone, Debug)]
pub struct Setup {
    /// Name of the company.
    #[arg(long)]
    pub company: String,
    /// IANA time zone, such as America/New_York.
    #[arg(long)]
    pub time_zone: String,
    /// Name of the owner.
    #[arg(long)]
    pub name: String,
    /// E-mail of the owner, to sign in with.
    #[arg(long)]
    pub email: String,
    /// Read the password from the first line of standard input instead of asking.
    #[arg(long)]
    pub password_stdin: bool,
}

/// Commands on workspaces.
#[derive(Debug, Subcommand)]
pub enum WorkspaceCommand {
    /// Make a workspace. Prints its id.
    Create {
        /// Name of the company.
        #[arg(long)]
        name: String,
        /// IANA time zone, such as America/New_York.
        #[arg(long)]
        time_zone: String,
    },
    /// List workspaces.
    List,
}

/// Commands on members.
#[derive(Debug, Subcommand)]
pub enum MemberCommand {
    /// Add a member. Prints the link with which the member sets a password.
    Add {
        /// Id or name of the workspace; may be left out when there is only one.
        #[arg(long)]
        workspace: Option<String>,
        /// Name.
        #[arg(long)]
        name: String,
        /// E-mail, to sign in with.
        #[arg(long)]
        email: String,
        /// viewer, tech, dispatcher, admin or owner.
        #[arg(long, value_parser = role)]
        role: Role,
    },
}

/// The `api-key` command.
#[derive(Args, Debug)]
pub struct ApiKey {
    /// What to do.
    #[command(subcommand)]
    pub command: ApiKeyCommand,
}

/// Commands on API keys.
#[derive(Debug, Subcommand)]
pub enum ApiKeyCommand {
    /// Make a key.
    Create {
        /// Id or name of the workspace; may be left out when there is only one.
        #[arg(long)]
        workspace: Option<String>,
        /// viewer, tech, dispatcher, admin or owner.
        #[arg(long, value_parser = role)]
        role: Role,
        /// What the key is for.
        #[arg(long, default_value = "command line")]
        name: String,
    },
}

/// Commands on the demo.
#[derive(Debug, Subcommand)]
pub enum DemoCommand {
    /// Make the demo workspace with its members, customers and calls.
    Load {
        /// How many past calls.
        #[arg(long, default_value_t = 2_000)]
        calls: u32,
        /// The same seed makes the same town.
        #[arg(long, default_value_t = 7)]
        seed: u64,
    },
}

/// Commands that take in data.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Take in a call log as CSV.
    Calls(ImportCalls),
}

/// Arguments of `import calls`.
#[derive(Args, Clone, Debug)]
pub struct ImportCalls {
    /// The CSV file.
    pub file: PathBuf,
    /// Read and check everything, write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Id or name of the workspace; may be left out when there is only one.
    #[arg(long)]
    pub workspace: Option<String>,
    /// Names a column of the file for a field: --column started_at="Call Date". May be repeated.
    #[arg(long = "column", value_parser = column)]
    pub columns: Vec<(String, String)>,
    /// Name of the source; with the provider id it makes duplicates known. The headers tell it when it is left out.
    #[arg(long)]
    pub provider: Option<String>,
    /// What is done about calls that are known already: skip or update. An update changes only what the file has and no
    /// person has changed.
    #[arg(long, default_value = "skip", value_parser = duplicates)]
    pub duplicates: Duplicates,
    /// IANA zone of times that name none; by default that of the workspace.
    #[arg(long)]
    pub time_zone: Option<String>,
    /// Where rows with errors are written; by default beside the file.
    #[arg(long)]
    pub errors: Option<PathBuf>,
}

fn role(word: &str) -> Result<Role, String> {
    Role::parse(word).ok_or_else(|| format!("roles are {}", Role::ALL.map(Role::as_str).join(", ")))
}

fn duplicates(word: &str) -> Result<Duplicates, String> {
    Duplicates::parse(word).ok_or_else(|| "is skip or update".to_owned())
}

fn column(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, column)) if !field.trim().is_empty() && !column.trim().is_empty() => {
            Ok((field.trim().to_owned(), column.trim().to_owned()))
        }
        _ => Err("write field=Column, such as started_at=\"Call Date\"".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn columns_are_pairs() {
        assert_eq!(column("a= B "), Ok(("a".to_owned(), "B".to_owned())));
        assert!(column("a").is_err());
    }
}

/// What a doctor looks at more closely.
#[derive(Debug, Subcommand)]
pub enum DoctorCommand {
    /// Ask Twilio how the account is set up; exits with 1 when calls or texts are lost.
    Twilio {
        /// The workspace, when there are several.
        #[arg(long)]
        workspace: Option<String>,
    },
}
