//! Keeps sessions.

use super::row::session;
use crate::{
    commit::{self, News},
    error::{Outcome, Result},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{MemberId, PortError, SaveError, Scope, SessionId, Timestamp, millis};
use callboard_workspaces::{
    SessionRow,
    model::{IDLE_FOR, SessionSnapshot},
    ports::{Change, SessionStore},
};
use sea_orm::{ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::Expr};

store! {
    /// Keeps sessions.
    SqlSessions + ids
}

#[async_trait]
impl SessionStore for SqlSessions {
    async fn open(
        &self,
        scope: &Scope,
        session: SessionSnapshot,
        change: Change,
    ) -> Result<(), SaveError> {
        self.insert(scope, &session, &change).await.saving("sessions.open")
    }

    async fn live_of(
        &self,
        scope: &Scope,
        member: MemberId,
        now: Timestamp,
    ) -> Result<Vec<SessionRow>, PortError> {
        self.live(scope, member, now).await.during("sessions.live_of")
    }

    async fn revoke(
        &self,
        scope: &Scope,
        member: MemberId,
        session: SessionId,
        change: Change,
    ) -> Result<bool, SaveError> {
        self.end(scope, member, session, &change).await.saving("sessions.revoke")
    }

    async fn touch(
        &self,
        scope: &Scope,
        session: SessionId,
        at: Timestamp,
    ) -> Result<(), PortError> {
        self.see(scope, session, at).await.during("sessions.touch")
    }
}

impl SqlSessions {
    async fn insert(
        &self,
        scope: &Scope,
        session: &SessionSnapshot,
        change: &Change,
    ) -> Result<()> {
        let mut tx = self.db.write(scope).await?;
        scoped::insert::<session::Entity, _>(&tx, session::from(session).into_active_model())
            .await?;
        commit::tell(&mut tx, &*self.ids, News::of_change(change)).await?;
        tx.commit().await
    }

    async fn live(
        &self,
        scope: &Scope,
        member: MemberId,
        now: Timestamp,
    ) -> Result<Vec<SessionRow>> {
        let tx = self.db.read(scope).await?;
        let rows = scoped::find::<session::Entity>(&tx)
            .filter(session::Column::MemberId.eq(member.uuid()))
            .filter(session::Column::RevokedAt.is_null())
            .filter(session::Column::ExpiresAt.gt(millis(now)))
            .filter(session::Column::LastSeenAt.gt(millis(now - IDLE_FOR)))
            .order_by_desc(session::Column::LastSeenAt)
            .order_by_desc(session::Column::Id)
            .all(&*tx)
            .await?;
        tx.done().await?;
        let row = |model| {
            let SessionSnapshot { id, user_agent, created_at, last_seen_at, expires_at, .. } =
                session::into(model)?;
            Ok(SessionRow { id, user_agent, created_at, last_seen_at, expires_at })
        };
        rows.into_iter().map(row).collect()
    }

    async fn end(
        &self,
        scope: &Scope,
        member: MemberId,
        session: SessionId,
        change: &Change,
    ) -> Result<bool> {
        let mut tx = self.db.write(scope).await?;
        let ended = scoped::update::<session::Entity>(&tx)
            .col_expr(session::Column::RevokedAt, Expr::value(millis(change.at)))
            .filter(session::Column::Id.eq(session.uuid()))
            .filter(session::Column::MemberId.eq(member.uuid()))
            .filter(session::Column::RevokedAt.is_null())
            .exec(&*tx)
            .await?;
        if ended.rows_affected == 0 {
            return Ok(false);
        }
        tx.concerns_senders();
        commit::tell(&mut tx, &*self.ids, News::of_change(change)).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn see(&self, scope: &Scope, session: SessionId, at: Timestamp) -> Result<()> {
        let mut tx = self.db.write(scope).await?;
        tx.concerns_senders();
        scoped::update::<session::Entity>(&tx)
            .col_expr(session::Column::LastSeenAt, Expr::value(millis(at)))
            .filter(session::Column::Id.eq(session.uuid()))
            .filter(session::Column::LastSeenAt.lt(millis(at)))
            .exec(&*tx)
            .await?;
        tx.commit().await
    }
}
