//! Starting background work and stopping it in order (G7: stop claiming at once, finish within 20 seconds).

use std::{future::Future, time::Duration};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How long running work may take to finish after a stop was asked for.
const GRACE: Duration = Duration::from_secs(20);

/// The background work of a process.
#[derive(Clone, Debug, Default)]
pub struct Lifecycle {
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl Lifecycle {
    /// Runs a task until it ends by itself; it must watch [`Lifecycle::stopping`].
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(task);
    }

    /// Resolves when a stop was asked for.
    pub async fn stopping(&self) {
        self.stop.cancelled().await;
    }

    /// Whether a stop was asked for.
    pub fn is_stopping(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// Waits, unless a stop is asked for first; answers whether to go on.
    pub async fn pause(&self, wait: Duration) -> bool {
        tokio::select! {
            () = self.stop.cancelled() => false,
            () = tokio::time::sleep(wait) => true,
        }
    }

    /// Asks all work to stop.
    pub fn ask_to_stop(&self) {
        self.stop.cancel();
    }

    /// Asks all work to stop and waits for it; `false` when some did not finish in time.
    pub async fn stop(&self) -> bool {
        self.stop.cancel();
        self.tasks.close();
        tokio::time::timeout(GRACE, self.tasks.wait()).await.is_ok()
    }
}

/// Resolves at Ctrl-C or SIGTERM.
pub async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut term), Ok(mut interrupt)) => {
            tokio::select! { _ = term.recv() => {}, _ = interrupt.recv() => {} }
        }
        (Err(error), _) | (_, Err(error)) => {
            tracing::error!(%error, "signals cannot be watched; stop the process by its id");
            std::future::pending::<()>().await;
        }
    }
}
