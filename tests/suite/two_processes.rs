//! Two server processes on one PostgreSQL: what one does the other shows, and nothing is done twice or lost.

use callboard_tests::{
    Client, Company, Engine, Live, Pass, Place, Rows, Server, minutes_ago, numbers, settled, until,
};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

const SOON: Duration = Duration::from_secs(20);
/// A lease, a rescue and some patience (G5: 30 s).
const RESCUED: Duration = Duration::from_secs(75);

struct Pair {
    place: Place,
    a: Server,
    b: Server,
    company: Company,
    rows: Rows,
}

/// Company and clients are those of A.
async fn pair(word: &str) -> Pair {
    let place = Place::fresh(Engine::Postgres).await;
    let a = place.serve(&[]).await;
    let b = place.serve(&[]).await;
    let company = Company::found(&place, &a, word).await;
    let rows = place.rows().await;
    Pair { place, a, b, company, rows }
}

async fn log_missed(client: &Client, index: usize) -> String {
    let body = json!({
        "direction": "in", "from": numbers(index), "started_at": minutes_ago(index as i64 % 25), "answered": false,
    });
    client.post("/api/calls", body).await.must(201)["call"]["id"].as_str().unwrap().to_owned()
}

/// Every missed call has exactly one promise.
async fn each_has_one(rows: &Rows, calls: i64, limit: Duration) {
    until("each missed call has its follow-up", limit, async || {
        let with = rows.number("SELECT count(DISTINCT call_id) FROM follow_ups").await;
        (with == calls).then_some(())
    })
    .await;
    let open =
        async || rows.number("SELECT count(*) FROM deliveries WHERE state NOT IN ('done')").await;
    until("all deliveries are done", limit, async || (open().await == 0).then_some(())).await;
    assert_eq!(
        rows.number("SELECT count(*) FROM follow_ups").await,
        calls,
        "one promise for each call"
    );
}

#[tokio::test]
async fn a_change_on_one_shows_on_the_other_within_a_second() {
    let Pair { b, company, place: _place, a: _a, .. } = pair("north").await;
    let mut live = Live::open(&company.viewer.at(&b), None).await;
    let mut slowest = Duration::ZERO;
    for index in 0..12 {
        let began = Instant::now();
        let id = log_missed(&company.dispatcher, index).await;
        live.until("the call on the other server", Duration::from_secs(2), |message| {
            message["call"]["id"] == id.as_str()
        })
        .await;
        slowest = slowest.max(began.elapsed());
    }
    assert!(
        slowest < Duration::from_secs(1),
        "from the request on one to the message on the other: {slowest:?}"
    );
}

#[tokio::test]
async fn a_lost_connection_is_caught_up_without_gap_or_repetition() {
    let Pair { a, b, company, rows, place: _place } = pair("south").await;
    let desk_b = company.colleague.at(&b);
    let write = async |client: &Client, offset: usize| {
        let mut made = Vec::new();
        for index in 0..40 {
            made.push(log_missed(client, offset + index).await);
        }
        made
    };
    let watch = async {
        let viewer = [company.viewer.at(&a), company.viewer.at(&b)];
        let mut live = Live::open(&viewer[1], None).await;
        let mut seen: Vec<Value> = Vec::new();
        for turn in 0..8 {
            for _ in 0..(5 + turn * 2) {
                if live.next(Duration::from_secs(2)).await.is_none() {
                    break;
                }
            }
            // The greeting says where the feed stands; it is no event.
            seen.extend(live.seen.iter().filter(|message| message["type"] != "hello").cloned());
            let last = seen.iter().filter_map(|message| message["seq"].as_i64()).max().unwrap_or(0);
            // Dropped, not closed: the network does not say good-bye.
            drop(live);
            live = Live::open(&viewer[turn % 2], Some(last)).await;
        }
        live.drain(Duration::from_secs(4)).await;
        seen.extend(live.seen.iter().filter(|message| message["type"] != "hello").cloned());
        seen
    };
    let (one, other, seen) =
        tokio::join!(write(&company.dispatcher, 0), write(&desk_b, 100), watch);
    let written: BTreeSet<_> = one.into_iter().chain(other).collect();
    let ids = |messages: &[&Value]| -> Vec<String> {
        messages.iter().map(|message| message["call"]["id"].as_str().unwrap().to_owned()).collect()
    };
    let new: Vec<_> = seen.iter().filter(|message| message["type"] == "new_call").collect();
    let distinct: BTreeSet<_> = ids(&new).into_iter().collect();
    assert_eq!(new.len(), distinct.len(), "a call came twice");
    // What changed again while the line was down comes once, as it is now.
    let rows_seen: Vec<_> = seen.iter().filter(|message| message["call"].is_object()).collect();
    let told: BTreeSet<_> = ids(&rows_seen).into_iter().collect();
    assert_eq!(told.symmetric_difference(&written).count(), 0, "a call was lost");
    let numbers: Vec<_> = seen.iter().filter_map(|message| message["seq"].as_i64()).collect();
    assert!(numbers.is_sorted(), "out of order");
    each_has_one(&rows, 80, SOON).await;
}

