//! What a disposition demands and does, and how it is taken back.

use super::super::{sample::*, vocabulary::CallStatus};
use super::*;
use callboard_kernel::Classify;

fn request(disposition: &str) -> OutcomeRequest {
    OutcomeRequest {
        disposition: disposition.to_owned(),
        notes: None,
        follow_up: None,
        value_est_cents: Patch::Keep,
        spam_reason: None,
    }
}

fn noted(disposition: &str) -> OutcomeRequest {
    OutcomeRequest { notes: Some("Leak in the attic".to_owned()), ..request(disposition) }
}

fn callback() -> FollowUpRequest {
    FollowUpRequest {
        kind: "callback".to_owned(),
        due_at: None,
        assigned_to: None,
        priority: None,
        note: None,
    }
}

fn record(
    call: &Call,
    request: &OutcomeRequest,
    rule: &Disposition,
    open: bool,
) -> Result<Decision, CallError> {
    let context = OutcomeContext { rule, has_open_follow_up: open, by: Some(DANA) };
    call.record_outcome(request, context, at(200))
}

fn demands(refused: Result<Decision, CallError>) -> Vec<(String, &'static str)> {
    match refused.unwrap_err() {
        error @ CallError::OutcomeIncomplete(_) => {
            assert_eq!(error.code(), "outcome_incomplete");
            let CallError::OutcomeIncomplete(fields) = error else { unreachable!() };
            fields.into_iter().map(|field| (field.path, field.code)).collect()
        }
        other => panic!("{other}"),
    }
}

fn wrong(refused: Result<Decision, CallError>) -> Vec<(String, &'static str)> {
    match refused.unwrap_err() {
        CallError::Invalid(invalid) => invalid.0.into_iter().map(|e| (e.path, e.code)).collect(),
        other => panic!("{other}"),
    }
}

#[test]
fn missed_and_callback_need_note_and_follow_up() {
    for key in ["missed", "callback"] {
        let rule = rule(key);
        let both = demands(record(&missed(), &request(key), &rule, false));
        assert_eq!(both, [("notes".into(), "required"), ("follow_up".into(), "required")], "{key}");
        let blank = OutcomeRequest { notes: Some("  \n".to_owned()), ..request(key) };
        assert_eq!(
            demands(record(&missed(), &blank, &rule, true)),
            [("notes".into(), "required")],
            "{key}"
        );
        assert_eq!(
            demands(record(&missed(), &noted(key), &rule, false)),
            [("follow_up".into(), "required")],
            "{key}"
        );
        assert!(record(&missed(), &noted(key), &rule, true).is_ok(), "an open one satisfies {key}");
        let promised = OutcomeRequest { follow_up: Some(callback()), ..noted(key) };
        assert!(record(&missed(), &promised, &rule, false).is_ok(), "a new one satisfies {key}");
    }
}

#[test]
fn the_other_shipped_dispositions_demand_nothing() {
    for key in ["booked", "answered", "spam"] {
        let decision = record(&answered(), &request(key), &rule(key), false).unwrap();
        let s = decision.call.snapshot();
        assert_eq!(s.disposition.as_deref(), Some(key));
        assert_eq!((s.outcome_at, s.outcome_by), (Some(at(200)), Some(DANA)));
        assert_eq!(s.queue_status, QueueStatus::None);
        assert!(!decision.call.needs_triage(), "{key}");
    }
}

#[test]
fn rules_bind_only_their_directions_and_purposes() {
    let outgoing = with(answered(), |s| s.direction = crate::model::Direction::Out);
    let decision = record(&outgoing, &request("callback"), &rule("callback"), false).unwrap();
    assert_eq!(decision.call.snapshot().queue_status, QueueStatus::None, "no promise was made");
    let feedback = with(answered(), |s| s.purpose = crate::model::Purpose::Feedback);
    assert!(record(&feedback, &request("missed"), &rule("missed"), false).is_ok());
}

#[test]
fn a_note_that_is_there_already_satisfies_the_rule() {
    let call = with(missed(), |s| s.notes = "Called from the roof".to_owned());
    let decision = record(&call, &request("missed"), &rule("missed"), true).unwrap();
    assert_eq!(decision.call.notes(), "Called from the roof");
    assert_eq!(decision.call.snapshot().queue_status, QueueStatus::FollowUp);
}

