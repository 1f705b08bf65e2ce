//! Keeps attachments.

use super::{
    files::doom,
    row::attachment::{self, Column, Entity},
};
use crate::{
    commit::{self, News, Story},
    error::{Outcome, Result, StoreError},
    scoped,
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{
    AttachmentId, AuditDraft, CallId, Commit, Expected, Loaded, PortError, SaveError, Scope,
    Timestamp, Version,
};
use callboard_media::{
    MediaEvent,
    model::Attachment,
    ports::{Added, AttachmentRepository},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
};

store! {
    /// Keeps attachments.
    SqlAttachments + ids
}

#[async_trait]
impl AttachmentRepository for SqlAttachments {
    async fn get(
        &self,
        scope: &Scope,
        id: AttachmentId,
    ) -> Result<Option<Loaded<Attachment>>, PortError> {
        self.read(scope, id).await.during("attachments.get")
    }

    async fn of_call(&self, scope: &Scope, call: CallId) -> Result<Vec<Attachment>, PortError> {
        self.list(scope, call).await.during("attachments.of_call")
    }

    async fn add(
        &self,
        scope: &Scope,
        attachments: Vec<Attachment>,
        audits: Vec<AuditDraft>,
        most: u32,
        at: Timestamp,
    ) -> Result<Added, SaveError> {
        self.insert(scope, &attachments, &audits, most, at).await.saving("attachments.add")
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Attachment, MediaEvent>,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit).await.saving("attachments.save")
    }
}

impl SqlAttachments {
    async fn read(&self, scope: &Scope, id: AttachmentId) -> Result<Option<Loaded<Attachment>>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<Entity>(&tx).filter(Column::Id.eq(id.uuid())).one(&*tx).await?;
        tx.done().await?;
        found.map(attachment::into).transpose()
    }

    async fn list(&self, scope: &Scope, call: CallId) -> Result<Vec<Attachment>> {
        let tx = self.db.read(scope).await?;
        let rows = scoped::find::<Entity>(&tx)
            .filter(Column::CallId.eq(call.uuid()))
            .filter(Column::DeletedAt.is_null())
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id)
            .all(&*tx)
            .await?;
        tx.done().await?;
        rows.into_iter().map(|row| Ok(attachment::into(row)?.value)).collect()
    }

    async fn insert(
        &self,
        scope: &Scope,
        attachments: &[Attachment],
        audits: &[AuditDraft],
        most: u32,
        at: Timestamp,
    ) -> Result<Added> {
        let Some(first) = attachments.first() else { return Ok(Added::Yes) };
        let call = first.snapshot().call;
        let mut tx = self.db.write(scope).await?;
        // Whoever asks at the same moment waits here, so that both cannot see the same last place. The head comes last, as
        // everywhere: who locks it before the call waits for somebody who waits for it.
        let sql = format!(
            "SELECT id FROM calls WHERE workspace_id = $1 AND id = $2{}",
            tx.dialect().for_update()
        );
        let here = scoped::query_one(&tx, &sql, [call.uuid().into()]).await?;
        here.ok_or(StoreError::MissingReference)?;
        let stands = same(&tx, attachments).await?;
        if !stands.is_empty() {
            return Ok(Added::Already(stands));
        }
        let there = scoped::find::<Entity>(&tx)
            .filter(Column::CallId.eq(call.uuid()))
            .filter(Column::DeletedAt.is_null())
            .count(&*tx)
            .await?;
        if there + attachments.len() as u64 > u64::from(most) {
            return Ok(Added::TooMany);
        }
        for one in attachments {
            let row = attachment::from(one, Version(1))?.into_active_model();
            scoped::insert::<Entity, _>(&tx, row).await?;
            doom_files(&tx, one).await?;
        }
        let ids = attachments.iter().map(|one| one.snapshot().id).collect();
        let event = MediaEvent::AttachmentsAdded { call, attachments: ids };
        let audits: Vec<_> = audits.iter().collect();
        let story = Story { events: &[&event], audits: &audits, at, cause: None, depth: 0 };
        commit::tell_many(&mut tx, &*self.ids, story).await?;
        tx.commit().await?;
        Ok(Added::Yes)
    }

    async fn write(
        &self,
        scope: &Scope,
        commit: &Commit<Attachment, MediaEvent>,
    ) -> Result<Version> {
        let Expected::At(Version(current)) = commit.expected else {
            // New ones come by `add`, which looks for a place.
            return Err(StoreError::Stale);
        };
        let mut tx = self.db.write(scope).await?;
        commit::use_cause(&tx, commit.cause.as_ref(), commit.at).await?;
        let version = Version(current + 1);
        let mut row: attachment::ActiveModel =
            scoped::all_columns(attachment::from(&commit.aggregate, version)?);
        row.workspace_id = Set(tx.workspace_uuid());
        let written = scoped::update::<Entity>(&tx)
            .set(row)
            .filter(Column::Id.eq(commit.aggregate.snapshot().id.uuid()))
            .filter(Column::Version.eq(current))
            .exec(&*tx)
            .await?;
        if written.rows_affected == 0 {
            return Err(StoreError::Stale);
        }
        doom_files(&tx, &commit.aggregate).await?;
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }
}

/// Those of these that stand already, in their order.
async fn same(tx: &Tx, attachments: &[Attachment]) -> Result<Vec<Attachment>> {
    let ids = attachments.iter().map(|one| one.snapshot().id.uuid());
    let rows = scoped::find::<Entity>(tx)
        .filter(Column::Id.is_in(ids))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(&**tx)
        .await?;
    rows.into_iter().map(|row| Ok(attachment::into(row)?.value)).collect()
}

/// Its files go when the attachment says so, or stay.
async fn doom_files(tx: &Tx, one: &Attachment) -> Result<()> {
    let s = one.snapshot();
    doom(tx, s.file, s.doomed_at).await?;
    if let Some(picture) = s.picture {
        doom(tx, picture.thumbnail, s.doomed_at).await?;
    }
    Ok(())
}
