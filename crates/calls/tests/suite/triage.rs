//! One call at a time.

use crate::world::*;
use callboard_calls::{
    CallError, FREE_SKIPS,
    board::{CallRow, TriageSummary},
    model::{Call, CallSnapshot, EscalationStatus, Intent},
    ports::ClaimAnswer,
};
use callboard_kernel::{CallId, Cause, Classify, ErrorKind, MemberId, Role};
use uuid::Uuid;

const OTHER: CallId = CallId(Uuid::from_u128(0x07));
const THIRD: CallId = CallId(Uuid::from_u128(0x03));
const MIGUEL: MemberId = MemberId(Uuid::from_u128(0x316));

fn row(call: &Call) -> CallRow {
    let s = call.snapshot().clone();
    CallRow {
        id: s.id,
        version: 3,
        direction: s.direction,
        purpose: s.purpose,
        source: s.source,
        provider_call_id: None,
        lead_source: s.lead_source,
        status: s.status,
        from: s.from,
        to: s.to,
        started_at: s.started_at,
        answered_at: s.answered_at,
        ended_at: s.ended_at,
        duration_s: s.duration_s,
        agent_type: s.agent_type,
        agent: s.agent,
        agent_name: None,
        customer: s.customer,
        caller_name: s.caller_name,
        intent: s.intent,
        disposition: s.disposition,
        outcome_required: s.outcome_required,
        outcome_at: s.outcome_at,
        outcome_due_at: s.outcome_due_at,
        queue_status: s.queue_status,
        value_est_cents: s.value_est_cents,
        emergency_score: s.emergency_score,
        spam_score: s.spam_score,
        tags: s.tags,
        note_start: s.notes,
        do_not_contact: s.do_not_contact,
        has_recording: false,
        has_transcript: false,
        job: s.job,
        escalation: s.escalation,
        after_hours: s.after_hours,
        incident: s.incident,
        promise: None,
        claim: None,
    }
}

/// Two missed calls wait; the board knows both.
fn queue() -> World {
    let mut world = World::new().with_call(missed(CALL)).with_call(missed(OTHER));
    world
        .board
        .expect_rows()
        .returning(|_, ids, _| Ok(ids.iter().map(|id| row(&missed(*id))).collect()));
    world
        .board
        .expect_triage_summary()
        .returning(|_, _| Ok(TriageSummary { queued: 47, ..TriageSummary::default() }));
    world
}

fn holding(mut world: World, call: Option<CallId>) -> World {
    world
        .claims
        .expect_held_by()
        .withf(|_, member, now| *member == DANA && *now == at(600))
        .returning(move |_, _, _| Ok(call));
    world
}

fn next_is(mut world: World, id: Option<CallId>) -> World {
    world
        .claims
        .expect_claim_next()
        .times(1)
        .withf(|_, member, now, until, _| {
            *member == DANA && *now == at(600) && *until == at(600 + 300)
        })
        .returning(move |_, _, _, _, _| Ok(id));
    world
}

#[tokio::test]
async fn the_next_call_is_claimed_for_five_minutes_with_its_reason() {
    let (calls, _) = next_is(holding(queue(), None), Some(CALL)).build();
    let next = calls.claim_next(&dispatcher(), &[], None).await.unwrap().unwrap();
    assert_eq!((next.call.value.id(), next.until), (CALL, at(900)));
    assert_eq!((next.position, next.queued), (1, 47));
    assert_eq!(next.reason, "missed call - no outcome yet");
}

#[tokio::test]
async fn an_empty_queue_has_no_next_call() {
    let (calls, _) = next_is(holding(World::new(), None), None).build();
    assert_eq!(calls.claim_next(&dispatcher(), &[], None).await.unwrap(), None);
}

