//! What members are told: the bell and the daily digest.

use super::FollowUps;
use crate::{
    board::{Assignee, FollowUpFilter, PromiseCounts},
    error::FollowUpError,
    model::{FollowUpStatus, Notification, NotificationKind},
};
use callboard_kernel::{
    Cause, MemberId, NotificationId, Page, PageRequest, Permission, SaveError, Scope, Timestamp,
};

impl FollowUps {
    /// The own notifications, newest first.
    pub async fn notifications(
        &self,
        scope: &Scope,
        unread_only: bool,
        page: &PageRequest,
    ) -> Result<Page<Notification>, FollowUpError> {
        let member = scope.member().ok_or(FollowUpError::NotAMember)?;
        Ok(self.ports.inbox.list(scope, member, unread_only, page).await?)
    }

    /// How many of the own notifications are unread.
    pub async fn unread(&self, scope: &Scope) -> Result<u64, FollowUpError> {
        let member = scope.member().ok_or(FollowUpError::NotAMember)?;
        Ok(self.ports.inbox.unread(scope, member).await?)
    }

    /// Marks these of the own notifications (all, when empty) as read.
    pub async fn mark_read(
        &self,
        scope: &Scope,
        ids: &[NotificationId],
    ) -> Result<(), FollowUpError> {
        let member = scope.member().ok_or(FollowUpError::NotAMember)?;
        Ok(self.ports.inbox.mark_read(scope, member, ids, self.ports.clock.now()).await?)
    }

    /// Tells everybody on call what is still open, once for one cause. Says nothing when nothing is.
    pub async fn digest(&self, scope: &Scope, cause: Cause) -> Result<(), FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        let now = self.ports.clock.now();
        let open = self.ports.board.count(scope, &open_of(None), now).await?;
        if open == 0 {
            return Ok(());
        }
        let mut notifications = Vec::new();
        for member in self.ports.duty.on_call(scope).await? {
            let mine = self.ports.board.count(scope, &open_of(Some(member)), now).await?;
            let counts = self.ports.board.counts(scope, Some(member), now).await?;
            notifications.push(Notification {
                id: NotificationId(self.ports.ids.next()),
                member,
                kind: NotificationKind::Digest,
                text: digest_text(mine, open, counts),
                follow_up: None,
                call: None,
                created_at: now,
                read_at: None,
            });
        }
        self.post(scope, notifications, cause, now).await
    }

    /// Tells every supervisor that the product could not do something by itself, once for one cause. `text` is shown as
    /// it is, so it names no customer.
    pub async fn report_fault(
        &self,
        scope: &Scope,
        text: String,
        cause: Cause,
    ) -> Result<(), FollowUpError> {
        scope.require(Permission::Supervise)?;
        let now = self.ports.clock.now();
        let supervisors = self.ports.duty.supervisors(scope).await?;
        let notifications = supervisors.into_iter().map(|member| Notification {
            id: NotificationId(self.ports.ids.next()),
            member,
            kind: NotificationKind::Fault,
            text: text.clone(),
            follow_up: None,
            call: None,
            created_at: now,
            read_at: None,
        });
        self.post(scope, notifications.collect(), cause, now).await
    }

    /// Tells a member that something he asked for is over, once for one cause. `text` is shown as it is, so it names no
    /// customer.
    pub async fn report_finished(
        &self,
        scope: &Scope,
        member: MemberId,
        text: String,
        cause: Cause,
    ) -> Result<(), FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        let now = self.ports.clock.now();
        let notification = Notification {
            id: NotificationId(self.ports.ids.next()),
            member,
            kind: NotificationKind::Finished,
            text,
            follow_up: None,
            call: None,
            created_at: now,
            read_at: None,
        };
        self.post(scope, vec![notification], cause, now).await
    }

    pub(super) async fn post(
        &self,
        scope: &Scope,
        notifications: Vec<Notification>,
        cause: Cause,
        now: Timestamp,
    ) -> Result<(), FollowUpError> {
        match self.ports.inbox.post(scope, notifications, cause, now).await {
            Ok(()) | Err(SaveError::Duplicate("causes_pkey")) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

fn open_of(member: Option<MemberId>) -> FollowUpFilter {
    FollowUpFilter {
        status: vec![FollowUpStatus::Open],
        assigned_to: member.map(Assignee::Member),
        ..FollowUpFilter::default()
    }
}

fn digest_text(mine: u64, open: u64, counts: PromiseCounts) -> String {
    format!(
        "Still open: {mine} of yours ({} overdue), {open} of the team ({} overdue).",
        counts.mine_overdue, counts.overdue
    )
}
