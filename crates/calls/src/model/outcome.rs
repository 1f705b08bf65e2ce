//! The outcome of a call: what a disposition demands and does, undoing it, waiving it.

use super::{
    Call, Decision,
    disposition::Disposition,
    snapshot::BeforeOutcome,
    text,
    vocabulary::{DispositionClass, QueueStatus, SpamReason},
};
use crate::{
    error::CallError,
    events::{CallEvent, PromisedFollowUp},
};
use callboard_kernel::{FieldError, Invalid, MemberId, Patch, Timestamp};
use serde::{Deserialize, Serialize};
use time::Duration;

/// How long an outcome can be taken back. Long enough for a second thought and for the next call to prove it wrong; short
/// enough that nobody else has acted on it.
pub const UNDO_FOR: Duration = Duration::minutes(10);

/// Greatest estimated value: ten million of the workspace's currency, in cents.
pub const MAX_VALUE_CENTS: i64 = 1_000_000_000;

/// Longest reason, in characters.
const MAX_REASON: usize = 500;

/// Kinds of follow-up that can be promised.
const FOLLOW_UP_KINDS: [&str; 4] = ["callback", "sms", "email", "task"];

/// Priorities that a promise can have.
const PRIORITIES: [&str; 4] = ["low", "normal", "high", "urgent"];

/// An outcome as a person gives it.
#[derive(Clone, PartialEq, Debug)]
pub struct OutcomeRequest {
    /// Key of the disposition.
    pub disposition: String,
    /// The notes as they shall be; `None` leaves them.
    pub notes: Option<String>,
    /// A promise made with it.
    pub follow_up: Option<FollowUpRequest>,
    /// The estimated value in cents.
    pub value_est_cents: Patch<i64>,
    /// Why it is spam; only with a disposition that says so.
    pub spam_reason: Option<SpamReason>,
}

/// A promise as a person makes it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FollowUpRequest {
    /// `callback`, `sms`, `email` or `task`.
    pub kind: String,
    /// When it is due; `None` takes the minutes of the disposition.
    pub due_at: Option<Timestamp>,
    /// Who shall do it; `None` leaves it to everybody.
    pub assigned_to: Option<MemberId>,
    /// `low`, `normal`, `high` or `urgent`; `None` lets the intent decide.
    pub priority: Option<String>,
    /// What to remember.
    pub note: Option<String>,
}

/// What must be known to judge an outcome.
#[derive(Clone, Copy, Debug)]
pub struct OutcomeContext<'a> {
    /// The rule of the disposition.
    pub rule: &'a Disposition,
    /// An open follow-up belongs to the call, or to the missed call that it repeats.
    pub has_open_follow_up: bool,
    /// Who gives it.
    pub by: Option<MemberId>,
}

impl Call {
    /// Gives the call its outcome. Refuses with [`CallError::OutcomeIncomplete`] when the disposition binds this call and
    /// its note or follow-up is missing (S1-DRW-02). A promise that is open already, such as the one that every missed
    /// call gets, satisfies the rule; else the request must carry one, so that a person decides on it. The outcome before
    /// is kept for [`Call::undo_outcome`].
    pub fn record_outcome(
        &self,
        request: &OutcomeRequest,
        context: OutcomeContext<'_>,
        now: Timestamp,
    ) -> Result<Decision, CallError> {
        if !self.state.status.is_final() {
            return Err(CallError::NotEnded);
        }
        let rule = context.rule;
        request.check(rule, now)?;
        let notes = request.notes.clone().unwrap_or_else(|| self.state.notes.clone());
        let promised = request.follow_up.is_some() || context.has_open_follow_up;
        self.check_demands(rule, &notes, promised)?;

        let mut next = self.clone().touched(now);
        next.state.before_outcome = Some(Box::new(self.before_outcome(now)));
        let s = &mut next.state;
        request.value_est_cents.clone().apply(&mut s.value_est_cents);
        if rule.clears_value {
            s.value_est_cents = Some(0);
        }
        s.do_not_contact |= rule.suppresses();
        s.spam_reason =
            request.spam_reason.or_else(|| s.spam_reason.filter(|_| rule.takes_spam_reason()));
        s.notes.clone_from(&notes);
        s.disposition = Some(rule.key.clone());
        s.outcome_at = Some(now);
        s.outcome_by = context.by;
        s.queue_status = if rule.class == DispositionClass::Open && promised {
            QueueStatus::FollowUp
        } else {
            QueueStatus::None
        };
        let event = CallEvent::OutcomeRecorded {
            facts: next.facts(),
            class: rule.class,
            follow_up: request.follow_up.as_ref().map(|wish| wish.promised(rule)),
            marks_do_not_contact: rule.suppresses(),
            note: notes,
        };
        Ok(Decision::update(next, vec![event]))
    }

