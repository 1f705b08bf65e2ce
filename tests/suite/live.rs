//! What a browser or program sees live.

use callboard_tests::{
    Client, Company, Engine, Live, Pass, Place, Rows, Server, minutes_ago, numbers, settled, until,
};
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

/// Waits until the workers have nothing left to do.
async fn rests(rows: &Rows) {
    until("the events rest", SOON, async || {
        let open = rows
            .number("SELECT count(*) FROM deliveries WHERE state NOT IN ('done', 'dead')")
            .await;
        (open == 0).then_some(())
    })
    .await;
    let count = async || rows.number("SELECT count(*) FROM events").await;
    settled("the events rest", Duration::from_millis(700), SOON, count).await;
}

async fn seqs(client: &Client, after: i64) -> Vec<i64> {
    let mut live = Live::open(client, Some(after)).await;
    live.drain(Duration::from_secs(1)).await;
    let seen = live.seen.iter().skip(1).filter_map(|message| message["seq"].as_i64()).collect();
    live.close().await;
    seen
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn changes_appear_within_a_second(#[case] engine: Engine) {
    let (place, _server, company) = desk(engine, "comet").await;
    let mut live = Live::open(&company.viewer, None).await;
    let second = Duration::from_secs(1);
    let call = company.missed_call(&numbers(1), &minutes_ago(1)).await;
    let (new, _) =
        live.until("the new call", second, |message| message["type"] == "new_call").await;
    assert_eq!(new["call"]["id"], call["id"]);
    assert_eq!(new["call"]["from_e164"], numbers(1));
    let is_promised = |message: &Value| {
        message["type"] == "call_updated" && message["call"]["promise"].is_object()
    };
    live.until("the row with its promise", SOON, is_promised).await;
    live.drain(Duration::from_millis(700)).await;

    let one = format!("/api/calls/{}", call["id"].as_str().unwrap());
    company.dispatcher.post(&format!("{one}/claim"), json!({})).await.ok();
    let (claimed, _) =
        live.until("the claim", second, |message| message["type"] == "call_claimed").await;
    assert_eq!(claimed["by"]["name"], "Dora Desk");
    company.dispatcher.delete(&format!("{one}/claim")).await.must(204);
    live.until("the release", second, |message| message["type"] == "call_released").await;
    company
        .dispatcher
        .post(&format!("{one}/outcome"), json!({"disposition": "answered"}))
        .await
        .ok();
    let is_answered = |message: &Value| message["call"]["disposition"] == "answered";
    live.until("the outcome", second, is_answered).await;
    let is_done = |message: &Value| {
        message["type"] == "follow_up_updated" && message["follow_up"]["status"] == "done"
    };
    live.until("the kept promise", SOON, is_done).await;
    let customer =
        company.dispatcher.post("/api/customers", json!({"name": "Nell Usher"})).await.must(201);
    let (told, _) =
        live.until("the customer", second, |message| message["type"] == "customer_updated").await;
    assert_eq!(told["customer_id"], customer["id"]);
    let rules = company.admin.get("/api/settings/sla-rules").await.ok();
    company.admin.post("/api/settings/sla-rules", rules).await.ok();
    live.until("the settings", second, |message| message["type"] == "settings_changed").await;
    let numbers_seen: Vec<_> =
        live.seen.iter().skip(1).filter_map(|message| message["seq"].as_i64()).collect();
    assert!(
        numbers_seen.is_sorted(),
        "messages come in the order of their numbers: {numbers_seen:?}"
    );
    drop(place);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_was_away_catches_up_or_is_told_to_start_again(#[case] engine: Engine) {
    let (place, _server, company) = desk(engine, "meteor").await;
    let rows = place.rows().await;
    for index in 0..12 {
        company.missed_call(&numbers(index), &minutes_ago(index as i64)).await;
    }
    rests(&rows).await;
    let all = seqs(&company.viewer, 0).await;
    assert!(all.len() > 12 && all.is_sorted(), "{all:?}");
    let middle = all[all.len() / 2];
    let later: Vec<_> = all.iter().copied().filter(|seq| *seq > middle).collect();
    assert_eq!(seqs(&company.viewer, middle).await, later, "no gap and no repetition");
    let last = *all.last().unwrap();
    assert_eq!(seqs(&company.viewer, last).await, Vec::<i64>::new());

    let customer =
        company.dispatcher.post("/api/customers", json!({"name": "Ollie Vane"})).await.must(201);
    let one = format!("/api/customers/{}", customer["id"].as_str().unwrap());
    for turn in 0..1_010 {
        company.dispatcher.patch(&one, json!({"notes": format!("turn {turn}")})).await.ok();
    }
    let mut live = Live::try_open(&company.viewer, Some(0), &[]).await.unwrap();
    let (reset, _) = live.until("the reset", SOON, |message| message["type"] == "reset").await;
    assert!(reset["seq"].as_i64().unwrap() > last);
    live.drain(Duration::from_millis(500)).await;
    let replayed = live.seen.iter().filter(|message| message["type"] == "customer_updated").count();
    assert_eq!(replayed, 0, "who was away too long loads anew instead");
    company.dispatcher.patch(&one, json!({"notes": "after the reset"})).await.ok();
    live.until("what comes after the reset", SOON, |message| message["type"] == "customer_updated")
        .await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn technicians_see_their_own_calls_and_others_nothing(#[case] engine: Engine) {
    let (place, server, company) = desk(engine, "planet").await;
    let others = Company::found(&place, &server, "moon").await;
    let (_, program) = company.program("viewer").await;
    let mut tech = Live::open(&company.tech, None).await;
    let mut viewer = Live::open(&company.viewer, None).await;
    let mut reader = Live::open(&program, None).await;
    let mut stranger = Live::open(&others.owner, None).await;
    let his = company
        .log_call(json!({
            "direction": "in", "from": numbers(1), "started_at": minutes_ago(3), "answered": true, "duration_s": 60,
            "agent_id": company.member("tech"),
        }))
        .await;
    let not_his = company.missed_call(&numbers(2), &minutes_ago(2)).await;
    for live in [&mut viewer, &mut reader] {
        live.until("both calls", SOON, |message| message["call"]["id"] == not_his["id"]).await;
        assert!(live.seen.iter().any(|message| message["call"]["id"] == his["id"]));
    }
    tech.drain(Duration::from_secs(3)).await;
    let calls: Vec<_> = tech.seen.iter().filter(|message| message["call"].is_object()).collect();
    assert!(
        !calls.is_empty() && calls.iter().all(|message| message["call"]["id"] == his["id"]),
        "{calls:#?}"
    );
    let hidden = not_his["id"].as_str().unwrap();
    assert!(
        !format!("{:?}", tech.seen).contains(hidden),
        "nothing of other calls: {:#?}",
        tech.seen
    );
    stranger.drain(Duration::from_millis(500)).await;
    assert_eq!(
        stranger.seen.len(),
        1,
        "another workspace sees its greeting only: {:#?}",
        stranger.seen
    );

    let list = company.tech.get("/api/calls?with_total=true").await.ok();
    assert_eq!((&list["total"], &list["data"][0]["id"]), (&json!(1), &his["id"]));
    company.tech.get(&format!("/api/calls/{hidden}")).await.refused(404, "not_found");
    company.tech.get(&format!("/api/calls/{hidden}/history")).await.must(404);
    company.tech.get(&format!("/api/calls/{hidden}/followups")).await.must(404);
    assert_eq!(
        company.tech.get("/api/calls?search=555").await.ok()["data"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn the_feed_asks_who_comes_and_from_where() {
    let (place, server, company) = desk(Engine::Sqlite, "galaxy").await;
    let refused = async |client: &Client, headers: &[(&'static str, &str)]| {
        Live::try_open(client, None, headers).await.err()
    };
    assert_eq!(refused(&server.anonymous(), &[("origin", server.base())]).await, Some(401));
    let garbage = server.anonymous().with(Pass::Key("cb_nonsense".to_owned()));
    assert_eq!(refused(&garbage, &[]).await, Some(401));
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        assert_eq!(refused(&company.owner, &[("origin", origin)]).await, Some(403), "{origin}");
    }
    let query = Live::try_open(&company.owner, Some(-1), &[]).await.err();
    assert_eq!(query, Some(400), "a number that no event has");
    assert_eq!(refused(&company.owner, &[]).await, None);
    drop(place);
}
