//! The store of saved views.

use crate::support::{World, missed_call, noon, on_both, scope};
use callboard_calls::{
    board::{CallFilter, CallSort, Period, PromiseState, SpokenFilter},
    model::{CallSnapshot, CallStatus, EscalationStatus},
    views::{CallView, CallViewSnapshot, Tab, shipped_views},
};
use callboard_kernel::{
    AuditDraft, CallViewId, Commit, MemberId, Role, SaveError, Timestamp, Version,
};
use time::Duration;

on_both!(
    a_view_is_loaded_as_it_was_saved,
    each_sees_his_own_views_and_the_teams,
    the_second_writer_of_a_view_is_stale,
    removed_views_are_forgotten_after_a_while,
    a_view_from_a_newer_program_is_left_out,
    tabs_belong_to_one_member,
    counting_stops_at_the_limit,
);

fn view(world: &World, owner: MemberId) -> CallViewSnapshot {
    CallViewSnapshot {
        id: CallViewId(world.id()),
        owner: Some(owner),
        name: "Storm".to_owned(),
        wanted: SpokenFilter {
            period: Some(Period::Days7),
            filter: CallFilter {
                promise: vec![PromiseState::Overdue],
                has_job: Some(false),
                tags: vec!["hail".to_owned()],
                escalation: vec![EscalationStatus::Queued],
                ..CallFilter::default()
            },
        },
        sort: CallSort::parse("-value"),
        team: false,
        pinned: true,
        created_at: noon(),
        updated_at: noon(),
        deleted_at: None,
    }
}

fn made(view: CallViewSnapshot) -> Commit<CallView, callboard_calls::views::CallViewEvent> {
    let audit = AuditDraft::create(&view);
    Commit::create(CallView::restore(view), vec![], audit, noon())
}

fn changed(
    after: CallViewSnapshot,
    version: Version,
) -> Commit<CallView, callboard_calls::views::CallViewEvent> {
    let audit = AuditDraft::create(&after);
    Commit::update(CallView::restore(after), version, vec![], audit, noon())
}

const LONG_AGO: Timestamp = Timestamp::UNIX_EPOCH;

async fn a_view_is_loaded_as_it_was_saved(world: &World) {
    let desk = world.desk().await;
    let view = view(world, desk.owner);
    let store = &world.stores.call_views;
    assert_eq!(store.save(&desk.scope, made(view.clone()), LONG_AGO).await.unwrap(), Version(1));
    let loaded = store.get(&desk.scope, view.id).await.unwrap().unwrap();
    assert_eq!((loaded.value.snapshot(), loaded.version), (&view, Version(1)));
    assert_eq!(store.get(&world.desk().await.scope, view.id).await.unwrap(), None);
}

async fn each_sees_his_own_views_and_the_teams(world: &World) {
    let desk = world.desk().await;
    let dana = world.member(&desk, "Dana Dispatcher", Role::Dispatcher).await.snapshot().id;
    let store = &world.stores.call_views;
    let mine = view(world, desk.owner);
    let hers = CallViewSnapshot { created_at: noon() + Duration::hours(1), ..view(world, dana) };
    let ours = CallViewSnapshot {
        team: true,
        created_at: noon() + Duration::hours(2),
        ..view(world, desk.owner)
    };
    let gone = CallViewSnapshot { team: true, deleted_at: Some(noon()), ..view(world, dana) };
    for one in [&ours, &hers, &mine, &gone] {
        store.save(&desk.scope, made(one.clone()), LONG_AGO).await.unwrap();
    }
    let seen = async |member, role| -> Vec<_> {
        let all = store.list(&scope(desk.workspace, member, role)).await.unwrap();
        all.into_iter().map(|loaded| loaded.value.snapshot().id).collect()
    };
    assert_eq!(seen(desk.owner, Role::Owner).await, [mine.id, ours.id]);
    assert_eq!(seen(dana, Role::Dispatcher).await, [hers.id, ours.id]);
    let other = world.desk().await;
    assert!(store.list(&other.scope).await.unwrap().is_empty());
}

