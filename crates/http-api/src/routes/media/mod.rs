//! What is kept of calls: recordings, transcripts, attachments, and for how long.

mod attachments;
mod file;
mod link;
mod recordings;
mod retention;
mod transcripts;
mod upload;

pub(crate) use attachments::AttachmentsApi;
pub(crate) use file::FilesApi;
pub(crate) use recordings::RecordingsApi;
pub(crate) use retention::RetentionApi;
pub(crate) use transcripts::TranscriptsApi;

use crate::fields::vocabulary;
use callboard_media::model::{
    ConsentFact, FileKind, LiveProgress, RecordingState, Speaker, TranscriptSource,
};

vocabulary! {
    FileKind => "FileKind",
    RecordingState => "RecordingState",
    ConsentFact => "RecordingConsent",
    Speaker => "Speaker",
    TranscriptSource => "TranscriptSource",
    LiveProgress => "TranscriptProgress",
}
