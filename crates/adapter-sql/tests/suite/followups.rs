//! The stores of the follow-ups.

use crate::support::{
    World, changed_follow_up, follow_up, missed_call, new_follow_up, noon, on_both, scope,
};
use callboard_followups::{
    FollowUpEvent,
    board::{Assignee, FollowUpFilter},
    hours::BusinessHours,
    model::{
        ClockState, FollowUpKind, FollowUpSnapshot, FollowUpStatus, Notification, NotificationKind,
        Pause, PauseReason, Priority, RuleRef,
    },
    rules::SlaRules,
};
use callboard_kernel::{
    AuditAction, AuditDraft, Cause, FollowUpId, NotificationId, PageRequest, Role, SaveError,
    Version,
};
use time::Duration;

on_both!(
    what_is_saved_is_loaded,
    the_second_writer_is_stale,
    a_call_has_one_open_automatic_promise,
    open_before_done_then_pressing_then_due,
    filters_and_badges_agree,
    a_technician_sees_his_own,
    the_sweep_finds_due_clocks_of_all_workspaces,
    rules_are_replaced_by_the_first_who_saves,
    notifications_reach_their_member,
);

async fn what_is_saved_is_loaded(world: &World) {
    let desk = world.desk().await;
    let call = world.call(&desk, missed_call(world.id())).await;
    let mut full = follow_up(world.id(), Some(call));
    full.assigned_to = Some(desk.owner);
    full.completed_by = Some(desk.owner);
    full.completed_at = Some(noon());
    full.note = "Side door".into();
    full.clock.rule =
        Some(RuleRef { key: "missed".into(), name: "Missed call".into(), version: 3 });
    full.clock.state = ClockState::Paused;
    full.clock.pause = Some(Pause {
        reason: PauseReason::Supervisor,
        since: noon(),
        note: "crew at lunch".into(),
    });
    full.clock.resumes_at = Some(noon() + Duration::hours(1));
    world.follow_up(&desk, full.clone()).await;
    let loaded = world.stores.follow_ups.get(&desk.scope, full.id).await.unwrap().unwrap();
    assert_eq!((loaded.value.snapshot(), loaded.version), (&full, Version(1)));
    assert_eq!(
        world.stores.follow_ups.get(&world.desk().await.scope, full.id).await.unwrap(),
        None
    );
    let open = world.stores.follow_ups.open_of_call(&desk.scope, call).await.unwrap();
    assert_eq!(open.len(), 1);
}

async fn the_second_writer_is_stale(world: &World) {
    let desk = world.desk().await;
    let before = follow_up(world.id(), None);
    world.follow_up(&desk, before.clone()).await;
    let save = |note: &str| {
        let after = FollowUpSnapshot { note: note.into(), ..before.clone() };
        world.stores.follow_ups.save(
            &desk.scope,
            changed_follow_up(&before, after, Version(1)),
            vec![],
        )
    };
    assert_eq!(save("first").await.unwrap(), Version(2));
    assert!(matches!(save("second").await, Err(SaveError::Stale)));
}

async fn a_call_has_one_open_automatic_promise(world: &World) {
    let desk = world.desk().await;
    let call = world.call(&desk, missed_call(world.id())).await;
    let attempts = (0..10).map(|_| {
        let automatic = FollowUpSnapshot { automatic: true, ..follow_up(world.id(), Some(call)) };
        let (store, scope) = (world.stores.follow_ups.clone(), desk.scope.clone());
        async move { store.save(&scope, new_follow_up(automatic), vec![]).await }
    });
    let answers = futures_util::future::join_all(attempts).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    for refused in answers.into_iter().filter_map(Result::err) {
        assert!(matches!(refused, SaveError::Duplicate("follow_ups_automatic_key")), "{refused:?}");
    }
    // One that a person makes is another promise.
    world.follow_up(&desk, follow_up(world.id(), Some(call))).await;
}

