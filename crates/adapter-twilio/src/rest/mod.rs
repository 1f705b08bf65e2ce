//! Requests to Twilio: `client` sends and judges, the others say what is asked.

mod accounts;
mod breaker;
mod calls;
mod client;
mod downloads;
mod failure;
mod lookups;
mod messages;
mod pace;
mod refusals;
mod senders;
mod transcriptions;

pub(crate) use client::Client;
pub(crate) use refusals::refusal;

use serde_json::Value;

/// A text of a JSON object, unless it is absent, of another type, or empty.
fn text<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str().filter(|text| !text.is_empty())
}

/// A number that may also be written as a text.
fn number(object: &Value, name: &str) -> Option<u32> {
    let value = object.get(name)?;
    value
        .as_u64()
        .and_then(|number| u32::try_from(number).ok())
        .or_else(|| value.as_str()?.parse().ok())
}
