//! The established business relationship, computed from dates.

use crate::law;
use callboard_kernel::Timestamp;
use time::{Date, Month};

/// What the customer had to do with us.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Relationship {
    /// Last purchase or payment.
    pub last_purchase_at: Option<Timestamp>,
    /// Last inquiry or application: a call, a form, a text that asked for something.
    pub last_inquiry_at: Option<Timestamp>,
    /// A visit is booked or a job is in progress.
    pub open_job: bool,
}

impl Relationship {
    /// The first instant at which a number on the national registry is not excused any more; `None` when it never was. A
    /// request not to be contacted ended what was before it (47 CFR 64.1200(f)(5)(i)).
    pub fn excuses_until(&self, ended_at: Option<Timestamp>) -> Option<Timestamp> {
        let alive = |at: &Timestamp| ended_at.is_none_or(|ended| *at > ended);
        let bought = self.last_purchase_at.filter(alive);
        let asked = self.last_inquiry_at.filter(alive);
        let bought = bought.map(|at| months_later(at, law::PURCHASE_MONTHS));
        let asked = asked.map(|at| months_later(at, law::INQUIRY_MONTHS));
        bought.max(asked)
    }

    /// Whether there is a relationship at an instant. What lies after it is none yet.
    pub fn exists(&self, at: Timestamp, ended_at: Option<Timestamp>) -> bool {
        self.known_at(at).excuses_until(ended_at).is_some_and(|until| at < until)
    }

    /// What had happened by an instant.
    pub(crate) fn known_at(&self, at: Timestamp) -> Self {
        let past = |when: &Timestamp| *when <= at;
        Self {
            last_purchase_at: self.last_purchase_at.filter(past),
            last_inquiry_at: self.last_inquiry_at.filter(past),
            open_job: self.open_job,
        }
    }
}

/// The same time of day some calendar months later; the last of the month where there is no such day.
fn months_later(at: Timestamp, months: u8) -> Timestamp {
    let index = at.year() * 12 + i32::from(u8::from(at.month())) - 1 + i32::from(months);
    let year = index.div_euclid(12);
    let month = Month::try_from((index.rem_euclid(12) + 1) as u8).unwrap_or(Month::January);
    let day = at.day().min(month.length(year));
    Date::from_calendar_date(year, month, day).map_or(at, |date| at.replace_date(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn months_are_those_of_the_calendar() {
        let at = datetime!(2026-08-31 15:00 UTC);
        assert_eq!(months_later(at, 18), datetime!(2028-02-29 15:00 UTC));
        assert_eq!(months_later(at, 3), datetime!(2026-11-30 15:00 UTC));
        assert_eq!(months_later(datetime!(2026-12-01 0:00 UTC), 1), datetime!(2027-01-01 0:00 UTC));
    }

    #[test]
    fn a_purchase_excuses_for_eighteen_months_and_an_inquiry_for_three() {
        let bought = Relationship {
            last_purchase_at: Some(datetime!(2026-01-15 12:00 UTC)),
            ..Relationship::default()
        };
        assert!(bought.exists(datetime!(2027-07-15 11:59 UTC), None));
        assert!(!bought.exists(datetime!(2027-07-15 12:00 UTC), None));
        let asked = Relationship {
            last_inquiry_at: Some(datetime!(2026-01-15 12:00 UTC)),
            ..Relationship::default()
        };
        assert!(asked.exists(datetime!(2026-04-14 12:00 UTC), None));
        assert!(!asked.exists(datetime!(2026-04-16 12:00 UTC), None));
    }

    #[test]
    fn a_request_not_to_be_called_ends_what_was_before_it() {
        let bought = Relationship {
            last_purchase_at: Some(datetime!(2026-01-15 12:00 UTC)),
            ..Relationship::default()
        };
        let at = datetime!(2026-06-01 12:00 UTC);
        assert!(!bought.exists(at, Some(datetime!(2026-02-01 0:00 UTC))));
        assert!(bought.exists(at, Some(datetime!(2025-02-01 0:00 UTC))));
        assert!(!bought.exists(at, bought.last_purchase_at), "of one instant the no is last");
        assert!(!bought.exists(datetime!(2026-01-01 0:00 UTC), None), "not bought yet");
    }
}
