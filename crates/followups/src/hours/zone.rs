//! A time zone, for those who show instants as the clock on the wall does.

use super::calendar::{UnknownZone, find_zone};
use callboard_kernel::{Timestamp, millis};
use jiff::tz;
use time::UtcOffset;

/// A zone of the time-zone database.
#[derive(Clone, Debug)]
pub struct Zone(tz::TimeZone);

impl Zone {
    /// The zone of an IANA name.
    pub fn find(name: &str) -> Result<Self, UnknownZone> {
        find_zone(name).map(Self)
    }

    /// How far the clock on the wall is ahead of universal time at an instant.
    pub fn offset(&self, at: Timestamp) -> UtcOffset {
        let at =
            jiff::Timestamp::from_millisecond(millis(at)).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let seconds = self.0.to_offset(at).seconds();
        UtcOffset::from_whole_seconds(seconds).unwrap_or(UtcOffset::UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{datetime, offset};

    #[test]
    fn the_offset_follows_the_clock_change() {
        let zone = Zone::find("America/New_York").unwrap();
        assert_eq!(zone.offset(datetime!(2026-03-08 06:59 UTC)), offset!(-5));
        assert_eq!(zone.offset(datetime!(2026-03-08 07:00 UTC)), offset!(-4));
        assert!(Zone::find("Mars/Olympus").is_err());
    }
}
