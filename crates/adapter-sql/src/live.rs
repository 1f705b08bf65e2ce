//! Wakes whoever waits for events of a workspace, on this replica and on the others.

use crate::database::Database;
use async_trait::async_trait;
use callboard_kernel::WorkspaceId;
use callboard_workflows::ports::{WakeUp, WakeUps};
use sqlx::postgres::PgListener;
use std::time::Duration;
use tokio::{
    sync::broadcast::{self, error::RecvError},
    time::{Instant, sleep, sleep_until},
};

/// The channel of the notifications; see `Dialect::notify`.
const CHANNEL: &str = "callboard_events";
/// How many wake-ups may wait for a slow listener. One that missed some looks at every workspace.
const WAITING: usize = 1024;
/// A listener looks at every workspace at least this often, in case that a connection died silently.
const POLL: Duration = Duration::from_secs(5);
/// How long to wait before the database is asked again after it did not answer.
const RETRY: Duration = Duration::from_secs(1);

/// Wake-ups of this process. A wake-up carries no event: the listener reads what is new by number.
#[derive(Debug)]
pub(crate) struct Wakeups(broadcast::Sender<WakeUp>);

impl Default for Wakeups {
    fn default() -> Self {
        Self(broadcast::channel(WAITING).0)
    }
}

impl Wakeups {
    /// Tells every listener that the workspace has new events.
    pub(crate) fn wake(&self, workspace: WorkspaceId) {
        self.send(WakeUp::Workspace(workspace));
    }

    fn send(&self, wake_up: WakeUp) {
        // An error means that nobody listens, which is nothing to tell.
        let _ = self.0.send(wake_up);
    }
}

/// One listener.
#[derive(Debug)]
pub(crate) struct Listener {
    wake_ups: broadcast::Receiver<WakeUp>,
    next_poll: Instant,
}

impl Listener {
    pub(crate) fn new(wakeups: &Wakeups) -> Self {
        Self { wake_ups: wakeups.0.subscribe(), next_poll: Instant::now() + POLL }
    }
}

#[async_trait]
impl WakeUps for Listener {
    async fn next(&mut self) -> Option<WakeUp> {
        tokio::select! {
            biased;
            () = sleep_until(self.next_poll) => {
                self.next_poll = Instant::now() + POLL;
                Some(WakeUp::Everything)
            }
            received = self.wake_ups.recv() => match received {
                Ok(wake_up) => Some(wake_up),
                Err(RecvError::Lagged(_)) => Some(WakeUp::Everything),
                Err(RecvError::Closed) => None,
            }
        }
    }
}

impl Database {
    /// Hears of events that other replicas write, for as long as the server runs; drop the future to stop. On SQLite there
    /// are no other replicas, and it waits for ever. Run it beside the server, on its task tracker.
    pub async fn listen(&self) {
        let Some(connect) = &self.listen else { return std::future::pending().await };
        loop {
            if let Err(error) = self.hear(connect).await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "cannot listen for events; trying again"
                );
            }
            // What was written meanwhile was not heard.
            self.wakeups.send(WakeUp::Everything);
            sleep(RETRY).await;
        }
    }

    async fn hear(&self, connect: &sqlx::postgres::PgConnectOptions) -> Result<(), sqlx::Error> {
        let pool = sqlx::postgres::PgPoolOptions::new()
            .max_connections(1)
            .connect_with(connect.clone())
            .await?;
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.listen(CHANNEL).await?;
        self.wakeups.send(WakeUp::Everything);
        // `None` is a lost connection.
        while let Some(notification) = listener.try_recv().await? {
            match notification.payload().parse::<WorkspaceId>() {
                Ok(workspace) => self.wakeups.wake(workspace),
                Err(_) => self.wakeups.send(WakeUp::Everything),
            }
        }
        Ok(())
    }
}
