//! Reads the settings and explains what is wrong with them.

use super::{Config, SETTINGS};
use std::{collections::BTreeMap, path::Path};

/// Variables with this prefix belong to the project's own tests and are no settings.
const TEST_PREFIX: &str = "CALLBOARD_TEST_";
/// Names the TOML file; not a setting itself.
const FILE_VARIABLE: &str = "CALLBOARD_CONFIG";
/// Read when it exists and no file is named.
const DEFAULT_FILE: &str = "callboard.toml";

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A key that is no setting.
    #[error("{place}: unknown setting `{key}`{hint}")]
    Unknown {
        /// Where it stands.
        place: String,
        /// The key.
        key: String,
        /// Which known one is meant, perhaps.
        hint: String,
    },
    /// The file cannot be read.
    #[error("the settings file {path} cannot be read")]
    File {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: config::ConfigError,
    },
    /// A value has the wrong form.
    #[error("a setting has a wrong value: {0}")]
    Value(#[source] config::ConfigError),
}

/// The `CALLBOARD_*` variables of this process.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub fn environment() -> BTreeMap<String, String> {
    std::env::vars().filter(|(name, _)| name.starts_with("CALLBOARD_")).collect()
}

/// Settings from the file (named by `CALLBOARD_CONFIG`, else `callboard.toml` when present) and the environment, which
/// wins.
pub fn load(environment: &BTreeMap<String, String>) -> Result<Config, ConfigError> {
    let mut builder = config::Config::builder();
    for setting in SETTINGS {
        builder = builder.set_default(setting.key, setting.default).map_err(ConfigError::Value)?;
    }
    if let Some(path) = settings_file(environment) {
        let file = config::Config::builder()
            .add_source(config::File::new(&path, config::FileFormat::Toml))
            .build()
            .map_err(|source| ConfigError::File { path: path.clone(), source })?;
        let table: BTreeMap<String, config::Value> =
            file.clone().try_deserialize().map_err(ConfigError::Value)?;
        table.keys().try_for_each(|key| known(key, &path))?;
        builder = builder.add_source(file);
    }
    for (name, value) in environment {
        let Some(key) = name.strip_prefix("CALLBOARD_") else { continue };
        if name == FILE_VARIABLE || name.starts_with(TEST_PREFIX) {
            continue;
        }
        let key = key.to_ascii_lowercase();
        known(&key, "environment")?;
        builder = builder.set_override(key, value.clone()).map_err(ConfigError::Value)?;
    }
    builder.build().and_then(config::Config::try_deserialize).map_err(ConfigError::Value)
}

fn settings_file(environment: &BTreeMap<String, String>) -> Option<String> {
    environment
        .get(FILE_VARIABLE)
        .cloned()
        .or_else(|| Path::new(DEFAULT_FILE).exists().then(|| DEFAULT_FILE.to_owned()))
}

fn known(key: &str, place: &str) -> Result<(), ConfigError> {
    if SETTINGS.iter().any(|setting| setting.key == key) {
        return Ok(());
    }
    let nearest = SETTINGS
        .iter()
        .map(|setting| (strsim::damerau_levenshtein(setting.key, key), setting))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= 4);
    let hint = nearest.map_or_else(
        || "; `callboard config` lists all settings".to_owned(),
        |(_, setting)| format!("; did you mean `{}` ({})?", setting.key, setting.variable()),
    );
    Err(ConfigError::Unknown { place: place.to_owned(), key: key.to_owned(), hint })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn defaults_are_complete() {
        let config = load(&environment(&[])).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.database_url, "sqlite://data/callboard.db");
        assert!(!config.demo);
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("own.toml");
        std::fs::write(&file, "listen = \"127.0.0.1:9000\"\ndatabase_pool = 8\n").unwrap();
        let config = load(&environment(&[
            ("CALLBOARD_CONFIG", file.to_str().unwrap()),
            ("CALLBOARD_LISTEN", "127.0.0.1:9001"),
        ]))
        .unwrap();
        assert_eq!((config.listen.port(), config.database_pool), (9001, 8));
    }

    #[test]
    fn an_unknown_key_is_an_error_with_a_hint() {
        let error = load(&environment(&[("CALLBOARD_LISTN", "x")])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "environment: unknown setting `listn`; did you mean `listen` (CALLBOARD_LISTEN)?"
        );
    }

    #[test]
    fn an_unknown_key_in_the_file_names_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("own.toml");
        std::fs::write(&file, "colour = 1\n").unwrap();
        let error =
            load(&environment(&[("CALLBOARD_CONFIG", file.to_str().unwrap())])).unwrap_err();
        assert!(error.to_string().contains("own.toml: unknown setting `colour`"), "{error}");
    }

    #[test]
    fn a_wrong_value_is_an_error() {
        assert!(load(&environment(&[("CALLBOARD_LISTEN", "everywhere")])).is_err());
        assert!(load(&environment(&[("CALLBOARD_LOG_FORMAT", "xml")])).is_err());
        assert!(load(&environment(&[("CALLBOARD_METRICS_LISTEN", "9090")])).is_err());
        assert!(load(&environment(&[("CALLBOARD_OTLP_ENDPOINT", "https://far.example")])).is_err());
    }

    #[test]
    fn what_is_off_is_empty() {
        let config = load(&environment(&[])).unwrap();
        assert_eq!((config.metrics_listen, config.otlp_endpoint), (None, None));
        let on = environment(&[
            ("CALLBOARD_METRICS_LISTEN", "127.0.0.1:9090"),
            ("CALLBOARD_OTLP_ENDPOINT", "http://127.0.0.1:4318/"),
        ]);
        let config = load(&on).unwrap();
        assert_eq!(config.metrics_listen.map(|address| address.port()), Some(9090));
        assert_eq!(config.otlp_endpoint.map(|url| url.0).as_deref(), Some("http://127.0.0.1:4318"));
    }
}
