//! An instant on the wire: RFC 3339, UTC, milliseconds, always the same width.

use super::plain_type;
use callboard_kernel::{Timestamp, millis, timestamp};
use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type},
};
use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::Value;
use std::{borrow::Cow, fmt};
use time::{UtcOffset, format_description::well_known::Rfc3339};

/// An instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Instant(pub(crate) Timestamp);

impl Instant {
    /// Reads RFC 3339 with any offset; what is finer than a millisecond is cut off, because nothing finer is stored.
    /// Years 1 to 9998: local days around the very ends of the calendar cannot be reckoned.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let at = Timestamp::parse(text, &Rfc3339).ok()?;
        let at = at.checked_to_offset(UtcOffset::UTC)?;
        if !(1..=9998).contains(&at.year()) {
            return None;
        }
        Some(Self(timestamp(millis(at))))
    }
}

impl From<Timestamp> for Instant {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl Instant {
    /// As it is written, digit by digit: a page has hundreds of instants, and the machinery of `format!` costs more than
    /// the rest of writing them.
    fn letters(self) -> [u8; 24] {
        let (year, month, day) = self.0.to_calendar_date();
        let (hour, minute, second, millis) = self.0.to_hms_milli();
        let mut letters = *b"0000-00-00T00:00:00.000Z";
        // Years are those of calls: four digits.
        put(&mut letters[0..4], year.unsigned_abs());
        put(&mut letters[5..7], u8::from(month).into());
        put(&mut letters[8..10], day.into());
        put(&mut letters[11..13], hour.into());
        put(&mut letters[14..16], minute.into());
        put(&mut letters[17..19], second.into());
        put(&mut letters[20..23], millis.into());
        letters
    }
}

/// Writes a number with leading zeros.
fn put(place: &mut [u8], mut number: u32) {
    for letter in place.iter_mut().rev() {
        *letter = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.letters()).map_err(|_| fmt::Error)?)
    }
}

impl Type for Instant {
    plain_type!();

    fn name() -> Cow<'static, str> {
        "Instant".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "date-time")))
    }
}

impl ParseFromParameter for Instant {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        Self::parse(text).ok_or_else(|| ParseError::custom("is no RFC 3339 instant"))
    }
}

impl ParseFromJSON for Instant {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value {
            Some(Value::String(text)) => Self::parse_from_parameter(&text),
            other => Err(ParseError::expected_type(other.unwrap_or_default())),
        }
    }
}

impl ToJSON for Instant {
    fn to_json(&self) -> Option<Value> {
        Some(Value::from(self.to_string()))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(str::from_utf8(&self.letters()).map_err(S::Error::custom)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_offset_comes_out_as_utc_with_milliseconds() {
        for text in
            ["2026-03-01T12:00:00+02:00", "2026-03-01T10:00:00Z", "2026-03-01T10:00:00.0004Z"]
        {
            assert_eq!(Instant::parse(text).unwrap().to_string(), "2026-03-01T10:00:00.000Z");
        }
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in ["", "2026-03-01", "2026-03-01T10:00:00", "2026-02-30T10:00:00Z", "now"] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_ends_of_the_calendar_are_refused() {
        for text in ["9999-12-31T23:59:59Z", "9998-12-31T23:00:00-01:00", "0000-06-01T00:00:00Z"] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
        assert!(Instant::parse("9999-01-01T00:00:00+01:00").is_some());
    }
}