#[tokio::test]
async fn a_held_call_comes_again_until_it_is_decided() {
    let mut world = holding(queue(), Some(CALL));
    world
        .claims
        .expect_claim()
        .times(1)
        .withf(|_, call, member, _, until, over| {
            (*call, *member, *until, *over) == (CALL, DANA, at(900), false)
        })
        .returning(|_, _, _, _, _, _| Ok(ClaimAnswer::Granted));
    let (calls, _) = world.build();
    let same = calls.claim_next(&dispatcher(), &[OTHER], None).await.unwrap().unwrap();
    assert_eq!(same.call.value.id(), CALL, "claim_next of the store was not asked");

    let done = missed(CALL).waive_outcome("test", None, at(100)).unwrap().call;
    let mut world = World::new().with_call(done).with_call(missed(OTHER));
    world.board.expect_rows().returning(|_, _, _| Ok(vec![row(&missed(OTHER))]));
    world.board.expect_triage_summary().returning(|_, _| Ok(TriageSummary::default()));
    let (calls, _) = next_is(holding(world, Some(CALL)), Some(OTHER)).build();
    let next = calls.claim_next(&dispatcher(), &[], None).await.unwrap().unwrap();
    assert_eq!(next.call.value.id(), OTHER, "the held one is decided");
}

#[tokio::test]
async fn two_skips_are_free_and_the_third_needs_a_reason() {
    assert_eq!(FREE_SKIPS, 2);
    let (calls, written) = next_is(holding(queue(), Some(CALL)), Some(OTHER)).build();
    let two = [THIRD, CALL];
    let next = calls.claim_next(&dispatcher(), &two, None).await.unwrap().unwrap();
    assert_eq!((next.call.value.id(), next.position), (OTHER, 3));
    assert!(written.lock().unwrap().is_empty());

    let three = [THIRD, CallId(Uuid::from_u128(4)), CALL];
    for reason in [None, Some("  ")] {
        let (calls, _) = holding(queue(), Some(CALL)).build();
        let refused = calls.claim_next(&dispatcher(), &three, reason).await.unwrap_err();
        assert_eq!(refused.code(), "skip_reason_missing");
        let ErrorKind::Rule(fields) = refused.kind() else { panic!("{refused}") };
        assert_eq!((fields[0].path.as_str(), fields[0].code), ("skip_reason", "required"));
    }

    let (calls, written) = next_is(holding(queue(), Some(CALL)), Some(OTHER)).writing().build();
    calls.claim_next(&dispatcher(), &three, Some(" line is bad ")).await.unwrap();
    let written = written.lock().unwrap();
    assert_eq!(written[0].aggregate.id(), CALL);
    assert_eq!(written[0].audit.as_ref().unwrap().note, "skipped in triage: line is bad");
    assert!(written[0].aggregate.needs_triage(), "skipping decides nothing");
}

#[tokio::test]
async fn skips_of_earlier_calls_ask_for_no_reason_when_none_is_held() {
    let skipped: Vec<CallId> = (10..20).map(|n| CallId(Uuid::from_u128(n))).collect();
    let (calls, _) = next_is(holding(queue(), None), Some(CALL)).build();
    assert!(calls.claim_next(&dispatcher(), &skipped, None).await.unwrap().is_some());
}

#[tokio::test]
async fn a_call_that_somebody_holds_is_refused_with_his_name_and_time() {
    let mut world = World::new().with_call(missed(CALL));
    world.claims.expect_claim().returning(|_, _, _, _, _, over| {
        Ok(if over {
            ClaimAnswer::Granted
        } else {
            ClaimAnswer::HeldBy { member: MIGUEL, until: at(700) }
        })
    });
    let (calls, _) = world.build();
    let refused = calls.claim(&dispatcher(), CALL).await.unwrap_err();
    assert!(matches!(refused, CallError::HeldByOther { by: MIGUEL, until } if until == at(700)));
    assert_eq!((refused.kind(), refused.code()), (ErrorKind::Conflict, "held_by_other"));

    let refused = calls.take_over(&dispatcher(), CALL).await;
    assert!(matches!(refused, Err(CallError::Forbidden(_))), "no supervisor");
    assert_eq!(calls.take_over(&member(Role::Admin), CALL).await.unwrap(), at(900));
}

