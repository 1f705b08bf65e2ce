//! The live feed: no gap, in the order of the commits, awake within a moment.

use crate::support::{World, missed_call, on_both};
use callboard_adapter_sql::{Database, DatabaseOptions, Stores};
use callboard_workflows::ports::WakeUp;
use std::time::Duration;

on_both!(
    numbers_have_no_gap_under_concurrent_writers,
    a_commit_wakes_a_listener,
    a_refused_write_tells_nothing
);

async fn numbers_have_no_gap_under_concurrent_writers(world: &World) {
    let desk = world.desk().await;
    let start = world.stores.live_feed.head(&desk.scope).await.unwrap();
    let writers = (0..30).map(|_| world.call(&desk, missed_call(world.id())));
    let reader = async {
        // Whoever reads what is new again and again sees each number once, in order: none appears behind him.
        let (mut last, mut seen) = (start, Vec::new());
        while seen.len() < 30 {
            let new = world.stores.live_feed.after(&desk.scope, last, 100).await.unwrap();
            for event in new {
                assert_eq!(event.seq, last + 1, "a gap");
                last = event.seq;
                seen.push(event.id);
            }
            tokio::task::yield_now().await;
        }
        seen
    };
    let deadline = Duration::from_secs(30);
    let (_, seen) = tokio::time::timeout(
        deadline,
        futures_util::future::join(futures_util::future::join_all(writers), reader),
    )
    .await
    .expect("all events in time");
    assert_eq!(seen.len(), 30);
    assert_eq!(world.stores.live_feed.head(&desk.scope).await.unwrap(), start + 30);
}

async fn a_commit_wakes_a_listener(world: &World) {
    let desk = world.desk().await;
    let mut listener = world.stores.live_feed.subscribe();
    world.call(&desk, missed_call(world.id())).await;
    let woken =
        tokio::time::timeout(Duration::from_secs(5), listener.next()).await.expect("woken in time");
    assert_eq!(woken, Some(WakeUp::Workspace(desk.workspace)));
}

async fn a_refused_write_tells_nothing(world: &World) {
    let desk = world.desk().await;
    let call = missed_call(world.id());
    world.call(&desk, call.clone()).await;
    let head = world.stores.live_feed.head(&desk.scope).await.unwrap();
    let again = world.stores.calls.save(&desk.scope, crate::support::new_call(call)).await;
    assert!(again.is_err());
    assert_eq!(world.stores.live_feed.head(&desk.scope).await.unwrap(), head);
}

/// What one replica writes wakes a listener of another within a second.
#[tokio::test(flavor = "multi_thread")]
async fn another_replica_is_woken() {
    let world = World::postgres().await;
    let desk = world.desk().await;
    let replica = Database::connect(&world.url, DatabaseOptions::STANDARD).await.unwrap();
    let mut listener = Stores::new(&replica, &world.ids).live_feed.subscribe();
    let listening = async {
        tokio::select! {
            () = replica.listen() => unreachable!("listening never ends by itself"),
            woken = async {
                loop {
                    // Everything: the connection to listen on stands.
                    match listener.next().await {
                        Some(WakeUp::Everything) => { world.call(&desk, missed_call(world.id())).await; }
                        Some(WakeUp::Workspace(workspace)) => return workspace,
                        None => panic!("the feed ended"),
                    }
                }
            } => woken,
        }
    };
    let woken =
        tokio::time::timeout(Duration::from_secs(4), listening).await.expect("woken in time");
    assert_eq!(woken, desk.workspace);
    replica.close().await.unwrap();
    world.close().await;
}
