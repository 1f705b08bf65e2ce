//! Reads refuse what no list can mean and pass the rest on.

use crate::world::*;
use callboard_calls::{
    CallError,
    board::{CallFilter, CallMetrics},
};
use callboard_kernel::{CustomerId, Page, PageRequest, Role};
use uuid::Uuid;

#[tokio::test]
async fn a_bad_filter_or_page_never_reaches_the_store() {
    let (calls, _) = World::new().build();
    let scope = member(Role::Viewer);
    let short = CallFilter { search: Some("55".to_owned()), ..CallFilter::default() };
    let page = PageRequest::first(20);
    let none = PageRequest { limit: 0, after: None };
    let refusals = [
        calls.list(&scope, &short, None, &page).await.map(|_| ()),
        calls.count(&scope, &short).await.map(|_| ()),
        calls.metrics(&scope, &short).await.map(|_| ()),
        calls.list(&scope, &CallFilter::default(), None, &none).await.map(|_| ()),
        calls.triage_queue(&scope, &none).await.map(|_| ()),
    ];
    for refused in refusals {
        assert!(matches!(refused, Err(CallError::Invalid(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn lists_and_numbers_are_asked_at_the_time_of_the_clock() {
    let mut world = World::new();
    world
        .board
        .expect_list()
        .times(1)
        .withf(|_, filter, sort, page, now| {
            filter.needs_triage && sort.is_none() && page.limit == 20 && *now == at(600)
        })
        .returning(|_, _, _, _, _| Ok(Page { items: Vec::new(), next: None }));
    world.board.expect_metrics().times(1).returning(|_, _, now| {
        assert_eq!(now, at(600));
        Ok(CallMetrics { total: 3, ..CallMetrics::default() })
    });
    let (calls, _) = world.build();
    let scope = member(Role::Viewer);
    let filter = CallFilter { needs_triage: true, ..CallFilter::default() };
    assert!(
        calls.list(&scope, &filter, None, &PageRequest::first(20)).await.unwrap().items.is_empty()
    );
    assert_eq!(calls.metrics(&scope, &filter).await.unwrap().total, 3);
}

#[tokio::test]
async fn history_is_that_of_the_customer_or_else_of_the_number() {
    let mut world = World::new().with_call(missed(CALL));
    world
        .board
        .expect_history()
        .times(1)
        .withf(|_, customer, asked, limit, _| {
            customer.is_none() && *asked == Some(number(1)) && *limit == 10
        })
        .returning(|_, _, _, _, _| Ok(Vec::new()));
    let (calls, _) = world.build();
    calls.history(&member(Role::Viewer), CALL, 10).await.unwrap();

    let pat = CustomerId(Uuid::from_u128(7));
    let known = {
        let mut state = missed(CALL).into_snapshot();
        state.customer = Some(pat);
        callboard_calls::model::Call::restore(state)
    };
    let mut world = World::new().with_call(known);
    world
        .board
        .expect_history()
        .times(1)
        .withf(move |_, customer, asked, _, _| *customer == Some(pat) && asked.is_none())
        .returning(|_, _, _, _, _| Ok(Vec::new()));
    let (calls, _) = world.build();
    calls.history(&member(Role::Viewer), CALL, 10).await.unwrap();
}

#[tokio::test]
async fn a_caller_without_number_has_no_history_and_an_absent_call_no_row() {
    let withheld = {
        let mut state = missed(CALL).into_snapshot();
        state.from = None;
        callboard_calls::model::Call::restore(state)
    };
    let mut world = World::new().with_call(withheld);
    world.board.expect_rows().returning(|_, _, _| Ok(Vec::new()));
    let (calls, _) = world.build();
    let scope = member(Role::Viewer);
    assert!(calls.history(&scope, CALL, 10).await.unwrap().is_empty(), "not everybody's calls");
    assert!(matches!(calls.row(&scope, CALL).await, Err(CallError::NotFound)));
}
