//! One call with everything that its drawer shows.

use super::row::CallRow;
use crate::{
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    routes::{customers::card::ContactCard, followups::row::FollowUpRow},
};
use callboard_calls::{
    CallError,
    model::{self, LineType, SpamReason},
};
use callboard_customers::CustomerError;
use callboard_kernel::{CallId, CustomerId, Loaded, Version};
use poem_openapi::Object;
use uuid::Uuid;

/// A call with everything that is known of it.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CallDetail {
    #[oai(flatten)]
    pub(crate) row: CallRow,
    /// What the agent wrote.
    notes: String,
    /// What the caller agreed to.
    consent: Consent,
    /// Files.
    attachments: Vec<CallAttachment>,
    /// What the network says of the number.
    carrier_info: CarrierInfo,
    /// Where the recording is.
    recording_url: Option<String>,
    /// What was said.
    transcript: Option<Transcript>,
    /// Why it is spam.
    spam_reason: Option<Word<SpamReason>>,
    /// Its follow-ups, newest first.
    follow_ups: Vec<FollowUpRow>,
    /// The customer at a glance.
    contact_card: Option<ContactCard>,
    /// Until when the last outcome can be taken back.
    pub(crate) undo_until: Option<Instant>,
    /// When the row was made.
    created_at: Instant,
    /// When it last changed.
    updated_at: Instant,
}

/// What a caller agreed to; absent is "not recorded".
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Consent {
    /// May be recorded.
    recording: Option<bool>,
    /// May be texted.
    sms_opt_in: Option<bool>,
    /// When either was last recorded.
    last_updated: Option<Instant>,
}

/// A file of a call.
#[derive(Object)]
pub(crate) struct CallAttachment {
    /// Id.
    id: Uuid,
    /// Name as uploaded.
    name: String,
    /// Size.
    size_bytes: u64,
    /// Media type by content.
    content_type: String,
}

/// What the network says of a number.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CarrierInfo {
    /// Name of the carrier.
    carrier: Option<String>,
    /// Kind of line.
    line_type: Word<LineType>,
}

/// What was said.
#[derive(Object)]
pub(crate) struct Transcript {
    /// Utterances in time order.
    segments: Vec<TranscriptSegment>,
}

/// One utterance.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct TranscriptSegment {
    /// Id within the transcript.
    id: String,
    /// `agent` or `customer`.
    speaker: String,
    /// The words.
    text: String,
    /// How sure the recogniser is, 0 to 1.
    confidence: Option<f32>,
    /// Seconds from the start of the recording.
    at_s: f32,
}

/// One call.
#[derive(Object)]
pub(crate) struct OneCall {
    /// The call.
    pub(crate) call: CallDetail,
}

/// Loads a call with everything around it.
pub(crate) async fn of(caller: &Caller, id: CallId) -> Result<(CallDetail, Version), Problem> {
    let loaded = caller.calls.get(&caller.scope, id).await?;
    around(caller, loaded).await
}

/// Puts everything around a call that was just read or written.
pub(crate) async fn around(
    caller: &Caller,
    loaded: Loaded<model::Call>,
) -> Result<(CallDetail, Version), Problem> {
    let id = loaded.value.snapshot().id;
    let row = async { caller.calls.row(&caller.scope, id).await.map_err(Problem::from) };
    let follow_ups =
        async { caller.follow_ups.of_call(&caller.scope, id).await.map_err(Problem::from) };
    let card = card(caller, loaded.value.snapshot().customer);
    let (row, follow_ups, contact_card) = tokio::try_join!(row, follow_ups, card)?;
    let now = caller.clock.now();
    let undo_until = loaded.value.undo_until(now).map(Instant);
    let s = loaded.value.snapshot().clone();
    let detail = CallDetail {
        row: row.into(),
        notes: s.notes,
        consent: s.consent.into(),
        attachments: s.attachments.into_iter().map(CallAttachment::from).collect(),
        carrier_info: CarrierInfo {
            carrier: s.carrier.carrier,
            line_type: Word(s.carrier.line_type),
        },
        recording_url: s.recording_url,
        transcript: s.transcript.map(Transcript::from),
        spam_reason: s.spam_reason.map(Word),
        follow_ups: follow_ups.into_iter().map(|row| FollowUpRow::of(row, now)).collect(),
        contact_card,
        undo_until,
        created_at: s.created_at.into(),
        updated_at: s.updated_at.into(),
    };
    Ok((detail, loaded.version))
}

/// The customer at a glance. One that is gone meanwhile is no reason to hide the call.
async fn card(caller: &Caller, id: Option<CustomerId>) -> Result<Option<ContactCard>, Problem> {
    let Some(id) = id else { return Ok(None) };
    let row = caller.customers.row(&caller.scope, id);
    let whole = caller.customers.get(&caller.scope, id);
    match tokio::try_join!(row, whole) {
        Ok((row, whole)) => Ok(Some(ContactCard::of(row, whole.value.snapshot()))),
        Err(CustomerError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The refusal of a claim names who holds the call.
pub(crate) async fn refusal(caller: &Caller, id: CallId, error: CallError) -> Problem {
    let CallError::HeldByOther { until, .. } = &error else { return error.into() };
    let until = Instant(*until);
    match caller.calls.row(&caller.scope, id).await.map(|row| row.claim) {
        Ok(Some(claim)) => {
            let by = crate::problem::PersonRef { id: claim.by.uuid(), name: claim.by_name };
            Problem::from(error).held(by, until)
        }
        Ok(None) | Err(_) => error.into(),
    }
}

impl From<model::Consent> for Consent {
    fn from(consent: model::Consent) -> Self {
        Self {
            recording: consent.recording,
            sms_opt_in: consent.sms_opt_in,
            last_updated: consent.last_updated.map(Instant),
        }
    }
}

impl From<model::Attachment> for CallAttachment {
    fn from(file: model::Attachment) -> Self {
        Self {
            id: file.id,
            name: file.name,
            size_bytes: file.size,
            content_type: file.content_type,
        }
    }
}

impl From<model::Transcript> for Transcript {
    fn from(transcript: model::Transcript) -> Self {
        let segments = transcript.segments.into_iter().map(|segment| TranscriptSegment {
            id: segment.id,
            speaker: segment.speaker,
            text: segment.text,
            confidence: segment.confidence,
            at_s: segment.at_s,
        });
        Self { segments: segments.collect() }
    }
}
