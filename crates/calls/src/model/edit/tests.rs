//! Edits, alone and with an outcome.

use super::super::{sample::*, vocabulary::QueueStatus};
use super::*;

fn edit_with(
    call: &Call,
    edit: &CallEdit,
    current: Option<&Disposition>,
    chosen: Option<&Disposition>,
) -> Result<Option<Decision>, CallError> {
    let outcome =
        chosen.map(|rule| OutcomeContext { rule, has_open_follow_up: true, by: Some(DANA) });
    call.edit(edit, EditContext { current, outcome }, at(300))
}

fn edit(call: &Call, change: CallEdit) -> Result<Option<Decision>, CallError> {
    edit_with(call, &change, None, None)
}

fn notes(text: &str) -> CallEdit {
    CallEdit { notes: Some(text.to_owned()), ..CallEdit::default() }
}

fn tags(list: &[&str]) -> CallEdit {
    CallEdit {
        tags: Some(list.iter().map(|tag| (*tag).to_owned()).collect()),
        ..CallEdit::default()
    }
}

/// A missed call with the disposition `missed` and its note.
fn decided() -> Call {
    let outcome =
        CallEdit { disposition: Patch::Set("missed".to_owned()), ..notes("Leak in the attic") };
    edit_with(&missed(), &outcome, None, Some(&rule("missed"))).unwrap().unwrap().call
}

#[test]
fn an_edit_that_changes_nothing_writes_nothing() {
    let call = edit(&missed(), tags(&["Roof"])).unwrap().unwrap().call;
    assert_eq!(edit(&call, tags(&["Roof"])).unwrap(), None);
    assert_eq!(edit(&call, CallEdit::default()).unwrap(), None);
}

#[test]
fn tags_have_verbs_of_their_own_in_the_audit_trail() {
    let tagged = edit(&missed(), tags(&[" Roof ", "roof", "Storm"])).unwrap().unwrap();
    assert_eq!(tagged.action, AuditAction::Tag);
    assert_eq!(tagged.call.snapshot().tags, ["Roof", "Storm"]);
    let fewer = edit(&tagged.call, tags(&["Storm"])).unwrap().unwrap();
    assert_eq!(fewer.action, AuditAction::Untag);
    let mixed = edit(&tagged.call, CallEdit { notes: Some("n".to_owned()), ..tags(&[]) });
    assert_eq!(mixed.unwrap().unwrap().action, AuditAction::Update);
}

#[test]
fn the_note_that_the_disposition_demands_cannot_be_removed_afterwards() {
    let call = decided();
    let refused = edit_with(&call, &notes(" "), Some(&rule("missed")), None);
    let Err(CallError::OutcomeIncomplete(fields)) = refused else { panic!("{refused:?}") };
    assert_eq!((fields[0].path.as_str(), fields[0].code), ("notes", "required"));
    assert!(edit_with(&call, &notes("Other words"), Some(&rule("missed")), None).is_ok());

    let booked = with(call, |s| s.disposition = Some("booked".to_owned()));
    assert!(edit_with(&booked, &notes(""), Some(&rule("booked")), None).is_ok());
}

#[test]
fn a_required_outcome_cannot_be_emptied() {
    let clear = CallEdit { disposition: Patch::Clear, ..CallEdit::default() };
    let refused = edit_with(&decided(), &clear, Some(&rule("missed")), None);
    assert!(matches!(refused, Err(CallError::OutcomeRequired)), "{refused:?}");

    let free = with(decided(), |s| s.outcome_required = false);
    let cleared = edit_with(&free, &clear, Some(&rule("missed")), None).unwrap().unwrap().call;
    assert_eq!((cleared.disposition(), cleared.snapshot().outcome_at), (None, None));
}

#[test]
fn an_edit_with_a_disposition_is_an_outcome_with_all_its_rules() {
    let bare = CallEdit { disposition: Patch::Set("missed".to_owned()), ..CallEdit::default() };
    let refused = edit_with(&missed(), &bare, None, Some(&rule("missed")));
    assert!(matches!(refused, Err(CallError::OutcomeIncomplete(_))), "{refused:?}");

    let call = decided();
    assert_eq!(call.snapshot().queue_status, QueueStatus::FollowUp);
    assert_eq!(call.snapshot().outcome_by, Some(DANA));
    assert!(!bare.is_outcome_for(&call), "the same disposition again is no new outcome");
    assert!(bare.is_outcome_for(&missed()));
}

