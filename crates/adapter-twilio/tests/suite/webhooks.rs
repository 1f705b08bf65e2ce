//! Reports as events, also strange ones.

use crate::support::{ACCOUNT, TOKEN, scope, twilio};
use base64::{Engine, engine::general_purpose::STANDARD};
use callboard_telephony::{
    AnsweredBy, Attestation, CallStatus, Delivery, Direction, HttpMethod, Keyword, MessageStatus,
    Party, ProviderEvent, RawWebhook, RecordingStatus, RefusalCause, Track, TranscriptionStep,
    WebhookError, WebhookKind, ports::Webhooks,
};
use hmac::{Hmac, KeyInit, Mac};
use proptest::prelude::*;
use sha1::Sha1;
use std::collections::BTreeSet;

/// Signs as the documents say, written apart from the code that checks.
pub(crate) fn signature(request: &RawWebhook, token: &str) -> String {
    let fields: BTreeSet<(String, String)> =
        form_urlencoded::parse(&request.body).into_owned().collect();
    let text: String = fields.iter().flat_map(|(name, value)| [name.as_str(), value]).collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).unwrap();
    mac.update(request.url.as_bytes());
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn signed(kind: WebhookKind, fields: &[(&str, &str)]) -> RawWebhook {
    signed_at(kind, "?o=row-7&n=%C3%A9", fields)
}

fn signed_at(kind: WebhookKind, query: &str, fields: &[(&str, &str)]) -> RawWebhook {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    let mut request = RawWebhook {
        kind,
        method: HttpMethod::Post,
        url: format!("https://desk.example.com/hooks/twilio/opaque/x{query}"),
        headers: vec![],
        body: form.finish().into_bytes(),
    };
    let signature = signature(&request, TOKEN);
    request.headers.push(("X-Twilio-Signature".to_owned(), signature));
    request
}

/// A report that is right in every way.
pub(crate) fn ringing() -> RawWebhook {
    let fields = [("AccountSid", ACCOUNT), ("CallSid", "CA1"), ("CallStatus", "ringing")];
    signed(WebhookKind::CallStatus, &fields)
}

async fn read(request: &RawWebhook) -> Result<Delivery, WebhookError> {
    twilio("http://127.0.0.1:1").read(&scope(), request).await
}

/// The event of a report of our account with a call in it.
async fn event(kind: WebhookKind, fields: &[(&str, &str)]) -> ProviderEvent {
    let ours = [("AccountSid", ACCOUNT), ("CallSid", "CA1")];
    let delivery = read(&signed(kind, &[&ours[..], fields].concat())).await.unwrap();
    assert_eq!(delivery.parameter("o"), Some("row-7"));
    assert_eq!(delivery.parameter("n"), Some("é"));
    delivery.events.into_iter().next().expect("an event")
}

#[tokio::test]
async fn somebody_calls() {
    let fields = [
        ("From", "+18645550101"),
        ("To", "+18645550100"),
        ("ForwardedFrom", "+18645550102"),
        ("CallerName", "MRS <b>SMITH</b>"),
        ("StirVerstat", "TN-Validation-Passed-B-Diverted"),
        ("FromCity", "GREENVILLE"),
        ("FromCountry", "US"),
        ("Unheard", "of"),
    ];
    let ProviderEvent::CallOffered(call) = event(WebhookKind::Call, &fields).await else {
        panic!()
    };
    assert_eq!(call.call.as_str(), "CA1");
    assert_eq!(call.from.phone().unwrap().as_str(), "+18645550101");
    assert_eq!(call.attestation, Attestation::Partial);
    assert_eq!(call.caller_name.as_ref().unwrap().expose(), "MRS <b>SMITH</b>");
    assert_eq!(call.place[3].as_ref().unwrap().expose(), "US");
    assert!(call.parameters.is_empty());
    assert!(!format!("{call:?}").contains("SMITH"));
}

#[tokio::test]
async fn a_browser_calls_with_what_it_likes_to_say() {
    let fields = [("From", "client:member_7"), ("To", "+18645550101"), ("lead_id", "'; DROP")];
    let ProviderEvent::CallOffered(call) = event(WebhookKind::Call, &fields).await else {
        panic!()
    };
    assert!(matches!(&call.from, Party::Browser(identity) if identity.as_str() == "member_7"));
    assert_eq!(call.parameters.len(), 1);
    assert_eq!(call.parameters[0].0, "lead_id");
}

