//! A person changes a follow-up.

use crate::desk::{CALL, DANA, Desk, GONE, MIGUEL, THEO, dana, member, minute, theo, worker};
use callboard_followups::{
    FollowUpEdit, FollowUpError, MissedCall, NewFollowUp, PauseRequest,
    model::{FollowUpKind, FollowUpStatus, PauseReason, Priority, SlaStatus, sla_status},
    rules::PromiseFacts,
};
use callboard_kernel::{AuditAction, Cause, FollowUpId, MemberId, Patch, Role, SaveError, Version};

async fn promised_to(desk: &Desk, owner: Option<MemberId>) -> FollowUpId {
    let new = NewFollowUp {
        call: Some(CALL),
        customer: None,
        kind: FollowUpKind::Callback,
        due_at: minute(60),
        assigned_to: owner,
        priority: None,
        note: String::new(),
    };
    desk.service.promise(&dana(), new, None).await.unwrap().value.snapshot().id
}

fn done() -> FollowUpEdit {
    FollowUpEdit { status: Some(FollowUpStatus::Done), ..FollowUpEdit::default() }
}

fn open() -> FollowUpEdit {
    FollowUpEdit { status: Some(FollowUpStatus::Open), ..FollowUpEdit::default() }
}

#[tokio::test]
async fn complete_and_undo() {
    let desk = Desk::new();
    let id = promised_to(&desk, Some(DANA)).await;
    desk.clock.set(minute(20));
    desk.service.edit(&dana(), id, None, done()).await.unwrap();
    let s = desk.only();
    assert_eq!((s.completed_at, s.completed_by), (Some(minute(20)), Some(DANA)));
    assert_eq!(sla_status(s.kind, s.due_at, &s.clock, minute(99)), SlaStatus::Met);
    desk.service.edit(&dana(), id, None, done()).await.unwrap();
    assert_eq!(desk.event_names().len(), 2, "completing again changes nothing");

    desk.clock.set(minute(21));
    desk.service.edit(&dana(), id, None, open()).await.unwrap();
    let s = desk.only();
    assert_eq!((s.status, s.completed_at, s.due_at), (FollowUpStatus::Open, None, minute(60)));
    assert_eq!(
        desk.event_names(),
        [
            "followups.follow_up_promised",
            "followups.follow_up_completed",
            "followups.follow_up_reopened"
        ]
    );
}

#[tokio::test]
async fn one_edit_may_change_several_things_in_one_write() {
    let desk = Desk::new();
    let id = promised_to(&desk, Some(DANA)).await;
    let edit = FollowUpEdit {
        due_at: Some(minute(90)),
        assigned_to: Patch::Set(MIGUEL),
        note: Some("moved".to_owned()),
        ..FollowUpEdit::default()
    };
    let edited = desk.service.edit(&dana(), id, None, edit).await.unwrap();
    assert_eq!(edited.version, Version(2));
    let s = edited.value.snapshot();
    assert_eq!((s.due_at, s.assigned_to, s.note.as_str()), (minute(90), Some(MIGUEL), "moved"));
    assert_eq!(
        desk.event_names()[1..],
        [
            "followups.follow_up_assigned",
            "followups.follow_up_updated",
            "followups.member_notified"
        ]
    );
}

#[tokio::test]
async fn assigning_alone_is_audited_as_such() {
    let desk = Desk::new();
    let id = promised_to(&desk, None).await;
    let to = |patch| FollowUpEdit { assigned_to: patch, ..FollowUpEdit::default() };
    desk.service.edit(&dana(), id, None, to(Patch::Set(MIGUEL))).await.unwrap();
    desk.service.edit(&dana(), id, None, to(Patch::Clear)).await.unwrap();
    let actions: Vec<AuditAction> = desk.memory().audit.iter().map(|(action, _)| *action).collect();
    assert_eq!(actions, [AuditAction::Create, AuditAction::Assign, AuditAction::Unassign]);
    let left = desk.service.edit(&dana(), id, None, to(Patch::Set(GONE))).await;
    assert!(matches!(left, Err(FollowUpError::NoSuch("assigned_to"))));
}

#[tokio::test]
async fn a_version_that_moved_on_is_refused_and_without_one_the_edit_is_decided_again() {
    let desk = Desk::new();
    let id = promised_to(&desk, None).await;
    let stale = desk.service.edit(&dana(), id, Some(Version(9)), done()).await;
    assert!(matches!(stale, Err(FollowUpError::Save(SaveError::Stale))));
    desk.memory().overtaken = 2;
    desk.service.edit(&dana(), id, None, done()).await.unwrap();
    assert_eq!(desk.only().status, FollowUpStatus::Done);
    desk.memory().overtaken = 1;
    let raced = desk.service.edit(&dana(), id, Some(Version(4)), open()).await;
    assert!(matches!(raced, Err(FollowUpError::Save(SaveError::Stale))));
}

