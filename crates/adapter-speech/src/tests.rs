//! Against a server on the loopback.

use super::*;
use callboard_kernel::WorkspaceId;
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

#[expect(clippy::disallowed_methods, reason = "tests make scopes")]
fn scope() -> Scope {
    Scope::system(WorkspaceId("00000000-0000-0000-0000-000000000001".parse().unwrap()), "test")
}

/// A server that answers each request with the next answer and remembers what it was sent.
#[expect(clippy::disallowed_methods, reason = "the server of a test ends with it")]
async fn server(answers: Vec<(&'static str, &'static str)>) -> (String, Arc<Mutex<Vec<Vec<u8>>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let remembered = seen.clone();
    tokio::spawn(async move {
        for (status, body) in answers {
            let (mut socket, _) = listener.accept().await.unwrap();
            let request = whole(&mut socket).await;
            remembered.lock().unwrap().push(request);
            let answer = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            socket.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (url, seen)
}

/// Head and body of a request.
async fn whole(socket: &mut tokio::net::TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
        if let Some(head) = head {
            let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
            let length = text.split("content-length: ").nth(1).unwrap();
            let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
            if bytes.len() >= head + length {
                return bytes;
            }
        }
        let mut more = [0; 4096];
        let read = socket.read(&mut more).await.unwrap();
        assert!(read > 0, "the client broke off");
        bytes.extend(&more[..read]);
    }
}

fn speech(url: &str) -> OpenAiSpeech {
    OpenAiSpeech::new(SpeechServer {
        url: url.to_owned(),
        key: "sk-test".to_owned(),
        model: "whisper-1".to_owned(),
        language: "en".to_owned(),
    })
    .unwrap()
}

#[tokio::test]
async fn the_sound_is_sent_and_what_is_said_comes_back() {
    let body = r#"{"segments":[{"start":0.5,"end":2.0,"text":" My sink leaks.","avg_logprob":-0.2,"no_speech_prob":0.0}]}"#;
    let (url, seen) = server(vec![("200 OK", body)]).await;
    let said = speech(&url).write_down(&scope(), b"RIFFsound".to_vec()).await.unwrap();
    assert_eq!(said.len(), 1);
    assert_eq!((said[0].start_ms, said[0].confidence), (500, Some(819)));
    let request = seen.lock().unwrap().pop().unwrap();
    let request = String::from_utf8_lossy(&request).into_owned();
    assert!(request.starts_with("POST /v1/audio/transcriptions HTTP/1.1"), "{request}");
    for part in [
        "authorization: Bearer sk-test",
        "verbose_json",
        "whisper-1",
        "RIFFsound",
        "\"language\"",
        "sound.wav",
    ] {
        assert!(request.contains(part), "{part} is not in {request}");
    }
}

#[tokio::test]
async fn what_may_pass_is_told_from_what_never_will() {
    let (url, _) = server(vec![
        ("400 Bad Request", "{}"),
        ("429 Too Many Requests", "{}"),
        ("500 Internal Server Error", "{}"),
        ("302 Found", "{}"),
        ("200 OK", "<html>"),
    ])
    .await;
    let speech = speech(&url);
    let mut ends = Vec::new();
    for _ in 0..5 {
        ends.push(match speech.write_down(&scope(), vec![1]).await.unwrap_err() {
            SpeechError::Refused => "never",
            SpeechError::Port(error) if error.is_unavailable() => "later",
            SpeechError::Port(_) => "broken",
        });
    }
    assert_eq!(ends, ["never", "later", "later", "later", "later"]);
}

#[tokio::test]
async fn a_server_that_is_not_there_may_come() {
    let error = speech("http://127.0.0.1:9").write_down(&scope(), vec![1]).await.unwrap_err();
    assert!(matches!(error, SpeechError::Port(error) if error.is_unavailable()));
}

#[test]
fn addresses_may_be_long_or_short() {
    for url in ["http://a", "http://a/", "http://a/v1", "http://a/v1/audio/transcriptions"] {
        assert_eq!(speech(url).address, "http://a/v1/audio/transcriptions");
    }
}
