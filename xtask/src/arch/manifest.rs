//! What the manifests of our own crates say, and the rules for the manifests themselves.

use crate::repo;
use anyhow::{Context, Result};
use std::{fs, path::PathBuf};
use toml::{Table, Value};

/// Prefix of our own packages.
pub(super) const OWN: &str = "callboard-";

/// A crate of the workspace.
pub(super) struct Manifest {
    pub(super) name: String,
    pub(super) dependencies: Vec<Dependency>,
    lints_from_workspace: bool,
    default_features: Vec<String>,
}

/// One line under `[dependencies]` or a section like it.
pub(super) struct Dependency {
    pub(super) name: String,
    pub(super) for_tests: bool,
    pub(super) optional: bool,
    features: Vec<String>,
    from_workspace: bool,
}

impl Manifest {
    /// Every crate of the workspace, in alphabetical order.
    pub(super) fn read_all() -> Result<Vec<Self>> {
        let mut folders: Vec<PathBuf> =
            ["migrations", "tests", "xtask"].iter().map(|name| repo::root().join(name)).collect();
        for entry in fs::read_dir(repo::root().join("crates"))? {
            folders.push(entry?.path());
        }
        let mut files: Vec<_> =
            folders.into_iter().map(|folder| folder.join("Cargo.toml")).collect();
        files.retain(|file| file.exists());
        files.sort();
        files
            .iter()
            .map(|file| {
                let text = fs::read_to_string(file)?;
                Self::parse(&text).with_context(|| repo::shown(file))
            })
            .collect()
    }

    /// One crate from the text of its manifest.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let table: Table = text.parse()?;
        let name = table
            .get("package")
            .and_then(|package| package.get("name"))
            .and_then(Value::as_str)
            .context("the manifest names no package")?
            .to_owned();
        let mut dependencies = Vec::new();
        collect(&table, &mut dependencies);
        let targets = table.get("target").and_then(Value::as_table);
        for target in targets.into_iter().flat_map(Table::values).filter_map(Value::as_table) {
            collect(target, &mut dependencies);
        }
        let lints = table.get("lints").and_then(|lints| lints.get("workspace"));
        let default_features = table.get("features").and_then(|features| features.get("default"));
        Ok(Self {
            name,
            dependencies,
            lints_from_workspace: lints.and_then(Value::as_bool) == Some(true),
            default_features: words(default_features),
        })
    }

    /// The name without the prefix of our packages.
    pub(super) fn noun(&self) -> &str {
        self.name.strip_prefix(OWN).unwrap_or(&self.name)
    }
}

fn collect(table: &Table, into: &mut Vec<Dependency>) {
    for (section, for_tests) in
        [("dependencies", false), ("build-dependencies", false), ("dev-dependencies", true)]
    {
        let entries = table.get(section).and_then(Value::as_table);
        for (name, entry) in entries.into_iter().flatten() {
            let flag = |key: &str| entry.get(key).and_then(Value::as_bool) == Some(true);
            into.push(Dependency {
                name: name.clone(),
                for_tests,
                optional: flag("optional"),
                features: words(entry.get("features")),
                from_workspace: flag("workspace"),
            });
        }
    }
}

fn words(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Lints and versions come from the workspace; mocks stay out of what is shipped.
pub(super) fn check(manifests: &[Manifest]) -> Vec<String> {
    let mut violations = Vec::new();
    for manifest in manifests {
        let name = &manifest.name;
        if !manifest.lints_from_workspace {
            violations.push(format!("{name}: add `[lints] workspace = true`"));
        }
        if manifest.default_features.iter().any(|feature| feature == "mock") {
            violations.push(format!("{name}: the feature `mock` must not be a default"));
        }
        for dependency in &manifest.dependencies {
            let own_mocks = dependency.for_tests && dependency.name == *name;
            if !dependency.from_workspace && !own_mocks {
                violations.push(format!(
                    "{name}: write `{0}.workspace = true`; its version belongs to the root manifest",
                    dependency.name
                ));
            }
            if !dependency.for_tests && dependency.features.iter().any(|feature| feature == "mock")
            {
                violations.push(format!(
                    "{name}: `{}` with `mock` is for [dev-dependencies] only",
                    dependency.name
                ));
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_manifest_passes() {
        let text = r#"
            [package]
            name = "callboard-jobs"
            [lints]
            workspace = true
            [features]
            mock = ["dep:mockall"]
            [dependencies]
            serde.workspace = true
            mockall = { workspace = true, optional = true }
            [dev-dependencies]
            callboard-jobs = { path = ".", features = ["mock"] }
        "#;
        assert_eq!(check(&[Manifest::parse(text).unwrap()]), Vec::<String>::new());
    }

    #[test]
    fn own_versions_lints_and_shipped_mocks_are_refused() {
        let text = r#"
            [package]
            name = "callboard-jobs"
            [features]
            default = ["mock"]
            [dependencies]
            serde = "1"
            callboard-calls = { workspace = true, features = ["mock"] }
            [target.'cfg(unix)'.dependencies]
            libc = "0.2"
        "#;
        let violations = check(&[Manifest::parse(text).unwrap()]);
        let found = |words: &str| violations.iter().any(|violation| violation.contains(words));
        assert_eq!(violations.len(), 5, "{violations:#?}");
        assert!(found("[lints]") && found("must not be a default") && found("`serde.workspace"));
        assert!(found("`libc.workspace") && found("`callboard-calls` with `mock`"));
    }
}
