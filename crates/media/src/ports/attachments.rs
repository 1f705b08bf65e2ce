//! Keeps attachments.

use crate::{MediaEvent, model::Attachment};
use async_trait::async_trait;
use callboard_kernel::{
    AttachmentId, AuditDraft, CallId, Commit, Loaded, PortError, SaveError, Scope, Timestamp,
    Version,
};

/// What became of new attachments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Added {
    /// They are kept.
    Yes,
    /// They were added before under the same ids.
    Already(Vec<Attachment>),
    /// The call would have too many.
    TooMany,
}

/// Keeps attachments. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AttachmentRepository: Send + Sync {
    /// The attachment, removed or not, with the version that `save` must be given back.
    async fn get(
        &self,
        scope: &Scope,
        id: AttachmentId,
    ) -> Result<Option<Loaded<Attachment>>, PortError>;

    /// The attachments of a call that are not removed, oldest first. A call has few.
    async fn of_call(&self, scope: &Scope, call: CallId) -> Result<Vec<Attachment>, PortError>;

    /// Writes all of them, one event and their audit lines, and keeps their files; or nothing. Two requests at the same moment
    /// cannot both take the last place of `most`. Those whose first one stands already were added before.
    async fn add(
        &self,
        scope: &Scope,
        attachments: Vec<Attachment>,
        audits: Vec<AuditDraft>,
        most: u32,
        at: Timestamp,
    ) -> Result<Added, SaveError>;

    /// Writes the attachment, its events and its audit line together, or nothing, and dooms its files to go when the attachment
    /// says so. `Stale` when someone wrote first.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Attachment, MediaEvent>,
    ) -> Result<Version, SaveError>;
}
