//! Keeps reset links.

use super::{
    members::{end_sessions, write_member},
    row::password_reset,
};
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{Commit, SaveError, Scope, Version, millis};
use callboard_workspaces::{
    WorkspaceEvent,
    model::{Member, PasswordReset, TokenHash},
    ports::{Change, EndSessions, PasswordResets},
};
use sea_orm::{ColumnTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

store! {
    /// Keeps reset links.
    SqlPasswordResets + ids
}

#[async_trait]
impl PasswordResets for SqlPasswordResets {
    async fn issue(
        &self,
        scope: &Scope,
        reset: PasswordReset,
        change: Change,
    ) -> Result<(), SaveError> {
        self.insert(scope, &reset, &change).await.saving("password_resets.issue")
    }

    async fn redeem(
        &self,
        scope: &Scope,
        token: &TokenHash,
        commit: Commit<Member, WorkspaceEvent>,
    ) -> Result<Version, SaveError> {
        self.use_up(scope, token, &commit).await.saving("password_resets.redeem")
    }
}

impl SqlPasswordResets {
    async fn insert(&self, scope: &Scope, reset: &PasswordReset, change: &Change) -> Result<()> {
        let mut tx = self.db.write(scope).await?;
        scoped::update::<password_reset::Entity>(&tx)
            .col_expr(password_reset::Column::UsedAt, Expr::value(millis(change.at)))
            .filter(password_reset::Column::MemberId.eq(reset.member.uuid()))
            .filter(password_reset::Column::UsedAt.is_null())
            .exec(&*tx)
            .await?;
        let row = password_reset::from(reset).into_active_model();
        scoped::insert::<password_reset::Entity, _>(&tx, row).await?;
        commit::tell(&mut tx, &*self.ids, News::of_change(change)).await?;
        tx.commit().await
    }

    async fn use_up(
        &self,
        scope: &Scope,
        token: &TokenHash,
        commit: &Commit<Member, WorkspaceEvent>,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        let member = commit.aggregate.snapshot().id;
        let used = scoped::update::<password_reset::Entity>(&tx)
            .col_expr(password_reset::Column::UsedAt, Expr::value(millis(commit.at)))
            .filter(password_reset::Column::TokenHash.eq(token.to_hex()))
            .filter(password_reset::Column::MemberId.eq(member.uuid()))
            .filter(password_reset::Column::UsedAt.is_null())
            .filter(password_reset::Column::ExpiresAt.gt(millis(commit.at)))
            .exec(&*tx)
            .await?;
        if used.rows_affected == 0 {
            return Err(StoreError::Duplicate("password_resets_used"));
        }
        let version = write_member(&tx, &commit.aggregate, commit.expected).await?;
        end_sessions(&tx, member, EndSessions::All, commit.at).await?;
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }
}
