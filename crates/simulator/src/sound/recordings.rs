//! The pretend telephone company's recordings.

use super::{
    conversation::Conversation,
    voice::{FRAME, RATE, frames, head, sound},
};
use crate::{
    carrier::{CARRIED, PLACED},
    town::Town,
};
use async_trait::async_trait;
use callboard_calls::model::Direction;
use callboard_kernel::{Scope, Timestamp, millis};
use callboard_telephony::{
    AudioFormat, Chunks, Download, NotAnId, ProviderRecordingId, RefusalCause, TelephonyError,
    ports::Recordings,
};

/// Makes the sound of a simulated call when somebody asks for it.
#[derive(Clone, Copy, Debug, Default)]
pub struct PretendRecordings;

/// The name of the recording of a call of a town: all that its sound is made of.
pub fn recording_of(
    town: Town,
    first_ring: Timestamp,
    direction: Direction,
) -> Result<ProviderRecordingId, NotAnId> {
    let prefix = match direction {
        Direction::In => CARRIED,
        Direction::Out => PLACED,
    };
    ProviderRecordingId::parse(&format!("{prefix}{}-{}", town.seed(), millis(first_ring)))
}

/// The conversation of a recording; `None` when the pretend company never made it.
fn conversation(recording: &ProviderRecordingId) -> Option<Conversation> {
    let name = recording.as_str();
    let carried = name.strip_prefix(CARRIED).map(|rest| (rest, Direction::In));
    let placed = || name.strip_prefix(PLACED).map(|rest| (rest, Direction::Out));
    let (rest, direction) = carried.or_else(placed)?;
    let (seed, first_ring) = rest.split_once('-')?;
    Some(Conversation::of(Town::new(seed.parse().ok()?), first_ring.parse().ok()?, direction))
}

#[async_trait]
impl Recordings for PretendRecordings {
    async fn fetch(
        &self,
        _: &Scope,
        recording: &ProviderRecordingId,
        format: AudioFormat,
    ) -> Result<Download, TelephonyError> {
        let found = conversation(recording).filter(|_| format == AudioFormat::Wav);
        let conversation = found.ok_or(TelephonyError::refused(RefusalCause::NotFound))?;
        let head = head(&conversation);
        let all = frames(&conversation);
        let length = head.len() as u64 + all * FRAME as u64;
        let chunks = Made { head: Some(head), conversation, at: 0, all };
        Ok(Download {
            content_type: Some("audio/x-wav".to_owned()),
            length: Some(length),
            chunks: Box::new(chunks),
        })
    }

    /// There is nothing to delete.
    async fn delete(&self, _: &Scope, _: &ProviderRecordingId) -> Result<(), TelephonyError> {
        Ok(())
    }
}

/// A sound that is made while it is taken, four seconds at a time.
struct Made {
    head: Option<Vec<u8>>,
    conversation: Conversation,
    at: u64,
    all: u64,
}

#[async_trait]
impl Chunks for Made {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TelephonyError> {
        if let Some(head) = self.head.take() {
            return Ok(Some(head));
        }
        if self.at >= self.all {
            return Ok(None);
        }
        let to = (self.at + u64::from(RATE) * 4).min(self.all);
        let piece = sound(&self.conversation, self.at, to);
        self.at = to;
        // Somebody else may want the machine, too.
        tokio::task::yield_now().await;
        Ok(Some(piece))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::WorkspaceId;

    #[expect(clippy::disallowed_methods, reason = "tests make scopes")]
    fn scope() -> Scope {
        Scope::system(WorkspaceId(uuid::Uuid::nil()), "test")
    }

    #[tokio::test]
    async fn a_recording_is_as_long_as_it_says_and_always_the_same() {
        for direction in [Direction::In, Direction::Out] {
            is_as_long_as_it_says(direction).await;
        }
    }

    async fn is_as_long_as_it_says(direction: Direction) {
        let town = Town::new(7);
        let ring = callboard_kernel::timestamp(1_790_000_000_000);
        let name = recording_of(town, ring, direction).unwrap();
        let one = PretendRecordings.fetch(&scope(), &name, AudioFormat::Wav).await.unwrap();
        let length = one.length;
        let one = one.bytes().await.unwrap();
        assert_eq!(Some(one.len() as u64), length);
        let other = PretendRecordings.fetch(&scope(), &name, AudioFormat::Wav).await.unwrap();
        assert!(other.bytes().await.unwrap() == one);
    }

    #[tokio::test]
    async fn what_was_never_recorded_is_not_found() {
        for name in ["RE123", "sim-7", "sim-x-1", "sim-7-x", "simo-7"] {
            let name = ProviderRecordingId::parse(name).unwrap();
            let error =
                PretendRecordings.fetch(&scope(), &name, AudioFormat::Wav).await.unwrap_err();
            assert_eq!(error.cause(), Some(RefusalCause::NotFound));
        }
    }
}
