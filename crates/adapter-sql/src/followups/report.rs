//! How well promises are kept. Each statement reads one index, `follow_ups_report_idx`, over what came due in the period.

use crate::{
    error::{Outcome, Result},
    local_time::{LocalHours, wall_clock},
    scoped,
    store::store,
    stored::At,
    tx::Tx,
    workspaces::names,
};
use async_trait::async_trait;
use callboard_followups::{
    model::FollowUpKind,
    ports::SlaReports,
    report::{Keeper, Kept, Pressing, SlaFigures, SlaReport, Taken},
};
use callboard_kernel::{MemberId, Period, PortError, Scope, Timestamp, millis};
use sea_orm::{
    QueryResult, Value,
    sea_query::{Expr, SimpleExpr},
};
use time::Duration;
use uuid::Uuid;

store! {
    /// How well promises are kept.
    SqlSlaReports
}

/// Who a promise stands with: whoever kept it, else whoever has it.
pub(super) const KEEPER: &str =
    "COALESCE(\"follow_ups\".\"completed_by\", \"follow_ups\".\"assigned_to\")";

/// The condition of a word at `now`, once for lists and reports.
pub(super) fn kept(word: Kept, now: Timestamp) -> SimpleExpr {
    Expr::cust(kept_text(word, &millis(now).to_string()))
}

/// `now` is a number or the place of one.
fn kept_text(word: Kept, now: &str) -> String {
    let come = format!("\"follow_ups\".\"due_at\" <= {now}");
    let done = "\"follow_ups\".\"status\" = 'done'";
    match word {
        Kept::InTime => {
            format!(
                "({come} AND {done} AND \"follow_ups\".\"completed_at\" <= \"follow_ups\".\"due_at\")"
            )
        }
        Kept::Late => {
            format!(
                "({come} AND {done} AND \"follow_ups\".\"completed_at\" > \"follow_ups\".\"due_at\")"
            )
        }
        Kept::Broken => format!(
            "({come} AND \"follow_ups\".\"status\" = 'open' AND \"follow_ups\".\"clock_state\" <> 'paused')"
        ),
    }
}

#[async_trait]
impl SlaReports for SqlSlaReports {
    async fn report(
        &self,
        scope: &Scope,
        period: Period,
        now: Timestamp,
    ) -> Result<SlaReport, PortError> {
        self.read(scope, period, now).await.during("follow_ups.report")
    }

    async fn total(
        &self,
        scope: &Scope,
        period: Period,
        now: Timestamp,
    ) -> Result<SlaFigures, PortError> {
        self.all(scope, period, now).await.during("follow_ups.total")
    }

    async fn pressing(&self, scope: &Scope, now: Timestamp) -> Result<Pressing, PortError> {
        self.press(scope, now).await.during("follow_ups.pressing")
    }
}

impl SqlSlaReports {
    async fn read(&self, scope: &Scope, period: Period, now: Timestamp) -> Result<SlaReport> {
        let tx = self.db.read(scope).await?;
        let due = Due { scope, period, now };
        let clock = wall_clock(&tx).await?;
        let hour = LocalHours::of_period(&clock, period).of("follow_ups", "due_at");
        let total = due.by(&tx, "0").await?;
        let kinds = due.by(&tx, "\"follow_ups\".\"kind\"").await?;
        let keepers = due.by(&tx, KEEPER).await?;
        let hours = due.by(&tx, &hour.hour_of_day_text()).await?;
        let members = keepers.iter().map(member_of).collect::<Result<Vec<_>>>()?;
        let names = names::of(&tx, members.iter().copied().flatten()).await?;
        tx.done().await?;
        let by_agent = members.into_iter().zip(&keepers).map(|(member, row)| {
            let name = member.and_then(|member| names.get(&member).cloned());
            Ok((Keeper { member, name }, figures_of(row)?))
        });
        Ok(SlaReport {
            total: total.first().map(figures_of).transpose()?.unwrap_or_default(),
            by_kind: kinds.iter().map(kind_of).collect::<Result<_>>()?,
            by_agent: by_agent.collect::<Result<_>>()?,
            by_hour: hours.iter().map(hour_of).collect::<Result<_>>()?,
        })
    }

    async fn all(&self, scope: &Scope, period: Period, now: Timestamp) -> Result<SlaFigures> {
        let tx = self.db.read(scope).await?;
        let rows = Due { scope, period, now }.by(&tx, "0").await?;
        tx.done().await?;
        Ok(rows.first().map(figures_of).transpose()?.unwrap_or_default())
    }

