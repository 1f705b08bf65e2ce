//! An account, a scope, and a pretend Twilio.

mod server;

pub(crate) use server::{Reply, Request, Server};

use callboard_adapter_twilio::{
    ApiKey, BrowserSettings, Credentials, OneAccount, Secret, Sid, SigningTokens, Twilio,
    TwilioAccount, TwilioSettings,
};
use callboard_kernel::{ManualClock, Phone, Scope, Timestamp, WorkspaceId, timestamp};
use callboard_telephony::{Link, NewMessage, ProviderCallId, Sender};
use std::{sync::Arc, time::Duration};

pub(crate) const ACCOUNT: &str = "AC00000000000000000000000000000001";
pub(crate) const TOKEN: &str = "12345";
pub(crate) const KEY: &str = "SK00000000000000000000000000000001";

/// When everything happens: 2026-10-02T15:00:00Z.
pub(crate) fn now() -> Timestamp {
    timestamp(1_790_953_200_000)
}

#[expect(clippy::disallowed_methods, reason = "tests make scopes")]
pub(crate) fn scope() -> Scope {
    Scope::system(WorkspaceId(uuid::Uuid::nil()), "test")
}

pub(crate) fn account() -> TwilioAccount {
    let key = ApiKey { sid: Sid::api_key(KEY).unwrap(), secret: Secret::new("key-secret") };
    TwilioAccount {
        sid: Sid::account(ACCOUNT).unwrap(),
        credentials: Credentials::ApiKey(key.clone()),
        signing: SigningTokens { current: Secret::new(TOKEN), other: None },
        browsers: Some(BrowserSettings {
            key,
            application: Some(Sid::application("AP00000000000000000000000000000001").unwrap()),
        }),
    }
}

/// Without distance between requests, so that tests are quick; otherwise as in the field.
pub(crate) fn settings(at: &str) -> TwilioSettings {
    TwilioSettings {
        api: at.to_owned(),
        lookups: at.to_owned(),
        messaging: at.to_owned(),
        patience: Duration::from_secs(1),
        between_calls: Duration::ZERO,
        between_requests: Duration::ZERO,
        ..TwilioSettings::default()
    }
}

pub(crate) fn twilio_with(account: TwilioAccount, settings: TwilioSettings) -> Twilio {
    let clock = Arc::new(ManualClock::new(now()));
    Twilio::try_new(Arc::new(OneAccount(Arc::new(account))), settings, clock).unwrap()
}

pub(crate) fn twilio(at: &str) -> Twilio {
    twilio_with(account(), settings(at))
}

/// One that waits as long as this answer deserves: where nothing is to come, a busy machine changes nothing.
pub(crate) fn twilio_expecting(reply: &Reply, at: &str) -> Twilio {
    let mut settings = settings(at);
    if matches!(reply, Reply::Silence | Reply::Half(_)) {
        settings.request = Duration::from_millis(400);
    }
    twilio_with(account(), settings)
}

pub(crate) fn phone(last: u8) -> Phone {
    Phone::from_e164(&format!("+1864555{:04}", 100 + u16::from(last))).unwrap()
}

pub(crate) fn link(path: &str) -> Link {
    Link::parse(&format!("https://desk.example.com/hooks/twilio/opaque/{path}")).unwrap()
}

pub(crate) fn call_id() -> ProviderCallId {
    ProviderCallId::parse("CA00000000000000000000000000000001").unwrap()
}

pub(crate) fn message() -> NewMessage {
    NewMessage::try_new(phone(1), Sender::Number(phone(0)), "We are on our way.", vec![]).unwrap()
}
