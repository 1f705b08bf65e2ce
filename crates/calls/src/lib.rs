#![doc = include_str!("../README.md")]

pub mod analytics;
pub mod board;
mod error;
mod events;
pub mod export;
pub mod import;
pub mod jobs;
pub mod model;
pub mod paper;
pub mod ports;
mod service;
pub mod wallboard;

pub use error::CallError;
pub use events::{CallEvent, CallFacts, PromisedFollowUp};
pub use service::{
    CLAIM_FOR, CallJobs, CallJobsPorts, Calls, CallsPorts, ClaimedCall, ExportItem, ExportRequest,
    Exports, ExportsPorts, FREE_SKIPS, ImportAnswer, MAX_EXPORTS_A_DAY, READ_AT_ONCE, TriageItem,
};