#[test]
fn an_outcome_and_tags_are_written_together() {
    let both = CallEdit { disposition: Patch::Set("booked".to_owned()), ..tags(&["Roof"]) };
    let decision = edit_with(&answered(), &both, None, Some(&rule("booked"))).unwrap().unwrap();
    assert!(matches!(decision.events[..], [CallEvent::OutcomeRecorded { .. }]));
    assert_eq!(decision.call.snapshot().tags, ["Roof"]);
    let undone = decision.call.undo_outcome(at(310)).unwrap().call;
    assert_eq!(undone.snapshot().tags, ["Roof"], "tags are no part of the outcome");
}

#[test]
fn undo_does_not_lose_what_was_written_after_the_outcome() {
    let later = CallEdit { value_est_cents: Patch::Set(90_000), ..notes("Will call again") };
    let edited = edit_with(&decided(), &later, Some(&rule("missed")), None).unwrap().unwrap().call;
    let undone = edited.undo_outcome(at(310)).unwrap().call;
    assert_eq!(undone.notes(), "Will call again");
    assert_eq!(undone.snapshot().value_est_cents, Some(90_000));
    assert!(undone.is_outcome_pending());
}

#[test]
fn values_are_bounded_and_can_be_emptied() {
    let value = |patch| CallEdit { value_est_cents: patch, ..CallEdit::default() };
    for cents in [-1, super::super::MAX_VALUE_CENTS + 1] {
        assert!(matches!(edit(&missed(), value(Patch::Set(cents))), Err(CallError::Invalid(_))));
    }
    let greatest = edit(&missed(), value(Patch::Set(super::super::MAX_VALUE_CENTS)));
    assert!(greatest.unwrap().is_some());
    let emptied = edit(&missed(), value(Patch::Clear)).unwrap().unwrap().call;
    assert_eq!(emptied.snapshot().value_est_cents, None);
}

#[test]
fn consent_remembers_when_it_was_recorded() {
    let consent = CallEdit {
        consent: Some(ConsentEdit { recording: Patch::Set(true), sms_opt_in: Patch::Keep }),
        ..CallEdit::default()
    };
    let decision = edit(&missed(), consent.clone()).unwrap().unwrap();
    let recorded = CallEvent::ConsentRecorded { facts: decision.call.facts(), texts: None };
    assert!(decision.events.contains(&recorded), "{:?}", decision.events);
    let call = decision.call;
    let kept = &call.snapshot().consent;
    assert_eq!(
        (kept.recording, kept.sms_opt_in, kept.last_updated),
        (Some(true), None, Some(at(300)))
    );
    assert_eq!(edit(&call, consent).unwrap(), None, "the same again moves no date");
    let texts = ConsentEdit { recording: Patch::Keep, sms_opt_in: Patch::Set(false) };
    let texts = CallEdit { consent: Some(texts), ..CallEdit::default() };
    let decision = edit(&call, texts).unwrap().unwrap();
    let said = decision
        .events
        .iter()
        .any(|event| matches!(event, CallEvent::ConsentRecorded { texts: Some(false), .. }));
    assert!(said, "{:?}", decision.events);
}

#[test]
fn a_follow_up_or_spam_reason_without_its_disposition_is_refused() {
    let stray = CallEdit {
        follow_up: Some(FollowUpRequest {
            kind: "callback".to_owned(),
            due_at: Some(at(900)),
            assigned_to: None,
            priority: None,
            note: None,
        }),
        spam_reason: Some(SpamReason::Robocall),
        ..CallEdit::default()
    };
    let Err(CallError::Invalid(wrong)) = edit(&missed(), stray) else { panic!("accepted") };
    let paths: Vec<_> = wrong.0.iter().map(|e| e.path.as_str()).collect();
    assert_eq!(paths, ["follow_up", "spam_reason"]);

    let spam = with(answered(), |s| s.disposition = Some("spam".to_owned()));
    let reason = CallEdit { spam_reason: Some(SpamReason::Robocall), ..CallEdit::default() };
    assert!(edit_with(&spam, &reason, Some(&rule("spam")), None).unwrap().is_some());
}
