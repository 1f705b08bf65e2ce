//! `cargo xtask start`: from a fresh checkout to a served demo workspace.

use crate::{
    interrupt, node, output, process, repo,
    server::{self, Profile, Server},
};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::{
    env, fs,
    net::{SocketAddr, TcpListener, ToSocketAddrs},
    path::Path,
    process::Command,
};

const DEFAULT_LISTEN: &str = "127.0.0.1:8080";
const DEMO_PASSWORD: &str = "callboard-demo";
const DEMO_MEMBERS: [(&str, &str); 3] =
    [("owner", "owner"), ("dispatcher", "dana"), ("viewer", "vera")];

/// What `start` can be told. `CALLBOARD_*` variables reach the server as they are.
#[derive(Args)]
pub(crate) struct Options {
    /// Build with full optimisation: a longer first build, a faster server.
    #[arg(long)]
    release: bool,
    /// Serve without the demo workspace; `callboard setup` makes the first owner.
    #[arg(long)]
    no_demo: bool,
}

/// Builds what changed, fills an empty database, serves until Ctrl-C.
pub(crate) fn run(options: &Options) -> Result<()> {
    let address = parse_address(&setting("listen").unwrap_or_else(|| DEFAULT_LISTEN.to_owned()))?;
    refuse_taken_port(address)?;
    node::build()?;
    let profile = if options.release { Profile::Release } else { Profile::Dev };
    output::step("building the server (the first time takes some minutes)");
    let binary = server::build(profile)?;
    make_data_folder()?;
    output::step(if options.no_demo {
        "starting the server"
    } else {
        "starting the server; an empty database gets a demo workspace"
    });
    let server = Server::start(&mut serve(&binary, address, options), address.port())?;
    greet(address, !options.no_demo);
    let status = server.wait()?;
    if status.success() || interrupt::happened() {
        output::note("stopped; the data are kept, the next start is quick");
        return Ok(());
    }
    bail!("the server ended with {status}")
}

fn greet(address: SocketAddr, demo: bool) {
    output::line("");
    output::line(&format!("  Callboard is at {}", output::strong(&format!("http://{address}"))));
    if demo {
        output::line("");
        output::line("  Sign in to the demo workspace as one of");
        for (role, name) in DEMO_MEMBERS {
            output::line(&format!("    {role:<11} {name}@demo.callboard.local"));
        }
        output::line(&format!("  with the password {}", output::strong(DEMO_PASSWORD)));
    }
    output::line("");
    output::line("  Ctrl-C stops it.");
    output::line("");
}

/// The command that serves. What somebody set stays as it is; the server itself decides whether its database is empty.
fn serve(binary: &Path, address: SocketAddr, options: &Options) -> Command {
    let mut command = server::command(binary);
    command.arg("serve");
    if setting("demo").is_none() && !options.no_demo {
        command.env("CALLBOARD_DEMO", "true");
    }
    if setting("log").is_none() {
        // What is printed here shall stay in sight.
        command.env("CALLBOARD_LOG", "warn");
    }
    if setting("public_url").is_none() {
        command.env("CALLBOARD_PUBLIC_URL", format!("http://{address}"));
    }
    command
}

/// A setting of the server as it will find it: in the environment, else in its TOML file.
fn setting(key: &str) -> Option<String> {
    if let Ok(value) = env::var(format!("CALLBOARD_{}", key.to_ascii_uppercase())) {
        return Some(value);
    }
    let file = env::var_os("CALLBOARD_CONFIG").unwrap_or_else(|| "callboard.toml".into());
    let text = fs::read_to_string(repo::root().join(file)).ok()?;
    let table: toml::Table = text.parse().ok()?;
    let value = table.get(key)?;
    Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

fn make_data_folder() -> Result<()> {
    let folder = repo::root().join(setting("data_dir").unwrap_or_else(|| "data".to_owned()));
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))
}

fn parse_address(text: &str) -> Result<SocketAddr> {
    text.to_socket_addrs().ok().and_then(|mut all| all.next()).with_context(|| {
        format!("the address to listen on is `{text}`; it must look like 127.0.0.1:8080")
    })
}

fn refuse_taken_port(address: SocketAddr) -> Result<()> {
    let Err(error) = TcpListener::bind(address) else { return Ok(()) };
    let port = address.port();
    let holder = holder_of(port).map_or_else(String::new, |who| format!(" by {who}"));
    bail!(
        "{address} cannot be used: {error}. The port is held{holder}.\n  \
         Stop that program, or choose another port: CALLBOARD_LISTEN=127.0.0.1:{} cargo xtask start",
        port.checked_add(1).unwrap_or(8081)
    )
}

/// Who listens on the port, as far as the system tells.
fn holder_of(port: u16) -> Option<String> {
    let by_lsof = process::capture(
        Command::new("lsof").args(["-nP", "-Fpc", "-sTCP:LISTEN"]).arg(format!("-iTCP:{port}")),
    )
    .ok()
    .and_then(|text| parse_lsof(&text));
    let by_ss = || {
        let text = process::capture(
            Command::new("ss").args(["-H", "-ltnp"]).arg(format!("sport = :{port}")),
        );
        parse_ss(&text.ok()?)
    };
    by_lsof.or_else(by_ss)
}

fn parse_lsof(text: &str) -> Option<String> {
    let field = |letter: char| text.lines().find_map(|line| line.strip_prefix(letter));
    Some(format!("{} (process {})", field('c')?, field('p')?))
}

fn parse_ss(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("((\"")?;
    let (name, rest) = rest.split_once('"')?;
    let (_, rest) = rest.split_once("pid=")?;
    let pid = rest.split(',').next()?;
    Some(format!("{name} (process {pid})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holder_of_a_port_is_read_from_lsof_and_ss() {
        assert_eq!(parse_lsof("p1234\ncpython3\nf3\n").as_deref(), Some("python3 (process 1234)"));
        let line = r#"LISTEN 0 5 127.0.0.1:8080 0.0.0.0:* users:(("python3",pid=1234,fd=3))"#;
        assert_eq!(parse_ss(line).as_deref(), Some("python3 (process 1234)"));
        assert_eq!(parse_ss(""), None);
    }

    #[test]
    fn a_taken_port_is_refused_with_what_to_do() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let refusal = refuse_taken_port(taken.local_addr().unwrap()).unwrap_err().to_string();
        assert!(refusal.contains("CALLBOARD_LISTEN=127.0.0.1:"), "{refusal}");
    }

    #[test]
    fn a_wrong_address_is_named() {
        let refusal = parse_address("8080").unwrap_err().to_string();
        assert!(refusal.contains("`8080`"), "{refusal}");
    }
}
