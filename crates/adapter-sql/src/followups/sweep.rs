//! The clocks of all workspaces, for the worker.

use crate::{
    error::{Outcome, Result},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_followups::ports::ClockSweep;
use callboard_kernel::{FollowUpId, PortError, Timestamp, WorkspaceId, millis};

store! {
    /// Finds clocks that have something to do.
    SqlClockSweep
}

#[async_trait]
impl ClockSweep for SqlClockSweep {
    async fn due(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, FollowUpId)>, PortError> {
        self.find_due(now, limit).await.during("follow_ups.due")
    }
}

impl SqlClockSweep {
    async fn find_due(&self, now: Timestamp, limit: u32) -> Result<Vec<(WorkspaceId, FollowUpId)>> {
        let tx = self.db.system_read().await?;
        let sql = "SELECT workspace_id, id FROM follow_ups WHERE next_fire_at IS NOT NULL AND next_fire_at <= $1 \
                   ORDER BY next_fire_at LIMIT $2";
        let rows =
            scoped::query_anywhere(&tx, sql, [millis(now).into(), i64::from(limit).into()]).await?;
        tx.done().await?;
        rows.iter()
            .map(|row| {
                Ok((
                    WorkspaceId(row.try_get("", "workspace_id")?),
                    FollowUpId(row.try_get("", "id")?),
                ))
            })
            .collect()
    }
}
