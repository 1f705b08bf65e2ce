#![doc = include_str!("../README.md")]

pub mod analytics;
pub mod board;
pub mod bulk;
mod error;
mod events;
pub mod export;
pub mod import;
pub mod jobs;
pub mod model;
pub mod paper;
pub mod ports;
mod service;
pub mod views;
pub mod wallboard;

pub use error::CallError;
pub use events::{CallEvent, CallFacts, PromisedFollowUp};
pub use service::{
    BrokenRows, BulkChanges, BulkChangesPorts, BulkPreview, BulkSelection, CLAIM_FOR, CallImports,
    CallImportsPorts, CallJobs, CallJobsPorts, CallLogReader, CallViews, CallViewsPorts, Calls,
    CallsPorts, Checking, ClaimedCall, Counted, ExportItem, ExportRequest, Exports, ExportsPorts,
    FREE_SKIPS, FileReading, Fill, ImportAnswer, ImportView, ImportWork, MAX_EXPORTS_A_DAY,
    PlanEdit, Portion, PortionEnd, PreviewRow, READ_AT_ONCE, Taken, TriageItem, Undoing,
};
