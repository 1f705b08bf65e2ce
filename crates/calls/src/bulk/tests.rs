//! What is decided for one call of many, and how it is taken back.

use super::*;
use crate::{
    events::CallEvent,
    model::{Call, CallStatus, Disposition, FollowUpRequest, sample::*, shipped_dispositions},
};
use callboard_kernel::{AuditAction, FollowUpId, Loaded, MemberId, Version};
use uuid::Uuid;

const ANA: MemberId = MemberId(Uuid::from_u128(0xaa));
const PROMISE: FollowUpId = FollowUpId(Uuid::from_u128(0xf0));

fn subject(call: Call) -> BulkSubject {
    BulkSubject {
        call: Loaded { value: call, version: Version(3) },
        held_by: None,
        promise: None,
        incident_has_promise: false,
    }
}

fn promised(call: Call) -> BulkSubject {
    let promise = Some(OpenPromise { follow_up: PROMISE, assigned_to: None });
    BulkSubject { promise, ..subject(call) }
}

fn catalogue() -> Vec<Disposition> {
    shipped_dispositions()
}

fn judge(operation: &BulkOperation, subject: &BulkSubject) -> Verdict {
    let context =
        BulkContext { catalogue: &catalogue(), by: Some(DANA), asked_at: at(300), now: at(310) };
    decide(operation, subject, context).unwrap()
}

fn changed(verdict: Verdict) -> (Call, Memento) {
    match verdict {
        Verdict::Change(decision, memento) => (decision.call, memento),
        other => panic!("{other:?}"),
    }
}

