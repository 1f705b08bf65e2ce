//! What the pretend telephone company reports of a call that ended.

use super::{conversation::Conversation, recordings::recording_of};
use crate::{
    carrier::{PROVIDER, direction_of},
    town::Town,
};
use callboard_kernel::{Timestamp, millis};
use callboard_telephony::{ProviderCallId, RecordingProgressed, RecordingStatus};
use callboard_workflows::ports::{PretendSpeech, Pretended};

/// Tells what is heard in the calls of a town.
#[derive(Clone, Copy, Debug)]
pub struct PretendPhones {
    town: Town,
}

impl PretendPhones {
    /// In this town.
    pub const fn new(town: Town) -> Self {
        Self { town }
    }
}

impl PretendSpeech for PretendPhones {
    fn heard(
        &self,
        provider: &str,
        provider_call_id: &str,
        first_ring: Timestamp,
    ) -> Option<Pretended> {
        let direction =
            Some(provider_call_id).filter(|_| provider == PROVIDER).and_then(direction_of)?;
        let said = Conversation::of(self.town, millis(first_ring).unsigned_abs(), direction);
        let report = RecordingProgressed {
            recording: recording_of(self.town, first_ring, direction).ok()?,
            call: ProviderCallId::parse(provider_call_id).ok()?,
            status: RecordingStatus::Completed,
            duration_s: u32::try_from(said.length_ms / 1_000).ok(),
            channels: Some(2),
            started_at: Some(said.started_at),
            is_voicemail: false,
        };
        Some(Pretended { provider: PROVIDER, report, segments: said.segments() })
    }
}
