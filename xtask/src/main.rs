//! Developer commands. `cargo xtask help` lists them; each lives in a file of its own.
#![expect(
    clippy::disallowed_methods,
    reason = "a developer tool reads the environment and waits for child processes; nothing of it is in the product"
)]

mod arch;
mod bench;
mod ci;
mod debian;
mod interrupt;
mod new_domain;
mod node;
mod openapi;
mod output;
mod postgres;
mod process;
mod repo;
mod server;
mod start;
mod test;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Developer commands of Callboard.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and serve a demo workspace on http://127.0.0.1:8080.
    Start(start::Options),
    /// Run all tests, Rust and UI, with a private PostgreSQL and Chromium.
    Test(test::Options),
    /// Run everything that must hold before a change is merged.
    Ci,
    /// Check arrows between crates, third-party lists, tables and tidiness.
    Arch,
    /// Measure the lists through the API against pgbench and write docs/BENCHMARKS.md.
    Bench(bench::Options),
    /// Make the skeleton of a domain crate.
    NewDomain(new_domain::Options),
    /// Write openapi.json and the typed client of the UI.
    Openapi(openapi::Options),
}

fn main() -> ExitCode {
    interrupt::listen();
    let outcome = match Cli::parse().command {
        Command::Start(options) => start::run(&options),
        Command::Test(options) => test::run(&options),
        Command::Ci => ci::run(),
        Command::Arch => arch::run(),
        Command::Bench(options) => bench::run(&options),
        Command::NewDomain(options) => new_domain::run(&options),
        Command::Openapi(options) => openapi::run(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if interrupt::happened() => {
            output::note("stopped");
            ExitCode::from(130)
        }
        Err(error) if error.is::<output::Reported>() => ExitCode::FAILURE,
        Err(error) => {
            output::failure(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
