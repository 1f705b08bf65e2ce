//! Twilio as it reports: forms, signed with the token of the account.

use crate::{Server, plain_http};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::collections::BTreeMap;

/// The account of the tests.
pub const ACCOUNT: &str = "AC00000000000000000000000000000000";
/// Its token.
pub const TOKEN: &str = "0123456789abcdef0123456789abcdef";
/// The address under which Twilio believes to reach the server.
pub const ORIGIN: &str = "https://hooks.example.com";

/// The settings of a server that has Twilio; nothing can be asked of it, so nothing leaves the machine.
pub const SETTINGS: [(&str, &str); 4] = [
    ("CALLBOARD_TWILIO_ACCOUNT_SID", ACCOUNT),
    ("CALLBOARD_TWILIO_AUTH_TOKEN", TOKEN),
    ("CALLBOARD_TWILIO_API_URL", "http://127.0.0.1:9"),
    ("CALLBOARD_HOOKS_URL", ORIGIN),
];

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: String,
}

/// Somebody who reports like Twilio.
#[derive(Clone, Debug)]
pub struct Reporter {
    http: reqwest::Client,
    base: String,
    path: String,
}

impl Reporter {
    /// To the secret address that the workspace was given, such as `https://hooks.example.com/hooks/twilio/…/voice`.
    pub fn new(server: &Server, voice_url: &str) -> Self {
        let path = voice_url.strip_prefix(ORIGIN).expect("the address is ours");
        let path = path.strip_suffix("/voice").expect("it is that of calls").to_owned();
        let http = plain_http().build().expect("a client can be made");
        Self { http, base: server.base().to_owned(), path }
    }

    /// The same workspace at another replica.
    pub fn at(&self, server: &Server) -> Self {
        Self { base: server.base().to_owned(), ..self.clone() }
    }

    /// Reports something, signed.
    pub async fn report(&self, what: &str, fields: &[(&str, &str)]) -> Reply {
        let signature = self.signature(what, fields);
        self.report_signed(what, fields, Some(&signature)).await
    }

    /// Reports something with this signature.
    pub async fn report_signed(
        &self,
        what: &str,
        fields: &[(&str, &str)],
        signature: Option<&str>,
    ) -> Reply {
        let fields = with_account(fields);
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        let mut request = self
            .http
            .post(format!("{}{}/{what}", self.base, self.path))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        if let Some(signature) = signature {
            request = request.header("X-Twilio-Signature", signature);
        }
        let answer = request.send().await.expect("the server answers");
        let status = answer.status().as_u16();
        Reply { status, body: answer.text().await.expect("the answer can be read") }
    }

    /// The signature that Twilio would make.
    pub fn signature(&self, what: &str, fields: &[(&str, &str)]) -> String {
        let mut text = format!("{ORIGIN}{}/{what}", self.path);
        for (name, value) in with_account(fields) {
            text.push_str(&name);
            text.push_str(&value);
        }
        let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).expect("any key will do");
        mac.update(text.as_bytes());
        STANDARD.encode(mac.finalize().into_bytes())
    }
}

fn with_account(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    let account = [("AccountSid", ACCOUNT)];
    let all = account.iter().chain(fields);
    all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
