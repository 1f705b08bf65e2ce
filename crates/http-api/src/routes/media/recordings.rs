//! The sound of calls.

use super::link::link;
use crate::{
    answer::{Answer, Done, Maybe},
    auth::{Caller, Linked},
    fields::{Instant, Word},
    problem::Problem,
    routes::Part,
};
use callboard_kernel::{CallId, RecordingId};
use callboard_media::model::{self, ConsentFact, Failure, Peaks, RecordingState};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// The shape of a sound: values from 0 to 100 over its length.
#[derive(Object)]
pub(crate) struct Waveform {
    /// The customer's side; everybody when the sides are not apart.
    customer: Vec<u8>,
    /// The agent's side; empty when the sides are not apart.
    agent: Vec<u8>,
}

/// The recording of a call.
#[derive(Object)]
#[oai(rename = "MediaRecording", skip_serializing_if_is_none)]
pub(crate) struct Recording {
    /// Its id.
    id: Uuid,
    /// The call.
    call_id: Uuid,
    /// Where it is.
    state: Word<RecordingState>,
    /// What is known of the consent of the people on the line.
    consent: Word<ConsentFact>,
    /// Since when.
    consent_at: Instant,
    /// Whether it is a voicemail.
    voicemail: bool,
    /// When the sound began.
    started_at: Option<Instant>,
    /// Length in milliseconds.
    duration_ms: Option<u64>,
    /// Length in bytes, once it is here.
    size_bytes: Option<u64>,
    /// Its shape, once it is here.
    peaks: Option<Waveform>,
    /// Why it did not come in.
    failure: Option<String>,
    /// Whether asking for a link brings it in.
    can_be_fetched: bool,
    /// When it was deleted.
    deleted_at: Option<Instant>,
    /// Where the sound is, without a cookie, for a few minutes. Takes ranges.
    download_url: Option<String>,
    /// Until when the link opens.
    download_until: Option<Instant>,
}

fn shown(caller: &Caller, found: &model::Recording) -> Recording {
    let s = found.snapshot();
    let is_here = s.state == RecordingState::Stored && s.sound.is_some();
    let link = is_here.then(|| link(caller, Linked::Recording, s.id.uuid())).flatten();
    let sound = s.sound.as_ref().filter(|_| is_here);
    Recording {
        id: s.id.uuid(),
        call_id: s.call.uuid(),
        state: Word(s.state),
        consent: Word(s.consent),
        consent_at: s.consent_at.into(),
        voicemail: s.is_voicemail,
        started_at: s.started_at.map(Instant),
        duration_ms: s.duration_ms,
        size_bytes: sound.map(|sound| sound.bytes),
        peaks: sound.map(|sound| {
            let Peaks { customer, agent } = sound.peaks.clone();
            Waveform { customer, agent }
        }),
        failure: s.failure.map(Failure::sentence).map(str::to_owned),
        can_be_fetched: found.can_be_wanted(),
        deleted_at: s.deleted_at.map(Instant),
        download_until: link.as_ref().map(|(_, until)| Instant(*until)),
        download_url: link.map(|(url, _)| url),
    }
}

/// Why a recording is deleted.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct RecordingDeletion {
    /// For the audit trail.
    #[oai(validator(min_length = 1, max_length = 300))]
    reason: String,
}

pub(crate) struct RecordingsApi;

#[OpenApi(tag = "Part::Media")]
impl RecordingsApi {
    /// The recording of a call
    ///
    /// The newest one, with a link when it is here.
    #[oai(path = "/calls/:id/recording", method = "get", operation_id = "get_recording")]
    async fn get(&self, caller: Caller, id: Path<Uuid>) -> Result<Maybe<Recording>, Problem> {
        let found = caller.media.recording_of(&caller.scope, CallId(id.0)).await?;
        Ok(found.map_or(Maybe::Nothing, |found| Maybe::Some(shown(&caller, &found))))
    }

    /// A link to the recording of a call
    ///
    /// Brings it in when it still waits with the telephone company; then the answer may come before the sound does.
    #[oai(path = "/calls/:id/recording/link", method = "post", operation_id = "link_recording")]
    async fn link(&self, caller: Caller, id: Path<Uuid>) -> Result<Answer<Recording>, Problem> {
        let found = caller.media.hear(&caller.scope, CallId(id.0)).await?;
        Ok(Answer(shown(&caller, &found)))
    }

    /// Delete a recording
    ///
    /// Here and at the telephone company, for good.
    #[oai(path = "/recordings/:id", method = "delete", operation_id = "delete_recording")]
    async fn delete(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<RecordingDeletion>,
    ) -> Result<Done, Problem> {
        let id = RecordingId(id.0);
        caller.media.delete_recording(&caller.scope, id, &body.0.reason).await?;
        Ok(Done)
    }
}
