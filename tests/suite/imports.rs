//! A call log comes in through the API: sent, mapped, looked at, taken in by a worker, and taken back.

use callboard_tests::{Client, Company, Engine, Place, Server, as_csv, past_calls, until};
use rstest::rstest;
use serde_json::{Value, json};
use std::{fmt::Write, time::Duration};

const SOON: Duration = Duration::from_mins(1);
const PART: usize = 4 * 1024 * 1024;

/// Announces and sends a file; answers the import.
async fn sent(admin: &Client, name: &str, bytes: Vec<u8>) -> Value {
    let body = json!({"file_name": name, "size": bytes.len()});
    let import = admin.post("/api/imports", body).await.must(201);
    admin.put_bytes(&format!("{}/file", at(&import)), bytes).await.ok()
}

fn at(import: &Value) -> String {
    format!("/api/imports/{}", import["id"].as_str().unwrap())
}

/// The import once it is in one of these states.
async fn in_state(admin: &Client, import: &Value, states: &[&str]) -> Value {
    until(&format!("the import is {states:?}"), SOON, async || {
        let now = admin.get(&at(import)).await.ok();
        assert_ne!(now["state"], "failed", "{now}");
        states.iter().any(|state| now["state"] == *state).then_some(now)
    })
    .await
}

async fn told(admin: &Client, import: &Value, verb: &str) {
    admin.post(&format!("{}/{verb}", at(import)), Value::Null).await.ok();
}

/// Looks what would come of it, then takes it in.
async fn taken_in(admin: &Client, import: &Value) -> Value {
    told(admin, import, "dry_run").await;
    in_state(admin, import, &["checked"]).await;
    told(admin, import, "start").await;
    in_state(admin, import, &["imported"]).await
}

