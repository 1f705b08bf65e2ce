//! Where files lie.

use async_trait::async_trait;
use callboard_kernel::{CallJobId, PortError, Scope};
use std::ops::Range;

/// Keeps the blocks of files. A file is a job's id and a sequence of blocks, each small enough for memory; so a file of
/// any size is written and read in bounded memory, goes on where a dead worker stopped, and needs nothing of a store but
/// whole objects. Names that people gave never become part of a key.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait FileStore: Send + Sync {
    /// Writes a block whole or not at all, replacing an equal name.
    async fn put(
        &self,
        scope: &Scope,
        file: CallJobId,
        block: &str,
        bytes: Vec<u8>,
    ) -> Result<(), PortError>;

    /// A range of a block. An absent block is a failure: whoever asks read its name in the list of files.
    async fn get(
        &self,
        scope: &Scope,
        file: CallJobId,
        block: &str,
        range: Range<u64>,
    ) -> Result<Vec<u8>, PortError>;

    /// Removes all blocks of a file; nothing to remove is fine.
    async fn remove(&self, scope: &Scope, file: CallJobId) -> Result<(), PortError>;
}
