//! Reads what is new in every workspace that somebody watches, once for all who watch.

use super::{message::Batch, translate::translate};
use crate::{problem::Problem, services::ApiServices};
use callboard_kernel::{Scope, WorkspaceId};
use callboard_workflows::ports::WakeUp;
use std::{collections::HashMap, sync::Arc};
use tokio::sync::{Mutex, broadcast, watch};

/// Events that are read at once.
const EVENTS_AT_ONCE: u32 = 200;
/// Batches that a slow socket may be behind before it is told to start anew.
const BACKLOG: usize = 64;

/// The feed of one workspace.
struct Channel {
    batches: broadcast::Sender<Arc<Batch>>,
    /// Everything up to this number was handed out.
    seq: i64,
}

/// The feeds of all watched workspaces.
pub(crate) struct Hub {
    services: Arc<ApiServices>,
    channels: Mutex<HashMap<WorkspaceId, Channel>>,
    /// Set when the server stops.
    stopped: watch::Sender<bool>,
}

/// Tells all sockets that the server stops, however the reading ends.
struct TellsSockets<'a>(&'a watch::Sender<bool>);

impl Drop for TellsSockets<'_> {
    fn drop(&mut self) {
        self.0.send_replace(true);
    }
}

impl Hub {
    /// Watches nothing yet.
    pub(crate) fn new(services: Arc<ApiServices>) -> Self {
        Self { services, channels: Mutex::default(), stopped: watch::Sender::new(false) }
    }

    /// Reads and hands out until the server stops.
    pub(crate) async fn run(&self) {
        let _tells = TellsSockets(&self.stopped);
        let mut wake_ups = self.services.live.subscribe();
        while let Some(wake_up) = wake_ups.next().await {
            let workspaces = match wake_up {
                WakeUp::Workspace(workspace) => vec![workspace],
                WakeUp::Everything => self.channels.lock().await.keys().copied().collect(),
            };
            for workspace in workspaces {
                self.catch_up(workspace).await;
            }
        }
    }

    /// Resolves when the server stops.
    pub(super) async fn stopped(&self) {
        // The sender lives as long as the hub, so waiting cannot fail.
        let _ = self.stopped.subscribe().wait_for(|stopped| *stopped).await;
    }

    /// Batches from now on, and the number up to which everything was handed out before.
    pub(super) async fn watch(
        &self,
        scope: &Scope,
    ) -> Result<(broadcast::Receiver<Arc<Batch>>, i64), Problem> {
        let mut channels = self.channels.lock().await;
        if let Some(channel) = channels.get(&scope.workspace()) {
            return Ok((channel.batches.subscribe(), channel.seq));
        }
        let seq = self.services.live.head(scope).await?;
        let (batches, receiver) = broadcast::channel(BACKLOG);
        channels.insert(scope.workspace(), Channel { batches, seq });
        Ok((receiver, seq))
    }

    /// What happened after `seq` up to `through`; `None` when that is more than `limit` events.
    pub(super) async fn replay(
        &self,
        workspace: WorkspaceId,
        seq: i64,
        through: i64,
        limit: u32,
    ) -> Result<Option<Batch>, Problem> {
        let scope = reader(workspace);
        let mut events = self.services.live.after(&scope, seq, limit + 1).await?;
        if events.len() > limit as usize {
            return Ok(None);
        }
        events.retain(|event| event.seq <= through);
        translate(&self.services, &scope, &events).await.map(Some)
    }

    /// Hands out everything that is new in a workspace. What fails is tried again at the next wake-up, without a gap.
    async fn catch_up(&self, workspace: WorkspaceId) {
        while let Some(from) = self.watched(workspace).await {
            let scope = reader(workspace);
            let events = match self.services.live.after(&scope, from, EVENTS_AT_ONCE).await {
                Ok(events) => events,
                Err(error) => {
                    tracing::warn!(
                        workspace.id = %workspace, error = &error as &dyn std::error::Error,
                        "the live feed cannot be read"
                    );
                    return;
                }
            };
            let Some(last) = events.last().map(|event| event.seq) else { return };
            let Ok(batch) = translate(&self.services, &scope, &events).await else { return };
            let mut channels = self.channels.lock().await;
            let channel = channels.get_mut(&workspace).filter(|channel| channel.seq == from);
            let Some(channel) = channel else { return };
            channel.seq = last;
            // Nobody listening any more is no error; the next round forgets the channel.
            let _ = channel.batches.send(Arc::new(batch));
        }
    }

    /// Where the feed of a workspace stands; `None`, and forgotten, when nobody watches.
    async fn watched(&self, workspace: WorkspaceId) -> Option<i64> {
        let mut channels = self.channels.lock().await;
        if channels.get(&workspace)?.batches.receiver_count() == 0 {
            channels.remove(&workspace);
        }
        channels.get(&workspace).map(|channel| channel.seq)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the hub reads once for all sockets of a workspace; each socket passes on only what its own scope may see"
)]
fn reader(workspace: WorkspaceId) -> Scope {
    Scope::system(workspace, "live_feed")
}
