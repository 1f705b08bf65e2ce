//! What the gate refuses before a handler sees it, and how every refusal looks.

use crate::support::{Ports, call_id, cookie};
use callboard_kernel::{PortError, Role};
use poem::{
    http::{Method, StatusCode, header},
    test::{TestRequestBuilder, TestResponse},
};
use serde_json::{Value, json};

async fn send<E: poem::Endpoint>(request: TestRequestBuilder<'_, E>) -> TestResponse {
    request.header("cookie", cookie()).header("sec-fetch-site", "same-origin").send().await
}

/// The problem document of a response, after checking that it is one.
async fn problem(response: TestResponse, status: StatusCode) -> Value {
    response.assert_status(status);
    response.assert_content_type("application/problem+json");
    let body: Value = response.0.into_body().into_json().await.unwrap();
    assert_eq!(body["status"], status.as_u16());
    let code = body["code"].as_str().unwrap();
    assert_eq!(body["type"], format!("/api/docs#problem-{code}"));
    for member in ["title", "detail"] {
        assert!(body[member].as_str().is_some_and(|text| !text.is_empty()), "{member} in {body}");
    }
    assert!(body["errors"].is_array());
    body
}

fn wrong_fields(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().unwrap().iter();
    let mut found: Vec<_> =
        errors.map(|e| (e["path"].as_str().unwrap(), e["code"].as_str().unwrap())).collect();
    found.sort_unstable();
    found
}

#[tokio::test]
async fn an_unknown_query_parameter_is_refused_with_the_nearest_known_one() {
    let client = Ports::signed_in(Role::Viewer).client();
    let response = send(client.get("/api/calls?limt=5&status=lost&value_min=x&search=ab")).await;
    let problem = problem(response, StatusCode::BAD_REQUEST).await;
    assert_eq!(
        wrong_fields(&problem),
        [
            ("limt", "unknown_parameter"),
            ("search", "too_short"),
            ("status.0", "unknown_value"),
            ("value_min", "wrong_type"),
        ]
    );
    let hint = problem["errors"][0]["message"].as_str().unwrap();
    assert!(hint.contains("`limit`"), "{hint}");
}

#[tokio::test]
async fn a_parameter_that_is_no_list_may_be_given_once() {
    let client = Ports::signed_in(Role::Viewer).client();
    let response = send(client.get("/api/calls?limit=5&limit=6")).await;
    assert_eq!(
        wrong_fields(&problem(response, StatusCode::BAD_REQUEST).await),
        [("limit", "repeated")]
    );
}

