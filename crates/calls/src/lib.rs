#![doc = include_str!("../README.md")]

pub mod board;
mod error;
mod events;
pub mod import;
pub mod model;
pub mod ports;
mod service;

pub use error::CallError;
pub use events::{CallEvent, CallFacts, PromisedFollowUp};
pub use service::{
    CLAIM_FOR, Calls, CallsPorts, ClaimedCall, FREE_SKIPS, ImportAnswer, TriageItem,
};
