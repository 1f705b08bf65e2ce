//! What the rules ask of outside.

use callboard_kernel::Timestamp;
use time::UtcOffset;

/// Knows the time zones of the world. Answered by whoever has a time-zone database; the rules have none.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Zones: Send + Sync {
    /// How far the clock on the wall of an IANA zone is ahead of universal time at an instant; `None` when there is no
    /// such zone.
    fn offset(&self, zone: &str, at: Timestamp) -> Option<UtcOffset>;
}