async fn desk(engine: Engine, word: &str) -> (Place, Server, Company) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, word).await;
    (place, server, company)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn five_broken_rows_are_told_and_the_rest_comes_in_and_goes_again(#[case] engine: Engine) {
    let (place, _server, company) = desk(engine, "harbor").await;
    let admin = &company.admin;
    let mut lines: Vec<String> = as_csv(&past_calls(1_200)).lines().map(str::to_owned).collect();
    for (row, text) in
        [(100, "\"open"), (300, "a,b"), (500, "x,yesterday,y"), (700, "\u{0}"), (900, "1,,")]
    {
        text.clone_into(&mut lines[row]);
    }
    let text = lines.join("\n") + "\n";
    let import = sent(admin, "history.csv", text.into_bytes()).await;
    assert_eq!(import["state"], "ready");
    assert!(import["mapping"]["columns"].as_array().unwrap().len() > 5, "{import}");
    let preview = admin.get(&format!("{}/preview", at(&import))).await.ok();
    assert_eq!(preview["data"].as_array().unwrap().len(), 20);

    let rows = place.rows().await;
    told(admin, &import, "dry_run").await;
    let checked = in_state(admin, &import, &["checked"]).await;
    let counts = &checked["report"]["counts"];
    assert_eq!((&counts["written"], &counts["broken"]), (&json!(1_195), &json!(5)), "{counts}");
    assert_eq!(rows.number("SELECT count(*) FROM calls").await, 0, "a dry run writes no call");
    let lines: Vec<_> =
        checked["report"]["errors"].as_array().unwrap().iter().map(|e| &e["line"]).collect();
    assert_eq!(lines, [101, 301, 501, 701, 901]);
    let errors = admin.get(&format!("{}/errors", at(&import))).await;
    assert!(errors.header("content-type").unwrap().starts_with("text/csv"));
    assert_eq!(errors.text.lines().count(), 6, "{}", errors.text);

    told(admin, &import, "start").await;
    let done = in_state(admin, &import, &["imported"]).await;
    assert_eq!(
        done["counts"],
        json!({"rows": 1_200, "written": 1_195, "updated": 0, "left_out": 0, "broken": 5})
    );
    assert_eq!(rows.number("SELECT count(*) FROM calls").await, 1_195);
    assert_eq!(rows.number("SELECT count(*) FROM follow_ups").await, 0, "history demands nothing");
    let listed = admin.get("/api/imports").await.ok();
    assert_eq!(listed["data"][0]["state"], "imported");
    company.dispatcher.get("/api/imports").await.refused(403, "forbidden");

    // Somebody works on two of them; these stay. The promise also moved its call into another queue.
    let page = company.viewer.get("/api/calls?limit=2").await.ok();
    let [changed, promised] = [0, 1].map(|n| page["data"][n]["id"].as_str().unwrap().to_owned());
    let path = format!("/api/calls/{changed}");
    company.dispatcher.patch(&path, json!({"notes": "spoke to her"})).await.ok();
    let path = format!("/api/calls/{promised}/followups");
    let later = callboard_tests::text_of(callboard_tests::now() + time::Duration::hours(4));
    company.dispatcher.post(&path, json!({"type": "task", "due_at": later})).await.must(201);
    told(admin, &import, "rollback").await;
    let gone = in_state(admin, &import, &["rolled_back"]).await;
    assert_eq!(gone["rollback"], json!({"removed": 1_193, "restored": 0, "kept": 2}));
    let kept = admin.get(&format!("{}/kept", at(&import))).await.ok();
    let mut kept: Vec<_> = kept["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| (call["call_id"].as_str().unwrap(), call["because"].as_str().unwrap()))
        .collect();
    kept.sort_unstable();
    let mut expected = [(changed.as_str(), "changed"), (promised.as_str(), "changed")];
    expected.sort_unstable();
    assert_eq!(kept, expected);
    assert_eq!(rows.number("SELECT count(*) FROM calls").await, 2);
    let again = admin.post(&format!("{}/rollback", at(&import)), Value::Null).await;
    again.refused(409, "nothing_to_roll_back");
    place.run(&["doctor", "--audit"]).await.ok();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_killed_import_goes_on_and_takes_no_row_twice(#[case] engine: Engine) {
    let (place, mut server, company) = desk(engine, "granite").await;
    let count = 8_000;
    let text = as_csv(&past_calls(count));
    let import = sent(&company.admin, "history.csv", text.into_bytes()).await;
    told(&company.admin, &import, "start").await;
    let rows = place.rows().await;
    for least in [500, 2_500] {
        until("some rows are in", SOON, async || {
            (rows.number("SELECT count(*) FROM calls").await >= least).then_some(())
        })
        .await;
        server.kill().await;
        // What the killed worker held is free when its lease ends; nobody waits for that here.
        rows.change("UPDATE call_jobs SET available_at = 0").await;
        server = place.serve(&[]).await;
    }
    let admin = company.admin.at(&server);
    let done = in_state(&admin, &import, &["imported"]).await;
    assert_eq!(done["counts"]["written"], count);
    assert_eq!(done["counts"]["left_out"], 0, "no row was read twice");
    assert_eq!(rows.number("SELECT count(*) FROM calls").await, count as i64);
    // The same file again brings nothing, and a rollback that is killed goes on, too.
    let again = sent(&admin, "again.csv", as_csv(&past_calls(count)).into_bytes()).await;
    let again = taken_in(&admin, &again).await;
    assert_eq!(
        (&again["counts"]["written"], &again["counts"]["left_out"]),
        (&json!(0), &json!(count))
    );
    told(&admin, &import, "rollback").await;
    until("some are gone", SOON, async || {
        (rows.number("SELECT count(*) FROM calls").await < count as i64).then_some(())
    })
    .await;
    server.kill().await;
    rows.change("UPDATE call_jobs SET available_at = 0").await;
    server = place.serve(&[]).await;
    let gone = in_state(&admin.at(&server), &import, &["rolled_back"]).await;
    assert_eq!(gone["rollback"]["removed"], count);
    assert_eq!(rows.number("SELECT count(*) FROM calls").await, 0);
    place.run(&["doctor", "--audit"]).await.ok();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[tokio::test]
async fn an_upload_goes_on_where_it_broke_off(#[case] engine: Engine) {
    let (_place, _server, company) = desk(engine, "basin").await;
    let admin = &company.admin;
    let mut text = as_csv(&past_calls(100));
    while text.len() < PART + 100_000 {
        let line = text.lines().last().unwrap().to_owned();
        text.push_str(&(line + "\n").repeat(1_000));
    }
    let bytes = text.into_bytes();
    let body = json!({"file_name": "big.csv", "size": bytes.len()});
    let import = admin.post("/api/imports", body).await.must(201);
    let file = format!("{}/file", at(&import));
    let broken_off = admin.put_bytes(&file, bytes[..PART + 10].to_vec()).await.ok();
    assert_eq!(broken_off["received"], PART, "whole parts are kept");
    assert_eq!(broken_off["state"], "receiving");
    let wrong = admin.put_bytes(&format!("{file}?offset=10"), bytes[10..20].to_vec()).await;
    wrong.refused(409, "other_bytes_expected");
    let longer = [&bytes[PART..], b"x"].concat();
    let long = admin.put_bytes(&format!("{file}?offset={PART}"), longer).await;
    long.refused(400, "invalid");
    let rest = bytes[PART..].to_vec();
    let whole = admin.put_bytes(&format!("{file}?offset={PART}"), rest).await.ok();
    assert_eq!((&whole["state"], &whole["received"]), (&json!("ready"), &json!(bytes.len())));
    admin.delete(&at(&import)).await.must(204);
    admin.get(&at(&import)).await.refused(404, "not_found");
    for (name, bytes, words) in [
        ("book.xlsx", b"PK\x03\x04zip".to_vec(), "save it as CSV"),
        ("none.csv", b"Date,From\n".to_vec(), "no rows"),
    ] {
        let body = json!({"file_name": name, "size": bytes.len()});
        let import = admin.post("/api/imports", body).await.must(201);
        let refused = admin.put_bytes(&format!("{}/file", at(&import)), bytes).await;
        let refused = refused.refused(400, "invalid");
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains(words), "{refused}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn known_calls_are_left_or_brought_up_to_date_one_by_one(#[case] engine: Engine) {
    let (_place, _server, company) = desk(engine, "cedar").await;
    let admin = &company.admin;
    let log = |note: &str| {
        let mut text = "When;Who;Ref;Remark\r\n".to_owned();
        for n in 1..=4 {
            write!(text, "2026-01-05 08:0{n}:00.250;212-555-013{n};r{n};{note} {n}\r\n").unwrap();
        }
        // As "Unicode text" of a spreadsheet.
        [vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
    };
    let first = sent(admin, "own.csv", log("first")).await;
    assert_eq!(first["layout"]["encoding"], "utf-16le");
    assert_eq!(first["layout"]["separator"], "semicolon");
    let mut mapping = json!({
        "provider": "old-system", "time_zone": "America/New_York", "direction": "in", "own_lines": ["212-555-0199"],
        "duplicates": "skip", "exceptions": [],
        "columns": [
            {"field": "started_at", "column": 0}, {"field": "customer_number", "column": 1},
            {"field": "provider_call_id", "column": 2}, {"field": "notes", "column": 3},
        ],
    });
    let path = format!("{}/mapping", at(&first));
    let nonsense = json!({
        "provider": "x", "time_zone": "Mars/Olympus", "direction": "in", "duplicates": "skip", "columns": [],
    });
    let refused = admin.put(&path, nonsense).await.refused(400, "invalid");
    let paths: Vec<_> = refused["errors"].as_array().unwrap().iter().map(|e| &e["path"]).collect();
    assert_eq!(paths, ["time_zone", "columns", "columns"]);
    admin.put(&format!("{}/mapping", at(&first)), mapping.clone()).await.ok();
    let done = taken_in(admin, &first).await;
    assert_eq!(done["counts"]["written"], 4);
    let calls = company.viewer.get("/api/calls?sort=time&limit=10").await.ok();
    let id = |n: usize| calls["data"][n]["id"].as_str().unwrap().to_owned();
    assert_eq!(calls["data"][0]["started_at"], "2026-01-05T13:01:00.250Z", "milliseconds stay");
    assert_eq!(calls["data"][0]["to_e164"], "+12125550199");

    // A person wrote on the second.
    let path = format!("/api/calls/{}", id(1));
    company.dispatcher.patch(&path, json!({"notes": "mine"})).await.ok();
    let second = sent(admin, "own.csv", log("second")).await;
    assert_eq!(second["mapping"]["provider"], "old-system", "the mapping is remembered");
    mapping["exceptions"] = json!(["r1", "r2"]);
    admin.put(&format!("{}/mapping", at(&second)), mapping).await.ok();
    told(admin, &second, "dry_run").await;
    let checked = in_state(admin, &second, &["checked"]).await;
    let counts = &checked["report"]["counts"];
    assert_eq!((&counts["updated"], &counts["left_out"]), (&json!(2), &json!(2)));
    assert_eq!(checked["report"]["known"][0]["call_id"], id(0));
    told(admin, &second, "start").await;
    let done = in_state(admin, &second, &["imported"]).await;
    assert_eq!((&done["counts"]["updated"], &done["counts"]["left_out"]), (&json!(1), &json!(3)));
    let note = async |n: usize| {
        company.viewer.get(&format!("/api/calls/{}", id(n))).await.ok()["call"]["notes"].clone()
    };
    assert_eq!(
        [note(0).await, note(1).await, note(2).await],
        ["second 1", "mine", "first 3"].map(Value::from)
    );
    told(admin, &second, "rollback").await;
    let back = in_state(admin, &second, &["rolled_back"]).await;
    assert_eq!(back["rollback"], json!({"removed": 0, "restored": 1, "kept": 0}));
    assert_eq!(note(0).await, "first 1");
}
