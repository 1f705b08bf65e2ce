#![doc = include_str!("../README.md")]

pub mod board;
mod error;
pub mod events;
pub mod hours;
pub mod model;
pub mod ports;
pub mod report;
pub mod rules;
mod service;

pub use error::FollowUpError;
pub use events::{FollowUpEvent, FollowUpFacts};
pub use service::{
    ContactMade, FollowUpEdit, FollowUps, FollowUpsPorts, MissedCall, NewFollowUp, OutcomePromise,
    PauseRequest,
};
