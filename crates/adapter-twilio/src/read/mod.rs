//! What Twilio reports, believed and read. Only ids must be there; anything else may be absent, repeated or nonsense.

mod calls;
mod messages;
mod transcriptions;

use crate::{
    account::TwilioAccount,
    form::Fields,
    signature::{is_genuine, is_json, query_of},
};
use callboard_telephony::{
    Delivery, HttpMethod, NotAnId, ProviderEvent, RawWebhook, WebhookError, WebhookKind,
};
use sha2::{Digest, Sha256};

/// The largest real request has a few kilobytes.
const LARGEST: usize = 1024 * 1024;
/// Identifies a request that Twilio makes again.
const RETRY_TOKEN: &str = "i-twilio-idempotency-token";

/// Believes a request only when it is signed for this account, then reads it.
pub(crate) fn read(
    account: &TwilioAccount,
    request: &RawWebhook,
) -> Result<Delivery, WebhookError> {
    if request.body.len() > LARGEST || request.url.len() > LARGEST {
        return Err(WebhookError::TooLarge);
    }
    if !is_genuine(request, &account.signing) {
        return Err(WebhookError::Forged);
    }
    read_again(account, request)
}

/// Reads a request that was believed when it came.
pub(crate) fn read_again(
    account: &TwilioAccount,
    request: &RawWebhook,
) -> Result<Delivery, WebhookError> {
    let query = query_of(&request.url);
    let events = if is_json(request) {
        // Nothing that we ask for is reported as JSON; what is signed is taken and left alone.
        Vec::new()
    } else {
        let fields = match request.method {
            HttpMethod::Get => query.clone(),
            HttpMethod::Post => Fields::parse(&request.body),
        };
        let owner = fields.text("AccountSid").ok_or(missing("AccountSid"))?;
        if owner != account.sid.as_str() {
            return Err(WebhookError::Foreign);
        }
        events(request.kind, &fields, &query)?
    };
    Ok(Delivery { dedupe_key: dedupe_key(request), events, query: query.into_pairs() })
}

fn events(
    kind: WebhookKind,
    fields: &Fields,
    query: &Fields,
) -> Result<Vec<ProviderEvent>, WebhookError> {
    let event = match kind {
        WebhookKind::Call => Some(calls::offered(fields)?),
        WebhookKind::Continued => Some(calls::continued(fields)?),
        WebhookKind::CallStatus => calls::progressed(fields)?,
        WebhookKind::Recording => calls::recording(fields, query)?,
        WebhookKind::Machine => Some(calls::answered(fields)?),
        WebhookKind::Transcription => transcriptions::progressed(fields)?,
        WebhookKind::Message => Some(messages::received(fields)?),
        WebhookKind::MessageStatus => messages::progressed(fields)?,
    };
    Ok(event.into_iter().collect())
}

/// Facts are the same when address and body are. A call that comes back for instructions may say the same twice and mean
/// it (the caller pressed 1 again), so there Twilio's own mark of a repetition decides, where it sends one.
fn dedupe_key(request: &RawWebhook) -> String {
    let mut hash = Sha256::new();
    hash.update(&request.url);
    hash.update([0]);
    let asks = matches!(request.kind, WebhookKind::Call | WebhookKind::Continued);
    match request.header(RETRY_TOKEN).filter(|_| asks) {
        Some(token) => {
            hash.update([1]);
            hash.update(token);
        }
        None => hash.update(&request.body),
    }
    format!("{}:{}", request.kind, hex::encode(hash.finalize()))
}

const fn missing(field: &'static str) -> WebhookError {
    WebhookError::Unreadable { field }
}

/// An id that must be there.
fn id<T>(
    fields: &Fields,
    name: &'static str,
    parse: impl Fn(&str) -> Result<T, NotAnId>,
) -> Result<T, WebhookError> {
    fields.text(name).and_then(|text| parse(text).ok()).ok_or(missing(name))
}

/// An id that may be absent.
fn optional_id<T>(
    fields: &Fields,
    name: &str,
    parse: impl Fn(&str) -> Result<T, NotAnId>,
) -> Option<T> {
    fields.text(name).and_then(|text| parse(text).ok())
}
