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
#[derive(Debug)]
pub(crate) struct Senders {
    generation: AtomicU64,
    sessions: Cache<(Generation, TokenHash), (SessionSnapshot, Account)>,
    keys: Cache<(Generation, TokenHash), (WorkspaceId, ApiKeySnapshot)>,
}

/// Answers of one generation know nothing of what changed later.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Generation(u64);

impl Default for Senders {
    fn default() -> Self {
        Self {
            generation: AtomicU64::new(0),
            sessions: Cache::builder().max_capacity(MOST).time_to_live(KEPT_FOR).build(),
            keys: Cache::builder().max_capacity(MOST).time_to_live(KEPT_FOR).build(),
        }
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

    /// The session of a token, if it was looked up a moment ago.
    pub(super) async fn session(
        &self,
        of: Generation,
        token: &TokenHash,
    ) -> Option<(SessionSnapshot, Account)> {
        self.sessions.get(&(of, *token)).await
    }

    /// Remembers the session of a token.
    pub(super) async fn keep_session(
        &self,
        of: Generation,
        token: &TokenHash,
        found: &(SessionSnapshot, Account),
    ) {
        self.sessions.insert((of, *token), found.clone()).await;
    }

    /// The key of a hash, if it was looked up a moment ago.
    pub(super) async fn key(
        &self,
        of: Generation,
        key: &TokenHash,
    ) -> Option<(WorkspaceId, ApiKeySnapshot)> {
        self.keys.get(&(of, *key)).await
    }

    /// Remembers a key.
    pub(super) async fn keep_key(
        &self,
        of: Generation,
        key: &TokenHash,
        found: &(WorkspaceId, ApiKeySnapshot),
    ) {
        self.keys.insert((of, *key), found.clone()).await;
    }
}
