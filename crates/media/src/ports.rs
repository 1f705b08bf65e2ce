//! What the media domain needs from outside.

mod attachments;
mod bytes;
mod recordings;
mod retention;
mod speech;
mod transcripts;

pub use attachments::{Added, AttachmentRepository};
pub use bytes::{
    BLOCK, ByteSource, CleanPicture, FileInspector, Heard, MediaFiles, MediaStore, NewFile,
    PictureError, SoundError, SoundPiece, SoundPieces,
};
pub use recordings::{ClaimedRecording, RecordingRepository};
pub use retention::RetentionStore;
pub use speech::{SpeechError, SpeechToText, Spoken};
pub use transcripts::{Appended, LiveNote, TranscriptRepository};

#[cfg(feature = "mock")]
pub use self::{
    attachments::MockAttachmentRepository,
    bytes::{MockFileInspector, MockMediaFiles, MockMediaStore},
    recordings::MockRecordingRepository,
    retention::MockRetentionStore,
    speech::MockSpeechToText,
    transcripts::MockTranscriptRepository,
};

use async_trait::async_trait;
use callboard_kernel::{CallId, PortError, Scope, Timestamp};

/// How far a call is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CallCourse {
    /// Since when people talk; `None` when nobody answered.
    pub talks_since: Option<Timestamp>,
    /// Whether it is over.
    pub is_over: bool,
}

/// Question: what must media know of a call? Answered by the calls.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CallsOfMedia: Send + Sync {
    /// When the call began; `None` when there is no such call for the actor.
    async fn began_at(&self, scope: &Scope, call: CallId) -> Result<Option<Timestamp>, PortError>;

    /// How far the call is; `None` when there is no such call for the actor.
    async fn course(&self, scope: &Scope, call: CallId) -> Result<Option<CallCourse>, PortError>;
}
