//! Keeps imports: their record here, their rows in [`portion`], the way back in [`rollback`].

mod portion;
mod rollback;
mod row;

use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    keyset::{Holds, Order},
    scoped,
    store::store,
    stored::json,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_calls::{
    CallEvent,
    import::{CallImport, CheckReport, ImportPlan},
    ports::{
        CallImportStore, Held, ImportPortion, KeptCall, KnownCall, RollbackCandidate,
        RollbackPlace, RollbackPortion,
    },
};
use callboard_kernel::{
    AuditDraft, CallId, CallImportId, Loaded, Page, PageRequest, PortError, SaveError, Scope,
    Timestamp, Version, WorkspaceId, millis,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryResult,
};
use std::collections::HashMap;
use uuid::Uuid;

store! {
    /// Keeps imports.
    SqlCallImports + ids
}

#[async_trait]
impl CallImportStore for SqlCallImports {
    async fn get(
        &self,
        scope: &Scope,
        id: CallImportId,
    ) -> Result<Option<Loaded<CallImport>>, PortError> {
        self.read(scope, id).await.during("call_imports.get")
    }

    async fn list(&self, scope: &Scope, page: &PageRequest) -> Result<Page<CallImport>, PortError> {
        self.page(scope, page).await.during("call_imports.list")
    }

    async fn create(
        &self,
        scope: &Scope,
        import: &CallImport,
        audit: AuditDraft,
    ) -> Result<Version, SaveError> {
        self.insert(scope, import, &audit).await.saving("call_imports.create")
    }

    async fn save(
        &self,
        scope: &Scope,
        import: &CallImport,
        expected: Version,
        audit: Option<AuditDraft>,
        at: Timestamp,
    ) -> Result<Version, SaveError> {
        self.replace(scope, import, expected, audit.as_ref(), at).await.saving("call_imports.save")
    }

    async fn remove(
        &self,
        scope: &Scope,
        id: CallImportId,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<bool, SaveError> {
        self.delete(scope, id, &audit, at).await.saving("call_imports.remove")
    }

    async fn received(
        &self,
        scope: &Scope,
        id: CallImportId,
        from: u64,
        to: u64,
    ) -> Result<bool, PortError> {
        let sql = "UPDATE call_imports SET received = $4 \
                   WHERE workspace_id = $1 AND id = $2 AND received = $3 AND phase = 'receiving'";
        let values = [id.uuid().into(), from.cast_signed().into(), to.cast_signed().into()];
        self.update(scope, sql, values).await.during("call_imports.received")
    }

    async fn checked(
        &self,
        scope: &Scope,
        id: CallImportId,
        report: &CheckReport,
    ) -> Result<(), PortError> {
        self.keep_report(scope, id, report).await.during("call_imports.checked")
    }

    async fn remembered(
        &self,
        scope: &Scope,
        header: &str,
    ) -> Result<Option<ImportPlan>, PortError> {
        self.plan_of(scope, header).await.during("call_imports.remembered")
    }

    async fn remember(
        &self,
        scope: &Scope,
        header: &str,
        plan: &ImportPlan,
        at: Timestamp,
    ) -> Result<(), PortError> {
        self.keep_plan(scope, header, plan, at).await.during("call_imports.remember")
    }

    async fn known(
        &self,
        scope: &Scope,
        provider: &str,
        ids: &[String],
    ) -> Result<HashMap<String, CallId>, PortError> {
        self.known_calls(scope, provider, ids).await.during("call_imports.known")
    }

    async fn to_update(
        &self,
        scope: &Scope,
        calls: &[CallId],
    ) -> Result<Vec<KnownCall>, PortError> {
        self.with_edits(scope, calls).await.during("call_imports.to_update")
    }

    async fn write(&self, scope: &Scope, portion: ImportPortion) -> Result<Held, SaveError> {
        self.write_portion(scope, &portion).await.saving("call_imports.write")
    }

    async fn to_roll_back(
        &self,
        scope: &Scope,
        id: CallImportId,
        from: &RollbackPlace,
        limit: u32,
    ) -> Result<Vec<RollbackCandidate>, PortError> {
        self.candidates(scope, id, from, limit).await.during("call_imports.to_roll_back")
    }

    async fn roll_back(&self, scope: &Scope, portion: RollbackPortion) -> Result<Held, SaveError> {
        self.take_back(scope, &portion).await.saving("call_imports.roll_back")
    }

    async fn kept(
        &self,
        scope: &Scope,
        id: CallImportId,
        page: &PageRequest,
    ) -> Result<Page<KeptCall>, PortError> {
        self.kept_calls(scope, id, page).await.during("call_imports.kept")
    }

    async fn files_to_remove(
        &self,
        over: Timestamp,
        idle: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, CallImportId)>, PortError> {
        self.unused_files(over, idle, limit).await.during("call_imports.files_to_remove")
    }

    async fn file_removed(
        &self,
        scope: &Scope,
        id: CallImportId,
        at: Timestamp,
    ) -> Result<(), PortError> {
        let sql = "UPDATE call_imports SET file_removed_at = $3 \
                   WHERE workspace_id = $1 AND id = $2 AND file_removed_at IS NULL";
        let done = self.update(scope, sql, [id.uuid().into(), millis(at).into()]).await;
        done.map(drop).during("call_imports.file_removed")
    }
}

impl SqlCallImports {
    async fn read(&self, scope: &Scope, id: CallImportId) -> Result<Option<Loaded<CallImport>>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<row::Entity>(&tx)
            .filter(row::Column::Id.eq(id.uuid()))
            .one(&*tx)
            .await?;
        tx.done().await?;
        found.map(row::into).transpose()
    }

