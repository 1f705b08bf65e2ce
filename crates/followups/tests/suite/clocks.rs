//! Missed calls get a callback whose clock fires each level exactly once.

use crate::desk::{BOSS, CALL, DANA, Desk, GONE, MIGUEL, dana, minute, worker};
use callboard_followups::{
    FollowUpEdit, MissedCall, PauseRequest,
    model::{ClockLevel, FollowUpStatus, NotificationKind, PauseReason, Priority},
    rules::PromiseFacts,
};
use callboard_kernel::{AuditAction, Cause, MemberId, Patch, Timestamp};
use time::{Duration, macros::datetime};

fn missed_at(started_at: Timestamp) -> MissedCall {
    MissedCall {
        call: CALL,
        customer: None,
        subject: "Maria Lopez".to_owned(),
        started_at,
        emergency: false,
        facts: PromiseFacts {
            direction: "in".to_owned(),
            status: "missed".to_owned(),
            ..PromiseFacts::default()
        },
    }
}

fn cause(text: &str) -> Cause {
    Cause(text.to_owned())
}

async fn missed(desk: &Desk) {
    desk.service
        .open_for_missed_call(&worker(), missed_at(minute(0)), &cause("e1"), 1)
        .await
        .unwrap();
}

async fn given_to(desk: &Desk, member: MemberId) {
    let edit = FollowUpEdit { assigned_to: Patch::Set(member), ..FollowUpEdit::default() };
    desk.service.edit(&dana(), desk.only().id, None, edit).await.unwrap();
}

#[tokio::test]
async fn a_missed_call_gets_one_open_callback_due_by_the_rule() {
    let desk = Desk::new();
    missed(&desk).await;
    let made = desk.only();
    assert_eq!(made.due_at, minute(30));
    assert!(made.automatic);
    assert_eq!(made.assigned_to, None);
    assert_eq!(made.clock.rule.unwrap().key, "missed_call");
    assert_eq!(desk.event_names(), ["followups.follow_up_promised"]);
}

#[tokio::test]
async fn a_second_delivery_and_a_second_event_of_the_call_make_nothing_more() {
    let desk = Desk::new();
    missed(&desk).await;
    missed(&desk).await;
    let other = cause("another event");
    desk.service.open_for_missed_call(&worker(), missed_at(minute(1)), &other, 1).await.unwrap();
    assert_eq!(desk.only().due_at, minute(30));
    assert_eq!(desk.event_names().len(), 1);
}

#[tokio::test]
async fn at_night_it_is_due_after_the_next_opening() {
    let desk = Desk::new();
    let two = datetime!(2026-11-24 07:00 UTC);
    desk.clock.set(two);
    desk.service.open_for_missed_call(&worker(), missed_at(two), &cause("e1"), 1).await.unwrap();
    assert_eq!(desk.only().due_at, datetime!(2026-11-24 13:30 UTC));
}

#[tokio::test]
async fn an_emergency_does_not_wait_for_the_opening() {
    let desk = Desk::new();
    let two = datetime!(2026-11-24 07:00 UTC);
    desk.clock.set(two);
    let mut call = missed_at(two);
    call.emergency = true;
    call.facts.emergency_score = 90;
    desk.service.open_for_missed_call(&worker(), call, &cause("e1"), 1).await.unwrap();
    let made = desk.only();
    assert_eq!((made.due_at, made.priority), (two + Duration::minutes(10), Priority::Urgent));
}

#[tokio::test]
async fn without_a_matching_rule_nothing_is_promised() {
    let desk = Desk::new();
    let mut call = missed_at(minute(0));
    call.facts.direction = "out".to_owned();
    desk.service.open_for_missed_call(&worker(), call, &cause("e1"), 1).await.unwrap();
    assert_eq!(desk.all(), []);
}

