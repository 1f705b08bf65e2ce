//! A file of the provider, read piece by piece.

use crate::TelephonyError;
use async_trait::async_trait;
use std::fmt;

callboard_kernel::words! {
    /// How a recording is encoded.
    pub enum AudioFormat {
        /// Small.
        Mp3 = "mp3",
        /// Without loss.
        Wav = "wav",
    }
}

/// Pieces of a file that arrive one after another.
#[async_trait]
pub trait Chunks: Send {
    /// The next piece; `None` at the end. After an error there are no more pieces, and what came so far is not the file.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TelephonyError>;
}

/// A file of the provider.
pub struct Download {
    /// What the provider says it is. It decides nothing: a stranger may have chosen it.
    pub content_type: Option<String>,
    /// Its size in bytes, when the provider says so.
    pub length: Option<u64>,
    /// Its bytes.
    pub chunks: Box<dyn Chunks>,
}

impl Download {
    /// The whole file in memory, for small ones; its size is limited by whoever fetches it.
    pub async fn bytes(mut self) -> Result<Vec<u8>, TelephonyError> {
        let mut all = Vec::new();
        while let Some(piece) = self.chunks.next().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("length", &self.length).finish_non_exhaustive()
    }
}
