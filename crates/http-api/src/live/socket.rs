//! One WebSocket: hello, what was missed, then what is new, until the rights of its member end.

use super::{
    hub::Hub,
    message::{Audience, Batch, Message},
};
use crate::{
    auth::{Credential, check_socket_origin},
    problem::Problem,
    services::ApiServices,
};
use callboard_kernel::{Invalid, Scope};
use futures_util::{SinkExt, StreamExt};
use poem::{
    Endpoint, FromRequest, IntoResponse, Request, RequestBody, Response, Result,
    http::StatusCode,
    web::websocket::{CloseCode, Message as Frame, WebSocket, WebSocketConfig, WebSocketStream},
};
use serde_json::json;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::broadcast::{self, error::RecvError},
    time::{Instant, MissedTickBehavior, interval, timeout},
};

/// Largest frame that is taken, in bytes.
const MAX_FRAME: usize = 64 * 1024;
/// Events after which a client loads its lists anew instead of catching up.
const MAX_REPLAY: u32 = 1_000;
/// How often the line is tried, and the sender proves again who he is.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// A line that was silent for this long is dead.
const DEAD_AFTER: Duration = Duration::from_secs(65);
/// A client that takes longer for one frame is gone.
const SEND_WITHIN: Duration = Duration::from_secs(10);
/// Frames that a client may send between two heartbeats; it has nothing to say but pongs.
const MAX_FRAMES: u32 = 60;
/// Close code for a member whose session has ended.
const SIGNED_OUT: u16 = 4401;

/// `GET /ws/calls`.
pub(crate) struct LiveEndpoint {
    hub: Arc<Hub>,
    services: Arc<ApiServices>,
}

impl LiveEndpoint {
    /// Over the hub of the process.
    pub(crate) const fn new(hub: Arc<Hub>, services: Arc<ApiServices>) -> Self {
        Self { hub, services }
    }

    async fn open(&self, request: &Request, body: &mut RequestBody) -> Result<Response, Problem> {
        check_socket_origin(request, &self.services.site)?;
        let credential = Credential::of(request, &self.services.site)?;
        let caller = credential.prove(&self.services).await?;
        let after = after(request)?;
        let socket = WebSocket::from_request(request, body).await.map_err(|_| no_upgrade())?;
        let size = Some(MAX_FRAME);
        let config = WebSocketConfig::default().max_message_size(size).max_frame_size(size);
        let session = Session {
            hub: self.hub.clone(),
            services: self.services.clone(),
            credential,
            scope: caller.scope,
            sent: after.unwrap_or(0),
        };
        Ok(socket
            .config(config)
            .on_upgrade(move |stream| session.run(stream, after))
            .into_response())
    }
}

impl Endpoint for LiveEndpoint {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let (request, mut body) = request.split();
        Ok(self.open(&request, &mut body).await.unwrap_or_else(IntoResponse::into_response))
    }
}

/// The last number that the client has seen.
fn after(request: &Request) -> Result<Option<i64>, Problem> {
    let pairs: Vec<(String, String)> =
        request.params().map_err(|_| Problem::of_status(StatusCode::BAD_REQUEST))?;
    let mut after = None;
    for (name, value) in pairs {
        match (name.as_str(), value.parse::<i64>()) {
            ("after", Ok(seq)) if seq >= 0 => after = Some(seq),
            ("after", _) => return Err(wrong("after", "wrong_type", "Must be a whole number.")),
            _ => return Err(wrong(&name, "unknown_parameter", "There is only `after`.")),
        }
    }
    Ok(after)
}

fn wrong(path: &str, code: &'static str, message: &str) -> Problem {
    Problem::invalid(Invalid::field(path, code, message).0)
}

fn no_upgrade() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "no_upgrade", "This address speaks WebSocket only.")
}

/// Why a socket ends.
enum End {
    /// The client is gone, or cannot keep up.
    Gone,
    /// The session or key no longer signs in.
    SignedOut,
    /// The client breaks the rules.
    Policy,
    /// The server stops.
    Stopping,
}

/// One connection.
struct Session {
    hub: Arc<Hub>,
    services: Arc<ApiServices>,
    credential: Credential,
    scope: Scope,
    /// Number of the newest message that was sent.
    sent: i64,
}

impl Session {
    async fn run(mut self, mut stream: WebSocketStream, after: Option<i64>) {
        let _open = self.services.metrics.screen_opened();
        let end = self.talk(&mut stream, after).await;
        let close = match end {
            End::Gone => return,
            End::SignedOut => Frame::close_with(SIGNED_OUT, "signed out"),
            End::Policy => Frame::close_with(CloseCode::Policy, "too many messages"),
            End::Stopping => Frame::close_with(CloseCode::Away, "the server stops"),
        };
        // The client may be gone already; then there is nobody to tell.
        let _ = timeout(SEND_WITHIN, stream.send(close)).await;
    }

