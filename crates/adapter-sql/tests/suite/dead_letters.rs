//! Dead letters: buried, told, shown, replayed under the same keys, with a line in the audit trail.

use crate::support::{Desk, World, missed_call, on_both};
use callboard_kernel::{Actor, PageRequest};
use callboard_workflows::{
    DELIVERIES_REPLAYED, DELIVERY_GIVEN_UP, known_reactions, ports::ClaimedDelivery, subscriptions,
};
use callboard_workspaces::{AuditFilter, AuditRow};
use time::Duration;

on_both!(
    what_is_buried_is_listed_and_replayed_under_the_same_key,
    a_burial_is_told_once_and_the_telling_of_it_never,
    who_replays_stands_in_the_trail,
    a_workspace_sees_and_replays_its_own,
);

async fn claim(world: &World) -> Vec<ClaimedDelivery> {
    let owner = world.id();
    world
        .stores
        .deliveries
        .claim(owner, &known_reactions(), 100, Duration::seconds(20))
        .await
        .unwrap()
}

/// A workspace in which everything that should follow from a missed call was given up.
async fn with_burials(world: &World) -> (Desk, Vec<ClaimedDelivery>) {
    let desk = world.desk().await;
    world.call(&desk, missed_call(world.id())).await;
    let claimed = claim(world).await;
    assert_eq!(claimed.len(), subscriptions("calls.call_missed").len());
    for one in &claimed {
        assert!(
            world.stores.deliveries.bury(&desk.scope, one, "unavailable: a test").await.unwrap()
        );
    }
    (desk, claimed)
}

async fn trail(world: &World, desk: &Desk) -> Vec<AuditRow> {
    let filter = AuditFilter { target_kind: vec!["delivery".to_owned()], ..AuditFilter::default() };
    world
        .stores
        .audit_trail
        .list(&desk.scope, &filter, &PageRequest::first(50))
        .await
        .unwrap()
        .items
}

async fn events_named(world: &World, desk: &Desk, name: &str) -> usize {
    let events = world.stores.live_feed.after(&desk.scope, 0, 500).await.unwrap();
    events.iter().filter(|event| event.name == name).count()
}

async fn what_is_buried_is_listed_and_replayed_under_the_same_key(world: &World) {
    let (desk, buried) = with_burials(world).await;
    let deliveries = &world.stores.deliveries;
    let dead = deliveries.dead(&desk.scope, &PageRequest::first(50)).await.unwrap().items;
    assert_eq!(deliveries.count_dead(&desk.scope).await.unwrap(), dead.len() as u64);
    let key = |event: &str, reaction: &str| format!("{event}/{reaction}");
    let mut listed: Vec<_> =
        dead.iter().map(|one| key(&one.event.to_string(), &one.reaction)).collect();
    let mut keys: Vec<_> =
        buried.iter().map(|one| key(&one.event.id.to_string(), &one.reaction)).collect();
    listed.sort();
    keys.sort();
    assert_eq!(listed, keys);
    assert!(dead.iter().all(
        |one| one.event_name == "calls.call_missed" && one.last_error == "unavailable: a test"
    ));

    // The telling of the burials is worked apart; what was buried stays so until somebody replays it.
    assert!(claim(world).await.iter().all(|one| one.event.name == DELIVERY_GIVEN_UP));
    assert_eq!(
        deliveries.replay(&desk.scope, &[buried[0].event.id]).await.unwrap(),
        buried.len() as u64
    );
    assert_eq!(deliveries.count_dead(&desk.scope).await.unwrap(), 0);
    let again = claim(world).await;
    let mut claimed: Vec<_> =
        again.iter().map(|one| key(&one.event.id.to_string(), &one.reaction)).collect();
    claimed.sort();
    assert_eq!(claimed, keys, "the same keys, so that what worked already is not done twice");
    assert!(
        again.iter().all(|one| one.attempt == 1 && one.fence.epoch == 2),
        "fresh attempts, older fences are void"
    );
    assert!(!deliveries.complete(&desk.scope, &buried[0]).await.unwrap());
    assert!(deliveries.complete(&desk.scope, &again[0]).await.unwrap());
}

async fn a_burial_is_told_once_and_the_telling_of_it_never(world: &World) {
    let (desk, buried) = with_burials(world).await;
    assert_eq!(events_named(world, &desk, DELIVERY_GIVEN_UP).await, buried.len());
    // Somebody without the right to finish it buries nothing and tells nothing.
    assert!(!world.stores.deliveries.bury(&desk.scope, &buried[0], "late").await.unwrap());
    assert_eq!(events_named(world, &desk, DELIVERY_GIVEN_UP).await, buried.len());
    let tellers = claim(world).await;
    assert_eq!(tellers.len(), buried.len());
    for one in &tellers {
        assert!(world.stores.deliveries.bury(&desk.scope, one, "broken, too").await.unwrap());
    }
    assert_eq!(
        events_named(world, &desk, DELIVERY_GIVEN_UP).await,
        buried.len(),
        "it would go on for ever"
    );
    assert_eq!(
        world.stores.deliveries.count_dead(&desk.scope).await.unwrap(),
        2 * buried.len() as u64
    );
}

async fn who_replays_stands_in_the_trail(world: &World) {
    let (desk, buried) = with_burials(world).await;
    let event = buried[0].event.id;
    let deliveries = &world.stores.deliveries;
    assert_eq!(deliveries.replay(&desk.scope, &[event]).await.unwrap(), buried.len() as u64);
    assert_eq!(
        deliveries.replay(&desk.scope, &[event]).await.unwrap(),
        0,
        "it is not dead any more"
    );
    assert_eq!(deliveries.replay(&desk.scope, &[]).await.unwrap(), 0);
    let lines = trail(world, &desk).await;
    assert_eq!(lines.len(), 1, "a replay of nothing changes nothing");
    let line = &lines[0];
    assert_eq!(
        (line.action.as_str(), line.target_kind.as_str(), line.target_id),
        ("update", "delivery", event.uuid())
    );
    assert!(matches!(line.actor, Actor::Member { id, .. } if id == desk.owner));
    assert_eq!((&line.before["state"], &line.after["state"]), (&"dead".into(), &"ready".into()));
    assert_eq!(line.after["deliveries"], buried.len());
    assert_eq!(events_named(world, &desk, DELIVERIES_REPLAYED).await, 1);
}

async fn a_workspace_sees_and_replays_its_own(world: &World) {
    let (ours, buried) = with_burials(world).await;
    let theirs = world.desk().await;
    let deliveries = &world.stores.deliveries;
    assert!(deliveries.dead(&theirs.scope, &PageRequest::first(9)).await.unwrap().items.is_empty());
    assert_eq!(deliveries.count_dead(&theirs.scope).await.unwrap(), 0);
    assert_eq!(deliveries.replay(&theirs.scope, &[buried[0].event.id]).await.unwrap(), 0);
    assert_eq!(deliveries.replay(&theirs.scope, &[]).await.unwrap(), 0);
    assert_eq!(deliveries.count_dead(&ours.scope).await.unwrap(), buried.len() as u64);
    assert!(trail(world, &theirs).await.is_empty());
}
