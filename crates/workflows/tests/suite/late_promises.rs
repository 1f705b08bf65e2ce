//! Promises that are late tell managers, and whoever had them, by mail.

use crate::town::{DANA, OWNER, Town, carrier, dana, minute};
use callboard_followups::{NewFollowUp, model::FollowUpKind};
use callboard_kernel::{FollowUpId, MemberId};
use callboard_workflows::ports::MailDraft;

/// What was written to a member.
fn mail(town: &Town, to: MemberId) -> Vec<MailDraft> {
    let all = town.outbox.0.lock().unwrap();
    all.iter().filter(|mail| mail.member == to).cloned().collect()
}

async fn fire(town: &Town, id: FollowUpId, at: i64) {
    town.clock.set(minute(at));
    town.follow_ups.fire(&carrier(), id).await.unwrap();
    town.settle().await;
}

#[tokio::test]
async fn a_broken_promise_of_a_call_tells_managers_once_however_long_it_escalates() {
    let town = Town::new();
    let call = town.missed().await;
    let id = town.open()[0].id;
    fire(&town, id, 20).await;
    assert!(mail(&town, OWNER).is_empty(), "it is not late yet");
    fire(&town, id, 30).await;
    let told = mail(&town, OWNER);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].subject, "Overdue: callback");
    assert!(told[0].body.contains(&format!("https://desk.example.com/calls/{call}")));
    assert!(told[0].body.contains("Due: Tuesday, November 24 2026, 10:30 (America/New_York)"));
    for late in [45, 60, 75, 90] {
        fire(&town, id, late).await;
    }
    assert_eq!(mail(&town, OWNER).len(), 1);
    assert!(mail(&town, DANA).is_empty(), "she never had it");
}

#[tokio::test]
async fn a_scheduled_callback_that_is_due_reminds_who_had_it() {
    let town = Town::new();
    let promise = NewFollowUp {
        call: None,
        customer: None,
        kind: FollowUpKind::Callback,
        due_at: minute(240),
        assigned_to: Some(DANA),
        priority: None,
        note: String::new(),
    };
    let id = town.follow_ups.promise(&dana(), promise, None).await.unwrap().value.snapshot().id;
    town.settle().await;
    fire(&town, id, 235).await;
    assert!(mail(&town, DANA).is_empty());
    fire(&town, id, 240).await;
    let told = mail(&town, DANA);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].subject, "Due now: callback");
    assert!(told[0].body.contains("14:00 (America/New_York)"), "{}", told[0].body);
    assert_eq!(mail(&town, OWNER).len(), 1, "managers hear of it, too");
    fire(&town, id, 255).await;
    assert_eq!((mail(&town, DANA).len(), mail(&town, OWNER).len()), (1, 1));
}

#[tokio::test]
async fn a_promise_that_was_kept_before_the_delivery_sends_nothing() {
    let town = Town::new();
    let call = town.missed().await;
    let id = town.open()[0].id;
    town.clock.set(minute(30));
    town.follow_ups.fire(&carrier(), id).await.unwrap();
    // The agent was quicker than the worker.
    town.follow_ups.delete(&dana(), id, None).await.unwrap();
    town.settle().await;
    assert!(mail(&town, OWNER).is_empty());
    assert!(town.memory().calls.contains_key(&call));
}
