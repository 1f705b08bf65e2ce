//! What was said in calls.

use crate::{
    answer::{Answer, Rows},
    auth::Caller,
    fields::Word,
    problem::Problem,
    request::{Params, page},
    routes::{Part, calls::row::CallRow},
};
use callboard_kernel::CallId;
use callboard_media::{
    Transcript,
    model::{self, LiveProgress, Speaker, TranscriptSource},
};
use poem_openapi::{Object, OpenApi, param::Path};
use serde::Serialize;
use uuid::Uuid;

/// Something that was said.
#[derive(Object, Serialize)]
#[oai(rename = "SpokenSegment", skip_serializing_if_is_none)]
pub(crate) struct Segment {
    /// Its id.
    id: Uuid,
    /// Who.
    speaker: Word<Speaker>,
    /// Where in the call it begins, in milliseconds.
    start_ms: u64,
    /// Where it ends.
    end_ms: u64,
    /// How sure the machine is, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    /// What.
    text: String,
    /// Whether something of it is masked, or was before it was asked for as it was said.
    masked: bool,
}

impl From<model::Segment> for Segment {
    fn from(segment: model::Segment) -> Self {
        let model::Segment { id, speaker, start_ms, end_ms, confidence, text, is_masked } = segment;
        Self {
            id: id.uuid(),
            speaker: Word(speaker),
            start_ms,
            end_ms,
            confidence: confidence.map(|sure| f64::from(sure) / 1_000.0),
            text,
            masked: is_masked,
        }
    }
}

/// A page of a transcript.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct TranscriptPage {
    /// Where it comes from; absent when nothing was written down.
    source: Option<Word<TranscriptSource>>,
    /// Whether it goes on being written down at this moment; absent when nothing was.
    progress: Option<Word<LiveProgress>>,
    /// Segments of all pages.
    segments: u32,
    /// In the order of speaking.
    data: Vec<Segment>,
    /// Where the next page starts.
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

fn paged(Transcript { head, said }: Transcript) -> TranscriptPage {
    let next_cursor = said.next.map(|cursor| cursor.0);
    TranscriptPage {
        source: head.map(|head| Word(head.source)),
        progress: head.map(|head| Word(head.progress)),
        segments: head.map_or(0, |head| head.segments),
        data: said.items.into_iter().map(Segment::from).collect(),
        has_more: next_cursor.is_some(),
        next_cursor,
    }
}

/// A place in a transcript that holds what was looked for.
#[derive(Object, Serialize)]
pub(crate) struct TranscriptHit {
    /// The call.
    call: CallRow,
    /// What was said, masked.
    segment: Segment,
}

/// A page of places.
#[derive(Object, Serialize)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct TranscriptHits {
    /// Newest calls first.
    data: Vec<TranscriptHit>,
    /// Where the next page starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// Which page.
#[derive(Object)]
pub(crate) struct TranscriptQuery {
    /// `next_cursor` of the page before.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

/// What to look for.
#[derive(Object)]
pub(crate) struct TranscriptSearch {
    /// A fragment of what was said. Numbers and addresses are masked and cannot be found.
    #[oai(validator(min_length = 3, max_length = 200))]
    q: String,
    /// `next_cursor` of the page before.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

pub(crate) struct TranscriptsApi;

#[OpenApi(tag = "Part::Media")]
impl TranscriptsApi {
    /// What was said in a call
    ///
    /// Telephone numbers, card numbers and addresses are masked. On a line that wants it, it grows while people talk; `progress`
    /// is `going_on` then, and the live feed says `transcript_grew`. What comes from the recording later takes its place.
    #[oai(path = "/calls/:id/transcript", method = "get", operation_id = "get_transcript")]
    async fn get(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        query: Params<TranscriptQuery>,
    ) -> Result<Answer<TranscriptPage>, Problem> {
        let (call, page) = (CallId(id.0), page(query.0.limit, query.0.cursor));
        Ok(Answer(paged(caller.media.transcript(&caller.scope, call, &page).await?)))
    }

    /// What was said in a call, unmasked
    ///
    /// Who asks stands in the audit trail.
    #[oai(
        path = "/calls/:id/transcript/reveal",
        method = "post",
        operation_id = "reveal_transcript"
    )]
    async fn reveal(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        query: Params<TranscriptQuery>,
    ) -> Result<Answer<TranscriptPage>, Problem> {
        let (call, page) = (CallId(id.0), page(query.0.limit, query.0.cursor));
        Ok(Answer(paged(caller.media.transcript_as_said(&caller.scope, call, &page).await?)))
    }

    /// Search what was said in all calls
    #[oai(path = "/transcripts/search", method = "get", operation_id = "search_transcripts")]
    async fn search(
        &self,
        caller: Caller,
        query: Params<TranscriptSearch>,
    ) -> Result<Rows<TranscriptHits>, Problem> {
        let page = page(query.0.limit, query.0.cursor);
        let found = caller.media.search_transcripts(&caller.scope, &query.0.q, &page).await?;
        let mut ids: Vec<_> = found.items.iter().map(|hit| hit.call).collect();
        ids.dedup();
        let rows = caller.calls.rows(&caller.scope, &ids).await?;
        let hits = found.items.into_iter().filter_map(|hit| {
            let call = rows.iter().find(|row| row.id == hit.call)?;
            Some(TranscriptHit { call: call.clone().into(), segment: hit.segment.into() })
        });
        let next_cursor = found.next.map(|cursor| cursor.0);
        Ok(Rows(TranscriptHits {
            data: hits.collect(),
            has_more: next_cursor.is_some(),
            next_cursor,
        }))
    }
}
