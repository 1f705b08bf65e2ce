//! Texts: conversations, what is written in them, templates, and what a workspace sets about them.

mod conversation;
mod message;
mod of_number;
pub(crate) mod row;
mod settings;
mod template;
mod words;
mod writing;

pub(crate) use conversation::ConversationsApi;
pub(crate) use message::MessagesApi;
pub(crate) use of_number::OfNumberApi;
pub(crate) use settings::TextSettingsApi;
pub(crate) use template::TemplatesApi;
pub(crate) use writing::WritingApi;
