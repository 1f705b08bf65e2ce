//! Two servers behind a proxy are replaced one after the other, under load and without a lost request.

use callboard_tests::{Company, Engine, Live, Place, Proxy, Server, minutes_ago, numbers, until};
use serde_json::json;
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};

const SOON: Duration = Duration::from_secs(30);
/// Transactions a second of eight replicas that have nothing to do.
const QUIET: f64 = 4.0;

/// Stops a server as an operator does; it must end in time and in order.
async fn replaced(server: Server) {
    let (status, took) = server.stop().await;
    assert!(status.success(), "{status}");
    assert!(took <= Duration::from_secs(20), "{took:?}");
}

#[tokio::test]
async fn servers_are_replaced_without_a_lost_request() {
    let place = Place::fresh(Engine::Postgres).await;
    let (a, b) = (place.serve(&[]).await, place.serve(&[]).await);
    let company = Company::found(&place, &a, "meadow").await;
    let (_, program) = company.program("dispatcher").await;
    let proxy = Proxy::before(&[&a, &b]).await;
    let desk = program.through(proxy.base());
    let (over, sent) = (AtomicBool::new(false), AtomicUsize::new(0));
    let write = async |turn: usize| {
        let mut written = Vec::new();
        for index in 0.. {
            if over.load(Ordering::Relaxed) {
                break;
            }
            let body = json!({
                "direction": "in", "from": numbers(turn * 20_000 + index), "started_at": minutes_ago(1), "answered": false,
            });
            let made = desk.post("/api/calls", body).await.must(201);
            written.push(made["call"]["id"].as_str().unwrap().to_owned());
            desk.get("/api/calls?limit=10").await.ok();
            sent.fetch_add(1, Ordering::Relaxed);
        }
        written
    };
    let more = async |count: usize| {
        let before = sent.load(Ordering::Relaxed);
        until("requests go on", SOON, async || {
            (sent.load(Ordering::Relaxed) >= before + count).then_some(())
        })
        .await;
    };
    let operate = async {
        more(20).await;
        let mut live = Live::open(&desk, None).await;
        let c = place.serve(&[]).await;
        proxy.switch(&[&b, &c]);
        replaced(a).await;
        more(20).await;
        let d = place.serve(&[]).await;
        proxy.switch(&[&c, &d]);
        replaced(b).await;
        more(20).await;
        // The screen was told that its server goes, comes back through the proxy and misses nothing.
        let gone = live.closed_within(Duration::from_secs(20)).await;
        assert!(gone.is_some(), "one of the two servers had the screen");
        let mut again = Live::open(&desk, Some(live.seq())).await;
        // Nothing is quiet while calls are written.
        over.store(true, Ordering::Relaxed);
        again.drain(Duration::from_secs(1)).await;
        let mut seen = live.seen;
        seen.extend(again.seen);
        (c, d, seen)
    };
    let (one, other, (_c, _d, seen)) = tokio::join!(write(0), write(1), operate);
    let numbers: Vec<_> = seen
        .iter()
        .filter(|message| message["type"] == "new_call")
        .filter_map(|message| message["seq"].as_i64())
        .collect();
    assert!(numbers.len() > 40, "the screen saw the calls: {}", numbers.len());
    let distinct: BTreeSet<_> = numbers.iter().collect();
    assert_eq!(numbers.len(), distinct.len(), "no call came twice");
    let rows = place.rows().await;
    let written = one.len() + other.len();
    assert_eq!(rows.number("SELECT count(*) FROM calls").await, written as i64);
    until("each has its follow-up", SOON, async || {
        let made = rows.number("SELECT count(*) FROM follow_ups").await;
        (made == written as i64).then_some(())
    })
    .await;
    assert_eq!(rows.number("SELECT count(*) FROM deliveries WHERE state = 'claimed'").await, 0);
}

#[tokio::test]
async fn eight_idle_replicas_ask_little() {
    let place = Place::fresh(Engine::Postgres).await;
    let first = place.serve(&[]).await;
    let company = Company::found(&place, &first, "heath").await;
    company.missed_call(&numbers(1), &minutes_ago(1)).await;
    let mut servers = vec![first];
    for _ in 0..7 {
        servers.push(place.serve(&[]).await);
    }
    let rows = place.rows().await;
    until("everything has followed", SOON, async || {
        let open = rows.number("SELECT count(*) FROM deliveries WHERE state <> 'done'").await;
        (open == 0).then_some(())
    })
    .await;
    let transactions = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()";
    let mut rates = Vec::new();
    // One look of each every five seconds makes 1.6; the rest is for PostgreSQL's own housekeeping, which counts, too. What
    // every process does once is over half a minute after its start, and is counted some seconds later.
    for _ in 0..4 {
        let (began, before) = (std::time::Instant::now(), rows.number(transactions).await);
        until("a while has passed", Duration::from_mins(1), async || {
            (began.elapsed() > Duration::from_secs(20)).then_some(())
        })
        .await;
        let after = rows.number(transactions).await;
        rates.push((after - before) as f64 / began.elapsed().as_secs_f64());
        if rates.last().is_some_and(|rate| *rate <= QUIET) {
            break;
        }
    }
    let rate = rates.last().copied().unwrap_or(f64::INFINITY);
    assert!(rate <= QUIET, "{rates:.1?} transactions a second by eight idle replicas");
    assert!(servers.iter_mut().all(Server::runs));
}
