//! Writing a file block by block, in bounded memory.

use super::Media;
use crate::{
    MediaError,
    ports::{BLOCK, ByteSource, NewFile},
};
use async_trait::async_trait;
use callboard_kernel::{MediaFileId, PortError, Scope};
use time::Duration;

/// A file that is not whole after so long is abandoned.
const ABANDONED_AFTER: Duration = Duration::days(1);

/// A file that is being written.
pub(super) struct Writing<'a> {
    media: &'a Media,
    scope: &'a Scope,
    file: MediaFileId,
    waiting: Vec<u8>,
    block: u64,
    most: u64,
    bytes: u64,
}

impl Media {
    /// Begins a file of at most `most` bytes. Its row stands before its first block.
    pub(super) async fn begin<'a>(
        &'a self,
        scope: &'a Scope,
        most: u64,
    ) -> Result<Writing<'a>, MediaError> {
        let (file, at) = (self.new_file(), self.ports.clock.now());
        let new = NewFile { id: file, at, doomed_at: at + ABANDONED_AFTER };
        self.ports.files.begin(scope, new).await?;
        Ok(Writing { media: self, scope, file, waiting: Vec::new(), block: 0, most, bytes: 0 })
    }

    /// A file of these bytes.
    pub(super) async fn write(
        &self,
        scope: &Scope,
        bytes: &[u8],
    ) -> Result<MediaFileId, MediaError> {
        let mut writing = self.begin(scope, u64::MAX).await?;
        writing.push(bytes).await?;
        Ok(writing.end().await?.0)
    }

    /// Dooms a file that nothing needs. That it failed is told and harmless: an abandoned file goes by itself in a day.
    pub(super) async fn drop_file(&self, scope: &Scope, file: MediaFileId) {
        let now = self.ports.clock.now();
        if let Err(error) = self.ports.files.doom(scope, file, now).await {
            tracing::warn!(
                workspace.id = %scope.workspace(), file.id = %file,
                error = &error as &dyn std::error::Error, "an abandoned file stays for a day"
            );
        }
    }
}

impl Writing<'_> {
    /// Its id.
    pub(super) const fn file(&self) -> MediaFileId {
        self.file
    }

    /// The next bytes. `TooLarge` when they are more than allowed.
    pub(super) async fn push(&mut self, mut bytes: &[u8]) -> Result<(), MediaError> {
        self.bytes += bytes.len() as u64;
        if self.bytes > self.most {
            return Err(MediaError::TooLarge { most: self.most });
        }
        while !bytes.is_empty() {
            let room = BLOCK as usize - self.waiting.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.waiting.extend_from_slice(now);
            bytes = later;
            if self.waiting.len() as u64 == BLOCK {
                self.flush().await?;
            }
        }
        Ok(())
    }

    /// The last block. Answers the file and its length.
    pub(super) async fn end(mut self) -> Result<(MediaFileId, u64), MediaError> {
        if !self.waiting.is_empty() {
            self.flush().await?;
        }
        Ok((self.file, self.bytes))
    }

    async fn flush(&mut self) -> Result<(), PortError> {
        let block = std::mem::take(&mut self.waiting);
        self.media.ports.store.put(self.scope, self.file, self.block, block).await?;
        self.block += 1;
        Ok(())
    }
}

/// A file that lies here, read from its beginning.
pub(super) struct Reading {
    pub(super) media: Media,
    pub(super) scope: Scope,
    pub(super) file: MediaFileId,
    pub(super) bytes: u64,
    pub(super) offset: u64,
}

#[async_trait]
impl ByteSource for Reading {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        let most = self.bytes.saturating_sub(self.offset).min(BLOCK);
        if most == 0 {
            return Ok(None);
        }
        let store = &self.media.ports.store;
        let piece = store.get(&self.scope, self.file, self.offset / BLOCK, 0..most).await?;
        if piece.is_empty() {
            return Err(PortError::broken("media.read", "a block is shorter than its file says"));
        }
        self.offset += piece.len() as u64;
        Ok(Some(piece))
    }
}
