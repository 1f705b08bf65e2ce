//! A file that somebody put to a call.

use super::FileKind;
use callboard_kernel::{AttachmentId, Auditable, CallId, MediaFileId, MemberId, Timestamp};
use serde::Serialize;
use time::Duration;
use uuid::Uuid;

/// Days for which a removed attachment can be taken back.
pub const UNDO_DAYS: i64 = 30;

/// What is known of an attachment that is a picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Picture {
    /// Pixels across, upright.
    pub width: u32,
    /// Pixels down, upright.
    pub height: u32,
    /// When it was taken, as the camera says; its zone is not known and taken for UTC when the camera does not say.
    pub taken_at: Option<Timestamp>,
    /// A small copy.
    pub thumbnail: MediaFileId,
}

/// All of an attachment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AttachmentSnapshot {
    /// Its id.
    pub id: AttachmentId,
    /// The call.
    pub call: CallId,
    /// Its bytes.
    pub file: MediaFileId,
    /// What it is.
    pub kind: FileKind,
    /// Its name, safe to show.
    pub name: String,
    /// Bytes.
    pub bytes: u64,
    /// When it is a picture that was written anew.
    pub picture: Option<Picture>,
    /// Who put it there; `None` when a program did.
    pub added_by: Option<MemberId>,
    /// When.
    pub created_at: Timestamp,
    /// When it was removed.
    pub deleted_at: Option<Timestamp>,
    /// From when on its bytes may go.
    pub doomed_at: Option<Timestamp>,
}

impl Auditable for AttachmentSnapshot {
    const KIND: &'static str = "attachment";
    fn target_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// A file that somebody put to a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment(AttachmentSnapshot);

impl Attachment {
    /// A new one.
    pub const fn new(snapshot: AttachmentSnapshot) -> Self {
        Self(snapshot)
    }

    /// As a store kept it.
    pub const fn restore(snapshot: AttachmentSnapshot) -> Self {
        Self(snapshot)
    }

    /// All of it.
    pub const fn snapshot(&self) -> &AttachmentSnapshot {
        &self.0
    }

    /// Whether it was removed.
    pub const fn is_removed(&self) -> bool {
        self.0.deleted_at.is_some()
    }

    /// Removed by a person: it can be taken back for [`UNDO_DAYS`].
    pub fn remove(mut self, at: Timestamp) -> Self {
        self.0.deleted_at = Some(at);
        self.0.doomed_at = Some(at + Duration::days(UNDO_DAYS));
        self
    }

    /// Removed because its time is over: nobody takes it back.
    pub fn expire(mut self, at: Timestamp) -> Self {
        self.0.deleted_at = self.0.deleted_at.or(Some(at));
        self.0.doomed_at = Some(at);
        self
    }

    /// Taken back; `None` when its bytes may be gone.
    pub fn restore_removed(mut self, at: Timestamp) -> Option<Self> {
        if self.0.doomed_at.is_some_and(|doomed| doomed <= at) {
            return None;
        }
        self.0.deleted_at = None;
        self.0.doomed_at = None;
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOON: Timestamp = datetime!(2026-03-02 12:00 UTC);

    fn attachment() -> Attachment {
        Attachment::new(AttachmentSnapshot {
            id: AttachmentId(Uuid::from_u128(1)),
            call: CallId(Uuid::from_u128(2)),
            file: MediaFileId(Uuid::from_u128(3)),
            kind: FileKind::Pdf,
            name: "offer.pdf".to_owned(),
            bytes: 7,
            picture: None,
            added_by: None,
            created_at: NOON,
            deleted_at: None,
            doomed_at: None,
        })
    }

    #[test]
    fn what_was_removed_comes_back_for_thirty_days() {
        let removed = attachment().remove(NOON);
        assert!(removed.is_removed());
        let last = NOON + Duration::days(UNDO_DAYS) - Duration::seconds(1);
        assert_eq!(removed.clone().restore_removed(last), Some(attachment()));
        assert_eq!(removed.restore_removed(NOON + Duration::days(UNDO_DAYS)), None);
    }

    #[test]
    fn what_expired_never_comes_back() {
        assert_eq!(attachment().expire(NOON).restore_removed(NOON), None);
    }
}
