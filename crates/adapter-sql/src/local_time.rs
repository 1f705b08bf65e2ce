//! Local days and hours in a statement. Neither database is asked about zones: the offsets that hold in a period are known
//! before, so a local hour is an addition and a division, right in every zone and on days of 23 and 25 hours.

use crate::{
    error::{Result, StoreError},
    scoped,
    stored::At,
    tx::Tx,
};
use callboard_followups::hours::WallClock;
use callboard_kernel::{Period, Timestamp, millis};
use sea_orm::sea_query::{Expr, SimpleExpr};
use time::{Date, Duration, macros::datetime};

/// Added before dividing, so that division rounds down before 1970 too: whole weeks, so that weekdays stay.
const SHIFT_WEEKS: i64 = 10_000;
const HOURS_A_WEEK: i64 = 7 * 24;
const HOUR_MS: i64 = 3_600_000;
/// The first day that is counted in hours was a Thursday, which is the fourth day of the week.
const FIRST_WEEKDAY: i64 = 3;
/// Before this instant lists that are not bounded take the offset that held then: no call of ours is older.
const OLDEST: Timestamp = datetime!(2000-01-01 0:00 UTC);

/// The wall clock of the transaction's workspace.
pub(crate) async fn wall_clock(tx: &Tx) -> Result<WallClock> {
    let sql = "SELECT time_zone FROM workspaces WHERE workspace_id = $1";
    let row = scoped::query_one(tx, sql, []).await?.ok_or(StoreError::MissingReference)?;
    let zone: String = row.try_get_by_index(0)?;
    WallClock::new(&zone)
        .map_err(|_| At::new("workspaces", tx.workspace_uuid()).unreadable("time_zone"))
}

/// Local hours of instants in a period.
#[derive(Clone, Debug)]
pub(crate) struct LocalHours {
    /// First millisecond and milliseconds ahead of UTC, newest first.
    stretches: Vec<(i64, i64)>,
}

/// Local hours of a column.
#[derive(Clone, Debug)]
pub(crate) struct LocalColumn {
    hours: String,
}

impl LocalHours {
    /// For instants of the period.
    pub(crate) fn of_period(clock: &WallClock, period: Period) -> Self {
        let stretches = clock.offsets(period.from(), period.to());
        let newest_first = stretches.iter().rev().map(|one| (millis(one.from), one.ahead_ms));
        Self { stretches: newest_first.collect() }
    }

    /// For the instants of a list that may be open at either end.
    pub(crate) async fn between(
        tx: &Tx,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Self> {
        let from = from.unwrap_or(OLDEST);
        let to = to.unwrap_or(now + Duration::days(366)).max(from + Duration::HOUR);
        let stretches = wall_clock(tx).await?.offsets(from, to);
        let newest_first = stretches.iter().rev().map(|one| (millis(one.from), one.ahead_ms));
        Ok(Self { stretches: newest_first.collect() })
    }

    /// Of a column that holds instants. The text is made of numbers and names of ours alone.
    pub(crate) fn of(&self, table: &str, column: &str) -> LocalColumn {
        let column = format!("\"{table}\".\"{column}\"");
        let ahead = match self.stretches.as_slice() {
            [] => "0".to_owned(),
            [(_, only)] => only.to_string(),
            [changes @ .., (_, first)] => {
                let when =
                    |(from, ahead): &(i64, i64)| format!("WHEN {column} >= {from} THEN {ahead}");
                let whens: Vec<String> = changes.iter().map(when).collect();
                format!("CASE {} ELSE {first} END", whens.join(" "))
            }
        };
        let shift = SHIFT_WEEKS * HOURS_A_WEEK * HOUR_MS;
        LocalColumn { hours: format!("(({column} + {shift} + {ahead}) / {HOUR_MS})") }
    }
}

impl LocalColumn {
    /// The number of the local hour, which [`LocalHour::of`] reads.
    pub(crate) fn number(&self) -> SimpleExpr {
        Expr::cust(self.hours.clone())
    }

    /// 0 to 23.
    pub(crate) fn hour_of_day(&self) -> SimpleExpr {
        Expr::cust(self.hour_of_day_text())
    }

    /// The same, for a statement in SQL.
    pub(crate) fn hour_of_day_text(&self) -> String {
        format!("({} % 24)", self.hours)
    }

    /// 0 for Monday to 6 for Sunday.
    pub(crate) fn weekday(&self) -> SimpleExpr {
        Expr::cust(format!("(({} / 24 + {FIRST_WEEKDAY}) % 7)", self.hours))
    }
}

/// A local hour as a statement counted it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct LocalHour {
    /// Days since the first of January 1970.
    day: i64,
    /// 0 to 23.
    pub(crate) hour: u8,
}

impl LocalHour {
    /// Of [`LocalColumn::number`].
    pub(crate) const fn of(number: i64) -> Self {
        let hours = number - SHIFT_WEEKS * HOURS_A_WEEK;
        Self { day: hours.div_euclid(24), hour: hours.rem_euclid(24) as u8 }
    }

    /// 0 for Monday to 6 for Sunday.
    pub(crate) const fn weekday(self) -> usize {
        (self.day + FIRST_WEEKDAY).rem_euclid(7) as usize
    }

    /// How many days after `first` it is.
    pub(crate) fn days_after(self, first: Date) -> Option<usize> {
        let epoch = i64::from(EPOCH_JULIAN_DAY);
        usize::try_from(self.day + epoch - i64::from(first.to_julian_day())).ok()
    }
}

/// The first of January 1970 as astronomers count days.
const EPOCH_JULIAN_DAY: i32 = 2_440_588;

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn the_text_says_which_offset_holds_when() {
        let clock = WallClock::new("America/St_Johns").unwrap();
        let period =
            Period::try_new(datetime!(2026-03-01 0:00 UTC), datetime!(2026-03-15 0:00 UTC));
        let hours = LocalHours::of_period(&clock, period.unwrap()).of("calls", "started_at").hours;
        let jump = millis(datetime!(2026-03-08 5:30 UTC));
        let expected = format!(
            "((\"calls\".\"started_at\" + 6048000000000 + CASE WHEN \"calls\".\"started_at\" >= {jump} \
             THEN -9000000 ELSE -12600000 END) / 3600000)"
        );
        assert_eq!(hours, expected);
    }

    #[test]
    fn a_number_is_a_day_and_an_hour() {
        let at = |local: time::PrimitiveDateTime| {
            let hours = millis(local.assume_utc()).div_euclid(HOUR_MS);
            LocalHour::of(hours + SHIFT_WEEKS * HOURS_A_WEEK)
        };
        let found = at(datetime!(2026-11-25 17:30));
        assert_eq!((found.hour, found.weekday()), (17, 2), "a Wednesday");
        assert_eq!(found.days_after(date!(2026 - 11 - 01)), Some(24));
        assert_eq!(found.days_after(date!(2026 - 11 - 26)), None);
        let old = at(datetime!(1969-12-31 23:30));
        assert_eq!((old.hour, old.weekday()), (23, 2));
    }
}
