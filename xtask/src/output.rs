//! All that these commands print themselves.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the one place of this tool that prints"
)]

use std::{
    error::Error,
    fmt,
    io::{IsTerminal, stderr, stdout},
};

/// Announces a step that takes time.
pub(crate) fn step(text: &str) {
    if stderr().is_terminal() {
        eprintln!("\x1b[1m==> {text}\x1b[0m");
    } else {
        eprintln!("==> {text}");
    }
}

/// A remark beside the results.
pub(crate) fn note(text: &str) {
    eprintln!("    {text}");
}

/// Why a command failed.
pub(crate) fn failure(text: &str) {
    if stderr().is_terminal() {
        eprintln!("\x1b[1;31merror:\x1b[0m {text}");
    } else {
        eprintln!("error: {text}");
    }
}

/// A result, on stdout.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Makes a word stand out where stdout is a terminal.
pub(crate) fn strong(text: &str) -> String {
    if stdout().is_terminal() { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
}

/// Everything that is wrong has been said; only the exit code is missing.
#[derive(Debug)]
pub(crate) struct Reported;

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("see above")
    }
}

impl Error for Reported {}