    async fn page(&self, scope: &Scope, request: &PageRequest) -> Result<Page<CallImport>> {
        let tx = self.db.read(scope).await?;
        let order = Order {
            name: "call imports".to_owned(),
            // Ids are made in the order of time.
            columns: vec![("id", Holds::Id)],
            descending: true,
        };
        let read = |found: &QueryResult| -> Result<CallImport> {
            Ok(row::into(row::Model::from_query_result(found, "")?)?.value)
        };
        let page = order.page(&tx, scoped::find::<row::Entity>(&tx), request, read).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn insert(
        &self,
        scope: &Scope,
        import: &CallImport,
        audit: &AuditDraft,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        let row = row::from(import, Version(1), millis(import.created_at))?;
        scoped::insert::<row::Entity, _>(&tx, row.into_active_model()).await?;
        self.note(&mut tx, Some(audit), import.created_at).await?;
        tx.commit().await?;
        Ok(Version(1))
    }

    async fn replace(
        &self,
        scope: &Scope,
        import: &CallImport,
        expected: Version,
        audit: Option<&AuditDraft>,
        at: Timestamp,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        let version = Version(expected.0 + 1);
        let mut row: row::ActiveModel =
            scoped::all_columns(row::from(import, version, millis(at))?);
        row.workspace_id = Set(tx.workspace_uuid());
        // Written by the parts of the file and by the portions of its rows.
        row.received = NotSet;
        row.position = NotSet;
        row.counts = NotSet;
        row.rollback_counts = NotSet;
        row.imported_at = NotSet;
        row.rolled_back_at = NotSet;
        row.file_removed_at = NotSet;
        let written = scoped::update::<row::Entity>(&tx)
            .set(row)
            .filter(row::Column::Id.eq(import.id.uuid()))
            .filter(row::Column::Version.eq(expected.0))
            .exec(&*tx)
            .await?;
        if written.rows_affected == 0 {
            return Err(StoreError::Stale);
        }
        self.note(&mut tx, audit, at).await?;
        tx.commit().await?;
        Ok(version)
    }

    async fn delete(
        &self,
        scope: &Scope,
        id: CallImportId,
        audit: &AuditDraft,
        at: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.write(scope).await?;
        let sql =
            "DELETE FROM call_imports WHERE workspace_id = $1 AND id = $2 AND started_at IS NULL";
        let gone = scoped::execute(&tx, sql, [id.uuid().into()]).await?.rows_affected() > 0;
        if gone {
            self.note(&mut tx, Some(audit), at).await?;
        }
        tx.commit().await?;
        Ok(gone)
    }

    async fn update<const N: usize>(
        &self,
        scope: &Scope,
        sql: &str,
        values: [sea_orm::Value; N],
    ) -> Result<bool> {
        let tx = self.db.write(scope).await?;
        let changed = scoped::execute(&tx, sql, values).await?.rows_affected() > 0;
        tx.commit().await?;
        Ok(changed)
    }

    async fn keep_report(
        &self,
        scope: &Scope,
        id: CallImportId,
        report: &CheckReport,
    ) -> Result<()> {
        let sql = "UPDATE call_imports SET report = $3 \
                   WHERE workspace_id = $1 AND id = $2 AND phase = 'checking'";
        self.update(scope, sql, [id.uuid().into(), json(report)?.into()]).await.map(drop)
    }

    async fn plan_of(&self, scope: &Scope, header: &str) -> Result<Option<ImportPlan>> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT plan FROM call_import_plans WHERE workspace_id = $1 AND header = $2";
        let found = scoped::query_one(&tx, sql, [header.into()]).await?;
        tx.done().await?;
        let Some(found) = found else { return Ok(None) };
        let plan: serde_json::Value = found.try_get("", "plan")?;
        // A plan that an older program wrote in another shape is as good as none.
        Ok(serde_json::from_value(plan).ok())
    }

    async fn keep_plan(
        &self,
        scope: &Scope,
        header: &str,
        plan: &ImportPlan,
        at: Timestamp,
    ) -> Result<()> {
        let sql = "INSERT INTO call_import_plans (workspace_id, header, plan, used_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (workspace_id, header) DO UPDATE SET plan = excluded.plan, used_at = excluded.used_at";
        let values = [header.into(), json(plan)?.into(), millis(at).into()];
        self.update(scope, sql, values).await.map(drop)
    }

    async fn unused_files(
        &self,
        over: Timestamp,
        idle: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, CallImportId)>> {
        let tx = self.db.system_read().await?;
        let sql = "SELECT workspace_id, id FROM call_imports WHERE file_removed_at IS NULL AND source = 'upload' \
                   AND touched_at < CASE WHEN started_at IS NULL THEN $2 ELSE $1 END \
                   AND (imported_at IS NULL OR imported_at < $1) ORDER BY touched_at, workspace_id, id LIMIT $3";
        let values = [millis(over).into(), millis(idle).into(), i64::from(limit).into()];
        let rows = scoped::query_anywhere(&tx, sql, values).await?;
        tx.commit().await?;
        let read = |row: &QueryResult| -> Result<_> {
            let workspace: Uuid = row.try_get("", "workspace_id")?;
            let id: Uuid = row.try_get("", "id")?;
            Ok((WorkspaceId(workspace), CallImportId(id)))
        };
        rows.iter().map(read).collect()
    }

    /// The line of the trail, when there is one.
    async fn note(&self, tx: &mut Tx, audit: Option<&AuditDraft>, at: Timestamp) -> Result<()> {
        let news = News::<CallEvent> { events: &[], audit, at, cause: None, depth: 0 };
        commit::tell(tx, &*self.ids, news).await
    }
}