    /// Until when the last outcome can be taken back; `None` when it no longer can, or there is none.
    pub fn undo_until(&self, now: Timestamp) -> Option<Timestamp> {
        let until = self.state.before_outcome.as_ref()?.replaced_at + UNDO_FOR;
        (now <= until).then_some(until)
    }

    /// Takes the last outcome back: every field that it changed is as before it, except what was edited since.
    pub fn undo_outcome(&self, now: Timestamp) -> Result<Decision, CallError> {
        self.undo_until(now).ok_or(CallError::NothingToUndo)?;
        self.without_last_outcome(now)
    }

    /// The same for the outcome of this instant alone and however long ago: whoever gave it together with many others
    /// decides until when.
    pub fn take_outcome_back(
        &self,
        recorded_at: Timestamp,
        now: Timestamp,
    ) -> Result<Decision, CallError> {
        let last = self.state.before_outcome.as_ref().map(|before| before.replaced_at);
        if last != Some(recorded_at) {
            return Err(CallError::NothingToUndo);
        }
        self.without_last_outcome(now)
    }

    fn without_last_outcome(&self, now: Timestamp) -> Result<Decision, CallError> {
        let mut next = self.clone().touched(now);
        let before = *next.state.before_outcome.take().ok_or(CallError::NothingToUndo)?;
        let recorded_at = before.replaced_at;
        let lifts_do_not_contact = self.state.do_not_contact && !before.do_not_contact;
        let s = &mut next.state;
        s.disposition = before.disposition;
        s.outcome_at = before.outcome_at;
        s.outcome_by = before.outcome_by;
        s.outcome_required = before.outcome_required;
        s.queue_status = before.queue_status;
        s.value_est_cents = before.value_est_cents;
        s.notes = before.notes;
        s.do_not_contact = before.do_not_contact;
        s.spam_reason = before.spam_reason;
        let event =
            CallEvent::OutcomeUndone { facts: next.facts(), recorded_at, lifts_do_not_contact };
        Ok(Decision::update(next, vec![event]).because("outcome undone"))
    }

    /// Lets the call do without an outcome. Counts as decided, so that it leaves the queue; can be undone like an outcome.
    pub fn waive_outcome(
        &self,
        reason: &str,
        by: Option<MemberId>,
        now: Timestamp,
    ) -> Result<Decision, CallError> {
        if !self.state.status.is_final() {
            return Err(CallError::NotEnded);
        }
        if !self.needs_triage() {
            return Err(CallError::NothingToWaive);
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Invalid::field("reason", "required", "Say why.").into());
        }
        text::at_most(reason, "reason", MAX_REASON)?;
        let mut next = self.clone().touched(now);
        next.state.before_outcome = Some(Box::new(self.before_outcome(now)));
        next.state.outcome_required = false;
        next.state.outcome_at = self.state.outcome_at.or(Some(now));
        next.state.outcome_by = self.state.outcome_by.or(by);
        next.state.queue_status = QueueStatus::None;
        let events = vec![CallEvent::Updated(next.facts())];
        Ok(Decision::update(next, events).because(format!("outcome waived: {reason}")))
    }

    /// Puts a call whose outcome is overdue into the triage queue (domain rule 1.5); `None` when it is not overdue or is
    /// there already. It is never closed by itself.
    pub fn flag_overdue_outcome(&self, now: Timestamp) -> Option<Decision> {
        let overdue = self.is_outcome_pending()
            && self.state.status.is_final()
            && self.state.queue_status != QueueStatus::Triage
            && self.state.outcome_due_at.is_some_and(|due| due <= now);
        overdue.then(|| {
            let mut next = self.clone().touched(now);
            next.state.queue_status = QueueStatus::Triage;
            let events = vec![CallEvent::Updated(next.facts())];
            Decision::update(next, events).because("outcome overdue")
        })
    }

    /// Moves a decided call between the follow-up queue and none as its promises open and close; `None` when it stands
    /// right. A call that waits for a decision stays where it is.
    pub fn requeue_by_promises(&self, has_open: bool, now: Timestamp) -> Option<Decision> {
        let right = if has_open { QueueStatus::FollowUp } else { QueueStatus::None };
        let s = &self.state;
        if s.queue_status == QueueStatus::Triage
            || self.is_outcome_pending()
            || s.queue_status == right
        {
            return None;
        }
        let mut next = self.clone().touched(now);
        next.state.queue_status = right;
        if let Some(before) = next.state.before_outcome.as_mut()
            && before.queue_status != QueueStatus::Triage
        {
            before.queue_status = right;
        }
        let events = vec![CallEvent::Updated(next.facts())];
        Some(Decision::update(next, events).because("promises of the call changed"))
    }

    fn check_demands(
        &self,
        rule: &Disposition,
        notes: &str,
        promised: bool,
    ) -> Result<(), CallError> {
        if !rule.binds(self.state.direction, self.state.purpose) {
            return Ok(());
        }
        let missing = |path: &str, what: &str| FieldError {
            path: path.to_owned(),
            code: "required",
            message: format!("\u{201c}{}\u{201d} needs {what}.", rule.label),
        };
        let mut demands = Vec::new();
        if rule.requires_note && notes.trim().is_empty() {
            demands.push(missing("notes", "a note"));
        }
        if rule.requires_follow_up && !promised {
            demands.push(missing("follow_up", "a follow-up"));
        }
        if demands.is_empty() { Ok(()) } else { Err(CallError::OutcomeIncomplete(demands)) }
    }

    pub(super) fn before_outcome(&self, now: Timestamp) -> BeforeOutcome {
        let s = &self.state;
        BeforeOutcome {
            replaced_at: now,
            disposition: s.disposition.clone(),
            outcome_at: s.outcome_at,
            outcome_by: s.outcome_by,
            outcome_required: s.outcome_required,
            queue_status: s.queue_status,
            value_est_cents: s.value_est_cents,
            notes: s.notes.clone(),
            do_not_contact: s.do_not_contact,
            spam_reason: s.spam_reason,
        }
    }
}

