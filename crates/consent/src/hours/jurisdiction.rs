//! What a row of the calling hours is.

use super::{Holiday, State, Week};
use time::{Date, Duration};

/// Whether selling stops on holidays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holidays {
    /// They are days like others.
    Ordinary,
    /// Nobody is sold anything on these days.
    Closed(&'static [&'static [Holiday]]),
}

/// The hours in which a jurisdiction allows sales calls and sales texts. Legal data: an engineering default with a source
/// and a day, for counsel to check, never code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Jurisdiction {
    /// The state; `None` for what holds in all of them.
    pub state: Option<State>,
    /// Its name in a sentence.
    pub name: &'static str,
    /// Hours of the clock on the wall at the customer.
    pub week: Week,
    /// Whether selling stops on holidays.
    pub holidays: Holidays,
    /// Statute or table.
    pub source: &'static str,
    /// The day on which the source was last read.
    pub read_on: Date,
    /// Whether the statute itself was read, not only a table of somebody who had read it.
    pub verified: bool,
}

/// How long a reading of the law is relied on before somebody is asked to read it again.
const REREAD_AFTER: Duration = Duration::days(365);

impl Jurisdiction {
    /// Whether the source should be read again by a day.
    pub fn is_due_for_review(&self, on: Date) -> bool {
        on - self.read_on > REREAD_AFTER
    }

    /// Whether a date is one of its closed holidays.
    pub fn is_closed_holiday(&self, date: Date) -> bool {
        match self.holidays {
            Holidays::Ordinary => false,
            Holidays::Closed(lists) => {
                lists.iter().flat_map(|list| list.iter()).any(|holiday| holiday.falls_on(date))
            }
        }
    }
}
