//! The binary `callboard`: settings, wiring and commands. The only crate that names concrete adapters.

pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod demo;
pub mod import;
pub mod lifecycle;
mod local_time;
pub mod logging;
pub mod operations;
pub mod output;
pub mod pulse;
mod secrets;
pub mod serve;
pub mod telephony;
pub mod tls;
pub mod wiring;
pub mod worker;
