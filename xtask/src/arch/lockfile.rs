//! The crates that end up in what we build, as cargo resolves them.

use crate::{process, repo};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A crate of others.
#[derive(Deserialize, Clone)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) license: Option<String>,
    /// Where it comes from; `None` for our own crates.
    pub(super) source: Option<String>,
}

/// Everything that the lock file holds for any platform.
pub(super) fn read() -> Result<Vec<Package>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    let text =
        process::capture(repo::cargo().args(["metadata", "--format-version", "1", "--locked"]))?;
    let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata is unreadable")?;
    Ok(metadata.packages.into_iter().filter(|package| package.source.is_some()).collect())
}

/// Names of crates that are there in more than one version, with the versions.
pub(super) fn doubled(packages: &[Package]) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in packages {
        versions.entry(&package.name).or_default().insert(&package.version);
    }
    let several = versions.into_iter().filter(|(_, versions)| versions.len() > 1);
    several
        .map(|(name, versions)| format!("{name} ({})", Vec::from_iter(versions).join(", ")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_several_versions_are_doubled() {
        let package = |name: &str, version: &str| Package {
            name: name.to_owned(),
            version: version.to_owned(),
            license: None,
            source: None,
        };
        let packages = [package("a", "1.0.0"), package("b", "1.0.0"), package("a", "2.0.0")];
        assert_eq!(doubled(&packages), ["a (1.0.0, 2.0.0)"]);
    }
}
