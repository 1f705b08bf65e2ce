//! Settings: one TOML file, overridden by `CALLBOARD_*` environment variables. Unknown keys are errors.

mod catalogue;
mod load;

pub use catalogue::{SETTINGS, Setting};
pub use load::{ConfigError, environment, load};

use serde::Deserialize;
use std::{net::SocketAddr, path::PathBuf};

/// The settings of one process. Field names are the TOML keys; upper-cased with the prefix `CALLBOARD_` they are the
/// environment variables. [`SETTINGS`] says what each means.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address and port to serve on.
    pub listen: SocketAddr,
    /// `sqlite://path` or `postgres://…`. Holds a secret: never printed.
    pub database_url: String,
    /// Folder for files and for the default database.
    pub data_dir: PathBuf,
    /// The address under which browsers reach the server.
    pub public_url: String,
    /// Connections of the pool.
    pub database_pool: u32,
    /// Which log lines are written.
    pub log: String,
    /// `text` or `json`.
    pub log_format: LogFormat,
    /// Whether `X-Forwarded-For` names the client.
    pub trust_forwarded_for: bool,
    /// Whether the demo workspace is made when the database is empty.
    pub demo: bool,
}

/// How log lines look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl Config {
    /// Whether browsers reach the server over TLS, which decides the cookie's name and flags.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
