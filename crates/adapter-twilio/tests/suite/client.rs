//! What comes of a request, and how often it is made.

use crate::support::{
    KEY, Reply, Server, call_id, message, now, scope, settings, twilio, twilio_expecting,
    twilio_with,
};
use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use callboard_adapter_twilio::{AccountDirectory, Twilio, TwilioAccount};
use callboard_kernel::{ManualClock, PortError, Scope, Timestamp};
use callboard_telephony::{
    CallFlow, MessageStatus, RefusalCause, Script, Speech, TelephonyError, WebhookError,
    ports::{Messages, OutboundCalls, Recordings, Webhooks},
};
use std::{sync::Arc, time::Duration};

const SENT: &str = r#"{"sid":"SM00000000000000000000000000000001","status":"queued","body":"x"}"#;

/// Sends a message; answers the error and the number of requests that it took.
async fn failing(reply: Reply) -> (TelephonyError, usize) {
    let server = Server::start([reply.clone()]).await;
    let error = twilio_expecting(&reply, &server.url).send(&scope(), &message()).await.unwrap_err();
    (error, server.requests().len())
}

fn until(error: &TelephonyError) -> Timestamp {
    let TelephonyError::Busy { until, .. } = error else { panic!("{error:?}") };
    *until
}

fn after(seconds: i64) -> Timestamp {
    now() + time::Duration::seconds(seconds)
}

#[tokio::test]
async fn a_message_is_sent_once_with_the_key_of_the_account() {
    let server = Server::start([Reply::json(201, SENT)]).await;
    let sent = twilio(&server.url).send(&scope(), &message()).await.unwrap();
    assert_eq!(sent.progress.status, MessageStatus::Queued);
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let expected = format!("Basic {}", STANDARD.encode(format!("{KEY}:key-secret")));
    assert_eq!(requests[0].header("authorization"), Some(expected.as_str()));
}

