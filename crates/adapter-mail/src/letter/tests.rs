//! Letters, with names and subjects that try to break out.

use super::*;
use callboard_kernel::timestamp;

fn mail() -> OutgoingMail {
    OutgoingMail {
        message_id: "<1.test@desk.example.com>".to_owned(),
        to_name: "Dana Reyes".to_owned(),
        to_address: "dana@example.com".to_owned(),
        subject: "Your export is ready".to_owned(),
        body: "Fetch it.\n".to_owned(),
        written_at: timestamp(1_800_000_000_000),
    }
}

fn from() -> From {
    "Callboard <desk@example.com>".parse().unwrap()
}

fn text(mail: &OutgoingMail) -> String {
    String::from_utf8(letter(&from(), mail).unwrap().formatted()).unwrap()
}

/// Names of the headers, in order; what continues a line has none.
fn headers(text: &str) -> Vec<String> {
    let head = text.split("\r\n\r\n").next().unwrap();
    head.split("\r\n")
        .filter(|line| !line.starts_with([' ', '\t']))
        .map(|line| line.split(':').next().unwrap().to_owned())
        .collect()
}

#[test]
fn a_letter_says_what_it_is() {
    let text = text(&mail());
    for line in [
        "From: Callboard <desk@example.com>\r\n",
        "To: \"Dana Reyes\" <dana@example.com>\r\n",
        "Subject: Your export is ready\r\n",
        "Message-ID: <1.test@desk.example.com>\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "Content-Type: text/plain; charset=utf-8\r\n",
        "MIME-Version: 1.0\r\n",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert_eq!(text, self::text(&mail()), "twice is the same");
}

#[test]
fn nothing_breaks_out_of_a_header() {
    let usual = headers(&text(&mail()));
    for trouble in [
        "a\r\nBcc: eve@example.com",
        "a\nBcc: eve@example.com",
        "a\rBcc: eve@example.com",
        "a\r\n\r\nBcc: eve@example.com",
        "a\0b",
        "a\u{202E}b\u{2066}c\u{200F}",
        "a\u{2028}Bcc: eve@example.com\u{2029}",
        "\u{85}Bcc: eve@example.com",
        "\"<eve@example.com>, \\\"",
        "Grüße, 顧客 🎉\r\nBcc: eve@example.com",
    ] {
        let broken =
            OutgoingMail { subject: trouble.to_owned(), to_name: trouble.to_owned(), ..mail() };
        let letter = letter(&from(), &broken).unwrap();
        let to: Vec<String> = letter.envelope().to().iter().map(ToString::to_string).collect();
        assert_eq!(to, ["dana@example.com"], "{trouble:?}");
        let text = String::from_utf8(letter.formatted()).unwrap();
        assert!(text.is_ascii(), "{text:?}");
        assert_eq!(headers(&text), usual, "{trouble:?}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n', '\0']), "{text:?}");
    }
}

#[test]
fn a_long_subject_is_folded() {
    let long = OutgoingMail { subject: "é".repeat(400), ..mail() };
    assert!(text(&long).split("\r\n").all(|line| line.len() <= 998));
}

#[test]
fn what_is_no_address_or_id_is_refused_without_showing_it() {
    for broken in [
        OutgoingMail {
            to_address: "eve@example.com\r\nRCPT TO:<x@y.example>".to_owned(),
            ..mail()
        },
        OutgoingMail { to_address: "nobody".to_owned(), ..mail() },
        OutgoingMail { message_id: "<1@x>\r\nBcc: eve@example.com".to_owned(), ..mail() },
        OutgoingMail { message_id: "1".to_owned(), ..mail() },
    ] {
        let Err(MailSendError::Refused(reason)) = letter(&from(), &broken) else {
            panic!("it is refused")
        };
        assert!(!reason.contains("eve") && !reason.contains("nobody"), "{reason}");
    }
}

#[test]
fn a_sender_is_an_address_on_one_line() {
    assert!("desk@example.com".parse::<From>().is_ok());
    for wrong in
        ["", "desk", "Desk <desk@example.com>\r\nBcc: eve@example.com", "a\u{202E}@b.example"]
    {
        assert!(wrong.parse::<From>().is_err(), "{wrong:?}");
    }
}

#[test]
fn the_body_arrives_as_it_was() {
    let body = "Grüße\n.\n..dots\nFrom here\n";
    let text = text(&OutgoingMail { body: body.to_owned(), ..mail() });
    assert!(text.contains("Content-Transfer-Encoding: "), "{text}");
}
