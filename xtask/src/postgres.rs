//! A private PostgreSQL for one test run: own data folder, own port, own password, gone afterwards.

use crate::{debian, output, process};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    io::Read,
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

const PREFIX: &str = "callboard-postgres-";
const START_DEADLINE: Duration = Duration::from_mins(1);

/// A running server; dropping it stops the server and removes its data.
pub(crate) struct Postgres {
    programs: PathBuf,
    owner: Option<Owner>,
    data: PathBuf,
    child: Child,
    url: String,
}

/// The unprivileged user that owns the server when this tool runs as root, because PostgreSQL refuses root.
#[derive(Clone, Copy)]
struct Owner {
    user: u32,
    group: u32,
}

impl Postgres {
    /// Starts a server; installs PostgreSQL first where that is allowed.
    pub(crate) fn start() -> Result<Self> {
        Self::start_with(&[])
    }

    /// Starts a server with settings that win over the usual ones.
    pub(crate) fn start_with(more: &[&str]) -> Result<Self> {
        let programs = programs_or_install()?;
        remove_leftovers(&programs);
        let owner = if process::is_root() { Some(unprivileged()?) } else { None };
        let data = env::temp_dir().join(format!("{PREFIX}{}", std::process::id()));
        let password = random_word()?;
        initialise(&programs, owner, &data, &password)?;
        let port = free_port()?;
        let child = as_owner(&programs.join("postgres"), owner)
            .arg("-D")
            .arg(&data)
            .args(settings(port))
            .args(more.iter().flat_map(|setting| ["-c", setting]))
            // Ctrl-C reaches the whole foreground group; the server shall outlive the tests that use it.
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(data.join("server.log"))?)
            .spawn()
            .context("cannot start postgres")?;
        let url = format!("postgres://callboard:{password}@127.0.0.1:{port}/postgres");
        let mut server = Self { programs, owner, data, child, url };
        server.wait_until_ready(port)?;
        Ok(server)
    }

    /// Where a superuser of this server connects.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A program of the same installation, such as psql.
    pub(crate) fn program(&self, name: &str) -> Command {
        Command::new(self.programs.join(name))
    }

    /// Where the server writes its log.
    pub(crate) fn log(&self) -> PathBuf {
        self.data.join("server.log")
    }

    /// The server's own process, the parent of one for each connection.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    fn wait_until_ready(&mut self, port: u16) -> Result<()> {
        let deadline = Instant::now() + START_DEADLINE;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait()? {
                let log = fs::read_to_string(self.data.join("server.log")).unwrap_or_default();
                bail!("postgres ended at once ({status}):\n{log}");
            }
            let answers = Command::new(self.programs.join("pg_isready"))
                .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
                .status()?;
            if answers.success() {
                return Ok(());
            }
            sleep(Duration::from_millis(50));
        }
        bail!("postgres did not answer within {} s", START_DEADLINE.as_secs())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        stop(&self.programs, self.owner, &self.data);
        // `stop` asked by the data folder; the child is ours, so wait for it by its pid.
        let deadline = Instant::now() + Duration::from_secs(10);
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Err(error) = fs::remove_dir_all(&self.data) {
            output::note(&format!("{} is left behind: {error}", self.data.display()));
        }
    }
}

/// Speed over safety: the data are thrown away. No unix socket, so nothing but loopback and the password.
fn settings(port: u16) -> Vec<String> {
    [
        &format!("port={port}"),
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=300",
        "shared_buffers=128MB",
        "timezone=UTC",
    ]
    .into_iter()
    .flat_map(|setting| ["-c".to_owned(), setting.to_owned()])
    .collect()
}

fn initialise(programs: &Path, owner: Option<Owner>, data: &Path, password: &str) -> Result<()> {
    fs::create_dir(data).with_context(|| format!("cannot make {}", data.display()))?;
    let secret = env::temp_dir().join(format!("{PREFIX}{}.password", std::process::id()));
    write_secret(&secret, password)?;
    if let Some(owner) = owner {
        chown(data, Some(owner.user), Some(owner.group))?;
        chown(&secret, Some(owner.user), Some(owner.group))?;
    }
    let made = process::capture(
        as_owner(&programs.join("initdb"), owner)
            .arg("-D")
            .arg(data)
            .arg("--pwfile")
            .arg(&secret)
            .args(["--username=callboard", "--auth=scram-sha-256", "--no-sync"])
            .args(["--encoding=UTF8", "--locale=C.UTF-8"]),
    );
    fs::remove_file(&secret)?;
    if made.is_err() {
        fs::remove_dir_all(data)?;
    }
    made.map(drop)
}

