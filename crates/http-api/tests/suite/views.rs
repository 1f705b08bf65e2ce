//! Saved views: the same words as the list, checked as strictly, and numbers that are not counted twice.

use crate::support::{Ports, cookie, now};
use callboard_calls::{
    board::{CallFilter, Period, SpokenFilter},
    model::CallStatus,
};
use callboard_kernel::{Page, Role, Version};
use poem::http::StatusCode;
use serde_json::{Value, json};
use time::Duration;

fn with_views(role: Role) -> Ports {
    let mut ports = Ports::signed_in(role);
    ports.views.expect_list().returning(|_| Ok(vec![]));
    ports.views.expect_tabs().returning(|_, _| Ok(vec![]));
    ports
}

async fn send(ports: Ports, body: Value) -> (StatusCode, Value) {
    let client = ports.client();
    let request = client.post("/api/calls/views").header("cookie", cookie());
    let response = request.header("origin", crate::support::SITE).body_json(&body).send().await;
    let status = response.0.status();
    (status, response.0.into_body().into_json().await.unwrap())
}

#[tokio::test]
async fn a_period_of_the_address_becomes_the_days_of_the_workspace() {
    let mut ports = Ports::signed_in(Role::Viewer);
    ports.days.expect_midnight().returning(|_, at, back| {
        assert_eq!(at, now());
        Ok(now() - Duration::days(i64::from(back)))
    });
    ports.board.expect_list().once().returning(|_, filter, _, _, _| {
        let yesterday = CallFilter {
            from: Some(now() - Duration::days(1)),
            to: Some(now()),
            ..CallFilter::default()
        };
        assert_eq!(*filter, yesterday);
        Ok(Page { items: vec![], next: None })
    });
    let client = ports.client();
    let path = "/api/calls?period=yesterday";
    client.get(path).header("cookie", cookie()).send().await.assert_status_is_ok();
    let both = "/api/calls?period=today&from=2026-01-01T00:00:00Z";
    let refused = client.get(both).header("cookie", cookie()).send().await;
    refused.assert_status(StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_view_keeps_the_days_and_shows_the_words_in_which_it_was_given() {
    let mut ports = with_views(Role::Dispatcher);
    ports.views.expect_save().once().returning(|_, commit, _| {
        let filter = CallFilter { status: vec![CallStatus::Missed], ..CallFilter::default() };
        let wanted = SpokenFilter { period: Some(Period::Today), filter };
        assert_eq!(commit.aggregate.snapshot().wanted, wanted);
        Ok(Version(1))
    });
    let filters = json!({"period": "today", "status": ["missed"]});
    let new = json!({"name": "Lost today", "filters": filters, "sort": "-value"});
    let (status, body) = send(ports, new).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    assert_eq!(body["filters"], filters);
    assert_eq!((&body["sort"], &body["is_team_view"]), (&json!("-value"), &json!(false)));
}

#[tokio::test]
async fn a_filter_that_the_list_does_not_know_is_not_kept() {
    for (filters, path) in [
        (json!({"colour": "red"}), "filters.colour"),
        (json!({"status": ["lost"]}), "filters.status.0"),
        (json!({"search": "55"}), "filters.search"),
        (json!({"value_min": 5, "value_max": 1}), "filters.value_max"),
        (json!({"period": "today", "to": "2026-01-01T00:00:00Z"}), "filters.period"),
    ] {
        let (status, body) =
            send(with_views(Role::Dispatcher), json!({"name": "Odd", "filters": filters})).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(body["errors"][0]["path"], path);
    }
}

#[tokio::test]
async fn numbers_of_tabs_are_shared_while_they_are_fresh() {
    let mut ports = with_views(Role::Dispatcher);
    ports.days.expect_midnight().returning(|_, _, _| Ok(now()));
    let counted = std::sync::atomic::AtomicU32::new(0);
    ports.board.expect_count_up_to().times(5).returning(move |_, _, _, _| {
        Ok(match counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            0 => 1001,
            nth => nth,
        })
    });
    let client = ports.client();
    for _ in 0..3 {
        let path = "/api/calls/views/counts";
        let response = client.get(path).header("cookie", cookie()).send().await;
        response.assert_status_is_ok();
        let body: Value = response.0.into_body().into_json().await.unwrap();
        let numbers = body["data"].as_array().unwrap();
        assert_eq!(numbers.len(), 5);
        assert_eq!((&numbers[0]["count"], &numbers[0]["more"]), (&json!(1000), &json!(true)));
    }
}
