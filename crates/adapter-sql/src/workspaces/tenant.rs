//! Keeps the tenant itself.

use super::row::{member, workspace};
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{Commit, Expected, Loaded, PortError, SaveError, Scope, Version};
use callboard_workspaces::{
    WorkspaceEvent,
    chain::ChainHash,
    model::{Member, Workspace},
    ports::WorkspaceRepository,
};
use sea_orm::{ColumnTrait, IntoActiveModel, QueryFilter};

store! {
    /// Keeps the tenant itself.
    SqlWorkspaces + ids
}

#[async_trait]
impl WorkspaceRepository for SqlWorkspaces {
    async fn get(&self, scope: &Scope) -> Result<Option<Loaded<Workspace>>, PortError> {
        self.read(scope).await.during("workspaces.get")
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Workspace, WorkspaceEvent>,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit).await.saving("workspaces.save")
    }

    async fn found(
        &self,
        scope: &Scope,
        workspace: Commit<Workspace, WorkspaceEvent>,
        owner: Option<Commit<Member, WorkspaceEvent>>,
    ) -> Result<(), SaveError> {
        self.write_new(scope, &workspace, owner.as_ref()).await.saving("workspaces.found")
    }
}

impl SqlWorkspaces {
    async fn read(&self, scope: &Scope) -> Result<Option<Loaded<Workspace>>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<workspace::Entity>(&tx).one(&*tx).await?;
        tx.done().await?;
        found.map(workspace::into).transpose()
    }

    async fn write(
        &self,
        scope: &Scope,
        commit: &Commit<Workspace, WorkspaceEvent>,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        let Expected::At(Version(current)) = commit.expected else {
            return Err(StoreError::Duplicate("workspaces_pkey"));
        };
        commit::use_cause(&tx, commit.cause.as_ref(), commit.at).await?;
        let version = Version(current + 1);
        let row: workspace::ActiveModel =
            scoped::all_columns(workspace::from(&commit.aggregate, version));
        let written = scoped::update::<workspace::Entity>(&tx)
            .set(row)
            .filter(workspace::Column::Version.eq(current))
            .exec(&*tx)
            .await?;
        if written.rows_affected == 0 {
            return Err(StoreError::Stale);
        }
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }

    async fn write_new(
        &self,
        scope: &Scope,
        workspace: &Commit<Workspace, WorkspaceEvent>,
        owner: Option<&Commit<Member, WorkspaceEvent>>,
    ) -> Result<()> {
        let mut tx = self.db.write(scope).await?;
        let row = workspace::from(&workspace.aggregate, Version(1));
        scoped::insert::<workspace::Entity, _>(&tx, row.into_active_model()).await?;
        let sql = "INSERT INTO workspace_heads (workspace_id, event_seq, audit_seq, audit_hash) VALUES ($1, 0, 0, $2)";
        scoped::execute(&tx, sql, [ChainHash::START.to_hex().into()]).await?;
        commit::tell(&mut tx, &*self.ids, News::of(workspace)).await?;
        if let Some(owner) = owner {
            let row = member::from(&owner.aggregate, Version(1));
            scoped::insert::<member::Entity, _>(&tx, row.into_active_model()).await?;
            commit::tell(&mut tx, &*self.ids, News::of(owner)).await?;
        }
        tx.commit().await
    }
}
