//! What was given up: supervisors hear of it, admins see it and try it again, and the doctor names it.

use callboard_tests::{Company, Engine, Place, minutes_ago, numbers, until};
use rstest::rstest;
use serde_json::json;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(30);
const REACTION: &str = "missed_call_opens_follow_up";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_given_up_is_told_shown_and_tried_again(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let ours = Company::found(&place, &server, "ours").await;
    let theirs = Company::found(&place, &server, "theirs").await;
    let rows = place.rows().await;
    ours.missed_call(&numbers(1), &minutes_ago(5)).await;
    until("everything has followed from the call", SOON, async || {
        let waiting = "SELECT count(*) FROM deliveries WHERE state <> 'done'";
        let promised = rows.number("SELECT count(*) FROM follow_ups").await;
        (promised == 1 && rows.number(waiting).await == 0).then_some(())
    })
    .await;
    let nothing = ours.admin.get("/api/deliveries/dead").await.ok();
    assert_eq!((&nothing["total"], &nothing["data"]), (&json!(0), &json!([])));
    place.run(&["doctor"]).await.ok();

    // The event looks as if eight others had led to it, and its reaction waits once more: it is given up at once.
    rows.change("UPDATE events SET depth = 8 WHERE name = 'calls.call_missed'").await;
    let again = format!("UPDATE deliveries SET state = 'ready' WHERE consumer = '{REACTION}'");
    assert_eq!(rows.change(&again).await, 1);
    let told = until("a supervisor hears of it", SOON, async || {
        let bell = ours.admin.get("/api/notifications?unread=true").await.ok();
        let lines = bell["data"].as_array().unwrap().clone();
        lines.into_iter().find(|line| line["kind"] == "fault")
    })
    .await;
    let text = told["text"].as_str().unwrap();
    assert!(text.contains("missed call opens follow up") && !text.contains("555"), "{text}");
    let desk = ours.dispatcher.get("/api/notifications").await.text;
    assert!(!desk.contains("fault"), "it is for supervisors: {desk}");

    let list = ours.admin.get("/api/deliveries/dead?limit=1").await.ok();
    let dead = &list["data"][0];
    assert_eq!((&list["total"], &list["has_more"]), (&json!(1), &json!(false)));
    assert_eq!(
        (&dead["reaction"], &dead["event_name"]),
        (&json!(REACTION), &json!("calls.call_missed"))
    );
    assert!(dead["last_error"].as_str().unwrap().starts_with("too_deep"), "{dead}");
    let said = place.run(&["doctor"]).await;
    assert_ne!(said.code, Some(0), "{said}");
    let fault = said.stdout.lines().find(|line| line.starts_with("FAULT")).unwrap_or_default();
    assert!(fault.contains(&ours.name) && fault.contains("Settings, Needs a person"), "{said}");

    let one = json!({"event_ids": [dead["event_id"]]});
    ours.dispatcher.get("/api/deliveries/dead").await.refused(403, "forbidden");
    ours.dispatcher.post("/api/deliveries/replay", one.clone()).await.refused(403, "forbidden");
    for body in [one.clone(), json!({})] {
        let foreign = theirs.owner.post("/api/deliveries/replay", body).await.ok();
        assert_eq!(foreign, json!({"replayed": 0}));
    }
    assert_eq!(theirs.owner.get("/api/deliveries/dead").await.ok()["total"], 0);
    ours.admin.post("/api/deliveries/replay", json!({"event_ids": []})).await.must(400);

    // Mended and tried again, under the same key: what it promised before is not promised twice.
    rows.change("UPDATE events SET depth = 0 WHERE name = 'calls.call_missed'").await;
    let replayed = ours.admin.post("/api/deliveries/replay", one).await.ok();
    assert_eq!(replayed, json!({"replayed": 1}));
    let open = "SELECT count(*) FROM deliveries WHERE state <> 'done'";
    until("it is worked", SOON, async || (rows.number(open).await == 0).then_some(())).await;
    assert_eq!(rows.number("SELECT count(*) FROM follow_ups").await, 1);
    assert_eq!(ours.admin.get("/api/deliveries/dead").await.ok()["total"], 0);
    let trail = ours.admin.get("/api/audit?target_kind=delivery").await.ok();
    let lines = trail["data"].as_array().unwrap();
    assert_eq!(lines.len(), 1, "{trail}");
    assert_eq!(lines[0]["actor"]["name"], "Ada Admin");
    assert_eq!(
        (&lines[0]["action"], &lines[0]["target_id"]),
        (&json!("update"), &dead["event_id"])
    );
    place.run(&["doctor", "--audit"]).await.ok();
    let elsewhere = theirs.admin.get("/api/audit?target_kind=delivery").await.ok();
    assert_eq!(elsewhere["data"], json!([]));
}
