//! Node, npm and the TypeScript project: present, installed, built; each only when needed.

use crate::{output, process, repo};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

/// The oldest Node that the build tools run on.
const OLDEST: (u32, u32) = (20, 19);
const HOW_TO_GET_NODE: &str = "Node 20.19 or newer with npm builds the user interface.\n  \
     Any system:     https://nodejs.org/en/download (LTS)\n  \
     Debian, Ubuntu: sudo apt-get install nodejs npm   (check `node --version` afterwards)\n  \
     macOS:          brew install node";

/// Fails with how to get it when Node or npm is absent or too old.
pub(crate) fn check() -> Result<()> {
    let Ok(text) = process::capture(Command::new("node").arg("--version")) else {
        bail!("node is not installed.\n  {HOW_TO_GET_NODE}");
    };
    let version = parse_version(text.trim())
        .with_context(|| format!("node says its version is {}", text.trim()))?;
    if version < OLDEST {
        bail!("node {} is too old.\n  {HOW_TO_GET_NODE}", text.trim());
    }
    if process::find("npm").is_none() {
        bail!("npm is not installed.\n  {HOW_TO_GET_NODE}");
    }
    Ok(())
}

fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Installs the packages of the lock file unless they are installed already.
pub(crate) fn install() -> Result<()> {
    check()?;
    let project = repo::frontend();
    let lock = project.join("package-lock.json");
    let mut manifests = vec![lock, project.join("package.json")];
    manifests.extend(Some(project.join("codegen/package.json")).filter(|file| file.exists()));
    let wanted = fingerprint(&manifests)?;
    let stamp = project.join("node_modules/.callboard-installed");
    if stamped(&stamp, &wanted) {
        return Ok(());
    }
    output::step("installing the packages of the user interface (npm ci)");
    process::run(npm(&project).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    fs::write(&stamp, wanted).context("cannot note that npm ci ran")
}

/// Builds the user interface unless nothing changed since the last time.
pub(crate) fn build() -> Result<()> {
    install()?;
    let project = repo::frontend();
    let sources = repo::files(&project, &["node_modules", "dist", "test-results", "tests"])?;
    let wanted = fingerprint(&sources)?;
    let stamp = repo::notes()?.join("ui-built");
    if stamped(&stamp, &wanted) && project.join("dist/index.html").exists() {
        return Ok(());
    }
    output::step("building the user interface");
    process::run(npm(&project).args(["run", "--silent", "build", "--", "--logLevel=warn"]))?;
    fs::write(&stamp, wanted).context("cannot note that the user interface is built")
}

/// npm in the TypeScript project.
pub(crate) fn npm(project: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(project).env("NO_UPDATE_NOTIFIER", "1");
    command
}

/// A program that the project's packages bring along.
pub(crate) fn program(name: &str) -> Command {
    let project = repo::frontend();
    let mut command = Command::new(project.join("node_modules/.bin").join(name));
    command.current_dir(project);
    command
}

/// A Chromium or Chrome for the browser tests; one without windows, which starts and paints quicker, where there is one.
pub(crate) fn chromium() -> Option<PathBuf> {
    let told = env::var_os("CHROMIUM_PATH").map(PathBuf::from).filter(|file| file.is_file());
    let on_path = [
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
    ]
    .iter()
    .find_map(|name| process::find(name));
    let applications = ["Google Chrome", "Chromium"]
        .iter()
        .map(|name| PathBuf::from(format!("/Applications/{name}.app/Contents/MacOS/{name}")))
        .find(|file| file.is_file());
    told.or(on_path).or(applications)
}

fn stamped(stamp: &Path, wanted: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|found| found == wanted)
}

fn fingerprint(files: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        repo::shown(file).hash(&mut hasher);
        fs::read(file)
            .with_context(|| format!("cannot read {}", file.display()))?
            .hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(parse_version("v20.20.2"), Some((20, 20)));
        assert!(parse_version("v18.19.0").unwrap() < OLDEST);
        assert!(parse_version("v20.9.0").unwrap() < OLDEST);
        assert!(parse_version("v24.0.1").unwrap() > OLDEST);
        assert_eq!(parse_version("nonsense"), None);
    }

    #[test]
    fn a_changed_file_changes_the_fingerprint() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("package.json");
        fs::write(&file, "{}").unwrap();
        let before = fingerprint(std::slice::from_ref(&file)).unwrap();
        assert_eq!(before, fingerprint(std::slice::from_ref(&file)).unwrap());
        fs::write(&file, "{ }").unwrap();
        assert_ne!(before, fingerprint(&[file]).unwrap());
    }
}