#[tokio::test]
async fn a_call_comes_back_for_more() {
    let fields = [
        ("Digits", "1"),
        ("SpeechResult", "my furnace"),
        ("Confidence", "0.93"),
        ("DialCallStatus", "no-answer"),
        ("DialCallSid", "CA2"),
        ("DialCallDuration", ""),
        ("RecordingSid", "RE1"),
    ];
    let event = event(WebhookKind::Continued, &fields).await;
    let ProviderEvent::CallContinued(call) = event else { panic!() };
    assert_eq!(call.digits.unwrap().expose(), "1");
    assert_eq!(call.speech.unwrap().confidence, Some(0.93));
    let dialled = call.dialled.unwrap();
    assert_eq!((dialled.status, dialled.duration_s), (CallStatus::NoAnswer, None));
    assert_eq!(call.recording.unwrap().as_str(), "RE1");
}

#[tokio::test]
async fn a_leg_comes_further() {
    let fields = [
        ("CallStatus", "completed"),
        ("ParentCallSid", "CA0"),
        ("Direction", "outbound-dial"),
        ("Duration", "2"),
        ("CallDuration", "61"),
        ("SequenceNumber", "3"),
        ("Timestamp", "Fri, 02 Oct 2026 15:00:00 +0000"),
        ("SipResponseCode", "200"),
    ];
    let event = event(WebhookKind::CallStatus, &fields).await;
    let ProviderEvent::CallProgressed(leg) = event else { panic!() };
    assert_eq!(leg.progress.status, CallStatus::Completed);
    // Minutes are not seconds.
    assert_eq!(leg.progress.duration_s, Some(61));
    assert_eq!(leg.progress.ended_at, Some(crate::support::now()));
    assert_eq!((leg.sequence, leg.sip_code), (Some(3), Some(200)));
    assert_eq!(leg.direction, Some(Direction::Dialled));
    assert_eq!(leg.parent.unwrap().as_str(), "CA0");
}

#[tokio::test]
async fn a_recording_is_there() {
    let fields = [
        ("RecordingSid", "RE1"),
        ("RecordingStatus", "completed"),
        ("RecordingDuration", "12"),
        ("RecordingChannels", "2"),
        ("RecordingSource", "RecordVerb"),
        ("RecordingUrl", "http://169.254.169.254/"),
    ];
    let event = event(WebhookKind::Recording, &fields).await;
    let ProviderEvent::RecordingProgressed(recording) = event else { panic!() };
    assert_eq!(recording.status, RecordingStatus::Completed);
    assert_eq!((recording.duration_s, recording.channels), (Some(12), Some(2)));
    assert!(recording.is_voicemail);
}

/// In a room Twilio names no call, or the leg that came in first; the address that we gave it does.
#[tokio::test]
async fn the_recording_of_a_room_names_its_call_in_the_address() {
    let fields = [
        ("AccountSid", ACCOUNT),
        ("ConferenceSid", "CF1"),
        ("RecordingSid", "RE1"),
        ("RecordingStatus", "completed"),
        ("RecordingSource", "Conference"),
    ];
    let delivery = read(&signed_at(WebhookKind::Recording, "?first=CA7", &fields)).await.unwrap();
    let [ProviderEvent::RecordingProgressed(recording)] = delivery.events.as_slice() else {
        panic!("{delivery:?}")
    };
    assert_eq!(recording.call.as_str(), "CA7");
    let nobody = read(&signed(WebhookKind::Recording, &fields)).await;
    assert!(matches!(nobody, Err(WebhookError::Unreadable { field: "CallSid" })), "{nobody:?}");
}

