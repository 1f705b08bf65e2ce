//! Stretches of days that move with the calendar: "today" is another day tomorrow. A filter that is kept or shared holds
//! the word; it becomes two instants, in the zone of the workspace, when somebody asks.

use super::CallFilter;
use callboard_kernel::{Invalid, Timestamp, words};
use serde::{Deserialize, Serialize};

words! {
    /// Whole days of the workspace, counted back from the one that is now.
    pub enum Period {
        /// Since midnight.
        Today = "today",
        /// The day before.
        Yesterday = "yesterday",
        /// Today and the six days before.
        Days7 = "7d",
        /// Today and the 29 days before.
        Days30 = "30d",
    }
}

impl Period {
    /// How many midnights before the newest one it starts, and how many before it ends; no end is "until now".
    pub const fn midnights(self) -> (u16, Option<u16>) {
        match self {
            Self::Today => (0, None),
            Self::Yesterday => (1, Some(0)),
            Self::Days7 => (6, None),
            Self::Days30 => (29, None),
        }
    }
}

/// Which calls are wanted, as somebody says it: the filter may hold a period instead of instants.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpokenFilter {
    /// The days in which they first rang.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Everything else.
    #[serde(default)]
    pub filter: CallFilter,
}

impl SpokenFilter {
    /// Refuses what no list can mean, a period beside instants included.
    pub fn check(&self) -> Result<(), Invalid> {
        let mut wrong = self.filter.check().err().unwrap_or_default();
        if self.period.is_some() && (self.filter.from.is_some() || self.filter.to.is_some()) {
            wrong.push("period", "not_allowed", "Say either a period or `from` and `to`.");
        }
        wrong.check()
    }

    /// The filter with these instants in place of the period; as it is when it holds none.
    #[must_use]
    pub fn between(self, from: Option<Timestamp>, to: Option<Timestamp>) -> CallFilter {
        match self.period {
            Some(_) => CallFilter { from, to, ..self.filter },
            None => self.filter,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CallStatus;
    use serde_json::json;
    use time::macros::datetime;

    #[test]
    fn a_period_beside_instants_is_refused() {
        let filter =
            CallFilter { from: Some(datetime!(2026-03-01 00:00 UTC)), ..CallFilter::default() };
        let spoken = SpokenFilter { period: Some(Period::Today), filter };
        assert_eq!(spoken.check().unwrap_err().0[0].path, "period");
    }

    #[test]
    fn a_filter_from_before_a_field_was_added_is_read_and_one_that_nobody_knows_is_refused() {
        let old = json!({"period": "today", "filter": {"status": ["missed"]}});
        let read: SpokenFilter = serde_json::from_value(old).unwrap();
        let filter = CallFilter { status: vec![CallStatus::Missed], ..CallFilter::default() };
        assert_eq!(read, SpokenFilter { period: Some(Period::Today), filter });
        let newer = json!({"filter": {"colour": ["red"]}});
        assert!(serde_json::from_value::<SpokenFilter>(newer).is_err());
    }

    #[test]
    fn what_is_written_is_read() {
        let filter = CallFilter {
            from: Some(datetime!(2026-03-01 00:00 UTC)),
            has_job: Some(false),
            tags: vec!["storm".to_owned()],
            ..CallFilter::default()
        };
        let spoken = SpokenFilter { period: None, filter };
        let text = serde_json::to_string(&spoken).unwrap();
        assert_eq!(serde_json::from_str::<SpokenFilter>(&text).unwrap(), spoken);
    }
}