async fn open_before_done_then_pressing_then_due(world: &World) {
    let desk = world.desk().await;
    let make = |status, priority, minutes: i64| FollowUpSnapshot {
        status,
        priority,
        due_at: noon() + Duration::minutes(minutes),
        completed_at: (status == FollowUpStatus::Done).then(|| noon() + Duration::minutes(minutes)),
        ..follow_up(world.id(), None)
    };
    let (open, done) = (FollowUpStatus::Open, FollowUpStatus::Done);
    let mut expected = Vec::new();
    for (status, priority, minutes) in [
        (open, Priority::Urgent, 60),
        (open, Priority::High, 5),
        (open, Priority::High, 6),
        (open, Priority::Normal, 1),
        (open, Priority::Low, 0),
        (done, Priority::Urgent, 2),
        (done, Priority::Normal, 1),
    ] {
        expected.push(make(status, priority, minutes));
    }
    for one in expected.iter().rev() {
        world.follow_up(&desk, one.clone()).await;
    }
    let walk = |filter: FollowUpFilter| {
        let (board, scope) = (world.stores.follow_up_board.clone(), desk.scope.clone());
        async move {
            let (mut request, mut seen) = (PageRequest::first(2), Vec::<FollowUpId>::new());
            loop {
                let page = board.list(&scope, &filter, &request, noon()).await.unwrap();
                seen.extend(page.items.iter().map(|row| row.id));
                let Some(next) = page.next else { return seen };
                request.after = Some(next);
            }
        }
    };
    let ids = |all: &[FollowUpSnapshot]| all.iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(walk(FollowUpFilter::default()).await, ids(&expected));
    // Done ones by themselves: newest first.
    let only_done = FollowUpFilter { status: vec![done], ..FollowUpFilter::default() };
    assert_eq!(walk(only_done).await, ids(&expected[5..]));
    let only_open = FollowUpFilter { status: vec![open], ..FollowUpFilter::default() };
    assert_eq!(walk(only_open).await, ids(&expected[..5]));
}

async fn filters_and_badges_agree(world: &World) {
    let desk = world.desk().await;
    let dana = world.member(&desk, "Dana Reyes", Role::Dispatcher).await.snapshot().id;
    let make = |kind, minutes: i64, mine: bool| FollowUpSnapshot {
        kind,
        due_at: noon() + Duration::minutes(minutes),
        assigned_to: mine.then_some(dana),
        ..follow_up(world.id(), None)
    };
    for (kind, minutes, mine) in [
        (FollowUpKind::Callback, 0, true),
        (FollowUpKind::Callback, -5, false),
        (FollowUpKind::Callback, 9, true),
        (FollowUpKind::Callback, 11, true),
        (FollowUpKind::Task, 59, false),
        (FollowUpKind::Task, 61, false),
    ] {
        world.follow_up(&desk, make(kind, minutes, mine)).await;
    }
    let mut paused = make(FollowUpKind::Callback, -9, true);
    paused.clock.state = ClockState::Paused;
    world.follow_up(&desk, paused).await;
    let mut deleted = make(FollowUpKind::Callback, -9, true);
    deleted.deleted_at = Some(noon());
    world.follow_up(&desk, deleted).await;
    let board = &world.stores.follow_up_board;
    let counts = board.counts(&desk.scope, Some(dana), noon()).await.unwrap();
    assert_eq!((counts.overdue, counts.due_soon), (2, 2));
    assert_eq!((counts.mine_overdue, counts.mine_due_soon), (1, 1));
    let any = FollowUpFilter::default();
    let mine = Some(Assignee::Member(dana));
    for (filter, expected) in [
        (any.clone(), 7),
        (FollowUpFilter { overdue: true, ..any.clone() }, 2),
        (FollowUpFilter { due_soon: true, ..any.clone() }, 2),
        (FollowUpFilter { overdue: true, due_soon: true, ..any.clone() }, 4),
        (FollowUpFilter { overdue: true, assigned_to: mine, ..any.clone() }, 1),
        (FollowUpFilter { assigned_to: Some(Assignee::Nobody), ..any.clone() }, 3),
        (FollowUpFilter { kind: vec![FollowUpKind::Task], ..any.clone() }, 2),
        (FollowUpFilter { search: Some("NORA".into()), ..any.clone() }, 7),
        (FollowUpFilter { from: Some(noon()), to: Some(noon() + Duration::minutes(10)), ..any }, 2),
    ] {
        assert_eq!(
            board.count(&desk.scope, &filter, noon()).await.unwrap(),
            expected,
            "{filter:?}"
        );
        let page = board.list(&desk.scope, &filter, &PageRequest::first(50), noon()).await.unwrap();
        assert_eq!(page.items.len() as u64, expected, "{filter:?}");
    }
}

async fn a_technician_sees_his_own(world: &World) {
    let desk = world.desk().await;
    let tech = world.member(&desk, "Theo Lind", Role::Tech).await.snapshot().id;
    let own = FollowUpSnapshot { assigned_to: Some(tech), ..follow_up(world.id(), None) };
    let own = world.follow_up(&desk, own).await;
    let other = world.follow_up(&desk, follow_up(world.id(), None)).await;
    let scope = scope(desk.workspace, tech, Role::Tech);
    let late = noon() + Duration::hours(1);
    assert!(world.stores.follow_ups.get(&scope, own).await.unwrap().is_some());
    assert!(world.stores.follow_ups.get(&scope, other).await.unwrap().is_none());
    assert!(world.stores.follow_up_board.row(&scope, other, late).await.unwrap().is_none());
    let counts = world.stores.follow_up_board.counts(&scope, Some(tech), late).await.unwrap();
    assert_eq!(counts.overdue, 1);
}

