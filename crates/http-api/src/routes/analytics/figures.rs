//! Figures of a set of calls.

use super::period::rounded;
use callboard_calls::analytics;
use poem_openapi::Object;

/// Figures of a set of calls. Each count is the length of a list: `GET /calls` with the same period and `counted_as`.
#[derive(Object, Clone, Copy)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct CallFigures {
    /// All calls (`counted_as=total`).
    total_calls: u64,
    /// Incoming ones that are over (`incoming`).
    incoming: u64,
    /// Somebody answered (`answered`).
    answered: u64,
    /// Nobody answered (`missed`).
    missed: u64,
    /// The caller gave up before 15 seconds (`abandoned`).
    abandoned: u64,
    /// We called (`outgoing`).
    outgoing: u64,
    /// Percent of the incoming ones that were answered; absent without any.
    answered_percent: Option<f64>,
    /// Percent of the incoming ones that were given up; absent without any.
    abandoned_percent: Option<f64>,
    /// Seconds that an answered call took on average; absent without any.
    avg_duration: Option<f64>,
    /// Answered calls that could have been booked (`lead`).
    leads: u64,
    /// Those that were (`booked`).
    booked: u64,
    /// Those that were not (`unbooked`).
    unbooked: u64,
    /// Answered calls that were no leads (`excused`); never in the booking rate.
    excused: u64,
    /// Booking rate in percent: booked of booked and unbooked; absent without a lead.
    conversion_rate: Option<f64>,
    /// Missed calls that were booked later (`recovered`).
    recovered: u64,
    /// Missed calls with a value that were not booked, spam left out (`missed_value`).
    missed_value_calls: u64,
    /// Their estimated value in cents.
    missed_value_cents: i64,
}

impl From<analytics::CallFigures> for CallFigures {
    fn from(figures: analytics::CallFigures) -> Self {
        Self {
            total_calls: figures.total,
            incoming: figures.incoming,
            answered: figures.answered,
            missed: figures.missed,
            abandoned: figures.abandoned,
            outgoing: figures.outgoing,
            answered_percent: rounded(figures.answered_percent()),
            abandoned_percent: rounded(figures.abandoned_percent()),
            avg_duration: rounded(figures.average_talk_s()),
            leads: figures.leads,
            booked: figures.booked,
            unbooked: figures.unbooked(),
            excused: figures.excused(),
            conversion_rate: rounded(figures.booking_percent()),
            recovered: figures.recovered,
            missed_value_calls: figures.missed_value_calls,
            missed_value_cents: figures.missed_value_cents,
        }
    }
}
