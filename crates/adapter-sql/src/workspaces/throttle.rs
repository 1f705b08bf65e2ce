//! Counts failed sign-ins. The counters know no workspace: their column holds the nil UUID.

use crate::{
    error::{Outcome, Result},
    scoped::{execute_anywhere, query_anywhere},
    store::store,
    stored::At,
    tx::SystemTx,
};
use async_trait::async_trait;
use callboard_kernel::{PortError, Timestamp, millis, timestamp};
use callboard_workspaces::{
    model::{Admission, Attempts, ThrottleKey},
    ports::LoginThrottle,
};
use uuid::Uuid;

store! {
    /// Counts failed sign-ins.
    SqlLoginThrottle
}

#[async_trait]
impl LoginThrottle for SqlLoginThrottle {
    async fn attempt(
        &self,
        keys: &[ThrottleKey],
        now: Timestamp,
    ) -> Result<Option<u32>, PortError> {
        self.count(keys, now).await.during("sign_in.attempt")
    }

    async fn forgive(&self, keys: &[ThrottleKey]) -> Result<(), PortError> {
        self.take_back(keys).await.during("sign_in.forgive")
    }

    async fn counted(&self, key: &ThrottleKey) -> Result<Option<Attempts>, PortError> {
        self.look(key).await.during("sign_in.counted")
    }

    async fn forget(&self, before: Timestamp) -> Result<u64, PortError> {
        self.remove_older(before).await.during("sign_in.forget")
    }
}

impl SqlLoginThrottle {
    async fn count(&self, keys: &[ThrottleKey], now: Timestamp) -> Result<Option<u32>> {
        let tx = self.db.system_write().await?;
        let mut longest_wait = None;
        let mut counted = Vec::with_capacity(keys.len());
        for key in sorted(keys) {
            // The row must exist to be locked; a counter of no failures changes nothing.
            let sql = "INSERT INTO login_failures (workspace_id, key_hash, failures, last_at, blocked_until) \
                       VALUES ($1, $2, 0, $3, $3) ON CONFLICT (workspace_id, key_hash) DO NOTHING";
            let values = [Uuid::nil().into(), key.hash().to_hex().into(), millis(now).into()];
            execute_anywhere(&tx, sql, values).await?;
            match Attempts::admit(&key, read(&tx, &key).await?, now) {
                Admission::Admitted(attempts) => counted.push((key, attempts)),
                Admission::Refused { retry_after } => {
                    longest_wait = longest_wait.max(Some(retry_after));
                }
            }
        }
        if longest_wait.is_some() {
            return Ok(longest_wait);
        }
        for (key, attempts) in counted {
            write(&tx, &key, Some(attempts)).await?;
        }
        tx.commit().await?;
        Ok(None)
    }

    async fn take_back(&self, keys: &[ThrottleKey]) -> Result<()> {
        let tx = self.db.system_write().await?;
        for key in sorted(keys) {
            if let Some(attempts) = read(&tx, &key).await? {
                write(&tx, &key, attempts.forgiven()).await?;
            }
        }
        tx.commit().await
    }

    async fn look(&self, key: &ThrottleKey) -> Result<Option<Attempts>> {
        let tx = self.db.system_write().await?;
        let counted = read(&tx, key).await?;
        tx.commit().await?;
        Ok(counted)
    }

    async fn remove_older(&self, before: Timestamp) -> Result<u64> {
        let tx = self.db.system_write().await?;
        let sql = "DELETE FROM login_failures WHERE last_at < $1";
        let removed = execute_anywhere(&tx, sql, [millis(before).into()]).await?.rows_affected();
        tx.commit().await?;
        Ok(removed)
    }
}

/// Rows are locked in one order by everybody, so that two attempts never wait for one another.
fn sorted(keys: &[ThrottleKey]) -> Vec<ThrottleKey> {
    let mut keys = keys.to_vec();
    keys.sort_unstable_by_key(ThrottleKey::hash);
    keys.dedup_by_key(|key| key.hash());
    keys
}

/// The counter, locked; `None` when it counts nothing.
async fn read(tx: &SystemTx, key: &ThrottleKey) -> Result<Option<Attempts>> {
    let sql = format!(
        "SELECT failures, last_at, blocked_until FROM login_failures WHERE workspace_id = $1 AND key_hash = $2{}",
        tx.dialect().for_update()
    );
    let values = [Uuid::nil().into(), key.hash().to_hex().into()];
    let rows = query_anywhere(tx, &sql, values).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let failures: i64 = row.try_get("", "failures")?;
    let attempts = Attempts {
        failures: u32::try_from(failures)
            .map_err(|_| At::new("login_failures", Uuid::nil()).unreadable("failures"))?,
        last_at: timestamp(row.try_get("", "last_at")?),
        blocked_until: timestamp(row.try_get("", "blocked_until")?),
    };
    Ok((failures > 0).then_some(attempts))
}

async fn write(tx: &SystemTx, key: &ThrottleKey, attempts: Option<Attempts>) -> Result<()> {
    let hash = key.hash().to_hex();
    let Some(Attempts { failures, last_at, blocked_until }) = attempts else {
        let sql = "DELETE FROM login_failures WHERE workspace_id = $1 AND key_hash = $2";
        execute_anywhere(tx, sql, [Uuid::nil().into(), hash.into()]).await?;
        return Ok(());
    };
    let sql = "UPDATE login_failures SET failures = $3, last_at = $4, blocked_until = $5 \
               WHERE workspace_id = $1 AND key_hash = $2";
    let values = [
        Uuid::nil().into(),
        hash.into(),
        i64::from(failures).into(),
        millis(last_at).into(),
        millis(blocked_until).into(),
    ];
    execute_anywhere(tx, sql, values).await?;
    Ok(())
}
