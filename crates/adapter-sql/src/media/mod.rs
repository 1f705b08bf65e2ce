//! The stores of media.

mod attachments;
mod files;
mod recordings;
mod retention;
mod row;
mod transcripts;

pub(crate) use attachments::SqlAttachments;
pub(crate) use files::SqlMediaFiles;
pub(crate) use recordings::SqlRecordings;
pub(crate) use retention::SqlRetention;
pub(crate) use transcripts::SqlTranscripts;
