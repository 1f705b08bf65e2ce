//! Local hours as a statement counted them, put together to days and to hours of weekdays.

use crate::local_time::LocalHour;
use callboard_calls::analytics::{CallFigures, CallTrends, DayPoint, HourPoint, Weekday};
use callboard_followups::hours::WallClock;
use callboard_kernel::Period;
use time::Duration;

/// Every day of the period, and every hour of the week that had calls.
pub(super) fn folded(
    clock: &WallClock,
    period: Period,
    hours: &[(LocalHour, CallFigures)],
) -> CallTrends {
    let first = clock.date_of(period.from());
    let last = clock.date_of(period.to() - Duration::milliseconds(1));
    let mut days: Vec<DayPoint> =
        std::iter::successors(Some(first), |date| date.next_day().filter(|next| *next <= last))
            .map(|date| DayPoint {
                from: clock.start_of(date).max(period.from()),
                to: date
                    .next_day()
                    .map_or(period.to(), |next| clock.start_of(next))
                    .min(period.to()),
                figures: CallFigures::default(),
            })
            .collect();
    let mut week = [[CallFigures::default(); 24]; 7];
    for (hour, figures) in hours {
        let day = hour.days_after(first).and_then(|index| days.get_mut(index));
        if let Some(day) = day {
            day.figures = day.figures.and(*figures);
        }
        let sum = &mut week[hour.weekday()][usize::from(hour.hour)];
        *sum = sum.and(*figures);
    }
    let hours = Weekday::ALL.iter().zip(week).flat_map(|(weekday, hours)| {
        (0_u8..).zip(hours).map(|(hour, figures)| HourPoint { weekday: *weekday, hour, figures })
    });
    CallTrends { days, hours: hours.filter(|point| point.figures.total > 0).collect() }
}