    async fn press(&self, scope: &Scope, now: Timestamp) -> Result<Pressing> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT count(CASE WHEN due_at <= $3 THEN 1 END) AS broken, \
                   count(CASE WHEN due_at > $3 AND kind = 'callback' THEN 1 END) AS callbacks FROM follow_ups \
                   WHERE workspace_id = $1 AND ($2 IS NULL OR assigned_to = $2) AND status = 'open' \
                   AND deleted_at IS NULL AND clock_state <> 'paused' AND due_at <= $4";
        let values: [Value; 3] = [
            scope.only_calls_of().map(MemberId::uuid).into(),
            millis(now).into(),
            millis(now + Duration::HOUR).into(),
        ];
        let row = scoped::query_one(&tx, sql, values).await?;
        tx.done().await?;
        let Some(row) = row else { return Ok(Pressing::default()) };
        Ok(Pressing {
            broken: count(&row, "broken")?,
            callbacks_next_hour: count(&row, "callbacks")?,
        })
    }
}

/// What came due in a period.
#[derive(Clone, Copy)]
struct Due<'a> {
    scope: &'a Scope,
    period: Period,
    now: Timestamp,
}

impl Due<'_> {
    /// Figures for each value of an expression, most promises first. Median and ninetieth percentile are the values at their
    /// rank among the promises with a target, counted by a window, because SQLite has no percentiles; the broken ones
    /// stand behind all others.
    async fn by(self, tx: &Tx, key: &str) -> Result<Vec<QueryResult>> {
        let word = |word| kept_text(word, "$4");
        let (in_time, late, broken) = (word(Kept::InTime), word(Kept::Late), word(Kept::Broken));
        // Without a branch of its own for everybody, the planner would not see that the index serves.
        let own = self.scope.only_calls_of();
        let whose = if own.is_some() { " AND assigned_to = $5" } else { "" };
        let sql = format!(
            "WITH due AS (SELECT {key} AS key, CASE WHEN {in_time} THEN 1 WHEN {late} THEN 2 WHEN {broken} THEN 3 END AS became, \
               target_s IS NOT NULL AS timed, CASE WHEN status = 'done' THEN taken_s END AS taken_s FROM follow_ups \
               WHERE workspace_id = $1 AND deleted_at IS NULL AND due_at >= $2 AND due_at < $3{whose}), \
             ranked AS (SELECT key, became, taken_s, timed, \
               row_number() OVER (PARTITION BY key, timed ORDER BY CASE WHEN taken_s IS NULL THEN 1 ELSE 0 END, taken_s) AS place, \
               count(*) OVER (PARTITION BY key, timed) AS places FROM due WHERE became IS NOT NULL) \
             SELECT key, count(CASE WHEN became = 1 THEN 1 END) AS in_time, count(CASE WHEN became = 2 THEN 1 END) AS late, \
               count(CASE WHEN became = 3 THEN 1 END) AS broken, \
               max(CASE WHEN timed THEN 1 ELSE 0 END) AS has_times, \
               max(CASE WHEN timed AND place = (places + 1) / 2 THEN taken_s END) AS median, \
               max(CASE WHEN timed AND place = (places * 9 + 9) / 10 THEN taken_s END) AS p90 \
             FROM ranked GROUP BY key ORDER BY count(*) DESC, key"
        );
        let values: Vec<Value> =
            [millis(self.period.from()), millis(self.period.to()), millis(self.now)]
                .into_iter()
                .map(Value::from)
                .chain(own.map(|member| member.uuid().into()))
                .collect();
        tx.list(scoped::statement(tx, &sql, values)).await
    }
}

fn figures_of(row: &QueryResult) -> Result<SlaFigures> {
    let has_times: bool = count(row, "has_times")? > 0;
    let taken = |name: &str| -> Result<Taken> {
        let seconds: Option<i64> = row.try_get("", name)?;
        Ok(match seconds {
            Some(seconds) => Taken::Seconds(seconds),
            None if has_times => Taken::NotYet,
            None => Taken::Unknown,
        })
    };
    Ok(SlaFigures {
        in_time: count(row, "in_time")?,
        late: count(row, "late")?,
        broken: count(row, "broken")?,
        median: taken("median")?,
        p90: taken("p90")?,
    })
}

fn kind_of(row: &QueryResult) -> Result<(FollowUpKind, SlaFigures)> {
    let word: String = row.try_get("", "key")?;
    let at = At::new("follow_ups", Uuid::nil());
    Ok((at.word("kind", &word, FollowUpKind::parse)?, figures_of(row)?))
}

fn hour_of(row: &QueryResult) -> Result<(u8, SlaFigures)> {
    let hour: i64 = row.try_get("", "key")?;
    Ok((u8::try_from(hour).unwrap_or_default(), figures_of(row)?))
}

fn member_of(row: &QueryResult) -> Result<Option<MemberId>> {
    Ok(row.try_get::<Option<Uuid>>("", "key")?.map(MemberId))
}

fn count(row: &QueryResult, name: &str) -> Result<u64> {
    // A count is 64 bits wide on both databases, a flag of CASE 32 bits on one of them.
    let number =
        row.try_get::<i64>("", name).or_else(|_| row.try_get::<i32>("", name).map(i64::from))?;
    Ok(number.unsigned_abs())
}