#[tokio::test]
async fn somebody_says_something() {
    let fields = [
        ("TranscriptionSid", "GT1"),
        ("TranscriptionEvent", "transcription-content"),
        ("TranscriptionData", r#"{"transcript":"It leaks.","confidence":0.98,"more":[]}"#),
        ("Track", "inbound_track"),
        ("Final", "true"),
        ("SequenceId", "5"),
        ("Timestamp", "2026-10-02T15:00:00.000Z"),
    ];
    let event = event(WebhookKind::Transcription, &fields).await;
    let ProviderEvent::TranscriptionProgressed(heard) = event else { panic!() };
    assert_eq!((heard.sequence, heard.at), (Some(5), Some(crate::support::now())));
    let TranscriptionStep::Said { track, said, is_final } = heard.step else { panic!() };
    assert_eq!((track, is_final, said.confidence), (Track::Inbound, true, Some(0.98)));
    assert_eq!(said.text.expose(), "It leaks.");
}

#[tokio::test]
async fn a_machine_answers() {
    for (word, by) in [
        ("human", AnsweredBy::Human),
        ("machine_start", AnsweredBy::MachineTalks),
        ("machine_end_beep", AnsweredBy::MachineWaits),
        ("fax", AnsweredBy::Fax),
        ("alien", AnsweredBy::Unknown),
    ] {
        let event = event(WebhookKind::Machine, &[("AnsweredBy", word)]).await;
        assert!(
            matches!(event, ProviderEvent::Answered { by: heard, .. } if heard == by),
            "{word}"
        );
    }
}

async fn message(fields: &[(&str, &str)]) -> callboard_telephony::MessageReceived {
    let sid = [("MessageSid", "SM1"), ("From", "+18645550101"), ("To", "+18645550100")];
    let event = event(WebhookKind::Message, &[&sid[..], fields].concat()).await;
    let ProviderEvent::MessageReceived(message) = event else { panic!() };
    message
}

#[tokio::test]
async fn somebody_writes() {
    let written = message(&[
        ("Body", "  see picture "),
        ("NumMedia", "3"),
        ("MediaUrl0", "https://api.twilio.com/a"),
        ("MediaContentType0", "image/png"),
        ("MediaUrl2", "file:///etc/passwd"),
    ])
    .await;
    assert_eq!(written.text.expose(), "  see picture ");
    assert_eq!(written.files.len(), 2);
    assert_eq!(written.files[0].content_type.as_deref(), Some("image/png"));
    assert_eq!(written.keyword, None);
    assert!(message(&[("NumMedia", "99999999")]).await.files.is_empty());
}

#[tokio::test]
async fn a_keyword_is_the_whole_message_and_twilio_says_when_it_has_answered() {
    for (text, keyword) in [
        (" Stop\n", Some(Keyword::Stop)),
        ("optout", Some(Keyword::Stop)),
        ("UNSTOP", Some(Keyword::Start)),
        ("help", Some(Keyword::Help)),
        ("please stop", None),
        ("STOP.", None),
        ("", None),
    ] {
        let written = message(&[("Body", text)]).await;
        assert_eq!((written.keyword, written.is_answered), (keyword, false), "{text}");
    }
    let answered = message(&[("Body", "no mas"), ("OptOutType", "STOP")]).await;
    assert_eq!((answered.keyword, answered.is_answered), (Some(Keyword::Stop), true));
}

#[tokio::test]
async fn a_message_does_not_arrive() {
    let fields = [
        ("SmsSid", "SM1"),
        ("MessageStatus", "undelivered"),
        ("ErrorCode", "30007"),
        ("RawDlrDoneDate", "2610021500"),
    ];
    let event = event(WebhookKind::MessageStatus, &fields).await;
    let ProviderEvent::MessageProgressed(report) = event else { panic!() };
    assert_eq!(report.progress.status, MessageStatus::Undelivered);
    assert_eq!(report.progress.failure().unwrap().cause, RefusalCause::Filtered);
    assert_eq!(report.at, Some(crate::support::now()));
}

#[tokio::test]
async fn another_account_is_foreign_and_a_report_without_its_id_is_unreadable() {
    let other = "AC00000000000000000000000000000002";
    let foreign = signed(WebhookKind::Call, &[("AccountSid", other), ("CallSid", "CA1")]);
    assert!(matches!(read(&foreign).await, Err(WebhookError::Foreign)));
    // The first value counts; a second cannot make it ours.
    let double = [("AccountSid", other), ("AccountSid", ACCOUNT), ("CallSid", "CA1")];
    assert!(matches!(read(&signed(WebhookKind::Call, &double)).await, Err(WebhookError::Foreign)));
    for kind in WebhookKind::ALL {
        let bare = read(&signed(*kind, &[("AccountSid", ACCOUNT)])).await;
        assert!(matches!(bare, Err(WebhookError::Unreadable { .. })), "{kind}");
        let empty = read(&signed(*kind, &[])).await;
        assert!(matches!(empty, Err(WebhookError::Unreadable { field: "AccountSid" })), "{kind}");
    }
}

#[tokio::test]
async fn a_word_that_is_not_known_yet_is_no_event_and_no_error() {
    let ids = [("AccountSid", ACCOUNT), ("CallSid", "CA1"), ("MessageSid", "SM1")];
    let more = [("RecordingSid", "RE1"), ("TranscriptionSid", "GT1"), ("CallStatus", "teleported")];
    for kind in [
        WebhookKind::CallStatus,
        WebhookKind::Recording,
        WebhookKind::Transcription,
        WebhookKind::MessageStatus,
    ] {
        let delivery = read(&signed(kind, &[&ids[..], &more[..]].concat())).await.unwrap();
        assert!(delivery.events.is_empty(), "{kind}");
    }
}

#[tokio::test]
async fn a_report_may_come_in_the_address() {
    let mut request = ringing();
    request.method = HttpMethod::Get;
    request.url = format!("{}&{}", request.url, String::from_utf8_lossy(&request.body));
    request.body = Vec::new();
    request.headers[0].1 = signature(&request, TOKEN);
    let delivery = read(&request).await.unwrap();
    assert!(matches!(delivery.events[..], [ProviderEvent::CallProgressed(_)]));
    // What is not signed is not read: a body that comes along is a forgery.
    request.body = b"CallStatus=completed".to_vec();
    assert!(matches!(read(&request).await, Err(WebhookError::Forged)));
}

#[tokio::test]
async fn a_large_body_is_refused_before_it_is_read() {
    let mut request = signed(WebhookKind::Message, &[("AccountSid", ACCOUNT)]);
    request.body = vec![b'a'; 1024 * 1024 + 1];
    assert!(matches!(read(&request).await, Err(WebhookError::TooLarge)));
}

#[tokio::test]
async fn repetitions_have_one_key_and_different_reports_have_two() {
    let key = async |kind, fields: &[(&str, &str)], token: Option<&str>| {
        let ours = [("AccountSid", ACCOUNT), ("CallSid", "CA1")];
        let mut request = signed(kind, &[&ours[..], fields].concat());
        request
            .headers
            .extend(token.map(|token| ("I-Twilio-Idempotency-Token".to_owned(), token.to_owned())));
        read(&request).await.unwrap().dedupe_key
    };
    let ringing = [("CallStatus", "ringing")];
    let status = key(WebhookKind::CallStatus, &ringing, None).await;
    assert!(status.len() <= 128);
    assert_eq!(status, key(WebhookKind::CallStatus, &ringing, Some("t1")).await);
    assert_ne!(status, key(WebhookKind::CallStatus, &[("CallStatus", "busy")], None).await);

    let one = [("Digits", "1")];
    let pressed = key(WebhookKind::Continued, &one, Some("t1")).await;
    assert_eq!(pressed, key(WebhookKind::Continued, &one, Some("t1")).await);
    assert_ne!(pressed, key(WebhookKind::Continued, &one, Some("t2")).await);
    let unmarked = key(WebhookKind::Continued, &one, None).await;
    assert_eq!(unmarked, key(WebhookKind::Continued, &one, None).await);
}

/// Names that are looked at, so that nonsense meets them.
const NAMES: [&str; 24] = [
    "AccountSid",
    "CallSid",
    "MessageSid",
    "RecordingSid",
    "TranscriptionSid",
    "CallStatus",
    "From",
    "To",
    "Timestamp",
    "SequenceNumber",
    "CallDuration",
    "Digits",
    "Confidence",
    "DialCallStatus",
    "RecordingStatus",
    "TranscriptionEvent",
    "TranscriptionData",
    "AnsweredBy",
    "Body",
    "NumMedia",
    "MediaUrl0",
    "ErrorCode",
    "RawDlrDoneDate",
    "StirVerstat",
];

proptest! {
    #[test]
    fn no_report_is_too_strange(
        kind in proptest::sample::select(WebhookKind::ALL),
        fields in proptest::collection::vec(
            (proptest::sample::select(&NAMES[..]), prop_oneof![
                ".*",
                "[0-9]{1,20}",
                Just("NaN".to_owned()),
                Just("transcription-content".to_owned()),
                Just("{\"transcript\":1}".to_owned()),
                Just("[[[[".repeat(500)),
                Just("=cmd|' /C calc'!A0<script>\u{202e}\0".to_owned()),
            ]),
            0..30,
        ),
    ) {
        let ids = ["CallSid", "MessageSid", "RecordingSid", "TranscriptionSid"];
        let mut all: Vec<(&str, &str)> = vec![("AccountSid", ACCOUNT)];
        all.extend(ids.map(|name| (name, "XX1")));
        all.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let answer = runtime.block_on(read(&signed(kind, &all)));
        let unreadable = matches!(answer, Err(WebhookError::Unreadable { field: "TranscriptionData" }));
        prop_assert!(answer.is_ok() || unreadable, "{answer:?}");
    }

    #[test]
    fn unsigned_nonsense_is_a_forgery(
        url in ".*",
        body in proptest::collection::vec(any::<u8>(), 0..200),
        signature in ".*",
        content_type in ".*",
    ) {
        let request = RawWebhook {
            kind: WebhookKind::Call,
            method: HttpMethod::Post,
            url,
            headers: vec![
                ("x-twilio-signature".to_owned(), signature),
                ("content-type".to_owned(), content_type),
            ],
            body,
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        prop_assert!(matches!(runtime.block_on(read(&request)), Err(WebhookError::Forged)));
    }
}
