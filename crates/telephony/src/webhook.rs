//! A request of a provider, before and after it is believed.

use crate::ProviderEvent;
use callboard_kernel::{PortError, words};
use std::fmt;

words! {
    /// What a provider reports to one of our addresses. The address decides it, not the content.
    pub enum WebhookKind {
        /// Somebody calls; instructions are expected.
        Call = "call",
        /// A call comes back for more instructions: after a question, a connection, a voicemail, a queue.
        Continued = "continued",
        /// How far a leg has come.
        CallStatus = "call_status",
        /// What became of a recording.
        Recording = "recording",
        /// Text of what is being said.
        Transcription = "transcription",
        /// Whether a person or a machine answered.
        Machine = "machine",
        /// Somebody wrote.
        Message = "message",
        /// How far a message has come.
        MessageStatus = "message_status",
    }
}

words! {
    /// How a request was made.
    pub enum HttpMethod {
        /// Everything is in the address.
        Get = "get",
        /// There is a body.
        Post = "post",
    }
}

/// A request as it came over the wire: nothing of it is decoded or trimmed, because it is signed as it is.
#[derive(Clone, PartialEq, Eq)]
pub struct RawWebhook {
    /// What it is about, by the address that it came to.
    pub kind: WebhookKind,
    /// How it was made.
    pub method: HttpMethod,
    /// The address that the provider asked: the configured public address, then path and query byte by byte as received.
    /// It must never be built from the `Host` or `X-Forwarded-*` headers of the request.
    pub url: String,
    /// Headers as received; their names in any case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl RawWebhook {
    /// The only value of a header; `None` when it is absent or there are several, of which any could be the forged one.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let (_, value) = values.next()?;
        values.next().is_none().then_some(value.as_str())
    }
}

impl fmt::Debug for RawWebhook {
    /// Leaves out address, headers and body: they hold numbers, texts and signatures.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawWebhook")
            .field("kind", &self.kind)
            .field("method", &self.method)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A request that was believed and understood.
#[derive(Clone, PartialEq, Debug)]
pub struct Delivery {
    /// The same for every repetition of this request and for no other, at most 128 characters: journal it under a unique
    /// key of the provider.
    pub dedupe_key: String,
    /// What it says; empty when it is of a kind that we do not know yet.
    pub events: Vec<ProviderEvent>,
    /// The query of the address, decoded: what we put there ourselves, such as the id of the row that made the call. It is
    /// signed like the rest.
    pub query: Vec<(String, String)>,
}

impl Delivery {
    /// The first value of a name in the query.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Why a request was not taken. All but the last mean that it is not to be journalled.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// There is no signature, or it does not fit (403).
    #[error("the request is not signed by the provider")]
    Forged,
    /// It is signed, but speaks of another account (403).
    #[error("the request belongs to another account")]
    Foreign,
    /// It is larger than any real one (413).
    #[error("the request is too large")]
    TooLarge,
    /// It is signed, but lacks what every real one has (400).
    #[error("the request lacks a readable `{field}`")]
    Unreadable {
        /// What is missing or cannot be read.
        field: &'static str,
    },
    /// The account could not be read; let the provider try again (503).
    #[error(transparent)]
    Port(#[from] PortError),
}
