//! The period of a report.

use crate::{auth::Caller, fields::Instant, problem::Problem};
use callboard_kernel::{Period, Timestamp};
use poem_openapi::Object;

/// The period of a report, a year at most.
#[derive(Object)]
pub(super) struct ReportQuery {
    /// First instant of it. Without it: 30 local days, the last one included.
    from: Option<Instant>,
    /// First instant after it. Without it: now.
    to: Option<Instant>,
}

/// A period.
#[derive(Object, Clone, Copy)]
pub(super) struct ReportPeriod {
    /// First instant.
    from: Instant,
    /// First instant after it.
    to: Instant,
}

impl ReportPeriod {
    /// Between two instants.
    pub(super) fn between(from: Timestamp, to: Timestamp) -> Self {
        Self { from: from.into(), to: to.into() }
    }
}

impl From<Period> for ReportPeriod {
    fn from(period: Period) -> Self {
        Self::between(period.from(), period.to())
    }
}

impl ReportQuery {
    /// The period, and the one that it is compared with.
    pub(super) async fn periods(self, caller: &Caller) -> Result<(Period, Period), Problem> {
        let (from, to) = (self.from.map(|at| at.0), self.to.map(|at| at.0));
        Ok(caller.follow_ups.periods(&caller.scope, from, to).await?)
    }
}

/// A percentage with one decimal.
pub(crate) fn rounded(percent: Option<f64>) -> Option<f64> {
    percent.map(|percent| (percent * 10.0).round() / 10.0)
}
