//! What exports read of calls, and the list of their files.

mod file;

use super::{
    board::newest_first,
    filter::{condition, is_walked, visible},
    list_row, row,
};
use crate::{
    commit::{self, News},
    error::{Outcome, Result},
    scoped,
    search::Reading,
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_calls::{
    CallEvent,
    board::CallFilter,
    export::{ExportFile, ExportedCall, FileBlock},
    ports::{ExportBoard, ExportFiles},
};
use callboard_kernel::{
    AuditDraft, CallId, CallJobId, Cursor, Page, PageRequest, PortError, SaveError, Scope,
    Timestamp, WorkspaceId, millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, IntoActiveModel, QueryFilter, QueryResult, QuerySelect,
    QueryTrait, Select, Value,
};
use time::Duration;
use uuid::Uuid;

/// How long after its end a dead export is left alone: a worker that lost its turn may still be writing a block.
const SETTLED_AFTER: Duration = Duration::hours(1);

store! {
    /// Reads calls in large pages.
    SqlExportBoard
}

store! {
    /// Keeps the list of files that exports made.
    SqlExportFiles + ids
}

#[async_trait]
impl ExportBoard for SqlExportBoard {
    async fn page(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        after: Option<Cursor>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Page<ExportedCall>, PortError> {
        let request = PageRequest { limit, after };
        self.read_page(scope, filter, &request, now).await.during("exports.page")
    }

    async fn these(
        &self,
        scope: &Scope,
        ids: &[CallId],
        now: Timestamp,
    ) -> Result<Vec<ExportedCall>, PortError> {
        self.read_these(scope, ids, now).await.during("exports.these")
    }
}

impl SqlExportBoard {
    async fn read_page(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        request: &PageRequest,
        now: Timestamp,
    ) -> Result<Page<ExportedCall>> {
        let tx = self.db.read(scope).await?;
        if is_walked(filter) {
            tx.prefer_walking().await?;
        }
        let select = with_notes(visible(&tx, scope))
            .filter(condition(&tx, filter, now, Reading::Page).await?);
        let page = newest_first().page(&tx, select, request, |found| read(found, now)).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn read_these(
        &self,
        scope: &Scope,
        ids: &[CallId],
        now: Timestamp,
    ) -> Result<Vec<ExportedCall>> {
        let tx = self.db.read(scope).await?;
        let mut calls = Vec::with_capacity(ids.len());
        for portion in ids.chunks(500) {
            let wanted = row::Column::Id.is_in(portion.iter().map(|id| id.uuid()));
            let select = with_notes(visible(&tx, scope)).filter(wanted);
            let found = tx.list(select.build(tx.get_database_backend())).await?;
            for found in &found {
                calls.push(read(found, now)?);
            }
        }
        tx.done().await?;
        calls.sort_by_key(|call| std::cmp::Reverse((call.row.started_at, call.row.id)));
        Ok(calls)
    }
}

/// The row of a list, and the notes in full.
fn with_notes(select: Select<row::Entity>) -> Select<row::Entity> {
    list_row::columns(select).column(row::Column::Notes)
}

fn read(found: &QueryResult, now: Timestamp) -> Result<ExportedCall> {
    Ok(ExportedCall { row: list_row::read(found, now)?, notes: found.try_get("", "notes")? })
}

#[async_trait]
impl ExportFiles for SqlExportFiles {
    async fn begin(&self, scope: &Scope, job: CallJobId, name: &str) -> Result<(), PortError> {
        self.note_begun(scope, job, name).await.during("export_files.begin")
    }

    async fn complete(
        &self,
        scope: &Scope,
        job: CallJobId,
        blocks: &[FileBlock],
        rows: u64,
        made_at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), PortError> {
        let values = file::completed(blocks, rows, made_at, expires_at);
        self.note_complete(scope, job, values).await.during("export_files.complete")
    }

    async fn of(&self, scope: &Scope, jobs: &[CallJobId]) -> Result<Vec<ExportFile>, PortError> {
        self.find(scope, jobs).await.during("export_files.of")
    }

    async fn note_removed(
        &self,
        scope: &Scope,
        job: CallJobId,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<bool, SaveError> {
        self.remove(scope, job, &audit, at).await.saving("export_files.note_removed")
    }

    async fn note_downloaded(
        &self,
        scope: &Scope,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<(), SaveError> {
        self.tell(scope, &audit, at).await.saving("export_files.note_downloaded")
    }

    async fn due(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, CallJobId)>, PortError> {
        self.over(now, limit).await.during("export_files.due")
    }
}

impl SqlExportFiles {
    async fn note_begun(&self, scope: &Scope, job: CallJobId, name: &str) -> Result<()> {
        let tx = self.db.write(scope).await?;
        let known = scoped::find::<file::Entity>(&tx)
            .filter(file::Column::JobId.eq(job.uuid()))
            .one(&*tx)
            .await?;
        if known.is_none() {
            let row = file::begun(job, name).into_active_model();
            scoped::insert::<file::Entity, _>(&tx, row).await?;
        }
        tx.commit().await
    }

    async fn note_complete(
        &self,
        scope: &Scope,
        job: CallJobId,
        values: Result<[Value; 4]>,
    ) -> Result<()> {
        let tx = self.db.write(scope).await?;
        let sql = "UPDATE export_files SET blocks = $3, calls = $4, made_at = $5, expires_at = $6 \
                   WHERE workspace_id = $1 AND job_id = $2 AND made_at IS NULL";
        let values = std::iter::once(job.uuid().into()).chain(values?);
        scoped::execute(&tx, sql, values).await?;
        tx.commit().await
    }

    async fn find(&self, scope: &Scope, jobs: &[CallJobId]) -> Result<Vec<ExportFile>> {
        let tx = self.db.read(scope).await?;
        let rows = scoped::find::<file::Entity>(&tx)
            .filter(file::Column::JobId.is_in(jobs.iter().map(|job| job.uuid())))
            .filter(file::Column::MadeAt.is_not_null())
            .all(&*tx)
            .await?;
        tx.done().await?;
        rows.into_iter().map(file::into).collect()
    }

    async fn remove(
        &self,
        scope: &Scope,
        job: CallJobId,
        audit: &AuditDraft,
        at: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.write(scope).await?;
        let values = || -> [Value; 2] { [job.uuid().into(), millis(at).into()] };
        let sql = "UPDATE export_files SET removed_at = $3 \
                   WHERE workspace_id = $1 AND job_id = $2 AND removed_at IS NULL";
        if scoped::execute(&tx, sql, values()).await?.rows_affected() == 0 {
            return Ok(false);
        }
        let sql = "UPDATE mail_outbox SET state = 'withdrawn', finished_at = $3 \
                   WHERE workspace_id = $1 AND about_kind = 'export' AND about_id = $2 \
                   AND state IN ('ready', 'failed', 'unknown')";
        scoped::execute(&tx, sql, values()).await?;
        write_line(&mut tx, &*self.ids, audit, at).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn tell(&self, scope: &Scope, audit: &AuditDraft, at: Timestamp) -> Result<()> {
        let mut tx = self.db.write(scope).await?;
        write_line(&mut tx, &*self.ids, audit, at).await?;
        tx.commit().await
    }

    async fn over(&self, now: Timestamp, limit: u32) -> Result<Vec<(WorkspaceId, CallJobId)>> {
        let tx = self.db.system_read().await?;
        // Two statements, because each walks an index of its own.
        let expired = "SELECT workspace_id, job_id FROM export_files \
                       WHERE removed_at IS NULL AND expires_at <= $1 ORDER BY expires_at LIMIT $2";
        let dead = "SELECT f.workspace_id, f.job_id FROM export_files f \
                    JOIN call_jobs j ON j.workspace_id = f.workspace_id AND j.id = f.job_id \
                    WHERE f.removed_at IS NULL AND j.state IN ('failed', 'cancelled') AND j.finished_at <= $1 \
                    ORDER BY j.finished_at LIMIT $2";
        let limit = i64::from(limit);
        let mut found =
            scoped::query_anywhere(&tx, expired, [millis(now).into(), limit.into()]).await?;
        let until = millis(now - SETTLED_AFTER);
        found.extend(scoped::query_anywhere(&tx, dead, [until.into(), limit.into()]).await?);
        tx.commit().await?;
        let ids = |row: &QueryResult| {
            let workspace: Uuid = row.try_get("", "workspace_id")?;
            Ok((WorkspaceId(workspace), CallJobId(row.try_get("", "job_id")?)))
        };
        found.iter().map(ids).collect()
    }
}

async fn write_line(
    tx: &mut Tx,
    ids: &dyn callboard_kernel::IdGen,
    audit: &AuditDraft,
    at: Timestamp,
) -> Result<()> {
    let news = News::<CallEvent> { events: &[], audit: Some(audit), at, cause: None, depth: 0 };
    commit::tell(tx, ids, news).await
}
