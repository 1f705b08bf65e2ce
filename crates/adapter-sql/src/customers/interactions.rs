//! Keeps lines of timelines.

use super::{repository::mark_seen, row::interaction};
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    scoped,
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_customers::{
    CustomerEvent,
    model::{Interaction, InteractionKind},
    ports::InteractionRepository,
};
use callboard_kernel::{
    CallId, Commit, Expected, InteractionId, Loaded, PortError, SaveError, Scope, Version,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, QueryFilter};

store! {
    /// Keeps lines of timelines.
    SqlInteractions + ids
}

#[async_trait]
impl InteractionRepository for SqlInteractions {
    async fn get(
        &self,
        scope: &Scope,
        id: InteractionId,
    ) -> Result<Option<Loaded<Interaction>>, PortError> {
        let condition = Condition::all()
            .add(interaction::Column::Id.eq(id.uuid()))
            .add(interaction::Column::DeletedAt.is_null());
        self.find_one(scope, condition).await.during("interactions.get")
    }

    async fn of_call(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Option<Loaded<Interaction>>, PortError> {
        let condition = Condition::all().add(interaction::Column::CallId.eq(call.uuid()));
        self.find_one(scope, condition).await.during("interactions.of_call")
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Interaction, CustomerEvent>,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit).await.saving("interactions.save")
    }
}

impl SqlInteractions {
    async fn find_one(
        &self,
        scope: &Scope,
        condition: Condition,
    ) -> Result<Option<Loaded<Interaction>>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<interaction::Entity>(&tx).filter(condition).one(&*tx).await?;
        tx.done().await?;
        found.map(interaction::into).transpose()
    }

    async fn write(
        &self,
        scope: &Scope,
        commit: &Commit<Interaction, CustomerEvent>,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        commit::use_cause(&tx, commit.cause.as_ref(), commit.at).await?;
        let version = write_line(&tx, &commit.aggregate, commit.expected).await?;
        let line = commit.aggregate.snapshot();
        if commit.expected == Expected::Absent && line.kind != InteractionKind::Note {
            mark_seen(&tx, line.customer, line.at).await?;
        }
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }
}

async fn write_line(tx: &Tx, line: &Interaction, expected: Expected) -> Result<Version> {
    let Expected::At(Version(current)) = expected else {
        let row = interaction::from(line, Version(1));
        scoped::insert::<interaction::Entity, _>(tx, row.into_active_model()).await?;
        return Ok(Version(1));
    };
    let version = Version(current + 1);
    let mut row: interaction::ActiveModel = scoped::all_columns(interaction::from(line, version));
    row.workspace_id = Set(tx.workspace_uuid());
    let written = scoped::update::<interaction::Entity>(tx)
        .set(row)
        .filter(interaction::Column::Id.eq(line.snapshot().id.uuid()))
        .filter(interaction::Column::Version.eq(current))
        .exec(&**tx)
        .await?;
    if written.rows_affected == 0 { Err(StoreError::Stale) } else { Ok(version) }
}
