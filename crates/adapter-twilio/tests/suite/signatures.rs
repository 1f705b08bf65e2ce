//! Who signed a request, compared case by case with Twilio's own helper.

mod cases;
mod helper;

use crate::support::{ACCOUNT, TOKEN, account, scope, settings, twilio_with};
use callboard_adapter_twilio::{Secret, SigningTokens};
use callboard_telephony::{HttpMethod, RawWebhook, WebhookError, WebhookKind, ports::Webhooks};
use cases::Case;

/// What the helper (Python 9.13.0) made of the cases: signature and verdict.
const PINNED: &str = include_str!("vendor/verdicts.txt");

/// Whether the adapter believes a request. Whatever it says after that is not about the signature.
async fn believes(request: &RawWebhook, tokens: SigningTokens) -> bool {
    let mut account = account();
    account.signing = tokens;
    let twilio = twilio_with(account, settings("http://127.0.0.1:1"));
    !matches!(twilio.read(&scope(), request).await, Err(WebhookError::Forged))
}

fn only(token: &str) -> SigningTokens {
    SigningTokens { current: Secret::new(token), other: None }
}

async fn differences(cases: &[Case], verdicts: &str) -> (usize, usize, Vec<String>) {
    let lines: Vec<&str> = verdicts.lines().collect();
    assert_eq!(lines.len(), cases.len());
    let (mut believed, mut different) = (0, Vec::new());
    for (case, line) in cases.iter().zip(lines) {
        let (signature, verdict) = line.split_once(' ').unwrap();
        let ours = believes(&case.request(signature), only(&case.token)).await;
        believed += usize::from(ours);
        if ours != (verdict == "True") {
            different.push(format!("{ours} but {verdict}: {case:?}"));
        }
    }
    (cases.len(), believed, different)
}

#[tokio::test]
async fn we_believe_what_the_vendors_helper_believes() {
    let cases = cases::all();
    assert!(cases.len() >= 2_000, "{}", cases.len());
    let verdicts = match helper::verdicts(&cases).await {
        Ok(verdicts) => verdicts,
        Err(absent) => {
            eprintln!("SKIPPED, for want of {absent:?}: only the pinned verdicts are compared");
            return;
        }
    };
    let (count, believed, different) = differences(&cases, &verdicts).await;
    assert!(different.is_empty(), "{} differences, such as {}", different.len(), different[0]);
    assert!(believed > 500 && count - believed > 500, "{believed} of {count} believed");
    if verdicts != PINNED {
        let written = concat!(env!("CARGO_TARGET_TMPDIR"), "/twilio-verdicts.txt");
        std::fs::write(written, &verdicts).unwrap();
        panic!("the pinned verdicts are not those of the helper; its own are in {written}");
    }
}

#[tokio::test]
async fn we_believe_what_the_vendors_helper_believed_when_it_was_asked() {
    let (count, believed, different) = differences(&cases::all(), PINNED).await;
    assert!(different.is_empty(), "{} differences, such as {}", different.len(), different[0]);
    eprintln!("{count} cases, {believed} believed, 0 differences");
}

const URL: &str = "https://desk.example.com/hooks/twilio/opaque/status?o=7";

fn request(url: &str, body: &str, signature: &str) -> RawWebhook {
    RawWebhook {
        kind: WebhookKind::CallStatus,
        method: HttpMethod::Post,
        url: url.to_owned(),
        headers: vec![
            ("X-Twilio-Signature".to_owned(), signature.to_owned()),
            ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ],
        body: body.as_bytes().to_vec(),
    }
}

/// A request as the documents show it, with the signature that they give: both are Twilio's.
#[tokio::test]
async fn the_published_examples_are_believed() {
    let published = request(
        "https://mycompany.com/myapp.php?foo=1&bar=2",
        "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212",
        "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    );
    assert!(believes(&published, only("12345")).await);
    assert!(!believes(&published, only("12346")).await);
}

fn genuine() -> RawWebhook {
    let body = format!("AccountSid={ACCOUNT}&CallSid=CA1&CallStatus=ringing&Note=a+b%26c");
    let mut request = request(URL, &body, "");
    request.headers[0].1 = crate::webhooks::signature(&request, TOKEN);
    request
}

#[tokio::test]
async fn one_changed_byte_anywhere_is_a_forgery() {
    let genuine = genuine();
    assert!(believes(&genuine, only(TOKEN)).await);
    let mut forged = 0;
    for at in 0..genuine.url.len() {
        let mut bent = genuine.clone();
        let other = if genuine.url.as_bytes()[at] == b'x' { "y" } else { "x" };
        bent.url.replace_range(at..=at, other);
        assert!(!believes(&bent, only(TOKEN)).await, "{}", bent.url);
        forged += 1;
    }
    for at in 0..genuine.body.len() {
        let mut bent = genuine.clone();
        bent.body[at] = if genuine.body[at] == b'x' { b'y' } else { b'x' };
        assert!(!believes(&bent, only(TOKEN)).await, "byte {at} of the body");
        forged += 1;
    }
    let signature = genuine.headers[0].1.clone();
    for at in 0..signature.len() {
        for other in ["A", "b", "=", "+", " "] {
            if signature.as_bytes()[at] != other.as_bytes()[0] {
                let mut bent = genuine.clone();
                bent.headers[0].1.replace_range(at..=at, other);
                assert!(!believes(&bent, only(TOKEN)).await, "{:?}", bent.headers[0].1);
                forged += 1;
            }
        }
    }
    assert!(forged > 250, "{forged}");
}

#[tokio::test]
async fn without_one_clear_signature_nothing_is_believed() {
    let mut absent = genuine();
    absent.headers.remove(0);
    assert!(!believes(&absent, only(TOKEN)).await);
    for text in ["", " ", "=", "x"] {
        let mut empty = genuine();
        text.clone_into(&mut empty.headers[0].1);
        assert!(!believes(&empty, only(TOKEN)).await);
    }
    let mut double = genuine();
    double.headers.push(("x-twilio-signature".to_owned(), "x".to_owned()));
    assert!(!believes(&double, only(TOKEN)).await);
    let mut unhashed = genuine();
    "application/json; charset=utf-8".clone_into(&mut unhashed.headers[1].1);
    assert!(!believes(&unhashed, only(TOKEN)).await);
}

#[tokio::test]
async fn while_the_token_changes_both_are_believed_and_then_one() {
    let tokens = |current: &str, other: &str| SigningTokens {
        current: Secret::new(current),
        other: Some(Secret::new(other)),
    };
    assert!(believes(&genuine(), tokens(TOKEN, "new")).await);
    assert!(believes(&genuine(), tokens("new", TOKEN)).await);
    assert!(!believes(&genuine(), only("new")).await);
    assert!(!believes(&genuine(), only("key-secret")).await);
}

#[tokio::test]
async fn a_token_that_is_not_set_signs_nothing() {
    let mut request = genuine();
    request.headers[0].1 = crate::webhooks::signature(&request, "");
    assert!(!believes(&request, only("")).await);
    let half = SigningTokens { current: Secret::new(TOKEN), other: Some(Secret::new("")) };
    assert!(!believes(&request, half).await);
}

/// Signed by Twilio's library for Node (`querystring` re-encoded), which tries this spelling, too.
#[tokio::test]
async fn an_older_way_to_escape_the_query_is_believed() {
    for line in include_str!("vendor/legacy.txt").lines() {
        let (url, signature) = line.split_once(' ').unwrap();
        let mut request = request(url, "", signature);
        request.method = HttpMethod::Post;
        assert!(believes(&request, only(TOKEN)).await, "{url}");
    }
}