fn why(verdict: Verdict) -> SkipReason {
    match verdict {
        Verdict::Skip(skip) => skip.reason,
        other => panic!("{other:?}"),
    }
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

fn tag(list: &[&str]) -> BulkOperation {
    BulkOperation::Tag { tags: words(list) }
}

fn give(disposition: &str) -> BulkOperation {
    BulkOperation::Disposition {
        disposition: disposition.to_owned(),
        note: None,
        follow_up: None,
        spam_reason: None,
        replace: false,
    }
}

fn callback() -> FollowUpRequest {
    FollowUpRequest {
        kind: "callback".to_owned(),
        due_at: Some(at(4000)),
        assigned_to: None,
        priority: None,
        note: None,
    }
}

fn tagged(list: &[&str]) -> Call {
    with(missed(), |s| s.tags = words(list))
}

#[test]
fn tags_are_added_to_those_that_stand_there() {
    let before = tagged(&["Roof"]);
    let verdict = judge(&tag(&["Storm", "roof"]), &subject(before));
    let Verdict::Change(decision, memento) = verdict else { panic!("{verdict:?}") };
    assert_eq!(decision.call.snapshot().tags, ["Roof", "Storm"]);
    assert_eq!((decision.action, decision.events.len()), (AuditAction::Tag, 0));
    let expected = Memento::Tags { added: words(&["Storm"]), removed: vec![] };
    assert_eq!(memento, expected, "what stood there is not the job's");
}

#[test]
fn a_call_that_has_the_tags_already_is_passed_over() {
    assert_eq!(why(judge(&tag(&["roof"]), &subject(tagged(&["Roof"])))), SkipReason::Unchanged);
}

#[test]
fn a_call_with_as_many_tags_as_allowed_gets_no_more() {
    let full: Vec<String> = (0..30).map(|n| format!("tag {n}")).collect();
    let call = with(missed(), |s| s.tags = full);
    assert_eq!(why(judge(&tag(&["one more"]), &subject(call))), SkipReason::TooManyTags);
}

#[test]
fn tags_go_onto_calls_that_somebody_works_on() {
    let held = BulkSubject { held_by: Some(ANA), ..subject(missed()) };
    assert_eq!(changed(judge(&tag(&["Storm"]), &held)).0.snapshot().tags, ["Storm"]);
}

#[test]
fn tags_are_removed_whatever_their_case() {
    let untag = BulkOperation::Untag { tags: words(&["ROOF", "absent"]) };
    let (call, memento) = changed(judge(&untag, &subject(tagged(&["Roof", "Storm"]))));
    assert_eq!(call.snapshot().tags, ["Storm"]);
    assert_eq!(memento, Memento::Tags { added: vec![], removed: words(&["Roof"]) });
}

#[test]
fn an_undo_of_tags_takes_away_what_was_added_and_nothing_else() {
    let (after, memento) = changed(judge(&tag(&["Storm"]), &subject(tagged(&["Roof"]))));
    let since = with(after, |s| s.tags.push("VIP".to_owned()));
    let (undone, _) = changed(decide_undo(&memento, &subject(since), at(400)));
    assert_eq!(undone.snapshot().tags, ["Roof", "VIP"]);
}

#[test]
fn an_undo_of_tags_leaves_a_call_that_was_put_right_by_hand() {
    let (after, memento) = changed(judge(&tag(&["Storm"]), &subject(tagged(&["Roof"]))));
    let since = with(after, |s| s.tags.retain(|tag| tag != "Storm"));
    assert_eq!(why(decide_undo(&memento, &subject(since), at(400))), SkipReason::ChangedSince);
}

#[test]
fn an_undo_brings_removed_tags_back() {
    let untag = BulkOperation::Untag { tags: words(&["roof"]) };
    let (after, memento) = changed(judge(&untag, &subject(tagged(&["Roof", "Storm"]))));
    let (undone, _) = changed(decide_undo(&memento, &subject(after), at(400)));
    assert_eq!(undone.snapshot().tags, ["Storm", "Roof"]);
}

#[test]
fn an_outcome_follows_the_rules_of_its_disposition() {
    assert_eq!(why(judge(&give("missed"), &subject(missed()))), SkipReason::NoteMissing);
    let noted = with(missed(), |s| s.notes = "Leak".to_owned());
    assert_eq!(why(judge(&give("missed"), &subject(noted.clone()))), SkipReason::FollowUpMissing);
    let (call, _) = changed(judge(&give("missed"), &promised(noted)));
    assert_eq!((call.disposition(), call.snapshot().outcome_by), (Some("missed"), Some(DANA)));
}

#[test]
fn a_note_is_written_below_what_stands_there() {
    let BulkOperation::Disposition { disposition, .. } = give("missed") else { unreachable!() };
    let noting = BulkOperation::Disposition {
        disposition,
        note: Some(" Storm of May ".to_owned()),
        follow_up: None,
        spam_reason: None,
        replace: false,
    };
    assert_eq!(changed(judge(&noting, &promised(missed()))).0.notes(), "Storm of May");
    let noted = with(missed(), |s| s.notes = "Leak".to_owned());
    assert_eq!(changed(judge(&noting, &promised(noted))).0.notes(), "Leak\nStorm of May");
    let long = with(missed(), |s| s.notes = "x".repeat(9_999));
    assert_eq!(why(judge(&noting, &promised(long))), SkipReason::NoteTooLong);
}

#[test]
fn calls_that_others_hold_are_passed_over_and_the_own_one_is_not() {
    let held = |by| BulkSubject { held_by: Some(by), ..subject(answered()) };
    let Verdict::Skip(skip) = judge(&give("booked"), &held(ANA)) else { panic!("changed") };
    assert_eq!((skip.reason, skip.held_by), (SkipReason::HeldByOther, Some(ANA)));
    changed(judge(&give("booked"), &held(DANA)));
}

#[test]
fn an_outcome_that_stands_is_replaced_only_when_asked_for() {
    let (booked, _) = changed(judge(&give("booked"), &subject(answered())));
    assert_eq!(why(judge(&give("booked"), &subject(booked.clone()))), SkipReason::Unchanged);
    let earlier = with(booked.clone(), |s| s.outcome_at = Some(at(200)));
    let spam = |replace| BulkOperation::Spam { reason: None, replace };
    assert_eq!(why(judge(&spam(false), &subject(earlier.clone()))), SkipReason::HasOutcome);
    let (call, _) = changed(judge(&spam(true), &subject(earlier)));
    assert_eq!((call.disposition(), call.snapshot().value_est_cents), (Some("spam"), Some(0)));
    // Decided after the change was asked for: who decided on the one call knew more.
    assert_eq!(why(judge(&spam(true), &subject(booked))), SkipReason::DecidedMeanwhile);
}

#[test]
fn a_call_that_rings_has_no_outcome_yet() {
    assert_eq!(ringing().status(), CallStatus::Ringing);
    assert_eq!(why(judge(&give("booked"), &subject(ringing()))), SkipReason::NotEnded);
}

#[test]
fn an_outcome_is_taken_back_however_late_unless_another_one_came() {
    let (booked, memento) = changed(judge(&give("booked"), &subject(answered())));
    let late = at(7_000);
    let (undone, _) = changed(decide_undo(&memento, &subject(booked.clone()), late));
    assert_eq!((undone.disposition(), undone.needs_triage()), (None, true));
    assert!(matches!(
        decide_undo(&memento, &subject(booked.clone()), late),
        Verdict::Change(decision, _) if matches!(decision.events[..], [CallEvent::OutcomeUndone { .. }])
    ));
    let again = booked.undo_outcome(at(320)).unwrap().call;
    let (other, _) = changed(judge(&give("spam"), &subject(again.clone())));
    assert_ne!(other.snapshot().outcome_at, None);
    let other = with(other, |s| {
        s.before_outcome.as_mut().unwrap().replaced_at = at(330);
    });
    assert_eq!(why(decide_undo(&memento, &subject(other), late)), SkipReason::ChangedSince);
    assert_eq!(why(decide_undo(&memento, &subject(again), late)), SkipReason::ChangedSince);
}

#[test]
fn nobody_is_contacted_in_bulk_against_his_wish() {
    let unwanted = with(missed(), |s| s.do_not_contact = true);
    let promise = |kind: &str| BulkOperation::Followup {
        follow_up: FollowUpRequest { kind: kind.to_owned(), ..callback() },
        even_if_open: false,
    };
    for kind in ["callback", "sms", "email"] {
        let verdict = judge(&promise(kind), &subject(unwanted.clone()));
        assert_eq!(why(verdict), SkipReason::DoNotContact);
    }
    assert!(matches!(judge(&promise("task"), &subject(unwanted.clone())), Verdict::Promise(_)));
    let with_outcome = BulkOperation::Disposition {
        disposition: "callback".to_owned(),
        note: Some("Storm".to_owned()),
        follow_up: Some(callback()),
        spam_reason: None,
        replace: false,
    };
    assert_eq!(why(judge(&with_outcome, &subject(unwanted))), SkipReason::DoNotContact);
}

#[test]
fn a_second_follow_up_is_made_only_when_asked_for() {
    let promise = |even_if_open| BulkOperation::Followup { follow_up: callback(), even_if_open };
    assert_eq!(why(judge(&promise(false), &promised(missed()))), SkipReason::HasFollowUp);
    assert!(matches!(judge(&promise(true), &promised(missed())), Verdict::Promise(_)));
    assert!(matches!(judge(&promise(false), &subject(missed())), Verdict::Promise(_)));
}

#[test]
fn the_open_follow_up_is_given_to_a_member() {
    let assign = |member| BulkOperation::Assign { member };
    assert_eq!(why(judge(&assign(Some(ANA)), &subject(missed()))), SkipReason::NoFollowUp);
    assert_eq!(why(judge(&assign(None), &promised(missed()))), SkipReason::Unchanged);
    let expected = PromiseChange::Assign { follow_up: PROMISE, from: None, to: Some(ANA) };
    assert_eq!(judge(&assign(Some(ANA)), &promised(missed())), Verdict::Promise(expected));
    let memento = Memento::Assigned { follow_up: PROMISE, from: None, to: Some(ANA) };
    let back = PromiseChange::Assign { follow_up: PROMISE, from: Some(ANA), to: None };
    let undone = decide_undo(&memento, &promised(missed()), at(400));
    assert_eq!(undone, Verdict::Promise(back));
}

#[test]
fn what_no_call_can_be_given_is_refused_at_once() {
    let refused = |operation: BulkOperation| {
        let error = operation.checked(&catalogue(), at(310)).unwrap_err();
        match error {
            crate::CallError::Invalid(wrong) => wrong.0[0].path.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refused(tag(&[])), "tags");
    assert_eq!(refused(tag(&["  "])), "tags.0");
    assert_eq!(refused(give("beamed_up")), "disposition");
    let past = FollowUpRequest { due_at: Some(at(1)), ..callback() };
    let promise = BulkOperation::Followup { follow_up: past, even_if_open: false };
    assert_eq!(refused(promise), "follow_up.due_at");
    let timeless = FollowUpRequest { due_at: None, ..callback() };
    let promise = BulkOperation::Followup { follow_up: timeless, even_if_open: false };
    assert_eq!(refused(promise), "follow_up.due_at");
}

#[test]
fn reasons_are_counted_apart_and_holders_by_name() {
    let mut tally = Tally::default();
    tally.count(SkipReason::DoNotContact.into(), 30);
    tally.count(Skip { reason: SkipReason::HeldByOther, held_by: Some(ANA) }, 3);
    tally.count(Skip { reason: SkipReason::HeldByOther, held_by: Some(DANA) }, 1);
    tally.count(SkipReason::DoNotContact.into(), 7);
    let counts: Vec<u64> = tally.skipped.iter().map(|count| count.calls).collect();
    assert_eq!((counts, tally.total()), (vec![37, 3, 1], 41));
    assert_eq!(Tally::parse(&tally.to_value()), tally);
}

#[test]
fn what_was_asked_for_survives_being_stored() {
    for operation in [tag(&["a"]), give("booked"), BulkOperation::Assign { member: Some(ANA) }] {
        let spec = BulkSpec { operation, selection: Selection::Matching, undo_of: None };
        assert_eq!(BulkSpec::parse(&spec.to_value()), Some(spec));
    }
}
