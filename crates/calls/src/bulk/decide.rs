//! What a bulk change decides for one call: the rules of the single call, and who else has a say in it.

use super::{
    BulkOperation, BulkSubject, Memento, OpenPromise, PromiseChange, Skip, SkipReason, Verdict,
    Wanted,
};
use crate::{
    error::CallError,
    model::{Call, CallEdit, Decision, Disposition, EditContext, FollowUpRequest, OutcomeContext},
};
use callboard_kernel::{MemberId, Timestamp};

/// What is the same for all calls of a bulk change.
#[derive(Clone, Copy, Debug)]
pub struct BulkContext<'a> {
    /// The dispositions of the workspace.
    pub catalogue: &'a [Disposition],
    /// Who asked for the change.
    pub by: Option<MemberId>,
    /// When; whoever decided later has the last word.
    pub asked_at: Timestamp,
    /// Now.
    pub now: Timestamp,
}

/// Decides what becomes of a call. Fails only when the operation itself has become impossible, such as when its
/// disposition was retired in the meantime.
pub fn decide(
    operation: &BulkOperation,
    subject: &BulkSubject,
    context: BulkContext<'_>,
) -> Result<Verdict, CallError> {
    let call = &subject.call.value;
    match operation {
        // Tags are harmless: they go onto calls that somebody works on, too.
        BulkOperation::Tag { tags } => {
            let all: Vec<String> = call.snapshot().tags.iter().chain(tags).cloned().collect();
            Ok(retagged(call, all, context.now))
        }
        BulkOperation::Untag { tags } => {
            let gone: Vec<String> = tags.iter().map(|tag| tag.to_lowercase()).collect();
            let kept = |tag: &&String| !gone.contains(&tag.to_lowercase());
            let rest = call.snapshot().tags.iter().filter(kept).cloned().collect();
            Ok(retagged(call, rest, context.now))
        }
        BulkOperation::Spam { .. } | BulkOperation::Disposition { .. } => {
            let Some(wanted) = operation.wanted(context.catalogue)? else {
                return Ok(Verdict::Skip(SkipReason::Refused.into()));
            };
            Ok(outcome(wanted, subject, context).unwrap_or_else(Verdict::Skip))
        }
        BulkOperation::Followup { follow_up, even_if_open } => {
            let skip = held_by_other(subject, context.by)
                .or_else(|| unwanted_contact(call, Some(follow_up)))
                .or_else(|| {
                    let open = subject.promise.is_some() && !even_if_open;
                    open.then(|| SkipReason::HasFollowUp.into())
                });
            Ok(skip.map_or_else(
                || {
                    let wish = follow_up.clone();
                    Verdict::Promise(PromiseChange::Make { call: call.id(), wish })
                },
                Verdict::Skip,
            ))
        }
        BulkOperation::Assign { member } => Ok(assign(*member, subject, context.by)),
    }
}

/// The call with these tags. Screens hear of tags portion by portion, so the decision has no event.
pub(super) fn retagged(call: &Call, tags: Vec<String>, now: Timestamp) -> Verdict {
    let edit = CallEdit { tags: Some(tags), ..CallEdit::default() };
    match call.edit(&edit, EditContext { current: None, outcome: None }, now) {
        Ok(Some(mut decision)) => {
            decision.events.clear();
            let memento = Memento::of_tags(&call.snapshot().tags, &decision.call.snapshot().tags);
            Verdict::Change(Box::new(decision), memento)
        }
        Ok(None) => Verdict::Skip(SkipReason::Unchanged.into()),
        Err(CallError::Invalid(_)) => Verdict::Skip(SkipReason::TooManyTags.into()),
        Err(_) => Verdict::Skip(SkipReason::Refused.into()),
    }
}

fn outcome(
    wanted: Wanted<'_>,
    subject: &BulkSubject,
    context: BulkContext<'_>,
) -> Result<Verdict, Skip> {
    let call = &subject.call.value;
    if let Some(skip) = held_by_other(subject, context.by)
        .or_else(|| unwanted_contact(call, wanted.follow_up))
        .or_else(|| decided_already(call, wanted, context.asked_at))
    {
        return Err(skip);
    }
    let request = wanted.request(wanted.note.map(|note| below(call.notes(), note)));
    let has_open_follow_up = subject.promise.is_some() || subject.incident_has_promise;
    let rules = OutcomeContext { rule: wanted.rule, has_open_follow_up, by: context.by };
    let decision: Decision =
        call.record_outcome(&request, rules, context.now).map_err(|error| refusal(&error))?;
    let memento = Memento::Outcome { recorded_at: context.now };
    Ok(Verdict::Change(Box::new(decision), memento))
}

/// An outcome stands already: the same one, one that is not to be replaced, or one that was given since.
fn decided_already(call: &Call, wanted: Wanted<'_>, asked_at: Timestamp) -> Option<Skip> {
    let current = call.disposition()?;
    let nothing_new =
        wanted.note.is_none() && wanted.follow_up.is_none() && wanted.spam_reason.is_none();
    if current == wanted.rule.key && nothing_new {
        return Some(SkipReason::Unchanged.into());
    }
    if call.snapshot().outcome_at.is_some_and(|at| at > asked_at) {
        return Some(SkipReason::DecidedMeanwhile.into());
    }
    (!wanted.replace && current != wanted.rule.key).then(|| SkipReason::HasOutcome.into())
}

fn assign(to: Option<MemberId>, subject: &BulkSubject, by: Option<MemberId>) -> Verdict {
    if let Some(skip) = held_by_other(subject, by) {
        return Verdict::Skip(skip);
    }
    match subject.promise {
        None => Verdict::Skip(SkipReason::NoFollowUp.into()),
        Some(OpenPromise { assigned_to, .. }) if assigned_to == to => {
            Verdict::Skip(SkipReason::Unchanged.into())
        }
        Some(OpenPromise { follow_up, assigned_to }) => {
            Verdict::Promise(PromiseChange::Assign { follow_up, from: assigned_to, to })
        }
    }
}

fn held_by_other(subject: &BulkSubject, by: Option<MemberId>) -> Option<Skip> {
    let held_by = subject.held_by.filter(|holder| by != Some(*holder))?;
    Some(Skip { reason: SkipReason::HeldByOther, held_by: Some(held_by) })
}

/// Many people at once are never called, texted or mailed against their wish.
fn unwanted_contact(call: &Call, promise: Option<&FollowUpRequest>) -> Option<Skip> {
    let contacts = promise.is_some_and(FollowUpRequest::is_contact);
    (contacts && call.snapshot().do_not_contact).then(|| SkipReason::DoNotContact.into())
}

/// The note below what stands there.
fn below(notes: &str, note: &str) -> String {
    if notes.trim().is_empty() { note.to_owned() } else { format!("{notes}\n{note}") }
}

/// What a refusal of the single call means here.
fn refusal(error: &CallError) -> Skip {
    let reason = match error {
        CallError::NotEnded => SkipReason::NotEnded,
        CallError::OutcomeIncomplete(fields) => {
            let note = fields.iter().any(|field| field.path == "notes");
            if note { SkipReason::NoteMissing } else { SkipReason::FollowUpMissing }
        }
        CallError::Invalid(wrong) if wrong.0.iter().any(|field| field.path == "notes") => {
            SkipReason::NoteTooLong
        }
        CallError::Invalid(wrong)
            if wrong.0.iter().any(|field| field.path == "follow_up.due_at") =>
        {
            SkipReason::DuePassed
        }
        _ => SkipReason::Refused,
    };
    reason.into()
}
