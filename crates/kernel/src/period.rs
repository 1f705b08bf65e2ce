//! A stretch of time that is reported on.

use crate::{Invalid, Timestamp};
use time::Duration;

/// Longest period that a report covers: a leap year and a day, so that a year fits wherever its days begin.
pub const LONGEST_PERIOD: Duration = Duration::days(367);

/// From an instant until another: the first belongs to it, the second does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    from: Timestamp,
    to: Timestamp,
}

impl Period {
    /// Refuses what ends before it starts, and what is longer than [`LONGEST_PERIOD`].
    pub fn try_new(from: Timestamp, to: Timestamp) -> Result<Self, Invalid> {
        if from >= to {
            return Err(Invalid::field("to", "out_of_range", "Must be after `from`."));
        }
        if to - from > LONGEST_PERIOD {
            return Err(Invalid::field("from", "out_of_range", "At most a year before `to`."));
        }
        Ok(Self { from, to })
    }

    /// The first instant.
    pub const fn from(self) -> Timestamp {
        self.from
    }

    /// The first instant after it.
    pub const fn to(self) -> Timestamp {
        self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_period_has_a_length_and_a_limit() {
        let start = datetime!(2026-03-01 00:00 UTC);
        let codes = |days| Period::try_new(start, start + Duration::days(days)).map_err(|e| e.0);
        assert_eq!(codes(0).unwrap_err()[0].path, "to");
        assert_eq!(codes(-1).unwrap_err()[0].path, "to");
        assert!(codes(367).is_ok());
        assert_eq!(codes(368).unwrap_err()[0].path, "from");
    }
}
