//! Saved views and emergencies through the composed server, on both databases.

use callboard_tests::{Company, Engine, Place, Server, minutes_ago, numbers, until};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(20);

async fn desk(engine: Engine, word: &str) -> (Place, Server, Company) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, word).await;
    (place, server, company)
}

fn named<'a>(views: &'a Value, name: &str) -> Option<&'a Value> {
    let lists = ["user_views", "team_views"].map(|list| views[list].as_array().unwrap());
    lists.into_iter().flatten().find(|view| view["name"] == name)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_view_counts_what_its_filter_lists_and_others_see_what_is_the_teams(
    #[case] engine: Engine,
) {
    let (_place, _server, company) = desk(engine, "cedar").await;
    for n in 0..3 {
        company.missed_call(&numbers(n), &minutes_ago(1)).await;
    }
    let filters = json!({"period": "7d", "status": ["missed"], "direction": ["in"]});
    let listed = company.owner.get("/api/calls?period=7d&status=missed&direction=in").await.ok();
    assert_eq!(listed["data"].as_array().unwrap().len(), 3);

    let private = json!({"name": "Lost", "filters": filters});
    let mine = company.dispatcher.post("/api/calls/views", private).await.must(201);
    assert_eq!(mine["filters"], filters);
    let counts = company.dispatcher.get("/api/calls/views/counts").await.ok();
    let counts = counts["data"].as_array().unwrap();
    let counted = counts.iter().find(|count| count["view_id"] == mine["id"]).unwrap();
    assert_eq!((&counted["count"], &counted["more"]), (&json!(3), &json!(false)));

    let shared = json!({"name": "Ours", "filters": filters, "is_team_view": true});
    company.dispatcher.post("/api/calls/views", shared.clone()).await.refused(403, "forbidden");
    let ours = company.owner.post("/api/calls/views", shared).await.must(201);
    let seen = company.dispatcher.get("/api/calls/views").await.ok();
    assert!(named(&seen, "Lost").unwrap()["editable"] == true);
    assert!(named(&seen, "Ours").unwrap()["editable"] == false);
    assert!(named(&seen, "Missed today").unwrap()["built_in"] == true);
    let seen = company.owner.get("/api/calls/views").await.ok();
    assert!(named(&seen, "Lost").is_none(), "a private view is its author's");

    let path = format!("/api/calls/views/{}", ours["id"].as_str().unwrap());
    company.dispatcher.patch(&path, json!({"name": "Mine"})).await.refused(403, "forbidden");
    company.owner.patch(&path, json!({"name": "Still ours", "sort": "-value"})).await.ok();
    company.owner.delete(&path).await.must(204);
    company.owner.patch(&path, json!({"name": "Gone"})).await.refused(404, "not_found");
    let back = company.owner.post(&format!("{path}/restore"), Value::Null).await.ok();
    assert_eq!((&back["name"], &back["sort"]), (&json!("Still ours"), &json!("-value")));

    let data = json!([{"id": ours["id"], "pinned": true}, {"id": mine["id"], "pinned": false}]);
    company.dispatcher.put("/api/calls/views/arrangement", json!({"data": data})).await.must(204);
    let seen = company.dispatcher.get("/api/calls/views").await.ok();
    assert_eq!(named(&seen, "Still ours").unwrap()["position"], 0);
    assert_eq!(named(&seen, "Lost").unwrap()["pinned"], false);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_missed_emergency_is_sent_to_people_stands_first_and_is_acknowledged(
    #[case] engine: Engine,
) {
    let (_place, _server, company) = desk(engine, "birch").await;
    let desk = &company.dispatcher;
    // It has waited for longer, so by time alone it would come first.
    company.missed_call(&numbers(1), &minutes_ago(50)).await;
    let call = company.missed_call(&numbers(2), &minutes_ago(2)).await["id"].clone();
    let path = format!("/api/calls/{}", call.as_str().unwrap());
    desk.patch(&path, json!({"intent": "emergency"})).await.ok();
    until("people are told of the emergency", SOON, async || {
        let call = desk.get(&path).await.ok();
        (call["call"]["escalation_status"] == "sent").then_some(())
    })
    .await;
    let told = company.owner.get("/api/notifications").await.ok();
    let texts: Vec<_> = told["data"].as_array().unwrap().iter().map(|n| &n["kind"]).collect();
    assert!(texts.contains(&&json!("escalation")), "{told}");

    let queue = desk.get("/api/calls/queue/triage").await.ok();
    let first = &queue["priorities"][0];
    assert_eq!(first["call"]["id"], call);
    assert!(first["reason"].as_str().unwrap().starts_with("emergency, nobody has it"));
    let waiting = desk.get("/api/calls?escalation_status=queued&escalation_status=sent").await.ok();
    assert_eq!(waiting["data"].as_array().unwrap().len(), 1);

    let taken = desk.post(&format!("{path}/acknowledge"), Value::Null).await.ok();
    assert_eq!(taken["call"]["escalation_status"], "acked");
    until("the callback is the dispatcher's", SOON, async || {
        let tasks = desk.get(&format!("{path}/followups")).await.ok();
        (tasks["data"][0]["assigned_to"]["id"] == company.member("dispatcher")).then_some(())
    })
    .await;
    let audit = company.owner.get(&format!("/api/audit/calls/{}", call.as_str().unwrap())).await;
    assert!(audit.ok().to_string().contains("the emergency was taken"));
}

#[tokio::test]
async fn a_program_that_sends_too_much_is_told_to_wait_and_people_are_not() {
    let place = Place::fresh(Engine::Sqlite).await;
    let server = place.serve_with(&[], &[("CALLBOARD_API_KEY_REQUESTS_PER_HOUR", "2")]).await;
    let company = Company::found(&place, &server, "alder").await;
    let (_, program) = company.program("viewer").await;
    let answer = program.get("/api/calls").await;
    assert_eq!(
        (answer.header("ratelimit-limit"), answer.header("ratelimit-remaining")),
        (Some("2"), Some("1"))
    );
    program.get("/api/calls").await.ok();
    let refused = program.get("/api/calls").await;
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=1800).contains(&wait), "{wait}");
    refused.refused(429, "too_many_requests");
    for _ in 0..5 {
        company.dispatcher.get("/api/calls").await.ok();
    }
}
