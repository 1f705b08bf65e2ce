//! Removes what only had to be kept for a while.

use crate::{
    error::{Outcome, Result},
    scoped::execute_anywhere,
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{PortError, Timestamp, millis};
use callboard_workflows::ports::Housekeeping;
use time::Duration;

/// How long something is kept after it lost its use.
const KEPT_FOR: Duration = Duration::days(30);

/// What is removed, with `$1` as the last instant at which it lost its use.
const PURGES: [&str; 8] = [
    "DELETE FROM sessions WHERE expires_at < $1 OR revoked_at < $1",
    "DELETE FROM password_resets WHERE expires_at < $1 OR used_at < $1",
    "DELETE FROM login_failures WHERE last_at < $1",
    "DELETE FROM ticks WHERE tick_at < $1",
    "DELETE FROM deliveries WHERE state = 'done' AND finished_at < $1",
    "DELETE FROM bulk_rows WHERE (workspace_id, job_id) IN \
     (SELECT workspace_id, id FROM call_jobs WHERE finished_at < $1)",
    "DELETE FROM mail_outbox WHERE finished_at < $1",
    "DELETE FROM provider_reports WHERE received_at < $1",
];

store! {
    /// Removes what lost its use.
    SqlHousekeeping
}

#[async_trait]
impl Housekeeping for SqlHousekeeping {
    async fn purge(&self, now: Timestamp) -> Result<u64, PortError> {
        self.remove(now).await.during("housekeeping.purge")
    }
}

impl SqlHousekeeping {
    async fn remove(&self, now: Timestamp) -> Result<u64> {
        let until = millis(now - KEPT_FOR);
        let mut removed = 0;
        for sql in PURGES {
            // One transaction each, so that no lock is held for longer than one table needs.
            let tx = self.db.system_write().await?;
            removed += execute_anywhere(&tx, sql, [until.into()]).await?.rows_affected();
            tx.commit().await?;
        }
        Ok(removed)
    }
}
