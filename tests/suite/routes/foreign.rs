//! What belongs to another workspace is not there, wherever its id stands.

use super::{
    making::Making,
    world::{NOWHERE, World, without_instance},
};
use callboard_tests::{Engine, minutes_ago, now, numbers, text_of};
use rstest::rstest;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn ids_of_another_workspace_are_nobody_in_bodies_and_queries(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut making = Making::new(&world, &world.ours);
    let mut ours = BTreeMap::new();
    for word in ["$call", "$follow_up", "$customer", "$member", "$key", "$interaction"] {
        ours.insert(word, making.id(word).await);
    }
    let them = &world.theirs;
    let call =
        them.missed_call(&numbers(900), &minutes_ago(3)).await["id"].as_str().unwrap().to_owned();
    let customer =
        them.dispatcher.post("/api/customers", json!({"name": "Theirs"})).await.must(201)["id"]
            .clone();
    let customer = customer.as_str().unwrap();
    let later = text_of(now() + time::Duration::hours(4));
    let task = them
        .dispatcher
        .post("/api/followups", json!({"call_id": call, "type": "task", "due_at": later}))
        .await;
    let task = task.must(201)["follow_up_task"]["id"].as_str().unwrap().to_owned();
    let requests = |id: &dyn Fn(&str) -> String| {
        vec![
            (
                "POST",
                "/api/followups".to_owned(),
                json!({"call_id": id("$call"), "type": "task", "due_at": later}),
            ),
            (
                "POST",
                "/api/followups".to_owned(),
                json!({"contact_id": id("$customer"), "type": "task", "due_at": later}),
            ),
            (
                "POST",
                format!("/api/calls/{call}/followups"),
                json!({"type": "task", "due_at": later, "assigned_to": id("$member")}),
            ),
            ("PATCH", format!("/api/followups/{task}"), json!({"assigned_to": id("$member")})),
            (
                "POST",
                "/api/calls".to_owned(),
                json!({
                    "direction": "in", "answered": true, "started_at": minutes_ago(9), "contact_id": id("$customer"),
                }),
            ),
            (
                "POST",
                "/api/calls".to_owned(),
                json!({
                    "direction": "in", "answered": true, "started_at": minutes_ago(9), "agent_id": id("$member"),
                }),
            ),
            (
                "POST",
                format!("/api/calls/{call}/link-contact"),
                json!({"contact_id": id("$customer")}),
            ),
            (
                "PATCH",
                format!("/api/customers/{customer}/interactions/{}", id("$interaction")),
                json!({"notes": "x"}),
            ),
            (
                "POST",
                format!("/api/customers/{customer}/interactions"),
                json!({"type": "note", "direction": "outbound", "notes": "n", "follow_up_id": id("$follow_up")}),
            ),
        ]
    };
    let foreign = requests(&|word| ours[word].clone());
    let absent = requests(&|_| NOWHERE.to_owned());
    let before = world.rows.fingerprint().await;
    for ((method, path, body), (_, absent_path, absent_body)) in foreign.into_iter().zip(absent) {
        let answer = them.owner.send(method, &path, Some(body), &[]).await;
        let none = them.owner.send(method, &absent_path, Some(absent_body), &[]).await;
        assert!([400, 404, 422].contains(&answer.status), "{answer}");
        assert_eq!(
            without_instance(answer.body.clone()),
            without_instance(none.body.clone()),
            "{answer} / {none}"
        );
    }
    let skip = json!({"ids": [ours["$follow_up"]]});
    them.owner.post("/api/notifications/read", skip).await;
    let changed = world.rows.fingerprint().await.changed_since(&before);
    assert!(changed.is_empty(), "refused requests changed {changed:?}");

    let names = ["ours.example", "Olive", "Customer "];
    let ids: BTreeSet<_> = ours.values().chain([&world.ours.id]).collect();
    for path in [
        "/api/calls?limit=100",
        "/api/calls?search=555",
        "/api/calls/queue/triage",
        "/api/followups?limit=100",
        "/api/customers?limit=100",
        "/api/members?include_inactive=true",
        "/api/api-keys",
        "/api/audit?limit=100",
        "/api/notifications",
        "/api/auth/sessions",
    ] {
        let text = them.owner.get(path).await.text;
        assert!(
            ids.iter().all(|id| !text.contains(id.as_str())),
            "{path} shows what is not theirs: {text}"
        );
        assert!(path.contains("members") || !text.contains(names[0]), "{path}: {text}");
    }
    for query in [
        format!("contact_id={}", ours["$customer"]),
        format!("agent_id={}", world.ours.member("dispatcher")),
    ] {
        assert_eq!(
            them.owner.get(&format!("/api/calls?{query}&with_total=true")).await.ok()["total"],
            0
        );
    }
}
