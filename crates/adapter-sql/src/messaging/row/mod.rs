//! The rows of templates, conversations and texts, and their way to the snapshots and back.

pub(crate) mod conversation;
pub(crate) mod message;
pub(crate) mod template;
