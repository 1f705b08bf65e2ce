//! Deliveries, ticks and housekeeping.

use crate::{
    support::{Desk, World, missed_call, noon, on_both},
    switchboard::report,
};
use callboard_kernel::PageRequest;
use callboard_telephony::WebhookKind;
use callboard_workflows::{TICK_CAME, known_reactions, ports::ClaimedDelivery, subscriptions};
use std::collections::HashSet;
use time::Duration;
use uuid::Uuid;

on_both!(
    an_event_is_delivered_once_to_each_reaction,
    two_workers_never_claim_the_same_delivery,
    a_stalled_worker_is_fenced,
    a_failed_delivery_waits_and_comes_back,
    a_delivery_that_was_handed_back_is_as_before,
    what_was_given_up_is_shown_and_replayed,
    reactions_of_another_binary_stay_as_they_are,
    workspaces_take_turns,
    what_is_urgent_goes_before_what_was_there,
    a_tick_comes_once,
    housekeeping_keeps_what_is_of_use,
);

const LEASE: Duration = Duration::seconds(20);

/// How many reactions hear of a missed call.
fn listeners() -> usize {
    subscriptions("calls.call_missed").len()
}

async fn claim(world: &World, limit: u32, lease: Duration) -> Vec<ClaimedDelivery> {
    let owner = world.id();
    world.stores.deliveries.claim(owner, &known_reactions(), limit, lease).await.unwrap()
}

async fn with_missed_calls(world: &World, calls: usize) -> Desk {
    let desk = world.desk().await;
    for _ in 0..calls {
        world.call(&desk, missed_call(world.id())).await;
    }
    desk
}

async fn what_is_urgent_goes_before_what_was_there(world: &World) {
    let desk = with_missed_calls(world, 5).await;
    for kind in [WebhookKind::MessageStatus, WebhookKind::Message] {
        let mut told = report(kind.as_str(), "heard");
        told.raw.kind = kind;
        world.stores.report_journal.put(&desk.scope, &told).await.unwrap();
    }
    let first = claim(world, 1, LEASE).await.remove(0);
    assert_eq!(first.event.name, "switchboard.report_received");
    assert_eq!(first.event.payload["urgent"], true, "{:?}", first.event.payload);
    let second = claim(world, 1, LEASE).await.remove(0);
    assert_eq!(second.event.name, "calls.call_missed", "a receipt waits its turn");
}

async fn an_event_is_delivered_once_to_each_reaction(world: &World) {
    let desk = with_missed_calls(world, 1).await;
    let claimed = claim(world, 100, LEASE).await;
    let names: HashSet<&str> = claimed.iter().map(|one| one.reaction.as_str()).collect();
    assert_eq!(names, subscriptions("calls.call_missed").iter().copied().collect());
    for one in &claimed {
        assert_eq!(
            (one.event.name.as_str(), one.attempt, one.event.workspace),
            ("calls.call_missed", 1, desk.workspace)
        );
        assert!(world.stores.deliveries.complete(&desk.scope, one).await.unwrap());
        assert!(
            !world.stores.deliveries.complete(&desk.scope, one).await.unwrap(),
            "completed twice"
        );
    }
    assert!(claim(world, 100, LEASE).await.is_empty());
}

async fn two_workers_never_claim_the_same_delivery(world: &World) {
    with_missed_calls(world, 20).await;
    let claims = (0..8).map(|_| claim(world, 7, LEASE));
    let all: Vec<ClaimedDelivery> =
        futures_util::future::join_all(claims).await.into_iter().flatten().collect();
    let distinct: HashSet<(i64, String)> =
        all.iter().map(|one| (one.event.seq, one.reaction.clone())).collect();
    assert_eq!(distinct.len(), all.len());
    let mut total = all.len();
    loop {
        let rest = claim(world, 100, LEASE).await.len();
        if rest == 0 {
            break;
        }
        total += rest;
    }
    assert_eq!(total, 20 * listeners());
}

async fn a_stalled_worker_is_fenced(world: &World) {
    let desk = with_missed_calls(world, 1).await;
    // A lease that has ended already: the first worker stalls for longer than it may.
    let stalled = claim(world, 1, Duration::ZERO).await.remove(0);
    let rescued = claim(world, 1, LEASE).await.remove(0);
    assert_eq!((stalled.event.seq, &stalled.reaction), (rescued.event.seq, &rescued.reaction));
    assert_eq!((rescued.fence.epoch, rescued.attempt), (stalled.fence.epoch + 1, 2));
    assert!(!world.stores.deliveries.complete(&desk.scope, &stalled).await.unwrap());
    assert!(!world.stores.deliveries.bury(&desk.scope, &stalled, "late").await.unwrap());
    // Nobody takes it while the new lease lasts.
    let others = claim(world, 100, LEASE).await;
    assert!(
        others
            .iter()
            .all(|one| (one.event.seq, &one.reaction) != (rescued.event.seq, &rescued.reaction))
    );
    assert!(world.stores.deliveries.complete(&desk.scope, &rescued).await.unwrap());
}

