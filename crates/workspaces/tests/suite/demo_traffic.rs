//! Steering the pretended callers of a demo workspace.

use crate::world::{NOON, scope, workspace_id};
use callboard_kernel::{Classify, ErrorKind, ManualClock, Role, timestamp};
use callboard_workspaces::{
    DemoControl, DemoTraffic, DemoTrafficError, demo_traffic::MockDemoTrafficStore,
};
use std::sync::Arc;

fn control(store: MockDemoTrafficStore) -> DemoControl {
    DemoControl::new(Arc::new(store), Arc::new(ManualClock::new(timestamp(NOON))))
}

fn demo() -> MockDemoTrafficStore {
    let mut store = MockDemoTrafficStore::new();
    store.expect_load().returning(|_| Ok(Some(DemoTraffic::default())));
    store
}

fn storm() -> DemoTraffic {
    DemoTraffic { storm: true, ..DemoTraffic::default() }
}

#[tokio::test]
async fn a_dispatcher_switches_the_storm_on_and_the_trail_says_so() {
    let mut store = demo();
    store
        .expect_save()
        .times(1)
        .withf(|_, traffic, audit, at| {
            *traffic == storm()
                && audit.target_id == workspace_id().uuid()
                && audit.before.len() == 1
                && audit.after["storm"] == true
                && *at == timestamp(NOON)
        })
        .returning(|_, _, _, _| Ok(()));
    control(store).steer(&scope(Role::Dispatcher), storm()).await.unwrap();
}

#[tokio::test]
async fn viewers_absurd_rates_and_real_workspaces_are_refused() {
    let error = control(demo()).steer(&scope(Role::Viewer), storm()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);

    let rate = DemoTraffic { calls_per_minute: DemoTraffic::MAX_CALLS_PER_MINUTE + 1, ..storm() };
    let error = control(demo()).steer(&scope(Role::Owner), rate).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Invalid(fields) if fields[0].path == "calls_per_minute")
    );

    let mut store = MockDemoTrafficStore::new();
    store.expect_load().returning(|_| Ok(None));
    let control = control(store);
    let viewer = scope(Role::Viewer);
    assert!(matches!(control.traffic(&viewer).await, Err(DemoTrafficError::NoDemo)));
    let answer = control.steer(&scope(Role::Owner), storm()).await;
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::NotFound);
}
