//! What imports need from outside: their records, their rows, the settings and clock of the workspace.

use super::{Held, JobFence};
use crate::{
    import::{CallImport, CheckReport, ImportCounts, ImportPlan, Place, RollbackCounts},
    jobs::Progress,
    model::{Call, CallSnapshot},
};
use async_trait::async_trait;
use callboard_kernel::{
    AuditDraft, CallId, CallImportId, Loaded, Page, PageRequest, PortError, SaveError, Scope,
    Timestamp, Version, WorkspaceId, words,
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};
use time::Duration;

/// Keeps imports and what they did. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CallImportStore: Send + Sync {
    /// The import with the version that `save` must be given back; `None` when this workspace has no such import.
    async fn get(
        &self,
        scope: &Scope,
        id: CallImportId,
    ) -> Result<Option<Loaded<CallImport>>, PortError>;

    /// Imports, newest first.
    async fn list(&self, scope: &Scope, page: &PageRequest) -> Result<Page<CallImport>, PortError>;

    /// Writes a new import with its audit line.
    async fn create(
        &self,
        scope: &Scope,
        import: &CallImport,
        audit: AuditDraft,
    ) -> Result<Version, SaveError>;

    /// Writes everything but what its portions count. `Stale` when someone wrote first.
    async fn save(
        &self,
        scope: &Scope,
        import: &CallImport,
        expected: Version,
        audit: Option<AuditDraft>,
        at: Timestamp,
    ) -> Result<Version, SaveError>;

    /// Removes an import of which no call is there, with its audit line. `false` when there is none such.
    async fn remove(
        &self,
        scope: &Scope,
        id: CallImportId,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<bool, SaveError>;

    /// Notes that the bytes up to `to` are here, if those up to `from` were; answers whether it did.
    async fn received(
        &self,
        scope: &Scope,
        id: CallImportId,
        from: u64,
        to: u64,
    ) -> Result<bool, PortError>;

    /// Keeps what a dry run found, if the import still waits for it.
    async fn checked(
        &self,
        scope: &Scope,
        id: CallImportId,
        report: &CheckReport,
    ) -> Result<(), PortError>;

    /// The plan that was last used with a header.
    async fn remembered(
        &self,
        scope: &Scope,
        header: &str,
    ) -> Result<Option<ImportPlan>, PortError>;

    /// Remembers the plan for the next file with the header.
    async fn remember(
        &self,
        scope: &Scope,
        header: &str,
        plan: &ImportPlan,
        at: Timestamp,
    ) -> Result<(), PortError>;

    /// The calls of these ids of a carrier, by their id, in one statement.
    async fn known(
        &self,
        scope: &Scope,
        provider: &str,
        ids: &[String],
    ) -> Result<HashMap<String, CallId>, PortError>;

    /// These calls with their versions and the names of the fields that a member or a program with a key has changed; absent
    /// ones are left out.
    async fn to_update(&self, scope: &Scope, calls: &[CallId])
    -> Result<Vec<KnownCall>, PortError>;

    /// Writes a portion: new calls, changed calls with what they were before, counts and position of the import, one event,
    /// one audit line, and the progress of the job, if one does it. Nothing on [`Held::Lost`]. `Stale` when one of the
    /// calls was changed meanwhile, `Duplicate("calls_provider_key")` when one came in meanwhile.
    async fn write(&self, scope: &Scope, portion: ImportPortion) -> Result<Held, SaveError>;

    /// Calls of an import that the rollback has not come to, in the order of their ids: first those that it brought,
    /// then those that it changed.
    async fn to_roll_back(
        &self,
        scope: &Scope,
        id: CallImportId,
        from: &RollbackPlace,
        limit: u32,
    ) -> Result<Vec<RollbackCandidate>, PortError>;

    /// Takes calls out or back, notes which stay, and keeps the progress of the job, with one event and one audit line.
    /// Nothing on [`Held::Lost`]. `Stale` when one of the calls was changed meanwhile.
    async fn roll_back(&self, scope: &Scope, portion: RollbackPortion) -> Result<Held, SaveError>;

    /// Calls that stayed when an import was taken back, by their id.
    async fn kept(
        &self,
        scope: &Scope,
        id: CallImportId,
        page: &PageRequest,
    ) -> Result<Page<KeptCall>, PortError>;

    /// Imports of all workspaces whose file lost its use: those that were over before `over`, and those that nobody went on
    /// with since `idle`. Oldest first.
    async fn files_to_remove(
        &self,
        over: Timestamp,
        idle: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, CallImportId)>, PortError>;

    /// Notes that the file was removed.
    async fn file_removed(
        &self,
        scope: &Scope,
        id: CallImportId,
        at: Timestamp,
    ) -> Result<(), PortError>;
}

