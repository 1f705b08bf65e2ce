//! Installing what the tests need, where that is allowed: on Debian and its relatives, as root.

use crate::{output, process};
use anyhow::{Context, Result};
use std::{fs, path::Path, process::Command};

const CLUSTER_SETTINGS: &str = "/etc/postgresql-common/createcluster.conf";

/// Whether packages may be installed here.
pub(crate) fn may_install() -> bool {
    process::find("apt-get").is_some() && process::is_root()
}

/// Installs packages by apt-get.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    output::step(&format!("installing {} (apt-get)", packages.join(", ")));
    process::run(apt_get().args(["update", "-qq"]))?;
    if packages.contains(&"postgresql") {
        forbid_a_default_cluster()?;
    }
    process::run(
        apt_get()
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(["-o", "Dpkg::Options::=--force-confold"])
            .args(packages),
    )
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// The tests start a server of their own, so the package shall not start one on port 5432.
fn forbid_a_default_cluster() -> Result<()> {
    let settings = Path::new(CLUSTER_SETTINGS);
    if settings.exists() {
        return Ok(());
    }
    if let Some(folder) = settings.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(settings, "create_main_cluster = false\nstart_conf = 'manual'\n")
        .with_context(|| format!("cannot write {CLUSTER_SETTINGS}"))
}
