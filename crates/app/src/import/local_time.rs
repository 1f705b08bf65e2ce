//! Times of a file that name no offset are local times of the workspace.

use anyhow::{Context, Result};
use callboard_kernel::{Timestamp, timestamp};
use jiff::{civil::DateTime, tz::TimeZone};

/// The zone of a workspace.
pub(super) struct Zone(TimeZone);

impl Zone {
    /// The zone of an IANA name.
    pub(super) fn named(name: &str) -> Result<Self> {
        TimeZone::get(name).map(Self).with_context(|| format!("`{name}` is no time zone"))
    }

    /// The instant of a local time such as `2025-03-04T17:05:00`: of two the first, of none the time as far after the
    /// gap; `None` when the text is no time.
    pub(super) fn instant_of(&self, text: &str) -> Option<Timestamp> {
        let local: DateTime = text.parse().ok()?;
        let instant = self.0.to_ambiguous_timestamp(local).compatible().ok()?;
        Some(timestamp(instant.as_millisecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn local_times_are_read_in_the_zone() {
        let zone = Zone::named("America/New_York").unwrap();
        let read = |text| zone.instant_of(text);
        assert_eq!(read("2025-03-04T17:05:00"), Some(datetime!(2025-03-04 22:05 UTC)));
        // The clocks went forward at 2:00 on 9 March: 2:30 did not exist.
        assert_eq!(read("2025-03-09T02:30:00"), Some(datetime!(2025-03-09 07:30 UTC)));
        // They went back at 2:00 on 2 November: 1:30 came twice, the first counts.
        assert_eq!(read("2025-11-02T01:30:00"), Some(datetime!(2025-11-02 05:30 UTC)));
        assert_eq!(read("tomorrow"), None);
    }

    #[test]
    fn an_unknown_zone_is_refused() {
        assert!(Zone::named("Mars/Olympus").is_err());
    }
}
