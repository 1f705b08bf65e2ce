//! What reports say of calls: what each call counts as, and figures of many (domain rules 1).

use crate::model::{AgentType, LeadSource};
use callboard_kernel::{MemberId, Timestamp, words};

words! {
    /// What a call counts as. Reports count by these words and lists filter by them, so that every figure is the length of
    /// a list. Demonstrations and calls that have not begun count as nothing.
    pub enum CountedAs {
        /// Any call.
        Total = "total",
        /// An incoming call that is over.
        Incoming = "incoming",
        /// Of these: somebody answered.
        Answered = "answered",
        /// Of these: nobody answered, though it rang 15 seconds or more, or nobody knows how long.
        Missed = "missed",
        /// Of these: nobody answered, and the caller gave up before 15 seconds.
        Abandoned = "abandoned",
        /// We called somebody.
        Outgoing = "outgoing",
        /// An answered call that could have been booked: somebody who wanted work talked for a minute or more and was not
        /// excluded by the reason of the call (billing, a question, spam) or by its disposition (not a lead, wants no
        /// contact). A booked call is a lead however short it was.
        Lead = "lead",
        /// A lead that was booked.
        Booked = "booked",
        /// A lead that was not.
        Unbooked = "unbooked",
        /// Answered, but no lead; never in the booking rate.
        Excused = "excused",
        /// Missed, and booked later.
        Recovered = "recovered",
        /// Missed and not booked, with an estimated value; spam and what never was a lead are left out.
        MissedValue = "missed_value",
    }
}

words! {
    /// Day of the week in the workspace's time zone.
    pub enum Weekday {
        /// Monday.
        Monday = "mon",
        /// Tuesday.
        Tuesday = "tue",
        /// Wednesday.
        Wednesday = "wed",
        /// Thursday.
        Thursday = "thu",
        /// Friday.
        Friday = "fri",
        /// Saturday.
        Saturday = "sat",
        /// Sunday.
        Sunday = "sun",
    }
}

impl Weekday {
    /// 0 for Monday to 6 for Sunday.
    pub const fn index(self) -> u8 {
        self as u8
    }
}

/// Figures of a set of calls. Each field is named after the word by which its calls are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CallFigures {
    /// [`CountedAs::Total`].
    pub total: u64,
    /// [`CountedAs::Incoming`].
    pub incoming: u64,
    /// [`CountedAs::Answered`].
    pub answered: u64,
    /// [`CountedAs::Missed`].
    pub missed: u64,
    /// [`CountedAs::Abandoned`].
    pub abandoned: u64,
    /// [`CountedAs::Outgoing`].
    pub outgoing: u64,
    /// Seconds of talking in the answered ones.
    pub talk_s: u64,
    /// [`CountedAs::Lead`].
    pub leads: u64,
    /// [`CountedAs::Booked`].
    pub booked: u64,
    /// [`CountedAs::Recovered`].
    pub recovered: u64,
    /// [`CountedAs::MissedValue`].
    pub missed_value_calls: u64,
    /// Their estimated value in cents.
    pub missed_value_cents: i64,
}

impl CallFigures {
    /// Percent of the incoming calls that were answered; `None` without any.
    pub fn answered_percent(&self) -> Option<f64> {
        share(self.answered, self.incoming)
    }

    /// Percent of the incoming calls whose caller gave up at once; `None` without any.
    pub fn abandoned_percent(&self) -> Option<f64> {
        share(self.abandoned, self.incoming)
    }

    /// Booking rate: booked of booked and unbooked leads, in percent; `None` without a lead.
    pub fn booking_percent(&self) -> Option<f64> {
        share(self.booked, self.leads)
    }

    /// Seconds that an answered call took; `None` without any.
    pub fn average_talk_s(&self) -> Option<f64> {
        (self.answered > 0).then(|| self.talk_s as f64 / self.answered as f64)
    }

    /// [`CountedAs::Unbooked`].
    pub const fn unbooked(&self) -> u64 {
        self.leads.saturating_sub(self.booked)
    }

    /// [`CountedAs::Excused`].
    pub const fn excused(&self) -> u64 {
        self.answered.saturating_sub(self.leads)
    }

    /// The figures of both sets together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            total: self.total + other.total,
            incoming: self.incoming + other.incoming,
            answered: self.answered + other.answered,
            missed: self.missed + other.missed,
            abandoned: self.abandoned + other.abandoned,
            outgoing: self.outgoing + other.outgoing,
            talk_s: self.talk_s + other.talk_s,
            leads: self.leads + other.leads,
            booked: self.booked + other.booked,
            recovered: self.recovered + other.recovered,
            missed_value_calls: self.missed_value_calls + other.missed_value_calls,
            missed_value_cents: self.missed_value_cents + other.missed_value_cents,
        }
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 * 100.0 / whole as f64)
}

/// A period at a glance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallOverview {
    /// The period.
    pub now: CallFigures,
    /// The period before it.
    pub before: CallFigures,
    /// The period, by where callers heard of us; sources without calls are left out.
    pub sources: Vec<(LeadSource, CallFigures)>,
}

/// A local day of a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayPoint {
    /// First instant of the day within the period.
    pub from: Timestamp,
    /// First instant after it.
    pub to: Timestamp,
    /// Its figures.
    pub figures: CallFigures,
}

/// A local hour of a weekday, over all weeks of a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HourPoint {
    /// The weekday.
    pub weekday: Weekday,
    /// 0 to 23.
    pub hour: u8,
    /// Its figures.
    pub figures: CallFigures,
}

/// A period over time.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CallTrends {
    /// Every day of the period, also those without calls.
    pub days: Vec<DayPoint>,
    /// Every hour of every weekday that had calls, by weekday and hour.
    pub hours: Vec<HourPoint>,
}

impl CallTrends {
    /// The hours of the day, all weekdays together, 0 to 23.
    pub fn day_hours(&self) -> [CallFigures; 24] {
        let mut hours = [CallFigures::default(); 24];
        for point in &self.hours {
            if let Some(figures) = hours.get_mut(usize::from(point.hour)) {
                *figures = figures.and(point.figures);
            }
        }
        hours
    }
}

/// The calls of one agent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgentCalls {
    /// Person or program.
    pub agent_type: AgentType,
    /// The member; `None` for the voice program.
    pub agent: Option<MemberId>,
    /// Name of the member.
    pub name: Option<String>,
    /// What came of them.
    pub figures: CallFigures,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_leads_are_in_the_booking_rate() {
        let figures =
            CallFigures { incoming: 20, answered: 16, leads: 10, booked: 4, ..Default::default() };
        assert_eq!(figures.booking_percent(), Some(40.0));
        assert_eq!((figures.unbooked(), figures.excused()), (6, 6));
        assert_eq!(figures.answered_percent(), Some(80.0));
        assert_eq!(CallFigures::default().booking_percent(), None);
    }

    #[test]
    fn the_hours_of_the_day_are_the_weekdays_together() {
        let point = |weekday, hour, total| HourPoint {
            weekday,
            hour,
            figures: CallFigures { total, ..CallFigures::default() },
        };
        let hours = vec![
            point(Weekday::Monday, 9, 2),
            point(Weekday::Friday, 9, 3),
            point(Weekday::Friday, 10, 1),
        ];
        let day = CallTrends { days: Vec::new(), hours }.day_hours();
        assert_eq!((day[9].total, day[10].total, day[11].total), (5, 1, 0));
    }
}
