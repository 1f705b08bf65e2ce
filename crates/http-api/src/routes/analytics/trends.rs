//! A period over time (S1X-ANA-02).

use super::{
    figures::CallFigures,
    period::{ReportPeriod, ReportQuery},
};
use crate::{
    answer::Answer, auth::Caller, fields::Word, problem::Problem, request::Params, routes::Part,
};
use callboard_calls::analytics::{self, Weekday};
use poem_openapi::{Object, OpenApi};

/// A period over time, in days and hours of the workspace's time zone.
#[derive(Object)]
pub(crate) struct CallTrends {
    /// The period.
    period: ReportPeriod,
    /// Every day of it.
    daily: Vec<DayFigures>,
    /// The 24 hours of the day, all days together.
    hourly: Vec<HourFigures>,
    /// The hours of the week that had calls, all weeks together.
    heat_map: Vec<WeekHourFigures>,
}

/// A local day.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct DayFigures {
    /// The part of the day that lies in the period.
    period: ReportPeriod,
    /// Its calls.
    #[oai(flatten)]
    figures: CallFigures,
}

/// A local hour of the day (`GET /calls` with `hour`).
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct HourFigures {
    /// 0 to 23.
    hour: u8,
    /// Its calls.
    #[oai(flatten)]
    figures: CallFigures,
}

/// A local hour of a weekday (`GET /calls` with `hour` and `weekday`).
#[derive(Object)]
pub(crate) struct WeekHourFigures {
    /// The weekday.
    weekday: Word<Weekday>,
    /// 0 to 23.
    hour: u8,
    /// All calls.
    total_calls: u64,
    /// Incoming ones that are over.
    incoming: u64,
    /// Of these, answered.
    answered: u64,
    /// Of these, missed.
    missed: u64,
}

impl From<analytics::HourPoint> for WeekHourFigures {
    fn from(point: analytics::HourPoint) -> Self {
        Self {
            weekday: Word(point.weekday),
            hour: point.hour,
            total_calls: point.figures.total,
            incoming: point.figures.incoming,
            answered: point.figures.answered,
            missed: point.figures.missed,
        }
    }
}

pub(crate) struct TrendsApi;

#[OpenApi(prefix_path = "/analytics/calls", tag = "Part::Analytics")]
impl TrendsApi {
    /// Calls over time
    ///
    /// By day, by hour of the day, and by hour of the week. An hour that comes twice when the clock is put back is one hour.
    #[oai(path = "/trends", method = "get", operation_id = "get_call_trends")]
    async fn trends(
        &self,
        caller: Caller,
        query: Params<ReportQuery>,
    ) -> Result<Answer<CallTrends>, Problem> {
        let (period, _) = query.0.periods(&caller).await?;
        let trends = caller.calls.trends(&caller.scope, period).await?;
        let day = |point: &analytics::DayPoint| DayFigures {
            period: ReportPeriod::between(point.from, point.to),
            figures: point.figures.into(),
        };
        let hour = |(hour, figures)| HourFigures { hour, figures: CallFigures::from(figures) };
        Ok(Answer(CallTrends {
            period: period.into(),
            daily: trends.days.iter().map(day).collect(),
            hourly: (0..).zip(trends.day_hours()).map(hour).collect(),
            heat_map: trends.hours.into_iter().map(WeekHourFigures::from).collect(),
        }))
    }
}
