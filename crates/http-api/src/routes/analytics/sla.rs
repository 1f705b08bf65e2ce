//! How well promises are kept (S1-VAL-07).

use super::period::{ReportPeriod, ReportQuery, rounded};
use crate::{
    answer::Answer, auth::Caller, fields::Word, problem::Problem, request::Params, routes::Part,
};
use callboard_followups::{model::FollowUpKind, report};
use callboard_kernel::{MemberId, Period};
use poem_openapi::{Object, OpenApi};
use uuid::Uuid;

/// Promises that came due. Each count is the length of a list: `GET /followups` with the same period and `kept`.
#[derive(Object, Clone, Copy)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct SlaFigures {
    /// All of them (`kept=in_time&kept=late&kept=broken`).
    due: u64,
    /// Kept in time (`in_time`).
    in_time: u64,
    /// Kept late (`late`).
    late: u64,
    /// Open and past due (`broken`).
    broken: u64,
    /// Percent kept in time; absent when nothing came due.
    sla_compliance: Option<f64>,
    /// Half took no longer than this many seconds, counted as their clocks count. Among promises whose time a rule set;
    /// absent without any, and when half are not kept yet.
    median_s: Option<i64>,
    /// The one in the middle is not kept yet.
    median_not_kept: bool,
    /// Nine of ten took no longer.
    p90_s: Option<i64>,
    /// The one at nine tenths is not kept yet.
    p90_not_kept: bool,
}

/// Promises of one kind.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct SlaOfKind {
    /// What was to be done.
    #[oai(rename = "type")]
    kind: Word<FollowUpKind>,
    /// Its promises.
    #[oai(flatten)]
    figures: SlaFigures,
}

/// Promises of one agent: whoever kept them, else whoever has them (`GET /followups` with `responsible`).
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct SlaOfAgent {
    /// The member; absent for the pool.
    agent_id: Option<Uuid>,
    /// Name of the member.
    name: Option<String>,
    /// Their promises.
    #[oai(flatten)]
    figures: SlaFigures,
}

/// Promises that came due in one local hour of the day (`GET /followups` with `due_hour`).
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct SlaOfHour {
    /// 0 to 23.
    hour: u8,
    /// Its promises.
    #[oai(flatten)]
    figures: SlaFigures,
}

/// The promises that came due in a period. Clocks that stand still are left out: their due instant will move.
#[derive(Object)]
pub(crate) struct SlaReport {
    /// The part of the period that has come.
    period: ReportPeriod,
    /// All of them.
    total: SlaFigures,
    /// By what was to be done.
    by_kind: Vec<SlaOfKind>,
    /// By agent.
    by_agent: Vec<SlaOfAgent>,
    /// By hour of the day; hours without promises are left out.
    by_hour: Vec<SlaOfHour>,
}

impl From<report::SlaFigures> for SlaFigures {
    fn from(figures: report::SlaFigures) -> Self {
        let seconds = |taken| match taken {
            report::Taken::Seconds(seconds) => Some(seconds),
            report::Taken::Unknown | report::Taken::NotYet => None,
        };
        Self {
            due: figures.due(),
            in_time: figures.in_time,
            late: figures.late,
            broken: figures.broken,
            sla_compliance: rounded(figures.percent()),
            median_s: seconds(figures.median),
            median_not_kept: figures.median == report::Taken::NotYet,
            p90_s: seconds(figures.p90),
            p90_not_kept: figures.p90 == report::Taken::NotYet,
        }
    }
}

impl SlaReport {
    fn of(period: Period, found: report::SlaReport) -> Self {
        let agent = |(keeper, figures): (report::Keeper, report::SlaFigures)| SlaOfAgent {
            agent_id: keeper.member.map(MemberId::uuid),
            name: keeper.name,
            figures: figures.into(),
        };
        let kind =
            |(kind, figures)| SlaOfKind { kind: Word(kind), figures: SlaFigures::from(figures) };
        let hour = |(hour, figures)| SlaOfHour { hour, figures: SlaFigures::from(figures) };
        Self {
            period: period.into(),
            total: found.total.into(),
            by_kind: found.by_kind.into_iter().map(kind).collect(),
            by_agent: found.by_agent.into_iter().map(agent).collect(),
            by_hour: found.by_hour.into_iter().map(hour).collect(),
        }
    }
}

pub(crate) struct SlaApi;

#[OpenApi(prefix_path = "/analytics/sla", tag = "Part::Analytics")]
impl SlaApi {
    /// Kept promises
    ///
    /// Compliance, median and ninetieth percentile of the promises that came due in a period, by kind, agent and hour.
    /// Technicians get their own.
    #[oai(path = "/", method = "get", operation_id = "get_sla_report")]
    async fn report(
        &self,
        caller: Caller,
        query: Params<ReportQuery>,
    ) -> Result<Answer<SlaReport>, Problem> {
        let (period, _) = query.0.periods(&caller).await?;
        let (come, report) = caller.follow_ups.sla_report(&caller.scope, period).await?;
        Ok(Answer(SlaReport::of(come, report)))
    }
}
