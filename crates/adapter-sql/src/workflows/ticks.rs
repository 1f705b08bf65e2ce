//! Ticks of the timetable.

use crate::{
    commit::{self, News},
    error::{Outcome, Result},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{DomainEvent, PortError, SaveError, Scope, Timestamp, millis, timestamp};
use callboard_workflows::{TICK_CAME, ports::Ticks};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

store! {
    /// Records ticks.
    SqlTicks + ids
}

/// A tick of a schedule came.
struct TickCame<'a> {
    schedule: &'a str,
    tick_at: Timestamp,
}

impl DomainEvent for TickCame<'_> {
    fn name(&self) -> &'static str {
        TICK_CAME
    }

    fn payload(&self) -> Value {
        // Every instant that a timetable computes can be written; an unwritable one would be read as no tick at all.
        json!({ "schedule": self.schedule, "tick_at": self.tick_at.format(&Rfc3339).ok() })
    }
}

#[async_trait]
impl Ticks for SqlTicks {
    async fn record(
        &self,
        scope: &Scope,
        schedule: &str,
        tick_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool, SaveError> {
        self.write(scope, schedule, tick_at, now).await.saving("ticks.record")
    }

    async fn last(&self, scope: &Scope, schedule: &str) -> Result<Option<Timestamp>, PortError> {
        self.newest(scope, schedule).await.during("ticks.last")
    }
}

impl SqlTicks {
    async fn write(
        &self,
        scope: &Scope,
        schedule: &str,
        tick_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.write(scope).await?;
        let sql = "INSERT INTO ticks (workspace_id, schedule, tick_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        let written = scoped::execute(&tx, sql, [schedule.into(), millis(tick_at).into()]).await?;
        if written.rows_affected() == 0 {
            return Ok(false);
        }
        let events = [TickCame { schedule, tick_at }];
        let news = News { events: &events, audit: None, at: now, cause: None, depth: 0 };
        commit::tell(&mut tx, &*self.ids, news).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn newest(&self, scope: &Scope, schedule: &str) -> Result<Option<Timestamp>> {
        let tx = self.db.read(scope).await?;
        let sql =
            "SELECT max(tick_at) AS newest FROM ticks WHERE workspace_id = $1 AND schedule = $2";
        let row = scoped::query_one(&tx, sql, [schedule.into()]).await?;
        tx.done().await?;
        let newest: Option<i64> = row.map(|row| row.try_get("", "newest")).transpose()?.flatten();
        Ok(newest.map(timestamp))
    }
}
