//! Addresses that a provider asks or fetches from.

use std::fmt;

/// An address of ours that the provider asks: `https`, at most 2,048 characters, all of them printable ASCII. What else
/// it names is not checked here, because it comes from the configuration and not from a stranger.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Link(String);

/// A text is no address that a provider could ask.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("is not an https address")]
pub struct NotALink;

/// Longer addresses are cut or refused by some providers.
const LONGEST: usize = 2_048;

impl Link {
    /// Accepts an absolute `https` address.
    pub fn parse(text: &str) -> Result<Self, NotALink> {
        let rest = text.strip_prefix("https://").ok_or(NotALink)?;
        let starts_with_a_host = rest.starts_with(|letter: char| letter.is_ascii_alphanumeric());
        let printable = text.bytes().all(|byte| byte.is_ascii_graphic());
        if starts_with_a_host && printable && text.len() <= LONGEST {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotALink)
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_is_asked() {
        assert!(Link::parse("https://desk.example.com/hooks/a?o=1").is_ok());
        for text in
            ["", "http://a.example", "https://", "https:///a", "https://a b", "https://a\nb", "//a"]
        {
            assert_eq!(Link::parse(text), Err(NotALink), "{text}");
        }
    }
}
