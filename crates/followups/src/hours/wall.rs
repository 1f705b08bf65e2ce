//! The clock on the wall of a zone: which offset holds when, where days begin, the same time some days earlier.

use super::calendar::{UnknownZone, find_zone, instant, local_date};
use super::schedule::LocalTime;
use callboard_kernel::{Period, PortError, Timestamp, millis, timestamp};
use jiff::{ToSpan, tz};
use time::{Date, Duration};

/// A zone, asked about instants and days.
#[derive(Clone, Debug)]
pub struct WallClock {
    zone: tz::TimeZone,
}

/// From an instant on, until the next stretch, the zone keeps one distance from UTC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OffsetStretch {
    /// First instant of it.
    pub from: Timestamp,
    /// Milliseconds that local time is ahead of UTC.
    pub ahead_ms: i64,
}

impl WallClock {
    /// The clock of a zone by its IANA name.
    pub fn new(zone: &str) -> Result<Self, UnknownZone> {
        Ok(Self { zone: find_zone(zone)? })
    }

    /// The offsets that hold from `from` until `to`, earliest first; the first one begins at `from`. With them the local
    /// hour of an instant is plain arithmetic, also in zones that are half an hour off and on days of 23 or 25 hours.
    pub fn offsets(&self, from: Timestamp, to: Timestamp) -> Vec<OffsetStretch> {
        let start = instant_of(from);
        let first = OffsetStretch { from, ahead_ms: ahead_ms(self.zone.to_offset(start)) };
        let later = self
            .zone
            .following(start)
            .map(|change| OffsetStretch {
                from: timestamp(change.timestamp().as_millisecond()),
                ahead_ms: ahead_ms(change.offset()),
            })
            .take_while(|stretch| stretch.from < to);
        let mut stretches = vec![first];
        for stretch in later {
            // Zones also change their name or their notion of summer without moving the clock.
            if stretches.last().is_none_or(|last| last.ahead_ms != stretch.ahead_ms) {
                stretches.push(stretch);
            }
        }
        stretches
    }

    /// The local day of an instant.
    pub fn date_of(&self, at: Timestamp) -> Date {
        local_date(&self.zone, millis(at))
    }

    /// The first instant of a local day.
    pub fn start_of(&self, date: Date) -> Timestamp {
        let midnight = LocalTime::at(0, 0).and_then(|midnight| instant(&self.zone, date, midnight));
        midnight.map_or_else(|| date.midnight().assume_utc(), timestamp)
    }

    /// The day of an instant, from its start until the next one's.
    pub fn day_around(&self, at: Timestamp) -> (Timestamp, Timestamp) {
        let date = self.date_of(at);
        (self.start_of(date), self.start_of(date.next_day().unwrap_or(date)))
    }

    /// The instant at which the wall shows the same time `days` earlier. A time that a jump of the clock leaves out is read
    /// with the offset from before the jump.
    pub fn days_earlier(&self, at: Timestamp, days: i64) -> Timestamp {
        let wall = self.zone.to_datetime(instant_of(at));
        let earlier = wall
            .checked_sub(days.days())
            .ok()
            .and_then(|wall| self.zone.to_ambiguous_timestamp(wall).compatible().ok());
        earlier.map_or_else(
            || at - Duration::days(days),
            |instant| timestamp(instant.as_millisecond()),
        )
    }

    /// The period of as many local days that ended where this one starts, up to the same time of day: half of today is
    /// compared with half of yesterday.
    pub fn before(&self, period: Period) -> Period {
        let (first, last) =
            (self.date_of(period.from()), self.date_of(period.to() - Duration::milliseconds(1)));
        let days = i64::from(last.to_julian_day() - first.to_julian_day()) + 1;
        let starts_with_a_day = self.start_of(first) == period.from();
        // A period that starts within a day reaches into one day more than it is long.
        let days = if starts_with_a_day || days == 1 { days } else { days - 1 };
        let shifted = Period::try_new(
            self.days_earlier(period.from(), days),
            self.days_earlier(period.to(), days),
        );
        shifted.unwrap_or(period)
    }