async fn the_sweep_finds_due_clocks_of_all_workspaces(world: &World) {
    let (ours, theirs) = (world.desk().await, world.desk().await);
    let first = world.follow_up(&theirs, follow_up(world.id(), None)).await;
    let mut paused = follow_up(world.id(), None);
    paused.clock.next = None;
    paused.clock.state = ClockState::Paused;
    paused.clock.resumes_at = Some(noon() + Duration::minutes(20));
    let second = world.follow_up(&ours, paused).await;
    let mut quiet = follow_up(world.id(), None);
    quiet.clock.next = None;
    world.follow_up(&ours, quiet).await;
    let mut deleted = follow_up(world.id(), None);
    deleted.deleted_at = Some(noon());
    world.follow_up(&ours, deleted).await;
    let due = |minutes: i64| world.stores.clock_sweep.due(noon() + Duration::minutes(minutes), 10);
    assert!(due(14).await.unwrap().is_empty());
    assert_eq!(due(15).await.unwrap(), [(theirs.workspace, first)]);
    assert_eq!(due(25).await.unwrap(), [(theirs.workspace, first), (ours.workspace, second)]);
}

async fn rules_are_replaced_by_the_first_who_saves(world: &World) {
    let desk = world.desk().await;
    let book = &world.stores.rule_book;
    let hours = book.hours(&desk.scope).await.unwrap();
    assert_eq!(hours.version, Version(0));
    assert_eq!(hours.value, BusinessHours::shipped("America/New_York"));
    let audit = || AuditDraft::change(AuditAction::Update, &hours.value, &hours.value);
    let save =
        |expected| book.save_hours(&desk.scope, expected, hours.value.clone(), audit(), noon());
    assert_eq!(save(Version(0)).await.unwrap(), Version(1));
    assert!(matches!(save(Version(0)).await, Err(SaveError::Stale)));
    assert_eq!(save(Version(1)).await.unwrap(), Version(2));
    assert!(matches!(save(Version(1)).await, Err(SaveError::Stale)));
    assert_eq!(book.sla_rules(&desk.scope).await.unwrap().value, SlaRules::shipped());
    let events = world.stores.live_feed.after(&desk.scope, 0, 100).await.unwrap();
    let changed: Vec<_> =
        events.iter().filter(|event| event.name == "followups.settings_changed").collect();
    assert_eq!(changed.len(), 2);
    assert_eq!(changed[1].payload, serde_json::json!({ "kind": "business_hours", "version": 2 }));
}

async fn notifications_reach_their_member(world: &World) {
    let desk = world.desk().await;
    let dana = world.member(&desk, "Dana Reyes", Role::Dispatcher).await.snapshot().id;
    let promise = follow_up(world.id(), None);
    let note = |minutes: i64| Notification {
        id: NotificationId(world.id()),
        member: dana,
        kind: NotificationKind::Warning,
        text: "Call Nora Vale back".into(),
        follow_up: Some(promise.id),
        call: None,
        created_at: noon() + Duration::minutes(minutes),
        read_at: None,
    };
    let (first, second) = (note(1), note(2));
    let events = vec![FollowUpEvent::MemberNotified { notification: first.clone() }];
    let mut commit = new_follow_up(promise.clone());
    commit.events.extend(events);
    world.stores.follow_ups.save(&desk.scope, commit, vec![first.clone()]).await.unwrap();
    let inbox = &world.stores.notifications;
    let post =
        |cause: &str| inbox.post(&desk.scope, vec![second.clone()], Cause(cause.into()), noon());
    post("digest").await.unwrap();
    assert!(matches!(post("digest").await, Err(SaveError::Duplicate("causes_pkey"))));
    let page = inbox.list(&desk.scope, dana, false, &PageRequest::first(10)).await.unwrap();
    assert_eq!(page.items, [second, first.clone()]);
    assert!(
        inbox
            .list(&desk.scope, desk.owner, false, &PageRequest::first(10))
            .await
            .unwrap()
            .items
            .is_empty()
    );
    inbox.mark_read(&desk.scope, dana, &[first.id], noon()).await.unwrap();
    assert_eq!(inbox.unread(&desk.scope, dana).await.unwrap(), 1);
    inbox.mark_read(&desk.scope, dana, &[], noon()).await.unwrap();
    assert_eq!(inbox.unread(&desk.scope, dana).await.unwrap(), 0);
    assert!(
        inbox
            .list(&desk.scope, dana, true, &PageRequest::first(10))
            .await
            .unwrap()
            .items
            .is_empty()
    );
}
