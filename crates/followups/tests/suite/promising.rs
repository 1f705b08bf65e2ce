//! A person promises something.

use crate::desk::{BOSS, CALL, CUSTOMER, DANA, Desk, GONE, MIGUEL, dana, member, minute};
use callboard_followups::{
    FollowUpError, NewFollowUp,
    model::{FollowUpKind, Priority},
};
use callboard_kernel::{CallId, Classify, CustomerId, ErrorKind, Role, SaveError};
use uuid::Uuid;

fn call_back() -> NewFollowUp {
    NewFollowUp {
        call: Some(CALL),
        customer: Some(CUSTOMER),
        kind: FollowUpKind::Callback,
        due_at: minute(120),
        assigned_to: None,
        priority: None,
        note: "ask for the model number".to_owned(),
    }
}

#[tokio::test]
async fn a_promise_is_kept_with_its_clock_towards_the_named_time() {
    let desk = Desk::new();
    let made = desk.service.promise(&dana(), call_back(), None).await.unwrap();
    let s = made.value.snapshot();
    assert_eq!((s.due_at, s.priority, s.automatic), (minute(120), Priority::Normal, false));
    assert_eq!((s.customer, s.subject.as_str()), (Some(CUSTOMER), "Maria Lopez"));
    assert_eq!(s.clock.target_s, None);
    assert_eq!(desk.only(), *s);
}

#[tokio::test]
async fn whoever_gets_it_from_somebody_else_is_told() {
    let desk = Desk::new();
    let to_miguel = NewFollowUp { assigned_to: Some(MIGUEL), ..call_back() };
    desk.service.promise(&dana(), to_miguel, None).await.unwrap();
    let to_herself = NewFollowUp { assigned_to: Some(DANA), ..call_back() };
    desk.service.promise(&dana(), to_herself, None).await.unwrap();
    let told = desk.told();
    assert_eq!(told, [(MIGUEL, "Call back Maria Lopez was given to you.".to_owned())]);
    assert_eq!(
        desk.event_names(),
        [
            "followups.follow_up_promised",
            "followups.member_notified",
            "followups.follow_up_promised"
        ]
    );
}

#[tokio::test]
async fn the_same_key_answers_the_first_one() {
    let desk = Desk::new();
    let first = desk.service.promise(&dana(), call_back(), Some("k")).await.unwrap();
    let again = desk.service.promise(&dana(), call_back(), Some("k")).await.unwrap();
    assert_eq!(first, again);
    let boss = member(BOSS, Role::Admin);
    let other = desk.service.promise(&boss, call_back(), Some("k")).await.unwrap();
    assert_ne!(first.value.snapshot().id, other.value.snapshot().id, "keys are one's own");
    assert_eq!(desk.all().len(), 2);
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let desk = Desk::new();
    let wrong = |new: NewFollowUp| {
        let desk = &desk;
        async move { desk.service.promise(&dana(), new, None).await.unwrap_err() }
    };
    let both = NewFollowUp { due_at: minute(-2), note: "x".repeat(2001), ..call_back() };
    let ErrorKind::Invalid(fields) = wrong(both).await.kind() else { panic!("invalid") };
    let paths: Vec<_> = fields.iter().map(|f| (f.path.as_str(), f.code)).collect();
    assert_eq!(paths, [("due_at", "in_past"), ("note", "too_long")]);

    let nowhere = NewFollowUp { call: Some(CallId(Uuid::nil())), ..call_back() };
    assert_eq!(wrong(nowhere).await.kind(), ErrorKind::NotFound);
    let nobody = NewFollowUp { customer: Some(CustomerId(Uuid::nil())), ..call_back() };
    assert!(matches!(wrong(nobody).await, FollowUpError::NoSuch("contact_id")));
    let left = NewFollowUp { assigned_to: Some(GONE), ..call_back() };
    assert!(matches!(wrong(left).await, FollowUpError::NoSuch("assigned_to")));
    assert_eq!(desk.all(), []);
}

#[tokio::test]
async fn viewers_and_technicians_promise_nothing() {
    let desk = Desk::new();
    for role in [Role::Viewer, Role::Tech] {
        let refused = desk.service.promise(&member(DANA, role), call_back(), None).await;
        assert!(matches!(refused, Err(FollowUpError::Forbidden(_))), "{role}");
    }
    assert_eq!(desk.all(), []);
}

#[tokio::test]
async fn a_failure_of_the_store_is_not_hidden_by_the_key() {
    let desk = Desk::new();
    let made = desk.service.promise(&dana(), call_back(), Some("k")).await.unwrap();
    desk.service.delete(&dana(), made.value.snapshot().id, None).await.unwrap();
    let again = desk.service.promise(&dana(), call_back(), Some("k")).await;
    assert!(matches!(again, Err(FollowUpError::NotFound)), "it was made and removed");
    assert!(!matches!(again, Err(FollowUpError::Save(SaveError::Stale))));
}
