//! Settings: one TOML file, overridden by `CALLBOARD_*` environment variables. Unknown keys are errors.

mod catalogue;
mod load;

pub use catalogue::{SETTINGS, Setting};
pub use load::{ConfigError, environment, load};

use callboard_http_api::Reporters;
use serde::{Deserialize, Deserializer};
use std::{fmt::Display, net::SocketAddr, path::PathBuf, str::FromStr};

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
    /// Where machines ask for numbers; `None` when nowhere.
    #[serde(deserialize_with = "maybe")]
    pub metrics_listen: Option<SocketAddr>,
    /// Where traces go; `None` when nowhere.
    #[serde(deserialize_with = "maybe")]
    pub otlp_endpoint: Option<CollectorUrl>,
    /// Requests of an API key in an hour; 0 is no limit.
    pub api_key_requests_per_hour: u32,
    /// Requests of a member in an hour; 0 is no limit.
    pub member_requests_per_hour: u32,
    /// Signs download links; empty: one is made in the data folder. Never printed.
    pub secret_key: String,
    /// Days after which the file of an export is removed.
    pub export_keep_days: u16,
    /// Minutes for which a download link opens.
    pub export_link_minutes: u8,
    /// `AC…`; empty when there is no account.
    pub twilio_account_sid: String,
    /// Signs Twilio's reports. Never printed.
    pub twilio_auth_token: String,
    /// Signs them too while the token is being changed. Never printed.
    pub twilio_auth_token_other: String,
    /// Where the telephone company reaches the server; empty: at `public_url`.
    pub hooks_url: String,
    /// From where it may report; empty: from everywhere.
    #[serde(deserialize_with = "parsed")]
    pub hooks_from: Reporters,
    /// `SK…`; empty when there is none.
    pub twilio_api_key_sid: String,
    /// Its secret. Never printed.
    pub twilio_api_key_secret: String,
    /// Where Twilio's API is.
    pub twilio_api_url: String,
    /// `s3://bucket/folder`; empty: a folder within the data folder.
    pub files_url: String,
    /// Address of the store of the bucket; empty: Amazon's own.
    pub files_endpoint: String,
    /// Region of the bucket.
    pub files_region: String,
    /// Name of the key of the bucket.
    pub files_key_id: String,
    /// The key of the bucket. Never printed.
    pub files_secret: String,
    /// Server that writes down recordings; empty: none.
    pub speech_url: String,
    /// Its key. Never printed.
    pub speech_key: String,
    /// The model it is asked for.
    pub speech_model: String,
    /// The language of the calls; empty: the server finds out.
    pub speech_language: String,
    /// `smtps://user:password@host`; empty: mail becomes files. Holds a secret: never printed.
    pub smtp_url: String,
    /// Who mail comes from; needed with a mail server.
    pub mail_from: String,
    /// Minutes for which a link to media opens.
    pub media_link_minutes: u8,
    /// Whether the demo workspace is made when the database is empty.
    pub demo: bool,
}

/// Address of a collector of traces.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CollectorUrl(pub String);

impl FromStr for CollectorUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // A collector stands beside the server; what leaves the machine is its business, and so is TLS.
        let address = text.strip_prefix("http://").filter(|rest| !rest.is_empty());
        address.map_or(Err("write it as http://host:4318"), |_| {
            Ok(Self(text.trim_end_matches('/').to_owned()))
        })
    }
}

/// Empty is none.
fn maybe<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(serde::de::Error::custom)
}

fn parsed<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
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
    /// The address under which the telephone company reaches the server, without a slash at its end.
    pub fn hooks_origin(&self) -> &str {
        let own = if self.hooks_url.is_empty() { &self.public_url } else { &self.hooks_url };
        own.trim_end_matches('/')
    }

    /// Whether browsers reach the server over TLS, which decides the cookie's name and flags.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
