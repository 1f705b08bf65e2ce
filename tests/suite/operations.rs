//! What those who run the product see of it: probes, numbers, traces and log lines, none of them with a person in it.

use callboard_tests::{
    Company, Engine, Live, Place, Proxy, Server, free_port, minutes_ago, numbers, plain_http, until,
};
use rstest::rstest;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

const SOON: Duration = Duration::from_secs(30);
/// Whoever is called this stands in no log, number or trace.
const CANARY: [&str; 6] = [
    "Philippa Quince",
    "+12125550177",
    "2125550177",
    "555-0177",
    "pq@mail.example",
    "gate code 4471",
];

/// A server with an address for machines.
async fn serve(place: &Place, more: &[(&str, &str)]) -> (Server, String) {
    let address = format!("127.0.0.1:{}", free_port());
    let settings = [&[("CALLBOARD_METRICS_LISTEN", address.as_str())][..], more].concat();
    let server = place.serve_with(&[], &settings).await;
    (server, format!("http://{address}"))
}

async fn text(base: &str, path: &str) -> (u16, String) {
    let http = plain_http().build().unwrap();
    let answer = http.get(format!("{base}{path}")).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// The numbers without labels.
fn plain(metrics: &str) -> BTreeMap<&str, f64> {
    let lines = metrics.lines().filter(|line| !line.starts_with('#') && !line.contains('{'));
    lines.filter_map(|line| line.split_once(' ')).map(|(k, v)| (k, v.parse().unwrap())).collect()
}

/// Somebody calls, is called back, and is written about.
async fn a_day_with_the_canary(company: &Company) {
    let call = json!({
        "direction": "in", "from": "(212) 555-0177", "started_at": minutes_ago(7), "answered": false,
        "caller_name": "Philippa Quince", "notes": "gate code 4471",
    });
    let call = company.log_call(call).await;
    let one = format!("/api/calls/{}", call["id"].as_str().unwrap());
    let contact = json!({"name": "Philippa Quince", "emails": ["pq@mail.example"]});
    company.dispatcher.post(&format!("{one}/new-contact"), contact).await.must(201);
    for search in ["quince", "212%20555-0177", "gate%20code"] {
        company.viewer.get(&format!("/api/calls?search={search}")).await.ok();
    }
    company.dispatcher.patch(&one, json!({"notes": "gate code 4471, Philippa Quince"})).await.ok();
    let wrong = json!({"direction": "in", "from": "555-0177-Philippa Quince"});
    company.dispatcher.post("/api/calls", wrong).await.must(400);
}

fn nobody_in(text: &str, what: &str) {
    for word in CANARY {
        let found: Vec<_> = text.lines().filter(|line| line.contains(word)).take(3).collect();
        assert!(found.is_empty(), "`{word}` is in the {what}:\n{}", found.join("\n"));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn numbers_tell_how_the_desk_is_doing_and_of_nobody(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let (server, machines) = serve(&place, &[]).await;
    let company = Company::found(&place, &server, "basalt").await;
    let live = Live::open(&company.viewer, None).await;
    a_day_with_the_canary(&company).await;
    // One is about to breach, one has.
    company.missed_call(&numbers(2), &minutes_ago(25)).await;
    company.missed_call(&numbers(3), &minutes_ago(100)).await;
    let rows = place.rows().await;
    until("the follow-ups are there and the late one has breached", SOON, async || {
        let breached = rows.number("SELECT count(*) FROM follow_ups WHERE breached").await;
        (breached == 1 && rows.number("SELECT count(*) FROM follow_ups").await == 3).then_some(())
    })
    .await;
    // Numbers may be ten seconds old.
    let metrics = until("the numbers have come through", SOON, async || {
        let (status, metrics) = text(&machines, "/metrics").await;
        assert_eq!(status, 200);
        (plain(&metrics)["callboard_clocks_breached"] >= 1.0).then_some(metrics)
    })
    .await;
    let all = plain(&metrics);
    let whole = |name: &str| all[name].round() as i64;
    let oldest = all["callboard_oldest_unreturned_missed_call_age_seconds"];
    assert!((6_000.0..6_200.0).contains(&oldest), "100 minutes: {oldest}");
    assert_eq!(whole("callboard_clocks_breached"), 1);
    assert_eq!(whole("callboard_clocks_at_risk"), 1, "25 of 30 minutes are over");
    assert_eq!(whole("callboard_calls_last_hour"), 2);
    assert_eq!(whole("callboard_deliveries_parked"), 0);
    assert!(all["callboard_outbox_age_seconds"] < 60.0);
    assert_eq!(whole("callboard_live_sockets"), 1);
    assert_eq!(whole("callboard_desks_readable"), 1);
    assert!(all["callboard_database_connections"] >= 1.0);
    assert!(all["callboard_resident_memory_bytes"] > 1e6);
    for line in [
        "callboard_http_requests_total{method=\"POST\",route=\"/calls\",status=\"201\"} 3",
        "callboard_http_requests_total{method=\"POST\",route=\"/calls\",status=\"400\"} 1",
        "callboard_http_request_duration_seconds_count{method=\"GET\",route=\"/calls\"} 3",
        "callboard_deliveries_total{outcome=\"done\"}",
        "# TYPE callboard_http_request_duration_seconds histogram",
        "# EOF",
    ] {
        assert!(metrics.contains(line), "{line} is not in:\n{metrics}");
    }
    nobody_in(&metrics, "numbers");
    for word in [&company.id, &company.name, "basalt"] {
        assert!(!metrics.contains(word), "{word} names a desk");
    }
    drop(live);
    // Who reaches the desk from outside does not reach the numbers.
    let (status, page) = text(server.base(), "/metrics").await;
    assert!(status == 404 && !page.contains("callboard_clocks"), "{status}");
}

#[tokio::test]
async fn a_server_is_alive_without_its_database_but_not_ready() {
    let place = Place::fresh(Engine::Postgres).await;
    let (_, there) = place.url().rsplit_once('@').unwrap();
    let (database, _) = there.split_once('/').unwrap();
    let database: std::net::SocketAddr = database.parse().unwrap();
    let line = Proxy::to(vec![database]).await;
    let url = place.url().replace(&database.to_string(), &line.address().to_string());
    let (server, machines) = serve(&place, &[("CALLBOARD_DATABASE_URL", url.as_str())]).await;
    let rows = place.rows().await;
    for base in [server.base(), machines.as_str()] {
        for path in ["/healthz", "/readyz"] {
            assert_eq!(text(base, path).await, (200, r#"{"status":"ok"}"#.to_owned()));
        }
    }
    let newest = "SELECT max(version) FROM seaql_migrations";
    let name = rows.texts(newest).await.remove(0);
    rows.change(&format!("DELETE FROM seaql_migrations WHERE version = '{name}'")).await;
    let problem = server.anonymous().get("/readyz").await.refused(503, "schema_outdated");
    assert!(problem["detail"].as_str().unwrap().contains("callboard migrate"), "{problem}");
    let back = format!("INSERT INTO seaql_migrations (version, applied_at) VALUES ('{name}', 0)");
    rows.change(&back).await;
    assert_eq!(text(&machines, "/readyz").await.0, 200);

    line.cut();
    until("it is not ready", SOON, async || {
        let answer = server.anonymous().get("/readyz").await;
        (answer.status == 503 && answer.body["code"] == "database_unreachable").then_some(())
    })
    .await;
    assert_eq!(text(server.base(), "/healthz").await.0, 200);
    let metrics = until("the numbers say that they are old", SOON, async || {
        let (_, metrics) = text(&machines, "/metrics").await;
        metrics.contains("callboard_desks_readable 0").then_some(metrics)
    })
    .await;
    assert!(metrics.contains("callboard_database_connections "));
    line.mend(vec![database]);
    until("it is ready again by itself", SOON, async || {
        (text(server.base(), "/readyz").await.0 == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_worker_has_probes_and_numbers_of_its_own() {
    let place = Place::fresh(Engine::Postgres).await;
    let server = place.serve(&["--no-worker"]).await;
    let company = Company::found(&place, &server, "gneiss").await;
    let address = format!("127.0.0.1:{}", free_port());
    let mut command = place.command(&["worker"]);
    let mut worker = command.env("CALLBOARD_METRICS_LISTEN", &address).spawn().unwrap();
    company.missed_call(&numbers(1), &minutes_ago(1)).await;
    let base = format!("http://{address}");
    let http = plain_http().build().unwrap();
    until("the worker counts what it worked", SOON, async || {
        let answer = http.get(format!("{base}/metrics")).send().await.ok()?.text().await.ok()?;
        answer.contains("callboard_deliveries_total{outcome=\"done\"}").then_some(())
    })
    .await;
    assert_eq!(text(&base, "/readyz").await.0, 200);
    worker.kill().await.unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn json_lines_are_json_and_hold_no_person(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let settings = [("CALLBOARD_LOG", "debug"), ("CALLBOARD_LOG_FORMAT", "json")];
    let (server, _) = serve(&place, &settings).await;
    let company = Company::found(&place, &server, "marble").await;
    a_day_with_the_canary(&company).await;
    let file = place.file("log.csv");
    std::fs::write(
        &file,
        "Call Id,Started At,Duration,Direction,From,To,Caller Name,Notes\n\
         1,2026-01-05T10:00:00Z,30,inbound,+12125550177,+12125550100,Philippa Quince,gate code 4471\n\
         2,never,30,inbound,+12125550177,+12125550100,Philippa Quince,gate code 4471\n",
    )
    .unwrap();
    let arguments = ["import", "calls", file.to_str().unwrap(), "--workspace", &company.id];
    let said = place.run_with(&arguments, &settings, "").await;
    let rows = place.rows().await;
    until("the reactions are done", SOON, async || {
        let open = rows.number("SELECT count(*) FROM deliveries WHERE state <> 'done'").await;
        (open == 0).then_some(())
    })
    .await;
    let log = server.log();
    let (lines, prose): (Vec<_>, Vec<_>) =
        log.lines().partition(|line| serde_json::from_str::<Value>(line).is_ok());
    assert_eq!(prose.len(), 1, "only the greeting is for people: {prose:?}");
    let requests: Vec<Value> = lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &Value| line["target"] == "callboard::access")
        .collect();
    assert!(requests.len() > 20);
    for line in &requests {
        let fields = &line["fields"];
        assert!(fields["status"].is_number() && fields["ms"].is_number(), "{line}");
        assert!(line["span"]["id"].is_string(), "the id that the answer carries: {line}");
        assert!(!fields["route"].as_str().unwrap().contains(company.id.as_str()), "{line}");
    }
    nobody_in(&log, "log of the server");
    // The terminal of the operator names rows, and the file with the errors has them.
    let notes: Vec<_> = said.stderr.lines().filter(|line| line.starts_with('{')).collect();
    nobody_in(&notes.join("\n"), "log of the import");
}

/// A collector of traces that keeps what it gets.
#[expect(clippy::disallowed_methods, reason = "it ends with the test")]
async fn collector() -> (String, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let kept: Arc<Mutex<Vec<u8>>> = Arc::default();
    let keep = kept.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let keep = keep.clone();
            tokio::spawn(async move {
                let (mut bytes, mut piece) = (Vec::new(), [0; 8192]);
                while let Ok(read @ 1..) = stream.read(&mut piece).await {
                    bytes.extend_from_slice(&piece[..read]);
                    let head = bytes.windows(4).position(|end| end == b"\r\n\r\n");
                    let Some(head) = head else { continue };
                    let lines = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
                    let length = lines.lines().find_map(|line| {
                        line.strip_prefix("content-length:")?.trim().parse::<usize>().ok()
                    });
                    if bytes.len() < head + 4 + length.unwrap_or(0) {
                        continue;
                    }
                    keep.lock().unwrap().append(&mut bytes);
                    let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n";
                    if stream.write_all(answer.as_bytes()).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    (address, kept)
}

#[tokio::test]
async fn traces_reach_a_collector_and_hold_no_person() {
    let (collector, kept) = collector().await;
    let place = Place::fresh(Engine::Sqlite).await;
    let settings = [("CALLBOARD_OTLP_ENDPOINT", collector.as_str())];
    let (server, _) = serve(&place, &settings).await;
    let company = Company::found(&place, &server, "schist").await;
    a_day_with_the_canary(&company).await;
    let (status, took) = server.stop().await;
    assert!(status.success() && took < Duration::from_secs(20), "{status} {took:?}");
    let bytes = kept.lock().unwrap().clone();
    let sent = String::from_utf8_lossy(&bytes);
    for word in ["POST /v1/traces", "callboard", "POST /calls", "PATCH /calls/{id}", "reaction"] {
        assert!(sent.contains(word), "no `{word}` in {} bytes", bytes.len());
    }
    nobody_in(&sent, "traces");
}

#[tokio::test]
async fn a_collector_that_is_away_harms_nobody() {
    let place = Place::fresh(Engine::Sqlite).await;
    let nobody = format!("http://127.0.0.1:{}", free_port());
    let settings = [("CALLBOARD_OTLP_ENDPOINT", nobody.as_str())];
    let (server, _) = serve(&place, &settings).await;
    let company = Company::found(&place, &server, "flint").await;
    company.missed_call(&numbers(1), &minutes_ago(1)).await;
    let (status, took) = server.stop().await;
    assert!(status.success() && took < Duration::from_secs(20), "{status} {took:?}");
    let refused = place
        .run_with(&["config"], &[("CALLBOARD_OTLP_ENDPOINT", "https://far.example")], "")
        .await
        .refused();
    assert!(refused.contains("http://host:4318"), "{refused}");
}
