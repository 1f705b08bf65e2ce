//! The binary `callboard`: settings, wiring and commands. The only crate that names concrete adapters.

pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod demo;
pub mod import;
pub mod lifecycle;
pub mod logging;
pub mod output;
mod secrets;
pub mod serve;
pub mod wiring;
pub mod worker;
