//! A simulated call that ended after talking has a recording and a transcript, as one that a telephone company carried.

use super::{Happening, ReactionError};
use callboard_calls::model::CallStatus;
use callboard_media::model::{ConsentFact, TranscriptSource};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let Some(id) = what.call_event()?.call() else { return Ok(()) };
    let Some(call) = what.call_now(id).await? else { return Ok(()) };
    let s = call.snapshot();
    let names = s.provider.as_deref().zip(s.provider_call_id.as_deref());
    let Some((provider, key)) = names.filter(|_| s.status == CallStatus::Completed) else {
        return Ok(());
    };
    let Some(heard) = what.ports.pretend.heard(provider, key, s.started_at) else { return Ok(()) };
    let media = &what.ports.media;
    // The pretend agents say it at the beginning of each call.
    let told = ConsentFact::Announced;
    media
        .recording_progressed(&what.scope, id, heard.provider, &heard.report, told)
        .await
        .map_err(ReactionError::of)?;
    media
        .transcript_written(&what.scope, id, TranscriptSource::Recording, heard.segments)
        .await
        .map_err(ReactionError::of)
}
