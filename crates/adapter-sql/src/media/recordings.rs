//! Keeps recordings and hands them to workers.

use super::{
    files::doom,
    row::recording::{self, Column, Entity},
};
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    scoped,
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{
    CallId, Commit, Expected, Loaded, MediaFileId, PortError, RecordingId, SaveError, Scope,
    Version, WorkspaceId,
};
use callboard_media::{
    MediaEvent,
    model::Recording,
    ports::{ClaimedRecording, RecordingRepository},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder,
    Select,
};
use time::Duration;

store! {
    /// Keeps recordings.
    SqlRecordings + ids
}

#[async_trait]
impl RecordingRepository for SqlRecordings {
    async fn get(
        &self,
        scope: &Scope,
        id: RecordingId,
    ) -> Result<Option<Loaded<Recording>>, PortError> {
        self.one(scope, |all| all.filter(Column::Id.eq(id.uuid()))).await.during("recordings.get")
    }

    async fn of_call(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Option<Loaded<Recording>>, PortError> {
        let newest = |all: Select<Entity>| {
            all.filter(Column::CallId.eq(call.uuid()))
                .order_by_desc(Column::CreatedAt)
                .order_by_desc(Column::Id)
        };
        self.one(scope, newest).await.during("recordings.of_call")
    }

    async fn by_provider(
        &self,
        scope: &Scope,
        provider: &str,
        key: &str,
    ) -> Result<Option<Loaded<Recording>>, PortError> {
        let named = |all: Select<Entity>| {
            all.filter(Column::Provider.eq(provider)).filter(Column::ProviderKey.eq(key))
        };
        self.one(scope, named).await.during("recordings.by_provider")
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Recording, MediaEvent>,
        after: Duration,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit, after).await.saving("recordings.save")
    }

    async fn claim(&self, lease: Duration) -> Result<Option<ClaimedRecording>, PortError> {
        self.take(lease).await.during("recordings.claim")
    }

    async fn renew(
        &self,
        scope: &Scope,
        id: RecordingId,
        version: Version,
        lease: Duration,
    ) -> Result<bool, PortError> {
        self.keep(scope, id, version, lease).await.during("recordings.renew")
    }
}

impl SqlRecordings {
    async fn one(
        &self,
        scope: &Scope,
        which: impl FnOnce(Select<Entity>) -> Select<Entity>,
    ) -> Result<Option<Loaded<Recording>>> {
        let tx = self.db.read(scope).await?;
        let found = which(scoped::find::<Entity>(&tx)).one(&*tx).await?;
        tx.done().await?;
        found.map(recording::into).transpose()
    }

    async fn write(
        &self,
        scope: &Scope,
        commit: &Commit<Recording, MediaEvent>,
        after: Duration,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        commit::use_cause(&tx, commit.cause.as_ref(), commit.at).await?;
        let s = commit.aggregate.snapshot();
        let before = file_of(&tx, s.id).await?;
        let version = write_row(&tx, &commit.aggregate, commit.expected).await?;
        if s.task.is_some() {
            let sql = format!(
                "UPDATE recordings SET available_at = {} + $3 WHERE workspace_id = $1 AND id = $2",
                tx.dialect().now()
            );
            let wait = after.whole_milliseconds() as i64;
            scoped::execute(&tx, &sql, [s.id.uuid().into(), wait.into()]).await?;
        }
        let is = s.sound.as_ref().map(|sound| sound.file);
        if before != is {
            if let Some(kept) = is {
                doom(&tx, kept, None).await?;
            }
            if let Some(gone) = before {
                doom(&tx, gone, Some(commit.at)).await?;
            }
        }
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }

    async fn take(&self, lease: Duration) -> Result<Option<ClaimedRecording>> {
        let tx = self.db.system_write().await?;
        let sql = tx.dialect().claim_recording();
        let lease = lease.whole_milliseconds() as i64;
        let found = scoped::query_anywhere(&tx, &sql, [lease.into()]).await?;
        tx.commit().await?;
        let Some(found) = found.first() else { return Ok(None) };
        let row = recording::Model::from_query_result(found, "")?;
        let workspace = WorkspaceId(row.workspace_id);
        Ok(Some(ClaimedRecording { workspace, recording: recording::into(row)? }))
    }

    async fn keep(
        &self,
        scope: &Scope,
        id: RecordingId,
        Version(version): Version,
        lease: Duration,
    ) -> Result<bool> {
        let tx = self.db.write(scope).await?;
        let sql = format!(
            "UPDATE recordings SET available_at = {} + $4 WHERE workspace_id = $1 AND id = $2 AND version = $3",
            tx.dialect().now()
        );
        let lease = lease.whole_milliseconds() as i64;
        let kept =
            scoped::execute(&tx, &sql, [id.uuid().into(), version.into(), lease.into()]).await?;
        tx.commit().await?;
        Ok(kept.rows_affected() > 0)
    }
}

async fn file_of(tx: &Tx, id: RecordingId) -> Result<Option<MediaFileId>> {
    let sql = "SELECT file_id FROM recordings WHERE workspace_id = $1 AND id = $2";
    let row = scoped::query_one(tx, sql, [id.uuid().into()]).await?;
    let file: Option<uuid::Uuid> = row.map(|row| row.try_get("", "file_id")).transpose()?.flatten();
    Ok(file.map(MediaFileId))
}

async fn write_row(tx: &Tx, one: &Recording, expected: Expected) -> Result<Version> {
    let Expected::At(Version(current)) = expected else {
        let row = recording::from(one, Version(1))?;
        scoped::insert::<Entity, _>(tx, row.into_active_model()).await?;
        return Ok(Version(1));
    };
    let version = Version(current + 1);
    let mut row: recording::ActiveModel = scoped::all_columns(recording::from(one, version)?);
    row.workspace_id = Set(tx.workspace_uuid());
    let written = scoped::update::<Entity>(tx)
        .set(row)
        .filter(Column::Id.eq(one.snapshot().id.uuid()))
        .filter(Column::Version.eq(current))
        .exec(&**tx)
        .await?;
    if written.rows_affected == 0 { Err(StoreError::Stale) } else { Ok(version) }
}
