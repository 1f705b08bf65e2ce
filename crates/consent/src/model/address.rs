//! Where a contact goes: a number or an e-mail address, and by which channel.

use super::Channel;
use callboard_kernel::Phone;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An e-mail address, trimmed and in lower case. Dots and plus signs stay: they may be somebody else's.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is no e-mail address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotAnEmailAddress;

impl fmt::Display for NotAnEmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not an e-mail address")
    }
}

impl std::error::Error for NotAnEmailAddress {}

impl EmailAddress {
    /// Parses what a person writes. Only what cannot be delivered at all is refused.
    pub fn parse(text: &str) -> Result<Self, NotAnEmailAddress> {
        let text = text.trim().to_lowercase();
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnEmailAddress)?;
        let strange = |c: char| c.is_whitespace() || c.is_control() || c == ',';
        if local.is_empty() || domain.is_empty() || text.contains(strange) {
            return Err(NotAnEmailAddress);
        }
        Ok(Self(text))
    }

    /// The address as it is stored and compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = NotAnEmailAddress;
    fn try_from(text: String) -> Result<Self, NotAnEmailAddress> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Debug for EmailAddress {
    /// Shows only the domain, because debug output reaches logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let domain = self.0.rsplit_once('@').map_or("", |(_, domain)| domain);
        write!(f, "EmailAddress(…@{domain})")
    }
}

/// What can be reached.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Address {
    /// By call and text.
    Phone(Phone),
    /// By e-mail.
    Email(EmailAddress),
}

/// Channel and address in one, so that nobody can text an e-mail address.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Call this number.
    Call(Phone),
    /// Text this number.
    Text(Phone),
    /// Write to this address.
    Email(EmailAddress),
}

impl Target {
    /// How it is contacted.
    pub const fn channel(&self) -> Channel {
        match self {
            Self::Call(_) => Channel::Call,
            Self::Text(_) => Channel::Text,
            Self::Email(_) => Channel::Email,
        }
    }

    /// The number, when it has one.
    pub const fn phone(&self) -> Option<&Phone> {
        match self {
            Self::Call(phone) | Self::Text(phone) => Some(phone),
            Self::Email(_) => None,
        }
    }

    /// Whether it leads to an address.
    pub fn leads_to(&self, address: &Address) -> bool {
        match (self, address) {
            (Self::Call(mine) | Self::Text(mine), Address::Phone(other)) => mine == other,
            (Self::Email(mine), Address::Email(other)) => mine == other,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn email_addresses_are_compared_in_lower_case() {
        let address = EmailAddress::parse(" Ann.Lee+desk@Example.COM ").unwrap();
        assert_eq!(address.as_str(), "ann.lee+desk@example.com");
        for text in ["", "ann", "@example.com", "ann@", "a b@example.com", "a@x.com,b@x.com"] {
            assert_eq!(EmailAddress::parse(text), Err(NotAnEmailAddress), "{text}");
        }
    }

    #[test]
    fn debug_output_hides_who_it_is() {
        let address = EmailAddress::parse("ann@example.com").unwrap();
        assert_eq!(format!("{address:?}"), "EmailAddress(…@example.com)");
    }
}
