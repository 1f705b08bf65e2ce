//! What differs between the databases behaves the same.

use crate::support::{World, missed_call, noon, on_both};
use callboard_calls::{
    board::{CallFilter, CallSort, CallSortKey},
    model::CallSnapshot,
};
use callboard_kernel::{CallId, PageRequest};
use time::Duration;

on_both!(
    instants_sort_by_time,
    texts_sort_by_code_point,
    an_unreadable_word_names_its_place,
    a_foreign_cursor_is_refused
);

async fn order(world: &World, calls: Vec<CallSnapshot>, key: CallSortKey) -> Vec<CallId> {
    let desk = world.desk().await;
    for call in calls {
        world.call(&desk, call).await;
    }
    let sort = Some(CallSort { key, descending: false });
    let board = &world.stores.call_board;
    let page = board
        .list(&desk.scope, &CallFilter::default(), sort, &PageRequest::first(50), noon())
        .await
        .unwrap();
    page.items.into_iter().map(|row| row.id).collect()
}

async fn instants_sort_by_time(world: &World) {
    // As text, "…00.5" would stand before "…00", and an instant before 2001 after one of today.
    let instants = [
        noon() - Duration::days(20_000),
        noon(),
        noon() + Duration::milliseconds(1),
        noon() + Duration::milliseconds(500),
    ];
    let calls: Vec<CallSnapshot> = instants
        .iter()
        .map(|at| CallSnapshot { started_at: *at, ..missed_call(world.id()) })
        .collect();
    let expected: Vec<CallId> = calls.iter().map(|call| call.id).collect();
    let shuffled = vec![calls[2].clone(), calls[0].clone(), calls[3].clone(), calls[1].clone()];
    assert_eq!(order(world, shuffled, CallSortKey::Time).await, expected);
}

async fn texts_sort_by_code_point(world: &World) {
    let calls: Vec<CallSnapshot> = ["a b", "a-b", "ab", "b"]
        .iter()
        .map(|name| CallSnapshot { caller_name: (*name).to_owned(), ..missed_call(world.id()) })
        .collect();
    let expected: Vec<CallId> = calls.iter().map(|call| call.id).collect();
    let reversed = calls.into_iter().rev().collect();
    assert_eq!(order(world, reversed, CallSortKey::Caller).await, expected);
}

async fn an_unreadable_word_names_its_place(world: &World) {
    let desk = world.desk().await;
    let call = world.call(&desk, missed_call(world.id())).await;
    world.as_owner("UPDATE calls SET status = 'from_tomorrow'").await;
    let error = world.stores.calls.get(&desk.scope, call).await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("calls.status") && source.contains(&call.to_string()), "{source}");
    assert!(!source.contains("from_tomorrow"), "a value may be personal");
}

async fn a_foreign_cursor_is_refused(world: &World) {
    let desk = world.desk().await;
    for _ in 0..3 {
        world.call(&desk, missed_call(world.id())).await;
    }
    let board = &world.stores.call_board;
    let filter = CallFilter::default();
    let first =
        board.list(&desk.scope, &filter, None, &PageRequest::first(1), noon()).await.unwrap();
    let request = PageRequest { limit: 1, after: first.next };
    let by_value = Some(CallSort { key: CallSortKey::Value, descending: true });
    let error = board.list(&desk.scope, &filter, by_value, &request, noon()).await.unwrap_err();
    let kind = callboard_kernel::Classify::kind(&error);
    assert!(
        matches!(&kind, callboard_kernel::ErrorKind::Invalid(fields) if fields[0].path == "cursor"),
        "{kind:?}"
    );
}
