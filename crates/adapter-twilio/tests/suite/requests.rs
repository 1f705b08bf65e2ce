//! Every request of the adapter, byte by byte. A validating mock of Twilio's own description accepted each of them when it
//! was pinned (`mock`); what changes here must be shown to it again.

use crate::support::{
    Reply, Request, Server, call_id, link, message, now, phone, scope, settings, twilio_with,
};
use callboard_adapter_twilio::{Credentials, Secret, Twilio};
use callboard_telephony::{
    Announcement, CallFlow, Identity, MachineDetection, NewCall, NewMessage, NewTranscription,
    NoticeGiven, Partials, ProviderRecordingId, ProviderTranscriptionId, Ringing, Script, Sender,
    SenderPoolId, Speech, TelephonyError, Voicemail,
    ports::{LiveTranscription, Messages, NumberLookup, OutboundCalls, Recordings},
};

const PINNED: &str = include_str!("requests.txt");

/// A request with its name and what came of it.
pub(crate) type Made = (&'static str, Result<(), TelephonyError>);

fn flow() -> CallFlow {
    let announcement = Announcement::say(Speech::new("This call is recorded & kept.")).unwrap();
    let voicemail = Voicemail {
        then: link("continued?o=1&n=2"),
        report_to: link("recording"),
        longest_s: 120,
        silence_s: 5,
    };
    CallFlow::begin().announce(announcement).voicemail(voicemail).hang_up()
}

fn call(to: Ringing, script: Script, machine: MachineDetection) -> NewCall {
    let report_to = Some(link("status?o=0192f0c1-7a"));
    NewCall { to, from: phone(0), script, report_to, ring_s: 25, machine }
}

/// Makes every request of the main API once.
pub(crate) async fn make_all(twilio: &Twilio) -> Vec<Made> {
    let scope = &scope();
    let recording = ProviderRecordingId::parse("RE00000000000000000000000000000001").unwrap();
    let transcription =
        ProviderTranscriptionId::parse("GT00000000000000000000000000000001").unwrap();
    let browser = Ringing::Browser(Identity::parse("member_7").unwrap());
    let at = || Script::At(link("continued?o=7"));
    let mut bare = call(Ringing::Phone(phone(1)), at(), MachineDetection::Off);
    bare.report_to = None;
    let waiting = MachineDetection::EndOfGreeting(link("machine"));
    let quick = MachineDetection::WhoAnswered(link("machine"));
    let pool = Sender::Pool(SenderPoolId::parse("MG00000000000000000000000000000001").unwrap());
    let mut picture = NewMessage::try_new(
        phone(1),
        pool,
        "Line 1\nÜber 50% & more = +1 😀",
        vec![link("a.png"), link("b.png?x=1&y=2")],
    )
    .unwrap();
    picture.report_to = Some(link("message-status?o=9"));
    picture.valid_for_s = Some(3_600);
    let listened = |partials, hints: &[&str]| NewTranscription {
        report_to: link("transcription"),
        language: "en-US".to_owned(),
        partials,
        hints: hints.iter().map(|hint| (*hint).to_owned()).collect(),
    };
    let plain = listened(Partials::Finished, &[]);
    let guessing = listened(Partials::AlsoGuesses, &["furnace", "sump pump"]);
    let notice = NoticeGiven { at: now() };
    let inline = Script::Inline(flow());
    vec![
        ("call a phone", twilio.place(scope, &bare).await.map(drop)),
        (
            "call a phone with instructions",
            twilio
                .place(scope, &call(Ringing::Phone(phone(1)), inline.clone(), waiting))
                .await
                .map(drop),
        ),
        ("call a browser", twilio.place(scope, &call(browser, at(), quick)).await.map(drop)),
        ("redirect to an address", twilio.redirect(scope, &call_id(), &at()).await),
        ("redirect to instructions", twilio.redirect(scope, &call_id(), &inline).await),
        ("hang up", twilio.hang_up(scope, &call_id()).await),
        ("ask after a call", twilio.progress(scope, &call_id()).await.map(drop)),
        ("send a text", twilio.send(scope, &message()).await.map(drop)),
        ("send pictures through a pool", twilio.send(scope, &picture).await.map(drop)),
        ("list what was sent", twilio.sent_to(scope, &phone(1), now()).await.map(drop)),
        ("delete a recording", Recordings::delete(twilio, scope, &recording).await),
        ("start a transcription", twilio.start(scope, &call_id(), &plain, notice).await.map(drop)),
        (
            "start a transcription with guesses",
            twilio.start(scope, &call_id(), &guessing, notice).await.map(drop),
        ),
        ("stop a transcription", twilio.stop(scope, &call_id(), &transcription).await),
    ]
}

/// Makes every request of Lookup once.
pub(crate) async fn look_all_up(twilio: &Twilio) -> Vec<Made> {
    vec![("look a number up", twilio.look_up(&scope(), &phone(1)).await.map(drop))]
}

fn shown(name: &str, request: &Request) -> String {
    let fields = request.body.split('&').filter(|field| !field.is_empty());
    let mut text = format!("# {name}\n{}\n", request.line);
    for header in ["content-type", "accept"] {
        if let Some(value) = request.header(header) {
            text.extend([header, ": ", value, "\n"]);
        }
    }
    fields.for_each(|field| text.extend(["  ", field, "\n"]));
    text
}

#[tokio::test]
async fn every_request_is_the_pinned_one() {
    let answer = r#"{"sid":"CA00000000000000000000000000000001","status":"queued","messages":[]}"#;
    let server = Server::start([Reply::json(200, answer)]).await;
    let mut account = crate::support::account();
    account.credentials = Credentials::AuthToken(Secret::new("token"));
    let twilio = twilio_with(account, settings(&server.url));
    let mut made = make_all(&twilio).await;
    made.extend(look_all_up(&twilio).await);

    let requests = server.requests();
    assert_eq!(requests.len(), made.len());
    let mut all = String::new();
    for ((name, outcome), request) in made.iter().zip(&requests) {
        outcome.as_ref().unwrap_or_else(|error| panic!("{name}: {error:?}"));
        all.push_str(&shown(name, request));
    }
    if all != PINNED {
        let written = concat!(env!("CARGO_TARGET_TMPDIR"), "/twilio-requests.txt");
        std::fs::write(written, &all).unwrap();
        panic!("a request is not the pinned one; what was sent is in {written}");
    }
}