#[test]
fn the_event_carries_the_promise_with_the_minutes_of_the_rule() {
    let promised = OutcomeRequest { follow_up: Some(callback()), ..noted("callback") };
    let decision = record(&answered(), &promised, &rule("callback"), false).unwrap();
    let [CallEvent::OutcomeRecorded { class, follow_up, note, .. }] = &decision.events[..] else {
        panic!("not recorded")
    };
    assert_eq!(*class, DispositionClass::Open);
    assert_eq!(note, "Leak in the attic");
    let follow_up = follow_up.as_ref().unwrap();
    assert_eq!((follow_up.kind.as_str(), follow_up.rule_minutes), ("callback", Some(60)));
}

#[test]
fn spam_is_worth_nothing_and_has_a_reason_of_its_own() {
    let spam = OutcomeRequest {
        spam_reason: Some(SpamReason::Robocall),
        value_est_cents: Patch::Set(5_000),
        ..request("spam")
    };
    let call = record(&answered(), &spam, &rule("spam"), false).unwrap().call;
    assert_eq!(call.snapshot().value_est_cents, Some(0));
    assert_eq!(call.snapshot().spam_reason, Some(SpamReason::Robocall));

    let again = record(&call, &request("booked"), &rule("booked"), false).unwrap().call;
    assert_eq!(again.snapshot().spam_reason, None, "a booked call is no spam");
    let odd = OutcomeRequest { spam_reason: Some(SpamReason::Robocall), ..request("booked") };
    assert_eq!(
        wrong(record(&answered(), &odd, &rule("booked"), false)),
        [("spam_reason".into(), "not_allowed")]
    );
}

#[test]
fn the_suppress_class_marks_do_not_contact_and_undo_lifts_it() {
    let rule = do_not_call();
    let decision = record(&answered(), &request("do_not_call"), &rule, false).unwrap();
    assert!(decision.call.snapshot().do_not_contact);
    let [CallEvent::OutcomeRecorded { marks_do_not_contact: true, .. }] = decision.events[..]
    else {
        panic!("no mark")
    };
    let undone = decision.call.undo_outcome(at(260)).unwrap();
    assert!(!undone.call.snapshot().do_not_contact);
    let [CallEvent::OutcomeUndone { recorded_at, lifts_do_not_contact: true, .. }] =
        undone.events[..]
    else {
        panic!("not lifted")
    };
    assert_eq!(recorded_at, at(200));
}

#[test]
fn a_mark_that_was_there_before_is_not_lifted() {
    let marked = with(answered(), |s| s.do_not_contact = true);
    let call = record(&marked, &request("do_not_call"), &do_not_call(), false).unwrap().call;
    let undone = call.undo_outcome(at(260)).unwrap();
    assert!(undone.call.snapshot().do_not_contact);
    assert!(matches!(
        undone.events[..],
        [CallEvent::OutcomeUndone { lifts_do_not_contact: false, .. }]
    ));
}

#[test]
fn undo_brings_every_field_back_within_ten_minutes_once() {
    let before = missed();
    let spam = OutcomeRequest { spam_reason: Some(SpamReason::Telemarketer), ..noted("spam") };
    let call = record(&before, &spam, &rule("spam"), true).unwrap().call;
    assert_eq!(call.undo_until(at(200)), Some(at(800)));

    let undone = call.undo_outcome(at(800)).unwrap().call;
    let mut expected = before.snapshot().clone();
    expected.updated_at = at(800);
    assert_eq!(*undone.snapshot(), expected);
    assert!(matches!(undone.undo_outcome(at(801)), Err(CallError::NothingToUndo)), "only once");
    assert!(matches!(call.undo_outcome(at(801)), Err(CallError::NothingToUndo)), "too late");
    assert_eq!(call.undo_until(at(801)), None);
}

#[test]
fn changing_an_outcome_runs_the_rules_again_and_undo_goes_one_step_back() {
    let booked = record(&answered(), &request("booked"), &rule("booked"), false).unwrap().call;
    assert_eq!(
        demands(record(&booked, &request("callback"), &rule("callback"), false)).len(),
        2,
        "an outcome that stands is no way around the rules"
    );
    let changed = record(&booked, &noted("missed"), &rule("missed"), true).unwrap().call;
    let back = changed.undo_outcome(at(300)).unwrap().call;
    assert_eq!((back.disposition(), back.notes()), (Some("booked"), ""));
}

