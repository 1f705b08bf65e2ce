//! One server process: started on a free port, watched, ended by its own pid.

use crate::{client::Client, place::Place, wait::until};
use std::{
    fs::File,
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::{Duration, Instant},
};
use tokio::process::{Child, Command};

/// How long a server may take to answer for the first time, on a busy machine.
const READY_WITHIN: Duration = Duration::from_mins(1);
/// How long a stopped server may take to end (G7).
pub(crate) const STOPS_WITHIN: Duration = Duration::from_secs(20);

/// Lines of its log that are shown when a test fails.
const LINES_SHOWN: usize = 30;

/// A running server. Dropping it kills the process; after a panic its log is printed.
#[derive(Debug)]
pub struct Server {
    child: Child,
    base: String,
    log: PathBuf,
}

impl Server {
    pub(crate) async fn start(
        place: &Place,
        number: u32,
        arguments: &[&str],
        settings: &[(&str, &str)],
    ) -> Self {
        let port = free_port();
        let base = format!("http://127.0.0.1:{port}");
        let log = place.file(&format!("server-{number}.log"));
        let lines = File::create(&log).expect("a log file can be made");
        let mut command = place.command(&[&["serve"], arguments].concat());
        command
            .env("CALLBOARD_LISTEN", format!("127.0.0.1:{port}"))
            .env("CALLBOARD_PUBLIC_URL", &base)
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(lines);
        let child = command.spawn().expect("the server binary runs");
        let mut server = Self { child, base, log };
        server.answers().await;
        server
    }

    async fn answers(&mut self) {
        let client = self.anonymous();
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the child can be asked") {
                panic!("the server ended at once ({status})");
            }
            if client.try_get("/healthz").await.is_some_and(|answer| answer.status == 200) {
                return;
            }
            assert!(began.elapsed() < READY_WITHIN, "the server does not answer");
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// Scheme, host and port.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A client that says nothing of who it is.
    pub fn anonymous(&self) -> Client {
        Client::anonymous(&self.base)
    }

    /// What the server has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Process id.
    pub fn pid(&self) -> u32 {
        self.child.id().expect("the server runs")
    }

    /// The most memory that it has held so far, in MiB; `None` where the kernel does not tell.
    pub fn peak_memory_mib(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kib / 1024)
    }

    /// Whether the process is still there.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Asks it to stop, as an operator does, and waits; answers how it ended and how long that took.
    pub async fn stop(mut self) -> (ExitStatus, Duration) {
        let began = Instant::now();
        self.signal("TERM").await;
        let status = until(
            "the server stops after SIGTERM",
            STOPS_WITHIN + Duration::from_secs(5),
            async || self.child.try_wait().expect("the child can be asked"),
        )
        .await;
        (status, began.elapsed())
    }

    /// Ends it at once, as a power cut does.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("the server can be killed");
    }

    /// Sends a signal by its name.
    pub async fn signal(&self, name: &str) {
        send_signal(self.pid(), name).await;
    }
}

impl Drop for Server {
    #[expect(clippy::print_stderr, reason = "a failed test shows what the server said")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = self.log();
            let lines: Vec<_> = log.lines().collect();
            let last = &lines[lines.len().saturating_sub(LINES_SHOWN)..];
            eprintln!("--- end of the log of {} ---\n{}", self.base, last.join("\n"));
        }
    }
}

/// Sends a signal to a process that the test started.
pub(crate) async fn send_signal(pid: u32, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), pid.to_string()]).status().await;
    assert!(sent.expect("`kill` runs").success(), "{name} could not be sent");
}

/// A port that nobody listens on at the moment.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    listener.local_addr().expect("a listener has an address").port()
}
