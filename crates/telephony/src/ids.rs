//! Ids that a provider gave. They go into addresses of the provider, so they hold nothing that could lead elsewhere.

use std::fmt;

/// A text is no id of a provider: it is empty, longer than 64, or has other characters than `A–Z a–z 0–9 _ -`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("is not an id of a provider")]
pub struct NotAnId;

fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

macro_rules! provider_ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Accepts 1 to 64 letters, digits, `_` and `-`.
            pub fn parse(text: &str) -> Result<Self, NotAnId> {
                if is_id(text) { Ok(Self(text.to_owned())) } else { Err(NotAnId) }
            }

            /// As the provider writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )+};
}

provider_ids! {
    /// A leg of a call.
    ProviderCallId;
    /// A message.
    ProviderMessageId;
    /// A recording.
    ProviderRecordingId;
    /// A transcription that goes on while people talk.
    ProviderTranscriptionId;
    /// A pool of senders that the provider chooses from.
    SenderPoolId;
}

/// The name under which a browser rings and is rung: 1 to 121 letters, digits and `_`, which every provider takes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Identity(String);

impl Identity {
    /// Accepts 1 to 121 letters, digits and `_`.
    pub fn parse(text: &str) -> Result<Self, NotAnId> {
        let fine = (1..=121).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if fine { Ok(Self(text.to_owned())) } else { Err(NotAnId) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_leads_nowhere_else() {
        assert!(ProviderCallId::parse("CA0123456789abcdef").is_ok());
        for text in ["", "a/b", "..", "a?b", "a b", "a%2e", "é", &"a".repeat(65)] {
            assert_eq!(ProviderCallId::parse(text), Err(NotAnId), "{text}");
        }
    }

    #[test]
    fn an_identity_is_one_word() {
        assert!(Identity::parse("member_7").is_ok());
        for text in ["", "a-b", "a b", "client:a", &"a".repeat(122)] {
            assert_eq!(Identity::parse(text), Err(NotAnId), "{text}");
        }
    }
}
