//! Times of a file that name no offset are local times.

use callboard_calls::ports::{LocalTimes, LocalToInstant};
use callboard_kernel::{Timestamp, timestamp};
use jiff::{civil::DateTime, tz::TimeZone};
use std::sync::Arc;

/// The zones of the IANA data base.
pub(crate) struct IanaTimes;

impl LocalTimes for IanaTimes {
    fn zone(&self, name: &str) -> Option<LocalToInstant> {
        let zone = TimeZone::get(name).ok()?;
        Some(Arc::new(move |text: &str| instant_of(&zone, text)))
    }
}

/// The instant of a local time such as `2025-03-04T17:05:00`: of two the first, of none the time as far after the gap;
/// `None` when the text is no time.
fn instant_of(zone: &TimeZone, text: &str) -> Option<Timestamp> {
    let local: DateTime = text.parse().ok()?;
    let instant = zone.to_ambiguous_timestamp(local).compatible().ok()?;
    Some(timestamp(instant.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn local_times_are_read_in_the_zone() {
        let read = IanaTimes.zone("America/New_York").unwrap();
        assert_eq!(read("2025-03-04T17:05:00"), Some(datetime!(2025-03-04 22:05 UTC)));
        // The clocks went forward at 2:00 on 9 March: 2:30 did not exist.
        assert_eq!(read("2025-03-09T02:30:00"), Some(datetime!(2025-03-09 07:30 UTC)));
        // They went back at 2:00 on 2 November: 1:30 came twice, the first counts.
        assert_eq!(read("2025-11-02T01:30:00"), Some(datetime!(2025-11-02 05:30 UTC)));
        assert_eq!(read("tomorrow"), None);
    }

    #[test]
    fn an_unknown_zone_is_refused() {
        assert!(IanaTimes.zone("Mars/Olympus").is_none());
    }
}