async fn a_failed_delivery_waits_and_comes_back(world: &World) {
    let desk = with_missed_calls(world, 1).await;
    for one in claim(world, 100, LEASE).await {
        assert!(
            world
                .stores
                .deliveries
                .retry(&desk.scope, &one, Duration::hours(1), "no answer")
                .await
                .unwrap()
        );
    }
    assert!(claim(world, 100, LEASE).await.is_empty());
    world.as_owner("UPDATE deliveries SET available_at = available_at - 3600000").await;
    let again = claim(world, 100, LEASE).await;
    assert_eq!(again.len(), listeners());
    assert!(again.iter().all(|one| one.attempt == 2));
}

async fn a_delivery_that_was_handed_back_is_as_before(world: &World) {
    let desk = with_missed_calls(world, 1).await;
    for one in claim(world, 100, LEASE).await {
        assert!(world.stores.deliveries.hand_back(&desk.scope, &one).await.unwrap());
    }
    let again = claim(world, 100, LEASE).await;
    assert_eq!(again.len(), listeners());
    assert!(again.iter().all(|one| one.attempt == 1));
}

async fn what_was_given_up_is_shown_and_replayed(world: &World) {
    let desk = with_missed_calls(world, 2).await;
    let claimed = claim(world, 100, LEASE).await;
    for one in &claimed {
        assert!(world.stores.deliveries.bury(&desk.scope, one, "cannot work").await.unwrap());
    }
    let deliveries = &world.stores.deliveries;
    let mut request = PageRequest::first(1);
    let mut seen = Vec::new();
    loop {
        let page = deliveries.dead(&desk.scope, &request).await.unwrap();
        seen.extend(page.items);
        let Some(next) = page.next else { break };
        request.after = Some(next);
    }
    assert_eq!(seen.len(), claimed.len());
    assert!(seen.iter().all(|one| one.last_error == "cannot work" && one.attempts == 1));
    let newest = seen[0].event;
    assert_eq!(deliveries.replay(&desk.scope, &[newest]).await.unwrap(), listeners() as u64);
    // The telling of the burials waits beside them.
    let mut again = claim(world, 100, LEASE).await;
    again.retain(|one| one.event.name == "calls.call_missed");
    assert!(again.iter().all(|one| one.event.id == newest));
    assert_eq!(deliveries.replay(&desk.scope, &[]).await.unwrap(), listeners() as u64);
    assert!(deliveries.dead(&desk.scope, &PageRequest::first(1)).await.unwrap().items.is_empty());
}

async fn reactions_of_another_binary_stay_as_they_are(world: &World) {
    let desk = with_missed_calls(world, 1).await;
    let known = ["a_reaction_of_tomorrow"];
    let claimed =
        world.stores.deliveries.claim(Uuid::from_u128(1), &known, 10, LEASE).await.unwrap();
    assert!(claimed.is_empty());
    world.as_owner("UPDATE deliveries SET consumer = 'a_reaction_of_tomorrow' || consumer").await;
    assert!(claim(world, 100, LEASE).await.is_empty());
    assert!(
        world
            .stores
            .deliveries
            .dead(&desk.scope, &PageRequest::first(1))
            .await
            .unwrap()
            .items
            .is_empty()
    );
}

async fn workspaces_take_turns(world: &World) {
    let busy = with_missed_calls(world, 10).await;
    let quiet = with_missed_calls(world, 1).await;
    let first = claim(world, 2 * listeners() as u32, LEASE).await;
    let of = |desk: &Desk| first.iter().filter(|one| one.event.workspace == desk.workspace).count();
    assert_eq!((of(&busy), of(&quiet)), (listeners(), listeners()));
}

async fn a_tick_comes_once(world: &World) {
    let desk = world.desk().await;
    let ticks = &world.stores.ticks;
    assert_eq!(ticks.last(&desk.scope, "daily_digest").await.unwrap(), None);
    let both = futures_util::future::join_all(
        (0..2).map(|_| ticks.record(&desk.scope, "daily_digest", noon(), noon())),
    );
    let recorded = both.await.into_iter().map(Result::unwrap).filter(|recorded| *recorded).count();
    assert_eq!(recorded, 1);
    assert_eq!(ticks.last(&desk.scope, "daily_digest").await.unwrap(), Some(noon()));
    let events = world.stores.live_feed.after(&desk.scope, 0, 100).await.unwrap();
    let came: Vec<_> = events.iter().filter(|event| event.name == TICK_CAME).collect();
    assert_eq!(came.len(), 1);
    assert_eq!(came[0].payload["schedule"], "daily_digest");
}

async fn housekeeping_keeps_what_is_of_use(world: &World) {
    let desk = with_missed_calls(world, 1).await;
    for one in claim(world, 100, LEASE).await {
        world.stores.deliveries.complete(&desk.scope, &one).await.unwrap();
    }
    world.stores.ticks.record(&desk.scope, "daily_digest", noon(), noon()).await.unwrap();
    world
        .as_owner("UPDATE deliveries SET finished_at = 1790000000000 WHERE finished_at IS NOT NULL")
        .await;
    let after = |days: i64| world.stores.housekeeping.purge(noon() + Duration::days(days));
    assert_eq!(after(29).await.unwrap(), 0);
    // The finished deliveries and the tick.
    assert_eq!(after(31).await.unwrap(), listeners() as u64 + 1);
    assert_eq!(after(31).await.unwrap(), 0);
}
