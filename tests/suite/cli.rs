//! The command line as operators use it.

use callboard_tests::{Client, Company, Engine, Pass, Place, Ran, numbers, until};
use rstest::rstest;
use serde_json::json;
use std::{process::Stdio, time::Duration};

const SOON: Duration = Duration::from_secs(20);

/// Every setting of the product.
const SETTINGS: [&str; 8] = [
    "CALLBOARD_LISTEN",
    "CALLBOARD_DATABASE_URL",
    "CALLBOARD_DATA_DIR",
    "CALLBOARD_PUBLIC_URL",
    "CALLBOARD_DATABASE_POOL",
    "CALLBOARD_LOG",
    "CALLBOARD_LOG_FORMAT",
    "CALLBOARD_DEMO",
];

#[tokio::test]
async fn config_prints_every_setting_and_never_a_secret() {
    let place = Place::fresh(Engine::Sqlite).await;
    let secret = [("CALLBOARD_DATABASE_URL", "postgres://desk:opensesame@127.0.0.1:1/desk")];
    let said = place.run_with(&["config"], &secret, "").await.ok();
    for setting in SETTINGS {
        assert!(said.contains(setting), "{setting} is not in:\n{said}");
    }
    assert!(!said.contains("opensesame"), "{said}");
    std::fs::write(place.file("callboard.toml"), &said).unwrap();
    let read_back = place.run(&["config"]).await.ok();
    assert_eq!(read_back, said, "what it prints is a settings file");
}

