//! Keeps saved views of the call list, and how members arrange them.

mod row;

use self::row as view;
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    scoped,
    store::store,
    stored::{self, At},
    tx::Tx,
};
use async_trait::async_trait;
use callboard_calls::{
    ports::CallViewStore,
    views::{CallView, CallViewEvent, Tab},
};
use callboard_kernel::{
    CallViewId, Commit, Expected, Loaded, MemberId, PortError, SaveError, Scope, Timestamp,
    Version, millis,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, QueryFilter, QueryOrder};

store! {
    /// Keeps saved views.
    SqlCallViews + ids
}

#[async_trait]
impl CallViewStore for SqlCallViews {
    async fn list(&self, scope: &Scope) -> Result<Vec<Loaded<CallView>>, PortError> {
        self.seen(scope).await.during("call_views.list")
    }

    async fn get(
        &self,
        scope: &Scope,
        id: CallViewId,
    ) -> Result<Option<Loaded<CallView>>, PortError> {
        self.read(scope, id).await.during("call_views.get")
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<CallView, CallViewEvent>,
        forget_before: Timestamp,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit, forget_before).await.saving("call_views.save")
    }

    async fn tabs(&self, scope: &Scope, member: MemberId) -> Result<Vec<Tab>, PortError> {
        self.read_tabs(scope, member).await.during("call_views.tabs")
    }

    async fn save_tabs(
        &self,
        scope: &Scope,
        member: MemberId,
        tabs: &[Tab],
        at: Timestamp,
    ) -> Result<(), PortError> {
        self.write_tabs(scope, member, tabs, at).await.during("call_views.save_tabs")
    }
}

impl SqlCallViews {
    async fn seen(&self, scope: &Scope) -> Result<Vec<Loaded<CallView>>> {
        let tx = self.db.read(scope).await?;
        let own = scope.member().map(|member| view::Column::OwnerId.eq(member.uuid()));
        let rows = scoped::find::<view::Entity>(&tx)
            .filter(view::Column::DeletedAt.is_null())
            .filter(Condition::any().add(view::Column::Team.eq(true)).add_option(own))
            .order_by_asc(view::Column::CreatedAt)
            .order_by_asc(view::Column::Id)
            .all(&*tx)
            .await?;
        tx.done().await?;
        let mut views = Vec::with_capacity(rows.len());
        for row in rows {
            let id = row.id;
            match view::into(row) {
                Ok(view) => views.push(view),
                Err(StoreError::Unreadable { column, .. }) => {
                    tracing::warn!(view.id = %id, column, "a saved view cannot be read");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(views)
    }

    async fn read(&self, scope: &Scope, id: CallViewId) -> Result<Option<Loaded<CallView>>> {
        let tx = self.db.read(scope).await?;
        let select = scoped::find::<view::Entity>(&tx).filter(view::Column::Id.eq(id.uuid()));
        let found = select.one(&*tx).await?;
        tx.done().await?;
        found.map(view::into).transpose()
    }

    async fn write(
        &self,
        scope: &Scope,
        commit: &Commit<CallView, CallViewEvent>,
        forget_before: Timestamp,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        let version = write_row(&tx, &commit.aggregate, commit.expected).await?;
        scoped::delete::<view::Entity>(&tx)
            .filter(view::Column::DeletedAt.lt(millis(forget_before)))
            .exec(&*tx)
            .await?;
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }

    async fn read_tabs(&self, scope: &Scope, member: MemberId) -> Result<Vec<Tab>> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT tabs FROM call_view_tabs WHERE workspace_id = $1 AND member_id = $2";
        let found = scoped::query_one(&tx, sql, [member.uuid().into()]).await?;
        tx.done().await?;
        let Some(row) = found else { return Ok(Vec::new()) };
        At::new("call_view_tabs", member.uuid()).json("tabs", row.try_get("", "tabs")?)
    }

    async fn write_tabs(
        &self,
        scope: &Scope,
        member: MemberId,
        tabs: &[Tab],
        at: Timestamp,
    ) -> Result<()> {
        let tx = self.db.write(scope).await?;
        let sql = "INSERT INTO call_view_tabs (workspace_id, member_id, tabs, updated_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (workspace_id, member_id) DO UPDATE SET tabs = excluded.tabs, updated_at = excluded.updated_at";
        let values = [member.uuid().into(), stored::json(&tabs)?.into(), millis(at).into()];
        scoped::execute(&tx, sql, values).await?;
        tx.commit().await
    }
}

async fn write_row(tx: &Tx, saved: &CallView, expected: Expected) -> Result<Version> {
    let id = saved.snapshot().id.uuid();
    let Expected::At(Version(current)) = expected else {
        let row = view::from(saved, Version(1))?;
        scoped::insert::<view::Entity, _>(tx, row.into_active_model()).await?;
        return Ok(Version(1));
    };
    let version = Version(current + 1);
    let mut row: view::ActiveModel = scoped::all_columns(view::from(saved, version)?);
    row.workspace_id = Set(tx.workspace_uuid());
    let written = scoped::update::<view::Entity>(tx)
        .set(row)
        .filter(view::Column::Id.eq(id))
        .filter(view::Column::Version.eq(current))
        .exec(&**tx)
        .await?;
    if written.rows_affected == 0 { Err(StoreError::Stale) } else { Ok(version) }
}
