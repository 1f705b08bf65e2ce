//! Keeps how much the simulated callers of a demo workspace call.

use super::row::workspace;
use crate::{
    commit::{self, News},
    documents,
    error::{Outcome, Result},
    scoped::{self, find_anywhere},
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{AuditDraft, PortError, SaveError, Scope, Timestamp, WorkspaceId, millis};
use callboard_workspaces::{DemoTraffic, DemoTrafficStore, WorkspaceEvent};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

const KIND: &str = "demo_traffic";

store! {
    /// Keeps the traffic of demo workspaces.
    SqlDemoTraffic + ids
}

#[async_trait]
impl DemoTrafficStore for SqlDemoTraffic {
    async fn load(&self, scope: &Scope) -> Result<Option<DemoTraffic>, PortError> {
        self.read(scope).await.during("demo_traffic.load")
    }

    async fn save(
        &self,
        scope: &Scope,
        traffic: DemoTraffic,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<(), SaveError> {
        self.write(scope, traffic, &audit, at).await.saving("demo_traffic.save")
    }

    async fn demo_workspaces(&self) -> Result<Vec<WorkspaceId>, PortError> {
        self.demos().await.during("demo_traffic.demo_workspaces")
    }
}

impl SqlDemoTraffic {
    async fn read(&self, scope: &Scope) -> Result<Option<DemoTraffic>> {
        let tx = self.db.read(scope).await?;
        let demo = scoped::find::<workspace::Entity>(&tx)
            .filter(workspace::Column::Demo.eq(true))
            .one(&*tx)
            .await?;
        let stored = documents::load::<DemoTraffic>(&tx, KIND).await?;
        tx.done().await?;
        Ok(demo.map(|_| stored.map(|loaded| loaded.value).unwrap_or_default()))
    }

    async fn write(
        &self,
        scope: &Scope,
        traffic: DemoTraffic,
        audit: &AuditDraft,
        at: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.write(scope).await?;
        let sql = "INSERT INTO settings_documents (workspace_id, kind, version, body, updated_at) \
                   VALUES ($1, $2, 1, $3, $4) ON CONFLICT (workspace_id, kind) DO UPDATE \
                   SET version = settings_documents.version + 1, body = excluded.body, updated_at = excluded.updated_at";
        let body = serde_json::to_value(traffic)?;
        scoped::execute(&tx, sql, [KIND.into(), body.into(), millis(at).into()]).await?;
        let events = [WorkspaceEvent::DemoTrafficChanged(traffic)];
        let news = News { events: &events, audit: Some(audit), at, cause: None, depth: 0 };
        commit::tell(&mut tx, &*self.ids, news).await?;
        tx.commit().await
    }

    async fn demos(&self) -> Result<Vec<WorkspaceId>> {
        let tx = self.db.system_read().await?;
        let rows = find_anywhere::<workspace::Entity>(&tx)
            .filter(workspace::Column::Demo.eq(true))
            .order_by_asc(workspace::Column::WorkspaceId)
            .all(&*tx)
            .await?;
        tx.done().await?;
        Ok(rows.into_iter().map(|row| WorkspaceId(row.workspace_id)).collect())
    }
}
