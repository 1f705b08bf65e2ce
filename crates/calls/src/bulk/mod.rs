//! The same change to many calls, and taking it back: what is asked for, what is decided for each call, what is remembered of
//! it. Pure, like the model; the rules of a single call decide for each of many.

mod decide;
mod operation;
mod skip;
mod subject;
mod tally;
mod undo;

pub use decide::{BulkContext, decide};
pub use operation::{BulkOperation, BulkWord, Wanted};
pub use skip::{Skip, SkipReason};
pub use subject::{BulkSubject, OpenPromise, PromiseChange, Verdict};
pub use tally::{BulkSpec, Selection, SkipCount, Tally};
pub use undo::{Memento, decide_undo};

use time::Duration;

/// How long a bulk change can be taken back after its end.
pub const UNDO_WITHIN: Duration = Duration::minutes(10);

/// Bulk changes that may be unfinished in a workspace at once (S1X-LIM-01).
pub const MOST_UNFINISHED: u32 = 5;

/// Most calls of one bulk change: what can be resolved in one statement without a visible wait.
pub const MOST_CALLS: u64 = 200_000;

/// Most calls that can be named one by one.
pub const MOST_NAMED: usize = 5_000;

#[cfg(test)]
mod tests;