impl OutcomeRequest {
    /// Refuses what no call could be given with this disposition.
    pub(crate) fn check(&self, rule: &Disposition, now: Timestamp) -> Result<(), Invalid> {
        let mut wrong = Invalid::default();
        if let Patch::Set(cents) = self.value_est_cents {
            text::check_value(cents, &mut wrong);
        }
        if let Some(notes) = &self.notes {
            text::check_length(notes, "notes", text::MAX_NOTES, &mut wrong);
        }
        if self.spam_reason.is_some() && !rule.takes_spam_reason() {
            wrong.push("spam_reason", "not_allowed", "Only spam has a spam reason.");
        }
        if let Some(wish) = &self.follow_up {
            wish.check(rule.follow_up_minutes, now, &mut wrong);
        }
        wrong.check()
    }
}

impl FollowUpRequest {
    /// Whether keeping it means to call, text or mail somebody.
    pub fn is_contact(&self) -> bool {
        self.kind != "task"
    }

    /// Refuses what cannot be promised without a disposition.
    pub(crate) fn check_alone(&self, now: Timestamp) -> Result<(), Invalid> {
        let mut wrong = Invalid::default();
        self.check(None, now, &mut wrong);
        wrong.check()
    }

    /// `rule_minutes` are those of the disposition, which make a time unnecessary.
    fn check(&self, rule_minutes: Option<u32>, now: Timestamp, wrong: &mut Invalid) {
        if !FOLLOW_UP_KINDS.contains(&self.kind.as_str()) {
            wrong.push(
                "follow_up.type",
                "unknown_value",
                format!("Must be one of {}.", FOLLOW_UP_KINDS.join(", ")),
            );
        }
        if self.priority.as_deref().is_some_and(|word| !PRIORITIES.contains(&word)) {
            wrong.push(
                "follow_up.priority",
                "unknown_value",
                format!("Must be one of {}.", PRIORITIES.join(", ")),
            );
        }
        match self.due_at {
            Some(due) if due <= now => {
                wrong.push("follow_up.due_at", "in_past", "Must be in the future.");
            }
            None if rule_minutes.is_none() => {
                wrong.push("follow_up.due_at", "required", "Say when it is due.");
            }
            Some(_) | None => {}
        }
        if let Some(note) = &self.note {
            text::check_length(note, "follow_up.note", text::MAX_NOTES, wrong);
        }
    }

    fn promised(&self, rule: &Disposition) -> PromisedFollowUp {
        PromisedFollowUp {
            kind: self.kind.clone(),
            due_at: self.due_at,
            rule_minutes: rule.follow_up_minutes,
            assigned_to: self.assigned_to,
            priority: self.priority.clone(),
            note: self.note.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
