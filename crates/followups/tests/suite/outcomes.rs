//! What outcomes, their undoing and conversations do to follow-ups.

use crate::desk::{CALL, DANA, Desk, GONE, MIGUEL, NUMBER, minute, worker};
use callboard_followups::{
    ContactMade, MissedCall, OutcomePromise,
    model::{FollowUpKind, FollowUpStatus, Priority, SlaStatus, sla_status},
    rules::PromiseFacts,
};
use callboard_kernel::{CallId, Cause, Phone, Timestamp};

fn cause(text: &str) -> Cause {
    Cause(text.to_owned())
}

async fn missed(desk: &Desk) {
    let call = MissedCall {
        call: CALL,
        customer: None,
        subject: "Maria Lopez".to_owned(),
        started_at: minute(0),
        emergency: false,
        facts: PromiseFacts {
            direction: "in".to_owned(),
            status: "missed".to_owned(),
            ..PromiseFacts::default()
        },
    };
    desk.service.open_for_missed_call(&worker(), call, &cause("missed"), 1).await.unwrap();
}

fn outcome(recorded_at: Timestamp, due_at: Option<Timestamp>) -> OutcomePromise {
    OutcomePromise {
        call: CALL,
        recorded_at,
        closing: false,
        customer: None,
        subject: "Maria Lopez".to_owned(),
        emergency: false,
        facts: PromiseFacts {
            direction: "in".to_owned(),
            status: "missed".to_owned(),
            disposition: Some("callback".to_owned()),
            ..PromiseFacts::default()
        },
        kind: FollowUpKind::Callback,
        due_at,
        rule_minutes: Some(60),
        assigned_to: Some(MIGUEL),
        priority: None,
        note: "wants a quote".to_owned(),
        by: Some(DANA),
    }
}

async fn promise(desk: &Desk, outcome: OutcomePromise, text: &str) {
    desk.clock.set(outcome.recorded_at);
    desk.service.promise_from_outcome(&worker(), outcome, &cause(text), 1).await.unwrap();
}

#[tokio::test]
async fn a_named_time_takes_the_place_of_the_automatic_one() {
    let desk = Desk::new();
    missed(&desk).await;
    promise(&desk, outcome(minute(5), Some(minute(300))), "o1").await;
    let open = desk.open();
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].due_at, open[0].automatic), (minute(300), false));
    assert_eq!(open[0].assigned_to, Some(MIGUEL));
    assert_eq!(open[0].note, "wants a quote");
    assert_eq!(desk.all().len(), 2);
    assert_eq!(desk.told().len(), 1, "the owner is told");
}

#[tokio::test]
async fn without_a_time_an_open_one_suffices() {
    let desk = Desk::new();
    missed(&desk).await;
    promise(&desk, outcome(minute(5), None), "o1").await;
    assert_eq!(desk.only().due_at, minute(30));
}

#[tokio::test]
async fn without_a_time_the_minutes_of_the_disposition_decide() {
    let desk = Desk::new();
    promise(&desk, outcome(minute(5), None), "o1").await;
    let made = desk.only();
    assert_eq!(made.due_at, minute(65));
    assert_eq!(made.clock.rule.unwrap().key, "disposition:callback");
    let without_minutes = Desk::new();
    let mut bare = outcome(minute(5), None);
    bare.rule_minutes = None;
    promise(&without_minutes, bare, "o1").await;
    assert_eq!(without_minutes.only().clock.rule.unwrap().key, "missed_call");
}

#[tokio::test]
async fn delivered_twice_it_is_promised_once() {
    let desk = Desk::new();
    promise(&desk, outcome(minute(5), Some(minute(300))), "o1").await;
    promise(&desk, outcome(minute(5), Some(minute(300))), "o1").await;
    promise(&desk, outcome(minute(5), Some(minute(300))), "another delivery").await;
    assert_eq!(desk.all().len(), 1);
}

#[tokio::test]
async fn an_emergency_makes_it_urgent_and_whoever_left_gets_nothing() {
    let desk = Desk::new();
    let mut urgent = outcome(minute(5), Some(minute(300)));
    urgent.emergency = true;
    urgent.assigned_to = Some(GONE);
    promise(&desk, urgent, "o1").await;
    let made = desk.only();
    assert_eq!((made.priority, made.assigned_to), (Priority::Urgent, None));
}

#[tokio::test]
async fn a_closing_outcome_completes_everything_but_its_own_promise() {
    let desk = Desk::new();
    missed(&desk).await;
    let mut closing = outcome(minute(5), None);
    closing.closing = true;
    promise(&desk, closing, "o1").await;
    let close = |text: &'static str| {
        let desk = &desk;
        async move {
            desk.service
                .complete_for_outcome(&worker(), CALL, minute(5), Some(DANA), &cause(text), 1)
                .await
                .unwrap();
        }
    };
    close("o1/close").await;
    close("o1/close").await;
    let open = desk.open();
    assert_eq!(open.len(), 1);
    assert!(!open[0].automatic, "what was promised with the outcome stays");
    let done: Vec<_> =
        desk.all().into_iter().filter(|s| s.status == FollowUpStatus::Done).collect();
    assert_eq!((done[0].completed_at, done[0].completed_by), (Some(minute(5)), Some(DANA)));
}