/// A call that a file knows, too.
#[derive(Clone, PartialEq, Debug)]
pub struct KnownCall {
    /// The call with its version.
    pub call: Loaded<Call>,
    /// Names of the fields that a person has changed.
    pub by_people: BTreeSet<String>,
}

/// A call that a file changes.
#[derive(Clone, PartialEq, Debug)]
pub struct ChangedCall {
    /// As it was.
    pub before: CallSnapshot,
    /// As it shall be.
    pub after: Call,
    /// The version that must be there.
    pub version: Version,
}

/// A portion of an import.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportPortion {
    /// The import.
    pub import: CallImportId,
    /// Calls that are new.
    pub fresh: Vec<Call>,
    /// Calls that change.
    pub changed: Vec<ChangedCall>,
    /// The counts after it.
    pub counts: ImportCounts,
    /// Where the next portion begins.
    pub position: Place,
    /// It is the last one.
    pub is_last: bool,
    /// The progress of the job that does it.
    pub job: Option<JobProgress>,
    /// The one audit line.
    pub audit: AuditDraft,
    /// When it was decided.
    pub at: Timestamp,
}

/// How far a job is, to be kept with its rows.
#[derive(Clone, PartialEq, Debug)]
pub struct JobProgress {
    /// The right to go on.
    pub fence: JobFence,
    /// How far it is.
    pub progress: Progress,
    /// For how long it may go on.
    pub lease: Duration,
}

/// Where a rollback is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct RollbackPlace {
    /// All calls that it brought were looked at; what is left are those that it changed.
    pub in_changed: bool,
    /// The last call that was looked at.
    pub after: Option<CallId>,
}

/// A call of an import that is taken back.
#[derive(Clone, PartialEq, Debug)]
pub struct RollbackCandidate {
    /// The call.
    pub call: CallId,
    /// Its version now; `None` when it is gone.
    pub version: Option<Version>,
    /// The version that the import left.
    pub left_at: Version,
    /// What it was before; `None` when the import brought it.
    pub before: Option<Box<CallSnapshot>>,
    /// Follow-ups, lines of a timeline, notifications or later calls name it.
    pub is_referred_to: bool,
    /// A member holds it.
    pub is_held: bool,
}

words! {
    /// Why a call stays when its import is taken back.
    pub enum KeptBecause {
        /// Somebody or something has changed it.
        Changed = "changed",
        /// A follow-up, a timeline or another call names it.
        ReferredTo = "referred_to",
        /// A member works on it.
        Held = "held",
    }
}

/// A call that stays when its import is taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptCall {
    /// The call.
    pub call: CallId,
    /// Why.
    pub because: KeptBecause,
}

/// A portion of a rollback.
#[derive(Clone, PartialEq, Debug)]
pub struct RollbackPortion {
    /// The import.
    pub import: CallImportId,
    /// Calls to remove, with the version that must be there.
    pub remove: Vec<(CallId, Version)>,
    /// Calls to put back, with the version that must be there.
    pub restore: Vec<(Call, Version)>,
    /// Calls that stay.
    pub kept: Vec<KeptCall>,
    /// The counts after it.
    pub counts: RollbackCounts,
    /// It is the last one.
    pub is_last: bool,
    /// The progress of the job that does it.
    pub job: JobProgress,
    /// The one audit line.
    pub audit: AuditDraft,
    /// When it was decided.
    pub at: Timestamp,
}

/// Question: where is the workspace at home? Answered by its settings.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait HomePlace: Send + Sync {
    /// Country and zone.
    async fn home(&self, scope: &Scope) -> Result<Home, PortError>;
}

/// Where a workspace is at home.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Home {
    /// ISO 3166 code of the country, such as `US`.
    pub region: String,
    /// IANA name of its zone.
    pub time_zone: String,
}

/// Turns a local time such as `2026-03-04T17:05:00` into its instant: of two the first, of none the one as far after the
/// gap; `None` when the text is no time.
pub type LocalToInstant = Arc<dyn Fn(&str) -> Option<Timestamp> + Send + Sync>;

/// Knows time zones. Computes and keeps nothing.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait LocalTimes: Send + Sync {
    /// The clock on the wall of an IANA zone; `None` when there is no such zone.
    fn zone(&self, name: &str) -> Option<LocalToInstant>;
}
