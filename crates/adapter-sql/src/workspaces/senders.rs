//! Who sent the last requests, so that a busy sender is not looked up at each of them.
//!
//! An answer is kept for [`KEPT_FOR`] and no longer, which is the most that a revocation on another replica may take to be
//! seen here. What this replica writes or reads in its feed about members, sessions and keys counts at once: each such
//! moment begins a new generation, and answers of older generations are never found again, also those that were asked for
//! before and arrive after.

use callboard_kernel::WorkspaceId;
use callboard_workspaces::{
    model::{ApiKeySnapshot, SessionSnapshot, TokenHash},
    ports::Account,
};
use moka::future::Cache;
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// How long an answer counts. Reliability asks that every replica refuses what was revoked within two seconds (S10).
const KEPT_FOR: Duration = Duration::from_secs(1);
/// Senders that are remembered at most.
const MOST: u64 = 10_000;
/// How the wire names of events begin that change who somebody is or what he may do.
const CONCERNING: &str = "workspaces.";

/// Answers that were given a moment ago. Only found senders are kept, so that guessing fills nothing.
#[derive(Debug, Default)]
pub(crate) struct Senders {
    generation: AtomicU64,
    /// Sessions by the hash of their token.
    pub(super) sessions: Answers<(SessionSnapshot, Account)>,
    /// API keys by their hash.
    pub(super) keys: Answers<(WorkspaceId, ApiKeySnapshot)>,
}

/// Answers of one kind, by what was shown.
#[derive(Debug)]
pub(super) struct Answers<T: Clone + Send + Sync + 'static>(Cache<(Generation, TokenHash), T>);

/// Answers of one generation know nothing of what changed later.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Generation(u64);

impl<T: Clone + Send + Sync + 'static> Default for Answers<T> {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST).time_to_live(KEPT_FOR).build())
    }
}

impl<T: Clone + Send + Sync + 'static> Answers<T> {
    /// The answer, if it was given a moment ago.
    pub(super) async fn given(&self, of: Generation, shown: &TokenHash) -> Option<T> {
        self.0.get(&(of, *shown)).await
    }

    /// Remembers an answer.
    pub(super) async fn keep(&self, of: Generation, shown: &TokenHash, answer: &T) {
        self.0.insert((of, *shown), answer.clone()).await;
    }
}

impl Senders {
    /// Whether an event of this wire name changes who somebody is or what he may do.
    pub(crate) fn concerned_by(event: &str) -> bool {
        event.starts_with(CONCERNING)
    }

    /// To be read before a sender is looked up, and handed back with the answer.
    pub(crate) fn generation(&self) -> Generation {
        Generation(self.generation.load(Ordering::SeqCst))
    }

    /// Forgets everybody.
    pub(crate) fn forget(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
    }
}
