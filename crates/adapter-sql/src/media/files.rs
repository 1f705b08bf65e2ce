//! The list of files.

use crate::{
    commit::{self, News},
    error::{Outcome, Result},
    scoped,
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{
    AuditDraft, IdGen, MediaFileId, PortError, SaveError, Scope, Timestamp, WorkspaceId, millis,
};
use callboard_media::{
    MediaEvent,
    ports::{MediaFiles, NewFile},
};

store! {
    /// Keeps the list of files.
    SqlMediaFiles + ids
}

#[async_trait]
impl MediaFiles for SqlMediaFiles {
    async fn begin(&self, scope: &Scope, file: NewFile) -> Result<(), PortError> {
        self.note_begun(scope, file).await.during("media_files.begin")
    }

    async fn doom(&self, scope: &Scope, file: MediaFileId, at: Timestamp) -> Result<(), PortError> {
        self.note_doomed(scope, file, at).await.during("media_files.doom")
    }

    async fn doomed(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, MediaFileId)>, PortError> {
        self.over(now, limit).await.during("media_files.doomed")
    }

    async fn forget(&self, scope: &Scope, file: MediaFileId) -> Result<(), PortError> {
        self.remove(scope, file).await.during("media_files.forget")
    }

    async fn note(&self, scope: &Scope, audit: AuditDraft, at: Timestamp) -> Result<(), SaveError> {
        self.tell(scope, &audit, at).await.saving("media_files.note")
    }
}

impl SqlMediaFiles {
    async fn note_begun(&self, scope: &Scope, file: NewFile) -> Result<()> {
        let tx = self.db.write(scope).await?;
        let sql = "INSERT INTO media_files (workspace_id, id, created_at, doomed_at) VALUES ($1, $2, $3, $4)";
        let values = [file.id.uuid().into(), millis(file.at).into(), millis(file.doomed_at).into()];
        scoped::execute(&tx, sql, values).await?;
        tx.commit().await
    }

    async fn note_doomed(&self, scope: &Scope, file: MediaFileId, at: Timestamp) -> Result<()> {
        let tx = self.db.write(scope).await?;
        doom(&tx, file, Some(at)).await?;
        tx.commit().await
    }

    async fn over(&self, now: Timestamp, limit: u32) -> Result<Vec<(WorkspaceId, MediaFileId)>> {
        let tx = self.db.system_read().await?;
        let sql = "SELECT workspace_id, id FROM media_files WHERE doomed_at IS NOT NULL AND doomed_at <= $1 \
                   ORDER BY doomed_at LIMIT $2";
        let rows =
            scoped::query_anywhere(&tx, sql, [millis(now).into(), i64::from(limit).into()]).await?;
        tx.done().await?;
        rows.iter()
            .map(|row| {
                Ok((
                    WorkspaceId(row.try_get("", "workspace_id")?),
                    MediaFileId(row.try_get("", "id")?),
                ))
            })
            .collect()
    }

    async fn remove(&self, scope: &Scope, file: MediaFileId) -> Result<()> {
        let tx = self.db.write(scope).await?;
        // What was taken back between the look and now stays. Its bytes are gone then, and reading it says so.
        let lost = "SELECT id FROM media_files WHERE workspace_id = $1 AND id = $2 AND doomed_at IS NOT NULL";
        if scoped::query_one(&tx, lost, [file.uuid().into()]).await?.is_some() {
            for sql in [
                "UPDATE attachments SET thumbnail_id = NULL, picture = NULL WHERE workspace_id = $1 AND thumbnail_id = $2",
                "DELETE FROM attachments WHERE workspace_id = $1 AND file_id = $2",
                "UPDATE recordings SET file_id = NULL, bytes = NULL, peaks = NULL WHERE workspace_id = $1 AND file_id = $2",
                "DELETE FROM media_files WHERE workspace_id = $1 AND id = $2",
            ] {
                scoped::execute(&tx, sql, [file.uuid().into()]).await?;
            }
        }
        tx.commit().await
    }

    async fn tell(&self, scope: &Scope, audit: &AuditDraft, at: Timestamp) -> Result<()> {
        let mut tx = self.db.write(scope).await?;
        write_line(&mut tx, &*self.ids, audit, at).await?;
        tx.commit().await
    }
}

/// Writes an audit line alone.
pub(super) async fn write_line(
    tx: &mut Tx,
    ids: &dyn IdGen,
    audit: &AuditDraft,
    at: Timestamp,
) -> Result<()> {
    let news = News::<MediaEvent> { events: &[], audit: Some(audit), at, cause: None, depth: 0 };
    commit::tell(tx, ids, news).await
}

/// Dooms a file within a transaction, or keeps it for good.
pub(super) async fn doom(tx: &Tx, file: MediaFileId, at: Option<Timestamp>) -> Result<()> {
    let sql = "UPDATE media_files SET doomed_at = $3 WHERE workspace_id = $1 AND id = $2";
    scoped::execute(tx, sql, [file.uuid().into(), at.map(millis).into()]).await?;
    Ok(())
}
