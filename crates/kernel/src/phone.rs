//! Telephone numbers in E.164.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A telephone number in E.164 form, such as `+18645550100`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Why a text is no telephone number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PhoneError {
    /// Not a number that can be dialled.
    #[error("is not a telephone number that can be dialled")]
    NotANumber,
}

impl Phone {
    /// Parses what a person or a provider writes: E.164 as it is, anything else with the rules of `region`
    /// (ISO 3166 alpha-2, such as `US`). Numbers of a plausible length are accepted even if the numbering plan does
    /// not list them, because fictional and newly opened ranges do ring.
    pub fn parse(text: &str, region: &str) -> Result<Self, PhoneError> {
        let country = region.parse::<phonenumber::country::Id>().ok();
        let number =
            phonenumber::parse(country, text.trim()).map_err(|_| PhoneError::NotANumber)?;
        let text = phonenumber::format(&number).mode(phonenumber::Mode::E164).to_string();
        Self::from_e164(&text)
    }

    /// Accepts a number that is already in E.164: `+`, then 7 to 15 digits, the first not zero.
    pub fn from_e164(text: &str) -> Result<Self, PhoneError> {
        let digits = text.strip_prefix('+').ok_or(PhoneError::NotANumber)?;
        let plausible = (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if plausible { Ok(Self(text.to_owned())) } else { Err(PhoneError::NotANumber) }
    }

    /// The number with its leading `+`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits without the `+`, as searched by fragment.
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }
}

/// The digits of a text in any format, to search numbers by fragment: `(864) 555-01` gives `86455501`.
pub fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

impl TryFrom<String> for Phone {
    type Error = PhoneError;
    fn try_from(text: String) -> Result<Self, PhoneError> {
        Self::from_e164(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Phone {
    /// Shows only the last two digits, because debug output reaches logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tail = self.0.len().saturating_sub(2);
        write!(f, "Phone(…{})", &self.0[tail..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_and_international_forms_become_e164() {
        for text in ["(864) 555-0100", "864.555.0100", "+1 864 555 0100", "1-864-555-0100"] {
            assert_eq!(
                Phone::parse(text, "US").map(String::from),
                Ok("+18645550100".into()),
                "{text}"
            );
        }
        assert_eq!(
            Phone::parse("020 7946 0000", "GB").map(String::from),
            Ok("+442079460000".into())
        );
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "anonymous", "+", "+0123456789", "12", "+123456789012345678"] {
            assert_eq!(Phone::parse(text, "US"), Err(PhoneError::NotANumber), "{text}");
        }
    }

    #[test]
    fn debug_output_hides_the_number() {
        let phone = Phone::from_e164("+18645550199").unwrap();
        assert_eq!(format!("{phone:?}"), "Phone(…99)");
    }

    #[test]
    fn a_fragment_in_any_format_is_its_digits() {
        assert_eq!(digits_of("(864) 555-01"), "86455501");
    }
}
