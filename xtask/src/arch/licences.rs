//! Licences, bans and sources of the crates that we build on, by the rules of `deny.toml`.

use super::lockfile::Package;
use crate::repo;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::fs;

/// What `deny.toml` says, as far as it is needed here.
#[derive(Deserialize)]
pub(super) struct Rules {
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

impl Rules {
    /// The rules of this checkout.
    pub(super) fn read() -> Result<Self> {
        let text = fs::read_to_string(repo::root().join("deny.toml")).context("deny.toml")?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).context("deny.toml is unreadable")
    }
}

/// Every crate is licensed as we allow, is not banned, and comes from the registry.
pub(super) fn check(packages: &[Package], rules: &Rules) -> Vec<String> {
    let mut violations = Vec::new();
    for package in packages {
        let name = &package.name;
        match &package.license {
            None => violations.push(format!("{name}: says no licence")),
            Some(licence) if !is_allowed(licence, &rules.licenses.allow) => {
                violations.push(format!("{name}: `{licence}` is not allowed by deny.toml"));
            }
            Some(_) => {}
        }
        if let Some(ban) = rules.bans.deny.iter().find(|ban| ban.name == *name) {
            violations.push(format!("{name}: banned by deny.toml: {}", ban.reason));
        }
        let source = package.source.as_deref().unwrap_or_default();
        let origin = source.trim_start_matches("registry+");
        if !rules.sources.allow_registry.iter().any(|allowed| allowed == origin) {
            violations.push(format!("{name}: comes from {source}, which deny.toml does not allow"));
        }
    }
    violations
}

/// Whether an SPDX expression can be satisfied with the allowed licences. `AND` binds tighter than `OR`; the old `/`
/// means `OR`.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<_> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any_of(&mut rest, allowed) && rest.is_empty()
}

fn any_of(words: &mut &[&str], allowed: &[String]) -> bool {
    let mut good = all_of(words, allowed);
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        // Both sides are read, whatever the first one said.
        good |= all_of(words, allowed);
    }
    good
}

fn all_of(words: &mut &[&str], allowed: &[String]) -> bool {
    let mut good = one(words, allowed);
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        good &= one(words, allowed);
    }
    good
}

fn one(words: &mut &[&str], allowed: &[String]) -> bool {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let good = any_of(words, allowed);
            let [")", rest @ ..] = *words else { return false };
            *words = rest;
            good
        }
        [licence, "WITH", exception, rest @ ..] => {
            *words = rest;
            let whole = format!("{licence} WITH {exception}");
            allowed.contains(&whole)
        }
        [licence, rest @ ..] => {
            *words = rest;
            allowed.iter().any(|name| name == licence)
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(expression: &str) -> bool {
        is_allowed(
            expression,
            &["MIT", "Apache-2.0", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"]
                .map(str::to_owned),
        )
    }

    #[test]
    fn expressions_are_read_as_written() {
        assert!(allows("MIT"));
        assert!(allows("MIT/Apache-2.0"));
        assert!(allows("GPL-3.0 OR MIT"));
        assert!(allows("MIT OR GPL-3.0"));
        assert!(allows("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(allows("Apache-2.0 WITH LLVM-exception OR GPL-2.0"));
        assert!(allows("MIT OR Apache-2.0 AND GPL-3.0"));
        assert!(!allows("MIT AND GPL-3.0"));
        assert!(!allows("(MIT OR GPL-3.0) AND GPL-3.0"));
        assert!(!allows("(MIT"));
        assert!(!allows("GPL-3.0 WITH LLVM-exception"));
        assert!(!allows(""));
    }

    #[test]
    fn banned_crates_and_strange_sources_are_named() {
        let rules = Rules::parse(
            r#"
            [licenses]
            allow = ["MIT"]
            [bans]
            deny = [{ crate = "openssl", reason = "rustls" }]
            [sources]
            allow-registry = ["https://example.com/index"]
            "#,
        )
        .unwrap();
        let package = |name: &str, source: &str| Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: Some("MIT".to_owned()),
            source: Some(source.to_owned()),
        };
        let good = package("a", "registry+https://example.com/index");
        let banned = package("openssl", "registry+https://example.com/index");
        let strange = package("b", "git+https://example.com/b");
        assert_eq!(check(&[good], &rules), Vec::<String>::new());
        assert_eq!(check(&[banned, strange], &rules).len(), 2);
    }
}