#[tokio::test]
async fn warning_and_breach_come_exactly_once_however_often_the_sweep_runs() {
    let desk = Desk::new();
    missed(&desk).await;
    given_to(&desk, MIGUEL).await;
    for second in 0..=31 * 60 {
        desk.sweep_at(minute(0) + Duration::seconds(second)).await;
    }
    assert_eq!(desk.levels(), [ClockLevel::Half, ClockLevel::Warning, ClockLevel::Breach]);
    let told = desk.told();
    let expected = [
        (MIGUEL, "Call back Maria Lopez was given to you."),
        (MIGUEL, "Call back Maria Lopez: half of the time has passed, 15 minutes left."),
        (MIGUEL, "Call back Maria Lopez: 7 minutes left."),
        (BOSS, "Call back Maria Lopez: 7 minutes left."),
        (MIGUEL, "Call back Maria Lopez is overdue and back in the pool."),
        (BOSS, "Call back Maria Lopez is overdue and back in the pool."),
    ];
    assert_eq!(told, expected.map(|(member, text)| (member, text.to_owned())));
    assert_eq!(desk.only().assigned_to, None);
    let escalations =
        desk.memory().audit.iter().filter(|(a, _)| *a == AuditAction::Escalate).count();
    assert_eq!(escalations, 3, "each hop is logged");
}

#[tokio::test]
async fn the_chain_pages_one_person_after_the_other_and_stops_after_four_rounds() {
    let desk = Desk::new();
    missed(&desk).await;
    for n in 0..=200 {
        desk.sweep_at(minute(n)).await;
    }
    let paged: Vec<MemberId> = desk
        .memory()
        .notifications
        .iter()
        .filter(|n| n.kind == NotificationKind::Escalation)
        .map(|n| n.member)
        .collect();
    assert_eq!(paged, [DANA, MIGUEL, BOSS, DANA]);
    assert_eq!(desk.levels().len(), 7);
    assert_eq!(desk.only().clock.wakes_at(), None);
}

#[tokio::test]
async fn taking_it_ends_the_chain() {
    let desk = Desk::new();
    missed(&desk).await;
    desk.sweep_at(minute(46)).await;
    given_to(&desk, DANA).await;
    let told = desk.told().len();
    for n in 47..=200 {
        desk.sweep_at(minute(n)).await;
    }
    assert_eq!(desk.told().len(), told);
}

#[tokio::test]
async fn an_owner_who_left_is_skipped() {
    let desk = Desk::new();
    missed(&desk).await;
    let id = desk.only().id;
    if let Some((s, _)) = desk.memory().follow_ups.get_mut(&id) {
        s.assigned_to = Some(GONE);
    }
    desk.sweep_at(minute(23)).await;
    assert_eq!(desk.only().assigned_to, None, "straight to the pool");
    assert!(desk.event_names().contains(&"followups.follow_up_assigned"));
    let told: Vec<MemberId> = desk.told().into_iter().map(|(member, _)| member).collect();
    assert_eq!(told, [BOSS]);
}

#[tokio::test]
async fn two_workers_fire_a_level_once() {
    let desk = Desk::new();
    missed(&desk).await;
    desk.clock.set(minute(30));
    desk.memory().overtaken = 1;
    let id = desk.only().id;
    desk.service.fire(&worker(), id).await.unwrap();
    assert_eq!(desk.levels(), [], "somebody else wrote first; this one writes nothing");
    desk.service.fire(&worker(), id).await.unwrap();
    desk.service.fire(&worker(), id).await.unwrap();
    assert_eq!(desk.levels(), [ClockLevel::Half, ClockLevel::Warning, ClockLevel::Breach]);
}

#[tokio::test]
async fn after_a_stop_people_are_told_of_the_highest_level_alone() {
    let desk = Desk::new();
    missed(&desk).await;
    given_to(&desk, MIGUEL).await;
    desk.sweep_at(minute(31)).await;
    assert_eq!(desk.levels(), [ClockLevel::Half, ClockLevel::Warning, ClockLevel::Breach]);
    let kinds: Vec<NotificationKind> = desk.memory().notifications.iter().map(|n| n.kind).collect();
    assert_eq!(
        kinds,
        [NotificationKind::Assigned, NotificationKind::Breach, NotificationKind::Breach]
    );
}

