//! The desk at an instant, for the wallboard. Each statement reads a few rows of a partial index, or the calls of a day.

use crate::{error::Result, scoped, tx::Tx};
use callboard_calls::{
    model::AgentType,
    wallboard::{AgentNow, AgentState, DeskNow},
};
use callboard_kernel::{MemberId, Period, Scope, Timestamp, millis, timestamp};
use sea_orm::{QueryResult, Value};
use std::cmp::Reverse;
use time::Duration;
use uuid::Uuid;

/// A call that still rings after this long is a lost report of the line.
const RINGS_AT_MOST: Duration = Duration::hours(1);
/// A call that is still talked in after this long is one, too.
const TALKS_AT_MOST: Duration = Duration::hours(12);

/// The desk without the figures of the day.
pub(super) async fn now(
    tx: &Tx,
    scope: &Scope,
    day: Period,
    in_time_s: u32,
    now: Timestamp,
) -> Result<DeskNow> {
    // A technician's wallboard is about his own calls.
    let own: Value = scope.only_calls_of().map(MemberId::uuid).into();
    let (waiting, waiting_since) = waiting(tx, own.clone(), now).await?;
    let (with_program, agents) = agents(tx, own.clone(), now).await?;
    Ok(DeskNow {
        waiting,
        waiting_since,
        answered_in_time: answered_in_time(tx, own.clone(), day, in_time_s).await?,
        unreturned_since: unreturned_since(tx, own.clone()).await?,
        unclaimed: unclaimed(tx, own, now).await?,
        with_program,
        agents,
        ..DeskNow::default()
    })
}

/// Whether the call is the actor's to see, as `$2`.
const OWN: &str = "($2 IS NULL OR agent_id = $2)";

async fn waiting(tx: &Tx, own: Value, now: Timestamp) -> Result<(u64, Option<Timestamp>)> {
    let sql = format!(
        "SELECT count(*) AS waiting, min(started_at) AS since FROM calls \
         WHERE workspace_id = $1 AND {OWN} AND started_at >= $3 AND report_class = 'running' AND status = 'ringing'"
    );
    let since = millis(now - RINGS_AT_MOST);
    let Some(row) = scoped::query_one(tx, &sql, [own, since.into()]).await? else {
        return Ok((0, None));
    };
    let first: Option<i64> = row.try_get("", "since")?;
    Ok((count(&row, "waiting")?, first.map(timestamp)))
}

async fn answered_in_time(tx: &Tx, own: Value, day: Period, in_time_s: u32) -> Result<u64> {
    let sql = format!(
        "SELECT count(*) AS answered FROM calls WHERE workspace_id = $1 AND {OWN} \
         AND started_at >= $3 AND started_at < $4 \
         AND report_class IN ('answered_lead', 'answered_excused', 'answered_other') \
         AND answered_at - started_at <= $5"
    );
    let values = [
        own,
        millis(day.from()).into(),
        millis(day.to()).into(),
        (i64::from(in_time_s) * 1000).into(),
    ];
    match scoped::query_one(tx, &sql, values).await? {
        Some(row) => count(&row, "answered"),
        None => Ok(0),
    }
}

/// A missed call is returned once nobody must decide on it and no promise of it is open. Repeats of a missed call are
/// decided with the first one.
async fn unreturned_since(tx: &Tx, own: Value) -> Result<Option<Timestamp>> {
    let oldest = |waits: &str| {
        format!(
            "SELECT min(ended_at) AS since FROM calls WHERE workspace_id = $1 AND {OWN} AND {waits} \
             AND report_class = 'missed' AND incident_call_id IS NULL"
        )
    };
    let mut since: Option<i64> = None;
    for waits in ["needs_triage", "promise_open"] {
        let row = scoped::query_one(tx, &oldest(waits), [own.clone()]).await?;
        let found: Option<i64> = row.map(|row| row.try_get("", "since")).transpose()?.flatten();
        since = since.into_iter().chain(found).min();
    }
    Ok(since.map(timestamp))
}

async fn unclaimed(tx: &Tx, own: Value, now: Timestamp) -> Result<u64> {
    let sql = format!(
        "SELECT count(*) AS unclaimed FROM calls WHERE workspace_id = $1 AND {OWN} AND needs_triage \
         AND (claimed_until IS NULL OR claimed_until <= $3) AND intent <> 'spam'"
    );
    match scoped::query_one(tx, &sql, [own, millis(now).into()]).await? {
        Some(row) => count(&row, "unclaimed"),
        None => Ok(0),
    }
}

/// The calls of the voice program, and everybody who may take calls: talking ones first, longest first.
async fn agents(tx: &Tx, own: Value, now: Timestamp) -> Result<(u64, Vec<AgentNow>)> {
    let sql = format!(
        "SELECT agent_type, agent_id, min(answered_at) AS since, count(*) AS calls FROM calls \
         WHERE workspace_id = $1 AND {OWN} AND started_at >= $3 AND status = 'in_progress' \
         GROUP BY agent_type, agent_id"
    );
    let since = millis(now - TALKS_AT_MOST);
    let talking = scoped::query_all(tx, &sql, [own.clone(), since.into()]).await?;
    let with_program = talking
        .iter()
        .filter(|row| {
            row.try_get::<String>("", "agent_type").is_ok_and(|kind| kind == AgentType::Ai.as_str())
        })
        .try_fold(0, |sum, row| count(row, "calls").map(|calls| sum + calls))?;
    let sql = "SELECT m.id, m.name, EXISTS (SELECT 1 FROM calls c WHERE c.workspace_id = $1 AND c.claimed_by = m.id \
               AND c.claimed_by IS NOT NULL AND c.claimed_until > $3) AS in_triage FROM members m \
               WHERE m.workspace_id = $1 AND m.active AND m.role <> 'viewer' AND ($2 IS NULL OR m.id = $2)";
    let members = scoped::query_all(tx, sql, [own, millis(now).into()]).await?;
    let mut agents = members
        .iter()
        .map(|row| {
            let member = MemberId(row.try_get("", "id")?);
            let on_call = since_of(&talking, member)?;
            let state = match (on_call, row.try_get("", "in_triage")?) {
                (Some(since), _) => AgentState::OnCall(since),
                (None, true) => AgentState::InTriage,
                (None, false) => AgentState::NoCall,
            };
            Ok(AgentNow { member, name: row.try_get("", "name")?, state })
        })
        .collect::<Result<Vec<_>>>()?;
    agents.sort_by_cached_key(|agent| match agent.state {
        AgentState::OnCall(since) => (0, since, agent.name.to_lowercase()),
        AgentState::InTriage => (1, now, agent.name.to_lowercase()),
        AgentState::NoCall => (2, now, agent.name.to_lowercase()),
    });
    Ok((with_program, agents))
}

fn since_of(talking: &[QueryResult], member: MemberId) -> Result<Option<Timestamp>> {
    let mut since: Option<Reverse<i64>> = None;
    for row in talking {
        let agent: Option<Uuid> = row.try_get("", "agent_id")?;
        if agent == Some(member.uuid()) {
            let answered: Option<i64> = row.try_get("", "since")?;
            since = since.max(answered.map(Reverse));
        }
    }
    Ok(since.map(|Reverse(at)| timestamp(at)))
}

fn count(row: &QueryResult, name: &str) -> Result<u64> {
    Ok(row.try_get::<i64>("", name)?.unsigned_abs())
}
