//! Editing a call, alone or together with its outcome.

use super::{
    Call, Decision,
    disposition::Disposition,
    outcome::{FollowUpRequest, OutcomeContext, OutcomeRequest},
    snapshot::CallSnapshot,
    text,
    vocabulary::{Intent, LeadSource, SpamReason},
};
use crate::{error::CallError, events::CallEvent};
use callboard_kernel::{AuditAction, FieldError, Invalid, Patch, Timestamp};

/// An edit; what it does not mention stays.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CallEdit {
    /// The notes.
    pub notes: Option<String>,
    /// The estimated value in cents.
    pub value_est_cents: Patch<i64>,
    /// All tags as they shall be.
    pub tags: Option<Vec<String>>,
    /// What the caller wants.
    pub intent: Patch<Intent>,
    /// Where the caller heard of us.
    pub lead_source: Option<LeadSource>,
    /// What the caller agreed to.
    pub consent: Option<ConsentEdit>,
    /// Key of the disposition. Setting another one is an outcome with all its rules.
    pub disposition: Patch<String>,
    /// A promise made with the disposition.
    pub follow_up: Option<FollowUpRequest>,
    /// Why it is spam.
    pub spam_reason: Option<SpamReason>,
}

/// An edit of what the caller agreed to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ConsentEdit {
    /// May be recorded.
    pub recording: Patch<bool>,
    /// May be texted.
    pub sms_opt_in: Patch<bool>,
}

/// What must be known to judge an edit.
#[derive(Clone, Copy, Debug)]
pub struct EditContext<'a> {
    /// The rule of the disposition that the call has now.
    pub current: Option<&'a Disposition>,
    /// The outcome that the edit asks for, when it sets a disposition.
    pub outcome: Option<OutcomeContext<'a>>,
}

impl CallEdit {
    /// Whether the edit gives the call an outcome: another disposition, or the same one with something new to it.
    pub fn is_outcome_for(&self, call: &Call) -> bool {
        match &self.disposition {
            Patch::Set(key) => {
                call.disposition() != Some(key)
                    || call.snapshot().outcome_at.is_none()
                    || self.follow_up.is_some()
                    || self.spam_reason.is_some()
            }
            Patch::Keep | Patch::Clear => false,
        }
    }

    fn check_stray_fields(&self, current: Option<&Disposition>) -> Result<(), Invalid> {
        let mut wrong = Invalid::default();
        if self.follow_up.is_some() {
            wrong.push(
                "follow_up",
                "needs_disposition",
                "A follow-up comes with a disposition; otherwise add it to the call's follow-ups.",
            );
        }
        let is_spam =
            current.is_some_and(Disposition::takes_spam_reason) && self.disposition != Patch::Clear;
        if self.spam_reason.is_some() && !is_spam {
            wrong.push("spam_reason", "not_allowed", "Only spam has a spam reason.");
        }
        wrong.check()
    }
}

impl Call {
    /// Edits the call; `None` when nothing would change. With an outcome in it all is written or nothing, so a note that
    /// the disposition demands cannot stay behind.
    pub fn edit(
        &self,
        edit: &CallEdit,
        context: EditContext<'_>,
        now: Timestamp,
    ) -> Result<Option<Decision>, CallError> {
        let mut next = self.clone().touched(now);
        next.apply_details(edit, now)?;
        if let (Some(outcome), Patch::Set(key)) = (context.outcome, &edit.disposition) {
            let request = OutcomeRequest {
                disposition: key.clone(),
                notes: edit.notes.clone(),
                follow_up: edit.follow_up.clone(),
                value_est_cents: edit.value_est_cents.clone(),
                spam_reason: edit.spam_reason,
            };
            let mut decision = next.record_outcome(&request, outcome, now)?;
            decision.events.extend(self.consent_recorded(&decision.call));
            return Ok(Some(decision));
        }
        edit.check_stray_fields(context.current)?;
        next.apply_written(edit)?;
        if edit.disposition == Patch::Clear {
            next = next.without_disposition(now)?;
        }
        next.keeps_its_note(context.current)?;
        if unchanged(&self.state, &next.state) {
            return Ok(None);
        }
        let action = self.verb_for(&next);
        let mut events = vec![CallEvent::Updated(next.facts())];
        events.extend(self.consent_recorded(&next));
        Ok(Some(Decision::update(next, events).under(action)))
    }

