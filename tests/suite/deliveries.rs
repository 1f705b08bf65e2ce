//! Work that fails: it harms nobody else, is shown, and can be done again.

use callboard_tests::{Client, Company, Engine, Place, minutes_ago, numbers, settled, until};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(20);

async fn follow_ups(client: &Client, call: &Value) -> usize {
    let path = format!("/api/calls/{}/followups", call["id"].as_str().unwrap());
    client.get(&path).await.ok()["data"].as_array().unwrap().len()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_poisoned_event_is_given_up_shown_and_replayed(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&["--no-worker"]).await;
    let company = Company::found(&place, &server, "ember").await;
    let poisoned = company.missed_call(&numbers(1), &minutes_ago(2)).await;
    let rows = place.rows().await;
    let first = "name = 'calls.call_missed' AND seq = (SELECT max(seq) FROM events WHERE name = 'calls.call_missed')";
    let payload =
        rows.texts(&format!("SELECT CAST(payload AS TEXT) FROM events WHERE {first}")).await;
    let seq = rows.number(&format!("SELECT seq FROM events WHERE {first}")).await;
    let poison = "UPDATE events SET payload = '{\"event\": \"nonsense\"}'";
    assert_eq!(rows.change(&format!("{poison} WHERE seq = {seq}")).await, 1);
    // A program of tomorrow wrote this one.
    let unknown = "INSERT INTO deliveries (workspace_id, event_seq, consumer, state, epoch, attempts, available_at) \
                   SELECT workspace_id, seq, 'a_reaction_of_tomorrow', 'ready', 0, 0, 0 FROM events";
    rows.change(&format!("{unknown} WHERE seq = {seq}")).await;
    let mut others = Vec::new();
    for index in 2..6 {
        others.push(company.missed_call(&numbers(index), &minutes_ago(2)).await);
    }
    let (status, _) = server.stop().await;
    assert!(status.success());

    let server = place.serve(&[]).await;
    let (viewer, admin) = (company.viewer.at(&server), company.admin.at(&server));
    for call in &others {
        until("the others are not held up", SOON, async || {
            (follow_ups(&viewer, call).await == 1).then_some(())
        })
        .await;
    }
    let dead = async || admin.get("/api/deliveries/dead").await.ok();
    let shown = until("it is given up and shown", SOON, async || {
        let page = dead().await;
        (page["total"].as_u64() > Some(0)).then_some(page)
    })
    .await;
    let line = shown["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["reaction"] == "missed_call_opens_follow_up");
    let line = line.unwrap_or_else(|| panic!("{shown}"));
    assert_eq!(line["event_name"], "calls.call_missed");
    assert!(!line["last_error"].as_str().unwrap().is_empty());
    assert!(!shown.to_string().contains("55501"), "nothing personal is shown: {shown}");
    until("supervisors are told", SOON, async || {
        let inbox = admin.get("/api/notifications?unread=true").await.ok();
        (inbox["unread"].as_u64() > Some(0)).then_some(())
    })
    .await;
    let said = place.run(&["doctor"]).await;
    assert!(format!("{said}").contains("deliver"), "the doctor counts it: {said}");
    assert_eq!(follow_ups(&viewer, &poisoned).await, 0);

    // Mended as a new release would mend it.
    let healed = payload[0].replace('\'', "''");
    assert_eq!(
        rows.change(&format!("UPDATE events SET payload = '{healed}' WHERE seq = {seq}")).await,
        1
    );
    let replayed =
        admin.post("/api/deliveries/replay", json!({"event_ids": [line["event_id"]]})).await.ok();
    assert!(replayed["replayed"].as_u64() > Some(0), "{replayed}");
    until("it is done in the end", SOON, async || {
        (follow_ups(&viewer, &poisoned).await == 1).then_some(())
    })
    .await;
    admin.post("/api/deliveries/replay", json!({})).await.ok();
    let count = settled("once", Duration::from_secs(1), SOON, async || {
        follow_ups(&viewer, &poisoned).await
    })
    .await;
    assert_eq!(count, 1);
    assert_eq!(dead().await["total"], 0);

    let waiting = "SELECT count(*) FROM deliveries WHERE consumer = 'a_reaction_of_tomorrow' AND state = 'ready' AND attempts = 0";
    assert_eq!(
        rows.number(waiting).await,
        1,
        "what this program does not know waits for one that does"
    );
    place.run(&["doctor", "--audit"]).await;
}
