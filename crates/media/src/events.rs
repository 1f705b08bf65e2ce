//! What happens to media. Wire names are append only. Nothing that was said or shown is in an event.

use crate::model::RecordingState;
use callboard_kernel::{AttachmentId, CallId, DomainEvent, RecordingId};
use serde::{Deserialize, Serialize};

/// Wire name of the event that a store of settings writes when the retention was replaced. Its payload is
/// `{"kind": "media", "version": n}`.
pub const SETTINGS_CHANGED: &str = "media.settings_changed";

/// An event of the media domain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum MediaEvent {
    /// Files were put to a call.
    AttachmentsAdded {
        /// The call.
        call: CallId,
        /// The attachments.
        attachments: Vec<AttachmentId>,
    },
    /// An attachment was removed; it can be taken back.
    AttachmentRemoved {
        /// The call.
        call: CallId,
        /// The attachment.
        attachment: AttachmentId,
    },
    /// A removed attachment was taken back.
    AttachmentRestored {
        /// The call.
        call: CallId,
        /// The attachment.
        attachment: AttachmentId,
    },
    /// A recording came into another state.
    RecordingChanged {
        /// The call.
        call: CallId,
        /// The recording.
        recording: RecordingId,
        /// Its state now.
        state: RecordingState,
    },
    /// Something was added to the transcript of a call, or the transcript was deleted.
    TranscriptChanged {
        /// The call.
        call: CallId,
        /// Segments after it.
        segments: u32,
    },
}

impl MediaEvent {
    /// The call that it is about.
    pub const fn call(&self) -> CallId {
        match self {
            Self::AttachmentsAdded { call, .. }
            | Self::AttachmentRemoved { call, .. }
            | Self::AttachmentRestored { call, .. }
            | Self::RecordingChanged { call, .. }
            | Self::TranscriptChanged { call, .. } => *call,
        }
    }
}

impl DomainEvent for MediaEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::AttachmentsAdded { .. } => "media.attachments_added",
            Self::AttachmentRemoved { .. } => "media.attachment_removed",
            Self::AttachmentRestored { .. } => "media.attachment_restored",
            Self::RecordingChanged { .. } => "media.recording_changed",
            Self::TranscriptChanged { .. } => "media.transcript_changed",
        }
    }

    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }
}
