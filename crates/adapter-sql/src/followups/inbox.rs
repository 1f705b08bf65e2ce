//! In-app notifications of members.

use super::row::notification;
use crate::{
    commit::{self, News},
    error::{Outcome, Result},
    keyset::{Holds, Order},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_followups::{FollowUpEvent, model::Notification, ports::NotificationInbox};
use callboard_kernel::{
    Cause, MemberId, NotificationId, Page, PageRequest, PortError, SaveError, Scope, Timestamp,
    millis,
};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect, sea_query::Expr,
};

store! {
    /// Reads and marks notifications.
    SqlNotificationInbox + ids
}

#[async_trait]
impl NotificationInbox for SqlNotificationInbox {
    async fn list(
        &self,
        scope: &Scope,
        member: MemberId,
        unread_only: bool,
        page: &PageRequest,
    ) -> Result<Page<Notification>, PortError> {
        self.page(scope, member, unread_only, page).await.during("notifications.list")
    }

    async fn post(
        &self,
        scope: &Scope,
        notifications: Vec<Notification>,
        cause: Cause,
        at: Timestamp,
    ) -> Result<(), SaveError> {
        self.write(scope, notifications, &cause, at).await.saving("notifications.post")
    }

    async fn unread(&self, scope: &Scope, member: MemberId) -> Result<u64, PortError> {
        self.count_unread(scope, member).await.during("notifications.unread")
    }

    async fn mark_read(
        &self,
        scope: &Scope,
        member: MemberId,
        ids: &[NotificationId],
        at: Timestamp,
    ) -> Result<(), PortError> {
        self.mark(scope, member, ids, at).await.during("notifications.mark_read")
    }
}

impl SqlNotificationInbox {
    async fn page(
        &self,
        scope: &Scope,
        member: MemberId,
        unread_only: bool,
        request: &PageRequest,
    ) -> Result<Page<Notification>> {
        let tx = self.db.read(scope).await?;
        let order = Order {
            name: format!("notifications of {member}"),
            columns: vec![("created_at", Holds::Number), ("id", Holds::Id)],
            descending: true,
        };
        let unread = unread_only.then(|| notification::Column::ReadAt.is_null());
        let select = scoped::find::<notification::Entity>(&tx)
            .filter(notification::Column::MemberId.eq(member.uuid()))
            .filter(Condition::all().add_option(unread));
        let read = |row: &_| notification::into(notification::Model::from_query_result(row, "")?);
        let page = order.page(&tx, select, request, read).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn write(
        &self,
        scope: &Scope,
        notifications: Vec<Notification>,
        cause: &Cause,
        at: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.write(scope).await?;
        commit::use_cause(&tx, Some(cause), at).await?;
        let rows =
            notifications.iter().map(|one| notification::from(one).into_active_model()).collect();
        scoped::insert_all::<notification::Entity, notification::ActiveModel>(&tx, rows).await?;
        let events: Vec<FollowUpEvent> = notifications
            .into_iter()
            .map(|notification| FollowUpEvent::MemberNotified { notification })
            .collect();
        let news = News { events: &events, audit: None, at, cause: Some(cause), depth: 0 };
        commit::tell(&mut tx, &*self.ids, news).await?;
        tx.commit().await
    }

    async fn count_unread(&self, scope: &Scope, member: MemberId) -> Result<u64> {
        let tx = self.db.read(scope).await?;
        let unread = scoped::find::<notification::Entity>(&tx)
            .filter(notification::Column::MemberId.eq(member.uuid()))
            .filter(notification::Column::ReadAt.is_null())
            .select_only()
            .column(notification::Column::Id)
            .count(&*tx)
            .await?;
        tx.done().await?;
        Ok(unread)
    }

    async fn mark(
        &self,
        scope: &Scope,
        member: MemberId,
        ids: &[NotificationId],
        at: Timestamp,
    ) -> Result<()> {
        let tx = self.db.write(scope).await?;
        let these = (!ids.is_empty())
            .then(|| notification::Column::Id.is_in(ids.iter().map(|id| id.uuid())));
        scoped::update::<notification::Entity>(&tx)
            .col_expr(notification::Column::ReadAt, Expr::value(millis(at)))
            .filter(notification::Column::MemberId.eq(member.uuid()))
            .filter(notification::Column::ReadAt.is_null())
            .filter(Condition::all().add_option(these))
            .exec(&*tx)
            .await?;
        tx.commit().await
    }
}
