#![doc = include_str!("../README.md")]

pub mod analytics;
pub mod board;
pub mod bulk;
mod error;
mod events;
pub mod import;
pub mod jobs;
pub mod model;
pub mod ports;
mod service;
pub mod views;
pub mod wallboard;

pub use error::CallError;
pub use events::{CallEvent, CallFacts, PromisedFollowUp};
pub use service::{
    BulkChanges, BulkChangesPorts, BulkPreview, BulkSelection, CLAIM_FOR, CallJobs, CallJobsPorts, CallViews, CallViewsPorts,
    Calls, CallsPorts, ClaimedCall, Counted, FREE_SKIPS, ImportAnswer, TriageItem, Undoing,
};
