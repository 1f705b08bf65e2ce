//! A call that is put on hold and passed on, as Twilio is told and as it reports.

use crate::texting::{MAIN, borrowed, registered_line, settings};
use callboard_tests::{Client, Company, Engine, Exchange, Place, twilio::Reporter, until};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(20);
const CALLER: &str = "+14045550177";
const MOBILE: &str = "+14045550111";
const COLLEAGUES: &str = "+14045550112";
const CALL: &str = "CA000000000000000000000000000000a1";
const CHILD: &str = "CA000000000000000000000000000000a2";

/// The leg of the customer, or that of the dispatcher whom it rang.
fn leg(id: &'static str, status: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut fields = vec![("CallSid", id), ("From", CALLER), ("CallStatus", status)];
    if id == CALL {
        fields.extend([("To", MAIN), ("Direction", "inbound")]);
    } else {
        fields.extend([("To", MOBILE), ("Direction", "outbound-dial"), ("ParentCallSid", CALL)]);
    }
    fields
}

async fn call_of(client: &Client, what: &str, is: impl Fn(&Value) -> bool) -> Value {
    until(what, SOON, async || {
        let calls = client.get("/api/calls").await.ok()["data"].as_array().unwrap().clone();
        calls.into_iter().find(&is)
    })
    .await
}

/// The address at which a document of instructions goes on.
fn goes_on_at(document: &str) -> String {
    let after = document.split("/continue?").nth(1).expect("where the call goes on");
    format!("continue?{}", after.split('"').next().unwrap().replace("&amp;", "&"))
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_call_is_put_on_hold_and_passed_on(#[case] engine: Engine) {
    let exchange = Exchange::open().await;
    let settings = settings(&exchange);
    let place = Place::fresh(engine).await;
    let server = place.serve_with(&[], &borrowed(&settings)).await;
    let company = Company::found(&place, &server, "rowan").await;
    registered_line(&company).await;
    let desk = &company.dispatcher;
    desk.patch("/api/phone", json!({"presence": "available", "phone": MOBILE})).await.ok();
    let away = json!({"presence": "away", "phone": COLLEAGUES});
    company.colleague.patch("/api/phone", away).await.ok();
    let setup = company.admin.get("/api/settings/telephony").await.ok();
    let twilio = Reporter::new(&server, setup["voice_url"].as_str().unwrap());

    let offered = twilio.report("voice", &leg(CALL, "ringing")).await;
    let rung = goes_on_at(&offered.body);
    twilio.report("status", &leg(CHILD, "in-progress")).await;
    let pressed = [&leg(CHILD, "in-progress")[..], &[("Digits", "1")]].concat();
    twilio.report("continue?step=accepted", &pressed).await;
    let talks = call_of(desk, "the dispatcher talks", |c| c["status"] == "in_progress").await;
    let call = format!("/api/calls/{}", talks["id"].as_str().unwrap());

    // On hold: the leg that was rung moves first, and the caller, alone now, asks and is told to wait.
    let foreign = company.colleague.put(&format!("{call}/hold"), json!({"held": true})).await;
    assert_eq!(foreign.must(409)["code"], "not_on_call");
    let room = desk.put(&format!("{call}/hold"), json!({"held": true})).await.ok();
    assert!(room["held_since"].is_string(), "{room}");
    let steered = exchange.steered();
    assert_eq!((steered.len(), steered[0].0.as_str()), (1, CHILD));
    assert!(steered[0].1.contains("<Conference") && steered[0].1.contains("room-"), "{steered:?}");
    let alone = [&leg(CALL, "in-progress")[..], &[("DialCallStatus", "completed")]].concat();
    let waits = twilio.report(&rung, &alone).await;
    assert!(waits.body.contains("hold-"), "{waits:?}");
    assert!(!waits.body.contains("record="), "nobody records music: {waits:?}");

    // He is taken back, and the call is passed on to a colleague at his telephone.
    desk.put(&format!("{call}/hold"), json!({"held": false})).await.ok();
    let back = exchange.steered().pop().unwrap();
    assert_eq!(back.0, CALL);
    let announced = back.1.find("recorded").expect("the room records, and he hears it");
    assert!(announced < back.1.find("<Conference").unwrap(), "{back:?}");
    let successor = json!({"member_id": company.member("colleague"), "as": "successor"});
    let room = desk.post(&format!("{call}/guests"), successor).await.ok();
    assert_eq!(room["transfer_to"], company.member("colleague"), "{room}");
    let rings = exchange.calls().pop().expect("the colleague is rung");
    assert_eq!(rings.to, COLLEAGUES);
    let asked = company.colleague.get("/api/phone/invitations").await.ok();
    assert_eq!(asked["invitations"][0]["kind"], "successor", "{asked}");
    let of_him = rings.words.split_once("/status?").expect("his reports name the call").1;
    let his = |status| [("CallSid", rings.sid.as_str()), ("CallStatus", status)];
    let picked_up = his("in-progress");
    twilio.report(&format!("status?{of_him}"), &picked_up).await;
    let line = rung.split("line=").nth(1).unwrap().split('&').next().unwrap();
    let pressed = [&picked_up[..], &[("Digits", "1")]].concat();
    let joins = format!("continue?step=join&line={line}&{of_him}");
    let enters = twilio.report(&joins, &pressed).await;
    assert!(enters.body.contains("room-"), "{enters:?}");
    until("the caller is with him, and the dispatcher is out", SOON, async || {
        let told = exchange.steered();
        let out = told.contains(&(CHILD.to_owned(), "completed".to_owned()));
        let with = told.iter().filter(|(leg, told)| leg == CALL && told.contains("room-")).count();
        (out && with == 2).then_some(())
    })
    .await;
    twilio.report("status", &leg(CHILD, "completed")).await;
    let colleague = company.member("colleague");
    let his_now = |c: &Value| c["status"] == "in_progress" && c["agent"]["id"] == colleague;
    call_of(desk, "the call is his", his_now).await;
    let room = company.colleague.get(&format!("{call}/room")).await.ok();
    assert_eq!((&room["may_steer"], &room["held_since"]), (&json!(true), &Value::Null), "{room}");

    // The caller hangs up, and so is everybody else.
    twilio.report("status", &leg(CALL, "completed")).await;
    until("nobody is left in the room", SOON, async || {
        exchange.steered().contains(&(rings.sid.clone(), "completed".to_owned())).then_some(())
    })
    .await;
    call_of(desk, "the call is over", |c| c["status"] == "completed").await;
    company.colleague.get(&format!("{call}/room")).await.must(404);
}
