//! A period at a glance (S1X-ANA-01).

use super::{
    figures::CallFigures,
    period::{ReportPeriod, ReportQuery, rounded},
};
use crate::{
    answer::Answer, auth::Caller, fields::Word, problem::Problem, request::Params, routes::Part,
};
use callboard_calls::{analytics, model::LeadSource};
use callboard_kernel::Period;
use poem_openapi::{Object, OpenApi};

/// A period at a glance, beside the one before it.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CallOverview {
    /// The period.
    period: ReportPeriod,
    /// Its calls.
    #[oai(flatten)]
    figures: CallFigures,
    /// Percent of the promises that came due in the period and were kept in time, open broken ones counted as not kept;
    /// absent when none came due.
    sla_compliance: Option<f64>,
    /// The period before it: as many local days, up to the same time of day.
    previous: PreviousOverview,
    /// By where callers heard of us, most calls first.
    lead_sources: Vec<SourceFigures>,
}

/// The period before.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct PreviousOverview {
    /// The period.
    period: ReportPeriod,
    /// Its calls.
    #[oai(flatten)]
    figures: CallFigures,
    /// Percent of its promises that were kept in time.
    sla_compliance: Option<f64>,
}

/// Calls of callers who heard of us in one place.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct SourceFigures {
    /// The place.
    lead_source: Word<LeadSource>,
    /// Their calls.
    #[oai(flatten)]
    figures: CallFigures,
}

impl CallOverview {
    /// Without the promises.
    fn of((period, before): (Period, Period), calls: analytics::CallOverview) -> Self {
        let source = |(lead_source, figures)| SourceFigures {
            lead_source: Word(lead_source),
            figures: CallFigures::from(figures),
        };
        Self {
            period: period.into(),
            figures: calls.now.into(),
            sla_compliance: None,
            previous: PreviousOverview {
                period: before.into(),
                figures: calls.before.into(),
                sla_compliance: None,
            },
            lead_sources: calls.sources.into_iter().map(source).collect(),
        }
    }
}

pub(crate) struct OverviewApi;

#[OpenApi(prefix_path = "/analytics/calls", tag = "Part::Analytics")]
impl OverviewApi {
    /// Calls at a glance
    ///
    /// Answered, missed, booked, kept promises and lead sources of a period, beside the period before. Technicians get
    /// their own.
    #[oai(path = "/overview", method = "get", operation_id = "get_call_overview")]
    async fn overview(
        &self,
        caller: Caller,
        query: Params<ReportQuery>,
    ) -> Result<Answer<CallOverview>, Problem> {
        let (period, before) = query.0.periods(&caller).await?;
        let calls = caller.calls.overview(&caller.scope, period, before).await?;
        let kept = caller.follow_ups.sla_figures(&caller.scope, period).await?;
        let kept_before = caller.follow_ups.sla_figures(&caller.scope, before).await?;
        let mut overview = CallOverview::of((period, before), calls);
        overview.sla_compliance = rounded(kept.percent());
        overview.previous.sla_compliance = rounded(kept_before.percent());
        Ok(Answer(overview))
    }
}
