//! Days on which some states allow no sales calls.

use time::{Date, Duration, Month, Weekday};

/// A day of the year, by rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holiday {
    /// The same date every year.
    Fixed(Month, u8, Observed),
    /// Such as the third Monday of January.
    Nth(u8, Weekday, Month),
    /// Such as the last Monday of May.
    Last(Weekday, Month),
    /// Days after Easter Sunday of the western church; negative before it.
    Easter(i8),
}

/// When a date that falls on a weekend is kept. The date itself is kept in every case: the stricter reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Observed {
    /// On the date only.
    OnTheDay,
    /// Saturday on Friday before, Sunday on Monday after, too (5 USC 6103(b) and the like).
    NearestWeekday,
}

use Month::{August, December, February, January, July, June, May, November, October, September};
use Observed::NearestWeekday;
use Weekday::{Monday, Thursday};

/// The legal public holidays of the United States (5 USC 6103(a), read 2026-11-29).
pub const FEDERAL_HOLIDAYS: &[Holiday] = &[
    Holiday::Fixed(January, 1, NearestWeekday),
    Holiday::Nth(3, Monday, January),
    Holiday::Nth(3, Monday, February),
    Holiday::Last(Monday, May),
    Holiday::Fixed(June, 19, NearestWeekday),
    Holiday::Fixed(July, 4, NearestWeekday),
    Holiday::Nth(1, Monday, September),
    Holiday::Nth(2, Monday, October),
    Holiday::Fixed(November, 11, NearestWeekday),
    Holiday::Nth(4, Thursday, November),
    Holiday::Fixed(December, 25, NearestWeekday),
];

/// What some states add.
pub(super) const GOOD_FRIDAY: Holiday = Holiday::Easter(-2);
pub(super) const MARDI_GRAS: Holiday = Holiday::Easter(-47);
pub(super) const PIONEER_DAY: Holiday = Holiday::Fixed(July, 24, NearestWeekday);
pub(super) const VICTORY_DAY: Holiday = Holiday::Nth(2, Monday, August);
pub(super) const CONFEDERATE_MEMORIAL_ALABAMA: Holiday = Holiday::Nth(4, Monday, Month::April);
pub(super) const CONFEDERATE_MEMORIAL_MISSISSIPPI: Holiday = Holiday::Last(Monday, Month::April);
pub(super) const JEFFERSON_DAVIS: Holiday = Holiday::Nth(1, Monday, June);

impl Holiday {
    /// Whether it is kept on a date.
    pub fn falls_on(self, date: Date) -> bool {
        match self {
            Self::Fixed(month, day, observed) => {
                let is_it = |on: Date| on.month() == month && on.day() == day;
                let moved = match (observed, date.weekday()) {
                    (NearestWeekday, Weekday::Friday) => date.next_day().is_some_and(is_it),
                    (NearestWeekday, Weekday::Monday) => date.previous_day().is_some_and(is_it),
                    _ => false,
                };
                is_it(date) || moved
            }
            Self::Nth(nth, weekday, month) => {
                let is_nth = (date.day() - 1) / 7 + 1 == nth;
                date.month() == month && date.weekday() == weekday && is_nth
            }
            Self::Last(weekday, month) => {
                let is_last = date.day() + 7 > month.length(date.year());
                date.month() == month && date.weekday() == weekday && is_last
            }
            Self::Easter(days) => easter(date.year())
                .is_some_and(|sunday| date - sunday == Duration::days(days.into())),
        }
    }
}

/// Easter Sunday of a year of the Gregorian calendar, by the method of Meeus, Jones and Butcher.
fn easter(year: i32) -> Option<Date> {
    let golden = year % 19;
    let century = year / 100;
    let of_century = year % 100;
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let shift = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * shift + 114;
    let month = Month::try_from(u8::try_from(days / 31).ok()?).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(days % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn federal(date: Date) -> bool {
        FEDERAL_HOLIDAYS.iter().any(|holiday| holiday.falls_on(date))
    }

    #[test]
    fn federal_holidays_fall_where_the_calendar_has_them() {
        let kept = [
            date!(2026 - 01 - 01),
            date!(2026 - 01 - 19),
            date!(2026 - 02 - 16),
            date!(2026 - 05 - 25),
            date!(2026 - 06 - 19),
            date!(2026 - 07 - 03),
            date!(2026 - 07 - 04),
            date!(2026 - 09 - 07),
            date!(2026 - 10 - 12),
            date!(2026 - 11 - 11),
            date!(2026 - 11 - 26),
            date!(2026 - 12 - 25),
        ];
        let year = (0..365).map(|day| date!(2026 - 01 - 01) + Duration::days(day));
        assert_eq!(year.filter(|day| federal(*day)).collect::<Vec<_>>(), kept);
        assert!(federal(date!(2021 - 12 - 31)), "New Year of 2022 was a Saturday");
        assert!(federal(date!(2023 - 01 - 02)), "New Year of 2023 was a Sunday");
        assert!(federal(date!(2028 - 01 - 01)) && federal(date!(2027 - 12 - 31)));
    }

    #[test]
    fn easter_moves_what_hangs_on_it() {
        assert!(GOOD_FRIDAY.falls_on(date!(2026 - 04 - 03)));
        assert!(MARDI_GRAS.falls_on(date!(2026 - 02 - 17)));
        assert!(GOOD_FRIDAY.falls_on(date!(2038 - 04 - 23)));
        assert!(MARDI_GRAS.falls_on(date!(2027 - 02 - 09)));
        assert!(!GOOD_FRIDAY.falls_on(date!(2026 - 04 - 10)));
    }
}
