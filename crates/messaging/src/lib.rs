#![doc = include_str!("../README.md")]

pub mod board;
mod error;
pub mod events;
pub mod gate;
pub mod model;
pub mod ports;
pub mod pretend;
pub mod queue;
mod service;
mod settings;

pub use error::MessagingError;
pub use events::{MessageFacts, MessagingEvent};
pub use service::{
    ConversationEdit, Draft, Messaging, MessagingPorts, Previewed, Resolution, TemplateEdit,
    TemplateText, ThreadOfNumber, Wording,
};
pub use settings::TextSettings;
