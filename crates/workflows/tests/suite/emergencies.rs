//! An emergency from the missed call to whoever takes it. Every delivery comes twice.

use crate::town::{DANA, OWNER, THEO, Town, dana, minute};
use callboard_calls::model::{Direction, EscalationStatus, LineChange};
use callboard_followups::model::{NotificationKind, Priority};
use callboard_kernel::{CallId, MemberId};

const UNANSWERED: LineChange = LineChange::HungUp { at: minute_one(), answered_at: None };

const fn minute_one() -> callboard_kernel::Timestamp {
    time::macros::datetime!(2026-11-24 15:01 UTC)
}

async fn missed_emergency(town: &Town) -> CallId {
    let call = town.line_with("m", Direction::In, UNANSWERED, 90).await;
    town.clock.set(minute(1));
    town.settle().await;
    call
}

fn escalation(town: &Town, call: CallId) -> EscalationStatus {
    town.memory().calls[&call].0.escalation
}

/// Who was paged, in the order of the pages.
fn paged(town: &Town) -> Vec<MemberId> {
    let memory = town.memory();
    let pages = memory.notifications.iter().filter(|n| n.kind == NotificationKind::Escalation);
    pages.map(|notification| notification.member).collect()
}

#[tokio::test]
async fn a_missed_emergency_pages_everybody_on_duty_once_and_is_sent() {
    let town = Town::new();
    let call = missed_emergency(&town).await;
    assert_eq!(escalation(&town, call), EscalationStatus::Sent);
    assert_eq!(paged(&town), [DANA, OWNER], "who works calls and is there; a technician is not");
    assert!(!paged(&town).contains(&THEO));
    let open = town.open();
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].priority, open[0].due_at), (Priority::Urgent, minute(10)));
    let first = town.memory().notifications[0].clone();
    assert_eq!(first.call, Some(call));
    assert!(first.text.starts_with("Emergency: Call back"), "{}", first.text);
}

#[tokio::test]
async fn an_ordinary_missed_call_pages_nobody() {
    let town = Town::new();
    let call = town.missed().await;
    assert_eq!(escalation(&town, call), EscalationStatus::None);
    assert!(paged(&town).is_empty());
}

#[tokio::test]
async fn whoever_acknowledges_has_the_callback_until_it_breaks() {
    let town = Town::new();
    let call = missed_emergency(&town).await;
    town.clock.set(minute(2));
    town.calls.acknowledge(&dana(), call).await.unwrap();
    town.settle().await;
    assert_eq!(escalation(&town, call), EscalationStatus::Acked);
    let open = town.open();
    assert_eq!(open[0].assigned_to, Some(DANA));
    let before = paged(&town);
    let fire_at = async |late| {
        town.clock.set(minute(late));
        town.follow_ups.fire(&crate::town::carrier(), open[0].id).await.unwrap();
        town.settle().await;
    };
    for early in [5, 8, 10] {
        fire_at(early).await;
    }
    assert_eq!(paged(&town), before, "nobody is paged for what somebody has");
    assert_eq!(town.open()[0].assigned_to, None, "a broken promise goes back to the pool");
    for late in [15, 30, 45, 60] {
        fire_at(late).await;
    }
    assert!(paged(&town).len() > before.len(), "and the next on call is paged");
}

#[tokio::test]
async fn nobody_takes_it_so_the_next_on_call_is_paged_round_by_round() {
    let town = Town::new();
    let call = missed_emergency(&town).await;
    let id = town.open()[0].id;
    for late in [10, 15, 30, 45, 60, 75, 90] {
        town.clock.set(minute(late));
        town.follow_ups.fire(&crate::town::carrier(), id).await.unwrap();
        town.settle().await;
    }
    assert_eq!(paged(&town), [DANA, OWNER, DANA, OWNER, DANA, OWNER], "at once, then four rounds");
    assert_eq!(escalation(&town, call), EscalationStatus::Sent, "it still waits");
}

#[tokio::test]
async fn giving_the_callback_to_somebody_takes_the_emergency() {
    let town = Town::new();
    let call = missed_emergency(&town).await;
    let id = town.open()[0].id;
    let edit = callboard_followups::FollowUpEdit {
        assigned_to: callboard_kernel::Patch::Set(OWNER),
        ..callboard_followups::FollowUpEdit::default()
    };
    town.follow_ups.edit(&dana(), id, None, edit).await.unwrap();
    town.settle().await;
    assert_eq!(escalation(&town, call), EscalationStatus::Acked);
}

#[tokio::test]
async fn an_outcome_takes_the_emergency_before_anybody_is_paged() {
    let town = Town::new();
    let call = town.line_with("m", Direction::In, UNANSWERED, 90).await;
    // The agent was quicker than the worker.
    town.outcome(call, "booked", minute(2)).await;
    assert_eq!(escalation(&town, call), EscalationStatus::Acked);
    assert!(paged(&town).is_empty());
}

#[tokio::test]
async fn a_call_that_turns_out_to_be_an_emergency_is_escalated_and_due_sooner() {
    let town = Town::new();
    let call = town.missed().await;
    assert_eq!(town.open()[0].due_at, minute(30));
    let edit = callboard_calls::model::CallEdit {
        intent: callboard_kernel::Patch::Set(callboard_calls::model::Intent::Emergency),
        ..callboard_calls::model::CallEdit::default()
    };
    town.calls.edit(&dana(), call, None, edit).await.unwrap();
    town.settle().await;
    assert_eq!(escalation(&town, call), EscalationStatus::Sent);
    assert_eq!((town.open()[0].priority, town.open()[0].due_at), (Priority::Urgent, minute(10)));
    assert_eq!(paged(&town), [DANA, OWNER]);
}

#[tokio::test]
async fn a_repeat_with_emergency_words_escalates_the_first_call() {
    let town = Town::new();
    let first = town.missed().await;
    let again = LineChange::HungUp { at: minute(4), answered_at: None };
    let repeat = town.line_with("n", Direction::In, again, 90).await;
    // The store of the tests knows no incidents by number, so the repeat is told whom it repeats.
    let mut event = town.event("calls.call_missed");
    event.id = callboard_kernel::EventId(uuid::Uuid::from_u128(777));
    let facts = town.calls.get(&dana(), repeat).await.unwrap().value.facts();
    let facts = callboard_calls::CallFacts { incident: Some(first), ..facts };
    event.payload = serde_json::to_value(callboard_calls::CallEvent::Missed(facts)).unwrap();
    for _ in 0..2 {
        town.react(&event, "emergency_repeat_escalates_first_call").await.unwrap();
    }
    assert_eq!(escalation(&town, first), EscalationStatus::Queued);
    town.settle().await;
    assert_eq!(escalation(&town, first), EscalationStatus::Sent);
}
