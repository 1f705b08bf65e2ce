//! What is written down of a call while it goes on. Reports come in any order and more than once.

use super::Media;
use crate::{
    MediaError,
    model::{LiveProgress, NewSegment, Speaker, TranscriptSource},
    ports::LiveNote,
};
use callboard_kernel::{CallId, Permission, Scope, Timestamp, millis};
use callboard_telephony::{Said, Track, TranscriptionProgressed, TranscriptionStep};

/// A report of a live transcription, and what its receiver knows of it.
#[derive(Clone, PartialEq, Debug)]
pub struct LiveReport<'a> {
    /// The call.
    pub call: CallId,
    /// Whose voice comes in on the leg that is written down: who called, or our own when we placed the call.
    pub inbound: Speaker,
    /// What is reported.
    pub report: &'a TranscriptionProgressed,
    /// When the report came, should it not say when it happened.
    pub at: Timestamp,
}

impl Media {
    /// Takes a report of a live transcription. What is only guessed is left out.
    pub async fn transcription_progressed(
        &self,
        scope: &Scope,
        told: LiveReport<'_>,
    ) -> Result<(), MediaError> {
        scope.require(Permission::WorkCalls)?;
        match &told.report.step {
            TranscriptionStep::Started => self.note_live(scope, &told, LiveProgress::GoesOn).await,
            TranscriptionStep::Stopped => self.note_live(scope, &told, LiveProgress::Ended).await,
            TranscriptionStep::Failed { code } => {
                tracing::warn!(
                    call.id = %told.call, code,
                    "writing a call down broke off; the call goes on"
                );
                self.note_live(scope, &told, LiveProgress::BrokeOff).await
            }
            TranscriptionStep::Said { is_final: false, .. } => Ok(()),
            TranscriptionStep::Said { track, said, is_final: true } => {
                let began = self.ports.calls.began_at(scope, told.call).await?;
                let began = began.ok_or(MediaError::NotFound)?;
                let segment = segment(&told, began, *track, said);
                let source = TranscriptSource::Live;
                self.append_since(scope, (told.call, began), source, vec![segment]).await
            }
        }
    }

    async fn note_live(
        &self,
        scope: &Scope,
        told: &LiveReport<'_>,
        progress: LiveProgress,
    ) -> Result<(), MediaError> {
        let note = LiveNote {
            call: told.call,
            transcription: told.report.transcription.as_str().to_owned(),
            progress,
            at: self.ports.clock.now(),
        };
        self.ports.transcripts.note_live(scope, note).await?;
        Ok(())
    }
}

/// A live segment stands at the instant at which its sentence was over, counted from the beginning of the call: when somebody
/// answered may be reported later than what he said.
fn segment(told: &LiveReport<'_>, began: Timestamp, track: Track, said: &Said) -> NewSegment {
    let report = told.report;
    let place = millis(report.at.unwrap_or(told.at)) - millis(began);
    let place = u64::try_from(place).unwrap_or_default();
    let name = report.transcription.as_str();
    NewSegment {
        key: match report.sequence {
            Some(number) => format!("{name}-{number}"),
            None => format!("{name}-{}-{place}", track.as_str()),
        },
        speaker: speaker(told.inbound, track),
        start_ms: place,
        end_ms: place,
        confidence: said.confidence.map(thousandths),
        text: said.text.expose().to_owned(),
    }
}

/// What cannot be told is the customer's, as in a recording with one side.
const fn speaker(inbound: Speaker, track: Track) -> Speaker {
    match (track, inbound) {
        (Track::Inbound, Speaker::Agent) | (Track::Outbound, Speaker::Customer) => Speaker::Agent,
        (Track::Inbound, Speaker::Customer)
        | (Track::Outbound, Speaker::Agent)
        | (Track::Unknown, _) => Speaker::Customer,
    }
}

/// From 0 to 1 in thousandths.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is held between 0 and 1000 before"
)]
fn thousandths(sure: f32) -> u16 {
    (sure.clamp(0.0, 1.0) * 1_000.0).round() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_voice_it_is_follows_from_who_called() {
        for (inbound, track, speaks) in [
            (Speaker::Customer, Track::Inbound, Speaker::Customer),
            (Speaker::Customer, Track::Outbound, Speaker::Agent),
            (Speaker::Agent, Track::Inbound, Speaker::Agent),
            (Speaker::Agent, Track::Outbound, Speaker::Customer),
            (Speaker::Agent, Track::Unknown, Speaker::Customer),
        ] {
            assert_eq!(speaker(inbound, track), speaks, "{inbound:?} {track:?}");
        }
    }

    #[test]
    fn how_sure_the_machine_is_has_bounds() {
        assert_eq!((thousandths(0.98), thousandths(7.0), thousandths(-1.0)), (980, 1_000, 0));
    }
}
