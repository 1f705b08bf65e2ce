//! The real clock and the real ids. Everything else is handed a [`Clock`] and an [`IdGen`].

use callboard_kernel::{Clock, IdGen, Timestamp, millis, timestamp};
use uuid::Uuid;

/// The clock of the machine, truncated to milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        timestamp(millis(time::OffsetDateTime::now_utc()))
    }
}

/// UUIDv7: random, and sorted by the time of their making.
#[derive(Clone, Copy, Debug)]
pub struct TimeOrderedIds;

impl IdGen for TimeOrderedIds {
    #[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}
