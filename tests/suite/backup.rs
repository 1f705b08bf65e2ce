//! A desk that was lost comes back from its backup, whole, on either database, and tells nobody about the past.

use callboard_tests::{
    Company, Engine, Live, Pass, Place, minutes_ago, now, numbers, settled, text_of, until,
};
use rstest::rstest;
use serde_json::json;
use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};

const SOON: Duration = Duration::from_secs(30);

#[rstest]
#[case::sqlite_to_sqlite(Engine::Sqlite, Engine::Sqlite)]
#[case::postgres_to_postgres(Engine::Postgres, Engine::Postgres)]
#[case::sqlite_to_postgres(Engine::Sqlite, Engine::Postgres)]
#[case::postgres_to_sqlite(Engine::Postgres, Engine::Sqlite)]
#[tokio::test]
async fn a_lost_desk_comes_back_and_tells_nobody_about_the_past(
    #[case] from: Engine,
    #[case] into: Engine,
) {
    let place = Place::fresh(from).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "ember").await;
    let (_, program) = company.program("dispatcher").await;
    let answered = json!({
        "direction": "in", "from": numbers(4), "started_at": minutes_ago(2), "answered": true, "duration_s": 30,
    });
    let call = company.log_call(answered).await;
    // Due soon after the backup is taken, and over when it is restored.
    let due = now() + time::Duration::seconds(20);
    let promise = json!({"type": "callback", "due_at": text_of(due)});
    let path = format!("/api/calls/{}/followups", call["id"].as_str().unwrap());
    let promised = company.dispatcher.post(&path, promise).await.must(201);
    let task = promised["follow_up_task"]["id"].as_str().unwrap().to_owned();

    // Calls come in before, while and after the backup is written.
    let (over, count) = (AtomicBool::new(false), AtomicUsize::new(0));
    let writing = async {
        let mut acknowledged: Vec<String> = Vec::new();
        while !over.load(Ordering::Relaxed) {
            let body = json!({
                "direction": "in", "from": numbers(100 + acknowledged.len()), "started_at": minutes_ago(1),
                "answered": false,
            });
            let made = program.post("/api/calls", body).await.must(201);
            acknowledged.push(made["call"]["id"].as_str().unwrap().to_owned());
            count.fetch_add(1, Ordering::Relaxed);
        }
        acknowledged
    };
    let file = place.file("desk.backup");
    let backup = async {
        until("calls come in", SOON, async || (count.load(Ordering::Relaxed) >= 15).then_some(()))
            .await;
        let before = count.load(Ordering::Relaxed);
        let ran = place.run(&["backup", file.to_str().unwrap()]).await;
        over.store(true, Ordering::Relaxed);
        let said = ran.ok();
        assert!(said.contains("found whole"), "{said}");
        before
    };
    let (acknowledged, before) = tokio::join!(writing, backup);
    let (status, _) = server.stop().await;
    assert!(status.success());
    until("the promise is over", Duration::from_mins(1), async || {
        (now() > due + time::Duration::seconds(1)).then_some(())
    })
    .await;

    // The old place is gone; another machine takes over.
    let new = Place::fresh(into).await;
    let checked = new.run(&["restore", file.to_str().unwrap(), "--check"]).await.ok();
    assert!(checked.contains("whole") && checked.contains("calls"), "{checked}");
    let said = new.run(&["restore", file.to_str().unwrap()]).await.ok();
    assert!(said.contains("restored and compared") && said.contains("parked"), "{said}");
    let rows = new.rows().await;
    let told = async || {
        (
            rows.number("SELECT count(*) FROM notifications").await,
            rows.number("SELECT count(*) FROM events WHERE name = 'followups.level_reached'").await,
            rows.number("SELECT count(*) FROM follow_ups").await,
        )
    };
    let as_restored = told().await;
    let server = new.serve(&[]).await;
    company.owner.at(&server).get("/api/auth/me").await.refused(401, "not_signed_in");
    let owner = company.sign_in(&server, "owner").await;
    let program = program.at(&server);
    for id in acknowledged.iter().take(before) {
        program.get(&format!("/api/calls/{id}")).await.ok();
    }
    let mut live = Live::open(&owner, None).await;
    let quiet = "SELECT count(*) FROM follow_ups WHERE next_fire_at IS NOT NULL AND breached";
    until("the clock of the old promise is settled", SOON, async || {
        let task = owner.get(&format!("/api/followups/{task}")).await.ok();
        let fired = task["follow_up_task"]["sla"]["fired"].as_array().unwrap().clone();
        fired.iter().any(|level| level["level"] == "breach").then_some(())
    })
    .await;
    assert_eq!(rows.number(quiet).await, 0, "nothing of it is left to escalate");
    let after = settled("nothing fires", Duration::from_secs(3), SOON, told).await;
    assert_eq!(after, as_restored, "nobody was told, nothing was promised anew");
    live.drain(Duration::from_millis(300)).await;
    assert!(live.of_type("sla_breach").is_empty() && live.of_type("sla_warning").is_empty());
    let shown = owner.get(&format!("/api/followups/{task}")).await.ok();
    assert_eq!(
        shown["follow_up_task"]["sla"]["status"], "overdue",
        "it is shown all the same: {shown}"
    );

    // What waited when the backup was taken is for a person to replay; then everything is as it would have been.
    let dead = owner.get("/api/deliveries/dead").await.ok();
    for line in dead["data"].as_array().unwrap() {
        assert!(line["last_error"].as_str().unwrap().starts_with("parked_by_restore"), "{line}");
    }
    owner.post("/api/deliveries/replay", json!({})).await.ok();
    until("every missed call has its follow-up", SOON, async || {
        let without = "SELECT count(*) FROM calls c WHERE status = 'missed' AND NOT EXISTS \
                       (SELECT 1 FROM follow_ups f WHERE f.call_id = c.id)";
        (rows.number(without).await == 0).then_some(())
    })
    .await;
    let doctor = new.run(&["doctor", "--audit"]).await;
    assert!(doctor.stdout.contains("chain unbroken"), "{doctor}");
    let trail = owner.get("/api/audit?action=restore").await.ok();
    assert_eq!(trail["data"].as_array().unwrap().len(), 1, "{trail}");
}

