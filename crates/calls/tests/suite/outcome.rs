//! Outcomes through the service.

use crate::world::*;
use callboard_calls::{
    CallError, CallEvent,
    model::{Call, FollowUpRequest, OutcomeRequest, QueueStatus},
};
use callboard_kernel::{
    CallId, Cause, Classify, ErrorKind, Loaded, Patch, Role, SaveError, Version,
};
use uuid::Uuid;

const FIRST: CallId = CallId(Uuid::from_u128(0xf1));

fn request(disposition: &str) -> OutcomeRequest {
    OutcomeRequest {
        disposition: disposition.to_owned(),
        notes: Some("Leak in the attic".to_owned()),
        follow_up: None,
        value_est_cents: Patch::Keep,
        spam_reason: None,
    }
}

#[tokio::test]
async fn the_promise_that_every_missed_call_gets_satisfies_the_rule() {
    let world =
        World::new().with_call(missed(CALL)).with_catalogue().with_promises(&[CALL]).writing();
    let (calls, written) = world.build();
    let done =
        calls.record_outcome(&dispatcher(), CALL, None, request("missed")).await.unwrap().value;
    let s = done.snapshot();
    assert_eq!((s.outcome_at, s.outcome_by), (Some(at(600)), Some(DANA)));
    assert_eq!(s.queue_status, QueueStatus::FollowUp);
    assert_eq!(names(&written), ["calls.outcome_recorded"]);
    let written = written.lock().unwrap();
    let audit = written[0].audit.as_ref().unwrap();
    assert_eq!(audit.after["disposition"], "missed");
    assert_eq!(audit.after["notes"], "Leak in the attic");
}

#[tokio::test]
async fn without_a_promise_nothing_is_written() {
    let world = World::new().with_call(missed(CALL)).with_catalogue().with_promises(&[]).writing();
    let (calls, written) = world.build();
    let scope = dispatcher();
    let bare = OutcomeRequest { notes: None, ..request("callback") };
    let refused = calls.record_outcome(&scope, CALL, None, bare).await.unwrap_err();
    assert_eq!(refused.code(), "outcome_incomplete");
    let ErrorKind::Rule(fields) = refused.kind() else { panic!("{refused}") };
    let found: Vec<_> = fields.iter().map(|f| (f.path.as_str(), f.code)).collect();
    assert_eq!(found, [("notes", "required"), ("follow_up", "required")]);
    assert!(written.lock().unwrap().is_empty());

    let follow_up = FollowUpRequest {
        kind: "callback".to_owned(),
        due_at: Some(at(7_200)),
        assigned_to: Some(DANA),
        priority: Some("high".to_owned()),
        note: None,
    };
    let promised = OutcomeRequest { follow_up: Some(follow_up), ..request("callback") };
    calls.record_outcome(&scope, CALL, None, promised).await.unwrap();
    let written = written.lock().unwrap();
    let [CallEvent::OutcomeRecorded { follow_up: Some(made), .. }] = &written[0].events[..] else {
        panic!("no promise")
    };
    assert_eq!((made.due_at, made.assigned_to), (Some(at(7_200)), Some(DANA)));
}

#[tokio::test]
async fn the_promise_of_the_first_call_of_an_incident_serves_its_repeats() {
    let repeat = ringing(CALL).report(NO_ANSWER, Some(FIRST), at(30)).unwrap().call;
    let world = World::new().with_call(repeat).with_catalogue().with_promises(&[FIRST]).writing();
    let (calls, _) = world.build();
    assert!(calls.record_outcome(&dispatcher(), CALL, None, request("missed")).await.is_ok());
}

#[tokio::test]
async fn a_disposition_must_be_in_the_catalogue() {
    let (calls, _) = World::new().with_catalogue().build();
    let refused = calls.record_outcome(&dispatcher(), CALL, None, request("lost")).await;
    let ErrorKind::Invalid(fields) = refused.unwrap_err().kind() else { panic!("accepted") };
    assert_eq!((fields[0].path.as_str(), fields[0].code), ("disposition", "unknown_value"));
}

