//! What was said.

use super::{Media, files::line};
use crate::{
    MediaError,
    model::{
        LiveProgress, NewSegment, Segment, TranscriptHead, TranscriptHit, TranscriptSource, Words,
    },
    ports::Appended,
};
use callboard_kernel::{
    AuditAction, CallId, Invalid, Page, PageRequest, Permission, Scope, Timestamp,
    TranscriptSegmentId, millis,
};
use serde_json::json;

/// Least characters that are searched for.
const LEAST_SEARCHED: usize = 3;

/// A page of what was said in a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Transcript {
    /// What is known of the whole; `None` when nothing was written down.
    pub head: Option<TranscriptHead>,
    /// The page, in the order of speaking.
    pub said: Page<Segment>,
}

impl Media {
    /// All that was said in a call, at once.
    pub async fn transcript_written(
        &self,
        scope: &Scope,
        call: CallId,
        source: TranscriptSource,
        segments: Vec<NewSegment>,
    ) -> Result<(), MediaError> {
        scope.require(Permission::WorkCalls)?;
        self.append(scope, call, source, segments).await
    }

    pub(super) async fn append(
        &self,
        scope: &Scope,
        call: CallId,
        source: TranscriptSource,
        segments: Vec<NewSegment>,
    ) -> Result<(), MediaError> {
        let call_at = self.ports.calls.began_at(scope, call).await?.ok_or(MediaError::NotFound)?;
        self.append_since(scope, (call, call_at), source, segments).await
    }

    /// Segments of a call that began then.
    pub(super) async fn append_since(
        &self,
        scope: &Scope,
        (call, call_at): (CallId, Timestamp),
        source: TranscriptSource,
        segments: Vec<NewSegment>,
    ) -> Result<(), MediaError> {
        let segments: Vec<_> = segments
            .into_iter()
            .filter_map(NewSegment::kept)
            .map(|segment| (TranscriptSegmentId(self.ports.ids.next()), segment))
            .collect();
        if segments.is_empty() {
            return Ok(());
        }
        let at = self.ports.clock.now();
        let appended = Appended { call, call_at, source, segments, at };
        self.ports.transcripts.append(scope, appended).await?;
        Ok(())
    }

    /// A page of what was said, numbers and addresses masked.
    pub async fn transcript(
        &self,
        scope: &Scope,
        call: CallId,
        page: &PageRequest,
    ) -> Result<Transcript, MediaError> {
        self.read_words(scope, call, Words::Masked, page).await
    }

    /// A page of what was said, as it was said. The audit trail remembers each.
    pub async fn transcript_as_said(
        &self,
        scope: &Scope,
        call: CallId,
        page: &PageRequest,
    ) -> Result<Transcript, MediaError> {
        scope.require(Permission::Supervise)?;
        let found = self.read_words(scope, call, Words::AsSaid, page).await?;
        let facts = json!({"words": Words::AsSaid.as_str(), "segments": found.said.items.len()});
        let audit = line(AuditAction::Access, "transcript", call.uuid(), facts);
        self.ports.files.note(scope, audit, self.ports.clock.now()).await?;
        Ok(found)
    }

    async fn read_words(
        &self,
        scope: &Scope,
        call: CallId,
        words: Words,
        page: &PageRequest,
    ) -> Result<Transcript, MediaError> {
        let began = self.of_call(scope, call).await?;
        let head = self.ports.transcripts.head(scope, call).await?;
        let said = self.ports.transcripts.page(scope, call, words, page).await?;
        match head {
            Some(head) if head.source == TranscriptSource::Live => {
                self.as_heard(scope, (call, began), head, said).await
            }
            head => Ok(Transcript { head, said }),
        }
    }

    /// Live text counts from the first ring, because who answered may be told late. Who reads it counts from the answer, as a
    /// recording does. Nothing goes on when the call is over, whether or not that was reported.
    async fn as_heard(
        &self,
        scope: &Scope,
        (call, began): (CallId, Timestamp),
        mut head: TranscriptHead,
        mut said: Page<Segment>,
    ) -> Result<Transcript, MediaError> {
        let course = self.ports.calls.course(scope, call).await?;
        if course.is_none_or(|course| course.is_over) && head.progress == LiveProgress::GoesOn {
            head.progress = LiveProgress::Ended;
        }
        let talks_since = course.and_then(|course| course.talks_since).unwrap_or(began);
        let rang = u64::try_from(millis(talks_since) - millis(began)).unwrap_or_default();
        said.items = said.items.into_iter().map(|segment| segment.later_by(rang)).collect();
        Ok(Transcript { head: Some(head), said })
    }

    /// Places in all transcripts that hold the text, numbers and addresses masked; newest calls first.
    pub async fn search_transcripts(
        &self,
        scope: &Scope,
        text: &str,
        page: &PageRequest,
    ) -> Result<Page<TranscriptHit>, MediaError> {
        scope.require(Permission::Download)?;
        if text.trim().chars().count() < LEAST_SEARCHED {
            let message = format!("Has {LEAST_SEARCHED} characters at least.");
            return Err(Invalid::field("q", "too_short", message).into());
        }
        Ok(self.ports.transcripts.search(scope, text, page).await?)
    }
}
