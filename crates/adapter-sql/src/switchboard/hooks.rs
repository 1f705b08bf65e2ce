//! Knows whose secret address it is.

use crate::{
    error::{Outcome, Result},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{PortError, Scope, Timestamp, WorkspaceId, millis};
use callboard_switchboard::ports::HookDirectory;
use uuid::Uuid;

store! {
    /// Keeps secret addresses.
    SqlHookDirectory
}

#[async_trait]
impl HookDirectory for SqlHookDirectory {
    async fn find(&self, provider: &str, opaque: &str) -> Result<Option<WorkspaceId>, PortError> {
        self.look_up(provider, opaque).await.during("hook_addresses.find")
    }

    async fn address(
        &self,
        scope: &Scope,
        provider: &str,
        fresh: &str,
        at: Timestamp,
    ) -> Result<String, PortError> {
        self.keep(scope, provider, fresh, at).await.during("hook_addresses.address")
    }
}

impl SqlHookDirectory {
    async fn look_up(&self, provider: &str, opaque: &str) -> Result<Option<WorkspaceId>> {
        let tx = self.db.system_read().await?;
        let sql = "SELECT workspace_id FROM hook_addresses WHERE opaque = $1 AND provider = $2";
        let rows = scoped::query_anywhere(&tx, sql, [opaque.into(), provider.into()]).await?;
        tx.done().await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let workspace: Uuid = row.try_get("", "workspace_id")?;
        Ok(Some(WorkspaceId(workspace)))
    }

    async fn keep(
        &self,
        scope: &Scope,
        provider: &str,
        fresh: &str,
        at: Timestamp,
    ) -> Result<String> {
        let known = "SELECT opaque FROM hook_addresses WHERE workspace_id = $1 AND provider = $2";
        let tx = self.db.read(scope).await?;
        let found = scoped::query_one(&tx, known, [provider.into()]).await?;
        tx.done().await?;
        if let Some(row) = found {
            return Ok(row.try_get("", "opaque")?);
        }
        let tx = self.db.write(scope).await?;
        let sql = "INSERT INTO hook_addresses (workspace_id, provider, opaque, created_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (workspace_id, provider) DO NOTHING";
        scoped::execute(&tx, sql, [provider.into(), fresh.into(), millis(at).into()]).await?;
        // Somebody else may have been first.
        let row = scoped::query_one(&tx, known, [provider.into()]).await?;
        tx.commit().await?;
        row.map_or_else(|| Ok(fresh.to_owned()), |row| Ok(row.try_get("", "opaque")?))
    }
}
