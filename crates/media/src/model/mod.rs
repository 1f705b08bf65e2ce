//! What media are, without any I/O.

mod attachment;
mod file_kind;
mod file_name;
mod recording;
mod redaction;
mod retention;
mod transcript;

pub use attachment::{Attachment, AttachmentSnapshot, Picture, UNDO_DAYS};
pub use file_kind::{FileKind, Treatment};
pub use file_name::safe_name;
pub(crate) use file_name::without_ending;
pub use recording::{
    ConsentFact, Failure, NewRecording, Peaks, Recording, RecordingSnapshot, RecordingState,
    RecordingTask, Sound,
};
pub use redaction::redacted;
pub use retention::{
    KeptCounts, LEAST_DAYS, LONGEST_DAYS, MediaClass, RetentionSettings, expired_before,
};
pub use transcript::{
    LiveProgress, NewSegment, Segment, Speaker, TranscriptHead, TranscriptHit, TranscriptSource,
    Words,
};
