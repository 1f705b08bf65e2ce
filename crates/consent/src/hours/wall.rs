//! The clock on the wall of a zone, by offsets alone.

use crate::ports::Zones;
use callboard_kernel::Timestamp;
use time::{Date, Duration, PrimitiveDateTime, Time, UtcOffset};

/// No zone moves its clock by more than this at once, nor twice within it.
const AROUND: Duration = Duration::DAY;

/// A zone whose offsets are known.
#[derive(Clone, Copy)]
pub(super) struct Wall<'a> {
    zones: &'a dyn Zones,
    zone: &'a str,
}

impl<'a> Wall<'a> {
    /// `None` when nobody knows the zone.
    pub(super) fn try_new(zones: &'a dyn Zones, zone: &'a str, at: Timestamp) -> Option<Self> {
        zones.offset(zone, at).map(|_| Self { zones, zone })
    }

    /// The IANA name.
    pub(super) const fn zone(self) -> &'a str {
        self.zone
    }

    fn offset(self, at: Timestamp) -> UtcOffset {
        self.zones.offset(self.zone, at).unwrap_or(UtcOffset::UTC)
    }

    /// What the wall shows at an instant: the day and the minute after midnight.
    pub(super) fn reads(self, at: Timestamp) -> (Date, u16) {
        let local = at.to_offset(self.offset(at));
        (local.date(), u16::from(local.hour()) * 60 + u16::from(local.minute()))
    }

    /// The first instant, not before another, at which the wall shows at least this minute of a day. Of a minute that comes
    /// twice it is the first one that is not over; in place of one that a jump leaves out it is the jump.
    pub(super) fn reaches(self, date: Date, minute: u16, not_before: Timestamp) -> Timestamp {
        let shown =
            PrimitiveDateTime::new(date, Time::MIDNIGHT) + Duration::minutes(i64::from(minute));
        let as_utc = shown.assume_utc();
        let before = self.offset(as_utc - AROUND);
        let after = self.offset(as_utc + AROUND);
        let early = shown.assume_offset(before).to_offset(UtcOffset::UTC);
        if before == after {
            return early.max(not_before);
        }
        let late = shown.assume_offset(after).to_offset(UtcOffset::UTC);
        let shows = |at: Timestamp, offset| self.offset(at) == offset;
        let mut candidates: Vec<_> = [(early, before), (late, after)]
            .into_iter()
            .filter(|(at, offset)| shows(*at, *offset))
            .map(|(at, _)| at)
            .collect();
        if candidates.is_empty() {
            candidates.push(self.jump_between(late, early));
        }
        candidates.sort_unstable();
        candidates.into_iter().find(|at| *at >= not_before).unwrap_or(not_before)
    }

    /// The instant, to the second, at which the offset changes between two.
    fn jump_between(self, from: Timestamp, to: Timestamp) -> Timestamp {
        let (mut from, mut to) = (from, to);
        let first = self.offset(from);
        while to - from > Duration::SECOND {
            let middle = from + (to - from) / 2;
            if self.offset(middle) == first { from = middle } else { to = middle }
        }
        to.replace_nanosecond(0).unwrap_or(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime, offset};

    /// A zone that jumps from -5 to -4 in March and back in November of 2026, as New York does.
    struct NewYork;

    impl Zones for NewYork {
        fn offset(&self, zone: &str, at: Timestamp) -> Option<UtcOffset> {
            let summer = datetime!(2026-03-08 7:00 UTC)..datetime!(2026-11-01 6:00 UTC);
            (zone == "x").then(|| if summer.contains(&at) { offset!(-4) } else { offset!(-5) })
        }
    }

    fn reaches(date: Date, minute: u16) -> Timestamp {
        let wall = Wall::try_new(&NewYork, "x", datetime!(2026-01-01 0:00 UTC)).unwrap();
        wall.reaches(date, minute, datetime!(2026-01-01 0:00 UTC))
    }

    #[test]
    fn the_wall_is_read_on_both_sides_of_a_jump() {
        let wall = Wall::try_new(&NewYork, "x", datetime!(2026-01-01 0:00 UTC)).unwrap();
        assert_eq!(wall.reads(datetime!(2026-03-08 6:59 UTC)), (date!(2026 - 03 - 08), 119));
        assert_eq!(wall.reads(datetime!(2026-03-08 7:00 UTC)), (date!(2026 - 03 - 08), 180));
        assert!(Wall::try_new(&NewYork, "y", datetime!(2026-01-01 0:00 UTC)).is_none());
    }

    #[test]
    fn a_minute_is_found_in_winter_and_summer() {
        assert_eq!(reaches(date!(2026 - 03 - 07), 480), datetime!(2026-03-07 13:00 UTC));
        assert_eq!(reaches(date!(2026 - 03 - 08), 480), datetime!(2026-03-08 12:00 UTC));
    }

    #[test]
    fn a_minute_that_is_left_out_is_the_jump() {
        assert_eq!(reaches(date!(2026 - 03 - 08), 150), datetime!(2026-03-08 7:00 UTC));
    }

    #[test]
    fn of_a_minute_that_comes_twice_it_is_the_first_that_is_not_over() {
        assert_eq!(reaches(date!(2026 - 11 - 01), 90), datetime!(2026-11-01 5:30 UTC));
        let wall = Wall::try_new(&NewYork, "x", datetime!(2026-01-01 0:00 UTC)).unwrap();
        let late = wall.reaches(date!(2026 - 11 - 01), 90, datetime!(2026-11-01 6:10 UTC));
        assert_eq!(late, datetime!(2026-11-01 6:30 UTC));
    }
}