#[tokio::test]
async fn undo_removes_the_promise_and_reopens_what_was_completed() {
    let desk = Desk::new();
    missed(&desk).await;
    promise(&desk, outcome(minute(5), Some(minute(300))), "o1").await;
    desk.clock.set(minute(6));
    for _ in 0..2 {
        desk.service
            .withdraw_after_undo(&worker(), CALL, minute(5), &cause("undo"), 1)
            .await
            .unwrap();
    }
    let left = desk.only();
    assert!(left.automatic);
    assert_eq!((left.status, left.due_at), (FollowUpStatus::Open, minute(30)));
    assert!(left.clock.wakes_at().is_some(), "its clock runs again");
    let names = desk.event_names();
    assert!(names.contains(&"followups.follow_up_deleted"));
    assert!(names.contains(&"followups.follow_up_reopened"));
}

#[tokio::test]
async fn undo_of_a_closing_outcome_reopens_and_leaves_older_ones_alone() {
    let desk = Desk::new();
    missed(&desk).await;
    desk.clock.set(minute(5));
    desk.service
        .complete_for_outcome(&worker(), CALL, minute(5), None, &cause("c"), 1)
        .await
        .unwrap();
    assert_eq!(desk.open(), []);
    desk.service.withdraw_after_undo(&worker(), CALL, minute(4), &cause("u0"), 1).await.unwrap();
    assert_eq!(desk.open(), [], "another outcome did not complete it");
    desk.service.withdraw_after_undo(&worker(), CALL, minute(5), &cause("u1"), 1).await.unwrap();
    assert_eq!(desk.open().len(), 1);
}

#[tokio::test]
async fn a_conversation_keeps_the_callback_that_was_owed() {
    let desk = Desk::new();
    missed(&desk).await;
    promise(&desk, outcome(minute(2), None), "o1").await;
    let contact = |number: &str, at| ContactMade {
        customer: None,
        number: Some(Phone::from_e164(number).unwrap()),
        at,
        by: Some(DANA),
    };
    desk.clock.set(minute(12));
    let service = &desk.service;
    let stranger = contact("+18645550199", minute(10));
    service.contact_made(&worker(), stranger, &cause("k0"), 1).await.unwrap();
    assert_eq!(desk.only().status, FollowUpStatus::Open);
    let earlier = contact(NUMBER, minute(-10));
    service.contact_made(&worker(), earlier, &cause("k1"), 1).await.unwrap();
    assert_eq!(desk.only().status, FollowUpStatus::Open, "a talk before the call keeps nothing");
    for _ in 0..2 {
        let talk = contact(NUMBER, minute(10));
        service.contact_made(&worker(), talk, &cause("k2"), 1).await.unwrap();
    }
    let kept = desk.only();
    assert_eq!((kept.status, kept.completed_at), (FollowUpStatus::Done, Some(minute(10))));
    assert_eq!(sla_status(kept.kind, kept.due_at, &kept.clock, minute(99)), SlaStatus::Met);
}

#[tokio::test]
async fn a_conversation_does_not_keep_what_a_person_promised() {
    let desk = Desk::new();
    promise(&desk, outcome(minute(2), Some(minute(300))), "o1").await;
    let talk = ContactMade {
        customer: None,
        number: Some(Phone::from_e164(NUMBER).unwrap()),
        at: minute(10),
        by: None,
    };
    desk.service.contact_made(&worker(), talk, &cause("k"), 1).await.unwrap();
    assert_eq!(desk.only().status, FollowUpStatus::Open);
}

#[tokio::test]
async fn a_linked_customer_names_what_was_promised() {
    let desk = Desk::new();
    missed(&desk).await;
    let customer = crate::desk::CUSTOMER;
    for _ in 0..2 {
        desk.service
            .name_after_call(&worker(), CALL, Some(customer), "M. Lopez", (&cause("l"), 1))
            .await
            .unwrap();
    }
    let named = desk.only();
    assert_eq!((named.customer, named.subject.as_str()), (Some(customer), "M. Lopez"));
    assert_eq!(named.due_at, minute(30));
    assert_eq!(desk.event_names().len(), 2);
}

#[tokio::test]
async fn other_calls_are_left_alone() {
    let desk = Desk::new();
    missed(&desk).await;
    let other = CallId(uuid::Uuid::from_u128(99));
    desk.service
        .complete_for_outcome(&worker(), other, minute(5), None, &cause("c"), 1)
        .await
        .unwrap();
    assert_eq!(desk.open().len(), 1);
}

#[tokio::test]
async fn a_delivery_that_broke_off_between_two_writes_goes_on_with_the_second() {
    let desk = Desk::new();
    missed(&desk).await;
    let automatic = desk.only();
    promise(&desk, outcome(minute(5), Some(minute(300))), "o1").await;
    // As it was before the second write: the promise is made, the automatic one is not yet completed.
    desk.memory().forget_cause(&format!("o1/{}", automatic.id));
    if let Some((s, _)) = desk.memory().follow_ups.get_mut(&automatic.id) {
        *s = automatic;
    }
    assert_eq!(desk.open().len(), 2);
    promise(&desk, outcome(minute(5), Some(minute(300))), "o1").await;
    let open = desk.open();
    assert_eq!((open.len(), open[0].automatic), (1, false));
}
