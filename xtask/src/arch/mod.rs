//! `cargo xtask arch`: the rules of the house that a compiler does not know. All of it runs as tests, too.
//!
//! Each check is a pure function from what was read to a list of sentences, one per violation.

mod arrows;
mod licences;
mod lockfile;
mod manifest;
mod ports;
mod tables;
mod third_party;
mod tidy;

use crate::output;
use anyhow::{Result, bail};
use manifest::Manifest;

/// Runs every check and says all violations.
pub(crate) fn run() -> Result<()> {
    let mut violations = crates()?;
    violations.extend(tables::check(&tables::read()?));
    violations.extend(ports::check(&ports::read()?));
    violations.extend(tidy::check(&tidy::read()?));
    report(&violations)
}

/// Licences, bans and sources of what we depend on.
pub(crate) fn check_dependencies() -> Result<()> {
    let rules = licences::Rules::read()?;
    let graph = lockfile::read()?;
    let doubled = lockfile::doubled(&graph);
    if !doubled.is_empty() {
        output::note(&format!("in several versions (a warning): {}", doubled.join(", ")));
    }
    report(&licences::check(&graph, &rules))
}

fn crates() -> Result<Vec<String>> {
    let manifests = Manifest::read_all()?;
    let mut violations = manifest::check(&manifests);
    violations.extend(arrows::check(&manifests));
    violations.extend(third_party::check(&manifests));
    Ok(violations)
}

/// What a single crate breaks, in whatever workspace it stands.
#[cfg(test)]
pub(crate) fn violations_of_crate(root: &std::path::Path, name: &str) -> Result<Vec<String>> {
    let folder = root.join("crates").join(name);
    let manifests = [Manifest::parse(&std::fs::read_to_string(folder.join("Cargo.toml"))?)?];
    let mut violations = manifest::check(&manifests);
    violations.extend(arrows::check(&manifests));
    violations.extend(third_party::check(&manifests));
    violations.extend(ports::check_without_exceptions(&ports::read_from(&folder)?));
    violations.extend(tidy::check(&tidy::read_from(root, &folder)?));
    Ok(violations)
}

fn report(violations: &[String]) -> Result<()> {
    for violation in violations {
        output::line(violation);
    }
    match violations.len() {
        0 => Ok(()),
        1 => bail!("one rule is broken"),
        count => bail!("{count} rules are broken"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_kept(violations: &[String]) {
        assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
    }

    #[test]
    fn crates_keep_their_arrows_and_lists() {
        assert_kept(&crates().unwrap());
    }

    #[test]
    fn every_table_belongs_to_a_workspace() {
        assert_kept(&tables::check(&tables::read().unwrap()));
    }

    #[test]
    fn every_port_method_takes_a_scope() {
        assert_kept(&ports::check(&ports::read().unwrap()));
    }

    #[test]
    fn the_checkout_is_tidy() {
        assert_kept(&tidy::check(&tidy::read().unwrap()));
    }

    #[test]
    fn dependencies_are_licensed_and_from_the_registry() {
        let rules = licences::Rules::read().unwrap();
        assert_kept(&licences::check(&lockfile::read().unwrap(), &rules));
    }
}
