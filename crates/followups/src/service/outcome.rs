//! What outcomes of calls and their undoing do to follow-ups.

use super::{
    FollowUps,
    caused::{Kept, for_one, gone_is_fine, made_once},
    change::Change,
    promise::assigned,
};
use crate::{
    board::FollowUpFilter,
    error::FollowUpError,
    events::FollowUpEvent,
    model::{ClockTarget, Due, FollowUp, FollowUpKind, FollowUpStatus, Priority, Promise, RuleRef},
    rules::{Calendar, PromiseFacts, SlaRules},
};
use callboard_kernel::{
    AuditAction, CallId, Cause, CustomerId, FollowUpId, Loaded, MAX_LIMIT, MemberId, PageRequest,
    Permission, SaveError, Scope, Timestamp,
};

/// Minutes of a promise that neither a person nor a rule gave a time (S1-SLA-01).
const USUAL_MINUTES: u32 = 60;

/// A promise that a person made together with the outcome of a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutcomePromise {
    /// The call.
    pub call: CallId,
    /// Instant of the outcome.
    pub recorded_at: Timestamp,
    /// The outcome also closes what was open before.
    pub closing: bool,
    /// Its customer.
    pub customer: Option<CustomerId>,
    /// Name, else number, else "Unknown caller".
    pub subject: String,
    /// Whether the call was about danger or damage.
    pub emergency: bool,
    /// What rules may ask.
    pub facts: PromiseFacts,
    /// What is to be done.
    pub kind: FollowUpKind,
    /// The time that the person named; `None` lets the minutes of the disposition or a rule decide.
    pub due_at: Option<Timestamp>,
    /// Minutes of the disposition.
    pub rule_minutes: Option<u32>,
    /// Who shall do it.
    pub assigned_to: Option<MemberId>,
    /// How pressing; `None` is urgent after an emergency and as the rule says else.
    pub priority: Option<Priority>,
    /// What to remember.
    pub note: String,
    /// Who gave the outcome.
    pub by: Option<MemberId>,
}

