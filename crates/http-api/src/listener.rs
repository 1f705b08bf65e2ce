//! A listener without Nagle's delay that survives running out of file descriptors.

use poem::{
    http::uri::Scheme,
    listener::Acceptor,
    web::{LocalAddr, RemoteAddr},
};
use std::{io, net::SocketAddr, time::Duration};
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};

/// How long to wait after accepting failed. Most causes (no descriptors, no memory) pass by themselves.
const AFTER_FAILURE: Duration = Duration::from_millis(100);

/// Accepts connections for [`poem::Server::new_with_acceptor`].
pub struct SteadyListener {
    inner: TcpListener,
    address: SocketAddr,
}

impl SteadyListener {
    /// Binds the address; port 0 takes a free one.
    pub async fn bind(address: impl ToSocketAddrs) -> io::Result<Self> {
        let inner = TcpListener::bind(address).await?;
        let address = inner.local_addr()?;
        Ok(Self { inner, address })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Acceptor for SteadyListener {
    type Io = TcpStream;

    fn local_addr(&self) -> Vec<LocalAddr> {
        vec![LocalAddr(self.address.into())]
    }

    async fn accept(&mut self) -> io::Result<(TcpStream, LocalAddr, RemoteAddr, Scheme)> {
        loop {
            match self.inner.accept().await {
                Ok((stream, client)) => {
                    // poem leaves Nagle's algorithm on, which holds small answers back for 40 ms.
                    stream.set_nodelay(true)?;
                    let own = LocalAddr(self.address.into());
                    return Ok((stream, own, RemoteAddr(client.into()), Scheme::HTTP));
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(AFTER_FAILURE).await;
                }
            }
        }
    }
}