#[tokio::test]
async fn each_warning_and_breach_fires_once() {
    let Pair { a, b, company, rows, place: _place } = pair("east").await;
    let mut live_a = Live::open(&company.viewer.at(&a), None).await;
    let mut live_b = Live::open(&company.viewer.at(&b), None).await;
    let calls = 25;
    for index in 0..calls {
        let body = json!({
            "direction": "in", "from": numbers(index), "started_at": minutes_ago(200), "answered": false,
        });
        company.dispatcher.post("/api/calls", body).await.must(201);
    }
    let fired = async || {
        rows.number("SELECT count(*) FROM events WHERE name = 'followups.level_reached'").await
    };
    let breaches = "SELECT count(*) FROM events WHERE name = 'followups.level_reached' AND payload->>'level' = 'breach'";
    until("all breaches", Duration::from_mins(1), async || {
        (rows.number(breaches).await >= calls as i64).then_some(())
    })
    .await;
    settled("the clocks rest", Duration::from_secs(4), Duration::from_mins(1), fired).await;
    let twice = "SELECT count(*) FROM (SELECT payload->'facts'->>'follow_up' f, payload->>'level' l FROM events \
                 WHERE name = 'followups.level_reached' GROUP BY 1, 2 HAVING count(*) > 1) x";
    assert_eq!(rows.number(twice).await, 0, "a level fired twice");
    assert_eq!(rows.number(breaches).await, calls as i64);
    let breached = "SELECT count(*) FROM follow_ups WHERE breached";
    assert_eq!(rows.number(breached).await, calls as i64);
    let repeated = "SELECT count(*) FROM (SELECT member_id, follow_up_id, kind, text FROM notifications \
                    GROUP BY 1, 2, 3, 4 HAVING count(*) > 1) x";
    assert_eq!(rows.number(repeated).await, 0, "a member was told twice");
    for live in [&mut live_a, &mut live_b] {
        live.drain(Duration::from_secs(1)).await;
        let told: Vec<_> =
            live.of_type("sla_breach").iter().map(|m| m["follow_up"]["id"].to_string()).collect();
        let distinct: BTreeSet<_> = told.iter().collect();
        assert_eq!(
            (told.len(), distinct.len()),
            (calls, calls),
            "each browser is told each breach once"
        );
    }
}