#[test]
fn a_call_that_still_talks_has_no_outcome() {
    let talking = ringing()
        .report(crate::model::LineChange::Answered { at: at(5), agent: None }, None, at(5))
        .unwrap()
        .call;
    assert_eq!(talking.status(), CallStatus::InProgress);
    for call in [ringing(), talking] {
        let refused = record(&call, &request("booked"), &rule("booked"), false);
        assert!(matches!(refused, Err(CallError::NotEnded)));
        assert!(matches!(call.waive_outcome("test", None, at(9)), Err(CallError::NotEnded)));
    }
}

#[test]
fn wrong_fields_are_named_all_at_once() {
    let odd = OutcomeRequest {
        notes: Some("x".repeat(text::MAX_NOTES + 1)),
        value_est_cents: Patch::Set(-1),
        follow_up: Some(FollowUpRequest {
            kind: "pigeon".to_owned(),
            due_at: Some(at(200)),
            priority: Some("soon".to_owned()),
            ..callback()
        }),
        ..request("callback")
    };
    assert_eq!(
        wrong(record(&answered(), &odd, &rule("callback"), false)),
        [
            ("value_est_cents".into(), "out_of_range"),
            ("notes".into(), "too_long"),
            ("follow_up.type".into(), "unknown_value"),
            ("follow_up.priority".into(), "unknown_value"),
            ("follow_up.due_at".into(), "in_past"),
        ]
    );
    let undated = OutcomeRequest { follow_up: Some(callback()), ..request("booked") };
    assert_eq!(
        wrong(record(&answered(), &undated, &rule("booked"), false)),
        [("follow_up.due_at".into(), "required")],
        "the rule has no minutes"
    );
}

#[test]
fn waiving_needs_a_reason_takes_the_call_out_of_triage_and_can_be_undone() {
    let call = missed();
    let refused = call.waive_outcome("  ", Some(DANA), at(100)).map(|_| ());
    assert!(matches!(refused, Err(CallError::Invalid(_))));
    let decision = call.waive_outcome("Test call of ours", Some(DANA), at(100)).unwrap();
    assert_eq!(decision.note, "outcome waived: Test call of ours");
    let waived = decision.call;
    assert!(!waived.needs_triage() && !waived.is_outcome_pending());
    assert_eq!(waived.disposition(), None);
    assert!(matches!(waived.waive_outcome("again", None, at(101)), Err(CallError::NothingToWaive)));
    assert!(waived.undo_outcome(at(120)).unwrap().call.needs_triage());
}

#[test]
fn an_overdue_outcome_enters_the_queue_once_and_is_never_closed_by_itself() {
    let call = answered();
    assert_eq!(call.flag_overdue_outcome(at(130 + 299)), None);
    let flagged = call.flag_overdue_outcome(at(130 + 300)).unwrap().call;
    assert_eq!(flagged.snapshot().queue_status, QueueStatus::Triage);
    assert!(flagged.is_outcome_pending());
    assert_eq!(flagged.flag_overdue_outcome(at(9_999)), None, "flagged once");
    let done = record(&call, &request("booked"), &rule("booked"), false).unwrap().call;
    assert_eq!(done.flag_overdue_outcome(at(9_999)), None);
}

#[test]
fn a_decided_call_follows_its_promises() {
    let call = record(&missed(), &noted("missed"), &rule("missed"), true).unwrap().call;
    assert_eq!(call.requeue_by_promises(true, at(300)), None);
    let kept = call.requeue_by_promises(false, at(300)).unwrap().call;
    assert_eq!(kept.snapshot().queue_status, QueueStatus::None);
    let reopened = kept.requeue_by_promises(true, at(400)).unwrap().call;
    assert_eq!(reopened.snapshot().queue_status, QueueStatus::FollowUp);
    assert_eq!(missed().requeue_by_promises(true, at(300)), None, "undecided calls stay in triage");
    assert_eq!(
        kept.undo_outcome(at(350)).unwrap().call.snapshot().queue_status,
        QueueStatus::Triage,
        "undo goes back to triage whatever the promises did"
    );
}
