//! Triage: one call at a time, never the same one for two members.

use super::Calls;
use crate::{
    board::CallRow,
    error::CallError,
    model::{Call, Decision, text, triage_reason},
    ports::ClaimAnswer,
};
use callboard_kernel::{CallId, Invalid, Loaded, MemberId, Permission, Scope, Timestamp};
use time::Duration;

/// How long a claim holds without being renewed.
pub const CLAIM_FOR: Duration = Duration::minutes(5);

/// How many calls can be skipped without saying why.
pub const FREE_SKIPS: usize = 2;

/// Most calls that a request may skip.
const MAX_SKIPS: usize = 200;
/// Longest reason, in characters.
const MAX_REASON: usize = 500;

/// The call that a member works on next.
#[derive(Clone, PartialEq, Debug)]
pub struct ClaimedCall {
    /// The call.
    pub call: Loaded<Call>,
    /// The same as a row, with names, promise and claim.
    pub row: CallRow,
    /// Why it comes now.
    pub reason: String,
    /// Its place among those that are left: 1 plus what was skipped.
    pub position: u64,
    /// How many wait in all.
    pub queued: u64,
    /// Until when it is held, unless renewed.
    pub until: Timestamp,
}

impl Calls {
    /// Claims the next call of the queue; `None` when it is empty. A call that the member holds comes again until it is
    /// decided or named in `skip`: neither reload nor a second tab gets past it. After two skips, passing over a held call
    /// needs a reason, which the audit trail keeps.
    pub async fn claim_next(
        &self,
        scope: &Scope,
        skip: &[CallId],
        skip_reason: Option<&str>,
    ) -> Result<Option<ClaimedCall>, CallError> {
        let member = worker(scope)?;
        if skip.len() > MAX_SKIPS {
            return Err(Invalid::field("skip", "too_many", "At most 200 calls.").into());
        }
        let now = self.now();
        if let Some(held) = self.held_and_undecided(scope, member, now).await? {
            if !skip.contains(&held) {
                let until = self.take(scope, held, member, Take::Free).await?;
                return self.claimed(scope, held, skip.len(), until).await.map(Some);
            }
            self.skip(scope, held, skip.len(), skip_reason).await?;
        }
        let until = now + CLAIM_FOR;
        match self.ports.claims.claim_next(scope, member, now, until, skip).await? {
            Some(id) => {
                self.acknowledge_by_claim(scope, id).await?;
                self.claimed(scope, id, skip.len(), until).await.map(Some)
            }
            None => Ok(None),
        }
    }

    /// Claims this call, or renews the own claim; answers until when.
    pub async fn claim(&self, scope: &Scope, id: CallId) -> Result<Timestamp, CallError> {
        self.take(scope, id, worker(scope)?, Take::Free).await
    }

    /// Takes the call from whoever holds it; answers until when it is held.
    pub async fn take_over(&self, scope: &Scope, id: CallId) -> Result<Timestamp, CallError> {
        scope.require(Permission::Supervise)?;
        self.take(scope, id, worker(scope)?, Take::Over).await
    }

    /// Gives the own claim back, as when leaving triage. The call stays in the queue, at its place.
    pub async fn release(&self, scope: &Scope, id: CallId) -> Result<(), CallError> {
        let member = worker(scope)?;
        Ok(self.ports.claims.release(scope, id, member, self.now()).await?)
    }

    async fn take(
        &self,
        scope: &Scope,
        id: CallId,
        member: MemberId,
        take: Take,
    ) -> Result<Timestamp, CallError> {
        let now = self.now();
        let until = now + CLAIM_FOR;
        let over = take == Take::Over;
        match self.ports.claims.claim(scope, id, member, now, until, over).await? {
            ClaimAnswer::Granted => {
                self.acknowledge_by_claim(scope, id).await?;
                Ok(until)
            }
            ClaimAnswer::HeldBy { member, until } => {
                Err(CallError::HeldByOther { by: member, until })
            }
            ClaimAnswer::Absent => Err(CallError::NotFound),
        }
    }

    async fn held_and_undecided(
        &self,
        scope: &Scope,
        member: MemberId,
        now: Timestamp,
    ) -> Result<Option<CallId>, CallError> {
        let Some(held) = self.ports.claims.held_by(scope, member, now).await? else {
            return Ok(None);
        };
        let loaded = self.ports.repo.get(scope, held).await?;
        Ok(loaded.filter(|loaded| loaded.value.needs_triage()).map(|_| held))
    }

    async fn skip(
        &self,
        scope: &Scope,
        held: CallId,
        skips: usize,
        reason: Option<&str>,
    ) -> Result<(), CallError> {
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        let Some(reason) = reason else {
            return if skips > FREE_SKIPS { Err(CallError::SkipReasonMissing) } else { Ok(()) };
        };
        text::at_most(reason, "skip_reason", MAX_REASON)?;
        self.change(scope, held, None, |call, _| {
            let note = format!("skipped in triage: {reason}");
            Ok(Some(Decision::update(call.clone(), Vec::new()).because(note)))
        })
        .await?;
        Ok(())
    }

    async fn claimed(
        &self,
        scope: &Scope,
        id: CallId,
        skipped: usize,
        until: Timestamp,
    ) -> Result<ClaimedCall, CallError> {
        let now = self.now();
        let call = self.load(scope, id).await?;
        let row = self.ports.board.rows(scope, &[id], now).await?.into_iter().next();
        let row = row.ok_or(CallError::NotFound)?;
        let queued = self.ports.board.triage_summary(scope, now).await?.queued;
        let reason = triage_reason(&row, now);
        Ok(ClaimedCall { call, row, reason, position: skipped as u64 + 1, queued, until })
    }
}

/// How a claim treats one of somebody else.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Take {
    /// It stands.
    Free,
    /// It is replaced.
    Over,
}

fn worker(scope: &Scope) -> Result<MemberId, CallError> {
    scope.require(Permission::WorkCalls)?;
    scope.member().ok_or(CallError::NotAMember)
}