fn write_secret(path: &Path, text: &str) -> Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let mut file =
        fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    Ok(())
}

fn as_owner(program: &Path, owner: Option<Owner>) -> Command {
    let mut command = Command::new(program);
    command.current_dir("/");
    if let Some(owner) = owner {
        command.uid(owner.user).gid(owner.group);
    }
    command
}

fn unprivileged() -> Result<Owner> {
    let id = |flag: &str, name: &str| -> Result<u32> {
        Ok(process::capture(Command::new("id").args([flag, name]))?.trim().parse()?)
    };
    for name in ["postgres", "nobody"] {
        if let (Ok(user), Ok(group)) = (id("-u", name), id("-g", name)) {
            return Ok(Owner { user, group });
        }
    }
    bail!(
        "PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody`; run as a normal user"
    )
}

fn stop(programs: &Path, owner: Option<Owner>, data: &Path) {
    // Failure means that it is gone already.
    let _ = as_owner(&programs.join("pg_ctl"), owner)
        .args(["stop", "-s", "-m", "immediate", "-D"])
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}

/// A run that was killed could not clean up; the next one does.
fn remove_leftovers(programs: &Path) {
    let Ok(entries) = fs::read_dir(env::temp_dir()) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)) else { continue };
        let Ok(pid) = pid.parse::<u32>() else { continue };
        if process::is_alive(pid) {
            continue;
        }
        let owner = if process::is_root() { unprivileged().ok() } else { None };
        stop(programs, owner, &entry.path());
        let _ = fs::remove_dir_all(entry.path());
    }
}

fn programs_or_install() -> Result<PathBuf> {
    if let Some(found) = programs() {
        return Ok(found);
    }
    if debian::may_install() {
        debian::install(&["postgresql"])?;
        return programs().context("postgresql is installed, but initdb is nowhere");
    }
    bail!(
        "PostgreSQL 14 or newer is needed for the tests.\n  Debian, Ubuntu: sudo apt-get install postgresql\n  \
         Fedora:         sudo dnf install postgresql-server postgresql-contrib\n  macOS:          brew install postgresql@17"
    )
}

/// The folder with initdb, postgres and pg_ctl; the newest when there are several.
fn programs() -> Option<PathBuf> {
    let complete = |dir: &PathBuf| dir.join("initdb").is_file() && dir.join("postgres").is_file();
    let by_config = process::capture(Command::new("pg_config").arg("--bindir"))
        .ok()
        .map(|dir| PathBuf::from(dir.trim()));
    let on_path = process::find("initdb").and_then(|file| file.parent().map(Path::to_owned));
    let mut installed: Vec<(u32, PathBuf)> =
        ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt"]
            .iter()
            .filter_map(|parent| fs::read_dir(parent).ok())
            .flat_map(Iterator::flatten)
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let version = name.trim_start_matches("postgresql@").parse().ok()?;
                Some((version, entry.path().join("bin")))
            })
            .collect();
    installed.sort();
    let newest = installed.into_iter().rev().map(|(_, dir)| dir);
    newest.chain(by_config).chain(on_path).find(complete)
}

fn random_word() -> Result<String> {
    let mut bytes = [0_u8; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |word, byte| format!("{word}{byte:02x}")))
}

/// A port that nobody listens on at the moment.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Whether somebody answers there.
pub(crate) fn answers(port: u16) -> bool {
    TcpStream::connect_timeout(&(Ipv4Addr::LOCALHOST, port).into(), Duration::from_millis(300))
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_server_answers_with_its_password_and_leaves_nothing_behind() {
        if programs().is_none() {
            // `cargo xtask test` starts such a server before this test runs, so it is never skipped there.
            return;
        }
        let server = Postgres::start().unwrap();
        let data = server.data.clone();
        let psql = server.programs.join("psql");
        let ask = |url: &str| {
            process::capture(Command::new(&psql).args(["-XAtc", "SELECT current_user", url]))
        };
        assert_eq!(ask(server.url()).unwrap().trim(), "callboard");
        let (_, address) = server.url().split_once('@').unwrap();
        assert!(ask(&format!("postgres://callboard:wrong@{address}")).is_err());
        let pid = server.child.id();
        drop(server);
        assert!(!data.exists());
        assert!(!process::is_alive(pid));
    }
}
