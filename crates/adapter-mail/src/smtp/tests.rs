//! Against a mail server on the loopback.

use super::*;
use callboard_kernel::timestamp;
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

/// What the server does once it has come so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// Takes everything.
    Takes,
    /// Answers this to whoever connects.
    Greets(&'static str),
    /// Answers this to the recipient.
    Recipient(&'static str),
    /// Answers this to the sender.
    Sender(&'static str),
    /// Goes away after the sender.
    LeavesEarly,
    /// Answers this to the text.
    Text(&'static str),
    /// Takes the text and goes away.
    LeavesLate,
    /// Takes the text and then says nonsense at the farewell.
    ColdFarewell,
}

/// What a server has heard: the lines of the talk, and the texts that it took.
type Heard = Arc<Mutex<Vec<String>>>;

#[expect(clippy::disallowed_methods, reason = "the server of a test ends with it")]
async fn server(mood: Mood) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let writes = heard.clone();
    tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        let (read, mut write) = socket.into_split();
        let mut lines = BufReader::new(read).lines();
        let greeting = if let Mood::Greets(words) = mood { words } else { "220 here" };
        write.write_all(format!("{greeting}\r\n").as_bytes()).await.unwrap();
        let mut in_text = false;
        while let Ok(Some(line)) = lines.next_line().await {
            writes.lock().unwrap().push(line.clone());
            let verb = line.split([' ', ':']).next().unwrap().to_uppercase();
            let answer = match (in_text, verb.as_str(), mood) {
                (true, ".", Mood::LeavesLate) => return,
                (true, ".", Mood::Text(words)) => words,
                (true, ".", _) => "250 taken",
                (true, ..) => continue,
                (_, "MAIL", Mood::LeavesEarly) => return,
                (_, "MAIL", Mood::Sender(words)) | (_, "RCPT", Mood::Recipient(words)) => words,
                (_, "DATA", _) => "354 go on",
                (_, "QUIT", Mood::ColdFarewell) => "what?",
                (_, "QUIT", _) => "221 bye",
                (_, "EHLO", _) => "250-here\r\n250 AUTH PLAIN LOGIN",
                _ => "250 fine",
            };
            in_text = verb == "DATA" || (in_text && verb != ".");
            write.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
        }
    });
    (port, heard)
}

fn mail() -> OutgoingMail {
    OutgoingMail {
        message_id: "<1.test@desk.example.com>".to_owned(),
        to_name: "Dana Reyes".to_owned(),
        to_address: "dana@example.com".to_owned(),
        subject: "Your export is ready".to_owned(),
        body: "Fetch it.\n.\nThe end.\n".to_owned(),
        written_at: timestamp(1_800_000_000_000),
    }
}

fn carrier(key: &str, port: u16) -> SmtpCarrier {
    let server = format!("smtp://{key}127.0.0.1:{port}").parse().unwrap();
    SmtpCarrier::new(server, "Callboard <desk@example.com>".parse().unwrap())
}

async fn sent(mood: Mood) -> (Result<(), MailSendError>, Vec<String>) {
    let (port, heard) = server(mood).await;
    let answer = carrier("", port).send(&mail()).await;
    let heard = heard.lock().unwrap().clone();
    (answer, heard)
}

#[tokio::test]
async fn a_server_takes_a_mail_whole() {
    let (answer, heard) = sent(Mood::Takes).await;
    assert_eq!(answer, Ok(()));
    for line in [
        "EHLO example.com",
        "MAIL FROM:<desk@example.com>",
        "RCPT TO:<dana@example.com>",
        "Message-ID: <1.test@desk.example.com>",
        "Fetch it.",
        "..",
        "The end.",
        ".",
        "QUIT",
    ] {
        assert!(heard.iter().any(|one| one == line), "{line} in {heard:?}");
    }
}

#[tokio::test]
async fn a_password_is_said_when_there_is_one() {
    let (port, heard) = server(Mood::Takes).await;
    carrier("ann:hunter2@", port).send(&mail()).await.unwrap();
    assert!(heard.lock().unwrap().iter().any(|line| line.starts_with("AUTH PLAIN ")));
}

#[tokio::test]
async fn a_farewell_that_fails_changes_nothing() {
    assert_eq!(sent(Mood::ColdFarewell).await.0, Ok(()));
}

#[tokio::test]
async fn a_refusal_of_the_mail_is_for_good_and_names_nobody() {
    let no = "550 5.1.1 <dana@example.com> is unknown here";
    for (mood, reason) in
        [(Mood::Recipient(no), "recipient: 550"), (Mood::Text("554 spam"), "text: 554")]
    {
        let (answer, _) = sent(mood).await;
        assert_eq!(answer, Err(MailSendError::Refused(reason.to_owned())));
    }
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    for (mood, reason) in [
        (Mood::Greets("421 too many"), "connect: 421"),
        (Mood::Greets("554 not you"), "connect: 554"),
        (Mood::Recipient("451 later"), "recipient: 451"),
        (Mood::Sender("553 not this sender"), "sender: 553"),
        (Mood::Text("451 later"), "text: 451"),
        (Mood::Text("452 full"), "text: 452"),
        (Mood::LeavesEarly, "sender: the connection failed"),
    ] {
        let (answer, _) = sent(mood).await;
        assert_eq!(answer, Err(MailSendError::Busy(reason.to_owned())));
    }
}

#[tokio::test]
async fn nobody_there_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let answer = carrier("", port).send(&mail()).await;
    assert!(matches!(answer, Err(MailSendError::Busy(_))), "{answer:?}");
}

#[tokio::test]
async fn a_server_that_goes_away_with_the_text_leaves_it_open() {
    let (answer, heard) = sent(Mood::LeavesLate).await;
    assert!(matches!(answer, Err(MailSendError::Unknown(_))), "{answer:?}");
    assert!(heard.iter().any(|line| line == "."), "it had the whole text");
}

#[tokio::test]
async fn a_password_is_never_said_in_the_open() {
    let (port, heard) = server(Mood::Takes).await;
    let mut carrier = carrier("ann:hunter2@", port);
    carrier.server.privacy = Privacy::Demanded;
    let answer = carrier.send(&mail()).await;
    assert!(matches!(answer, Err(MailSendError::Busy(_))), "{answer:?}");
    assert!(!heard.lock().unwrap().iter().any(|line| line.starts_with("AUTH")));
}
