//! Changes of follow-ups that somebody makes to many at once: the same as one by one, but members are told once of all.

use super::{FollowUps, change::Change, promise::Telling};
use crate::{
    error::FollowUpError,
    events::FollowUpEvent,
    model::{FollowUp, Notification, NotificationKind},
    service::NewFollowUp,
};
use callboard_kernel::{
    AuditAction, Cause, FollowUpId, Loaded, MemberId, NotificationId, Permission, Scope, Timestamp,
};

impl FollowUps {
    /// Makes a follow-up that its assignee is not told of. The same key of the same actor answers the first one again.
    pub async fn promise_quietly(
        &self,
        scope: &Scope,
        new: NewFollowUp,
        key: &str,
    ) -> Result<Loaded<FollowUp>, FollowUpError> {
        self.make(scope, new, Some(key), Telling::Nobody).await
    }

    /// Gives an open follow-up of one member to another, `None` being the pool. Answers whether it is the other's now; what
    /// a third one has by now is left to him.
    pub async fn assign_quietly(
        &self,
        scope: &Scope,
        id: FollowUpId,
        from: Option<MemberId>,
        to: Option<MemberId>,
    ) -> Result<bool, FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        self.must_be_active(scope, to).await?;
        let action = if to.is_some() { AuditAction::Assign } else { AuditAction::Unassign };
        let answer = self
            .change(scope, id, None, None, |before, now, counting| {
                if !before.is_open() || before.snapshot().assigned_to != from {
                    return Ok(None);
                }
                let after = before.assign(to, now, counting)?;
                let change = Change::one(after, action, FollowUpEvent::Assigned);
                Ok(Some(change.because("bulk change")))
            })
            .await;
        match answer {
            Ok(loaded) => Ok(loaded.value.is_open() && loaded.value.snapshot().assigned_to == to),
            Err(FollowUpError::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Removes a follow-up that is open and still due and assigned as it was promised. Answers whether it is gone.
    pub async fn withdraw_unchanged(
        &self,
        scope: &Scope,
        id: FollowUpId,
        due_at: Timestamp,
        assigned_to: Option<MemberId>,
    ) -> Result<bool, FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        let answer = self
            .change(scope, id, None, None, |before, now, _| {
                let s = before.snapshot();
                if !before.is_open() || s.due_at != due_at || s.assigned_to != assigned_to {
                    return Ok(None);
                }
                let after = before.delete(now);
                let change = Change::one(after, AuditAction::Delete, FollowUpEvent::Deleted);
                Ok(Some(change.because("bulk change taken back")))
            })
            .await;
        match answer {
            Ok(loaded) => Ok(loaded.value.snapshot().deleted_at.is_some()),
            Err(FollowUpError::NotFound) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Tells a member once for one cause that so many follow-ups were given to him.
    pub async fn tell_of_many(
        &self,
        scope: &Scope,
        member: MemberId,
        follow_ups: u64,
        cause: Cause,
    ) -> Result<(), FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        let now = self.ports.clock.now();
        let text = match follow_ups {
            1 => "A follow-up was given to you.".to_owned(),
            many => format!("{many} follow-ups were given to you."),
        };
        let notification = Notification {
            id: NotificationId(self.ports.ids.next()),
            member,
            kind: NotificationKind::Assigned,
            text,
            follow_up: None,
            call: None,
            created_at: now,
            read_at: None,
        };
        self.post(scope, vec![notification], cause, now).await
    }

    /// Whether the member can be given follow-ups.
    pub async fn can_be_given(
        &self,
        scope: &Scope,
        member: MemberId,
    ) -> Result<bool, FollowUpError> {
        Ok(self.ports.duty.is_active(scope, member).await?)
    }
}
