//! Keeps what was said.

use crate::model::{
    LiveProgress, NewSegment, Segment, TranscriptHead, TranscriptHit, TranscriptSource, Words,
};
use async_trait::async_trait;
use callboard_kernel::{
    AuditDraft, CallId, Page, PageRequest, PortError, SaveError, Scope, Timestamp,
    TranscriptSegmentId,
};

/// Segments for the transcript of a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Appended {
    /// The call.
    pub call: CallId,
    /// When the call began; search shows the newest calls first.
    pub call_at: Timestamp,
    /// Where they come from.
    pub source: TranscriptSource,
    /// The segments with their ids.
    pub segments: Vec<(TranscriptSegmentId, NewSegment)>,
    /// When they came.
    pub at: Timestamp,
}

/// How far a live transcription is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LiveNote {
    /// The call.
    pub call: CallId,
    /// The transcription, as its provider names it.
    pub transcription: String,
    /// How far it is.
    pub progress: LiveProgress,
    /// When that was heard.
    pub at: Timestamp,
}

/// Keeps transcripts. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TranscriptRepository: Send + Sync {
    /// Adds those segments whose keys are new, with one event when there are any; answers how many. The masked text is what
    /// search finds. The first segments from a recording replace all that was written down live, and what is live adds nothing to
    /// what is from a recording.
    async fn append(&self, scope: &Scope, appended: Appended) -> Result<u32, SaveError>;

    /// Notes how far a live transcription is, with one event when that is new; answers whether it was. One that is over does not
    /// go on, in whatever order the notes come. A call without a transcript gets an empty one.
    async fn note_live(&self, scope: &Scope, note: LiveNote) -> Result<bool, SaveError>;

    /// What is known of a transcript; `None` when nothing was written down. A live one goes on while one of its transcriptions
    /// does, or while none was heard of.
    async fn head(&self, scope: &Scope, call: CallId) -> Result<Option<TranscriptHead>, PortError>;

    /// A page of a transcript, in the order of speaking.
    async fn page(
        &self,
        scope: &Scope,
        call: CallId,
        words: Words,
        page: &PageRequest,
    ) -> Result<Page<Segment>, PortError>;

    /// Places that hold the text, in the masked words of all transcripts: newest calls first. A text of fewer than three
    /// characters finds nothing.
    async fn search(
        &self,
        scope: &Scope,
        text: &str,
        page: &PageRequest,
    ) -> Result<Page<TranscriptHit>, PortError>;

    /// Deletes a transcript with its audit line and its event; `false` when there was none.
    async fn remove(
        &self,
        scope: &Scope,
        call: CallId,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<bool, SaveError>;
}
