//! Entry point of the `callboard` binary.

use callboard_app::{cli::Cli, commands, config, logging, output, tls};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    tls::choose();
    let settings = match config::load(&config::environment()) {
        Ok(settings) => settings,
        Err(error) => return fail(&error.into()),
    };
    let traces = match logging::start(&settings) {
        Ok(traces) => traces,
        Err(error) => return fail(&error),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    let outcome = runtime.block_on(commands::run(cli.command, settings));
    drop(runtime);
    if let Some(traces) = traces {
        traces.stop();
    }
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// Says what went wrong, from the outside in, each cause once.
fn fail(error: &anyhow::Error) -> ExitCode {
    let mut words: Vec<String> = Vec::new();
    for cause in error.chain().map(ToString::to_string) {
        if !words.iter().any(|said| said.contains(&cause)) {
            words.push(cause);
        }
    }
    output::remark(format!("error: {}", words.join(": ")));
    ExitCode::FAILURE
}
