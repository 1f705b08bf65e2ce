//! Calls taken out: a hundred thousand in bounded memory, never as formulas, by links that nobody forges; and on paper.

use callboard_tests::{
    Company, Engine, Place, Server, as_csv, instant_of, minutes_ago, past_calls, until, write_csv,
};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What an export may add to a server's memory, whatever its size, in KiB.
const MEMORY_KIB: u64 = 96 * 1024;
const SOON: Duration = Duration::from_secs(30);

async fn desk(engine: Engine) -> (Place, Server, Company) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "out").await;
    (place, server, company)
}

async fn asked(company: &Company, body: Value) -> String {
    let asked = company.admin.post("/api/calls/export", body).await.must(202);
    assert!(asked["estimated_time"].as_u64().is_some(), "{asked}");
    asked["job_id"].as_str().unwrap().to_owned()
}

/// The export once it is over.
async fn over(company: &Company, id: &str, limit: Duration) -> Value {
    until("the export is over", limit, async || {
        let export = company.admin.get(&format!("/api/exports/{id}")).await.ok();
        (export["status"] != "processing").then_some(export)
    })
    .await
}

async fn ready(company: &Company, body: Value) -> Value {
    let id = asked(company, body).await;
    let export = over(company, &id, SOON).await;
    assert_eq!(export["status"], "ready", "{export}");
    export
}

async fn fetched(server: &Server, export: &Value) -> String {
    let answer = server.anonymous().get(export["download_url"].as_str().unwrap()).await;
    assert_eq!(answer.status, 200, "{answer}");
    answer.text
}

/// Records of a CSV text, by a reader that shares nothing with what writes.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let fields = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    reader.records().map(|record| fields(record.unwrap())).collect()
}

/// Greatest resident size of a process in KiB, now and since it began.
fn memory(pid: u32) -> (u64, u64) {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let value = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim().trim_end_matches("kB").trim().parse().unwrap()
    };
    (value("VmRSS:"), value("VmHWM:"))
}