    /// What the edit says of consent, for the ledger.
    fn consent_recorded(&self, next: &Self) -> Option<CallEvent> {
        let (before, after) = (&self.state.consent, &next.state.consent);
        let texts = after.sms_opt_in.filter(|_| before.sms_opt_in != after.sms_opt_in);
        (before != after).then(|| CallEvent::ConsentRecorded { facts: next.facts(), texts })
    }

    fn apply_details(&mut self, edit: &CallEdit, now: Timestamp) -> Result<(), Invalid> {
        let s = &mut self.state;
        if let Some(tags) = &edit.tags {
            s.tags = text::tidy_tags(tags)?;
        }
        edit.intent.clone().apply(&mut s.intent);
        s.lead_source = edit.lead_source.unwrap_or(s.lead_source);
        if let Some(consent) = &edit.consent {
            let before = s.consent.clone();
            consent.recording.clone().apply(&mut s.consent.recording);
            consent.sms_opt_in.clone().apply(&mut s.consent.sms_opt_in);
            if s.consent != before {
                s.consent.last_updated = Some(now);
            }
        }
        Ok(())
    }

    /// Applies notes, value and spam reason. They also go into what an undo brings back, because they are no part of the
    /// outcome that is undone.
    fn apply_written(&mut self, edit: &CallEdit) -> Result<(), Invalid> {
        let mut wrong = Invalid::default();
        let s = &mut self.state;
        if let Some(notes) = &edit.notes {
            text::check_length(notes, "notes", text::MAX_NOTES, &mut wrong);
            s.notes.clone_from(notes);
            if let Some(before) = s.before_outcome.as_mut() {
                before.notes.clone_from(notes);
            }
        }
        if !edit.value_est_cents.is_keep() {
            if let Patch::Set(cents) = edit.value_est_cents {
                text::check_value(cents, &mut wrong);
            }
            edit.value_est_cents.clone().apply(&mut s.value_est_cents);
            if let Some(before) = s.before_outcome.as_mut() {
                before.value_est_cents = s.value_est_cents;
            }
        }
        s.spam_reason = edit.spam_reason.or(s.spam_reason);
        wrong.check()
    }

    fn without_disposition(mut self, now: Timestamp) -> Result<Self, CallError> {
        if self.state.disposition.is_none() {
            return Ok(self);
        }
        if self.state.outcome_required {
            return Err(CallError::OutcomeRequired);
        }
        self.state.before_outcome = Some(Box::new(self.before_outcome(now)));
        self.state.disposition = None;
        self.state.outcome_at = None;
        self.state.outcome_by = None;
        self.state.spam_reason = None;
        Ok(self)
    }

    fn keeps_its_note(&self, current: Option<&Disposition>) -> Result<(), CallError> {
        let s = &self.state;
        let demanded = current.is_some_and(|rule| {
            s.disposition.as_deref() == Some(rule.key.as_str())
                && rule.requires_note
                && rule.binds(s.direction, s.purpose)
        });
        if demanded && s.notes.trim().is_empty() {
            return Err(CallError::OutcomeIncomplete(vec![FieldError {
                path: "notes".to_owned(),
                code: "required",
                message: "The disposition of this call needs its note.".to_owned(),
            }]));
        }
        Ok(())
    }

    /// Adding and removing tags have verbs of their own in the audit trail (S1-SLA-04).
    fn verb_for(&self, next: &Self) -> AuditAction {
        let mut only_tags = next.state.clone();
        only_tags.tags.clone_from(&self.state.tags);
        if !unchanged(&self.state, &only_tags) {
            return AuditAction::Update;
        }
        let added = next.state.tags.iter().any(|tag| !self.state.tags.contains(tag));
        if added { AuditAction::Tag } else { AuditAction::Untag }
    }
}

fn unchanged(before: &CallSnapshot, after: &CallSnapshot) -> bool {
    let mut after = after.clone();
    after.updated_at = before.updated_at;
    *before == after
}

#[cfg(test)]
mod tests;
