//! Files: whole, cut, too large, and led elsewhere.

use crate::support::{
    ACCOUNT, Reply, Server, account, scope, settings, twilio, twilio_expecting, twilio_with,
};
use callboard_telephony::{
    AudioFormat, Private, ProviderRecordingId, RefusalCause, TelephonyError,
    ports::{Attachments, Recordings},
};

fn recording() -> ProviderRecordingId {
    ProviderRecordingId::parse("RE00000000000000000000000000000001").unwrap()
}

fn attachment(server: &Server) -> Private {
    Private::new(format!("{}/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1", server.url))
}

fn leading_to(target: &str) -> Reply {
    Reply::Full(307, vec![("location", target.to_owned())], String::new())
}

#[tokio::test]
async fn a_recording_is_fetched_with_the_key_of_the_account() {
    let sound = "x".repeat(300_000);
    let server = Server::start([Reply::Full(200, vec![], sound.clone())]).await;
    let twilio = twilio(&server.url);
    let file = Recordings::fetch(&twilio, &scope(), &recording(), AudioFormat::Mp3).await.unwrap();
    assert_eq!(file.length, Some(300_000));
    assert_eq!(file.bytes().await.unwrap(), sound.as_bytes());
    let request = &server.requests()[0];
    assert!(request.line.ends_with(&format!("/{ACCOUNT}/Recordings/{}.mp3 HTTP/1.1", recording())));
    assert!(request.header("authorization").is_some());
}

#[tokio::test]
async fn a_file_that_is_too_large_or_ends_early_is_no_file() {
    let server = Server::start([Reply::Full(200, vec![], "x".repeat(101))]).await;
    let mut small = settings(&server.url);
    small.largest_file = 100;
    let twilio_of_little_room = twilio_with(account(), small);
    let error = Attachments::fetch(&twilio_of_little_room, &scope(), &attachment(&server)).await;
    assert_eq!(error.unwrap_err().cause(), Some(RefusalCause::TooLarge));

    for reply in [Reply::Cut(200), Reply::Half(200)] {
        let server = Server::start([reply.clone()]).await;
        let twilio = twilio_expecting(&reply, &server.url);
        let file = Attachments::fetch(&twilio, &scope(), &attachment(&server)).await;
        let error = file.unwrap().bytes().await.unwrap_err();
        assert!(matches!(error, TelephonyError::Busy { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn nobody_is_led_away() {
    let canary = Server::start([Reply::Full(200, vec![], "secret".to_owned())]).await;
    let elsewhere = attachment(&canary);
    for target in [
        elsewhere.expose(),
        "http://169.254.169.254/latest/meta-data",
        "https://example.com/a",
        "http://mms.twiliocdn.com/a",
        "//127.0.0.1:1/a",
        "file:///etc/passwd",
        "/2010-04-01/Accounts/AC00000000000000000000000000000002/x",
        "https://[",
    ] {
        let server = Server::start([leading_to(target)]).await;
        let error = Attachments::fetch(&twilio(&server.url), &scope(), &attachment(&server)).await;
        let cause = error.map(drop).unwrap_err().cause();
        assert_eq!(cause, Some(RefusalCause::ForeignAddress), "{target}");
        assert_eq!(server.requests().len(), 1, "{target}");
    }
    assert!(canary.requests().is_empty());
}

#[tokio::test]
async fn a_circle_ends() {
    let path = format!("/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1");
    let server = Server::start([leading_to(&path)]).await;
    let error = Attachments::fetch(&twilio(&server.url), &scope(), &attachment(&server)).await;
    assert_eq!(error.map(drop).unwrap_err().cause(), Some(RefusalCause::ForeignAddress));
    assert_eq!(server.requests().len(), 3);
}
