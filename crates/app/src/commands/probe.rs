//! `callboard probe`.

use crate::config::Config;
use anyhow::{Context, Result, bail};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// Whoever asks gives up soon after.
const PATIENCE: Duration = Duration::from_secs(4);

/// Asks the address for machines when there is one, which a worker has, too; else the address for browsers.
pub(super) async fn run(config: &Config, ready: bool) -> Result<()> {
    let address = reachable(config.metrics_listen.unwrap_or(config.listen));
    let path = if ready { "/readyz" } else { "/healthz" };
    let answer = timeout(PATIENCE, ask(address, path))
        .await
        .with_context(|| format!("{address} does not answer in time"))?
        .with_context(|| format!("{address} does not answer"))?;
    let status = answer.split_whitespace().nth(1).unwrap_or_default();
    if status != "200" {
        bail!("{address}{path} answers {status}");
    }
    Ok(())
}

/// A server that listens everywhere is asked here.
fn reachable(address: SocketAddr) -> SocketAddr {
    let host = match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        other => other,
    };
    SocketAddr::new(host, address.port())
}

async fn ask(address: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(4096).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_listens_everywhere_is_asked_here() {
        for (listens, asked) in [
            ("0.0.0.0:8080", "127.0.0.1:8080"),
            ("[::]:9464", "[::1]:9464"),
            ("10.1.2.3:80", "10.1.2.3:80"),
        ] {
            let (listens, asked) = (listens.parse().unwrap(), asked.parse().unwrap());
            assert_eq!(reachable(listens), asked);
        }
    }
}
