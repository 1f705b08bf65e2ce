//! Both calendars that a clock may count in.

use super::{BusinessCalendar, BusinessHours, UnknownZone};
use crate::{model::CountedSpan, rules::Calendar};
use callboard_kernel::Timestamp;
use time::Duration;

/// Counts time the way a rule asks for.
#[derive(Clone, Debug)]
pub struct Counting {
    business: BusinessCalendar,
}

impl Counting {
    /// Counts in these business hours, or always.
    pub fn new(hours: BusinessHours) -> Result<Self, UnknownZone> {
        Ok(Self { business: BusinessCalendar::new(hours)? })
    }

    /// The instant at which `target` has been counted since `start`, with the spans that were. A desk that never opens
    /// counts always: a promise without a due instant would be forgotten.
    pub fn due_after(
        &self,
        calendar: Calendar,
        start: Timestamp,
        target: Duration,
    ) -> (Timestamp, Vec<CountedSpan>) {
        match calendar {
            Calendar::Business => self
                .business
                .due_after(start, target)
                .unwrap_or_else(|_| every_second(start, target)),
            Calendar::Always => every_second(start, target),
        }
    }

    /// How much time is counted between two instants.
    pub fn elapsed(&self, calendar: Calendar, start: Timestamp, until: Timestamp) -> Duration {
        match calendar {
            Calendar::Business => self.business.elapsed(start, until),
            Calendar::Always => (until - start).max(Duration::ZERO),
        }
    }

    /// The business hours.
    pub const fn business(&self) -> &BusinessCalendar {
        &self.business
    }
}

fn every_second(start: Timestamp, target: Duration) -> (Timestamp, Vec<CountedSpan>) {
    let target = target.max(Duration::ZERO);
    let due = start + target;
    (due, vec![CountedSpan { from: start, to: due, counted_s: target.whole_seconds() }])
}
