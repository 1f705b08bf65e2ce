//! Which crates of others each of our crates may use. A new entry is a decision; its reviewer sees it here.

use super::{
    arrows::Role,
    manifest::{Manifest, OWN},
};

/// What a crate may use.
enum Allowed {
    /// These and no others.
    Only(Vec<&'static str>),
    /// Everything but these.
    AllBut(&'static [&'static str]),
}

/// What domains see: no database, no HTTP, no vendor, no runtime. `uuid` is an id as a value, a lint forbids making one;
/// `sha2` computes what is compared instead of a secret or a long key.
const PURE: [&str; 9] = [
    "async-trait",
    "mockall",
    "serde",
    "serde_json",
    "sha2",
    "thiserror",
    "time",
    "tracing",
    "uuid",
];

/// What tests of any crate may use besides. `jiff`: whoever asks for zones through a port is tested with real ones.
const TESTING: [&str; 9] = [
    "insta",
    "jiff",
    "mockall",
    "proptest",
    "rstest",
    "tempfile",
    "tokio",
    "tokio-tungstenite",
    "toml",
];

/// Stores are reached through adapter-sql alone.
const STORES: [&str; 4] = ["sea-orm", "sea-orm-migration", "sea-query", "sqlx"];

fn allowed(noun: &str) -> Allowed {
    let only = |more: &[&'static str]| Allowed::Only([&PURE[..], more].concat());
    match (Role::of(noun), noun) {
        (Role::Kernel, _) => only(&["phonenumber"]),
        // Civil time, zones and daylight saving: business hours are its only user.
        (Role::Domain, "followups") => only(&["jiff"]),
        // Fills the variables of templates.
        (Role::Domain, "messaging") => only(&["minijinja"]),
        (Role::Port | Role::Domain | Role::Workflows, _) => only(&[]),
        (Role::Adapter, "adapter-sql") => only(&[
            "base64",
            "flate2",
            "futures-util",
            "hex",
            // Who sent the last requests.
            "moka",
            "rand",
            "sea-orm",
            "sea-orm-migration",
            "sqlx",
            "tokio",
        ]),
        (Role::Adapter, "adapter-files") => only(&[
            "futures-util",
            "object_store",
            "reqwest",
            "rustls",
            // A server that speaks S3, in tests.
            "hyper-util",
            "s3s",
            "s3s-fs",
        ]),
        (Role::Adapter, "adapter-media") => {
            only(&["hound", "image", "infer", "kamadak-exif", "tokio"])
        }
        (Role::Adapter, "adapter-mail") => only(&["lettre", "percent-encoding", "tokio", "url"]),
        (Role::Adapter, "adapter-speech") => only(&["reqwest", "rustls", "webpki-roots"]),
        (Role::Adapter, "adapter-pdf") => only(&["krilla", "notosans", "skrifa", "tokio"]),
        (Role::Adapter, "adapter-twilio") => only(&[
            "base64",
            "form_urlencoded",
            "hex",
            "hmac",
            "reqwest",
            // Reads in tests what was written.
            "roxmltree",
            "rustls",
            "sha1",
            "subtle",
            "tokio",
            "webpki-roots",
        ]),
        (Role::Adapter, "simulator") => only(&["hex", "hound", "rand", "tokio"]),
        (Role::Adapter, _) => only(&["tokio"]),
        (Role::HttpApi, _) => only(&[
            "base64",
            // Lists that are taken in and out in one request.
            "csv",
            "futures-util",
            "governor",
            "hmac",
            // Networks that reports may come from.
            "ipnet",
            "moka",
            "poem",
            "poem-openapi",
            "prometheus-client",
            "regex",
            "strsim",
            "tokio",
        ]),
        (Role::Web, _) => only(&["mime_guess", "poem", "rust-embed"]),
        (Role::Migrations, _) => Allowed::Only(vec!["async-trait", "sea-orm-migration"]),
        (Role::App, _) => Allowed::AllBut(&STORES),
        (Role::Tests | Role::Tooling, _) => Allowed::AllBut(&[]),
    }
}

/// Whether a crate does no I/O at all.
pub(super) fn is_pure(noun: &str) -> bool {
    matches!(Role::of(noun), Role::Kernel | Role::Port | Role::Domain | Role::Workflows)
}

/// Every third-party dependency is on the list of its crate.
pub(super) fn check(manifests: &[Manifest]) -> Vec<String> {
    let mut violations = Vec::new();
    for manifest in manifests {
        let rule = allowed(manifest.noun());
        for dependency in &manifest.dependencies {
            let name = dependency.name.as_str();
            let ours = name.starts_with(OWN);
            let fine = match &rule {
                Allowed::Only(list) => {
                    list.contains(&name) || (dependency.for_tests && TESTING.contains(&name))
                }
                Allowed::AllBut(list) => !list.contains(&name),
            };
            if !ours && !fine {
                violations.push(format!(
                    "{}: `{name}` is not on the list of this crate (xtask/src/arch/third_party.rs)",
                    manifest.name
                ));
            }
            if name == "mockall" && !dependency.for_tests && !dependency.optional {
                violations.push(format!("{}: mockall must be optional", manifest.name));
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations(noun: &str, lines: &str) -> Vec<String> {
        let text = format!("[package]\nname = \"callboard-{noun}\"\n{lines}\n");
        check(&[Manifest::parse(&text).unwrap()])
    }

    #[test]
    fn domains_see_no_database_no_http_and_no_runtime() {
        for name in ["sea-orm", "sqlx", "poem", "reqwest", "tokio", "jiff", "anyhow"] {
            let line = format!("[dependencies]\n{name}.workspace = true");
            assert_eq!(violations("calls", &line).len(), 1, "{name}");
        }
        assert!(violations("followups", "[dependencies]\njiff.workspace = true").is_empty());
        assert!(violations("calls", "[dev-dependencies]\ntokio.workspace = true").is_empty());
    }

    #[test]
    fn the_app_reaches_stores_through_the_adapter() {
        assert_eq!(violations("app", "[dependencies]\nsea-orm.workspace = true").len(), 1);
        assert!(violations("app", "[dependencies]\nclap.workspace = true").is_empty());
    }

    #[test]
    fn mocks_are_optional() {
        assert_eq!(violations("calls", "[dependencies]\nmockall.workspace = true").len(), 1);
        let optional = "[dependencies]\nmockall = { workspace = true, optional = true }";
        assert!(violations("calls", optional).is_empty());
    }
}
