//! What the line reports becomes the log.

use crate::world::*;
use callboard_calls::{
    CallError, CallEvent,
    model::{CallStatus, LineChange},
    ports::KnownCaller,
};
use callboard_kernel::{
    AuditAction, CallId, CustomerId, Expected, Loaded, Role, SaveError, Version,
};
use uuid::Uuid;

const FIRST: CallId = CallId(Uuid::from_u128(0xf1));

#[tokio::test]
async fn a_new_call_takes_the_name_of_a_known_customer_and_the_hour() {
    let mut world = World::new().writing();
    world.repo.expect_find_by_provider().returning(|_, _, _| Ok(None));
    world.hours.expect_is_open().withf(|_, at| *at == START).returning(|_, _| Ok(false));
    world.callers.expect_by_number().withf(|_, asked| *asked == number(1)).returning(|_, _| {
        Ok(Some(KnownCaller {
            id: CustomerId(Uuid::from_u128(7)),
            name: "Pat Example".to_owned(),
            do_not_contact: false,
        }))
    });
    let (calls, written) = world.build();
    let id = calls.ingest(&dispatcher(), report(LineChange::Rang)).await.unwrap();
    assert_eq!(names(&written), ["calls.call_started"]);
    let written = written.lock().unwrap();
    assert_eq!(written[0].expected, Expected::Absent);
    assert_eq!(written[0].audit.as_ref().unwrap().action, AuditAction::Create);
    let s = written[0].aggregate.snapshot();
    assert_eq!((s.id, s.caller_name.as_str(), s.after_hours), (id, "Pat Example", true));
}

#[tokio::test]
async fn a_lost_first_report_is_made_up_for() {
    let mut world = World::new().with_strangers(true).writing();
    world.repo.expect_find_by_provider().returning(|_, _, _| Ok(None));
    world.repo.expect_missed_from().returning(|_, _, _| Ok(None));
    let (calls, written) = world.build();
    calls.ingest(&dispatcher(), report(NO_ANSWER)).await.unwrap();
    assert_eq!(names(&written), ["calls.call_started", "calls.call_missed"]);
    let written = written.lock().unwrap();
    assert_eq!(written.len(), 1, "one transaction");
    assert_eq!(written[0].aggregate.status(), CallStatus::Missed);
}

#[tokio::test]
async fn a_report_of_a_call_that_is_over_writes_nothing() {
    let mut world = World::new();
    world
        .repo
        .expect_find_by_provider()
        .returning(|_, _, _| Ok(Some(Loaded { value: answered(CALL), version: Version(3) })));
    let (calls, written) = world.build();
    assert_eq!(calls.ingest(&dispatcher(), report(NO_ANSWER)).await.unwrap(), CALL);
    assert!(written.lock().unwrap().is_empty());
}

#[tokio::test]
async fn two_first_reports_at_once_make_one_call() {
    let mut world = World::new().with_strangers(true);
    let mut seen = 0;
    world.repo.expect_find_by_provider().times(2).returning(move |_, _, _| {
        seen += 1;
        Ok((seen > 1).then(|| Loaded { value: ringing(CALL), version: Version(1) }))
    });
    world
        .repo
        .expect_save()
        .times(1)
        .returning(|_, _| Err(SaveError::Duplicate("calls_provider_key")));
    let (calls, _) = world.build();
    assert_eq!(calls.ingest(&dispatcher(), report(LineChange::Rang)).await.unwrap(), CALL);
}

#[tokio::test]
async fn a_report_is_decided_again_when_somebody_wrote_first() {
    let mut world = World::new().stale(2);
    world
        .repo
        .expect_find_by_provider()
        .times(3)
        .returning(|_, _, _| Ok(Some(Loaded { value: ringing(CALL), version: Version(3) })));
    let world = world.writing();
    let (calls, written) = world.build();
    let change = LineChange::Answered { at: at(5), agent: Some(DANA) };
    calls.ingest(&dispatcher(), report(change)).await.unwrap();
    assert_eq!(names(&written), ["calls.call_answered"]);
}

/// The incident of a missed call whose number had the first missed call already.
async fn incident_when(first: callboard_calls::model::Call, promised: bool) -> Option<CallId> {
    let promises: &'static [CallId] = if promised { &[FIRST] } else { &[] };
    let mut world = World::new().writing().with_call(first).with_promises(promises);
    world
        .repo
        .expect_find_by_provider()
        .returning(|_, _, _| Ok(Some(Loaded { value: ringing(CALL), version: Version(1) })));
    world
        .repo
        .expect_missed_from()
        .withf(|_, asked, since| *asked == number(1) && *since == at(-600))
        .times(1)
        .returning(|_, _, _| Ok(Some(FIRST)));
    let (calls, written) = world.build();
    calls.ingest(&dispatcher(), report(NO_ANSWER)).await.unwrap();
    let written = written.lock().unwrap();
    let [CallEvent::Missed(facts)] = &written[0].events[..] else { panic!("not missed") };
    assert_eq!(facts.incident.is_none(), written[0].aggregate.is_outcome_pending());
    facts.incident
}

#[tokio::test]
async fn a_repeat_joins_a_missed_call_on_which_somebody_must_still_act() {
    assert_eq!(incident_when(missed(FIRST), false).await, Some(FIRST), "it waits for its outcome");
    let waived = missed(FIRST).waive_outcome("test", None, at(40)).unwrap().call;
    assert_eq!(incident_when(waived.clone(), true).await, Some(FIRST), "a promise is open");
    assert_eq!(incident_when(waived, false).await, None, "it is settled: this is a new call");
}

#[tokio::test]
async fn only_those_who_work_calls_may_report() {
    let (calls, _) = World::new().build();
    for role in [Role::Viewer, Role::Tech] {
        let refused = calls.ingest(&member(role), report(LineChange::Rang)).await;
        assert!(matches!(refused, Err(CallError::Forbidden(_))), "{role}");
    }
}
