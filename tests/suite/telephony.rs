//! Calls of a real telephone company, as it reports them: believed, answered, in the log within a second, and once.

use callboard_tests::{
    Client, Company, Engine, Place, Server, count, settled,
    twilio::{Reporter, SETTINGS},
    until,
};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(20);
const QUIET: Duration = Duration::from_millis(1_500);
const MAIN: &str = "+14045550190";
const CALLER: &str = "+14045550177";
const MOBILE: &str = "+14045550111";

/// A desk with a line, and a dispatcher on duty at her own telephone.
async fn desk(engine: Engine, word: &str) -> (Place, Server, Company, Reporter) {
    let place = Place::fresh(engine).await;
    let server = place.serve_with(&[], &SETTINGS).await;
    let company = Company::found(&place, &server, word).await;
    let line = json!({"number": "(404) 555-0190", "label": "Main"});
    let line = company.admin.post("/api/settings/lines", line).await.must(201);
    assert_eq!((&line["number"], &line["is_default"]), (&json!(MAIN), &json!(true)));
    let on_duty = json!({"presence": "available", "phone": MOBILE});
    company.dispatcher.patch("/api/phone", on_duty).await.ok();
    let setup = company.admin.get("/api/settings/telephony").await.ok();
    assert_eq!((&setup["provider"], &setup["reachable"]), (&json!("twilio"), &json!(true)));
    let reporter = Reporter::new(&server, setup["voice_url"].as_str().unwrap());
    (place, server, company, reporter)
}

fn sid(kind: &str, number: u32) -> String {
    format!("{kind}{number:032x}")
}

async fn calls(client: &Client) -> Vec<Value> {
    client.get("/api/calls").await.ok()["data"].as_array().unwrap().clone()
}

async fn call_with(client: &Client, what: &str, is: impl Fn(&Value) -> bool) -> Value {
    until(what, SOON, async || calls(client).await.into_iter().find(&is)).await
}