    /// The last `days` local days, today until now included.
    pub fn last_days(&self, days: i64, now: Timestamp) -> Result<Period, PortError> {
        let today = self.start_of(self.date_of(now));
        let from = self.days_earlier(today, days - 1);
        // Midnight itself has no past of its own day yet.
        Period::try_new(from, now.max(from + Duration::milliseconds(1)))
            .map_err(|error| PortError::broken("hours.last_days", error))
    }
}

fn instant_of(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(millis(at)).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

fn ahead_ms(offset: tz::Offset) -> i64 {
    i64::from(offset.seconds()) * 1000
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    const ST_JOHNS: &str = "America/St_Johns";

    fn minutes(stretches: &[OffsetStretch]) -> Vec<i64> {
        stretches.iter().map(|stretch| stretch.ahead_ms / 60_000).collect()
    }

    #[test]
    fn offsets_change_where_the_clock_is_moved() {
        let clock = WallClock::new(ST_JOHNS).unwrap();
        let found = clock.offsets(datetime!(2026-01-01 0:00 UTC), datetime!(2027-01-01 0:00 UTC));
        assert_eq!(minutes(&found), [-210, -150, -210]);
        assert_eq!(found[1].from, datetime!(2026-03-08 5:30 UTC));
        assert_eq!(found[2].from, datetime!(2026-11-01 4:30 UTC));
        let half = WallClock::new("Australia/Lord_Howe").unwrap();
        let found = half.offsets(datetime!(2026-03-01 0:00 UTC), datetime!(2026-05-01 0:00 UTC));
        assert_eq!(minutes(&found), [660, 630]);
        let utc = WallClock::new("UTC").unwrap();
        let found = utc.offsets(datetime!(2026-01-01 0:00 UTC), datetime!(2027-01-01 0:00 UTC));
        assert_eq!(minutes(&found), [0]);
    }

    #[test]
    fn days_have_the_length_that_the_clock_gives_them() {
        let clock = WallClock::new("America/New_York").unwrap();
        let hours = |at| {
            let (from, to) = clock.day_around(at);
            (to - from).whole_hours()
        };
        assert_eq!(hours(datetime!(2026-03-08 18:00 UTC)), 23);
        assert_eq!(hours(datetime!(2026-11-01 18:00 UTC)), 25);
        assert_eq!(hours(datetime!(2026-06-01 18:00 UTC)), 24);
        assert_eq!(clock.start_of(date!(2026 - 03 - 09)), datetime!(2026-03-09 4:00 UTC));
    }

    #[test]
    fn half_of_today_is_compared_with_half_of_yesterday() {
        let clock = WallClock::new("America/New_York").unwrap();
        let today = Period::try_new(
            datetime!(2026-03-09 4:00 UTC), // midnight in summer time
            datetime!(2026-03-09 16:00 UTC),
        );
        let before = clock.before(today.unwrap());
        assert_eq!(before.from(), datetime!(2026-03-08 5:00 UTC)); // midnight in winter time
        assert_eq!(before.to(), datetime!(2026-03-08 16:00 UTC)); // noon on both days
    }

    #[test]
    fn whole_days_are_compared_with_as_many_before_them() {
        let clock = WallClock::new("America/New_York").unwrap();
        let week = Period::try_new(
            datetime!(2026-03-05 5:00 UTC),
            datetime!(2026-03-12 4:00 UTC), // midnight to midnight over the change of the clock
        )
        .unwrap();
        let before = clock.before(week);
        assert_eq!(before.from(), datetime!(2026-02-26 5:00 UTC));
        assert_eq!(before.to(), week.from());
    }

    #[test]
    fn a_day_from_noon_to_noon_is_compared_with_the_one_before_it() {
        let clock = WallClock::new("UTC").unwrap();
        let noon = datetime!(2026-06-02 12:00 UTC);
        let day = Period::try_new(noon, noon + Duration::days(1)).unwrap();
        assert_eq!(clock.before(day).to(), noon);
    }

    #[test]
    fn the_last_days_begin_at_midnight_and_end_now() {
        let clock = WallClock::new(ST_JOHNS).unwrap();
        let now = datetime!(2026-07-10 15:00 UTC);
        let week = clock.last_days(7, now).unwrap();
        assert_eq!((week.from(), week.to()), (datetime!(2026-07-04 2:30 UTC), now));
    }
}
