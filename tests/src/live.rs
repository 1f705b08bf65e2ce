//! The WebSocket of a browser or program.

use crate::client::{Client, Pass};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use std::time::{Duration, Instant};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest, http::HeaderValue},
};

/// A connection to the live feed.
#[derive(Debug)]
pub struct Live {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Everything that has come, oldest first.
    pub seen: Vec<Value>,
}

impl Live {
    /// Connects as this client and reads the greeting.
    pub async fn open(client: &Client, after: Option<i64>) -> Self {
        match Self::try_open(client, after, &[]).await {
            Ok(mut live) => {
                let first = live.next(Duration::from_secs(10)).await.expect("a greeting comes");
                assert!(
                    ["hello", "reset"].contains(&first["type"].as_str().unwrap_or_default()),
                    "{first}"
                );
                live
            }
            Err(status) => panic!("the feed refused with {status}"),
        }
    }

    /// Connects, or answers the status with which the server refused. A session sends the origin of the page unless
    /// `headers` name one.
    pub async fn try_open(
        client: &Client,
        after: Option<i64>,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, u16> {
        let query = after.map(|seq| format!("?after={seq}")).unwrap_or_default();
        let address = format!("{}/ws/calls{query}", client.base().replacen("http", "ws", 1));
        let mut request = address.into_client_request().expect("an address");
        let mut set = |name: &'static str, value: &str| {
            request
                .headers_mut()
                .insert(name, HeaderValue::from_str(value).expect("a header value"));
        };
        match client.pass() {
            Pass::None => {}
            Pass::Key(key) => set("authorization", &format!("Bearer {key}")),
            Pass::Session(cookie) => {
                set("cookie", cookie);
                set("origin", client.base());
            }
        }
        for (name, value) in headers {
            set(name, value);
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(Self { socket, seen: Vec::new() }),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("the feed cannot be reached: {error}"),
        }
    }

    /// The next message; `None` when none came in time or the server closed the connection.
    pub async fn next(&mut self, limit: Duration) -> Option<Value> {
        let message = self.receive(limit).await?;
        self.seen.push(message.clone());
        Some(message)
    }

    /// The next message, which is not kept: for feeds that are long.
    pub async fn receive(&mut self, limit: Duration) -> Option<Value> {
        let began = Instant::now();
        loop {
            let left = limit.checked_sub(began.elapsed())?;
            match timeout(left, self.socket.next()).await.ok()?? {
                Ok(Message::Text(text)) => {
                    return Some(serde_json::from_str(&text).expect("messages are JSON"));
                }
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Reads until a message fits; answers it and how long it took.
    pub async fn until(
        &mut self,
        what: &str,
        limit: Duration,
        mut fits: impl FnMut(&Value) -> bool,
    ) -> (Value, Duration) {
        let began = Instant::now();
        loop {
            let left = limit.saturating_sub(began.elapsed());
            match self.next(left).await {
                Some(message) if fits(&message) => return (message, began.elapsed()),
                Some(_) => {}
                None => panic!("no message came: {what}; seen: {:#?}", self.seen),
            }
        }
    }

    /// Reads what comes until nothing has come for `quiet`.
    pub async fn drain(&mut self, quiet: Duration) {
        while self.next(quiet).await.is_some() {}
    }

    /// Waits until the server closes the connection; answers how long that took, or `None` when it did not.
    pub async fn closed_within(&mut self, limit: Duration) -> Option<Duration> {
        let began = Instant::now();
        loop {
            let left = limit.checked_sub(began.elapsed())?;
            match timeout(left, self.socket.next()).await.ok()? {
                None | Some(Ok(Message::Close(_)) | Err(_)) => return Some(began.elapsed()),
                Some(Ok(_)) => {}
            }
        }
    }

    /// Messages of this type so far.
    pub fn of_type(&self, kind: &str) -> Vec<&Value> {
        self.seen.iter().filter(|message| message["type"] == kind).collect()
    }

    /// The greatest number that has come.
    pub fn seq(&self) -> i64 {
        self.seen.iter().filter_map(|message| message["seq"].as_i64()).max().unwrap_or(0)
    }

    /// Leaves as a browser does.
    pub async fn close(mut self) {
        // The other side may be gone already.
        let _ = self.socket.close(None).await;
        let _ = self.socket.flush().await;
    }
}
