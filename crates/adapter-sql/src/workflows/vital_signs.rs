//! How the desks are doing. Each number comes from a range of an index, workspace by workspace, so that a large log costs
//! no more than a small one.

use crate::{
    error::{Outcome, Result},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{PortError, Timestamp, millis, timestamp};
use callboard_workflows::ports::{VitalSigns, VitalSignsReader};
use time::Duration;

/// The desks: `$1` is now, `$2` ten minutes later, `$3` an hour later, `$4` an hour ago.
const DESKS: &str = "SELECT count(*) AS workspaces, \
     min((SELECT c.started_at FROM calls c WHERE c.workspace_id = w.workspace_id AND c.promise_open \
          AND c.direction = 'in' AND c.status = 'missed' ORDER BY c.started_at LIMIT 1)) AS promised_at, \
     min((SELECT c.started_at FROM calls c WHERE c.workspace_id = w.workspace_id AND c.outcome_required \
          AND c.outcome_at IS NULL AND c.direction = 'in' AND c.status = 'missed' \
          ORDER BY c.started_at LIMIT 1)) AS undecided_at, \
     CAST(COALESCE(sum((SELECT count(*) FROM calls c WHERE c.workspace_id = w.workspace_id \
          AND c.started_at > $4)), 0) AS BIGINT) AS calls, \
     CAST(COALESCE(sum((SELECT count(*) FROM follow_ups f WHERE f.workspace_id = w.workspace_id \
          AND f.deleted_at IS NULL AND f.status = 'open' AND f.due_at > $1 AND f.due_at <= $3 \
          AND f.clock_state = 'running' AND (f.kind <> 'callback' OR f.due_at <= $2))), 0) AS BIGINT) AS at_risk, \
     CAST(COALESCE(sum((SELECT count(*) FROM follow_ups f WHERE f.workspace_id = w.workspace_id \
          AND f.deleted_at IS NULL AND f.status = 'open' AND f.due_at <= $1 \
          AND f.clock_state = 'running' AND f.breached)), 0) AS BIGINT) AS breached \
     FROM workspaces w WHERE NOT w.demo";

store! {
    /// Reads the vital signs.
    SqlVitalSigns
}

#[async_trait]
impl VitalSignsReader for SqlVitalSigns {
    async fn read(&self, now: Timestamp) -> Result<VitalSigns, PortError> {
        self.look(now).await.during("vital_signs.read")
    }
}

impl SqlVitalSigns {
    async fn look(&self, now: Timestamp) -> Result<VitalSigns> {
        let tx = self.db.system_read().await?;
        let instants =
            [now, now + Duration::minutes(10), now + Duration::hours(1), now - Duration::hours(1)];
        let desks =
            scoped::query_anywhere(&tx, DESKS, instants.map(|at| millis(at).into())).await?;
        let outbox = format!(
            "SELECT {now} AS now, \
             (SELECT count(*) FROM deliveries WHERE state IN ('ready', 'retry') AND available_at <= {now}) AS waiting, \
             (SELECT min(available_at) FROM deliveries WHERE state IN ('ready', 'retry') AND available_at <= {now}) \
             AS since, \
             (SELECT CAST(COALESCE(sum((SELECT count(*) FROM deliveries d WHERE d.workspace_id = w.workspace_id \
              AND d.state = 'dead')), 0) AS BIGINT) FROM workspaces w) AS parked",
            now = tx.dialect().now()
        );
        let outbox = scoped::query_anywhere(&tx, &outbox, []).await?;
        tx.commit().await?;
        let (Some(desks), Some(outbox)) = (desks.first(), outbox.first()) else {
            return Ok(VitalSigns::default());
        };
        let count = |row: &sea_orm::QueryResult, column| -> Result<u64> {
            Ok(row.try_get::<i64>("", column)?.unsigned_abs())
        };
        let at = |row: &sea_orm::QueryResult, column| row.try_get::<Option<i64>>("", column);
        let db_now: i64 = outbox.try_get("", "now")?;
        let since = at(outbox, "since")?;
        Ok(VitalSigns {
            oldest_unreturned_at: [at(desks, "promised_at")?, at(desks, "undecided_at")?]
                .into_iter()
                .flatten()
                .min()
                .map(timestamp),
            clocks_at_risk: count(desks, "at_risk")?,
            clocks_breached: count(desks, "breached")?,
            calls_last_hour: count(desks, "calls")?,
            workspaces: count(desks, "workspaces")?,
            outbox_waiting: count(outbox, "waiting")?,
            outbox_age: since.map(|since| Duration::milliseconds(db_now - since)),
            parked: count(outbox, "parked")?,
        })
    }
}
