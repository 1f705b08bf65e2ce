//! What other domains read of the call log.

use crate::{
    dialect::Dialect,
    error::{Outcome, Result},
    scoped,
    store::store,
    stored::{At, maybe_timestamp},
};
use async_trait::async_trait;
use callboard_calls::{
    model::{AgentType, Purpose},
    ports::{CallTraces, OutgoingCall, RecordingConsents, TracesOfNumbers},
};
use callboard_kernel::{Period, Phone, PortError, Scope, Timestamp, millis, timestamp};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

store! {
    /// What other domains read of the call log.
    SqlCallTraces
}

#[async_trait]
impl CallTraces for SqlCallTraces {
    async fn of_numbers(
        &self,
        scope: &Scope,
        numbers: &[Phone],
        since: Timestamp,
    ) -> Result<TracesOfNumbers, PortError> {
        self.traces(scope, numbers, since).await.during("calls.traces")
    }

    async fn recordings(
        &self,
        scope: &Scope,
        period: Period,
    ) -> Result<RecordingConsents, PortError> {
        self.consents(scope, period).await.during("calls.recordings")
    }
}

impl SqlCallTraces {
    async fn traces(
        &self,
        scope: &Scope,
        numbers: &[Phone],
        since: Timestamp,
    ) -> Result<TracesOfNumbers> {
        if numbers.is_empty() {
            return Ok(TracesOfNumbers::default());
        }
        let places = |first: usize| {
            let all: Vec<_> = (0..numbers.len()).map(|n| format!("${}", n + first)).collect();
            all.join(", ")
        };
        let of_numbers = || numbers.iter().map(|number| Value::from(number.as_str()));
        let tx = self.db.read(scope).await?;
        let sql = format!(
            "SELECT id, other_party, started_at, purpose, agent_type FROM calls WHERE workspace_id = $1 \
             AND other_party IN ({}) AND started_at > $2 AND direction = 'out' AND purpose <> 'demo' \
             ORDER BY started_at DESC LIMIT 500",
            places(3)
        );
        let values = std::iter::once(Value::from(millis(since))).chain(of_numbers());
        let rows = scoped::query_all(&tx, &sql, values).await?;
        let sql = format!(
            "SELECT max(started_at) AS last_at FROM calls WHERE workspace_id = $1 AND other_party IN ({}) \
             AND direction = 'in' AND purpose <> 'demo' AND spam_reason IS NULL",
            places(2)
        );
        let last = scoped::query_one(&tx, &sql, of_numbers()).await?;
        tx.done().await?;
        let outgoing = rows.iter().filter_map(|row| outgoing(row).transpose());
        let last = last.map(|row| row.try_get::<Option<i64>>("", "last_at")).transpose()?;
        Ok(TracesOfNumbers {
            outgoing: outgoing.collect::<Result<_>>()?,
            last_incoming: maybe_timestamp(last.flatten()),
        })
    }

    async fn consents(&self, scope: &Scope, period: Period) -> Result<RecordingConsents> {
        let tx = self.db.read(scope).await?;
        let (agreed, refused) = match tx.dialect() {
            Dialect::Postgres => {
                ("consent ->> 'recording' = 'true'", "consent ->> 'recording' = 'false'")
            }
            Dialect::Sqlite => (
                "json_extract(consent, '$.recording') = 1",
                "json_extract(consent, '$.recording') = 0",
            ),
        };
        let when = |condition: &str| format!("sum(CASE WHEN {condition} THEN 1 ELSE 0 END)");
        let sql = format!(
            "SELECT count(*) AS answered, {recorded} AS recorded, {yes} AS agreed, {no} AS refused, \
             {without} AS recorded_without FROM calls WHERE workspace_id = $1 AND started_at >= $2 AND started_at < $3 \
             AND answered_at IS NOT NULL AND purpose <> 'demo'",
            recorded = when("recording_url IS NOT NULL"),
            yes = when(agreed),
            no = when(refused),
            without = when(&format!("recording_url IS NOT NULL AND ({agreed}) IS NOT TRUE")),
        );
        let values = [millis(period.from()).into(), millis(period.to()).into()];
        let row = scoped::query_one(&tx, &sql, values).await?;
        tx.done().await?;
        let Some(row) = row else { return Ok(RecordingConsents::default()) };
        // A sum of nothing is NULL.
        let count = |column: &str| -> Result<u64> {
            Ok(row.try_get::<Option<i64>>("", column)?.unwrap_or(0).unsigned_abs())
        };
        let (answered, agreed, refused) = (count("answered")?, count("agreed")?, count("refused")?);
        Ok(RecordingConsents {
            answered,
            recorded: count("recorded")?,
            agreed,
            refused,
            unknown: answered.saturating_sub(agreed + refused),
            recorded_without: count("recorded_without")?,
        })
    }
}

fn outgoing(row: &QueryResult) -> Result<Option<OutgoingCall>> {
    let id: Uuid = row.try_get("", "id")?;
    let at = At::new("calls", id);
    let (number, purpose, by): (Option<String>, String, String) = (
        row.try_get("", "other_party")?,
        row.try_get("", "purpose")?,
        row.try_get("", "agent_type")?,
    );
    let Some(number) = at.phone("other_party", number.as_deref())? else { return Ok(None) };
    Ok(Some(OutgoingCall {
        at: timestamp(row.try_get("", "started_at")?),
        number,
        purpose: at.word("purpose", &purpose, Purpose::parse)?,
        by: at.word("agent_type", &by, AgentType::parse)?,
    }))
}
