//! Keeps what was said.

use super::row::segment::{self, Column, Entity};
use crate::{
    commit::{self, News},
    dialect::Searched,
    error::{Outcome, Result},
    keyset::{Holds, Order},
    scoped,
    search::{self, Reading},
    store::store,
    stored::At,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_kernel::{
    AuditDraft, CallId, Page, PageRequest, PortError, SaveError, Scope, Timestamp, millis,
    timestamp,
};
use callboard_media::{
    MediaEvent,
    model::{
        LiveProgress, NewSegment, Segment, TranscriptHead, TranscriptHit, TranscriptSource, Words,
    },
    ports::{Appended, LiveNote, TranscriptRepository},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QuerySelect, Select};
use std::collections::BTreeSet;

store! {
    /// Keeps transcripts.
    SqlTranscripts + ids
}

#[async_trait]
impl TranscriptRepository for SqlTranscripts {
    async fn append(&self, scope: &Scope, appended: Appended) -> Result<u32, SaveError> {
        self.add(scope, appended).await.saving("transcripts.append")
    }

    async fn note_live(&self, scope: &Scope, note: LiveNote) -> Result<bool, SaveError> {
        self.note(scope, note).await.saving("transcripts.note_live")
    }

    async fn head(&self, scope: &Scope, call: CallId) -> Result<Option<TranscriptHead>, PortError> {
        self.read_head(scope, call).await.during("transcripts.head")
    }

    async fn page(
        &self,
        scope: &Scope,
        call: CallId,
        words: Words,
        page: &PageRequest,
    ) -> Result<Page<Segment>, PortError> {
        self.read_page(scope, call, words, page).await.during("transcripts.page")
    }

    async fn search(
        &self,
        scope: &Scope,
        text: &str,
        page: &PageRequest,
    ) -> Result<Page<TranscriptHit>, PortError> {
        self.find(scope, text, page).await.during("transcripts.search")
    }

    async fn remove(
        &self,
        scope: &Scope,
        call: CallId,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<bool, SaveError> {
        self.delete(scope, call, &audit, at).await.saving("transcripts.remove")
    }
}

impl SqlTranscripts {
    async fn add(&self, scope: &Scope, appended: Appended) -> Result<u32> {
        let Appended { call, call_at, source, segments, at } = appended;
        let mut tx = self.db.write(scope).await?;
        // The transcript first: who adds at the same moment waits here and then sees what stands.
        let sql = "INSERT INTO transcripts (workspace_id, call_id, source, segments, created_at, updated_at) \
                   VALUES ($1, $2, $3, 0, $4, $4) \
                   ON CONFLICT (workspace_id, call_id) DO UPDATE SET updated_at = $4 RETURNING source";
        let values = [call.uuid().into(), source.as_str().into(), millis(at).into()];
        let stands = scoped::query_one(&tx, sql, values).await?;
        let stands = stands.map(|row| row.try_get::<String>("", "source")).transpose()?;
        if stands.is_some_and(|stands| stands != source.as_str()) {
            if source == TranscriptSource::Live {
                return Ok(0);
            }
            replace_live(&tx, call).await?;
        }
        let known = known_keys(&tx, call, &segments).await?;
        let mut seen = BTreeSet::new();
        let rows: Vec<_> = segments
            .into_iter()
            .filter(|(_, one)| !known.contains(&one.key) && seen.insert(one.key.clone()))
            .map(|(id, one)| {
                let shown = one.shown();
                let NewSegment { key, speaker, start_ms, end_ms, confidence, text } = one;
                segment::ActiveModel {
                    workspace_id: Set(tx.workspace_uuid()),
                    id: Set(id.uuid()),
                    call_id: Set(call.uuid()),
                    call_at: Set(millis(call_at)),
                    said_key: Set(key),
                    speaker: Set(speaker.as_str().to_owned()),
                    start_ms: Set(start_ms as i64),
                    end_ms: Set(end_ms as i64),
                    confidence: Set(confidence.map(i32::from)),
                    said: Set(text),
                    shown: Set(shown),
                }
            })
            .collect();
        if rows.is_empty() {
            // Nothing is new, so nothing is written: not even that somebody said it again.
            return Ok(0);
        }
        let added = rows.len() as u32;
        scoped::insert_all::<Entity, _>(&tx, rows).await?;
        let sql = "UPDATE transcripts SET segments = segments + $3 WHERE workspace_id = $1 AND call_id = $2 \
                   RETURNING segments";
        let row =
            scoped::query_one(&tx, sql, [call.uuid().into(), i64::from(added).into()]).await?;
        let all: i64 = row.map(|row| row.try_get("", "segments")).transpose()?.unwrap_or_default();
        let events = [MediaEvent::TranscriptChanged { call, segments: all as u32 }];
        let news = News { events: &events, audit: None, at, cause: None, depth: 0 };
        commit::tell(&mut tx, &*self.ids, news).await?;
        tx.commit().await?;
        Ok(added)
    }

    async fn note(&self, scope: &Scope, note: LiveNote) -> Result<bool> {
        let LiveNote { call, transcription, progress, at } = note;
        let mut tx = self.db.write(scope).await?;
        let sql = "INSERT INTO transcripts (workspace_id, call_id, source, segments, created_at, updated_at) \
                   VALUES ($1, $2, $3, 0, $4, $4) \
                   ON CONFLICT (workspace_id, call_id) DO UPDATE SET updated_at = $4 RETURNING segments";
        let live = TranscriptSource::Live.as_str();
        let values = [call.uuid().into(), live.into(), millis(at).into()];
        let row = scoped::query_one(&tx, sql, values).await?;
        let all: i64 = row.map(|row| row.try_get("", "segments")).transpose()?.unwrap_or_default();
        let sql = "INSERT INTO live_transcriptions (workspace_id, call_id, transcription, progress, updated_at) \
                   VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (workspace_id, call_id, transcription) \
                   DO UPDATE SET progress = EXCLUDED.progress, updated_at = EXCLUDED.updated_at \
                   WHERE live_transcriptions.progress = $6 AND EXCLUDED.progress <> $6";
        let values = [
            call.uuid().into(),
            transcription.into(),
            progress.as_str().into(),
            millis(at).into(),
            LiveProgress::GoesOn.as_str().into(),
        ];
        if scoped::execute(&tx, sql, values).await?.rows_affected() == 0 {
            return Ok(false);
        }
        let events = [MediaEvent::TranscriptChanged { call, segments: all as u32 }];
        let news = News { events: &events, audit: None, at, cause: None, depth: 0 };
        commit::tell(&mut tx, &*self.ids, news).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn read_head(&self, scope: &Scope, call: CallId) -> Result<Option<TranscriptHead>> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT source, segments, created_at, updated_at FROM transcripts \
                   WHERE workspace_id = $1 AND call_id = $2";
        let row = scoped::query_one(&tx, sql, [call.uuid().into()]).await?;
        let sql =
            "SELECT progress FROM live_transcriptions WHERE workspace_id = $1 AND call_id = $2";
        let live = scoped::query_all(&tx, sql, [call.uuid().into()]).await?;
        tx.done().await?;
        let Some(row) = row else { return Ok(None) };
        let source: String = row.try_get("", "source")?;
        let at = At::new("transcripts", call.uuid());
        let source = at.word("source", &source, TranscriptSource::parse)?;
        let mut known = Vec::new();
        for row in live {
            let progress: String = row.try_get("", "progress")?;
            known.push(at.word("progress", &progress, LiveProgress::parse)?);
        }
        Ok(Some(TranscriptHead {
            source,
            progress: progress(source, &known),
            segments: row.try_get::<i64>("", "segments")? as u32,
            created_at: timestamp(row.try_get("", "created_at")?),
            updated_at: timestamp(row.try_get("", "updated_at")?),
        }))
    }

    async fn read_page(
        &self,
        scope: &Scope,
        call: CallId,
        words: Words,
        request: &PageRequest,
    ) -> Result<Page<Segment>> {
        let tx = self.db.read(scope).await?;
        let order = Order {
            name: "transcript".to_owned(),
            columns: vec![("start_ms", Holds::Number), ("id", Holds::Id)],
            descending: false,
        };
        let select = columns(scoped::find::<Entity>(&tx)).filter(Column::CallId.eq(call.uuid()));
        let page = order.page(&tx, select, request, |row| segment::read(row, words)).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn find(
        &self,
        scope: &Scope,
        text: &str,
        request: &PageRequest,
    ) -> Result<Page<TranscriptHit>> {
        let tx = self.db.read(scope).await?;
        let held =
            search::condition(&tx, Searched::TranscriptSegments, Column::Id, text, Reading::Page);
        let order = Order {
            name: "transcript_search".to_owned(),
            columns: vec![("call_at", Holds::Number), ("id", Holds::Id)],
            descending: true,
        };
        let select = columns(scoped::find::<Entity>(&tx)).filter(held.await?);
        let page = order.page(&tx, select, request, segment::read_hit).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn delete(
        &self,
        scope: &Scope,
        call: CallId,
        audit: &AuditDraft,
        at: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.write(scope).await?;
        for sql in [
            "DELETE FROM transcript_segments WHERE workspace_id = $1 AND call_id = $2",
            "DELETE FROM live_transcriptions WHERE workspace_id = $1 AND call_id = $2",
        ] {
            scoped::execute(&tx, sql, [call.uuid().into()]).await?;
        }
        let sql = "DELETE FROM transcripts WHERE workspace_id = $1 AND call_id = $2";
        if scoped::execute(&tx, sql, [call.uuid().into()]).await?.rows_affected() == 0 {
            return Ok(false);
        }
        let events = [MediaEvent::TranscriptChanged { call, segments: 0 }];
        let news = News { events: &events, audit: Some(audit), at, cause: None, depth: 0 };
        commit::tell(&mut tx, &*self.ids, news).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// What was heard of all live transcriptions of a call.
fn progress(source: TranscriptSource, known: &[LiveProgress]) -> LiveProgress {
    if source == TranscriptSource::Recording {
        LiveProgress::Ended
    } else if known.is_empty() || known.contains(&LiveProgress::GoesOn) {
        LiveProgress::GoesOn
    } else if known.contains(&LiveProgress::BrokeOff) {
        LiveProgress::BrokeOff
    } else {
        LiveProgress::Ended
    }
}

/// Takes away what was written down live, so that the words of the recording take its place.
async fn replace_live(tx: &Tx, call: CallId) -> Result<()> {
    let sql = "DELETE FROM transcript_segments WHERE workspace_id = $1 AND call_id = $2";
    scoped::execute(tx, sql, [call.uuid().into()]).await?;
    let sql =
        "UPDATE transcripts SET source = $3, segments = 0 WHERE workspace_id = $1 AND call_id = $2";
    let source = TranscriptSource::Recording.as_str();
    scoped::execute(tx, sql, [call.uuid().into(), source.into()]).await?;
    Ok(())
}

fn columns(select: Select<Entity>) -> Select<Entity> {
    select.select_only().columns([
        Column::Id,
        Column::CallId,
        Column::CallAt,
        Column::Speaker,
        Column::StartMs,
        Column::EndMs,
        Column::Confidence,
        Column::Said,
        Column::Shown,
    ])
}

/// Those keys of these segments that the call has.
async fn known_keys(
    tx: &Tx,
    call: CallId,
    segments: &[(callboard_kernel::TranscriptSegmentId, NewSegment)],
) -> Result<BTreeSet<String>> {
    let mut known = BTreeSet::new();
    for some in segments.chunks(500) {
        let keys: Vec<String> = scoped::find::<Entity>(tx)
            .select_only()
            .column(Column::SaidKey)
            .filter(Column::CallId.eq(call.uuid()))
            .filter(Column::SaidKey.is_in(some.iter().map(|(_, one)| one.key.clone())))
            .into_tuple()
            .all(&**tx)
            .await?;
        known.extend(keys);
    }
    Ok(known)
}
