//! Writing down what is said in a stored recording. It replaces what was written down while people talked, once it is whole.

use super::{Media, recordings::LEASE, writing::Reading};
use crate::{
    MediaError,
    model::{NewSegment, Recording, RecordingSnapshot, Speaker, TranscriptSource},
    ports::{SoundError, SoundPiece, SoundPieces, SpeechError, SpeechToText, Spoken},
};
use callboard_kernel::{Loaded, Scope, Version};
use time::Duration;

/// Seconds of a stretch that is sent to the machine: what ten minutes of one side take is well below what such servers accept.
const STRETCH_S: u32 = 600;

/// How the work ended.
enum End {
    Done,
    Later,
    Lost,
}

impl Media {
    pub(super) async fn transcribe(
        &self,
        scope: &Scope,
        held: Loaded<Recording>,
    ) -> Result<(), MediaError> {
        let Loaded { value: recording, version } = held;
        let s = recording.snapshot();
        let is = (&recording, version);
        let head = self.ports.transcripts.head(scope, s.call).await?;
        let live = head.is_some_and(|head| head.source == TranscriptSource::Live);
        let known = self.provider(&s.provider).is_some_and(|provider| provider.tells_words);
        let Some(speech) = self.ports.speech.clone().filter(|_| !known) else {
            self.keep(scope, is, recording.clone().settled(), Duration::ZERO).await?;
            return Ok(());
        };
        match self.write_down(scope, (s, version), live, &*speech).await? {
            End::Done => {
                self.keep(scope, is, recording.clone().settled(), Duration::ZERO).await?;
            }
            End::Later => {
                self.try_later(scope, is, None).await?;
            }
            End::Lost => {}
        }
        Ok(())
    }

    async fn write_down(
        &self,
        scope: &Scope,
        (s, version): (&RecordingSnapshot, Version),
        live: bool,
        speech: &dyn SpeechToText,
    ) -> Result<End, MediaError> {
        let Some(sound) = &s.sound else { return Ok(End::Done) };
        let (file, bytes) = (sound.file, sound.bytes);
        let source = Reading { media: self.clone(), scope: scope.clone(), file, bytes, offset: 0 };
        let mut pieces = match self.ports.inspector.pieces(Box::new(source), STRETCH_S).await {
            Ok(pieces) => pieces,
            Err(error) => return Ok(heard_nothing(s, &error)),
        };
        // What was written down live stays until all of the recording can take its place.
        let mut instead = Vec::new();
        loop {
            let piece = match next(&mut *pieces).await {
                Ok(Some(piece)) => piece,
                Ok(None) => {
                    if !instead.is_empty() {
                        self.append(scope, s.call, TranscriptSource::Recording, instead).await?;
                    }
                    return Ok(End::Done);
                }
                Err(error) => return Ok(heard_nothing(s, &error)),
            };
            if !self.ports.recordings.renew(scope, s.id, version, LEASE * 10).await? {
                return Ok(End::Lost);
            }
            let SoundPiece { side, sides, start_ms, wav } = piece;
            let spoken = match speech.write_down(scope, wav).await {
                Ok(spoken) => spoken,
                Err(error) => {
                    tracing::warn!(
                        recording.id = %s.id, error = &error as &dyn std::error::Error,
                        "a recording was not written down"
                    );
                    let refused = matches!(error, SpeechError::Refused);
                    return Ok(if refused { End::Done } else { End::Later });
                }
            };
            let segments: Vec<_> =
                spoken.into_iter().map(|one| segment(one, side, sides, start_ms)).collect();
            if live {
                instead.extend(segments);
            } else {
                self.append(scope, s.call, TranscriptSource::Recording, segments).await?;
            }
        }
    }
}

async fn next(pieces: &mut dyn SoundPieces) -> Result<Option<SoundPiece>, SoundError> {
    pieces.next().await
}

/// The customer is the first side; a sound with one side has everybody on it, and what cannot be told is the customer's.
fn segment(spoken: Spoken, side: u16, sides: u16, start_ms: u64) -> NewSegment {
    let Spoken { start_ms: from, end_ms: to, confidence, text } = spoken;
    let speaker = if sides > 1 && side == 1 { Speaker::Agent } else { Speaker::Customer };
    NewSegment {
        key: format!("r{side}-{}", start_ms + from),
        speaker,
        start_ms: start_ms + from,
        end_ms: start_ms + to,
        confidence,
        text,
    }
}

fn heard_nothing(s: &RecordingSnapshot, error: &SoundError) -> End {
    tracing::warn!(
        recording.id = %s.id, error = error as &dyn std::error::Error, "a recording cannot be read"
    );
    if matches!(error, SoundError::Unreadable) { End::Done } else { End::Later }
}
