//! One file a command.

mod access;
mod backup;
mod demo;
mod doctor;
mod doctor_twilio;
mod import;
mod migrate;
mod place;
mod probe;
mod settings;

use crate::{
    cli::{Command, DoctorCommand},
    config::Config,
    output, serve, worker,
};
use anyhow::Result;

/// Runs a command to its end.
pub async fn run(command: Command, config: Config) -> Result<()> {
    match command {
        Command::Serve(options) => serve::run(config, options).await,
        Command::Worker => worker::run_alone(config).await,
        Command::Migrate { check } => migrate::run(&config, check).await,
        Command::Setup(setup) => access::set_up(&config, setup).await,
        Command::Workspace(command) => access::workspace(&config, command).await,
        Command::Member(command) => access::member(&config, command).await,
        Command::ApiKey(command) => access::api_key(&config, command.command).await,
        Command::Demo(command) => demo::run(&config, command).await,
        Command::Import(command) => import::run(&config, command).await,
        Command::Backup(options) => backup::back_up(&config, options).await,
        Command::Restore(options) => backup::restore(&config, options).await,
        Command::Doctor { what: Some(DoctorCommand::Twilio { workspace }), .. } => {
            doctor_twilio::run(&config, workspace.as_deref()).await
        }
        Command::Doctor { audit, what: None } => doctor::run(&config, audit).await,
        Command::Probe { ready } => probe::run(&config, ready).await,
        Command::Openapi => {
            output::line(callboard_http_api::openapi_json());
            Ok(())
        }
        Command::Config => {
            settings::print();
            Ok(())
        }
    }
}
