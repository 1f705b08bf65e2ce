//! The database is away while people call: each of them is answered, and none is lost.

use crate::texting::MAIN;
use callboard_tests::{
    Company, Engine, Place, Proxy, count, numbers,
    twilio::{Reporter, SETTINGS},
    until,
};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

/// Pools and workers find the database again within seconds of its return.
const BACK: Duration = Duration::from_mins(1);
/// Between two callers.
const PACE: Duration = Duration::from_millis(200);
/// A caller hears nothing while he waits for instructions.
const PATIENCE: Duration = Duration::from_secs(1);

#[tokio::test]
async fn who_calls_while_the_database_is_away_is_answered_and_not_lost() {
    let dark = Duration::from_secs(count("CALLBOARD_TEST_DARK_S", 8) as u64);
    let place = Place::fresh(Engine::Postgres).await;
    let (_, there) = place.url().rsplit_once('@').unwrap();
    let (database, _) = there.split_once('/').unwrap();
    let database: SocketAddr = database.parse().unwrap();
    let line = Proxy::to(vec![database]).await;
    let url = place.url().replace(&database.to_string(), &line.address().to_string());
    let own = [&SETTINGS[..], &[("CALLBOARD_DATABASE_URL", url.as_str())]].concat();
    let server = place.serve_with(&[], &own).await;
    let company = Company::found(&place, &server, "yew").await;
    let new_line = serde_json::json!({"number": MAIN, "label": "Main"});
    company.admin.post("/api/settings/lines", new_line).await.must(201);
    let on_duty = serde_json::json!({"presence": "available", "phone": "+14045550111"});
    company.dispatcher.patch("/api/phone", on_duty).await.ok();
    let setup = company.admin.get("/api/settings/telephony").await.ok();
    let twilio = Reporter::new(&server, setup["voice_url"].as_str().unwrap());
    let sid = |turn: usize| format!("CA{turn:032x}");
    let calls = async |turn: usize| {
        let (call, from) = (sid(turn), numbers(turn));
        let fields = [
            ("CallSid", call.as_str()),
            ("From", from.as_str()),
            ("To", MAIN),
            ("CallStatus", "ringing"),
            ("Direction", "inbound"),
        ];
        let asked = Instant::now();
        let told = twilio.report("voice", &fields).await;
        assert_eq!(told.status, 200, "{told:?}");
        assert!(told.body.contains("<Dial") && told.body.contains("recorded"), "{told:?}");
        asked.elapsed()
    };
    calls(0).await;

    line.cut();
    let began = Instant::now();
    let (mut callers, mut slowest) = (1, Duration::ZERO);
    while began.elapsed() < dark {
        slowest = slowest.max(calls(callers).await);
        callers += 1;
        tokio::time::sleep(PACE).await;
    }
    line.mend(vec![database]);
    let back = Instant::now();
    let rows = place.rows().await;
    let everybody = i64::try_from(callers).unwrap();
    until("everybody is in the log", BACK, async || {
        let found = rows.number("SELECT COUNT(*) FROM calls WHERE provider = 'twilio'").await;
        (found >= everybody).then_some(())
    })
    .await;
    let once = "SELECT COUNT(DISTINCT provider_call_id) FROM calls WHERE provider = 'twilio'";
    assert_eq!(rows.number(once).await, everybody, "each of them once");
    record(dark, callers, slowest, back.elapsed());
    assert!(slowest <= PATIENCE, "a caller waited {slowest:?}");
}

#[expect(clippy::print_stderr, reason = "the figures of a run are shown with --nocapture")]
fn record(dark: Duration, callers: usize, slowest: Duration, after: Duration) {
    eprintln!(
        "{callers} callers, the database away for {} s: the slowest answer took {} ms, all were in the log {} ms after its return",
        dark.as_secs(),
        slowest.as_millis(),
        after.as_millis()
    );
}
