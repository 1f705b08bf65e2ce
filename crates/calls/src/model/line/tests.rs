//! Reports of the line in every order.

use super::super::sample::*;
use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn names(decision: &Decision) -> Vec<&'static str> {
    decision.events.iter().map(callboard_kernel::DomainEvent::name).collect()
}

const FIRST: CallId = CallId(Uuid::from_u128(77));

#[test]
fn a_known_caller_is_named_and_an_unknown_one_has_the_networks_name() {
    let known = Call::rings(&report(LineChange::Rang), sight(Some(known(true))), START);
    assert_eq!(names(&known), ["calls.call_started"]);
    assert_eq!(known.action, AuditAction::Create);
    let s = known.call.snapshot();
    assert_eq!((s.caller_name.as_str(), s.do_not_contact), ("Pat Example", true));
    assert!(s.customer.is_some());

    let stranger = ringing();
    assert_eq!(stranger.snapshot().caller_name, "EXAMPLE PAT");
    assert_eq!(stranger.status(), CallStatus::Ringing);
}

#[test]
fn an_answered_inbound_call_needs_its_outcome_five_minutes_after_the_end() {
    let call = answered();
    let s = call.snapshot();
    assert_eq!((s.status, s.duration_s, s.agent), (CallStatus::Completed, 120, Some(DANA)));
    assert!(call.is_outcome_pending());
    assert_eq!(s.outcome_due_at, Some(at(130 + 300)));
    assert_eq!(s.queue_status, QueueStatus::None, "it enters the queue when it is overdue");
}

#[test]
fn an_unanswered_inbound_call_is_missed_and_waits_in_triage() {
    let change = LineChange::HungUp { at: at(15), answered_at: None };
    let decision = ringing().report(change, None, at(16)).unwrap();
    assert_eq!(names(&decision), ["calls.call_missed"]);
    let s = decision.call.snapshot();
    assert_eq!((s.status, s.queue_status), (CallStatus::Missed, QueueStatus::Triage));
    assert!(decision.call.is_outcome_pending());
    assert_eq!(s.outcome_due_at, None, "the promise to call back has the clock");
}

#[test]
fn a_short_abandon_is_listed_and_starts_nothing() {
    let change = LineChange::HungUp { at: at(14), answered_at: None };
    let decision = ringing().report(change, Some(FIRST), at(14)).unwrap();
    assert_eq!(names(&decision), ["calls.call_ended"], "no clock");
    let s = decision.call.snapshot();
    assert_eq!((s.status, s.queue_status), (CallStatus::Missed, QueueStatus::None));
    assert!(!s.outcome_required && !decision.call.needs_triage());
}

#[test]
fn a_missed_repeat_joins_the_incident_and_asks_for_nothing_itself() {
    let change = LineChange::HungUp { at: at(20), answered_at: None };
    let decision = ringing().report(change, Some(FIRST), at(20)).unwrap();
    let [CallEvent::Missed(facts)] = &decision.events[..] else { panic!("not missed") };
    assert_eq!(facts.incident, Some(FIRST));
    assert!(!decision.call.needs_triage());

    let own = ringing().id();
    let alone = ringing().report(change, Some(own), at(20)).unwrap().call;
    assert_eq!(alone.snapshot().incident, None, "no call repeats itself");
    assert!(alone.needs_triage());
}

#[test]
fn the_end_of_a_call_brings_the_answer_whose_report_was_lost() {
    let change = LineChange::HungUp { at: at(70), answered_at: Some(at(10)) };
    let decision = ringing().report(change, None, at(70)).unwrap();
    assert_eq!(names(&decision), ["calls.call_ended"]);
    let s = decision.call.snapshot();
    assert_eq!((s.status, s.duration_s, s.answered_at), (CallStatus::Completed, 60, Some(at(10))));
}

#[test]
fn late_and_repeated_reports_change_nothing() {
    let late = [
        LineChange::Rang,
        LineChange::Answered { at: at(5), agent: None },
        LineChange::HungUp { at: at(500), answered_at: Some(at(5)) },
        LineChange::Failed { at: at(500) },
    ];
    for done in [missed(), answered()] {
        for change in late {
            assert_eq!(done.report(change, None, at(600)), None, "{change:?} on {}", done.status());
        }
    }
    assert_eq!(ringing().report(LineChange::Rang, None, at(1)), None);
}

#[test]
fn outgoing_and_demonstration_calls_are_never_missed_calls() {
    let change = LineChange::HungUp { at: at(40), answered_at: None };
    for call in [
        with(ringing(), |s| s.direction = Direction::Out),
        with(ringing(), |s| s.purpose = Purpose::Demo),
    ] {
        let decision = call.report(change, None, at(40)).unwrap();
        assert_eq!(names(&decision), ["calls.call_ended"]);
        assert!(!decision.call.is_outcome_pending());
    }
}

#[test]
fn reports_of_clocks_that_disagree_give_no_negative_times() {
    let change = LineChange::HungUp { at: at(-50), answered_at: Some(at(-60)) };
    let call = ringing().report(change, None, at(0)).unwrap().call;
    assert_eq!((call.ring_s(), call.snapshot().duration_s), (0, 0));
    assert_eq!(call.snapshot().ended_at, Some(START));
}

fn any_change() -> impl Strategy<Value = LineChange> {
    let seconds = -100_i64..1_000;
    prop_oneof![
        Just(LineChange::Rang),
        seconds.clone().prop_map(|s| LineChange::Answered { at: at(s), agent: None }),
        (seconds.clone(), proptest::option::of(seconds.clone()))
            .prop_map(|(s, a)| { LineChange::HungUp { at: at(s), answered_at: a.map(at) } }),
        seconds.prop_map(|s| LineChange::Failed { at: at(s) }),
    ]
}

proptest! {
    #[test]
    fn whatever_is_reported_the_status_only_moves_forward(
        changes in proptest::collection::vec(any_change(), 0..12)
    ) {
        let mut call = ringing();
        let mut endings = 0;
        for change in changes {
            let Some(decision) = call.report(change, None, at(2_000)) else { continue };
            let (before, after) = (call.status(), decision.call.status());
            prop_assert!(before.may_become(after), "{before} to {after}");
            prop_assert!(decision.call.snapshot().duration_s >= 0);
            prop_assert!(decision.call.ring_s() >= 0);
            endings += decision
                .events
                .iter()
                .filter(|e| matches!(e, CallEvent::Missed(_) | CallEvent::Ended(_)))
                .count();
            call = decision.call;
        }
        prop_assert!(endings <= 1, "a call ends once");
    }
}
