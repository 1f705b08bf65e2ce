//! What reports read of calls: one walk over the period each, on PostgreSQL in `calls_report_idx` alone.

use super::{
    counted::{self, Classes, figures_of},
    desk,
    filter::visible,
    over_time, row,
};
use crate::{
    error::{Outcome, Result},
    local_time::{LocalHour, LocalHours, wall_clock},
    store::store,
    stored::At,
    tx::Tx,
    workspaces::names,
};
use async_trait::async_trait;
use callboard_calls::{
    analytics::{AgentCalls, CallFigures, CallTrends},
    model::{AgentType, LeadSource},
    ports::CallAnalytics,
    wallboard::DeskNow,
};
use callboard_kernel::{MemberId, Period, PortError, Scope, Timestamp, millis};
use sea_orm::{
    ColumnTrait, ConnectionTrait, Order, QueryFilter, QueryOrder, QueryResult, QuerySelect,
    QueryTrait, Select,
    sea_query::{Alias, Expr, ExprTrait},
};
use uuid::Uuid;

store! {
    /// What reports read of calls.
    SqlCallAnalytics
}

#[async_trait]
impl CallAnalytics for SqlCallAnalytics {
    async fn figures(&self, scope: &Scope, period: Period) -> Result<CallFigures, PortError> {
        self.all(scope, period).await.during("calls.figures")
    }

    async fn sources(
        &self,
        scope: &Scope,
        period: Period,
    ) -> Result<Vec<(LeadSource, CallFigures)>, PortError> {
        self.by_source(scope, period).await.during("calls.sources")
    }

    async fn trends(&self, scope: &Scope, period: Period) -> Result<CallTrends, PortError> {
        self.by_hour(scope, period).await.during("calls.trends")
    }

    async fn agents(&self, scope: &Scope, period: Period) -> Result<Vec<AgentCalls>, PortError> {
        self.by_agent(scope, period).await.during("calls.agents")
    }

    async fn desk(
        &self,
        scope: &Scope,
        day: Period,
        in_time_s: u32,
        now: Timestamp,
    ) -> Result<DeskNow, PortError> {
        self.desk_now(scope, day, in_time_s, now).await.during("calls.desk")
    }
}

impl SqlCallAnalytics {
    async fn all(&self, scope: &Scope, period: Period) -> Result<CallFigures> {
        let tx = self.db.read(scope).await?;
        let figures = figures(&tx, scope, period).await?;
        tx.done().await?;
        Ok(figures)
    }

    async fn by_source(
        &self,
        scope: &Scope,
        period: Period,
    ) -> Result<Vec<(LeadSource, CallFigures)>> {
        let tx = self.db.read(scope).await?;
        let rows = sources(&tx, scope, period).await?;
        tx.done().await?;
        rows.iter()
            .map(|row| {
                let word: String = row.try_get("", "lead_source")?;
                let at = At::new("calls", Uuid::nil());
                Ok((at.word("lead_source", &word, LeadSource::parse)?, figures_of(row)?))
            })
            .collect()
    }

    async fn by_hour(&self, scope: &Scope, period: Period) -> Result<CallTrends> {
        let tx = self.db.read(scope).await?;
        let classes = Classes::load(&tx).await?;
        let clock = wall_clock(&tx).await?;
        let hour = LocalHours::of_period(&clock, period).of("calls", "started_at").number();
        let select = classes
            .select(of_period(&tx, scope, period).expr_as(hour, "local_hour"))
            .group_by(Expr::col(Alias::new("local_hour")));
        let rows = run(&tx, select).await?;
        tx.done().await?;
        let hours = rows
            .iter()
            .map(|row| Ok((LocalHour::of(row.try_get("", "local_hour")?), figures_of(row)?)));
        Ok(over_time::folded(&clock, period, &hours.collect::<Result<Vec<_>>>()?))
    }

    async fn by_agent(&self, scope: &Scope, period: Period) -> Result<Vec<AgentCalls>> {
        let tx = self.db.read(scope).await?;
        let classes = Classes::load(&tx).await?;
        let somebody = row::Column::AgentId
            .is_not_null()
            .or(row::Column::AgentType.eq(AgentType::Ai.as_str()));
        let select = classes
            .select(
                of_period(&tx, scope, period)
                    .column(row::Column::AgentType)
                    .column(row::Column::AgentId),
            )
            .filter(somebody)
            .group_by(row::Column::AgentType)
            .group_by(row::Column::AgentId)
            .order_by(Expr::col(Alias::new("total")), Order::Desc)
            .order_by(row::Column::AgentId, Order::Asc);
        let rows = run(&tx, select).await?;
        let agents = rows.iter().map(agent_of).collect::<Result<Vec<_>>>()?;
        let names = names::of(&tx, agents.iter().filter_map(|agent| agent.agent)).await?;
        tx.done().await?;
        Ok(agents
            .into_iter()
            .map(|agent| AgentCalls {
                name: agent.agent.and_then(|member| names.get(&member).cloned()),
                ..agent
            })
            .collect())
    }

    async fn desk_now(
        &self,
        scope: &Scope,
        day: Period,
        in_time_s: u32,
        now: Timestamp,
    ) -> Result<DeskNow> {
        let tx = self.db.read(scope).await?;
        let today = figures(&tx, scope, day).await?;
        let desk = desk::now(&tx, scope, day, in_time_s, now).await?;
        tx.done().await?;
        Ok(DeskNow { today, ..desk })
    }
}

/// Summed up from the sources: without a group SQLite derives what a call counts as anew for each figure, which takes five
/// times as long.
async fn figures(tx: &Tx, scope: &Scope, period: Period) -> Result<CallFigures> {
    let rows = sources(tx, scope, period).await?;
    rows.iter().try_fold(CallFigures::default(), |sum, row| Ok(sum.and(figures_of(row)?)))
}

async fn sources(tx: &Tx, scope: &Scope, period: Period) -> Result<Vec<QueryResult>> {
    let select = Classes::load(tx)
        .await?
        .select(of_period(tx, scope, period).column(row::Column::LeadSource))
        .group_by(row::Column::LeadSource)
        .order_by(Expr::col(Alias::new("total")), Order::Desc)
        .order_by(row::Column::LeadSource, Order::Asc);
    run(tx, select).await
}

/// The calls that count and first rang in the period, with nothing selected yet.
fn of_period(tx: &Tx, scope: &Scope, period: Period) -> Select<row::Entity> {
    visible(tx, scope)
        .filter(row::Column::StartedAt.gte(millis(period.from())))
        .filter(row::Column::StartedAt.lt(millis(period.to())))
        .filter(counted::is_counted())
        .select_only()
}

async fn run(tx: &Tx, select: Select<row::Entity>) -> Result<Vec<QueryResult>> {
    tx.list(select.build(tx.get_database_backend())).await
}

fn agent_of(row: &QueryResult) -> Result<AgentCalls> {
    let word: String = row.try_get("", "agent_type")?;
    let agent: Option<Uuid> = row.try_get("", "agent_id")?;
    let at = At::new("calls", agent.unwrap_or_default());
    Ok(AgentCalls {
        agent_type: at.word("agent_type", &word, AgentType::parse)?,
        agent: agent.map(MemberId),
        name: None,
        figures: figures_of(row)?,
    })
}
