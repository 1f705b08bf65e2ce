//! What is kept of calls, over the wire: hostile files are given away to be saved and never to be looked at, links open for whom they
//! were made and no longer, and a simulated call can be heard, read and found.

use callboard_tests::{Answer, Client, Company, Engine, Place, Server, minutes_ago, until};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

const SOON: Duration = Duration::from_mins(1);

async fn desk(engine: Engine, word: &str) -> (Place, Server, Company) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, word).await;
    (place, server, company)
}

async fn call(company: &Company) -> String {
    let call = company.missed_call("+12125550101", &minutes_ago(9)).await;
    call["id"].as_str().unwrap().to_owned()
}

/// Puts a file to a call.
async fn put(client: &Client, call: &str, name: &str, bytes: &[u8]) -> Answer {
    client.post_file(&format!("/api/calls/{call}/attachments"), (name, bytes), &[]).await
}

fn first(answer: &Value) -> Value {
    answer["attachments"][0].clone()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}"))
}

/// Content, name, and the media type under which it is given away; none when it is refused.
fn hostile() -> Vec<(&'static str, &'static [u8], Option<&'static str>)> {
    const PDF: Option<&str> = Some("application/pdf");
    const GIF: Option<&str> = Some("image/gif");
    const TEXT: Option<&str> = Some("text/plain; charset=utf-8");
    vec![
        ("page.html", b"<!DOCTYPE html><script>alert(1)</script>", None),
        ("photo.jpg", b"<html><script>alert(1)</script>", None),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", None),
        ("setup.exe", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", None),
        ("run.sh", b"#!/bin/sh\nreboot\n", None),
        ("bomb.zip", b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff\x05\0\0\0bombs", None),
        ("empty.txt", b"", None),
        ("huge.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0\x7d\x7b\xac\x60", None),
        ("form.html", b"%PDF-1.4\n<script>alert(1)</script>", PDF),
        ("js.gif", b"GIF89a/*\x01*/=1;alert(1)", GIF),
        ("../../etc/passwd", b"root:x:0:0\n", TEXT),
        ("photo.jpg\r\nSet-Cookie: a=b", b"just words\n", TEXT),
        ("txt.\u{202e}gpj.html", b"just words\n", TEXT),
        ("a\";filename=\"b.html", b"just words\n", TEXT),
        ("data.csv", b"=cmd|' /C calc'!A0,1\n", Some("text/csv; charset=utf-8")),
    ]
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn no_hostile_file_is_ever_looked_at(#[case] engine: Engine) {
    let (_place, server, company) = desk(engine, "attic").await;
    let call = call(&company).await;
    let nobody = server.anonymous();
    for (name, bytes, kept) in hostile() {
        let answer = put(&company.dispatcher, &call, name, bytes).await;
        let Some(kept) = kept else {
            assert_eq!(answer.status, 422, "{name}: {answer}");
            assert_eq!(answer.wrong_fields()[0].0, "file", "{name}");
            continue;
        };
        let attachment = first(&answer.must(201));
        let file = nobody.get(text(&attachment, "download_url")).await;
        assert_eq!(file.status, 200, "{name}: {file}");
        assert_eq!(file.text.as_bytes(), bytes, "{name} comes back as it was");
        for (header, expected) in [
            ("content-type", kept),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'none'"),
            ("cache-control", "private, no-store"),
            ("referrer-policy", "no-referrer"),
        ] {
            assert_eq!(file.header(header), Some(expected), "{name}: {header}");
        }
        let disposition = file.header("content-disposition").unwrap();
        assert!(disposition.starts_with("attachment; filename=\""), "{name}: {disposition}");
        assert!(file.header("set-cookie").is_none(), "{name}");
        let shown = text(&attachment, "name");
        assert!(!shown.contains(['/', '\\', '"', '\r', '\n', '\u{202e}']), "{shown}");
        let ending = shown.rsplit_once('.').unwrap().1;
        assert!(["pdf", "gif", "txt", "csv"].contains(&ending), "{shown}");
    }
    let list = company.owner.get(&format!("/api/calls/{call}/attachments")).await.ok();
    assert_eq!(list["attachments"].as_array().unwrap().len(), 7, "{list}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_file_is_read_by_ranges_and_only_by_its_own_link(#[case] engine: Engine) {
    let (_place, server, company) = desk(engine, "range").await;
    let call = call(&company).await;
    // Longer than a block, so that a range crosses from one into the next.
    let words: String = (0..400_000_u32).map(|n| char::from(b'a' + (n % 26) as u8)).collect();
    let whole = format!("{words}{words}{words}\n");
    let added = put(&company.dispatcher, &call, "long.txt", whole.as_bytes()).await.must(201);
    let attachment = first(&added);
    assert_eq!(attachment["size_bytes"], whole.len());
    let link = text(&attachment, "download_url");
    let nobody = server.anonymous();
    let last = whole.len() - 1;
    for (range, from, to) in [
        ("bytes=0-99".to_owned(), 0, 99),
        ("bytes=1048570-1048590".to_owned(), 1_048_570, 1_048_590),
        ("bytes=-10".to_owned(), last - 9, last),
        (format!("bytes={last}-"), last, last),
    ] {
        let part = nobody.send("GET", link, None, &[("range", &range)]).await;
        assert_eq!(part.status, 206, "{range}: {}", part.status);
        assert_eq!(part.text, whole[from..=to], "{range}");
        let expected = format!("bytes {from}-{to}/{}", whole.len());
        assert_eq!(part.header("content-range"), Some(expected.as_str()));
    }
    let beyond = format!("bytes={}-", whole.len());
    let none = nobody.send("GET", link, None, &[("range", &beyond)]).await;
    assert_eq!(none.status, 416);
    assert_eq!(none.header("content-range").unwrap(), format!("bytes */{}", whole.len()));

    let second = put(&company.dispatcher, &call, "other.txt", b"other\n").await.must(201);
    let second = first(&second);
    let swapped = link.replace(text(&attachment, "id"), text(&second, "id"));
    nobody.get(&swapped).await.refused(404, "not_found");
    let as_sound = link.replace("/attachments/", "/recordings/");
    nobody.get(&as_sound).await.refused(404, "not_found");
    let path = format!("/api/attachments/{}", text(&attachment, "id"));
    company.viewer.get(&path).await.must(403);
    company.dispatcher.delete(&path).await.must(204);
    nobody.get(link).await.refused(404, "not_found");
    company.dispatcher.post(&format!("{path}/restore"), Value::Null).await.ok();
    assert_eq!(nobody.get(link).await.status, 200, "the undo brings it back");
    let trail = company.owner.get("/api/audit?limit=100").await.ok();
    let downloads = trail["data"].as_array().unwrap().iter();
    let downloads = downloads.filter(|entry| entry["action"] == "download").count();
    assert!(downloads >= 2, "whoever takes a file stands in the trail: {downloads}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_key_adds_once_and_a_call_has_fifty_files_at_most(#[case] engine: Engine) {
    let (_place, _server, company) = desk(engine, "fifty").await;
    let call = call(&company).await;
    let path = format!("/api/calls/{call}/attachments");
    let key = [("idempotency-key", "once")];
    let desk = &company.dispatcher;
    let one = desk.post_file(&path, ("a.txt", b"first\n"), &key).await.must(201);
    let again = desk.post_file(&path, ("b.txt", b"second\n"), &key).await.must(201);
    assert_eq!(first(&one)["id"], first(&again)["id"]);
    assert_eq!(first(&again)["name"], "a.txt");
    for number in 1..50 {
        put(desk, &call, "n.txt", format!("{number}\n").as_bytes()).await.must(201);
    }
    put(desk, &call, "n.txt", b"one too many\n").await.refused(409, "too_many_attachments");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_simulated_call_is_heard_read_and_found(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    place.run(&["demo", "load", "--calls", "20", "--seed", "7"]).await.ok();
    let server = place.serve(&[]).await;
    let body = json!({"email": "owner@demo.callboard.local", "password": "callboard-demo"});
    let cookie = server
        .anonymous()
        .post("/api/auth/sign-in", body)
        .await
        .cookie("callboard_session")
        .unwrap();
    let owner = server.anonymous().with(callboard_tests::Pass::Session(cookie));
    let hits = owner.get("/api/transcripts/search?q=thank%20you&limit=5").await.ok();
    let hit = &hits["data"][0];
    assert!(text(&hit["segment"], "text").to_lowercase().contains("thank you"), "{hit}");
    let call = text(&hit["call"], "id").to_owned();
    let transcript = owner.get(&format!("/api/calls/{call}/transcript?limit=100")).await.ok();
    assert!(transcript["data"].as_array().unwrap().len() >= 4, "{transcript}");
    let masked = owner.get("/api/transcripts/search?q=%5Bphone%5D").await.ok();
    assert!(!masked["data"].as_array().unwrap().is_empty(), "numbers are masked");
    let of_masked = text(&masked["data"][0]["call"], "id");
    let reveal = format!("/api/calls/{of_masked}/transcript/reveal?limit=100");
    let plain = owner.post(&reveal, Value::Null).await.ok();
    assert!(!plain["data"].to_string().contains("[phone]"), "{plain}");

    let waiting = owner.get(&format!("/api/calls/{call}/recording")).await.ok();
    assert_eq!(
        (&waiting["state"], &waiting["can_be_fetched"]),
        (&json!("announced"), &json!(true))
    );
    assert_eq!(waiting["consent"], "announced");
    let heard = owner.post(&format!("/api/calls/{call}/recording/link"), Value::Null).await.ok();
    assert_eq!(heard["state"], "stored", "{heard}");
    assert!(
        heard["peaks"]["agent"].as_array().unwrap().iter().any(|peak| peak.as_i64() > Some(20))
    );
    let link = text(&heard, "download_url");
    let sound = server.anonymous().send("GET", link, None, &[("range", "bytes=0-3")]).await;
    assert_eq!((sound.status, sound.text.as_str()), (206, "RIFF"));
    assert_eq!(sound.header("content-type"), Some("audio/wav"));

    let id = text(&heard, "id");
    let reason = json!({"reason": "the customer asked"});
    let gone = owner.send("DELETE", &format!("/api/recordings/{id}"), Some(reason), &[]).await;
    gone.must(204);
    server.anonymous().get(link).await.refused(404, "not_found");
    until("the bytes are doomed and erased", SOON, async || {
        let recording = owner.get(&format!("/api/calls/{call}/recording")).await.ok();
        (recording["state"] == "deleted" && recording["download_url"].is_null()).then_some(())
    })
    .await;
}
