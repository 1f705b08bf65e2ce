//! How many calls the views hold, for tabs. Everybody who sees the same calls shares the numbers, and a number is kept the
//! longer the more it cost: whatever a view asks for, counting it takes at most a twentieth of one core.

use crate::auth::Caller;
use callboard_calls::{CallError, Counted, views::Shown};
use callboard_kernel::{CallViewId, MemberId, WorkspaceId};
use moka::{Expiry, future::Cache};
use std::{
    fmt,
    time::{Duration, Instant},
};

/// Numbers that are kept at once.
const MOST: u64 = 20_000;
/// The least time for which a number is kept.
const LEAST: Duration = Duration::from_secs(2);
/// A number is kept so many times as long as it took to count.
const PRICE: u32 = 20;
/// What could not be counted in time is tried again after so long.
const RETRY: Duration = Duration::from_mins(1);

/// Whose eyes see which state of which view.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Seen {
    workspace: WorkspaceId,
    technician: Option<MemberId>,
    view: CallViewId,
    version: i64,
}

#[derive(Clone, Copy)]
struct Kept {
    count: Option<Counted>,
    keep_for: Duration,
}

struct ByPrice;

impl Expiry<Seen, Kept> for ByPrice {
    fn expire_after_create(&self, _: &Seen, kept: &Kept, _: Instant) -> Option<Duration> {
        Some(kept.keep_for)
    }
}

/// The numbers of this process.
pub struct ViewCounts(Cache<Seen, Kept>);

impl Default for ViewCounts {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST).expire_after(ByPrice).build())
    }
}

impl fmt::Debug for ViewCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ViewCounts").finish_non_exhaustive()
    }
}

impl ViewCounts {
    /// How many calls a view holds for this caller; `None` when that takes too long to find out. Who asks for a number that
    /// is being counted waits for it.
    pub(crate) async fn of(
        &self,
        caller: &Caller,
        shown: &Shown,
    ) -> Result<Option<Counted>, CallError> {
        let snapshot = shown.view.snapshot();
        let seen = Seen {
            workspace: caller.scope.workspace(),
            technician: caller.scope.only_calls_of(),
            view: snapshot.id,
            version: shown.version,
        };
        let mut failed = None;
        let count = async {
            let begun = Instant::now();
            match caller.call_views.count(&caller.scope, &snapshot.wanted).await {
                Ok(count) => {
                    let keep_for = (begun.elapsed() * PRICE).max(LEAST);
                    Ok(Kept { count: Some(count), keep_for })
                }
                Err(CallError::Port(error)) if error.is_unavailable() => {
                    tracing::warn!(view.id = %snapshot.id, "a view was not counted in time");
                    Ok(Kept { count: None, keep_for: RETRY })
                }
                Err(error) => {
                    failed = Some(error);
                    Err(())
                }
            }
        };
        match self.0.try_get_with(seen, count).await {
            Ok(kept) => Ok(kept.count),
            // Whoever only waited for somebody else's attempt has no error of his own to show.
            Err(_) => failed.map_or(Ok(None), Err),
        }
    }
}
