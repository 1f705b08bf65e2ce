//! What waits, over all workspaces: the first entry of one index for each kind of work.

use crate::{
    error::{Outcome, Result},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{PortError, timestamp};
use callboard_workflows::ports::{Agenda, Upcoming};
use sea_orm::Value;
use time::Duration;

store! {
    /// Looks ahead.
    SqlAgenda
}

#[async_trait]
impl Agenda for SqlAgenda {
    async fn upcoming(&self, reactions: &[&'static str]) -> Result<Upcoming, PortError> {
        self.look(reactions).await.during("agenda.upcoming")
    }
}

impl SqlAgenda {
    async fn look(&self, reactions: &[&'static str]) -> Result<Upcoming> {
        let tx = self.db.system_read().await?;
        let marks: Vec<_> = (1..=reactions.len()).map(|number| format!("${number}")).collect();
        let ours = format!("consumer IN ({})", marks.join(", "));
        let sql = format!(
            "SELECT {now} AS now, \
             (SELECT min(available_at) FROM deliveries WHERE state IN ('ready', 'retry') AND {ours}) AS waiting, \
             (SELECT min(lease_until) FROM deliveries WHERE state = 'claimed' AND {ours}) AS leased, \
             (SELECT min(next_fire_at) FROM follow_ups WHERE next_fire_at IS NOT NULL) AS clock, \
             (SELECT min(outcome_due_at) FROM calls WHERE outcome_required AND outcome_at IS NULL \
              AND queue_status <> 'triage') AS outcome, \
             (SELECT min(available_at) FROM call_jobs WHERE state IN ('pending', 'running')) AS job, \
             (SELECT min(available_at) FROM messages WHERE available_at IS NOT NULL) AS text, \
             (SELECT min(available_at) FROM mail_outbox WHERE state IN ('ready', 'claimed', 'sending')) AS mail, \
             (SELECT min(available_at) FROM recordings WHERE task IS NOT NULL) AS recording, \
             (SELECT count(*) FROM workspaces WHERE demo) AS demos",
            now = tx.dialect().now()
        );
        let values = reactions.iter().map(|name| Value::from(*name));
        let rows = scoped::query_anywhere(&tx, &sql, values).await?;
        tx.commit().await?;
        let Some(row) = rows.first() else { return Ok(Upcoming::default()) };
        let at = |column| row.try_get::<Option<i64>>("", column);
        let now: i64 = row.try_get("", "now")?;
        let next = [at("waiting")?, at("leased")?].into_iter().flatten().min();
        let wait = |at: i64| Duration::milliseconds(at - now);
        Ok(Upcoming {
            delivery_in: next.map(wait),
            job_in: at("job")?.map(wait),
            text_in: at("text")?.map(wait),
            mail_in: at("mail")?.map(wait),
            recording_in: at("recording")?.map(wait),
            clock_at: at("clock")?.map(timestamp),
            outcome_at: at("outcome")?.map(timestamp),
            demo: row.try_get::<i64>("", "demos")? > 0,
        })
    }
}
