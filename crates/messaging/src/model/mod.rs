//! Texts, threads and templates: pure and sync.

mod conversation;
mod message;
mod placeholders;
mod segments;
mod shipped;
mod template;
mod vocabulary;

pub(crate) use conversation::shown_state;
pub use conversation::{Conversation, ConversationSnapshot, PartyKey};
pub use message::{Attempt, Failure, MAX_TEXT, Message, MessageSnapshot, NewText, Writer};
pub(crate) use placeholders::variables;
pub use placeholders::{Values, Variable, render};
pub use segments::{Alphabet, Segments, segments};
pub use shipped::shipped_templates;
pub use template::{DEFAULT_KEY, MAX_TEMPLATES, NewTemplate, Template, TemplateSnapshot};
pub use vocabulary::{
    ConversationState, MessageDirection, MessageState, Purpose, SettledAs, TextStanding,
};