#[rstest]
#[case::sqlite(Engine::Sqlite, 100_000)]
#[case::postgres(Engine::Postgres, 100_000)]
#[tokio::test]
async fn a_large_log_streams_out_in_bounded_memory(#[case] engine: Engine, #[case] many: usize) {
    let (place, server, company) = desk(engine).await;
    let file = place.file("history.csv");
    write_csv(&file, &as_csv(&past_calls(many)));
    place.run(&["import", "calls", file.to_str().unwrap()]).await.ok();

    let (before, _) = memory(server.pid());
    let began = Instant::now();
    let id = asked(&company, json!({"format": "csv", "byte_order_mark": false})).await;
    let export = over(&company, &id, Duration::from_mins(5)).await;
    let took = began.elapsed();
    assert_eq!(export["status"], "ready", "{export}");
    assert_eq!((&export["done"], &export["total"]), (&json!(many), &json!(many)));
    let text = fetched(&server, &export).await;
    let (_, most) = memory(server.pid());
    let added = most.saturating_sub(before);
    println!(
        "{engine:?}: {many} calls, {} KiB in {:.1} s, {:.0} calls/s; the server grew by {added} KiB",
        text.len() / 1024,
        took.as_secs_f64(),
        many as f64 / took.as_secs_f64(),
    );
    assert!(added < MEMORY_KIB, "the server grew by {added} KiB");
    assert_eq!(export["size_bytes"].as_u64(), Some(text.len() as u64));
    let records = records(&text);
    assert_eq!(records.len(), many + 1);
    let ids: std::collections::BTreeSet<_> =
        records[1..].iter().map(|record| record.last().unwrap()).collect();
    assert_eq!(ids.len(), many, "each call once");
    let newest_first = |two: &[Vec<String>]| instant_of(&two[0][0]) >= instant_of(&two[1][0]);
    assert!(records[1..].windows(2).all(newest_first), "newest first");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_file_holds_the_filter_and_no_formula(#[case] engine: Engine) {
    let (_place, server, company) = desk(engine).await;
    for (name, number) in [
        ("=HYPERLINK(\"http://x.example\",\"y\")", "+12125550101"),
        ("Ana; =1+1, \"quoted\"", "+12125550102"),
        ("\u{feff}@SUM(1)", "+12125550103"),
    ] {
        let call = json!({
            "direction": "in", "from": number, "to": "+12125550199", "started_at": minutes_ago(3),
            "answered": true, "duration_s": 60, "caller_name": name, "notes": "first\n=second",
        });
        company.log_call(call).await;
    }
    company.missed_call("+12125550104", &minutes_ago(9)).await;
    let columns = json!(["caller", "from", "duration_s", "notes"]);
    let export = ready(
        &company,
        json!({"format": "csv", "columns": columns, "filters": {"status": ["completed"]}}),
    )
    .await;
    assert_eq!(export["filter"], json!(["Status: completed"]));
    let text = fetched(&server, &export).await;
    let mut records = records(text.trim_start_matches('\u{feff}'));
    assert_eq!(records.remove(0), ["caller", "from", "duration_s", "notes"]);
    records.sort_by_key(|record| record[1].clone());
    let names: Vec<_> = records.iter().map(|record| record[0].as_str()).collect();
    assert_eq!(names[0], "'=HYPERLINK(\"http://x.example\",\"y\")");
    assert_eq!(names[1], "Ana;' =1+1, \"quoted\"");
    assert!(names[2].starts_with('\''), "{names:?}");
    assert!(
        records
            .iter()
            .all(|record| record[1].starts_with("+1212555") && record[3] == "first\n'=second")
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn whoever_asked_is_told_and_the_trail_knows_who_fetched(#[case] engine: Engine) {
    let (place, server, company) = desk(engine).await;
    company.missed_call("+12125550104", &minutes_ago(9)).await;
    let export = ready(&company, json!({"format": "csv"})).await;
    let id = export["id"].as_str().unwrap();
    until("the bell rings", SOON, async || {
        let bell = company.admin.get("/api/notifications").await.ok();
        bell["data"].as_array()?.iter().find(|notice| notice["kind"] == "finished").cloned()
    })
    .await;
    let mail = company.owner.get("/api/deliveries/mail").await.ok();
    assert_eq!(
        (&mail["total"], &mail["data"][0]["subject"]),
        (&json!(1), &json!("Your export is ready"))
    );

    fetched(&server, &export).await;
    let trail = company.owner.get(&format!("/api/audit?target_id={id}")).await.ok();
    let actions: Vec<_> =
        trail["data"].as_array().unwrap().iter().map(|line| line["action"].clone()).collect();
    assert!(actions.contains(&json!("download")), "{trail}");

    let folder = place.folder().join("data/files");
    let kept = || walked(&folder);
    assert!(kept() > 0, "{}", folder.display());
    company.owner.delete(&format!("/api/exports/{id}")).await.must(204);
    assert_eq!(kept(), 0, "the file is gone from the disk");
    let link = export["download_url"].as_str().unwrap();
    server.anonymous().get(link).await.must(404);
    let gone = company.admin.get(&format!("/api/exports/{id}")).await.ok();
    assert_eq!(gone["status"], "removed");
    let mail = company.owner.get("/api/deliveries/mail").await.ok();
    assert_eq!(mail["total"], 0, "mail about a file that is gone is withdrawn");
}

/// Files below a folder.
fn walked(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { walked(&path) } else { 1 })
        .sum()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn ten_a_day_and_no_more_even_at_once(#[case] engine: Engine) {
    let (_place, _server, company) = desk(engine).await;
    let mut ids = Vec::new();
    for _ in 0..9 {
        let id = asked(&company, json!({"format": "csv"})).await;
        over(&company, &id, SOON).await;
        ids.push(id);
    }
    let (admin, body) = (&company.admin, json!({"format": "csv"}));
    let (one, two) = tokio::join!(
        admin.post("/api/calls/export", body.clone()),
        admin.post("/api/calls/export", body.clone())
    );
    let accepted = [&one, &two].iter().filter(|answer| answer.status == 202).count();
    assert!(accepted <= 1, "{one} / {two}");
    let refused = if one.status == 429 { one } else { two };
    assert_eq!((refused.status, &refused.body["code"]), (429, &json!("too_many_exports")));
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((86_000..=86_401).contains(&wait), "{wait}");
    company.owner.post("/api/calls/export", json!({"format": "csv"})).await.must(202);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_log_and_a_card_are_printed(#[case] engine: Engine) {
    let (_place, server, company) = desk(engine).await;
    let call = company.missed_call("+12125550104", &minutes_ago(9)).await;
    let id = call["id"].as_str().unwrap();
    let export = ready(&company, json!({"format": "pdf", "call_ids": [id]})).await;
    let answer = server.anonymous().get(export["download_url"].as_str().unwrap()).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/pdf")));
    assert!(answer.text.starts_with("%PDF-"));
    let card = company.dispatcher.get(&format!("/api/calls/{id}/print")).await;
    assert_eq!((card.status, card.header("content-type")), (200, Some("application/pdf")));
    assert!(card.header("content-disposition").unwrap().starts_with("inline"));
    assert!(card.text.starts_with("%PDF-"));
}

#[tokio::test]
async fn what_no_export_can_be_is_refused() {
    let (_place, _server, company) = desk(Engine::Sqlite).await;
    let ask = async |body: Value| company.admin.post("/api/calls/export", body).await;
    for body in [
        json!({}),
        json!({"format": "xlsx"}),
        json!({"format": "csv", "colour": "red"}),
        json!({"format": "csv", "filters": {"search": "55"}}),
        json!({"format": "csv", "filters": {"colour": "red"}}),
        json!({"format": "csv", "columns": ["caller", "caller"]}),
        json!({"format": "csv", "columns": ["password"]}),
        json!({"format": "csv", "call_ids": []}),
        json!({"format": "csv", "filters": {}, "call_ids": ["0190a0a0-0000-7000-8000-000000000001"]}),
    ] {
        let answer = ask(body.clone()).await;
        assert_eq!(answer.status, 400, "{body}: {answer}");
    }
    for client in [&company.viewer, &company.dispatcher] {
        client.post("/api/calls/export", json!({"format": "csv"})).await.must(403);
    }
}
