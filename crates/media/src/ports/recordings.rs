//! Keeps recordings and hands them to workers.

use crate::{MediaEvent, model::Recording};
use async_trait::async_trait;
use callboard_kernel::{
    CallId, Commit, Loaded, PortError, RecordingId, SaveError, Scope, Version, WorkspaceId,
};
use time::Duration;

/// A recording that a worker may work on until its lease ends. Its version is the right to change it: whoever claims or writes
/// it next counts it up.
#[derive(Clone, PartialEq, Debug)]
pub struct ClaimedRecording {
    /// Whose it is.
    pub workspace: WorkspaceId,
    /// The recording as it is now.
    pub recording: Loaded<Recording>,
}

/// Keeps recordings. Every method is one transaction; leases are on the clock of the database.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RecordingRepository: Send + Sync {
    /// The recording with the version that `save` must be given back.
    async fn get(
        &self,
        scope: &Scope,
        id: RecordingId,
    ) -> Result<Option<Loaded<Recording>>, PortError>;

    /// The newest recording of a call.
    async fn of_call(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Option<Loaded<Recording>>, PortError>;

    /// The recording that a provider calls so.
    async fn by_provider(
        &self,
        scope: &Scope,
        provider: &str,
        key: &str,
    ) -> Result<Option<Loaded<Recording>>, PortError>;

    /// Writes the recording, its events and its audit line together, or nothing. Keeps the file of its sound and dooms the one
    /// that it no longer has. With a task it waits for a worker from now on, `after` that time at the earliest. `Stale` when
    /// someone wrote or claimed first; `Duplicate("recordings_provider_key")` when the provider's id is known.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Recording, MediaEvent>,
        after: Duration,
    ) -> Result<Version, SaveError>;

    /// Claims a recording whose task waits, or whose lease ended, for `lease`; the one that has waited longest. Two workers never
    /// get the same.
    async fn claim(&self, lease: Duration) -> Result<Option<ClaimedRecording>, PortError>;

    /// Keeps a claim for `lease` more; `false` when somebody else has it now.
    async fn renew(
        &self,
        scope: &Scope,
        id: RecordingId,
        version: Version,
        lease: Duration,
    ) -> Result<bool, PortError>;
}
