//! Writes down what is said in a sound.

use async_trait::async_trait;
use callboard_kernel::{PortError, Scope};

/// Something that a machine heard in a piece of sound.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spoken {
    /// Where in the piece it begins, in milliseconds.
    pub start_ms: u64,
    /// Where it ends.
    pub end_ms: u64,
    /// How sure the machine is, in thousandths.
    pub confidence: Option<u16>,
    /// What.
    pub text: String,
}

/// Why a piece was not written down.
#[derive(Debug, thiserror::Error)]
pub enum SpeechError {
    /// The machine refuses this sound; asking again changes nothing.
    #[error("the speech server refuses the sound")]
    Refused,
    /// It cannot be reached, is busy, or answered nonsense.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// Writes down what is said.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SpeechToText: Send + Sync {
    /// What is said in a WAV file with one voice, in its order.
    async fn write_down(&self, scope: &Scope, wav: Vec<u8>) -> Result<Vec<Spoken>, SpeechError>;
}