#[tokio::test]
async fn a_restore_throws_nothing_away_unless_told() {
    let place = Place::fresh(Engine::Sqlite).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "cinder").await;
    let first = company.missed_call(&numbers(1), &minutes_ago(5)).await;
    let file = place.file("desk.backup");
    let name = file.to_str().unwrap();
    place.run(&["backup", name]).await.ok();
    let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600, "it holds everything");
    let again = place.run(&["backup", name]).await.refused();
    assert!(again.contains("exists"), "{again}");
    let second = company.missed_call(&numbers(2), &minutes_ago(4)).await;

    let used = place.run(&["restore", name]).await.refused();
    assert!(used.contains("stop all of them"), "a server runs: {used}");
    let (status, _) = server.stop().await;
    assert!(status.success());
    let full = place.run(&["restore", name]).await.refused();
    assert!(full.contains("--replace") && full.contains("nothing was changed"), "{full}");
    std::fs::write(place.file("half"), &std::fs::read(&file).unwrap()[..2_000]).unwrap();
    let half = place.run(&["restore", "half", "--replace"]).await.refused();
    assert!(half.contains("damaged") && half.contains("nothing was changed"), "{half}");
    assert!(!place.file("callboard.db.restoring").exists(), "nothing is left of it");

    let said = place.run(&["restore", name, "--replace"]).await;
    assert!(said.stderr.contains("replaced-"), "the old file is moved aside: {said}");
    said.ok();
    let server = place.serve(&[]).await;
    let owner = company.sign_in(&server, "owner").await;
    let path = |call: &serde_json::Value| format!("/api/calls/{}", call["id"].as_str().unwrap());
    owner.get(&path(&first)).await.ok();
    owner.get(&path(&second)).await.must(404);
    let cookie = Pass::Session("callboard_session=nonsense".to_owned());
    server.anonymous().with(cookie).get("/api/auth/me").await.must(401);
}