#[tokio::test]
async fn an_absent_call_cannot_be_claimed_and_the_own_claim_is_given_back() {
    let mut world = World::new();
    world.claims.expect_claim().returning(|_, _, _, _, _, _| Ok(ClaimAnswer::Absent));
    world
        .claims
        .expect_release()
        .times(1)
        .withf(|_, call, member, _| (*call, *member) == (CALL, DANA))
        .returning(|_, _, _, _| Ok(()));
    let (calls, _) = world.build();
    assert!(matches!(calls.claim(&dispatcher(), CALL).await, Err(CallError::NotFound)));
    calls.release(&dispatcher(), CALL).await.unwrap();
}

#[tokio::test]
async fn a_claim_needs_a_person_who_works_calls() {
    let (calls, _) = World::new().build();
    let refused = calls.claim_next(&api_key(), &[], None).await.unwrap_err();
    assert_eq!((refused.kind(), refused.code()), (ErrorKind::Forbidden, "not_a_member"));
    for role in [Role::Viewer, Role::Tech] {
        let scope = member(role);
        let refusals = [
            calls.claim_next(&scope, &[], None).await.map(|_| ()),
            calls.claim(&scope, CALL).await.map(|_| ()),
            calls.take_over(&scope, CALL).await.map(|_| ()),
            calls.release(&scope, CALL).await,
        ];
        for refused in refusals {
            assert!(matches!(refused, Err(CallError::Forbidden(_))), "{role}: {refused:?}");
        }
    }
}

/// A missed emergency of which the people on duty were told.
fn emergency() -> Call {
    Call::restore(CallSnapshot {
        intent: Some(Intent::Emergency),
        escalation: EscalationStatus::Sent,
        ..missed(CALL).into_snapshot()
    })
}

#[tokio::test]
async fn whoever_claims_an_emergency_has_acknowledged_it() {
    let mut world = World::new().with_call(emergency()).writing();
    world.claims.expect_claim().returning(|_, _, _, _, _, _| Ok(ClaimAnswer::Granted));
    let (calls, written) = world.build();
    calls.claim(&dispatcher(), CALL).await.unwrap();
    assert_eq!(names(&written), ["calls.emergency_acknowledged"]);
    let taken = written.lock().unwrap()[0].aggregate.clone();
    assert_eq!(taken.snapshot().escalation, EscalationStatus::Acked);
}

#[tokio::test]
async fn an_emergency_is_acknowledged_by_who_works_calls_and_others_have_none_to_acknowledge() {
    let (calls, written) = World::new().with_call(emergency()).writing().build();
    let taken = calls.acknowledge(&dispatcher(), CALL).await.unwrap();
    assert_eq!(taken.value.snapshot().escalation, EscalationStatus::Acked);
    assert_eq!(written.lock().unwrap()[0].audit.as_ref().unwrap().note, "the emergency was taken");
    let refused = calls.acknowledge(&member(Role::Viewer), CALL).await;
    assert!(matches!(refused, Err(CallError::Forbidden(_))));
    let (calls, _) = World::new().with_call(missed(CALL)).build();
    let refused = calls.acknowledge(&dispatcher(), CALL).await.unwrap_err();
    assert_eq!((refused.kind(), refused.code()), (ErrorKind::Conflict, "nothing_to_acknowledge"));
}

#[tokio::test]
async fn telling_people_late_changes_nothing_of_an_emergency_that_was_taken() {
    let state = CallSnapshot { escalation: EscalationStatus::Acked, ..emergency().into_snapshot() };
    let (calls, written) = World::new().with_call(Call::restore(state)).build();
    let cause = Cause("late".to_owned());
    calls.escalation_sent(&dispatcher(), CALL, cause.clone(), 1).await.unwrap();
    calls.emergency_taken(&dispatcher(), CALL, MIGUEL, cause, 1).await.unwrap();
    assert!(written.lock().unwrap().is_empty());
}
