//! Twilio's own helper in an environment of its own below `target`.

use super::cases::Case;
use std::{path::PathBuf, process::Stdio};
use tokio::{io::AsyncWriteExt, process::Command};

/// The version whose verdicts are pinned.
const PACKAGE: &str = "twilio==9.13.0";

#[expect(clippy::disallowed_methods, reason = "a machine that builds releases must not skip")]
pub(super) fn must_run() -> bool {
    std::env::var("CI").is_ok_and(|text| !text.is_empty() && text != "false")
}

/// A line for each case; `None` when the helper cannot be had here.
pub(super) async fn verdicts(cases: &[Case]) -> Option<String> {
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
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The Python that has the helper; it is installed once.
async fn python() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("twilio-helper");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if runs(Command::new(&python).args(["-c", "import twilio.request_validator"])).await {
        return Some(python);
    }
    let made = runs(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder)).await;
    let pip = ["-m", "pip", "install", "--quiet", "--timeout", "20", "--retries", "1", PACKAGE];
    (made && runs(Command::new(&python).args(pip)).await).then_some(python)
}

async fn runs(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().await.is_ok_and(|status| status.success())
}
