//! Outcomes: giving, taking back, waiving, and not forgetting them.

use super::Calls;
use crate::{
    error::CallError,
    model::{Call, Disposition, OutcomeContext, OutcomeRequest, SpamReason, choose},
};
use callboard_kernel::{
    CallId, Cause, Invalid, Loaded, Patch, Permission, SaveError, Scope, Version,
};

/// Key of the disposition for spam that every workspace starts with.
const SPAM: &str = "spam";

impl Calls {
    /// Gives the call its outcome under the rules of the disposition. Nothing is written while they are not met.
    pub async fn record_outcome(
        &self,
        scope: &Scope,
        id: CallId,
        expected: Option<Version>,
        request: OutcomeRequest,
    ) -> Result<Loaded<Call>, CallError> {
        scope.require(Permission::WorkCalls)?;
        let catalogue = self.ports.catalogue.load(scope).await?.value;
        let rule = choose(&catalogue, &request.disposition)?;
        let loaded = self.load(scope, id).await?;
        let has_open_follow_up = self.has_open_promise(scope, &loaded.value).await?;
        let context = OutcomeContext { rule, has_open_follow_up, by: scope.member() };
        self.change_loaded(scope, loaded, expected, None, |call, now| {
            call.record_outcome(&request, context, now).map(Some)
        })
        .await
    }

    /// Gives the call the outcome that it is spam, with the reason; it is worth nothing then. The shipped disposition for
    /// spam is taken, or the first that takes such a reason where it is retired.
    pub async fn mark_spam(
        &self,
        scope: &Scope,
        id: CallId,
        reason: SpamReason,
    ) -> Result<Loaded<Call>, CallError> {
        scope.require(Permission::WorkCalls)?;
        let catalogue = self.ports.catalogue.load(scope).await?.value;
        let takes_it = |rule: &&Disposition| rule.active && rule.takes_spam_reason();
        let rule = catalogue
            .iter()
            .filter(takes_it)
            .min_by_key(|rule| (rule.key != SPAM, rule.position))
            .ok_or_else(|| {
                let message = "No disposition for spam is in use; switch one on in the settings.";
                Invalid::field("reason", "no_disposition", message)
            })?;
        let request = OutcomeRequest {
            disposition: rule.key.clone(),
            notes: None,
            follow_up: None,
            value_est_cents: Patch::Keep,
            spam_reason: Some(reason),
        };
        self.record_outcome(scope, id, None, request).await
    }

    /// Takes the last outcome back within the time for it.
    pub async fn undo_outcome(&self, scope: &Scope, id: CallId) -> Result<Loaded<Call>, CallError> {
        scope.require(Permission::WorkCalls)?;
        self.change(scope, id, None, |call, now| call.undo_outcome(now).map(Some)).await
    }

    /// Lets the call do without an outcome, with a reason.
    pub async fn waive_outcome(
        &self,
        scope: &Scope,
        id: CallId,
        reason: &str,
    ) -> Result<Loaded<Call>, CallError> {
        scope.require(Permission::Supervise)?;
        let by = scope.member();
        self.change(scope, id, None, |call, now| call.waive_outcome(reason, by, now).map(Some))
            .await
    }

    /// Puts calls whose outcome is overdue into the triage queue, at most `limit` of them, and answers how many were
    /// looked at: fewer than `limit` means that none is left. Running it twice at once does no harm.
    pub async fn flag_overdue_outcomes(&self, scope: &Scope, limit: u32) -> Result<u32, CallError> {
        scope.require(Permission::WorkCalls)?;
        let due = self.ports.repo.outcomes_overdue(scope, self.now(), limit).await?;
        let found = due.len() as u32;
        for id in due {
            let flagged =
                self.change(scope, id, None, |call, now| Ok(call.flag_overdue_outcome(now))).await;
            match flagged {
                // Somebody works on the call at this moment; the next run looks at it again.
                Ok(_) | Err(CallError::Save(SaveError::Stale) | CallError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// Moves a decided call into or out of the follow-up queue after a promise of it was opened or closed.
    pub async fn requeue_by_promises(
        &self,
        scope: &Scope,
        id: CallId,
        cause: Cause,
        depth: u8,
    ) -> Result<(), CallError> {
        scope.require(Permission::WorkCalls)?;
        let has_open = self.ports.promises.has_open(scope, id).await?;
        self.change_because(scope, id, None, Some((cause, depth)), |call, now| {
            Ok(call.requeue_by_promises(has_open, now))
        })
        .await?;
        Ok(())
    }
}
