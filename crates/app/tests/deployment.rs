//! What `deploy/` says is true of this product. Nothing is built or started here, for that takes a container engine and an
//! init system; what can be read is read.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use callboard_app::{
    cli::Cli,
    config::{self, SETTINGS},
};
use clap::{CommandFactory, Parser};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use yaml_rust2::{Yaml, YamlLoader};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join("deploy").join(name)).unwrap()
}

fn compose() -> Yaml {
    // Anchors and merge keys are resolved by compose; the reader keeps `<<` as a key.
    YamlLoader::load_from_str(&read("compose.yaml")).unwrap().remove(0)
}

/// A key of a service, looked up through what it merges.
fn of<'a>(service: &'a Yaml, key: &str) -> &'a Yaml {
    match &service[key] {
        Yaml::BadValue => &service["<<"][key],
        found => found,
    }
}

fn words(list: &Yaml) -> Vec<String> {
    list.as_vec().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_variable_is_a_setting() {
    let folder = fs::read_dir(root().join("deploy")).unwrap();
    let mut seen = 0;
    for file in folder {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for piece in text.split("CALLBOARD_").skip(1) {
            let name: String =
                piece.chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect();
            let variable = format!("CALLBOARD_{name}");
            seen += 1;
            let known = SETTINGS.iter().any(|setting| setting.variable() == variable);
            assert!(known, "{}: {variable} is no setting", path.display());
        }
    }
    assert!(seen > 10);
}

#[test]
fn the_settings_of_compose_and_image_are_read() {
    let compose = compose();
    let environment = compose["x-settings"].as_hash().unwrap();
    let mut variables: BTreeMap<String, String> = environment
        .iter()
        .map(|(key, value)| {
            let value = value.as_str().unwrap();
            let value = value.replace("${POSTGRES_PASSWORD:?set it in .env}", "secret");
            let value = value.replace("${DESK_HOST:?set it in .env}", "desk.example.com");
            let value = value.replace("${SECRET_KEY:?set it in .env}", &"5".repeat(64));
            (key.as_str().unwrap().to_owned(), value)
        })
        .collect();
    let read = config::load(&variables).unwrap();
    assert!(read.is_https() && read.trust_forwarded_for && read.metrics_listen.is_some());
    assert_eq!(read.database_url, "postgres://callboard:secret@postgres/callboard");

    let image = self::read("Dockerfile");
    let lines = image.split("ENV ").nth(1).unwrap().split("EXPOSE").next().unwrap();
    variables.clear();
    for pair in lines.split_whitespace().filter(|word| word.contains('=')) {
        let (key, value) = pair.split_once('=').unwrap();
        variables.insert(key.to_owned(), value.to_owned());
    }
    let read = config::load(&variables).unwrap();
    assert!(read.listen.ip().is_unspecified() && read.data_dir == Path::new("/data"));
    assert!(image.contains(&format!("EXPOSE {}\n", read.listen.port())));
    assert!(self::read("Caddyfile").contains(&format!("server {}", read.listen.port())));
}

#[test]
fn every_command_exists() {
    let compose = compose();
    for service in ["migrate", "server", "worker"] {
        let command = words(of(&compose["services"][service], "command"));
        let line = std::iter::once("callboard".to_owned()).chain(command);
        Cli::try_parse_from(line).unwrap_or_else(|error| panic!("{service}: {error}"));
    }
    let image = read("Dockerfile");
    let known = Cli::command();
    for marker in ["HEALTHCHECK", "CMD ["] {
        let line = image.lines().rfind(|line| line.starts_with(marker)).unwrap();
        let last = line.rsplit('"').nth(1).unwrap();
        assert!(known.find_subcommand(last).is_some(), "{line}");
    }
    let unit = read("callboard.service");
    let start = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    let words: Vec<_> = start.split_whitespace().collect();
    assert!(words[0].ends_with("/callboard"));
    Cli::try_parse_from(words).unwrap();
}

#[test]
fn compose_has_two_servers_a_worker_and_a_proxy_and_shows_nothing_else() {
    let compose = compose();
    let services = &compose["services"];
    assert_eq!(services["server"]["deploy"]["replicas"].as_i64(), Some(2));
    for (name, service) in services.as_hash().unwrap() {
        let shown = !service["ports"].is_badvalue();
        assert_eq!(shown, name.as_str() == Some("proxy"), "{name:?} is reached from outside");
        let networks = words(of(service, "networks"));
        for network in networks {
            assert!(!compose["networks"][network.as_str()].is_badvalue());
        }
        for volume in of(service, "volumes").as_vec().into_iter().flatten() {
            let (from, _) = volume.as_str().unwrap().split_once(':').unwrap();
            let exists = if let Some(path) = from.strip_prefix("./") {
                root().join("deploy").join(path).exists()
            } else {
                compose["volumes"].as_hash().unwrap().contains_key(&Yaml::String(from.to_owned()))
            };
            assert!(exists, "{name:?}: {from}");
        }
    }
    let ours = &compose["x-callboard"];
    assert_eq!(ours["read_only"].as_bool(), Some(true));
    assert_eq!(words(&ours["cap_drop"]), ["ALL"]);
    // Who is asked to stop has twenty seconds.
    assert_eq!(ours["stop_grace_period"].as_str(), Some("30s"));
    let unit = read("callboard.service");
    assert!(unit.contains("TimeoutStopSec=30") && unit.contains("KillSignal=SIGTERM"));
    let build = &ours["build"];
    let context = root().join("deploy").join(build["context"].as_str().unwrap());
    assert!(context.join(build["dockerfile"].as_str().unwrap()).exists());
    for variable in ["DESK_HOST", "POSTGRES_PASSWORD", "SECRET_KEY"] {
        assert!(read("compose.env.example").contains(&format!("\n{variable}=")), "{variable}");
    }
}

#[test]
fn the_image_copies_what_exists_and_is_not_root() {
    let image = read("Dockerfile");
    for line in image.lines().filter(|line| line.starts_with("COPY ") && !line.contains("--from")) {
        let words: Vec<_> = line.split_whitespace().skip(1).collect();
        for source in &words[..words.len() - 1] {
            assert!(root().join(source).exists(), "{line}");
        }
    }
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("[profile.dist]"));
    let members = ["crates", "migrations", "tests", "xtask"];
    assert!(members.iter().all(|member| image.contains(&format!("COPY {member} {member}\n"))));
    let last = image.split("\nFROM ").last().unwrap();
    assert!(last.contains("USER 65532") && last.contains("HEALTHCHECK") && !last.contains("RUN"));
    let toolchain = fs::read_to_string(root().join("rust-toolchain.toml")).unwrap();
    let version = image.split("FROM rust:").nth(1).unwrap().split('-').next().unwrap();
    assert!(toolchain.contains(&format!("\"{version}")), "the image builds with {version}");
}
