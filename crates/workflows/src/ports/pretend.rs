//! What is heard in a simulated call.

use callboard_kernel::Timestamp;
use callboard_media::model::NewSegment;
use callboard_telephony::RecordingProgressed;

/// What the telephone company would report of a simulated call.
#[derive(Clone, PartialEq, Debug)]
pub struct Pretended {
    /// Name of the pretend company, as its calls have it.
    pub provider: &'static str,
    /// The report about the recording.
    pub report: RecordingProgressed,
    /// What was said.
    pub segments: Vec<NewSegment>,
}

/// Question: what is heard in a simulated call? Answered by the simulator.
pub trait PretendSpeech: Send + Sync {
    /// What is heard; `None` when the call is none of the simulator's, or nobody picked up.
    fn heard(
        &self,
        provider: &str,
        provider_call_id: &str,
        first_ring: Timestamp,
    ) -> Option<Pretended>;
}