impl FollowUps {
    /// Keeps the promise that came with an outcome. A time that the person named makes a new follow-up, which takes the
    /// place of the automatic one; without a time an open one suffices.
    pub async fn promise_from_outcome(
        &self,
        scope: &Scope,
        outcome: OutcomePromise,
        cause: &Cause,
        depth: u8,
    ) -> Result<(), FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        let id = FollowUp::id_of_outcome(outcome.call, outcome.recorded_at);
        let open = self.ports.repo.open_of_call(scope, outcome.call).await?;
        let is_made = open.iter().any(|one| one.value.snapshot().id == id);
        if outcome.due_at.is_none() && !outcome.closing && !open.is_empty() {
            return Ok(());
        }
        // A delivery that broke off between the two writes goes on with the second.
        if !is_made {
            self.keep_promise(scope, id, &outcome, (cause, depth)).await?;
        }
        let replaced = open.iter().filter(|one| one.value.snapshot().automatic);
        for one in replaced {
            let id = one.value.snapshot().id;
            let why = "replaced by the promise of the outcome";
            let kept = Kept { at: outcome.recorded_at, by: outcome.by, why };
            self.close(scope, id, kept, cause, depth).await?;
        }
        Ok(())
    }

    /// An outcome that closes the call completes its open follow-ups, except the one that was promised with it.
    pub async fn complete_for_outcome(
        &self,
        scope: &Scope,
        call: CallId,
        recorded_at: Timestamp,
        by: Option<MemberId>,
        cause: &Cause,
        depth: u8,
    ) -> Result<(), FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        let promised = FollowUp::id_of_outcome(call, recorded_at);
        for one in self.ports.repo.open_of_call(scope, call).await? {
            let s = one.value.snapshot();
            // What a person promised after the outcome is another matter. What a rule asked for may only have been late.
            if s.id != promised && (s.created_at <= recorded_at || s.automatic) {
                let kept = Kept { at: recorded_at, by, why: "the outcome closes the call" };
                self.close(scope, s.id, kept, cause, depth).await?;
            }
        }
        Ok(())
    }

    /// Takes back what an outcome did: removes its promise unless that was kept, reopens what it completed.
    pub async fn withdraw_after_undo(
        &self,
        scope: &Scope,
        call: CallId,
        recorded_at: Timestamp,
        cause: &Cause,
        depth: u8,
    ) -> Result<(), FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        self.remove_promise_of(scope, call, recorded_at, cause, depth).await?;
        let filter = FollowUpFilter {
            call: Some(call),
            status: vec![FollowUpStatus::Done],
            ..FollowUpFilter::default()
        };
        let now = self.ports.clock.now();
        let page = PageRequest::first(MAX_LIMIT);
        let done = self.ports.board.list(scope, &filter, &page, now).await?;
        for row in done.items.into_iter().filter(|row| row.completed_at == Some(recorded_at)) {
            self.reopen(scope, row.id, recorded_at, cause, depth).await?;
        }
        Ok(())
    }

    async fn keep_promise(
        &self,
        scope: &Scope,
        id: FollowUpId,
        outcome: &OutcomePromise,
        because: (&Cause, u8),
    ) -> Result<(), FollowUpError> {
        let now = self.ports.clock.now();
        let promise = self.promised(scope, id, outcome, now).await?;
        let follow_up = FollowUp::promise(promise, now, &self.counting(scope).await?);
        let notices = assigned(scope, &follow_up)
            .filter(|notice| Some(notice.member) != outcome.by)
            .into_iter()
            .collect();
        let made = self
            .create(scope, follow_up, notices, "promised with the outcome", now, Some(because))
            .await;
        made_once(made)
    }

    async fn promised(
        &self,
        scope: &Scope,
        id: FollowUpId,
        outcome: &OutcomePromise,
        now: Timestamp,
    ) -> Result<Promise, FollowUpError> {
        let rules = self.ports.rules.sla_rules(scope).await?;
        let rule = rules.value.matching(&outcome.facts);
        let usual = rule.map_or(Priority::Normal, |rule| rule.priority);
        let priority = if outcome.emergency { Priority::Urgent } else { usual };
        // Whoever left in the meantime cannot keep it; the pool can.
        let assigned_to = match outcome.assigned_to {
            Some(member) if self.ports.duty.is_active(scope, member).await? => Some(member),
            Some(_) | None => None,
        };
        Ok(Promise {
            id,
            call: Some(outcome.call),
            customer: outcome.customer,
            subject: outcome.subject.clone(),
            kind: outcome.kind,
            priority: outcome.priority.unwrap_or(priority),
            assigned_to,
            note: outcome.note.clone(),
            automatic: false,
            starts_at: outcome.recorded_at.min(now),
            due: due_of(outcome, &rules),
        })
    }

    async fn reopen(
        &self,
        scope: &Scope,
        id: FollowUpId,
        completed_at: Timestamp,
        cause: &Cause,
        depth: u8,
    ) -> Result<(), FollowUpError> {
        let cause = for_one(cause, id);
        let answer = self
            .change(scope, id, None, Some((&cause, depth)), |before, now, counting| {
                if before.is_open() || before.snapshot().completed_at != Some(completed_at) {
                    return Ok(None);
                }
                let after = before.reopen(now, counting)?;
                let change = Change::one(after, AuditAction::Update, FollowUpEvent::Reopened);
                Ok(Some(change.because("outcome undone")))
            })
            .await;
        match answer {
            // Another automatic one was opened in between; one is enough.
            Err(FollowUpError::Save(SaveError::Duplicate("follow_ups_automatic_key"))) => Ok(()),
            answer => gone_is_fine(answer),
        }
    }

    async fn remove_promise_of(
        &self,
        scope: &Scope,
        call: CallId,
        recorded_at: Timestamp,
        cause: &Cause,
        depth: u8,
    ) -> Result<(), FollowUpError> {
        let id = FollowUp::id_of_outcome(call, recorded_at);
        let cause = for_one(cause, id);
        let answer = self
            .change(scope, id, None, Some((&cause, depth)), |before, now, _| {
                if !before.is_open() {
                    return Ok(None);
                }
                let after = before.delete(now);
                let change = Change::one(after, AuditAction::Delete, FollowUpEvent::Deleted);
                Ok(Some(change.because("outcome undone")))
            })
            .await;
        gone_is_fine(answer)
    }
}

/// What a promise with an outcome is due by: the named time, else the minutes of the disposition in the calendar of the
/// rule that matches, else that rule, else an hour of business time.
fn due_of(outcome: &OutcomePromise, rules: &Loaded<SlaRules>) -> Due {
    if let Some(due_at) = outcome.due_at {
        return Due::At(due_at);
    }
    let rule = rules.value.matching(&outcome.facts);
    if let (Some(rule), None) = (rule, outcome.rule_minutes) {
        return Due::After(rule.target(rules.version));
    }
    let minutes = outcome.rule_minutes.unwrap_or(USUAL_MINUTES);
    let usual = if outcome.emergency { Calendar::Always } else { Calendar::Business };
    let disposition = outcome.facts.disposition.as_deref().unwrap_or("outcome");
    Due::After(ClockTarget {
        rule: RuleRef {
            key: format!("disposition:{disposition}"),
            name: format!("Promised with the outcome “{disposition}”"),
            version: rules.version.0,
        },
        target_s: i64::from(minutes) * 60,
        calendar: rule.map_or(usual, |rule| rule.calendar),
        warn_percent: rule.map_or(75, |rule| rule.warn_percent),
    })
}
