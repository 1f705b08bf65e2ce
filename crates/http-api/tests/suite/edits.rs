//! Versions of edits, and refusals with what a client needs to go on.

use crate::support::{Ports, call_id, cookie, me, now, row, settings};
use callboard_calls::{board::ClaimOfCall, ports::ClaimAnswer};
use callboard_followups::{hours::BusinessHours, rules::SlaRules};
use callboard_kernel::{Loaded, MemberId, Role, SaveError, Version};
use poem::{
    http::{StatusCode, header},
    test::{TestRequestBuilder, TestResponse},
};
use serde_json::{Value, json};
use uuid::Uuid;

async fn send<E: poem::Endpoint>(request: TestRequestBuilder<'_, E>) -> TestResponse {
    request.header("cookie", cookie()).header("sec-fetch-site", "same-origin").send().await
}

async fn body(response: TestResponse) -> Value {
    response.0.into_body().into_json().await.unwrap()
}

#[tokio::test]
async fn a_read_answers_its_version_as_etag() {
    let mut ports = Ports::signed_in(Role::Viewer);
    ports.workspaces.expect_get().returning(|_| Ok(Some(settings())));
    let response = send(ports.client().get("/api/settings/workspace")).await;
    response.assert_header(header::ETAG, "\"4\"");
}

#[tokio::test]
async fn an_edit_from_an_old_version_is_refused() {
    let mut ports = Ports::signed_in(Role::Admin);
    ports.workspaces.expect_get().returning(|_| Ok(Some(settings())));
    ports.workspaces.expect_save().never();
    let client = ports.client();
    let edit = json!({"name": "Ridge"});
    let request = client.patch("/api/settings/workspace").header("if-match", "\"3\"");
    let response = send(request.body_json(&edit)).await;
    response.assert_status(StatusCode::PRECONDITION_FAILED);
    assert_eq!(body(response).await["code"], "stale");

    let request = client.patch("/api/settings/workspace").header("if-match", "3");
    let response = send(request.body_json(&edit)).await;
    response.assert_status(StatusCode::BAD_REQUEST);
    assert_eq!(body(response).await["errors"][0]["path"], "If-Match");
}

#[tokio::test]
async fn an_edit_from_the_present_version_answers_the_next() {
    let mut ports = Ports::signed_in(Role::Admin);
    ports.workspaces.expect_get().returning(|_| Ok(Some(settings())));
    ports.workspaces.expect_save().returning(|_, _| Ok(Version(5)));
    let request = ports.client();
    let request = request.patch("/api/settings/workspace").header("if-match", "\"4\"");
    let response = send(request.body_json(&json!({"name": "Ridge"}))).await;
    response.assert_header(header::ETAG, "\"5\"");
    assert_eq!(body(response).await["name"], "Ridge");
}

#[tokio::test]
async fn a_document_of_settings_can_be_sent_back_as_it_was_read() {
    let mut ports = Ports::signed_in(Role::Admin);
    let hours = Loaded { value: BusinessHours::shipped("America/New_York"), version: Version(2) };
    let rules = Loaded { value: SlaRules::shipped(), version: Version(7) };
    ports.rules.expect_hours().returning(move |_| Ok(hours.clone()));
    ports.rules.expect_sla_rules().returning(move |_| Ok(rules.clone()));
    ports.rules.expect_save_hours().returning(|_, _, _, _, _| Ok(Version(3)));
    ports.rules.expect_save_sla_rules().returning(|_, _, _, _, _| Ok(Version(8)));
    ports.catalogue.expect_load().returning(|_| {
        let value = callboard_calls::model::shipped_dispositions();
        Ok(Loaded { value, version: Version(0) })
    });
    ports.catalogue.expect_save().returning(|_, _, _, _, _| Ok(Version(1)));
    let client = ports.client();
    for path in ["business-hours", "sla-rules", "disposition-rules"] {
        let path = format!("/api/settings/{path}");
        let read = body(send(client.get(&path)).await).await;
        let response = send(client.post(&path).body_json(&read)).await;
        assert_eq!(response.0.status(), StatusCode::OK, "{path}");
        let mut written = body(response).await;
        written["version"] = read["version"].clone();
        assert_eq!(written, read, "{path}");
    }
}

