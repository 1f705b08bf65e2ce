//! Bytes: where they lie, which of them are needed, and what they are.

use crate::model::{FileKind, Peaks};
use async_trait::async_trait;
use callboard_kernel::{
    AuditDraft, MediaFileId, PortError, SaveError, Scope, Timestamp, WorkspaceId,
};
use std::ops::Range;

/// Bytes of a block; only the last one of a file is shorter.
pub const BLOCK: u64 = 1024 * 1024;

/// Bytes that come one piece after another: an upload, a download, a file that is read.
#[async_trait]
pub trait ByteSource: Send {
    /// The next piece, not empty; `None` at the end. After an error there are no more pieces.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError>;
}

/// Keeps the blocks of files. Names that people gave never become part of a key.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MediaStore: Send + Sync {
    /// Writes a block whole or not at all, replacing an equal one.
    async fn put(
        &self,
        scope: &Scope,
        file: MediaFileId,
        block: u64,
        bytes: Vec<u8>,
    ) -> Result<(), PortError>;

    /// A range of a block. An absent block is a failure: whoever asks read the length of the file.
    async fn get(
        &self,
        scope: &Scope,
        file: MediaFileId,
        block: u64,
        range: Range<u64>,
    ) -> Result<Vec<u8>, PortError>;

    /// Removes all blocks of a file; nothing to remove is fine.
    async fn remove(&self, scope: &Scope, file: MediaFileId) -> Result<(), PortError>;
}

/// A file that is about to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewFile {
    /// Its id.
    pub id: MediaFileId,
    /// When it was begun.
    pub at: Timestamp,
    /// When its bytes go, unless something is saved that needs them.
    pub doomed_at: Timestamp,
}

/// The list of files. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MediaFiles: Send + Sync {
    /// Notes that blocks of this file may exist from now on, so that they are found when whoever writes them dies.
    async fn begin(&self, scope: &Scope, file: NewFile) -> Result<(), PortError>;

    /// Dooms a file that nothing needs to go at once.
    async fn doom(&self, scope: &Scope, file: MediaFileId, at: Timestamp) -> Result<(), PortError>;

    /// Files of all workspaces whose bytes go at `now`, longest doomed first.
    async fn doomed(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, MediaFileId)>, PortError>;

    /// Forgets a file whose bytes are gone, with the removed attachment that it was of. A file that is not doomed any more
    /// stays.
    async fn forget(&self, scope: &Scope, file: MediaFileId) -> Result<(), PortError>;

    /// Writes an audit line about what somebody read or took.
    async fn note(&self, scope: &Scope, audit: AuditDraft, at: Timestamp) -> Result<(), SaveError>;
}

/// A picture that was read and written anew.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CleanPicture {
    /// What it is now.
    pub kind: FileKind,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// A small copy, JPEG.
    pub thumbnail: Vec<u8>,
    /// Pixels across, upright.
    pub width: u32,
    /// Pixels down, upright.
    pub height: u32,
    /// When it was taken, as the camera says.
    pub taken_at: Option<Timestamp>,
}

/// Why a picture was not written anew.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It is none, or too large to be looked at.
    #[error("it is no picture that can be read")]
    Unreadable,
    /// The machine that looks failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// What was heard in a sound.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heard {
    /// Its length in milliseconds.
    pub duration_ms: u64,
    /// Its shape.
    pub peaks: Peaks,
}

/// Why a sound was not heard.
#[derive(Debug, thiserror::Error)]
pub enum SoundError {
    /// It is none that can be read.
    #[error("it is no sound that can be read")]
    Unreadable,
    /// Reading it failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// A stretch of one side of a sound, as a WAV file of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SoundPiece {
    /// The side, from 0: customer, agent. A sound with one side has only the first.
    pub side: u16,
    /// How many sides the sound has.
    pub sides: u16,
    /// Where in the sound it begins, in milliseconds.
    pub start_ms: u64,
    /// The file.
    pub wav: Vec<u8>,
}

/// The stretches of a sound, one after another.
#[async_trait]
pub trait SoundPieces: Send {
    /// The next one; `None` at the end.
    async fn next(&mut self) -> Result<Option<SoundPiece>, SoundError>;
}

/// Looks into files. Computes and keeps nothing.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait FileInspector: Send + Sync {
    /// Bytes of the head of a file that are enough to tell what it is.
    fn head(&self) -> usize;

    /// What a file is by its first bytes, never by its name; `None` when it is nothing that is kept. The name only tells one
    /// text from another.
    fn kind_of(&self, head: &[u8], name: &str) -> Option<FileKind>;

    /// The picture upright, without what it told beside the picture.
    async fn clean(&self, bytes: Vec<u8>) -> Result<CleanPicture, PictureError>;

    /// Length and shape of a WAV file. Holds a piece of it at a time.
    async fn hear(&self, sound: Box<dyn ByteSource>) -> Result<Heard, SoundError>;

    /// A WAV file in stretches of at most `seconds`, each side for itself. Holds a stretch at a time.
    async fn pieces(
        &self,
        sound: Box<dyn ByteSource>,
        seconds: u32,
    ) -> Result<Box<dyn SoundPieces>, SoundError>;
}
