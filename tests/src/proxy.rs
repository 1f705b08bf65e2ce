//! What stands before several servers, or before a database: it passes bytes, so WebSockets go through, and it goes to the
//! next server when one does not take a connection. It can be cut.

use crate::server::Server;
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A running proxy. Dropping it ends it.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    base: String,
    inside: Arc<Inside>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Inside {
    behind: Mutex<Vec<SocketAddr>>,
    connections: Mutex<Vec<JoinHandle<()>>>,
}

impl Proxy {
    /// Before these servers.
    pub async fn before(servers: &[&Server]) -> Self {
        Self::to(servers.iter().map(|server| address_of(server)).collect()).await
    }

    /// Before whoever listens there.
    #[expect(clippy::disallowed_methods, reason = "it ends when the proxy is dropped")]
    pub async fn to(behind: Vec<SocketAddr>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        let inside = Arc::new(Inside { behind: Mutex::new(behind), ..Inside::default() });
        let task = tokio::spawn(accept(listener, Arc::clone(&inside)));
        Self { address, base: format!("http://{address}"), inside, task }
    }

    /// Host and port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Scheme, host and port.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Sends to these servers from now on. What is connected stays.
    pub fn switch(&self, servers: &[&Server]) {
        self.mend(servers.iter().map(|server| address_of(server)).collect());
    }

    /// Cuts every connection and takes no more.
    pub fn cut(&self) {
        self.mend(Vec::new());
        let mut connections = self.inside.connections.lock().expect("nobody panicked with it");
        connections.drain(..).for_each(|connection| connection.abort());
    }

    /// Sends there from now on.
    pub fn mend(&self, behind: Vec<SocketAddr>) {
        *self.inside.behind.lock().expect("nobody panicked with it") = behind;
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn address_of(server: &Server) -> SocketAddr {
    let (_, address) = server.base().split_once("://").expect("a base has a scheme");
    address.parse().expect("a base has an address")
}

#[expect(clippy::disallowed_methods, reason = "it ends with its connection")]
async fn accept(listener: TcpListener, inside: Arc<Inside>) {
    let turn = AtomicUsize::new(0);
    while let Ok((client, _)) = listener.accept().await {
        let mut servers = inside.behind.lock().expect("nobody panicked with it").clone();
        if servers.is_empty() {
            continue;
        }
        let first = turn.fetch_add(1, Ordering::Relaxed) % servers.len();
        servers.rotate_left(first);
        let connection = tokio::spawn(pass(client, servers));
        inside.connections.lock().expect("nobody panicked with it").push(connection);
    }
}

async fn pass(mut client: TcpStream, servers: Vec<SocketAddr>) {
    for server in servers {
        if let Ok(mut upstream) = TcpStream::connect(server).await {
            // Whichever side ends first, the other one notices by itself.
            let _ = copy_bidirectional(&mut client, &mut upstream).await;
            return;
        }
    }
}
