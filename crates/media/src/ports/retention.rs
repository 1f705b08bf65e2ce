//! Keeps how long media are kept, and finds what is older.

use crate::model::{KeptCounts, RetentionSettings};
use async_trait::async_trait;
use callboard_kernel::{
    AttachmentId, AuditDraft, CallId, Loaded, PortError, RecordingId, SaveError, Scope, Timestamp,
    Version,
};

/// Keeps the retention of a workspace. One that never changed it has the shipped one at version 0.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RetentionStore: Send + Sync {
    /// The retention.
    async fn load(&self, scope: &Scope) -> Result<Loaded<RetentionSettings>, PortError>;

    /// Replaces it. `Stale` when someone wrote first.
    async fn save(
        &self,
        scope: &Scope,
        expected: Version,
        settings: RetentionSettings,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError>;

    /// How much there is.
    async fn counts(&self, scope: &Scope) -> Result<KeptCounts, PortError>;

    /// Recordings that are not deleted and older than `before`, oldest first.
    async fn old_recordings(
        &self,
        scope: &Scope,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<RecordingId>, PortError>;

    /// Calls whose transcript is older than `before`, oldest first.
    async fn old_transcripts(
        &self,
        scope: &Scope,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<CallId>, PortError>;

    /// Attachments that are not removed and older than `before`, oldest first.
    async fn old_attachments(
        &self,
        scope: &Scope,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<AttachmentId>, PortError>;
}