#[tokio::test]
async fn a_settings_document_from_an_old_version_overwrites_nothing() {
    let mut ports = Ports::signed_in(Role::Admin);
    let hours = Loaded { value: BusinessHours::shipped("America/New_York"), version: Version(2) };
    ports.rules.expect_hours().returning(move |_| Ok(hours.clone()));
    ports.rules.expect_save_hours().returning(|_, _, _, _, _| Err(SaveError::Stale));
    let client = ports.client();
    let mut document = body(send(client.get("/api/settings/business-hours")).await).await;
    document["version"] = json!(1);
    document["weekly"]["mon"][0]["close"] = json!("16:00");
    let response = send(client.post("/api/settings/business-hours").body_json(&document)).await;
    response.assert_status(StatusCode::PRECONDITION_FAILED);
}

#[tokio::test]
async fn hours_that_are_no_times_are_named_by_their_place() {
    let mut ports = Ports::signed_in(Role::Admin);
    let hours = Loaded { value: BusinessHours::shipped("America/New_York"), version: Version(2) };
    ports.rules.expect_hours().returning(move |_| Ok(hours.clone()));
    let client = ports.client();
    let mut document = body(send(client.get("/api/settings/business-hours")).await).await;
    document["weekly"]["tue"][0]["open"] = json!("24:30");
    document["holidays"][0]["rule"] = json!("13-40");
    let response = send(client.post("/api/settings/business-hours").body_json(&document)).await;
    response.assert_status(StatusCode::BAD_REQUEST);
    let problem = body(response).await;
    let paths: Vec<_> =
        problem["errors"].as_array().unwrap().iter().map(|e| e["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["weekly.tue.0.open", "holidays.0.rule"]);
}

#[tokio::test]
async fn a_refused_claim_names_who_holds_the_call_and_until_when() {
    let holder = MemberId(Uuid::from_u128(0x_beef));
    let until = now() + time::Duration::minutes(3);
    let mut ports = Ports::signed_in(Role::Dispatcher);
    ports
        .claims
        .expect_claim()
        .returning(move |_, _, _, _, _, _| Ok(ClaimAnswer::HeldBy { member: holder, until }));
    ports.board.expect_rows().returning(move |_, _, _| {
        let claim = ClaimOfCall { by: holder, by_name: "Miguel Ortiz".into(), until };
        let mut row = row(call_id(), Some(me()));
        row.claim = Some(claim);
        Ok(vec![row])
    });
    let client = ports.client();
    let response = send(client.post(format!("/api/calls/{}/claim", call_id()))).await;
    response.assert_status(StatusCode::CONFLICT);
    let problem = body(response).await;
    assert_eq!(problem["code"], "held_by_other");
    assert_eq!(problem["by"], json!({"id": holder.uuid(), "name": "Miguel Ortiz"}));
    assert_eq!(problem["until"], "2026-02-25T06:16:20.000Z");
}

#[tokio::test]
async fn an_empty_queue_is_no_content() {
    let mut ports = Ports::signed_in(Role::Dispatcher);
    ports.claims.expect_held_by().returning(|_, _, _| Ok(None));
    ports.claims.expect_claim_next().returning(|_, _, _, _, _| Ok(None));
    let client = ports.client();
    let response = send(client.post("/api/calls/queue/triage/claim-next")).await;
    response.assert_status(StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_foreign_call_is_not_found() {
    let mut ports = Ports::signed_in(Role::Tech);
    ports.calls.expect_get().returning(|_, _| Ok(None));
    let response = send(ports.client().get(format!("/api/calls/{}", call_id()))).await;
    response.assert_status(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_idempotency_key_is_visible_text() {
    let client = Ports::signed_in(Role::Dispatcher).client();
    let request = client.post("/api/customers").header("idempotency-key", "two words");
    let response = send(request.body_json(&json!({"name": "Pat Example"}))).await;
    response.assert_status(StatusCode::BAD_REQUEST);
    assert_eq!(body(response).await["errors"][0]["path"], "Idempotency-Key");
}
