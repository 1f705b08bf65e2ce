#![doc = include_str!("../README.md")]

pub mod board;
mod error;
mod events;
pub mod import;
pub mod model;
pub mod ports;

pub use error::CallError;
pub use events::{CallEvent, CallFacts, PromisedFollowUp};