    async fn talk(&mut self, stream: &mut WebSocketStream, after: Option<i64>) -> End {
        let Ok((batches, seq)) = self.hub.watch(&self.scope).await else { return End::Gone };
        match self.welcome(stream, after, seq).await {
            Ok(()) => self.follow(stream, batches).await,
            Err(end) => end,
        }
    }

    /// Hello, and what was missed.
    async fn welcome(
        &mut self,
        stream: &mut WebSocketStream,
        after: Option<i64>,
        seq: i64,
    ) -> Result<(), End> {
        send(stream, &bare("hello", seq)).await?;
        let Some(after) = after else {
            self.sent = seq;
            return Ok(());
        };
        if after > seq {
            // Ahead of this replica is possible for a moment; ahead of the store it is a number of another store.
            let head = self.services.live.head(&self.scope).await.map_err(|_| End::Gone)?;
            return if after > head { self.reset(stream, seq).await } else { Ok(()) };
        }
        let workspace = self.scope.workspace();
        match self.hub.replay(workspace, after, seq, MAX_REPLAY).await {
            Ok(Some(missed)) => self.pass_on(stream, &missed).await?,
            Ok(None) => self.reset(stream, seq).await?,
            Err(_) => return Err(End::Gone),
        }
        self.sent = self.sent.max(seq);
        Ok(())
    }

    async fn follow(
        &mut self,
        stream: &mut WebSocketStream,
        mut batches: broadcast::Receiver<Arc<Batch>>,
    ) -> End {
        let mut heartbeat = interval(HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        heartbeat.tick().await;
        let mut heard = Instant::now();
        let mut frames = 0;
        let hub = self.hub.clone();
        let stopped = hub.stopped();
        tokio::pin!(stopped);
        loop {
            let step = tokio::select! {
                () = &mut stopped => Err(End::Stopping),
                batch = batches.recv() => self.take(stream, batch).await,
                frame = stream.next() => {
                    heard = Instant::now();
                    frames += 1;
                    listen(frame, frames)
                }
                _ = heartbeat.tick() => {
                    frames = 0;
                    self.beat(stream, heard).await
                }
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    async fn take(
        &mut self,
        stream: &mut WebSocketStream,
        batch: Result<Arc<Batch>, RecvError>,
    ) -> Result<(), End> {
        match batch {
            Ok(batch) => {
                if batch.rights_changed {
                    self.prove().await?;
                }
                self.pass_on(stream, &batch).await
            }
            Err(RecvError::Lagged(_)) => {
                let head = self.services.live.head(&self.scope).await.map_err(|_| End::Gone)?;
                self.reset(stream, head).await
            }
            Err(RecvError::Closed) => Err(End::Stopping),
        }
    }

    async fn beat(&mut self, stream: &mut WebSocketStream, heard: Instant) -> Result<(), End> {
        if heard.elapsed() > DEAD_AFTER {
            return Err(End::Gone);
        }
        self.prove().await?;
        deliver(stream, Frame::ping(Vec::new())).await
    }

    /// Asks again who it is; the role may have changed, or the session ended.
    async fn prove(&mut self) -> Result<(), End> {
        let caller = self.credential.prove(&self.services).await.map_err(|_| End::SignedOut)?;
        self.scope = caller.scope;
        Ok(())
    }

    async fn pass_on(&mut self, stream: &mut WebSocketStream, batch: &Batch) -> Result<(), End> {
        for message in &batch.messages {
            if message.seq > self.sent && message.audience.includes(&self.scope) {
                send(stream, message).await?;
            }
        }
        self.sent = batch.messages.last().map_or(self.sent, |last| last.seq.max(self.sent));
        Ok(())
    }

    async fn reset(&mut self, stream: &mut WebSocketStream, seq: i64) -> Result<(), End> {
        self.sent = seq;
        send(stream, &bare("reset", seq)).await
    }
}

fn bare(kind: &str, seq: i64) -> Message {
    Message::new(kind, seq, Audience::Everyone, json!({}))
}

fn listen(frame: Option<std::io::Result<Frame>>, frames: u32) -> Result<(), End> {
    match frame {
        Some(Ok(Frame::Close(_)) | Err(_)) | None => Err(End::Gone),
        Some(Ok(_)) if frames > MAX_FRAMES => Err(End::Policy),
        Some(Ok(_)) => Ok(()),
    }
}

async fn send(stream: &mut WebSocketStream, message: &Message) -> Result<(), End> {
    deliver(stream, Frame::text(&*message.text)).await
}

async fn deliver(stream: &mut WebSocketStream, frame: Frame) -> Result<(), End> {
    match timeout(SEND_WITHIN, stream.send(frame)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(End::Gone),
    }
}
