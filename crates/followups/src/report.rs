//! How well promises are kept: what came due in a period, what of it was kept in time, and how long that took (domain
//! rules 2.8).

use crate::model::FollowUpKind;
use callboard_kernel::{MemberId, words};

words! {
    /// What became of a promise whose due instant has come. A clock that stands still is none of them: its due instant
    /// will move.
    pub enum Kept {
        /// Kept, and not after it was due.
        InTime = "in_time",
        /// Kept, but after it was due.
        Late = "late",
        /// Open, and past due.
        Broken = "broken",
    }
}

/// How long promises took, by rank: the promises whose clock has a target, the broken ones behind all others.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Taken {
    /// No promise with a target came due.
    #[default]
    Unknown,
    /// Seconds, counted as the clocks count.
    Seconds(i64),
    /// The promise at this rank is not kept yet, so the time is longer than any that was measured.
    NotYet,
}

/// Promises that came due.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SlaFigures {
    /// Kept in time.
    pub in_time: u64,
    /// Kept late.
    pub late: u64,
    /// Still open.
    pub broken: u64,
    /// Half of them took no longer.
    pub median: Taken,
    /// Nine of ten took no longer.
    pub p90: Taken,
}

/// Who a promise stands with: whoever kept it, else whoever has it, else the pool.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keeper {
    /// The member; `None` is the pool.
    pub member: Option<MemberId>,
    /// Name of the member.
    pub name: Option<String>,
}

/// The promises that came due in a period.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SlaReport {
    /// All of them.
    pub total: SlaFigures,
    /// By what was to be done.
    pub by_kind: Vec<(FollowUpKind, SlaFigures)>,
    /// By who kept it, most promises first.
    pub by_agent: Vec<(Keeper, SlaFigures)>,
    /// By the local hour in which it was due, 0 to 23; hours without promises are left out.
    pub by_hour: Vec<(u8, SlaFigures)>,
}

/// Promises that press now, of everybody together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Pressing {
    /// Open and past due, clock not paused.
    pub broken: u64,
    /// Callbacks that come due within the next hour.
    pub callbacks_next_hour: u64,
}

impl SlaFigures {
    /// All that came due.
    pub const fn due(&self) -> u64 {
        self.in_time + self.late + self.broken
    }

    /// Percent kept in time; `None` when nothing came due.
    pub fn percent(&self) -> Option<f64> {
        let due = self.due();
        (due > 0).then(|| self.in_time as f64 * 100.0 / due as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_broken_promises_count_against_the_rate() {
        let figures = SlaFigures { in_time: 3, late: 1, broken: 1, ..SlaFigures::default() };
        assert_eq!((figures.due(), figures.percent()), (5, Some(60.0)));
        assert_eq!(SlaFigures::default().percent(), None);
    }
}
