//! A clock stands still for a while.

use super::{FollowUps, change::Change};
use crate::{
    error::FollowUpError,
    events::FollowUpEvent,
    model::{FollowUp, PauseReason},
};
use callboard_kernel::{AuditAction, FollowUpId, Loaded, Permission, Scope, Timestamp};

/// Why and how long a clock shall stand still.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PauseRequest {
    /// Why.
    pub reason: PauseReason,
    /// Until when; the date that the customer asked for, when that is the reason.
    pub until: Option<Timestamp>,
    /// In words.
    pub note: String,
}

impl FollowUps {
    /// Stops the clock. A supervisor's pause needs a supervisor.
    pub async fn pause(
        &self,
        scope: &Scope,
        id: FollowUpId,
        request: PauseRequest,
    ) -> Result<Loaded<FollowUp>, FollowUpError> {
        if request.reason == PauseReason::Supervisor {
            scope.require(Permission::Supervise)?;
        }
        self.may_edit(scope, id, true).await?;
        self.change(scope, id, None, None, |before, now, _| {
            let after = before.pause(request.reason, request.until, request.note.clone(), now)?;
            let change = Change::one(after, AuditAction::Update, FollowUpEvent::ClockPaused);
            Ok(Some(change.because(format!("clock paused: {}", request.reason))))
        })
        .await
    }

    /// Starts the clock again; what it stood still is added to the due instant.
    pub async fn resume(
        &self,
        scope: &Scope,
        id: FollowUpId,
    ) -> Result<Loaded<FollowUp>, FollowUpError> {
        self.may_edit(scope, id, true).await?;
        self.change(scope, id, None, None, |before, now, counting| {
            let after = before.resume(now, now, counting)?;
            let change = Change::one(after, AuditAction::Update, FollowUpEvent::ClockResumed);
            Ok(Some(change.because("clock resumed")))
        })
        .await
    }
}
