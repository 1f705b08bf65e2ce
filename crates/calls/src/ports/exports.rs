//! What exports need from outside: the calls in large pages, the list of files, a printer, and what
//! the workspace says of itself.

use crate::{
    board::CallFilter,
    export::{ExportFile, ExportedCall, FileBlock, LocalZone},
    paper::Sheet,
};
use async_trait::async_trait;
use callboard_kernel::{
    AuditDraft, CallId, CallJobId, Cursor, MemberId, Page, PortError, SaveError, Scope, Timestamp,
    WorkspaceId,
};

/// The call log as exports read it. One statement a method; a technician gets only own calls.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ExportBoard: Send + Sync {
    /// Up to `limit` calls of the filter, newest first, after a place; `limit` may be larger than that of a screen. What
    /// comes in while an export runs is not in it: it is newer than where the export began.
    async fn page(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        after: Option<Cursor>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Page<ExportedCall>, PortError>;

    /// These calls, newest first; absent ones are left out.
    async fn these(
        &self,
        scope: &Scope,
        ids: &[CallId],
        now: Timestamp,
    ) -> Result<Vec<ExportedCall>, PortError>;
}

/// The list of files that exports made. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ExportFiles: Send + Sync {
    /// Notes that blocks of this export may exist from now on, so that they are found when the export dies. Twice is
    /// once.
    async fn begin(&self, scope: &Scope, job: CallJobId, name: &str) -> Result<(), PortError>;

    /// Notes that the file is whole. The first one stands: a worker who lost its turn changes nothing.
    async fn complete(
        &self,
        scope: &Scope,
        job: CallJobId,
        blocks: &[FileBlock],
        rows: u64,
        made_at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), PortError>;

    /// The files of these exports; only complete ones, in no particular order.
    async fn of(&self, scope: &Scope, jobs: &[CallJobId]) -> Result<Vec<ExportFile>, PortError>;

    /// Notes that the file was removed, with its audit line, and withdraws the mail about it that still waits. `false`
    /// when it was removed before.
    async fn note_removed(
        &self,
        scope: &Scope,
        job: CallJobId,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<bool, SaveError>;

    /// Writes the audit line of a download.
    async fn note_downloaded(
        &self,
        scope: &Scope,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<(), SaveError>;

    /// Files of all workspaces to remove at `now`: complete ones whose time is over, and what failed and cancelled
    /// exports left behind an hour ago. Oldest first.
    async fn due(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, CallJobId)>, PortError>;
}

/// Prints. Computes and keeps nothing.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SheetPrinter: Send + Sync {
    /// The sheet as a PDF. Characters that the font lacks become boxes.
    async fn print(&self, sheet: Sheet) -> Result<Vec<u8>, PortError>;
}

/// Question: what does the workspace say of itself? Answered by the workspaces.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait WorkspaceProfile: Send + Sync {
    /// Name, country, currency and zone.
    async fn profile(&self, scope: &Scope) -> Result<Profile, PortError>;

    /// Names of all members, inactive ones included. A workspace has few.
    async fn names(&self, scope: &Scope) -> Result<Vec<(MemberId, String)>, PortError>;
}

/// What a workspace says of itself.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// ISO code of its country.
    pub region: String,
    /// ISO code of its currency.
    pub currency: String,
    /// Its clock on the wall.
    pub zone: LocalZone,
}
