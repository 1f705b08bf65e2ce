//! Where time and ids come from. Production implementations live in the composition root.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use time::OffsetDateTime;
use uuid::Uuid;

/// An instant in UTC with millisecond precision, the only form that is stored.
pub type Timestamp = OffsetDateTime;

/// Milliseconds since the Unix epoch, as stored in both databases.
pub fn millis(at: Timestamp) -> i64 {
    (at.unix_timestamp_nanos() / 1_000_000) as i64
}

/// The instant of a stored number of milliseconds. Values out of range are pinned to the epoch.
pub fn timestamp(millis: i64) -> Timestamp {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// Tells the time. The answer is truncated to milliseconds so that what is stored equals what was decided on.
pub trait Clock: Send + Sync {
    /// The current instant, UTC, whole milliseconds.
    fn now(&self) -> Timestamp;
}

/// Makes ids that sort by creation time.
pub trait IdGen: Send + Sync {
    /// A new UUIDv7.
    fn next(&self) -> Uuid;
}

/// A clock that only moves when told to, for tests.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Starts at the given instant.
    pub fn new(at: Timestamp) -> Self {
        Self(AtomicI64::new(millis(at)))
    }

    /// Moves forward (or back, with a negative duration).
    pub fn advance(&self, by: time::Duration) {
        self.0.fetch_add(by.whole_milliseconds() as i64, Ordering::SeqCst);
    }

    /// Jumps to the given instant.
    pub fn set(&self, at: Timestamp) {
        self.0.store(millis(at), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Ids that count upwards, for tests with readable snapshots.
#[derive(Debug, Default)]
pub struct SequentialIds(AtomicU64);

impl IdGen for SequentialIds {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::SeqCst)) + 1)
    }
}
