//! Instants as the clock on the wall of the workspace shows them. The zone database is behind a question to outside.

use callboard_kernel::Timestamp;
use std::{fmt, sync::Arc};
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// Tells the offset of a zone at an instant.
type OffsetAt = dyn Fn(Timestamp) -> UtcOffset + Send + Sync;

/// A time zone by its name and its offsets.
#[derive(Clone)]
pub struct LocalZone {
    name: String,
    offset_at: Arc<OffsetAt>,
}

impl LocalZone {
    /// A zone that answers its offset at every instant.
    pub fn new(
        name: impl Into<String>,
        offset_at: impl Fn(Timestamp) -> UtcOffset + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), offset_at: Arc::new(offset_at) }
    }

    /// Universal time.
    pub fn utc() -> Self {
        Self::new("UTC", |_| UtcOffset::UTC)
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The instant with the offset of the zone.
    pub fn local(&self, at: Timestamp) -> OffsetDateTime {
        at.to_offset((self.offset_at)(at))
    }

    /// `2026-03-02T09:30:00-05:00`: to the second, with the offset.
    pub fn rfc3339(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let whole = local.replace_millisecond(0).unwrap_or(local);
        // Only years beyond 9999 have no such form.
        whole.format(&Rfc3339).unwrap_or_default()
    }

    /// `Mon, Mar 2, 2026, 9:30 AM`, for paper.
    pub fn spoken(&self, at: Timestamp) -> String {
        format!("{}, {}", self.day(at), self.time_of_day(at))
    }

    /// `Mon, Mar 2, 2026`, for paper.
    pub fn day(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let weekday = &local.weekday().to_string()[..3];
        let month = &local.month().to_string()[..3];
        format!("{weekday}, {month} {}, {}", local.day(), local.year())
    }

    /// `9:30 AM`, for paper.
    pub fn time_of_day(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let hour = match local.hour() % 12 {
            0 => 12,
            hour => hour,
        };
        let half = if local.hour() < 12 { "AM" } else { "PM" };
        format!("{hour}:{:02} {half}", local.minute())
    }
}

impl fmt::Debug for LocalZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LocalZone").field(&self.name).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{datetime, offset};

    #[test]
    fn an_instant_is_read_off_the_wall() {
        let zone = LocalZone::new("America/New_York", |_| offset!(-5));
        let at = datetime!(2026-03-02 05:04:59.123 UTC);
        assert_eq!(zone.rfc3339(at), "2026-03-02T00:04:59-05:00");
        assert_eq!(zone.spoken(at), "Mon, Mar 2, 2026, 12:04 AM");
        assert_eq!(LocalZone::utc().time_of_day(datetime!(2026-03-02 12:00 UTC)), "12:00 PM");
    }
}
