//! Reading what is kept.

use super::Media;
use crate::{
    MediaError,
    model::{FileKind, RecordingState},
    ports::BLOCK,
};
use callboard_kernel::{
    AttachmentId, AuditAction, AuditDraft, MediaFileId, RecordingId, Scope, WorkspaceId,
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Most bytes that are read at once.
pub const READ_AT_ONCE: u64 = 256 * 1024;

/// A file that somebody wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// The file of an attachment.
    Attachment(AttachmentId),
    /// The small copy of a picture.
    Thumbnail(AttachmentId),
    /// The sound of a recording.
    Recording(RecordingId),
}

/// A file that is open for reading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenFile {
    /// Its bytes.
    pub file: MediaFileId,
    /// How many.
    pub bytes: u64,
    /// Its name, safe to show.
    pub name: String,
    /// What it is.
    pub media_type: &'static str,
}

impl Media {
    /// Finds a file. Small copies have no length in a row, so theirs is asked of the store.
    pub async fn open(&self, scope: &Scope, wanted: Wanted) -> Result<OpenFile, MediaError> {
        match wanted {
            Wanted::Attachment(id) => {
                let found = self.attachment_of(scope, id).await?;
                let s = found.snapshot();
                let media_type = s.kind.media_type();
                Ok(OpenFile { file: s.file, bytes: s.bytes, name: s.name.clone(), media_type })
            }
            Wanted::Thumbnail(id) => {
                let found = self.attachment_of(scope, id).await?;
                let picture = found.snapshot().picture.ok_or(MediaError::NotFound)?;
                let whole = self.ports.store.get(scope, picture.thumbnail, 0, 0..BLOCK).await?;
                let (file, bytes) = (picture.thumbnail, whole.len() as u64);
                let media_type = FileKind::Jpeg.media_type();
                Ok(OpenFile { file, bytes, name: "thumbnail.jpg".to_owned(), media_type })
            }
            Wanted::Recording(id) => {
                let found = self.recording(scope, id).await?.value;
                let s = found.snapshot();
                if s.state == RecordingState::Deleted {
                    return Err(MediaError::NotFound);
                }
                let sound = s.sound.as_ref().ok_or(MediaError::NotHeard("it is not here yet"))?;
                let media_type = FileKind::Wav.media_type();
                let name = format!("recording-{}.wav", s.call);
                Ok(OpenFile { file: sound.file, bytes: sound.bytes, name, media_type })
            }
        }
    }

    /// The audit trail remembers that somebody took a file, or begins to listen.
    pub async fn note_taken(
        &self,
        scope: &Scope,
        wanted: Wanted,
        file: &OpenFile,
    ) -> Result<(), MediaError> {
        let (kind, id) = match wanted {
            Wanted::Attachment(id) => ("attachment", id.uuid()),
            Wanted::Recording(id) => ("recording", id.uuid()),
            // The small copy is part of every list; who looks at a list takes nothing.
            Wanted::Thumbnail(_) => return Ok(()),
        };
        let audit = line(AuditAction::Download, kind, id, json!({"bytes": file.bytes}));
        Ok(self.ports.files.note(scope, audit, self.ports.clock.now()).await?)
    }

    /// The next bytes of an open file from `offset` on, at most `most`; none at its end.
    pub async fn read(
        &self,
        scope: &Scope,
        file: &OpenFile,
        offset: u64,
        most: u64,
    ) -> Result<Vec<u8>, MediaError> {
        if offset >= file.bytes {
            return Ok(Vec::new());
        }
        let (block, from) = (offset / BLOCK, offset % BLOCK);
        let until = (from + most.min(READ_AT_ONCE)).min(BLOCK).min(from + (file.bytes - offset));
        Ok(self.ports.store.get(scope, file.file, block, from..until).await?)
    }

    /// Files of all workspaces whose bytes are to go, longest doomed first. For the timetable.
    pub async fn doomed(&self, limit: u32) -> Result<Vec<(WorkspaceId, MediaFileId)>, MediaError> {
        Ok(self.ports.files.doomed(self.ports.clock.now(), limit).await?)
    }

    /// Removes the bytes of a doomed file. For the timetable.
    pub async fn remove_bytes(&self, scope: &Scope, file: MediaFileId) -> Result<(), MediaError> {
        self.ports.store.remove(scope, file).await?;
        Ok(self.ports.files.forget(scope, file).await?)
    }
}

/// A line of the audit trail about something that was read or taken.
pub(super) fn line(
    action: AuditAction,
    target_kind: &'static str,
    target_id: Uuid,
    facts: Value,
) -> AuditDraft {
    let after = match facts {
        Value::Object(facts) => facts,
        _ => Map::new(),
    };
    AuditDraft { action, target_kind, target_id, before: Map::new(), after, note: String::new() }
}
