//! Twilio's own helper in an environment of its own below `target`.

use super::cases::Case;
use std::{path::PathBuf, process::Stdio};
use tokio::{io::AsyncWriteExt, process::Command};

/// The version whose verdicts are pinned.
const PACKAGE: &str = "twilio==9.13.0";

/// Why the helper was not asked.
#[derive(Debug)]
pub(super) enum Absent {
    /// There is no `python3` that can make an environment; a fresh machine needs none to build us.
    Python,
    /// The package cannot be fetched: a registry that does not answer shall fail no build.
    Package,
}

/// A line for each case.
pub(super) async fn verdicts(cases: &[Case]) -> Result<String, Absent> {
    let python = python().await?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/vendor/oracle.py");
    let mut helper = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = helper.stdin.take().unwrap();
    let lines: Vec<String> = cases.iter().map(|case| case.json().to_string()).collect();
    let lines = lines.join("\n");
    let feed = async move {
        stdin.write_all(lines.as_bytes()).await.unwrap();
        drop(stdin);
    };
    let ((), output) = tokio::join!(feed, helper.wait_with_output());
    let output = output.unwrap();
    assert!(output.status.success(), "the helper failed");
    Ok(String::from_utf8(output.stdout).unwrap())
}

/// The Python that has the helper; it is installed once.
async fn python() -> Result<PathBuf, Absent> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("twilio-helper");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if runs(Command::new(&python).args(["-c", "import twilio.request_validator"])).await {
        return Ok(python);
    }
    if !runs(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder)).await {
        return Err(Absent::Python);
    }
    let pip = ["-m", "pip", "install", "--quiet", "--timeout", "20", "--retries", "1", PACKAGE];
    if runs(Command::new(&python).args(pip)).await { Ok(python) } else { Err(Absent::Package) }
}

async fn runs(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().await.is_ok_and(|status| status.success())
}