#[tokio::test]
async fn what_is_revoked_on_one_is_refused_on_the_other() {
    let Pair { a, b, company, place: _place, .. } = pair("west").await;
    let (key_id, program) = company.program("dispatcher").await;
    let session = company.sign_in(&a, "dispatcher").await;
    let owner = &company.owner;
    let (program_b, session_b, tech_b) = (program.at(&b), session.at(&b), company.tech.at(&b));
    let mut live_program = Live::open(&program_b, None).await;
    let mut live_session = Live::open(&session_b, None).await;
    let mut live_tech = Live::open(&tech_b, None).await;

    owner.delete(&format!("/api/api-keys/{key_id}")).await.must(204);
    refused_soon(&program_b, "the key").await;
    closed_soon(&mut live_program, "the key").await;

    session.post("/api/auth/sign-out", Value::Null).await.must(204);
    refused_soon(&session_b, "the session").await;
    closed_soon(&mut live_session, "the session").await;

    let tech = format!("/api/members/{}", company.member("tech"));
    owner.patch(&tech, json!({"active": false})).await.ok();
    refused_soon(&tech_b, "the member").await;
    closed_soon(&mut live_tech, "the member").await;

    let admin_b = company.admin.at(&b);
    admin_b.get("/api/api-keys").await.ok();
    let mut live_admin = Live::open(&admin_b, None).await;
    owner
        .patch(&format!("/api/members/{}", company.member("admin")), json!({"role": "viewer"}))
        .await
        .ok();
    until("the lower role counts on the other server", Duration::from_secs(2), async || {
        let answer = admin_b.get("/api/api-keys").await;
        [401, 403].contains(&answer.status).then_some(())
    })
    .await;
    // A socket may be closed or go on with the new role; it must not show what the role may not see.
    live_admin.drain(Duration::from_millis(300)).await;

    let members = owner.get("/api/members?include_inactive=true").await.ok();
    let tech = members["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == company.member("tech"))
        .unwrap();
    assert_eq!(tech["active"], false);
}

async fn refused_soon(client: &Client, what: &str) {
    let began = Instant::now();
    until(&format!("{what} is refused on the other server"), Duration::from_secs(2), async || {
        (client.get("/api/auth/me").await.status == 401).then_some(())
    })
    .await;
    assert!(began.elapsed() < Duration::from_secs(2));
}

async fn closed_soon(live: &mut Live, what: &str) {
    let closed = live.closed_within(Duration::from_secs(5)).await;
    assert!(closed.is_some(), "the feed of {what} is still open after five seconds");
}

#[tokio::test]
async fn what_a_killed_process_left_the_other_finishes() {
    let Pair { a, b, company, rows, place: _place } = pair("spring").await;
    let desk_b = company.dispatcher.at(&b);
    for index in 0..20 {
        log_missed(&desk_b, index).await;
    }
    a.kill().await;
    for index in 20..60 {
        log_missed(&desk_b, index).await;
    }
    each_has_one(&rows, 60, RESCUED).await;
    let unfinished =
        rows.texts("SELECT state || ' ' || consumer FROM deliveries WHERE state <> 'done'").await;
    assert!(unfinished.is_empty(), "{unfinished:?}");
}

#[tokio::test]
async fn a_process_that_slept_past_its_lease_does_nothing_twice() {
    let Pair { a, b, company, rows, place: _place } = pair("autumn").await;
    let desk_b = company.dispatcher.at(&b);
    for index in 0..15 {
        log_missed(&desk_b, index).await;
    }
    // Whatever it holds at this moment it still believes to hold when it wakes up.
    a.signal("STOP").await;
    for index in 15..30 {
        log_missed(&desk_b, index).await;
    }
    each_has_one(&rows, 30, RESCUED).await;
    a.signal("CONT").await;
    until("the sleeper answers again", SOON, async || {
        a.anonymous().try_get("/healthz").await.filter(|answer| answer.status == 200)
    })
    .await;
    let facts = async || {
        (
            rows.number("SELECT count(*) FROM follow_ups").await,
            rows.number("SELECT count(*) FROM events").await,
            rows.number("SELECT count(*) FROM deliveries WHERE state <> 'done'").await,
        )
    };
    let (follow_ups, _, open) =
        settled("all rests", Duration::from_secs(3), Duration::from_secs(40), facts).await;
    assert_eq!((follow_ups, open), (30, 0));
}

#[tokio::test]
async fn replicas_that_start_at_once_share_one_schema() {
    let place = Place::fresh(Engine::Postgres).await;
    let (a, b) = tokio::join!(place.serve(&[]), place.serve(&["--no-worker"]));
    let company = Company::found(&place, &a, "summer").await;
    let nobody = b.anonymous().with(Pass::Session("callboard_session=nonsense".to_owned()));
    nobody.get("/api/auth/me").await.refused(401, "not_signed_in");
    company.owner.at(&b).get("/api/auth/me").await.ok();
}

#[tokio::test]
async fn dispatchers_on_two_servers_never_get_the_same_call() {
    let Pair { a: _a, b, company, rows, place } = pair("harvest").await;
    let mut logged = BTreeSet::new();
    for index in 0..24 {
        logged.insert(log_missed(&company.dispatcher, index).await);
    }
    let clear = async |client: Client| {
        let mut worked = Vec::new();
        loop {
            let next = client.post("/api/calls/queue/triage/claim-next", json!({})).await;
            if next.status == 204 {
                return worked;
            }
            let next = next.must(200);
            let call = next["call"]["id"].as_str().unwrap().to_owned();
            let outcome = json!({"disposition": "booked", "notes": "called back"});
            client.post(&format!("/api/calls/{call}/outcome"), outcome).await.must(200);
            worked.push(call);
        }
    };
    let (one, other, third) = tokio::join!(
        clear(company.dispatcher.clone()),
        clear(company.colleague.at(&b)),
        clear(company.admin.at(&b)),
    );
    let all: Vec<_> = one.iter().chain(&other).chain(&third).cloned().collect();
    let distinct: BTreeSet<_> = all.iter().cloned().collect();
    assert_eq!(all.len(), distinct.len(), "a call was given to two");
    assert_eq!(distinct, logged, "every call was worked");
    assert!(!one.is_empty() && !other.is_empty(), "both servers gave work");
    until("all deliveries are done", SOON, async || {
        let open = rows.number("SELECT count(*) FROM deliveries WHERE state <> 'done'").await;
        (open == 0).then_some(())
    })
    .await;
    let said = place.run(&["doctor", "--audit"]).await.ok();
    assert!(said.contains("chain unbroken"), "concurrent writers keep one chain: {said}");
}

#[tokio::test]
async fn the_same_key_at_once_on_two_servers_writes_one_call() {
    let Pair { a: _a, b, company, rows, place: _place } = pair("winter").await;
    let servers = [company.dispatcher.clone(), company.dispatcher.at(&b)];
    let body = json!({
        "direction": "in", "from": numbers(1), "started_at": minutes_ago(1), "answered": false,
    });
    let sends = (0..40).map(|turn| {
        let (client, body) = (&servers[turn % 2], body.clone());
        async move {
            let key = [("idempotency-key", "the-same")];
            let answer = client.send("POST", "/api/calls", Some(body), &key).await;
            answer.must(201)["call"]["id"].as_str().unwrap().to_owned()
        }
    });
    let ids: BTreeSet<_> = futures_util::future::join_all(sends).await.into_iter().collect();
    assert_eq!(ids.len(), 1, "all are answered the first call");
    assert_eq!(rows.number("SELECT count(*) FROM calls").await, 1);
    each_has_one(&rows, 1, SOON).await;
}
