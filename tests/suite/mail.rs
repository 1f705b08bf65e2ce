//! Mail that went wrong: an admin sees it without what it says, sends it again, or settles it; the second press changes nothing.

use callboard_tests::{Company, Engine, Place, until};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(30);
const SENT: &str = "SELECT count(*) FROM mail_outbox WHERE state = 'done'";

/// A company one of whose mails went out, into a folder.
async fn desk(engine: Engine) -> (Place, callboard_tests::Server, Company, callboard_tests::Rows) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "post").await;
    let rows = place.rows().await;
    company.admin.post("/api/calls/export", json!({"format": "csv"})).await.must(202);
    until("the mail is sent", SOON, async || (rows.number(SENT).await == 1).then_some(())).await;
    (place, server, company, rows)
}

async fn ended(rows: &callboard_tests::Rows, state: &str, reason: &str) {
    let sql = format!("UPDATE mail_outbox SET state = '{state}', last_error = '{reason}'");
    assert_eq!(rows.change(&sql).await, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_went_wrong_is_seen_sent_again_and_settled(#[case] engine: Engine) {
    let (_place, _server, company, rows) = desk(engine).await;
    ended(&rows, "failed", "recipient: 550").await;
    let list = company.admin.get("/api/mail").await;
    for secret in ["@", "Fetch", "body", "address"] {
        assert!(!list.text.contains(secret), "{secret}: {}", list.text);
    }
    let list = list.ok();
    let mail = &list["data"][0];
    assert_eq!(
        (&list["total"], &mail["state"], &mail["last_error"], &mail["about_kind"]),
        (&json!(1), &json!("failed"), &json!("recipient: 550"), &json!("export"))
    );
    let id = mail["id"].as_str().unwrap();
    let (again, settle) = (format!("/api/mail/{id}/send-again"), format!("/api/mail/{id}/settle"));
    company.dispatcher.get("/api/mail").await.refused(403, "forbidden");
    company.dispatcher.post(&again, Value::Null).await.refused(403, "forbidden");
    company.dispatcher.post(&settle, Value::Null).await.refused(403, "forbidden");

    company.admin.post(&again, Value::Null).await.must(204);
    company.admin.post(&again, Value::Null).await.refused(409, "mail_moved_on");
    until("it is sent", SOON, async || (rows.number(SENT).await == 1).then_some(())).await;
    let said = company.admin.post(&settle, Value::Null).await.refused(409, "mail_moved_on");
    assert!(said["detail"].as_str().unwrap().contains("was sent"), "{said}");

    ended(&rows, "unknown", "no answer to the text").await;
    rows.change("UPDATE mail_outbox SET created_at = created_at - 4 * 86400000").await;
    company.admin.post(&again, Value::Null).await.refused(422, "mail_too_old");
    let unknown = company.owner.get("/api/mail?state=unknown").await.ok();
    assert_eq!(unknown["total"], 1);
    assert_eq!(company.owner.get("/api/mail?state=failed").await.ok()["total"], 0);
    company.owner.post(&settle, Value::Null).await.must(204);
    company.owner.post(&settle, Value::Null).await.refused(409, "mail_moved_on");
    assert_eq!(company.owner.get("/api/mail").await.ok()["total"], 0);

    let trail = company.owner.get(&format!("/api/audit?target_id={id}")).await.ok();
    let states: Vec<_> = trail["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["before"]["state"].clone(), line["after"]["state"].clone()))
        .collect();
    assert_eq!(states, [(json!("unknown"), json!("withdrawn")), (json!("failed"), json!("ready"))]);
}
