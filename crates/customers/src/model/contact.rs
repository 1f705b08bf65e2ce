//! Where and when a customer can be reached.

use super::vocabulary::Weekday;
use callboard_kernel::Phone;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A number of a customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CustomerPhone {
    /// The number.
    pub number: Phone,
    /// What it is, such as `mobile` or `office`; 40 characters at most.
    pub label: Option<String>,
    /// The one to call first.
    pub primary: bool,
}

/// An e-mail address of a customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CustomerEmail {
    /// Trimmed and lower-case.
    pub address: String,
    /// What it is; 40 characters at most.
    pub label: Option<String>,
}

/// A postal address; each part 120 characters at most.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Address {
    /// Street and number.
    pub street: String,
    /// Flat, floor, gate.
    pub street2: String,
    /// Town.
    pub city: String,
    /// State or province.
    pub state: String,
    /// Postal code.
    pub postal_code: String,
    /// ISO 3166 code or name of the country; empty means the workspace's.
    pub country: String,
}

impl Address {
    /// Its parts with their field names, in the order in which one writes them.
    pub fn parts(&self) -> [(&'static str, &str); 6] {
        [
            ("street", &self.street),
            ("street2", &self.street2),
            ("city", &self.city),
            ("state", &self.state),
            ("postal_code", &self.postal_code),
            ("country", &self.country),
        ]
    }

    /// Whether nothing is written in it.
    pub fn is_empty(&self) -> bool {
        self.parts().iter().all(|(_, part)| part.is_empty())
    }

    /// The same address without space around its parts.
    pub fn trimmed(&self) -> Self {
        Self {
            street: self.street.trim().to_owned(),
            street2: self.street2.trim().to_owned(),
            city: self.city.trim().to_owned(),
            state: self.state.trim().to_owned(),
            postal_code: self.postal_code.trim().to_owned(),
            country: self.country.trim().to_owned(),
        }
    }
}

/// A time of day in minutes since midnight, 0 to 1440; stored and sent as `08:30`, the end of the day as `24:00`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// The time of a text like `08:30`; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(hours) || !digits(minutes) {
            return None;
        }
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        let sum = hours * 60 + minutes;
        (minutes < 60 && sum <= 24 * 60).then_some(Self(sum))
    }

    /// Minutes since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("is not a time of day like 08:30")
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

/// When a customer likes to be reached (S1-DB-14).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TimeWindow {
    /// The day.
    pub day: Weekday,
    /// From.
    pub start: TimeOfDay,
    /// Until; later than `start`.
    pub end: TimeOfDay,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_written_with_four_digits() {
        for text in ["00:00", "08:30", "23:59", "24:00"] {
            assert_eq!(TimeOfDay::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "8:30", "24:01", "12:60", "ab:cd", "+1:30", "12:3", "12:300"] {
            assert_eq!(TimeOfDay::parse(text), None, "{text}");
        }
    }
}