#[tokio::test]
async fn a_refusal_is_final_and_says_why() {
    for (status, body, cause, code) in [
        (400, r#"{"code":21610,"status":400}"#, RefusalCause::OptedOut, Some(21_610)),
        (400, r#"{"code":21211}"#, RefusalCause::InvalidNumber, Some(21_211)),
        (400, r#"{"code":"21606"}"#, RefusalCause::SenderNotOurs, Some(21_606)),
        (401, r#"{"code":20003}"#, RefusalCause::Credentials, Some(20_003)),
        (403, "<html>", RefusalCause::Credentials, None),
        (404, "", RefusalCause::NotFound, None),
        (400, r#"{"code":4294967296}"#, RefusalCause::Other, None),
        (400, r#"{"code":70000}"#, RefusalCause::Other, Some(70_000)),
        (418, "[]", RefusalCause::Other, None),
    ] {
        let (error, requests) = failing(Reply::json(status, body)).await;
        let TelephonyError::Refused(refusal) = &error else { panic!("{body}: {error:?}") };
        assert_eq!((refusal.cause, refusal.code), (cause, code), "{body}");
        assert_eq!(requests, 1, "{body}");
    }
}

#[tokio::test]
async fn what_twilio_has_not_processed_is_asked_again_when_it_says() {
    let wait = vec![("retry-after", "0".to_owned())];
    let busy = Reply::Full(429, wait, r#"{"code":20429}"#.to_owned());
    let server = Server::start([busy.clone(), busy.clone(), Reply::json(201, SENT)]).await;
    assert!(twilio(&server.url).send(&scope(), &message()).await.is_ok());
    assert_eq!(server.requests().len(), 3);

    let (error, requests) = failing(busy).await;
    assert_eq!(until(&error), now());
    assert_eq!(requests, 3);
}

#[tokio::test]
async fn who_must_wait_longer_than_our_patience_is_told_until_when() {
    let later = |seconds: &str| {
        let wait = vec![("retry-after", seconds.to_owned())];
        Reply::Full(429, wait, String::new())
    };
    for (reply, seconds) in [
        (later("30"), 30),
        (later("soon"), 5),
        (Reply::json(429, "{}"), 5),
        (Reply::json(400, r#"{"code":21611}"#), 5),
    ] {
        let (error, requests) = failing(reply).await;
        assert_eq!(until(&error), after(seconds));
        assert_eq!(requests, 1);
    }
}

#[tokio::test]
async fn while_twilio_asks_for_a_pause_nothing_is_sent() {
    let wait = vec![("retry-after", "30".to_owned())];
    let server = Server::start([Reply::Full(429, wait, String::new())]).await;
    let twilio = twilio(&server.url);
    for _ in 0..3 {
        let error = twilio.send(&scope(), &message()).await.unwrap_err();
        assert!(until(&error) > after(25));
    }
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn the_full_queue_of_one_number_stops_nobody_else() {
    let full = Reply::json(400, r#"{"code":21611}"#);
    let server = Server::start([full, Reply::json(200, "{}")]).await;
    let twilio = twilio(&server.url);
    assert!(twilio.send(&scope(), &message()).await.is_err());
    assert!(twilio.hang_up(&scope(), &call_id()).await.is_ok());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn what_may_have_been_sent_is_unknown_and_never_repeated() {
    for reply in [
        Reply::json(500, r#"{"code":20500}"#),
        Reply::json(502, "<html>"),
        Reply::json(503, ""),
        Reply::json(504, ""),
        Reply::json(408, ""),
        Reply::json(302, ""),
        Reply::json(201, "not json"),
        Reply::json(201, "{}"),
        Reply::json(201, r#"{"sid":"../x"}"#),
        Reply::Silence,
        Reply::Half(201),
        Reply::Cut(201),
        Reply::Reset,
    ] {
        let (error, requests) = failing(reply.clone()).await;
        assert!(matches!(error, TelephonyError::Unknown { .. }), "{reply:?}: {error:?}");
        assert_eq!(requests, 1, "{reply:?}");
    }
}

#[tokio::test]
async fn what_only_reads_may_be_asked_again_by_the_caller() {
    for reply in
        [Reply::json(500, ""), Reply::Silence, Reply::Half(200), Reply::Cut(200), Reply::Reset]
    {
        let server = Server::start([reply.clone()]).await;
        let error =
            twilio_expecting(&reply, &server.url).progress(&scope(), &call_id()).await.unwrap_err();
        assert_eq!(until(&error), after(5), "{reply:?}");
        assert_eq!(server.requests().len(), 1, "{reply:?}");
    }
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let server = Server::start([Reply::Silence]).await;
    let nobody = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let error = twilio(&nobody).send(&scope(), &message()).await.unwrap_err();
    assert_eq!(until(&error), after(5));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn ending_what_is_over_is_no_error() {
    let server = Server::start([Reply::json(400, r#"{"code":21220}"#)]).await;
    assert!(twilio(&server.url).hang_up(&scope(), &call_id()).await.is_ok());
    let gone = Server::start([Reply::json(404, r#"{"code":20404}"#)]).await;
    let recording = callboard_telephony::ProviderRecordingId::parse("RE1").unwrap();
    assert!(twilio(&gone.url).delete(&scope(), &recording).await.is_ok());
}

#[tokio::test]
async fn instructions_that_are_too_long_to_be_sent_along_are_not_sent() {
    let server = Server::start([Reply::json(200, "{}")]).await;
    let flow = CallFlow::begin().say(Speech::new("a".repeat(5_000))).hang_up();
    let redirected =
        twilio(&server.url).redirect(&scope(), &call_id(), &Script::Inline(flow)).await;
    assert_eq!(redirected.unwrap_err().cause(), Some(RefusalCause::Content));
    assert!(server.requests().is_empty());
}

/// No workspace has an account.
struct Nobody;

#[async_trait]
impl AccountDirectory for Nobody {
    async fn account(&self, _: &Scope) -> Result<Option<Arc<TwilioAccount>>, PortError> {
        Ok(None)
    }
}

#[tokio::test]
async fn a_workspace_without_an_account_asks_nothing_and_believes_nobody() {
    let server = Server::start([Reply::json(201, SENT)]).await;
    let clock = Arc::new(ManualClock::new(now()));
    let twilio = Twilio::try_new(Arc::new(Nobody), settings(&server.url), clock).unwrap();
    let sent = twilio.send(&scope(), &message()).await;
    assert!(matches!(sent, Err(TelephonyError::Port(_))));
    let read = twilio.read(&scope(), &crate::webhooks::ringing()).await;
    assert!(matches!(read, Err(WebhookError::Forged)));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn messages_keep_their_distance() {
    let server = Server::start([Reply::json(201, SENT)]).await;
    let mut settings = settings(&server.url);
    settings.between_requests = Duration::from_millis(100);
    let twilio = twilio_with(crate::support::account(), settings);
    let begun = std::time::Instant::now();
    for _ in 0..4 {
        twilio.send(&scope(), &message()).await.unwrap();
    }
    assert!(begun.elapsed() >= Duration::from_millis(300), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn errors_tell_neither_numbers_nor_keys() {
    for reply in [Reply::json(500, "+18645550101"), Reply::Reset, Reply::Silence] {
        let (error, _) = failing(reply).await;
        let shown = format!("{error:?} {error}");
        for hidden in ["8645550101", "key-secret", "127.0.0.1", "Accounts"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
    }
    let shown = format!("{:?} {:?}", crate::support::account(), message());
    for hidden in ["key-secret", "12345\"", "864555", "on our way"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}
