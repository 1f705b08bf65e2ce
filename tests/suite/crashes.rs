//! Power cuts, downtime, and what must never be written down anywhere.

use callboard_tests::{
    Company, Engine, Live, PASSWORD, Pass, Place, minutes_ago, now, numbers, settled, text_of,
    until,
};
use rstest::rstest;
use serde_json::{Value, json};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

const SOON: Duration = Duration::from_secs(30);

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_was_acknowledged_survives_power_cuts(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let mut server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "granite").await;
    let mut acknowledged = Vec::new();
    for cut in 0..6 {
        let clients = [company.dispatcher.at(&server), company.colleague.at(&server)];
        let count = AtomicUsize::new(0);
        let write = async |turn: usize| {
            let mut written: Vec<String> = Vec::new();
            for index in 0.. {
                let number = cut * 1_000 + turn * 500 + index;
                let body = json!({
                    "direction": "in", "from": numbers(number), "started_at": minutes_ago(1), "answered": false,
                });
                let sent = clients[turn].try_send("POST", "/api/calls", Some(body), &[]).await;
                let Ok(answer) = sent else { break };
                written.push(answer.must(201)["call"]["id"].as_str().unwrap().to_owned());
                count.fetch_add(1, Ordering::Relaxed);
            }
            written
        };
        // In the midst of writing, later in each round.
        let kill = async {
            let enough = 4 + 3 * cut;
            until("the writers are at it", SOON, async || {
                (count.load(Ordering::Relaxed) >= enough).then_some(())
            })
            .await;
            server.kill().await;
        };
        let (one, other, ()) = tokio::join!(write(0), write(1), kill);
        acknowledged.extend(one.into_iter().chain(other));
        server = place.serve(&[]).await;
    }
    let viewer = company.viewer.at(&server);
    for call in &acknowledged {
        viewer.get(&format!("/api/calls/{call}")).await.ok();
    }
    let rows = place.rows().await;
    until("every missed call has its follow-up", Duration::from_mins(2), async || {
        let without = "SELECT count(*) FROM calls c WHERE NOT EXISTS \
                       (SELECT 1 FROM follow_ups f WHERE f.workspace_id = c.workspace_id AND f.call_id = c.id)";
        (rows.number(without).await == 0).then_some(())
    })
    .await;
    let twice = "SELECT count(*) FROM (SELECT call_id FROM follow_ups GROUP BY call_id HAVING count(*) > 1) x";
    assert_eq!(rows.number(twice).await, 0, "a follow-up was made twice");
    if engine == Engine::Sqlite {
        assert_eq!(rows.texts("PRAGMA integrity_check").await, ["ok"]);
        assert_eq!(
            rows.texts("SELECT \"table\" FROM pragma_foreign_key_check").await,
            Vec::<String>::new()
        );
    }
    place.run(&["doctor", "--audit"]).await.ok();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_breach_that_fell_into_downtime_fires_once_after_it(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "slate").await;
    let call = company
        .log_call(json!({
            "direction": "in", "from": numbers(4), "started_at": minutes_ago(2), "answered": true, "duration_s": 30,
        }))
        .await;
    let due = now() + time::Duration::seconds(4);
    let body = json!({"type": "callback", "due_at": text_of(due)});
    let path = format!("/api/calls/{}/followups", call["id"].as_str().unwrap());
    let task = company.dispatcher.post(&path, body).await.must(201)["follow_up_task"].clone();
    let mut live = Live::open(&company.viewer, None).await;
    live.drain(Duration::from_millis(300)).await;
    let last = live.seq();
    let (status, _) = server.stop().await;
    assert!(status.success());
    assert!(now() < due, "the server went down before the promise was due");
    until("the promise is past due", SOON, async || {
        (now() > due + time::Duration::seconds(1)).then_some(())
    })
    .await;

    let server = place.serve(&[]).await;
    let mut live = Live::open(&company.viewer.at(&server), Some(last)).await;
    let is_breach = |message: &Value| message["type"] == "sla_breach";
    let (breach, _) = live.until("the breach", SOON, is_breach).await;
    assert_eq!(breach["follow_up"]["id"], task["id"]);
    live.drain(Duration::from_secs(3)).await;
    assert_eq!(live.of_type("sla_breach").len(), 1);
    let rows = place.rows().await;
    let fired = async || {
        rows.number("SELECT count(*) FROM events WHERE name = 'followups.level_reached'").await
    };
    let count = settled("the clock rests", Duration::from_secs(1), SOON, fired).await;
    let task = company
        .viewer
        .at(&server)
        .get(&format!("/api/followups/{}", task["id"].as_str().unwrap()))
        .await
        .ok();
    let levels = task["follow_up_task"]["sla"]["fired"].as_array().unwrap().len();
    assert_eq!(levels as i64, count, "one event for each level");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn logs_hold_no_person_and_tables_no_secret(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve_with(&[], &[("CALLBOARD_LOG", "debug")]).await;
    let company = Company::found(&place, &server, "topaz").await;
    let (_, program) = company.program("dispatcher").await;
    let personal = [
        "Philippa Quince",
        "+12125550177",
        "2125550177",
        "555-0177",
        "pq@mail.example",
        "gate code 4471",
    ];
    let call = json!({
        "direction": "in", "from": "(212) 555-0177", "started_at": minutes_ago(3), "answered": false,
        "caller_name": "Philippa Quince", "notes": "gate code 4471",
    });
    let call = program.post("/api/calls", call).await.must(201)["call"].clone();
    let one = format!("/api/calls/{}", call["id"].as_str().unwrap());
    let contact = json!({"name": "Philippa Quince", "emails": ["pq@mail.example"]});
    company.dispatcher.post(&format!("{one}/new-contact"), contact).await.must(201);
    for search in ["quince", "212%20555-0177", "gate%20code"] {
        assert_eq!(
            program.get(&format!("/api/calls?search={search}&with_total=true")).await.ok()["total"],
            1
        );
    }
    let outcome = json!({"disposition": "callback", "notes": "gate code 4471", "follow_up": {"type": "callback", "note": "gate code 4471"}});
    company.dispatcher.post(&format!("{one}/outcome"), outcome).await.ok();
    company
        .dispatcher
        .post("/api/calls", json!({"direction": "in", "from": "555-0177-Philippa Quince"}))
        .await
        .must(400);
    let wrong = json!({"email": company.address("viewer"), "password": "a password that is wrong"});
    server.anonymous().post("/api/auth/sign-in", wrong).await.must(401);
    let rows = place.rows().await;
    until("the reactions are done", SOON, async || {
        let open = rows.number("SELECT count(*) FROM deliveries WHERE state <> 'done'").await;
        (open == 0).then_some(())
    })
    .await;

    let log = server.log();
    assert!(log.lines().count() > 20, "there is something to look at");
    let secret = |client: &callboard_tests::Client| match client.pass() {
        Pass::Key(key) => key.clone(),
        Pass::Session(cookie) => cookie.rsplit_once('=').unwrap().1.to_owned(),
        Pass::None => panic!("no secret"),
    };
    let secrets = [
        secret(&program),
        secret(&company.owner),
        PASSWORD.to_owned(),
        "a password that is wrong".to_owned(),
    ];
    let addresses = [company.address("viewer"), company.address("owner")];
    for word in personal.iter().copied().chain(secrets.iter().chain(&addresses).map(String::as_str))
    {
        let found: Vec<_> = log.lines().filter(|line| line.contains(word)).take(3).collect();
        assert!(found.is_empty(), "`{word}` is in the log:\n{}", found.join("\n"));
    }
    let (status, _) = server.stop().await;
    assert!(status.success());
    for secret in &secrets {
        let tables = rows.tables_that_hold(secret).await;
        assert!(tables.is_empty(), "`{secret}` stands in {tables:?}");
    }
    assert!(
        !rows.tables_that_hold("gate code 4471").await.is_empty(),
        "the search for secrets works"
    );
}
