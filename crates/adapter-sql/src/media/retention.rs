//! Keeps how long media are kept, and finds what is older.

use crate::{
    documents::{self, Replacement},
    error::{Outcome, Result},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{
    AttachmentId, AuditDraft, CallId, Loaded, PortError, RecordingId, SaveError, Scope, Timestamp,
    Version, millis,
};
use callboard_media::{
    SETTINGS_CHANGED,
    model::{KeptCounts, RetentionSettings},
    ports::RetentionStore,
};
use uuid::Uuid;

const KIND: &str = "media";

store! {
    /// Keeps it as a settings document.
    SqlRetention + ids
}

#[async_trait]
impl RetentionStore for SqlRetention {
    async fn load(&self, scope: &Scope) -> Result<Loaded<RetentionSettings>, PortError> {
        self.read(scope).await.during("retention.load")
    }

    async fn save(
        &self,
        scope: &Scope,
        expected: Version,
        settings: RetentionSettings,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError> {
        let new = Replacement {
            kind: KIND,
            event: SETTINGS_CHANGED,
            expected,
            body: &settings,
            audit,
            at,
        };
        self.replace(scope, new).await.saving("retention.save")
    }

    async fn counts(&self, scope: &Scope) -> Result<KeptCounts, PortError> {
        self.count(scope).await.during("retention.counts")
    }

    async fn old_recordings(
        &self,
        scope: &Scope,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<RecordingId>, PortError> {
        let sql = "SELECT id FROM recordings WHERE workspace_id = $1 AND deleted_at IS NULL AND created_at < $2 \
                   ORDER BY created_at, id LIMIT $3";
        let found =
            self.older(scope, sql, before, limit).await.during("retention.old_recordings")?;
        Ok(found.into_iter().map(RecordingId).collect())
    }

    async fn old_transcripts(
        &self,
        scope: &Scope,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<CallId>, PortError> {
        let sql = "SELECT call_id AS id FROM transcripts WHERE workspace_id = $1 AND created_at < $2 \
                   ORDER BY created_at, call_id LIMIT $3";
        let found =
            self.older(scope, sql, before, limit).await.during("retention.old_transcripts")?;
        Ok(found.into_iter().map(CallId).collect())
    }

    async fn old_attachments(
        &self,
        scope: &Scope,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<AttachmentId>, PortError> {
        let sql = "SELECT id FROM attachments WHERE workspace_id = $1 AND deleted_at IS NULL AND created_at < $2 \
                   ORDER BY created_at, id LIMIT $3";
        let found =
            self.older(scope, sql, before, limit).await.during("retention.old_attachments")?;
        Ok(found.into_iter().map(AttachmentId).collect())
    }
}

impl SqlRetention {
    async fn read(&self, scope: &Scope) -> Result<Loaded<RetentionSettings>> {
        let tx = self.db.read(scope).await?;
        let stored = documents::load::<RetentionSettings>(&tx, KIND).await?;
        tx.done().await?;
        let shipped = || Loaded { value: RetentionSettings::shipped(), version: Version(0) };
        Ok(stored.unwrap_or_else(shipped))
    }

    async fn replace(
        &self,
        scope: &Scope,
        new: Replacement<'_, RetentionSettings>,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        let version = documents::save(&mut tx, &*self.ids, new).await?;
        tx.commit().await?;
        Ok(version)
    }

    async fn count(&self, scope: &Scope) -> Result<KeptCounts> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT \
             (SELECT count(*) FROM recordings WHERE workspace_id = $1 AND deleted_at IS NULL) AS recordings, \
             (SELECT count(*) FROM transcripts WHERE workspace_id = $1) AS transcripts, \
             (SELECT count(*) FROM attachments WHERE workspace_id = $1 AND deleted_at IS NULL) AS attachments, \
             CAST((SELECT COALESCE(sum(bytes), 0) FROM recordings WHERE workspace_id = $1 AND deleted_at IS NULL) \
             + (SELECT COALESCE(sum(bytes), 0) FROM attachments WHERE workspace_id = $1 AND deleted_at IS NULL) \
             AS BIGINT) AS bytes";
        let row = scoped::query_one(&tx, sql, []).await?;
        tx.done().await?;
        let Some(row) = row else { return Ok(KeptCounts::default()) };
        let number = |column| row.try_get::<i64>("", column).map(i64::unsigned_abs);
        Ok(KeptCounts {
            recordings: number("recordings")?,
            transcripts: number("transcripts")?,
            attachments: number("attachments")?,
            bytes: number("bytes")?,
        })
    }

    async fn older(
        &self,
        scope: &Scope,
        sql: &str,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<Uuid>> {
        let tx = self.db.read(scope).await?;
        let values = [millis(before).into(), i64::from(limit).into()];
        let rows = scoped::query_all(&tx, sql, values).await?;
        tx.done().await?;
        rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
    }
}