async fn the_second_writer_of_a_view_is_stale(world: &World) {
    let desk = world.desk().await;
    let view = view(world, desk.owner);
    let store = &world.stores.call_views;
    store.save(&desk.scope, made(view.clone()), LONG_AGO).await.unwrap();
    let renamed = |name: &str| CallViewSnapshot { name: name.to_owned(), ..view.clone() };
    let first = store.save(&desk.scope, changed(renamed("first"), Version(1)), LONG_AGO).await;
    assert_eq!(first.unwrap(), Version(2));
    let second = store.save(&desk.scope, changed(renamed("second"), Version(1)), LONG_AGO).await;
    assert!(matches!(second, Err(SaveError::Stale)));
}

async fn removed_views_are_forgotten_after_a_while(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.call_views;
    let gone = CallViewSnapshot { deleted_at: Some(noon()), ..view(world, desk.owner) };
    store.save(&desk.scope, made(gone.clone()), LONG_AGO).await.unwrap();
    store.save(&desk.scope, made(view(world, desk.owner)), noon()).await.unwrap();
    assert!(store.get(&desk.scope, gone.id).await.unwrap().is_some());
    let later = noon() + Duration::milliseconds(1);
    store.save(&desk.scope, made(view(world, desk.owner)), later).await.unwrap();
    assert_eq!(store.get(&desk.scope, gone.id).await.unwrap(), None);
}

async fn a_view_from_a_newer_program_is_left_out(world: &World) {
    let desk = world.desk().await;
    let store = &world.stores.call_views;
    let (readable, newer) = (view(world, desk.owner), view(world, desk.owner));
    store.save(&desk.scope, made(readable.clone()), LONG_AGO).await.unwrap();
    store.save(&desk.scope, made(newer.clone()), LONG_AGO).await.unwrap();
    let id = if world.is_postgres() {
        format!("'{}'", newer.id)
    } else {
        format!("X'{}'", newer.id.uuid().simple())
    };
    let wanted = r#"{"filter": {"moon": "full"}}"#;
    world.as_owner(&format!("UPDATE call_views SET wanted = '{wanted}' WHERE id = {id}")).await;
    let seen = store.list(&desk.scope).await.unwrap();
    let ids: Vec<_> = seen.iter().map(|loaded| loaded.value.snapshot().id).collect();
    assert_eq!(ids, [readable.id]);
}

async fn tabs_belong_to_one_member(world: &World) {
    let desk = world.desk().await;
    let dana = world.member(&desk, "Dana Dispatcher", Role::Dispatcher).await.snapshot().id;
    let store = &world.stores.call_views;
    let tab = |pinned| Tab { view: shipped_views()[0].snapshot().id, pinned };
    store.save_tabs(&desk.scope, dana, &[tab(true)], noon()).await.unwrap();
    store.save_tabs(&desk.scope, dana, &[tab(false)], noon()).await.unwrap();
    assert_eq!(store.tabs(&desk.scope, dana).await.unwrap(), [tab(false)]);
    assert!(store.tabs(&desk.scope, desk.owner).await.unwrap().is_empty());
}

async fn counting_stops_at_the_limit(world: &World) {
    let desk = world.desk().await;
    for n in 0..5 {
        let started_at = noon() + Duration::minutes(n);
        world.call(&desk, CallSnapshot { started_at, ..missed_call(world.id()) }).await;
    }
    let board = &world.stores.call_board;
    let filter = CallFilter { status: vec![CallStatus::Missed], ..CallFilter::default() };
    let later = noon() + Duration::hours(1);
    for (most, found) in [(3, 3), (5, 5), (9, 5)] {
        assert_eq!(board.count_up_to(&desk.scope, &filter, most, later).await.unwrap(), found);
    }
    let recent = CallFilter { from: Some(noon() + Duration::minutes(3)), ..filter };
    assert_eq!(board.count_up_to(&desk.scope, &recent, 9, later).await.unwrap(), 2);
    let foreign = world.desk().await;
    assert_eq!(board.count_up_to(&foreign.scope, &recent, 9, later).await.unwrap(), 0);
}