#[tokio::test]
async fn an_urgent_priority_takes_the_urgent_target_and_keeps_what_elapsed() {
    let desk = Desk::new();
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
    let cause = Cause("e".to_owned());
    desk.service.open_for_missed_call(&worker(), call, &cause, 1).await.unwrap();
    desk.clock.set(minute(4));
    let urgent = FollowUpEdit { priority: Some(Priority::Urgent), ..FollowUpEdit::default() };
    desk.service.edit(&dana(), desk.only().id, None, urgent).await.unwrap();
    let s = desk.only();
    assert_eq!((s.due_at, s.priority), (minute(10), Priority::Urgent));
    assert_eq!(s.clock.rule.unwrap().key, "emergency");
    let high = FollowUpEdit { priority: Some(Priority::High), ..FollowUpEdit::default() };
    desk.service.edit(&dana(), s.id, None, high).await.unwrap();
    assert_eq!(desk.only().due_at, minute(10), "no rule of the set is for high");
}

#[tokio::test]
async fn a_named_time_keeps_its_time_with_any_priority() {
    let desk = Desk::new();
    let id = promised_to(&desk, None).await;
    let urgent = FollowUpEdit { priority: Some(Priority::Urgent), ..FollowUpEdit::default() };
    desk.service.edit(&dana(), id, None, urgent).await.unwrap();
    assert_eq!((desk.only().due_at, desk.only().clock.rule), (minute(60), None));
}

#[tokio::test]
async fn technicians_finish_their_own_and_nothing_else() {
    let desk = Desk::new();
    let other = promised_to(&desk, Some(MIGUEL)).await;
    let own = promised_to(&desk, Some(THEO)).await;
    let hidden = desk.service.edit(&theo(), other, None, done()).await;
    assert!(matches!(hidden, Err(FollowUpError::NotFound)));
    let away = FollowUpEdit { assigned_to: Patch::Set(MIGUEL), ..FollowUpEdit::default() };
    let passed_on = desk.service.edit(&theo(), own, None, away).await;
    assert!(matches!(passed_on, Err(FollowUpError::NotYours)));
    assert!(matches!(desk.service.delete(&theo(), own, None).await, Err(FollowUpError::NotYours)));
    desk.service.edit(&theo(), own, None, done()).await.unwrap();
    let viewer = member(DANA, Role::Viewer);
    let refused = desk.service.edit(&viewer, own, None, open()).await;
    assert!(matches!(refused, Err(FollowUpError::Forbidden(_))));
    let states: Vec<_> = desk.all().into_iter().map(|s| (s.id, s.status)).collect();
    assert!(states.contains(&(own, FollowUpStatus::Done)));
    assert!(states.contains(&(other, FollowUpStatus::Open)));
}

#[tokio::test]
async fn a_deleted_one_is_gone_and_stays_in_the_audit_trail() {
    let desk = Desk::new();
    let id = promised_to(&desk, None).await;
    desk.service.delete(&dana(), id, None).await.unwrap();
    assert_eq!(desk.all(), []);
    let again = desk.service.delete(&dana(), id, None).await;
    assert!(matches!(again, Err(FollowUpError::NotFound)));
    assert_eq!(desk.memory().audit.last().map(|(action, _)| *action), Some(AuditAction::Delete));
}

#[tokio::test]
async fn pause_and_resume() {
    let desk = Desk::new();
    let id = promised_to(&desk, None).await;
    let wait = PauseRequest {
        reason: PauseReason::WaitingForCustomer,
        until: None,
        note: "sends photos".to_owned(),
    };
    desk.service.pause(&dana(), id, wait.clone()).await.unwrap();
    let twice = desk.service.pause(&dana(), id, wait).await;
    assert!(matches!(twice, Err(FollowUpError::AlreadyPaused)));
    let s = desk.only();
    assert_eq!(sla_status(s.kind, s.due_at, &s.clock, minute(99)), SlaStatus::Paused);
    desk.clock.set(minute(30));
    desk.service.resume(&dana(), id).await.unwrap();
    assert_eq!(desk.only().due_at, minute(90));
    let again = desk.service.resume(&dana(), id).await;
    assert!(matches!(again, Err(FollowUpError::NotPaused)));
    assert_eq!(desk.event_names()[1..], ["followups.clock_paused", "followups.clock_resumed"]);
}
