//! What a provider is answered when it asks.

use crate::{CallFlow, Private};

/// An answer, before it is written in the provider's language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// What a call shall do.
    Call(CallFlow),
    /// A message back to whoever wrote. Nothing is sent to somebody whom the provider has answered already.
    Message(Private),
    /// It was heard, and nothing follows.
    Heard,
}

/// An answer in the provider's language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The media type of the body; `None` when there is no body.
    pub content_type: Option<&'static str>,
    /// The body.
    pub body: String,
}
