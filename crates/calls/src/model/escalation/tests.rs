//! When an emergency is queued, sent and taken.

use super::*;
use crate::model::{
    CallSnapshot, Intent, OutcomeContext, OutcomeRequest, sample::missed, shipped_dispositions,
};
use callboard_kernel::{CallId, DomainEvent, MemberId, Patch};
use time::{Duration, macros::datetime};
use uuid::Uuid;

const NOW: Timestamp = datetime!(2026-05-20 15:00 UTC);
const DANA: MemberId = MemberId(Uuid::from_u128(0xda));

fn emergency() -> Call {
    let state = CallSnapshot { intent: Some(Intent::Emergency), ..missed().into_snapshot() };
    Call::restore(state)
}

fn queued() -> Call {
    let decision = Decision::update(emergency(), vec![]).with_escalation();
    assert_eq!(decision.call.snapshot().escalation, EscalationStatus::Queued);
    decision.call
}

fn names(decision: &Decision) -> Vec<&'static str> {
    decision.events.iter().map(DomainEvent::name).collect()
}

#[test]
fn a_missed_emergency_is_queued_once_by_whatever_made_it_one() {
    let decision = Decision::update(emergency(), vec![]).with_escalation();
    assert_eq!(names(&decision), ["calls.emergency_queued"]);
    let again = Decision::update(decision.call, vec![]).with_escalation();
    assert!(again.events.is_empty());
}

#[test]
fn what_is_no_cry_for_help_is_not_queued() {
    let changed = |change: fn(&mut CallSnapshot)| {
        let mut state = emergency().into_snapshot();
        change(&mut state);
        Decision::update(Call::restore(state), vec![]).with_escalation().call
    };
    for call in [
        changed(|s| s.intent = Some(Intent::Quote)),
        changed(|s| s.status = CallStatus::Completed),
        changed(|s| s.purpose = Purpose::Demo),
        changed(|s| s.import = Some(Uuid::nil())),
        changed(|s| s.outcome_at = Some(NOW)),
        changed(|s| s.incident = Some(CallId(Uuid::from_u128(1)))),
    ] {
        assert_eq!(call.snapshot().escalation, EscalationStatus::None);
    }
}

#[test]
fn it_is_sent_when_people_were_told_and_not_after_somebody_took_it() {
    let sent = queued().escalation_sent(NOW).unwrap();
    assert_eq!(sent.call.snapshot().escalation, EscalationStatus::Sent);
    assert_eq!(sent.action, AuditAction::Escalate);
    assert!(sent.call.escalation_sent(NOW).is_none());
    let taken = queued().acknowledge(Some(DANA), NOW).unwrap().unwrap();
    assert_eq!(names(&taken), ["calls.emergency_acknowledged"]);
    assert!(taken.call.escalation_sent(NOW).is_none());
    assert!(taken.call.acknowledge(None, NOW).unwrap().is_none());
}

#[test]
fn a_call_that_never_escalated_cannot_be_taken() {
    assert!(matches!(missed().acknowledge(None, NOW), Err(CallError::NothingToAcknowledge)));
}

#[test]
fn an_outcome_takes_the_emergency() {
    let catalogue = shipped_dispositions();
    let rule = catalogue.iter().find(|rule| rule.key == "booked").unwrap();
    let request = OutcomeRequest {
        disposition: "booked".to_owned(),
        notes: None,
        follow_up: None,
        value_est_cents: Patch::Keep,
        spam_reason: None,
    };
    let context = OutcomeContext { rule, has_open_follow_up: true, by: Some(DANA) };
    let decided = queued().record_outcome(&request, context, NOW + Duration::minutes(1)).unwrap();
    let taken = decided.with_escalation();
    assert_eq!(taken.call.snapshot().escalation, EscalationStatus::Acked);
    assert_eq!(names(&taken), ["calls.outcome_recorded", "calls.emergency_acknowledged"]);
}

#[test]
fn a_repeat_escalates_the_first_call_while_it_is_undecided() {
    let first = missed().escalate("a repeat was an emergency", NOW).unwrap();
    assert_eq!(names(&first), ["calls.emergency_queued"]);
    assert!(first.call.escalate("again", NOW).is_none());
}