#[tokio::test]
async fn after_a_long_stop_one_is_paged_and_supervisors_hear_that_it_broke() {
    let desk = Desk::new();
    missed(&desk).await;
    desk.sweep_at(minute(100)).await;
    let memory = desk.memory();
    let told: Vec<_> = memory.notifications.iter().map(|n| (n.member, n.kind)).collect();
    let paged = told.iter().filter(|(_, kind)| *kind == NotificationKind::Escalation).count();
    assert_eq!(paged, 1, "{told:?}");
    assert!(told.contains(&(BOSS, NotificationKind::Breach)), "{told:?}");
    let people: std::collections::BTreeSet<_> = told.iter().map(|(member, _)| member).collect();
    assert_eq!(people.len(), told.len(), "nobody is told twice: {told:?}");
}

#[tokio::test]
async fn a_paused_clock_fires_nothing_until_its_pause_ends() {
    let desk = Desk::new();
    missed(&desk).await;
    let id = desk.only().id;
    let boss = crate::desk::member(BOSS, callboard_kernel::Role::Admin);
    let request = PauseRequest {
        reason: PauseReason::Supervisor,
        until: Some(minute(60)),
        note: "waits for parts".to_owned(),
    };
    assert!(desk.service.pause(&dana(), id, request.clone()).await.is_err(), "a supervisor's word");
    desk.service.pause(&boss, id, request).await.unwrap();
    desk.sweep_at(minute(59)).await;
    assert_eq!(desk.levels(), []);
    desk.sweep_at(minute(60)).await;
    assert_eq!(desk.only().due_at, minute(90));
    assert!(desk.event_names().contains(&"followups.clock_resumed"));
    desk.sweep_at(minute(91)).await;
    assert_eq!(desk.levels().last(), Some(&ClockLevel::Breach));
}

#[tokio::test]
async fn a_kept_promise_fires_nothing_more() {
    let desk = Desk::new();
    missed(&desk).await;
    let done = FollowUpEdit { status: Some(FollowUpStatus::Done), ..FollowUpEdit::default() };
    desk.service.edit(&dana(), desk.only().id, None, done).await.unwrap();
    desk.sweep_at(minute(500)).await;
    desk.service.fire(&worker(), desk.only().id).await.unwrap();
    assert_eq!(desk.levels(), []);
}

#[tokio::test]
async fn other_business_hours_move_the_levels_to_come() {
    let desk = Desk::new();
    missed(&desk).await;
    let mut hours = callboard_followups::hours::BusinessHours::shipped("America/New_York");
    // Closed from 10:10 on: half of the time has not passed when the old plan said so.
    hours.weekly.tue[0].close = "10:10".parse().unwrap();
    desk.memory().hours = Some((hours, 1));
    desk.sweep_at(minute(15)).await;
    assert_eq!(desk.levels(), []);
    let wakes_at = desk.only().clock.wakes_at().unwrap();
    assert!(wakes_at > minute(15), "the sweep asks again later and not at once: {wakes_at}");
}

#[tokio::test]
async fn the_digest_goes_out_once_for_one_cause_and_only_when_something_is_open() {
    let desk = Desk::new();
    desk.service.digest(&worker(), cause("monday")).await.unwrap();
    assert_eq!(desk.told(), []);
    missed(&desk).await;
    desk.service.digest(&worker(), cause("tuesday")).await.unwrap();
    desk.service.digest(&worker(), cause("tuesday")).await.unwrap();
    let text = "Still open: 0 of yours (1 overdue), 1 of the team (3 overdue).";
    let expected = [DANA, MIGUEL, BOSS].map(|member| (member, text.to_owned()));
    assert_eq!(desk.told(), expected);
}