fn offer(call: &str) -> [(&'static str, String); 5] {
    [
        ("CallSid", call.to_owned()),
        ("From", CALLER.to_owned()),
        ("To", MAIN.to_owned()),
        ("CallStatus", "ringing".to_owned()),
        ("Direction", "inbound".to_owned()),
    ]
}

fn texts<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_call_rings_is_answered_and_ends(#[case] engine: Engine) {
    let (_place, _server, company, twilio) = desk(engine, "acorn").await;
    let desk = &company.dispatcher;
    let (call, child) = (sid("CA", 1), sid("CA", 2));
    let began = Instant::now();
    let told = twilio.report("voice", &texts(&offer(&call))).await;
    assert_eq!(told.status, 200, "{told:?}");
    let announced = told.body.find("recorded").expect("the recording is announced");
    let rings = told.body.find("<Dial").expect("somebody is rung");
    assert!(announced < rings, "{}", told.body);
    assert!(told.body.contains(MOBILE), "{}", told.body);
    let ringing = call_with(desk, "the call rings in the log", |c| c["status"] == "ringing").await;
    assert!(began.elapsed() < Duration::from_secs(3), "it took {:?}", began.elapsed());
    assert_eq!((&ringing["from_e164"], &ringing["to_e164"]), (&json!(CALLER), &json!(MAIN)));

    let again = twilio.report("voice", &texts(&offer(&call))).await;
    assert_eq!(again, told, "a repetition is answered the same");

    let leg = |status, at| {
        [
            ("CallSid", child.as_str()),
            ("ParentCallSid", call.as_str()),
            ("From", CALLER),
            ("To", MOBILE),
            ("Direction", "outbound-dial"),
            ("CallStatus", status),
            ("Timestamp", at),
        ]
    };
    let answered = leg("in-progress", "Mon, 30 Nov 2026 01:00:10 +0000");
    assert_eq!(twilio.report("status", &answered).await.status, 200);
    let count = settled("calls that talk", QUIET, SOON, async || {
        calls(desk).await.iter().filter(|c| c["status"] == "in_progress").count()
    });
    assert_eq!(count.await, 0, "her voicemail would pick up, too");
    let pressed = [
        ("CallSid", child.as_str()),
        ("ParentCallSid", call.as_str()),
        ("CallStatus", "in-progress"),
        ("Digits", "1"),
    ];
    let accepted = twilio.report("continue?step=accepted", &pressed).await;
    assert!(!accepted.body.contains("Hangup"), "{accepted:?}");
    let talks = call_with(desk, "somebody talks", |c| c["status"] == "in_progress").await;
    assert_eq!(talks["agent"]["id"], company.member("dispatcher"), "{talks}");

    let over =
        [&leg("completed", "Mon, 30 Nov 2026 01:01:10 +0000")[..], &[("CallDuration", "60")]];
    assert_eq!(twilio.report("status", &over.concat()).await.status, 200);
    let parent = [
        ("CallSid", call.as_str()),
        ("From", CALLER),
        ("To", MAIN),
        ("Direction", "inbound"),
        ("CallStatus", "completed"),
        ("CallDuration", "75"),
        ("Timestamp", "Mon, 30 Nov 2026 01:01:11 +0000"),
    ];
    assert_eq!(twilio.report("status", &parent).await.status, 200);
    let done = call_with(desk, "the call is over", |c| c["status"] == "completed").await;
    assert_eq!(done["id"], ringing["id"]);
    assert_eq!(done["outcome_required"], true);
    let count = settled("calls", QUIET, SOON, async || calls(desk).await.len()).await;
    assert_eq!(count, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_call_is_written_down_while_it_goes_on(#[case] engine: Engine) {
    let (_place, _server, company, twilio) = desk(engine, "linden").await;
    let desk = &company.dispatcher;
    let lines = company.admin.get("/api/settings/lines").await.ok();
    assert_eq!(lines["lines"][0]["live_transcript"], false);
    let line = format!("/api/settings/lines/{}", lines["lines"][0]["id"].as_str().unwrap());
    company.admin.patch(&line, json!({"live_transcript": true})).await.ok();
    let (call, child) = (sid("CA", 21), sid("CA", 22));
    let told = twilio.report("voice", &texts(&offer(&call))).await;
    let place = |what: &str| told.body.find(what).unwrap_or_else(|| panic!("{}", told.body));
    assert!(place("recorded") < place("<Transcription"), "{}", told.body);
    assert!(place("<Transcription") < place("<Dial"), "{}", told.body);
    let ringing = call_with(desk, "the call rings in the log", |c| c["status"] == "ringing").await;
    let path = format!("/api/calls/{}/transcript", ringing["id"].as_str().unwrap());
    let answered = [
        ("CallSid", child.as_str()),
        ("ParentCallSid", call.as_str()),
        ("From", CALLER),
        ("To", MOBILE),
        ("Direction", "outbound-dial"),
        ("CallStatus", "in-progress"),
    ];
    twilio.report("status", &answered).await;

    let transcription = sid("GT", 1);
    let heard = async |event: &'static str, sequence: &str, more: &[(&'static str, &str)]| {
        let fields = [
            ("CallSid", call.as_str()),
            ("TranscriptionSid", transcription.as_str()),
            ("TranscriptionEvent", event),
            ("SequenceId", sequence),
        ];
        let told = twilio.report("transcription", &[&fields[..], more].concat()).await;
        assert_eq!(told.status, 200, "{told:?}");
    };
    heard("transcription-started", "1", &[]).await;
    let empty = until("it says that it goes on", SOON, async || {
        let read = desk.get(&path).await.ok();
        (read["progress"] == "going_on").then_some(read)
    })
    .await;
    assert_eq!((&empty["source"], &empty["segments"]), (&json!("live"), &json!(0)));
    let said = |track, text: &str| {
        let data = json!({"transcript": text, "confidence": 0.9}).to_string();
        (track, data)
    };
    let later = said("outbound_track", "What is the number?");
    let first = said("inbound_track", "My water heater leaks, call 404 555 0142.");
    let guess = said("inbound_track", "My water");
    for (sequence, (track, data), last, at) in [
        ("5", &later, "true", "2099-11-30T01:00:30.000Z"),
        ("3", &guess, "false", "2099-11-30T01:00:20.000Z"),
        ("4", &first, "true", "2099-11-30T01:00:25.000Z"),
        ("4", &first, "true", "2099-11-30T01:00:25.000Z"),
    ] {
        let more = [
            ("Track", *track),
            ("TranscriptionData", data.as_str()),
            ("Final", last),
            ("Timestamp", at),
        ];
        heard("transcription-content", sequence, &more).await;
    }
    let read = until("both sentences are there", SOON, async || {
        let read = desk.get(&path).await.ok();
        (read["segments"] == 2).then_some(read)
    })
    .await;
    let spoken: Vec<_> = read["data"].as_array().unwrap().iter().collect();
    assert_eq!(
        (&spoken[0]["speaker"], &spoken[0]["text"], &spoken[0]["confidence"]),
        (&json!("customer"), &json!("My water heater leaks, call [phone]."), &json!(0.9))
    );
    assert_eq!(spoken[1]["speaker"], "agent");
    heard("transcription-error", "6", &[("TranscriptionErrorCode", "32650")]).await;
    until("it does not claim to go on", SOON, async || {
        (desk.get(&path).await.ok()["progress"] == "broke_off").then_some(())
    })
    .await;
    let count = settled("nothing is added", QUIET, SOON, async || {
        desk.get(&path).await.ok()["segments"].clone()
    });
    assert_eq!(count.await, 2, "guesses and repetitions are left out");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_call_that_nobody_takes_leaves_a_message_and_starts_a_clock(#[case] engine: Engine) {
    let (_place, _server, company, twilio) = desk(engine, "birch").await;
    let desk = &company.dispatcher;
    let call = sid("CA", 1);
    let offered = twilio.report("voice", &texts(&offer(&call))).await;
    let after = offered.body.split("/continue?").nth(1).expect("where the call goes on");
    let after = after.split('"').next().unwrap().replace("&amp;", "&");
    let fields = [
        ("CallSid", call.as_str()),
        ("From", CALLER),
        ("To", MAIN),
        ("CallStatus", "in-progress"),
        ("DialCallStatus", "no-answer"),
    ];
    let message = twilio.report(&format!("continue?{after}"), &fields).await;
    assert!(message.body.contains("<Record"), "{message:?}");
    // The call rang for more than fifteen seconds.
    let ended = [
        ("CallSid", call.as_str()),
        ("From", CALLER),
        ("To", MAIN),
        ("Direction", "inbound"),
        ("CallStatus", "completed"),
        ("Timestamp", "Mon, 30 Nov 2099 01:01:11 +0000"),
    ];
    twilio.report("status", &ended).await;
    let missed = call_with(desk, "the call is missed", |c| c["status"] == "missed").await;
    let path = format!("/api/calls/{}/followups", missed["id"].as_str().unwrap());
    until("it gets its follow-up", SOON, async || {
        let found = desk.get(&path).await.ok()["data"].as_array().unwrap().len();
        (found == 1).then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_is_not_to_be_believed_changes_nothing() {
    let (place, server, company, twilio) = desk(Engine::Sqlite, "cedar").await;
    let rows = place.rows().await;
    let count = async || rows.number("SELECT COUNT(*) FROM provider_reports").await;
    let fields = offer(&sid("CA", 1));
    let fields = texts(&fields);
    let good = twilio.signature("voice", &fields);
    assert_eq!(twilio.report_signed("voice", &fields, None).await.status, 403);
    for place in 0..good.len() {
        let mut forged = good.clone().into_bytes();
        forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(forged).unwrap();
        let told = twilio.report_signed("voice", &fields, Some(&forged)).await;
        assert_eq!(told.status, 403, "a byte at {place}");
    }
    let mut foreign = fields.clone();
    foreign[2].1 = "+14045550100";
    let told = twilio.report("voice", &foreign).await;
    assert_eq!(told.status, 403, "a number of somebody else: {told:?}");
    let other = Reporter::new(
        &server,
        "https://hooks.example.com/hooks/twilio/00000000000000000000000000000000/voice",
    );
    assert_eq!(other.report("voice", &fields).await.status, 404);
    assert_eq!(twilio.report("nonsense", &fields).await.status, 404);
    assert_eq!(count().await, 0);
    assert!(calls(&company.dispatcher).await.is_empty());
    assert_eq!(twilio.report("voice", &fields).await.status, 200);
    assert_eq!(count().await, 1);
}

#[tokio::test]
async fn only_the_networks_that_were_named_may_report() {
    let place = Place::fresh(Engine::Sqlite).await;
    let with = |from: &'static str| [&SETTINGS[..], &[("CALLBOARD_HOOKS_FROM", from)]].concat();
    let server = place.serve_with(&[], &with("203.0.113.0/24")).await;
    let company = Company::found(&place, &server, "gate").await;
    let line = json!({"number": MAIN, "label": "Main"});
    company.admin.post("/api/settings/lines", line).await.must(201);
    let setup = company.admin.get("/api/settings/telephony").await.ok();
    let twilio = Reporter::new(&server, setup["voice_url"].as_str().unwrap());
    let fields = offer(&sid("CA", 1));
    assert_eq!(twilio.report("voice", &texts(&fields)).await.status, 403);
    let rows = place.rows().await;
    assert_eq!(rows.number("SELECT COUNT(*) FROM provider_reports").await, 0);

    assert!(server.stop().await.0.success());
    let server = place.serve_with(&[], &with("203.0.113.0/24, 127.0.0.1")).await;
    assert_eq!(twilio.at(&server).report("voice", &texts(&fields)).await.status, 200);
    assert_eq!(rows.number("SELECT COUNT(*) FROM provider_reports").await, 1);
}

#[tokio::test]
async fn whoever_answers_for_the_desk_sees_which_numbers_may_text() {
    let (_place, _server, company, _twilio) = desk(Engine::Sqlite, "maple").await;
    let lines = company.admin.get("/api/settings/lines").await.ok();
    let line = lines["lines"][0]["id"].as_str().unwrap().to_owned();
    let second = json!({"number": "(404) 555-0191", "label": "Second"});
    company.admin.post("/api/settings/lines", second).await.must(201);
    let path = format!("/api/settings/lines/{line}");
    company.admin.patch(&path, json!({"texting": "registered"})).await.ok();
    let report = company.admin.get("/api/compliance/report?type=a2p").await.ok();
    let a2p = &report["a2p"];
    assert_eq!(
        (&a2p["registered"], &a2p["pending"], &a2p["unregistered"]),
        (&json!(1), &json!(0), &json!(1))
    );
    let main = json!({"number": MAIN, "label": "Main", "texting": "registered"});
    assert!(a2p["lines"].as_array().unwrap().contains(&main), "{a2p}");
    assert_eq!((&report["type"], report.get("dnc")), (&json!("a2p"), None));
    company.of_role("tech").get("/api/compliance/report?type=a2p").await.refused(403, "forbidden");
}

#[tokio::test]
async fn a_thousand_repetitions_over_two_replicas_are_one_call_and_one_answer() {
    let (place, one, company, twilio) = desk(Engine::Postgres, "dogwood").await;
    let two = place.serve_with(&[], &SETTINGS).await;
    let replicas = [twilio.clone(), twilio.at(&two)];
    let fields = offer(&sid("CA", 1));
    let fields = texts(&fields);
    let mut answers = Vec::new();
    for _ in 0..20 {
        let asked = (0..50).map(|turn| replicas[turn % 2].report("voice", &fields));
        answers.extend(futures_util::future::join_all(asked).await);
    }
    assert_eq!(answers.len(), 1_000);
    assert_eq!(answers[0].status, 200);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "identical answers");
    let rows = place.rows().await;
    assert_eq!(rows.number("SELECT COUNT(*) FROM provider_reports").await, 1);
    let desk = &company.dispatcher;
    let count = settled("calls", QUIET, SOON, async || calls(desk).await.len()).await;
    assert_eq!(count, 1);
    drop(one);
}

#[tokio::test]
async fn a_placed_call_that_the_company_cannot_be_asked_for_is_refused_with_its_reason() {
    let (_place, _server, company, _twilio) = desk(Engine::Sqlite, "elder").await;
    let desk = &company.dispatcher;
    let body = json!({
        "direction": "in", "from": CALLER, "to": MAIN, "answered": false,
        "started_at": callboard_tests::minutes_ago(3), "caller_name": "Mara Quill",
    });
    let missed = desk.post("/api/calls", body).await.must(201)["call"].clone();
    // At night, too.
    let reason = json!({
        "number": CALLER, "rule": "courtesy_hours", "reason": "The pipe bursts now.", "minutes": 60,
    });
    desk.post("/api/contact-permission/overrides", reason).await.must(201);
    let path = format!("/api/calls/{}/click-to-call", missed["id"].as_str().unwrap());
    let refused = desk.post(&path, json!({"via": "phone"})).await;
    assert_eq!(refused.status, 503, "nobody listens at the company's address: {refused:?}");
    let colleague = company.colleague.post(&path, json!({"via": "phone"})).await;
    assert_eq!((colleague.status, &colleague.body["code"]), (422, &json!("no_phone")));
    let viewer = company.viewer.post(&path, json!({"via": "phone"})).await;
    assert_eq!(viewer.status, 403);
}

/// A storm: every call is offered and reported on, at the rate of a large desk. `CALLBOARD_TEST_REPORTS` is how many a second,
/// of which a fifth are offers, and `CALLBOARD_TEST_REPORTS_S` for how long.
#[tokio::test]
async fn a_storm_of_reports_is_answered_in_time() {
    let rate = count("CALLBOARD_TEST_REPORTS", 60);
    let (place, _server, _company, twilio) = desk(Engine::Postgres, "fir").await;
    let seconds = count("CALLBOARD_TEST_REPORTS_S", 8);
    let mut pace = tokio::time::interval(Duration::from_secs(1) / u32::try_from(rate).unwrap());
    let mut asked = tokio::task::JoinSet::new();
    for turn in 0..rate * seconds {
        pace.tick().await;
        let twilio = twilio.clone();
        asked.spawn(async move {
            let call = sid("CA", u32::try_from(turn / 5).unwrap());
            let number = callboard_tests::numbers(turn / 5);
            let began = Instant::now();
            let told = if turn % 5 == 0 {
                let mut fields = offer(&call);
                fields[1].1 = number;
                twilio.report("voice", &texts(&fields)).await
            } else {
                let status = ["ringing", "in-progress", "in-progress", "completed"][turn % 5 - 1];
                let at = format!("Mon, 30 Nov 2026 01:00:{:02} +0000", 10 + turn % 5);
                let fields = [
                    ("CallSid", call.as_str()),
                    ("From", number.as_str()),
                    ("To", MAIN),
                    ("Direction", "inbound"),
                    ("CallStatus", status),
                    ("Timestamp", at.as_str()),
                ];
                twilio.report("status", &fields).await
            };
            (told.status, began.elapsed())
        });
    }
    let answers = asked.join_all().await;
    let mut took: Vec<_> = answers.iter().map(|(_, took)| *took).collect();
    took.sort();
    let p99 = took[took.len() * 99 / 100 - 1];
    assert!(answers.iter().all(|(status, _)| *status == 200), "every report is taken");
    let journalled = "SELECT COUNT(*) FROM provider_reports";
    let kept = place.rows().await.number(journalled).await;
    // Two of the reports on a call say the same.
    assert!(kept >= i64::try_from(rate * seconds * 4 / 5).unwrap(), "{kept} were journalled");
    record(rate, took[took.len() / 2], p99);
    assert!(p99 < Duration::from_secs(1), "the slowest of a hundred took {p99:?}");
}

#[expect(clippy::print_stderr, reason = "the figures of a run are shown with --nocapture")]
fn record(rate: usize, p50: Duration, p99: Duration) {
    eprintln!("{rate} reports a second: p50 {p50:?}, p99 {p99:?}");
}
