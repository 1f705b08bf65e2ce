//! The key that a browser shows to Twilio: a JSON web token, signed with the secret of an API key. One algorithm, always
//! the same three claims: too little for a library.

use crate::account::TwilioAccount;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use callboard_kernel::Timestamp;
use callboard_telephony::{AccessToken, BrowserGrant, Incoming, Private};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

/// Twilio refuses tokens that are valid longer (error 20104).
const LONGEST_S: u32 = 86_400;
/// A shorter token would run out while the browser still rings.
const SHORTEST_S: u32 = 60;

/// Why there is no token.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum NoToken {
    /// The account has no key for browsers.
    #[error("the account has no API key for browsers")]
    NoKey,
    /// The secret cannot sign.
    #[error("the secret of the API key for browsers cannot sign")]
    BadSecret,
}

/// A token for one browser, valid from `now`.
pub(crate) fn token(
    account: &TwilioAccount,
    grant: &BrowserGrant,
    now: Timestamp,
) -> Result<AccessToken, NoToken> {
    let browsers = account.browsers.as_ref().ok_or(NoToken::NoKey)?;
    let valid_for_s = grant.valid_for_s.clamp(SHORTEST_S, LONGEST_S);
    let begin = now.unix_timestamp();
    let key = browsers.key.sid.as_str();

    let mut voice = Map::new();
    if grant.incoming == Incoming::Rings {
        voice.insert("incoming".to_owned(), json!({ "allow": true }));
    }
    if let Some(application) = &browsers.application {
        voice.insert("outgoing".to_owned(), json!({ "application_sid": application.as_str() }));
    }
    let header = json!({ "typ": "JWT", "alg": "HS256", "cty": "twilio-fpa;v=1" });
    let claims = json!({
        "jti": format!("{key}-{begin}"),
        "iss": key,
        "sub": account.sid.as_str(),
        "nbf": begin,
        "exp": begin + i64::from(valid_for_s),
        "grants": { "identity": grant.identity.as_str(), "voice": Value::Object(voice) },
    });

    let signed = format!("{}.{}", part(&header), part(&claims));
    let secret = browsers.key.secret.expose().as_bytes();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| NoToken::BadSecret)?;
    mac.update(signed.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    Ok(AccessToken {
        token: Private::new(format!("{signed}.{signature}")),
        expires_at: now + time::Duration::seconds(i64::from(valid_for_s)),
    })
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
