//! Keeps follow-ups with their clocks.

use super::{
    promise,
    row::{follow_up, notification},
};
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    scoped,
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_followups::{
    FollowUpEvent,
    model::{FollowUp, FollowUpStatus, Notification},
    ports::FollowUpRepository,
};
use callboard_kernel::{
    CallId, Commit, Expected, FollowUpId, Loaded, PortError, SaveError, Scope, Version,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, QueryFilter, QueryOrder};

/// Names and numbers by which a follow-up is found: the other party's of its call, the customer's.
pub(crate) const CONTACT_TEXT: &str = "COALESCE((SELECT substr(calls.other_party, 2) FROM calls \
     WHERE calls.workspace_id = follow_ups.workspace_id AND calls.id = follow_ups.call_id), '') || ' | ' || \
     COALESCE((SELECT customers.search_text FROM customers \
     WHERE customers.workspace_id = follow_ups.workspace_id AND customers.id = follow_ups.customer_id), '')";

store! {
    /// Keeps follow-ups.
    SqlFollowUps + ids
}

#[async_trait]
impl FollowUpRepository for SqlFollowUps {
    async fn get(
        &self,
        scope: &Scope,
        id: FollowUpId,
    ) -> Result<Option<Loaded<FollowUp>>, PortError> {
        self.read(scope, id).await.during("follow_ups.get")
    }

    async fn open_of_call(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Vec<Loaded<FollowUp>>, PortError> {
        self.open(scope, call).await.during("follow_ups.open_of_call")
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<FollowUp, FollowUpEvent>,
        notifications: Vec<Notification>,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit, &notifications).await.saving("follow_ups.save")
    }
}

impl SqlFollowUps {
    async fn read(&self, scope: &Scope, id: FollowUpId) -> Result<Option<Loaded<FollowUp>>> {
        let tx = self.db.read(scope).await?;
        let own =
            scope.only_calls_of().map(|member| follow_up::Column::AssignedTo.eq(member.uuid()));
        let found = scoped::find::<follow_up::Entity>(&tx)
            .filter(follow_up::Column::Id.eq(id.uuid()))
            .filter(follow_up::Column::DeletedAt.is_null())
            .filter(Condition::all().add_option(own))
            .one(&*tx)
            .await?;
        tx.done().await?;
        found.map(follow_up::into).transpose()
    }

    async fn open(&self, scope: &Scope, call: CallId) -> Result<Vec<Loaded<FollowUp>>> {
        let tx = self.db.read(scope).await?;
        let rows = scoped::find::<follow_up::Entity>(&tx)
            .filter(follow_up::Column::CallId.eq(call.uuid()))
            .filter(follow_up::Column::Status.eq(FollowUpStatus::Open.as_str()))
            .filter(follow_up::Column::DeletedAt.is_null())
            .order_by_asc(follow_up::Column::DueAt)
            .order_by_asc(follow_up::Column::Id)
            .all(&*tx)
            .await?;
        tx.done().await?;
        rows.into_iter().map(follow_up::into).collect()
    }

    async fn write(
        &self,
        scope: &Scope,
        commit: &Commit<FollowUp, FollowUpEvent>,
        notifications: &[Notification],
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        commit::use_cause(&tx, commit.cause.as_ref(), commit.at).await?;
        let call = commit.aggregate.snapshot().call;
        if let Some(call) = call {
            promise::lock(&tx, call).await?;
        }
        let version = write_row(&tx, &commit.aggregate, commit.expected).await?;
        if let Some(call) = call {
            promise::refresh(&tx, call).await?;
        }
        let rows =
            notifications.iter().map(|one| notification::from(one).into_active_model()).collect();
        scoped::insert_all::<notification::Entity, notification::ActiveModel>(&tx, rows).await?;
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }
}

async fn write_row(tx: &Tx, follow_up: &FollowUp, expected: Expected) -> Result<Version> {
    let id = follow_up.snapshot().id.uuid();
    let Expected::At(Version(current)) = expected else {
        let row = follow_up::from(follow_up, Version(1))?;
        scoped::insert::<follow_up::Entity, _>(tx, row.into_active_model()).await?;
        let sql = format!(
            "UPDATE follow_ups SET contact_text = {CONTACT_TEXT} WHERE workspace_id = $1 AND id = $2"
        );
        scoped::execute(tx, &sql, [id.into()]).await?;
        return Ok(Version(1));
    };
    let version = Version(current + 1);
    let mut row: follow_up::ActiveModel = scoped::all_columns(follow_up::from(follow_up, version)?);
    row.workspace_id = Set(tx.workspace_uuid());
    let written = scoped::update::<follow_up::Entity>(tx)
        .set(row)
        .filter(follow_up::Column::Id.eq(id))
        .filter(follow_up::Column::Version.eq(current))
        .exec(&**tx)
        .await?;
    if written.rows_affected == 0 { Err(StoreError::Stale) } else { Ok(version) }
}