#[tokio::test]
async fn unknown_and_wrong_body_fields_are_named_all_at_once() {
    let client = Ports::signed_in(Role::Dispatcher).client();
    let body = json!({
        "disposition": "callback", "nots": "x", "workspace_id": "w",
        "follow_up": {"type": "visit", "due_at": "tomorrow", "assigned_to": 7}
    });
    let path = format!("/api/calls/{}/outcome", call_id());
    let response = send(client.post(path).body_json(&body)).await;
    assert_eq!(
        wrong_fields(&problem(response, StatusCode::BAD_REQUEST).await),
        [
            ("follow_up.assigned_to", "wrong_type"),
            ("follow_up.due_at", "invalid_format"),
            ("follow_up.type", "unknown_value"),
            ("nots", "unknown_field"),
            ("workspace_id", "unknown_field"),
        ]
    );
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let client = Ports::signed_in(Role::Dispatcher).client();
    let request = client.post("/api/customers").content_type("application/json").body("{\"name\":");
    let problem_of_text = problem(send(request).await, StatusCode::BAD_REQUEST).await;
    assert_eq!(problem_of_text["code"], "malformed_json");

    let request = client.post("/api/customers").content_type("text/plain").body("name=x");
    problem(send(request).await, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    problem(send(client.post("/api/customers")).await, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;

    let huge = format!("{{\"name\":\"{}\"}}", "x".repeat(1024 * 1024));
    let request = client.post("/api/customers").content_type("application/json").body(huge);
    problem(send(request).await, StatusCode::PAYLOAD_TOO_LARGE).await;

    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    let request = client.post("/api/customers").content_type("application/json").body(deep);
    problem(send(request).await, StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn a_path_that_is_no_id_names_its_field() {
    let client = Ports::signed_in(Role::Viewer).client();
    let response = send(client.get("/api/calls/not-an-id")).await;
    assert_eq!(
        wrong_fields(&problem(response, StatusCode::BAD_REQUEST).await),
        [("id", "invalid_format")]
    );
}

#[tokio::test]
async fn another_method_is_told_which_ones_there_are() {
    let client = Ports::default().client();
    let response = client.request(Method::PUT, "/api/calls").send().await;
    response.assert_header(header::ALLOW, "GET, POST");
    problem(response, StatusCode::METHOD_NOT_ALLOWED).await;
}

#[tokio::test]
async fn nothing_is_found_where_nothing_is() {
    let client = Ports::default().client();
    for path in ["/api", "/api/nothing", "/api/v1/nothing", "/api/calls/", "/api/v2/calls"] {
        problem(client.get(path).send().await, StatusCode::NOT_FOUND).await;
    }
    client.get("/calls").send().await.assert_text("the user interface").await;
}

#[tokio::test]
async fn a_stranger_learns_nothing_from_checks() {
    let client = Ports::default().client();
    let response = client.get("/api/calls?nonsense=1").send().await;
    assert_eq!(problem(response, StatusCode::UNAUTHORIZED).await["code"], "not_signed_in");
}

#[tokio::test]
async fn a_low_role_is_refused_with_who_may() {
    let client = Ports::signed_in(Role::Viewer).client();
    let path = format!("/api/calls/{}/outcome", call_id());
    let response = send(client.post(path).body_json(&json!({"disposition": "booked"}))).await;
    let problem = problem(response, StatusCode::FORBIDDEN).await;
    assert_eq!(problem["detail"], "The role viewer may not do this; dispatcher or higher may.");
}

#[tokio::test]
async fn failures_of_the_store_tell_nothing_of_it() {
    for (error, status) in [
        (PortError::broken("calls.count", "secret table"), StatusCode::INTERNAL_SERVER_ERROR),
        (PortError::unavailable("calls.count", "secret host"), StatusCode::SERVICE_UNAVAILABLE),
        (PortError::bad_cursor("calls.count"), StatusCode::BAD_REQUEST),
    ] {
        let mut ports = Ports::signed_in(Role::Viewer);
        ports.board.expect_count().return_once(|_, _, _| Err(error));
        let response = send(ports.client().get("/api/calls/count")).await;
        let problem = problem(response, status).await;
        assert!(!problem.to_string().contains("secret"), "{problem}");
    }
}

#[tokio::test]
async fn a_panic_is_a_problem_too() {
    let mut ports = Ports::signed_in(Role::Viewer);
    ports.board.expect_count().returning(|_, _, _| panic!("a defect"));
    let response = send(ports.client().get("/api/calls/count")).await;
    problem(response, StatusCode::INTERNAL_SERVER_ERROR).await;
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_browsers_safe() {
    let client = Ports::default().client();
    for path in ["/", "/api/calls", "/api/docs", "/api/openapi.json", "/healthz", "/readyz"] {
        let response = client.get(path).send().await;
        let headers = response.0.headers();
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("frame-ancestors 'none'") && policy.contains("script-src 'self';"),
            "{path}"
        );
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["referrer-policy"], "same-origin", "{path}");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin", "{path}");
        assert!(headers.contains_key("x-request-id"), "{path}");
        assert_eq!(headers.get("cache-control").is_some(), path != "/", "{path}");
    }
}

#[tokio::test]
async fn long_json_is_compressed_for_those_who_take_it() {
    let client = Ports::default().client();
    let plain = client.get("/api/openapi.json").send().await;
    assert!(plain.0.headers().get(header::CONTENT_ENCODING).is_none());
    let packed =
        client.get("/api/openapi.json").header("accept-encoding", "br, gzip;q=0.8").send().await;
    packed.assert_header(header::CONTENT_ENCODING, "gzip");
    let (plain, packed) =
        (plain.0.into_body().into_vec().await, packed.0.into_body().into_vec().await);
    assert!(packed.unwrap().len() * 5 < plain.unwrap().len());
}

#[tokio::test]
async fn a_program_that_sends_too_much_is_told_to_wait_and_how_long() {
    let mut ports = Ports::signed_in(Role::Viewer);
    ports.board.expect_tags().times(3).returning(|_, _, _| Ok(vec![]));
    let client = ports.client();
    let key = format!("Bearer {}", crate::support::KEY);
    let ask = || client.get("/api/calls/tags").header("authorization", &key).send();
    for left in ["2", "1", "0"] {
        let response = ask().await;
        response.assert_status_is_ok();
        response.assert_header("ratelimit-limit", "3");
        response.assert_header("ratelimit-remaining", left);
    }
    let refused = ask().await;
    refused.assert_header("ratelimit-remaining", "0");
    let wait = refused.0.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap();
    assert!((1..=1200).contains(&wait), "{wait}");
    let body = problem(refused, StatusCode::TOO_MANY_REQUESTS).await;
    assert_eq!(body["code"], "too_many_requests");
}
