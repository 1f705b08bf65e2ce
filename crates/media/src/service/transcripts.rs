//! What was said.

use super::{Media, files::line};
use crate::{
    MediaError,
    model::{NewSegment, Segment, TranscriptHead, TranscriptHit, TranscriptSource, Words},
    ports::Appended,
};
use callboard_kernel::{
    AuditAction, CallId, Invalid, Page, PageRequest, Permission, Scope, TranscriptSegmentId,
};
use serde_json::json;

/// Least characters that are searched for.
const LEAST_SEARCHED: usize = 3;

impl Media {
    /// Something was said in a call that is written down while people talk. The same segment may come twice.
    pub async fn transcript_said(
        &self,
        scope: &Scope,
        call: CallId,
        segment: NewSegment,
    ) -> Result<(), MediaError> {
        scope.require(Permission::WorkCalls)?;
        self.append(scope, call, TranscriptSource::Live, vec![segment]).await
    }

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

    /// What is known of the transcript of a call; `None` when nothing was written down.
    pub async fn transcript_head(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Option<TranscriptHead>, MediaError> {
        self.of_call(scope, call).await?;
        Ok(self.ports.transcripts.head(scope, call).await?)
    }

    /// A page of what was said, numbers and addresses masked.
    pub async fn transcript(
        &self,
        scope: &Scope,
        call: CallId,
        page: &PageRequest,
    ) -> Result<Page<Segment>, MediaError> {
        self.of_call(scope, call).await?;
        Ok(self.ports.transcripts.page(scope, call, Words::Masked, page).await?)
    }

    /// A page of what was said, as it was said. The audit trail remembers each.
    pub async fn transcript_as_said(
        &self,
        scope: &Scope,
        call: CallId,
        page: &PageRequest,
    ) -> Result<Page<Segment>, MediaError> {
        scope.require(Permission::Supervise)?;
        self.of_call(scope, call).await?;
        let found = self.ports.transcripts.page(scope, call, Words::AsSaid, page).await?;
        let facts = json!({"words": Words::AsSaid.as_str(), "segments": found.items.len()});
        let audit = line(AuditAction::Access, "transcript", call.uuid(), facts);
        self.ports.files.note(scope, audit, self.ports.clock.now()).await?;
        Ok(found)
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
