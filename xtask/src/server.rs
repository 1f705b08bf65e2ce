//! The server binary: build it, run it, stop it.

use crate::{
    interrupt::{self, Registered},
    output,
    postgres::answers,
    process, repo,
};
use anyhow::{Context, Result, bail};
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

const START_DEADLINE: Duration = Duration::from_mins(2);
const STOP_DEADLINE: Duration = Duration::from_secs(20);

/// Which build of the server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Builds fastest; dependencies are optimised, our own code is not.
    Dev,
    /// The same beside all tests. Cargo gives shared dependencies the features that tests ask for, so a server built alone
    /// would compile half of them once more.
    DevWithTests,
    /// Optimised.
    Release,
    /// Optimised across crates: what is shipped. Builds slowest, runs fastest.
    Shipped,
}

/// Builds the server and says where it is.
pub(crate) fn build(profile: Profile) -> Result<PathBuf> {
    let mut command = repo::cargo();
    command.arg("build");
    let alone = ["--package", "callboard-app", "--bin", "callboard"];
    let folder = match profile {
        Profile::Dev => {
            command.args(alone);
            "debug"
        }
        Profile::DevWithTests => {
            command.args(["--workspace", "--all-targets"]);
            "debug"
        }
        Profile::Release => {
            command.args(alone).arg("--release");
            "release"
        }
        Profile::Shipped => {
            command.args(alone).args(["--profile", "dist"]);
            "dist"
        }
    };
    process::run(&mut command)?;
    Ok(repo::target().join(folder).join("callboard"))
}

/// A command of the server binary, run in the root of the checkout.
pub(crate) fn command(binary: &Path) -> Command {
    let mut command = Command::new(binary);
    command.current_dir(repo::root()).stdin(Stdio::null());
    command
}

/// A running server; dropping it ends it as Ctrl-C would, and waits until it has.
pub(crate) struct Server {
    child: Child,
    watched: Option<Registered>,
}

impl Server {
    /// Starts `serve` as prepared and waits until the port answers.
    pub(crate) fn start(command: &mut Command, port: u16) -> Result<Self> {
        let child =
            command.spawn().with_context(|| format!("cannot run {}", process::shown(command)))?;
        let watched = Some(Registered::new(child.id()));
        let mut server = Self { child, watched };
        let deadline = Instant::now() + START_DEADLINE;
        while Instant::now() < deadline {
            if let Some(status) = server.child.try_wait()? {
                bail!("the server ended at once ({status}); its last lines say why");
            }
            if answers(port) {
                return Ok(server);
            }
            if interrupt::happened() {
                bail!("stopped before the server answered");
            }
            sleep(Duration::from_millis(50));
        }
        bail!("the server did not answer on port {port} within {} s", START_DEADLINE.as_secs())
    }

    /// The process of the server.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the server ends by itself or is told to.
    pub(crate) fn wait(mut self) -> Result<ExitStatus> {
        let status = self.child.wait()?;
        self.watched = None;
        Ok(status)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        interrupt::terminate(self.child.id());
        let deadline = Instant::now() + STOP_DEADLINE;
        while Instant::now() < deadline {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            sleep(Duration::from_millis(20));
        }
        output::note("the server did not end in time and is killed");
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
