//! The file of an export: a sequence of blocks, each of which fits into memory.

use callboard_kernel::{CallJobId, Timestamp};
use serde::{Deserialize, Serialize};

/// One block of a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileBlock {
    /// Its name within the file; the turn of the worker is part of it, so that a worker who lost its turn cannot
    /// overwrite what the next one wrote.
    pub name: String,
    /// Its length.
    pub bytes: u64,
}

/// A file that can be fetched.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExportFile {
    /// The export that made it; also the key under which the blocks are kept.
    pub job: CallJobId,
    /// Name to save it under.
    pub name: String,
    /// Its blocks in order.
    pub blocks: Vec<FileBlock>,
    /// Calls in it.
    pub rows: u64,
    /// When it was finished.
    pub made_at: Timestamp,
    /// When it is removed.
    pub expires_at: Timestamp,
    /// When it was removed, by a person or because its time was over.
    pub removed_at: Option<Timestamp>,
}

impl ExportFile {
    /// Length of the whole file.
    pub fn bytes(&self) -> u64 {
        self.blocks.iter().map(|block| block.bytes).sum()
    }

    /// Whether it can still be fetched.
    pub fn is_there(&self, now: Timestamp) -> bool {
        self.removed_at.is_none() && now < self.expires_at
    }
}

/// The block that holds the byte at `offset` of the file, and where in the block that byte is; `None` past the end.
pub fn block_at(blocks: &[FileBlock], offset: u64) -> Option<(&FileBlock, u64)> {
    let mut start = 0;
    for block in blocks {
        if offset < start + block.bytes {
            return Some((block, offset - start));
        }
        start += block.bytes;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_in_its_block() {
        let block = |name: &str, bytes| FileBlock { name: name.to_owned(), bytes };
        let blocks = [block("a", 3), block("b", 0), block("c", 2)];
        let at =
            |offset| block_at(&blocks, offset).map(|(block, from)| (block.name.as_str(), from));
        assert_eq!(
            [at(0), at(2), at(3), at(4)],
            [Some(("a", 0)), Some(("a", 2)), Some(("c", 0)), Some(("c", 1))]
        );
        assert_eq!(at(5), None);
    }
}