#[tokio::test]
async fn unknown_settings_are_errors_with_a_hint() {
    let place = Place::fresh(Engine::Sqlite).await;
    let refused = place.run_with(&["config"], &[("CALLBOARD_LISTN", "x")], "").await.refused();
    assert!(refused.contains("listn") && refused.contains("CALLBOARD_LISTEN"), "{refused}");
    std::fs::write(place.file("own.toml"), "data_dri = \"x\"\n").unwrap();
    let settings = [("CALLBOARD_CONFIG", "own.toml")];
    let refused = place.run_with(&["config"], &settings, "").await.refused();
    assert!(refused.contains("own.toml") && refused.contains("data_dir"), "{refused}");
    for (name, value) in
        [("CALLBOARD_LISTEN", "everywhere"), ("CALLBOARD_DATABASE_URL", "mysql://x")]
    {
        place.run_with(&["migrate", "--check"], &[(name, value)], "").await.refused();
    }
    let help = place.run(&["--help"]).await.ok();
    for command in [
        "serve",
        "worker",
        "migrate",
        "setup",
        "workspace",
        "member",
        "api-key",
        "demo",
        "import",
        "doctor",
        "openapi",
        "config",
    ] {
        assert!(help.contains(command), "{command} is not in:\n{help}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_schema_is_checked_before_serving(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let pending = place.run(&["migrate", "--check"]).await;
    assert_eq!(pending.code, Some(1), "{pending}");
    assert!(!pending.stdout.trim().is_empty(), "the pending ones are named: {pending}");
    let refused = place.run(&["serve", "--no-migrate"]).await.refused();
    assert!(refused.contains("callboard migrate"), "{refused}");
    place.run(&["worker"]).await.refused();
    let still = place.run(&["migrate", "--check"]).await;
    assert_eq!(still.code, Some(1), "refusing has changed nothing: {still}");

    place.run(&["migrate"]).await.ok();
    place.run(&["migrate"]).await.ok();
    assert_eq!(place.run(&["migrate", "--check"]).await.ok(), "");
    let server = place.serve(&["--no-migrate"]).await;
    let (status, _) = server.stop().await;
    assert!(status.success());

    let rows = place.rows().await;
    rows.change("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_the_future', 0)").await;
    for arguments in [
        &["serve"][..],
        &["serve", "--no-migrate"],
        &["worker"],
        &["migrate"],
        &["migrate", "--check"],
        &["doctor"],
    ] {
        let refused = place.run(arguments).await.refused();
        assert!(refused.contains("newer"), "{arguments:?}: {refused}");
    }
}

#[tokio::test]
async fn people_and_programs_come_in_by_command() {
    let place = Place::fresh(Engine::Sqlite).await;
    let owner = ["--name", "Olive Owner", "--email", "olive@desk.example", "--password-stdin"];
    let setup =
        [&["setup", "--company", "Desk", "--time-zone", "America/Chicago"], &owner[..]].concat();
    let short = place.run_with(&setup, &[], "short\n").await.refused();
    assert!(short.to_lowercase().contains("password"), "{short}");
    let id = place.run_with(&setup, &[], "wide quiet river\n").await.ok();
    place.run_with(&setup, &[], "wide quiet river\n").await.refused();
    let list = place.run(&["workspace", "list"]).await.ok();
    assert!(
        list.contains(&id) && list.contains("America/Chicago") && list.contains("Desk"),
        "{list}"
    );
    place
        .run(&["workspace", "create", "--name", "X", "--time-zone", "Mars/Olympus"])
        .await
        .refused();
    place.run(&["api-key", "create", "--role", "emperor"]).await.refused();
    place.run(&["api-key", "create", "--workspace", "nowhere", "--role", "admin"]).await.refused();

    let made =
        place.run(&["api-key", "create", "--role", "dispatcher", "--name", "the till"]).await;
    let key = made.clone().ok();
    assert!(
        key.starts_with("cb_") && key.lines().count() == 1 && !key.contains(' '),
        "the key alone: {made}"
    );
    let server = place.serve(&[]).await;
    let me = server.anonymous().with(Pass::Key(key)).get("/api/auth/me").await.ok();
    assert_eq!((&me["member"]["role"], &me["api_key"]), (&json!("dispatcher"), &json!(true)));
    let body = json!({"email": "olive@desk.example", "password": "wide quiet river"});
    let signed_in = server.anonymous().post("/api/auth/sign-in", body).await;
    let cookie = signed_in.headers.get("set-cookie").unwrap().to_str().unwrap().to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    assert_eq!(signed_in.ok()["workspace"]["id"], id.as_str());
    let again =
        ["member", "add", "--name", "O", "--email", "olive@desk.example", "--role", "viewer"];
    place.run(&again).await.refused();
    place
        .run(&["workspace", "create", "--name", "Second", "--time-zone", "America/Chicago"])
        .await
        .ok();
    let which = place.run(&["api-key", "create", "--role", "viewer"]).await.refused();
    assert!(which.contains("--workspace"), "{which}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_doctor_finds_a_tampered_trail(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "quartz").await;
    for index in 0..5 {
        company.missed_call(&numbers(index), &callboard_tests::minutes_ago(1)).await;
    }
    let (status, _) = server.stop().await;
    assert!(status.success());
    let said = place.run(&["doctor", "--audit"]).await.ok();
    assert!(said.contains("chain unbroken") && !said.contains("FAULT"), "{said}");
    let rows = place.rows().await;
    if engine == Engine::Sqlite {
        // Whoever tampers with a file also removes what guards it.
        rows.change("DROP TRIGGER audit_entries_no_update").await;
        rows.change("DROP TRIGGER audit_entries_no_delete").await;
    }
    let faulty = async |what: &str| {
        let said: Ran = place.run(&["doctor", "--audit"]).await;
        assert_ne!(said.code, Some(0), "{what}: {said}");
        assert!(said.stdout.contains("FAULT"), "{what}: {said}");
    };
    let last = "(SELECT max(seq) FROM audit_entries)";
    assert_eq!(rows.change("UPDATE audit_entries SET note = note || 'x' WHERE seq = 4").await, 1);
    faulty("edited").await;
    rows.change("UPDATE audit_entries SET note = substr(note, 1, length(note) - 1) WHERE seq = 4")
        .await;
    place.run(&["doctor", "--audit"]).await.ok();
    assert_eq!(rows.change(&format!("DELETE FROM audit_entries WHERE seq = {last}")).await, 1);
    faulty("cut off at the end").await;
    assert_eq!(rows.change("DELETE FROM audit_entries WHERE seq = 5").await, 1);
    faulty("removed in the middle").await;
}

#[tokio::test]
async fn the_document_is_the_one_that_is_served() {
    let place = Place::fresh(Engine::Sqlite).await;
    let printed = place.run(&["openapi"]).await.ok();
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let server = place.serve(&["--no-worker"]).await;
    let served = server.anonymous().get("/api/openapi.json").await.ok();
    assert_eq!(served, printed);
    assert_eq!(
        server.anonymous().get("/api/v1/openapi.json").await.ok(),
        printed,
        "both prefixes are the same"
    );
    let page = server.anonymous().get("/api/docs").await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("src=\"http"), "no outside scripts");
    let paths = served["paths"].as_object().unwrap();
    assert!(paths.len() > 30, "{} paths", paths.len());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn server_and_worker_can_be_apart(#[case] engine: Engine) {
    let place = Place::fresh(engine).await;
    let server = place.serve(&["--no-worker"]).await;
    let company = Company::found(&place, &server, "copper").await;
    let call = company.missed_call(&numbers(1), &callboard_tests::minutes_ago(1)).await;
    let path = format!("/api/calls/{}/followups", call["id"].as_str().unwrap());
    let count =
        async |client: &Client| client.get(&path).await.ok()["data"].as_array().unwrap().len();
    assert_eq!(count(&company.viewer).await, 0, "nobody works yet");
    let log = std::fs::File::create(place.file("worker.log")).unwrap();
    let mut worker = place
        .command(&["worker"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap();
    let pid = worker.id().unwrap();
    until("the worker makes the follow-up", SOON, async || {
        (count(&company.viewer).await == 1).then_some(())
    })
    .await;
    company.missed_call(&numbers(2), &callboard_tests::minutes_ago(1)).await;
    let total =
        async || company.viewer.get("/api/followups?with_total=true").await.ok()["total"].as_u64();
    until("it goes on", SOON, async || (total().await == Some(2)).then_some(())).await;

    let sent = tokio::process::Command::new("kill")
        .args(["-TERM", &pid.to_string()])
        .status()
        .await
        .unwrap();
    assert!(sent.success());
    let status = until("the worker stops", SOON, async || worker.try_wait().unwrap()).await;
    assert!(status.success(), "{status}");
    let (status, took) = server.stop().await;
    assert!(status.success() && took < Duration::from_secs(20), "{status} after {took:?}");
    let rows = place.rows().await;
    assert_eq!(
        rows.number("SELECT count(*) FROM deliveries WHERE state = 'claimed'").await,
        0,
        "nothing is left claimed"
    );
}

#[tokio::test]
async fn a_server_with_open_connections_stops_in_time() {
    let place = Place::fresh(Engine::Sqlite).await;
    let server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "bronze").await;
    let mut feeds = Vec::new();
    for _ in 0..3 {
        feeds.push(callboard_tests::Live::open(&company.viewer, None).await);
    }
    let (status, took) = server.stop().await;
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(20), "{took:?}");
    for feed in &mut feeds {
        assert!(feed.closed_within(Duration::from_secs(2)).await.is_some(), "the feed was closed");
    }
}

#[tokio::test]
async fn the_demo_loads_and_can_be_signed_in_to() {
    let place = Place::fresh(Engine::Sqlite).await;
    let said = place.run(&["demo", "load", "--calls", "300"]).await;
    assert!(said.stderr.contains("dana@demo.callboard.local"), "{said}");
    said.ok();
    let server = place.serve(&["--no-worker"]).await;
    let body = json!({"email": "dana@demo.callboard.local", "password": "callboard-demo"});
    let signed_in = server.anonymous().post("/api/auth/sign-in", body).await;
    let cookie = signed_in.cookie("callboard_session").unwrap();
    assert_eq!(signed_in.ok()["workspace"]["demo"], true);
    let dana = server.anonymous().with(Pass::Session(cookie));
    let page = dana.get("/api/calls?with_total=true").await.ok();
    assert!(page["total"].as_u64().unwrap() >= 300, "{}", page["total"]);
    assert!(dana.get("/api/customers?with_total=true").await.ok()["total"].as_u64().unwrap() > 50);
    place.run(&["doctor", "--audit"]).await.ok();
}