#[tokio::test]
async fn an_outcome_is_taken_back_within_its_time_only() {
    let booked = decided_at(at(100));
    let mut world = World::new().with_call(booked.clone()).writing();
    world.now = at(100 + 600);
    let (calls, written) = world.build();
    let undone = calls.undo_outcome(&dispatcher(), CALL).await.unwrap().value;
    assert!(undone.is_outcome_pending());
    assert_eq!(names(&written), ["calls.outcome_undone"]);

    let mut world = World::new().with_call(booked);
    world.now = at(100 + 601);
    let (calls, _) = world.build();
    let refused = calls.undo_outcome(&dispatcher(), CALL).await.unwrap_err();
    assert_eq!((refused.kind(), refused.code()), (ErrorKind::Conflict, "nothing_to_undo"));
}

fn decided_at(when: callboard_kernel::Timestamp) -> Call {
    let all = callboard_calls::model::shipped_dispositions();
    let context = callboard_calls::model::OutcomeContext {
        rule: &all[0],
        has_open_follow_up: false,
        by: None,
    };
    answered(CALL).record_outcome(&request("booked"), context, when).unwrap().call
}

#[tokio::test]
async fn only_a_supervisor_waives() {
    let (calls, _) = World::new().build();
    let refused = calls.waive_outcome(&dispatcher(), CALL, "test").await;
    assert!(matches!(refused, Err(CallError::Forbidden(_))));
    let (calls, written) = World::new().with_call(missed(CALL)).writing().build();
    let waived = calls.waive_outcome(&member(Role::Admin), CALL, "test call").await.unwrap().value;
    assert!(!waived.needs_triage());
    let note = written.lock().unwrap()[0].audit.as_ref().unwrap().note.clone();
    assert_eq!(note, "outcome waived: test call");
}

#[tokio::test]
async fn overdue_outcomes_are_flagged_and_a_call_in_other_hands_waits_for_the_next_run() {
    let mut world = World::new();
    world
        .repo
        .expect_outcomes_overdue()
        .withf(|_, now, limit| *now == at(600) && *limit == 10)
        .returning(|_, _, _| Ok(vec![FIRST, CALL]));
    world
        .repo
        .expect_get()
        .returning(|_, id| Ok(Some(Loaded { value: answered(id), version: Version(3) })));
    let written = world.written.clone();
    world.repo.expect_save().returning(move |_, commit| {
        if commit.aggregate.id() == FIRST {
            return Err(SaveError::Stale);
        }
        written.lock().unwrap().push(commit);
        Ok(Version(4))
    });
    let (calls, written) = world.build();
    assert_eq!(calls.flag_overdue_outcomes(&dispatcher(), 10).await.unwrap(), 2);
    let written = written.lock().unwrap();
    assert_eq!(written.len(), 1);
    assert_eq!(written[0].aggregate.snapshot().queue_status, QueueStatus::Triage);
    assert!(written[0].aggregate.is_outcome_pending());
}

#[tokio::test]
async fn a_cause_works_once() {
    let waiting = {
        let mut state = decided_at(at(100)).into_snapshot();
        state.queue_status = QueueStatus::FollowUp;
        Call::restore(state)
    };
    let world = World::new().with_call(waiting.clone()).with_promises(&[]).writing();
    let (calls, written) = world.build();
    let cause = Cause("event/requeue".to_owned());
    calls.requeue_by_promises(&dispatcher(), CALL, cause.clone(), 2).await.unwrap();
    {
        let written = written.lock().unwrap();
        assert_eq!((written[0].cause.as_ref(), written[0].depth), (Some(&cause), 2));
        assert_eq!(written[0].aggregate.snapshot().queue_status, QueueStatus::None);
    }
    let mut world = World::new().with_call(waiting).with_promises(&[]);
    world.repo.expect_save().times(1).returning(|_, _| Err(SaveError::Duplicate("causes_pkey")));
    let (calls, _) = world.build();
    assert!(calls.requeue_by_promises(&dispatcher(), CALL, cause, 2).await.is_ok());
}

#[tokio::test]
async fn lower_roles_decide_nothing() {
    let (calls, _) = World::new().build();
    for role in [Role::Viewer, Role::Tech] {
        let scope = member(role);
        let refusals = [
            calls.record_outcome(&scope, CALL, None, request("booked")).await.map(|_| ()),
            calls.undo_outcome(&scope, CALL).await.map(|_| ()),
            calls.waive_outcome(&scope, CALL, "r").await.map(|_| ()),
            calls.flag_overdue_outcomes(&scope, 1).await.map(|_| ()),
        ];
        for refused in refusals {
            assert!(matches!(refused, Err(CallError::Forbidden(_))), "{role}: {refused:?}");
        }
    }
}
