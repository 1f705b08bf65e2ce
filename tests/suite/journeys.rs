//! What a dispatcher and a supervisor live through, on both databases.

use callboard_tests::{
    Client, Company, Engine, Live, Place, Server, instant_of, minutes_ago, numbers, settled,
    text_of, until,
};
use rstest::rstest;
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};

const SOON: Duration = Duration::from_secs(20);
const QUIET: Duration = Duration::from_millis(1_500);

async fn desk(engine: Engine, word: &str) -> (Place, Server, Company) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, word).await;
    (place, server, company)
}

fn id(thing: &Value) -> &str {
    thing["id"].as_str().unwrap_or_else(|| panic!("no id: {thing}"))
}

async fn call(client: &Client, id: &str) -> Value {
    client.get(&format!("/api/calls/{id}")).await.ok()["call"].clone()
}

async fn follow_ups(client: &Client, call: &str) -> Vec<Value> {
    let body = client.get(&format!("/api/calls/{call}/followups")).await.ok();
    body["data"].as_array().unwrap().clone()
}

async fn first_follow_up(client: &Client, call: &str) -> Value {
    until("the missed call gets its follow-up", SOON, async || {
        follow_ups(client, call).await.into_iter().next()
    })
    .await
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_missed_call_gets_one_follow_up_by_rule(#[case] engine: Engine) {
    let (_place, _server, company) = desk(engine, "maple").await;
    let desk = &company.dispatcher;
    let body = json!({
        "direction": "in", "from": "(212) 555-0101", "to": "+12125550199",
        "started_at": minutes_ago(3), "answered": false, "caller_name": "Mara Quill",
    });
    let log = async || {
        desk.send("POST", "/api/calls", Some(body.clone()), &[("idempotency-key", "first")]).await
    };
    let logged = log().await.must(201)["call"].clone();
    assert_eq!(logged["status"], "missed");
    assert_eq!(logged["from_e164"], "+12125550101");
    assert_eq!(logged["outcome_required"], true);
    assert_eq!(logged["queue_status"], "triage");
    let again = log().await;
    assert_eq!(id(&again.ok()["call"]), id(&logged), "the same key answers the first call");

    let made = first_follow_up(desk, id(&logged)).await;
    assert_eq!(
        (&made["type"], &made["status"], &made["automatic"]),
        (&json!("callback"), &json!("open"), &json!(true))
    );
    assert_eq!(made["sla"]["rule"]["key"], "missed_call");
    assert_eq!(made["sla"]["target_s"], 1_800);
    assert_eq!(made["subject"], "Mara Quill");
    assert_eq!(made["phone_e164"], "+12125550101");
    let started = instant_of(logged["started_at"].as_str().unwrap());
    let due = instant_of(made["due_at"].as_str().unwrap());
    assert_eq!(
        (due - started).whole_minutes(),
        30,
        "the desk never closes, so every minute counts"
    );
    let counted: i64 = made["sla"]["arithmetic"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["counted_s"].as_i64().unwrap())
        .sum();
    assert_eq!(counted, 1_800, "the arithmetic adds up");

    let row = call(desk, id(&logged)).await;
    assert_eq!(row["promise"]["follow_up_id"], made["id"], "the row shows its promise");
    let count = settled("one follow-up stays one", QUIET, SOON, async || {
        follow_ups(desk, id(&logged)).await.len()
    })
    .await;
    assert_eq!(count, 1);

    let emergency = json!({
        "direction": "in", "from": "+12125550102", "started_at": minutes_ago(1), "answered": false, "intent": "emergency",
    });
    let emergency = company.log_call(emergency).await;
    let urgent = first_follow_up(desk, id(&emergency)).await;
    assert_eq!((&urgent["priority"], &urgent["sla"]["target_s"]), (&json!("urgent"), &json!(600)));

    let queue = desk.get("/api/calls/queue/triage").await.ok();
    assert_eq!(queue["queued_calls"], 2);
    assert_eq!(queue["emergency"], 1);
    let order: Vec<_> =
        queue["priorities"].as_array().unwrap().iter().map(|entry| id(&entry["call"])).collect();
    assert_eq!(order, [id(&emergency), id(&logged)], "least time left comes first");
    assert!(
        queue["priorities"]
            .as_array()
            .unwrap()
            .iter()
            .all(|entry| !entry["reason"].as_str().unwrap().is_empty())
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nobody_gets_past_a_required_outcome(#[case] engine: Engine) {
    let (_place, server, company) = desk(engine, "birch").await;
    let second_session = company.sign_in(&server, "dispatcher").await;
    let (_, program) = company.program("dispatcher").await;
    let logged = company
        .log_call(json!({
            "direction": "in", "from": numbers(1), "started_at": minutes_ago(5), "answered": true, "duration_s": 120,
            "value_est_cents": 45_000,
        }))
        .await;
    let one = format!("/api/calls/{}", id(&logged));
    let outcome = format!("{one}/outcome");
    assert_eq!(logged["outcome_required"], true);

    let both = json!({"disposition": "callback"});
    let wrong = [
        ("follow_up".to_owned(), "required".to_owned()),
        ("notes".to_owned(), "required".to_owned()),
    ];
    for client in [&company.dispatcher, &second_session, &program, &company.owner] {
        for (method, path) in
            [("POST", &outcome), ("PATCH", &one), ("PATCH", &format!("{one}/tags"))]
        {
            let answer = client.send(method, path, Some(both.clone()), &[]).await;
            let mut fields = answer.wrong_fields();
            answer.refused(422, "outcome_incomplete");
            fields.sort();
            assert_eq!(fields, wrong, "{method} {path}");
        }
    }
    let blank =
        json!({"disposition": "callback", "notes": "  \n ", "follow_up": {"type": "callback"}});
    assert_eq!(
        company.dispatcher.post(&outcome, blank).await.wrong_fields(),
        [wrong[1].clone()],
        "blanks are no note"
    );
    let noted = json!({"disposition": "callback", "notes": "asks for a new boiler"});
    let answer = company.dispatcher.post(&outcome, noted).await;
    assert_eq!(answer.wrong_fields(), [wrong[0].clone()]);
    company
        .dispatcher
        .patch(&one, json!({"outcome_required": false}))
        .await
        .refused(400, "invalid");
    company.dispatcher.post(&outcome, json!({"disposition": "nonsense"})).await.must(400);
    let unchanged = call(&company.dispatcher, id(&logged)).await;
    assert_eq!(unchanged["version"], logged["version"], "nothing was written");
    assert_eq!(
        (&unchanged["disposition"], &unchanged["outcome_required"]),
        (&Value::Null, &json!(true))
    );

    let full = json!({
        "disposition": "callback", "notes": "asks for a new boiler",
        "follow_up": {"type": "callback", "note": "quote for the boiler", "assigned_to": company.member("colleague")},
    });
    let given = company.dispatcher.post(&outcome, full).await.ok();
    assert_eq!(given["call"]["disposition"], "callback");
    assert!(given["undo_until"].is_string());
    let promised = first_follow_up(&company.dispatcher, id(&logged)).await;
    assert_eq!(promised["automatic"], false);
    assert_eq!(promised["assigned_to"]["id"], company.member("colleague"));
    let wait = instant_of(promised["due_at"].as_str().unwrap())
        - instant_of(given["call"]["outcome_at"].as_str().unwrap());
    assert_eq!(wait.whole_minutes(), 60, "the minutes of the disposition");
    let told = until("the colleague is told", SOON, async || {
        let inbox = company.colleague.get("/api/notifications?unread=true").await.ok();
        (inbox["unread"] == 1).then_some(inbox)
    })
    .await;
    assert_eq!(told["data"][0]["follow_up_id"], promised["id"]);

    let undo = format!("{outcome}/undo");
    let undone = second_session.post(&undo, Value::Null).await.ok();
    assert_eq!(
        (&undone["call"]["disposition"], &undone["call"]["outcome_required"]),
        (&Value::Null, &json!(true))
    );
    assert_eq!(
        (&undone["call"]["notes"], &undone["call"]["value_est_cents"]),
        (&json!(""), &json!(45_000))
    );
    until("the promise is withdrawn", SOON, async || {
        let open = follow_ups(&company.dispatcher, id(&logged)).await;
        open.iter().all(|task| task["status"] != "open").then_some(())
    })
    .await;
    second_session.post(&undo, Value::Null).await.refused(409, "nothing_to_undo");

    let spam = json!({"disposition": "spam", "spam_reason": "robocall"});
    let spam = company.dispatcher.post(&outcome, spam).await.ok();
    assert_eq!(spam["call"]["value_est_cents"], 0, "spam is worth nothing");
    company.dispatcher.patch(&one, json!({"disposition": null})).await.must(422);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn only_a_supervisor_waives_an_outcome(#[case] engine: Engine) {
    let (_place, _server, company) = desk(engine, "cedar").await;
    let logged = company.missed_call(&numbers(3), &minutes_ago(4)).await;
    let waive = format!("/api/calls/{}/outcome/waive", id(&logged));
    let reason = json!({"reason": "test call of the line"});
    for client in [&company.viewer, &company.dispatcher] {
        client.post(&waive, reason.clone()).await.must(403);
    }
    company.admin.post(&waive, json!({"reason": "  "})).await.must(400);
    let waived = company.admin.post(&waive, reason).await.ok();
    assert_eq!(waived["call"]["disposition"], Value::Null);
    assert!(waived["call"]["outcome_at"].is_string());
    let queue = company.dispatcher.get("/api/calls/queue/triage").await.ok();
    assert_eq!(queue["queued_calls"], 0, "a waived call waits for nobody");
    let history = company.admin.get(&format!("/api/audit/calls/{}", id(&logged))).await.ok();
    let waived = history["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["actor"]["name"] == "Ada Admin")
        .unwrap();
    assert!(waived["note"].as_str().unwrap().contains("test call of the line"), "{waived}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn two_dispatchers_never_get_the_same_call(#[case] engine: Engine) {
    let (_place, _server, company) = desk(engine, "alder").await;
    let mut logged = BTreeSet::new();
    for index in 0..20 {
        let call = company.missed_call(&numbers(index), &minutes_ago(index as i64 + 1)).await;
        logged.insert(id(&call).to_owned());
    }
    let clear = async |client: &Client| {
        let mut worked = Vec::new();
        loop {
            let next = client.post("/api/calls/queue/triage/claim-next", json!({})).await;
            if next.status == 204 {
                return worked;
            }
            let next = next.must(200);
            assert!(!next["reason"].as_str().unwrap().is_empty());
            let call = id(&next["call"]).to_owned();
            let answer = client
                .post(
                    &format!("/api/calls/{call}/outcome"),
                    json!({"disposition": "answered", "notes": "called back"}),
                )
                .await;
            answer.must(200);
            worked.push(call);
        }
    };
    let (one, other) = tokio::join!(clear(&company.dispatcher), clear(&company.colleague));
    assert!(
        !one.is_empty() && !other.is_empty(),
        "both got work: {} and {}",
        one.len(),
        other.len()
    );
    let all: BTreeSet<_> = one.iter().chain(&other).cloned().collect();
    assert_eq!(all.len(), one.len() + other.len(), "a call was given to both");
    assert_eq!(all, logged, "every call was worked");
    until("outcomes complete the callbacks", SOON, async || {
        let open = company.dispatcher.get("/api/followups?status=open&with_total=true").await.ok();
        (open["total"] == 0).then_some(())
    })
    .await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_claim_is_kept_until_a_supervisor_takes_it(#[case] engine: Engine) {
    let (_place, _server, company) = desk(engine, "rowan").await;
    for index in 0..4 {
        company.missed_call(&numbers(index), &minutes_ago(9 - index as i64)).await;
    }
    let next = "/api/calls/queue/triage/claim-next";
    let held = company.dispatcher.post(next, Value::Null).await.must(200);
    let held = id(&held["call"]).to_owned();
    let again = company.dispatcher.post(next, json!({})).await.must(200);
    assert_eq!(id(&again["call"]), held, "reload does not get past a held call");
    let other = company.colleague.post(next, json!({})).await.must(200);
    assert_ne!(id(&other["call"]), held);

    let claim = format!("/api/calls/{held}/claim");
    let refused = company.colleague.post(&claim, json!({})).await.refused(409, "held_by_other");
    assert_eq!(refused["by"]["id"], company.member("dispatcher"));
    assert!(refused["until"].is_string(), "{refused}");
    let row = company.viewer.get(&format!("/api/calls/{held}")).await.ok();
    assert_eq!(row["call"]["claim"]["by"]["name"], "Dora Desk", "others see who holds it");
    company.colleague.post(&claim, json!({"take_over": true})).await.must(403);
    company.colleague.delete(&claim).await;
    company.colleague.post(&claim, json!({})).await.refused(409, "held_by_other");
    let (_, program) = company.program("dispatcher").await;
    program.post(&claim, json!({})).await.must(403);

    company.admin.post(&claim, json!({"take_over": true})).await.ok();
    company.dispatcher.post(&claim, json!({})).await.refused(409, "held_by_other");
    company.admin.delete(&claim).await.must(204);
    company.dispatcher.post(&claim, json!({})).await.ok();

    let mut skipped: Vec<String> = Vec::new();
    for _ in 0..3 {
        let body = json!({"skip": skipped});
        let answer = company.dispatcher.post(next, body).await;
        if answer.status == 204 {
            break;
        }
        skipped.push(id(&answer.must(200)["call"]).to_owned());
    }
    assert_eq!(skipped.len(), 3, "three of four are free: {skipped:?}");
    let without_reason = company.dispatcher.post(next, json!({"skip": skipped})).await;
    assert_eq!(without_reason.wrong_fields(), [("skip_reason".to_owned(), "required".to_owned())]);
    without_reason.refused(422, "skip_reason_missing");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_breach_fires_once_and_a_restart_repeats_nothing(#[case] engine: Engine) {
    let (place, server, company) = desk(engine, "hazel").await;
    let mut live = Live::open(&company.dispatcher, None).await;
    let late = company.missed_call(&numbers(5), &minutes_ago(120)).await;
    let (breach, _) =
        live.until("the breach", SOON, |message| message["type"] == "sla_breach").await;
    assert_eq!(breach["follow_up"]["call_id"], late["id"]);
    live.drain(Duration::from_secs(3)).await;
    assert_eq!(
        live.of_type("sla_breach").len(),
        1,
        "a breach is told once: {:#?}",
        live.of_type("sla_breach")
    );
    let task = first_follow_up(&company.dispatcher, id(&late)).await;
    let levels = task["sla"]["fired"].as_array().unwrap();
    let fired: Vec<_> = levels.iter().map(|level| level["level"].as_str().unwrap()).collect();
    assert_eq!(fired.iter().filter(|level| **level == "breach").count(), 1, "{fired:?}");
    assert_eq!(
        fired.iter().collect::<BTreeSet<_>>().len(),
        fired.len(),
        "a level fired twice: {fired:?}"
    );
    assert_eq!(task["sla"]["status"], "overdue");
    let row = call(&company.dispatcher, id(&late)).await;
    assert_eq!(row["promise"]["breached"], true);
    let counts = company.dispatcher.get("/api/notifications/follow-ups").await.ok();
    assert_eq!(counts["overdue_count"], 1);

    let last = live.seq();
    live.close().await;
    let rows = place.rows().await;
    let stands = async || {
        let all = rows.fingerprint().await;
        [
            "calls",
            "follow_ups",
            "notifications",
            "customers",
            "members",
            "settings_documents",
            "audit_entries",
        ]
        .map(|table| (table, all.of(table).to_owned()))
    };
    let before = stands().await;
    let (status, _) = server.stop().await;
    assert!(status.success(), "{status}");
    let server = place.serve(&[]).await;
    let dispatcher = company.dispatcher.at(&server);
    let mut live = Live::open(&dispatcher, Some(last)).await;
    live.drain(Duration::from_secs(4)).await;
    let repeated: Vec<_> = live.seen.iter().filter(|message| message["type"] != "hello").collect();
    assert!(repeated.is_empty(), "after a restart nothing is told again: {repeated:#?}");
    assert_eq!(stands().await, before, "after a restart everything stands as before");
    assert_eq!(
        call(&dispatcher, id(&late)).await["promise"]["breached"],
        true,
        "the session holds as well"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn edits_are_checked_and_collisions_are_told(#[case] engine: Engine) {
    let (_place, _server, company) = desk(engine, "aspen").await;
    let desk = &company.dispatcher;
    let logged = company.missed_call(&numbers(8), &minutes_ago(2)).await;
    first_follow_up(desk, id(&logged)).await;
    let one = format!("/api/calls/{}", id(&logged));
    let edit = async |client: &Client, tag: &str, notes: &str| {
        client.send("PATCH", &one, Some(json!({"notes": notes})), &[("if-match", tag)]).await
    };
    let read = settled("the call rests", QUIET, SOON, async || {
        desk.get(&one).await.header("etag").map(str::to_owned)
    })
    .await;
    let first = read.unwrap();
    let written = edit(desk, &first, "one").await;
    let second = written.header("etag").unwrap().to_owned();
    written.ok();
    assert_ne!(first, second);
    edit(&company.colleague, &first, "two").await.refused(412, "stale");
    assert_eq!(call(desk, id(&logged)).await["notes"], "one", "the later writer was refused");
    edit(&company.colleague, &second, "two").await.ok();
    edit(desk, "nonsense", "three").await.must(400);
    desk.patch(&one, json!({"notes": "without a version the last write wins"})).await.ok();

    for path in [
        "/api/calls?colour=red",
        "/api/calls?sort=colour",
        "/api/calls?limit=0",
        "/api/calls?limit=101",
        "/api/calls?cursor=nonsense",
        "/api/calls?status=lost",
        "/api/calls?search=ab",
        "/api/calls?from=yesterday",
        "/api/calls/count?limit=3",
        "/api/followups?assigned_to=nobody",
        "/api/customers?sort=colour",
        "/api/calls?value_min=5&value_max=4",
    ] {
        let answer = desk.get(path).await;
        assert!(!answer.wrong_fields().is_empty(), "{answer}");
        answer.is_problem();
        answer.must(400);
    }
    let hint = desk.get("/api/calls?serach=boiler").await;
    assert!(
        hint.body["errors"][0]["message"].as_str().unwrap().contains("search"),
        "a hint is given: {hint}"
    );
    let wrong =
        json!({"direction": "sideways", "answered": "no", "started_at": "today", "colour": "red"});
    let answer = desk.post("/api/calls", wrong).await;
    let paths: BTreeSet<_> = answer.wrong_fields().into_iter().map(|(path, _)| path).collect();
    answer.refused(400, "invalid");
    let expected = ["direction", "answered", "started_at", "colour"].map(str::to_owned);
    assert_eq!(paths, expected.into_iter().collect(), "one entry for each wrong field");
    desk.post_text("/api/calls", "{\"direction\": ").await.refused(400, "malformed_json");
    desk.get("/api/calls/not-an-id").await.is_problem();
    desk.get("/api/nothing").await.refused(404, "not_found");
    desk.put("/api/calls", json!({})).await.refused(405, "method_not_allowed");
    let future = text_of(callboard_tests::now() + time::Duration::hours(2));
    desk.post("/api/calls", json!({"direction": "in", "answered": false, "started_at": future}))
        .await
        .must(400);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_promise_is_kept_paused_and_taken_back(#[case] engine: Engine) {
    let (_place, _server, company) = desk(engine, "larch").await;
    let desk = &company.dispatcher;
    let logged = company.missed_call(&numbers(11), &minutes_ago(2)).await;
    let task = first_follow_up(desk, id(&logged)).await;
    let one = format!("/api/followups/{}", id(&task));
    let due = |task: &Value| instant_of(task["due_at"].as_str().unwrap());

    let paused = desk
        .post(
            &format!("{one}/pause"),
            json!({"reason": "waiting_for_customer", "note": "at work until six"}),
        )
        .await;
    let paused = paused.ok()["follow_up_task"].clone();
    assert_eq!(paused["sla"]["status"], "paused");
    assert_eq!(paused["sla"]["pause"]["note"], "at work until six");
    until("a moment passes", SOON, async || {
        (callboard_tests::now() - instant_of(paused["sla"]["pause"]["since"].as_str().unwrap())
            > time::Duration::seconds(2))
        .then_some(())
    })
    .await;
    let resumed =
        desk.post(&format!("{one}/resume"), Value::Null).await.ok()["follow_up_task"].clone();
    assert!(due(&resumed) > due(&task), "standing still moves the due instant");
    assert!(resumed["sla"]["paused_s"].as_i64().unwrap() >= 2);

    let later = text_of(callboard_tests::now() + time::Duration::hours(3));
    let moved = desk
        .patch(&one, json!({"due_at": later, "assigned_to": company.member("colleague")}))
        .await
        .ok();
    assert_eq!(moved["follow_up_task"]["assigned_to"]["name"], "Colin Desk");
    let mine = company
        .colleague
        .get("/api/followups?assigned_to=me&status=open&with_total=true")
        .await
        .ok();
    assert_eq!(mine["total"], 1);
    let done =
        company.colleague.patch(&one, json!({"status": "done"})).await.ok()["follow_up_task"]
            .clone();
    assert_eq!((&done["status"], &done["sla"]["status"]), (&json!("done"), &json!("met")));
    assert_eq!(done["completed_by"]["name"], "Colin Desk");
    let reopened =
        company.colleague.patch(&one, json!({"status": "open"})).await.ok()["follow_up_task"]
            .clone();
    assert_eq!((&reopened["status"], &reopened["completed_at"]), (&json!("open"), &Value::Null));
    desk.delete(&one).await.must(204);
    desk.get(&one).await.must(404);
    until("the row shows no promise", SOON, async || {
        call(desk, id(&logged)).await["promise"].is_null().then_some(())
    })
    .await;
}
