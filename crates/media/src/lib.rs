#![doc = include_str!("../README.md")]

mod error;
mod events;
pub mod model;
pub mod ports;
mod service;

pub use error::MediaError;
pub use events::{MediaEvent, SETTINGS_CHANGED};
pub use service::{
    ATTACHMENTS_OF_A_CALL, AtProvider, LARGEST_FILE, LiveReport, Media, MediaPorts, OpenFile,
    READ_AT_ONCE, Transcript, Upload, Wanted,
};
