//! Instants as the API writes them.

use time::{
    Duration, OffsetDateTime,
    format_description::{StaticFormatDescription, well_known::Rfc3339},
    macros::format_description,
};

/// RFC 3339 with milliseconds, as the API writes instants.
const MILLIS: StaticFormatDescription =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

/// This moment. The server lives in real time, and so do its tests.
#[expect(
    clippy::disallowed_methods,
    reason = "a server in another process cannot be given a clock"
)]
pub fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// The text of an instant in UTC.
pub fn text_of(at: OffsetDateTime) -> String {
    at.format(MILLIS).unwrap()
}

/// The instant of a text of the API.
pub fn instant_of(text: &str) -> OffsetDateTime {
    OffsetDateTime::parse(text, &Rfc3339).unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

/// So many minutes before now, as text.
pub fn minutes_ago(minutes: i64) -> String {
    text_of(now() - Duration::minutes(minutes))
}

/// So many seconds before now, as text.
pub fn seconds_ago(seconds: i64) -> String {
    text_of(now() - Duration::seconds(seconds))
}
