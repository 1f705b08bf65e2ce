//! The stores of texts.

mod board;
mod conversations;
mod gate;
mod messages;
mod pretend;
mod queue;
mod reports;
mod row;
mod settings;
mod templates;
mod thread;

pub(crate) use board::SqlMessagingBoard;
pub(crate) use conversations::SqlConversations;
pub(crate) use messages::SqlMessages;
pub(crate) use pretend::SqlPretendTexts;
pub(crate) use queue::SqlSendQueue;
pub(crate) use settings::SqlTextSettings;
pub(crate) use templates::SqlMessageTemplates;
