//! The key of a browser, compared with one that Twilio's own library made (Python 9.13.0) at the same instant.

use crate::support::{now, scope, twilio};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use callboard_telephony::{BrowserGrant, Identity, Incoming, ports::BrowserPhones};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

const VENDORS: &str = include_str!("vendor/token.txt");

fn decoded(token: &str) -> (Value, Value) {
    let mut parts = token.trim().split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
    let mut part = || serde_json::from_slice(&parts.next().unwrap()).unwrap();
    (part(), part())
}

fn is_signed(token: &str) -> bool {
    let (signed, signature) = token.trim().rsplit_once('.').unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(b"key-secret").unwrap();
    mac.update(signed.as_bytes());
    mac.verify_slice(&URL_SAFE_NO_PAD.decode(signature).unwrap()).is_ok()
}

fn grant(incoming: Incoming, valid_for_s: u32) -> BrowserGrant {
    BrowserGrant { identity: Identity::parse("member_7").unwrap(), incoming, valid_for_s }
}

#[tokio::test]
async fn a_token_says_what_the_vendors_says() {
    let twilio = twilio("http://127.0.0.1:1");
    let token = twilio.token(&scope(), &grant(Incoming::Rings, 3_600)).await.unwrap();
    assert_eq!(decoded(token.token.expose()), decoded(VENDORS));
    assert!(is_signed(token.token.expose()) && is_signed(VENDORS));
    assert_eq!(token.expires_at, now() + time::Duration::hours(1));
    assert!(!format!("{token:?}").contains(token.token.expose()));
}

#[tokio::test]
async fn no_token_lives_longer_than_a_day_or_rings_unasked() {
    let twilio = twilio("http://127.0.0.1:1");
    let token = twilio.token(&scope(), &grant(Incoming::Silent, u32::MAX)).await.unwrap();
    assert_eq!(token.expires_at, now() + time::Duration::days(1));
    let (_, claims) = decoded(token.token.expose());
    assert_eq!(claims["grants"]["voice"].get("incoming"), None);
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["nbf"].as_i64().unwrap(), 86_400);
}
