//! Follow-ups of many calls at once. Asked by bulk changes of calls, answered by the follow-ups. It stands on the service:
//! nothing of the follow-ups asks back.

use async_trait::async_trait;
use callboard_calls::{
    bulk::{PromiseChange, SkipReason},
    model::FollowUpRequest,
    ports::{BulkPromises, PromiseChanged},
};
use callboard_followups::{
    FollowUpError, FollowUps, NewFollowUp,
    model::{FollowUpKind, Priority},
};
use callboard_kernel::{
    CallId, CallJobId, Cause, FollowUpId, MemberId, PortError, SaveError, Scope,
};
use std::sync::Arc;

/// Answers from the follow-ups.
pub struct BulkPromisesBridge {
    follow_ups: Arc<FollowUps>,
}

impl BulkPromisesBridge {
    /// Over the use cases of follow-ups.
    pub const fn new(follow_ups: Arc<FollowUps>) -> Self {
        Self { follow_ups }
    }

    async fn make(
        &self,
        scope: &Scope,
        job: CallJobId,
        call: CallId,
        wish: &FollowUpRequest,
    ) -> Result<PromiseChanged, FollowUpError> {
        let (Some(kind), Some(due_at)) = (FollowUpKind::parse(&wish.kind), wish.due_at) else {
            return Ok(PromiseChanged::No(SkipReason::Refused));
        };
        let new = NewFollowUp {
            call: Some(call),
            customer: None,
            kind,
            due_at,
            assigned_to: wish.assigned_to,
            priority: wish.priority.as_deref().and_then(Priority::parse),
            note: wish.note.clone().unwrap_or_default(),
        };
        let made =
            self.follow_ups.promise_quietly(scope, new, &format!("bulk:{job}:{call}")).await?;
        Ok(PromiseChanged::Yes(made.value.snapshot().id))
    }

    async fn assign(
        &self,
        scope: &Scope,
        follow_up: FollowUpId,
        from: Option<MemberId>,
        to: Option<MemberId>,
    ) -> Result<PromiseChanged, FollowUpError> {
        let is_there = self.follow_ups.assign_quietly(scope, follow_up, from, to).await?;
        Ok(if is_there {
            PromiseChanged::Yes(follow_up)
        } else {
            PromiseChanged::No(SkipReason::ChangedSince)
        })
    }

    async fn withdraw(
        &self,
        scope: &Scope,
        follow_up: FollowUpId,
        wish: &FollowUpRequest,
    ) -> Result<PromiseChanged, FollowUpError> {
        let gone = match wish.due_at {
            Some(due_at) => {
                let assigned_to = wish.assigned_to;
                self.follow_ups.withdraw_unchanged(scope, follow_up, due_at, assigned_to).await?
            }
            None => false,
        };
        Ok(if gone {
            PromiseChanged::Yes(follow_up)
        } else {
            PromiseChanged::No(SkipReason::ChangedSince)
        })
    }
}

#[async_trait]
impl BulkPromises for BulkPromisesBridge {
    async fn change(
        &self,
        scope: &Scope,
        job: CallJobId,
        change: &PromiseChange,
    ) -> Result<PromiseChanged, PortError> {
        let answer = match change {
            PromiseChange::Make { call, wish } => self.make(scope, job, *call, wish).await,
            PromiseChange::Assign { follow_up, from, to } => {
                self.assign(scope, *follow_up, *from, *to).await
            }
            PromiseChange::Withdraw { follow_up, wish } => {
                self.withdraw(scope, *follow_up, wish).await
            }
        };
        answer.or_else(|error| refused(error, "bulk.change_promise"))
    }

    async fn tell(
        &self,
        scope: &Scope,
        job: CallJobId,
        member: MemberId,
        follow_ups: u64,
    ) -> Result<(), PortError> {
        let cause = Cause(format!("bulk:{job}/tell"));
        let told = self.follow_ups.tell_of_many(scope, member, follow_ups, cause).await;
        told.map_err(|error| failed(error, "bulk.tell"))
    }

    async fn is_active(&self, scope: &Scope, member: MemberId) -> Result<bool, PortError> {
        let active = self.follow_ups.can_be_given(scope, member).await;
        active.map_err(|error| failed(error, "bulk.is_active"))
    }
}

/// A rule that refuses one call is a reason to pass it over; everything else is a failure of the step.
fn refused(error: FollowUpError, operation: &'static str) -> Result<PromiseChanged, PortError> {
    match error {
        FollowUpError::NotFound | FollowUpError::NoSuch("call_id") => {
            Ok(PromiseChanged::No(SkipReason::NotFound))
        }
        FollowUpError::Invalid(wrong) if wrong.0.iter().any(|field| field.path == "due_at") => {
            Ok(PromiseChanged::No(SkipReason::DuePassed))
        }
        FollowUpError::Port(_) | FollowUpError::Save(_) => Err(failed(error, operation)),
        _ => Ok(PromiseChanged::No(SkipReason::Refused)),
    }
}

fn failed(error: FollowUpError, operation: &'static str) -> PortError {
    match error {
        FollowUpError::Port(error) | FollowUpError::Save(SaveError::Port(error)) => error,
        // Somebody wrote first, again and again: later it may work.
        FollowUpError::Save(error @ SaveError::Stale) => PortError::unavailable(operation, error),
        error => PortError::broken(operation, error),
    }
}
