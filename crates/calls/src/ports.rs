//! What the call domain needs from outside.

mod bulk;
mod exports;
mod files;
mod imports;
mod jobs;
mod traces;
mod views;

pub use bulk::{
    Alike, BulkCreated, BulkPortion, BulkPromises, BulkRow, BulkStore, BulkTargets, Decided,
    DueRow, Likeness, NewBulk, PortionWritten, PromiseChanged, RowResult,
};
#[cfg(feature = "mock")]
pub use bulk::{MockBulkPromises, MockBulkStore};
pub use exports::{ExportBoard, ExportFiles, Profile, SheetPrinter, WorkspaceProfile};
#[cfg(feature = "mock")]
pub use exports::{MockExportBoard, MockExportFiles, MockSheetPrinter, MockWorkspaceProfile};
pub use files::FileStore;
#[cfg(feature = "mock")]
pub use files::MockFileStore;
pub use imports::{
    CallImportStore, ChangedCall, Home, HomePlace, ImportPortion, JobProgress, KeptBecause,
    KeptCall, KnownCall, LocalTimes, LocalToInstant, RollbackCandidate, RollbackPlace,
    RollbackPortion,
};
#[cfg(feature = "mock")]
pub use imports::{MockCallImportStore, MockHomePlace, MockLocalTimes};
#[cfg(feature = "mock")]
pub use jobs::MockCallJobStore;
pub use jobs::{CallJobStore, ClaimedJob, Created, Held, JobFence};
#[cfg(feature = "mock")]
pub use traces::MockCallTraces;
pub use traces::{CallTraces, OutgoingCall, RecordingConsents, TracesOfNumbers};
pub use views::{CallViewStore, LocalDays};
#[cfg(feature = "mock")]
pub use views::{MockCallViewStore, MockLocalDays};

use crate::{
    analytics::{AgentCalls, CallFigures, CallTrends},
    board::{CallFilter, CallMetrics, CallRow, CallSort, TriageQueue, TriageSummary},
    events::CallEvent,
    model::{Call, Disposition, LeadSource},
    wallboard::{DeskNow, WallboardLimits},
};
use async_trait::async_trait;
use callboard_kernel::{
    AuditDraft, CallId, Commit, CustomerId, Loaded, MemberId, Page, PageRequest, Period, Phone,
    PortError, SaveError, Scope, Timestamp, Version,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Keeps calls. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CallRepository: Send + Sync {
    /// The call with the version that `save` must be given back; `None` when this workspace has no such call, or the
    /// actor may only see own calls and it is not one of them.
    async fn get(&self, scope: &Scope, id: CallId) -> Result<Option<Loaded<Call>>, PortError>;

    /// The call of a carrier's own id; `None` when it was never seen.
    async fn find_by_provider(
        &self,
        scope: &Scope,
        provider: &str,
        provider_call_id: &str,
    ) -> Result<Option<Loaded<Call>>, PortError>;

    /// Writes the call, its events and its audit line together, or nothing. `Stale` when someone wrote first,
    /// `Duplicate("calls_provider_key")` when the carrier's id is known already, `Duplicate("causes_pkey")` when the
    /// cause has worked before.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Call, CallEvent>,
    ) -> Result<Version, SaveError>;

    /// The newest missed inbound call from this number that started at or after `since` and is no repeat itself.
    async fn missed_from(
        &self,
        scope: &Scope,
        number: &Phone,
        since: Timestamp,
    ) -> Result<Option<CallId>, PortError>;

    /// Writes a batch of past calls with one event and one audit line; rows whose carrier id is known already are left
    /// out. Answers the index of each row that was left out.
    async fn import(&self, scope: &Scope, batch: ImportBatch) -> Result<Vec<usize>, SaveError>;

    /// Ended calls whose outcome is overdue at `now` and that are not yet in the triage queue, oldest first.
    async fn outcomes_overdue(
        &self,
        scope: &Scope,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<CallId>, PortError>;
}

/// A batch of past calls.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportBatch {
    /// The import.
    pub import: Uuid,
    /// The calls, without events of their own.
    pub calls: Vec<Call>,
    /// The one audit line of the batch.
    pub audit: AuditDraft,
    /// When it was decided.
    pub at: Timestamp,
}

/// Locks of the triage: nobody works on a call that somebody else holds. A claim is a lease, not a change of the call, so
/// it moves no version.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TriageClaims: Send + Sync {
    /// Claims the first call of the triage order that nobody else holds and that is not in `skip`, for `member` until
    /// `until`, releasing what the member held before; `None` when the queue is empty. Two members never get the same
    /// call.
    async fn claim_next(
        &self,
        scope: &Scope,
        member: MemberId,
        now: Timestamp,
        until: Timestamp,
        skip: &[CallId],
    ) -> Result<Option<CallId>, PortError>;

    /// Claims this call, or renews the own claim. With `take_over` a claim of somebody else is replaced and the audit
    /// trail says so.
    async fn claim(
        &self,
        scope: &Scope,
        call: CallId,
        member: MemberId,
        now: Timestamp,
        until: Timestamp,
        take_over: bool,
    ) -> Result<ClaimAnswer, PortError>;

    /// The call that the member holds at `now`; `None` when it holds none or the claim ran out.
    async fn held_by(
        &self,
        scope: &Scope,
        member: MemberId,
        now: Timestamp,
    ) -> Result<Option<CallId>, PortError>;

    /// Gives the own claim back; does nothing when there is none.
    async fn release(
        &self,
        scope: &Scope,
        call: CallId,
        member: MemberId,
        now: Timestamp,
    ) -> Result<(), PortError>;
}

/// Answer to a claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClaimAnswer {
    /// It is yours.
    Granted,
    /// Somebody else holds it.
    HeldBy {
        /// Who.
        member: MemberId,
        /// Until when.
        until: Timestamp,
    },
    /// This workspace has no such call.
    Absent,
}

/// What screens read of calls. One statement a method; a technician gets only own calls.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CallBoard: Send + Sync {
    /// A page of the filtered list. `now` decides the states of promises. With `filter.needs_triage` and no explicit
    /// sort the order is that of S1-API-07.
    async fn list(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        sort: Option<CallSort>,
        page: &PageRequest,
        now: Timestamp,
    ) -> Result<Page<CallRow>, PortError>;

    /// How many calls the filter holds, exactly.
    async fn count(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        now: Timestamp,
    ) -> Result<u64, PortError>;

    /// How many calls the filter holds, but never more than `most`: the count ends there, so that a filter that holds
    /// most of a large log costs no more than a small one. `Unavailable` when it takes too long to find so few.
    async fn count_up_to(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        most: u32,
        now: Timestamp,
    ) -> Result<u32, PortError>;

    /// These calls as rows, in no particular order; absent ones are left out.
    async fn rows(
        &self,
        scope: &Scope,
        ids: &[CallId],
        now: Timestamp,
    ) -> Result<Vec<CallRow>, PortError>;

    /// The triage queue with its numbers: breached first, then least time left, then value, then age.
    async fn triage(
        &self,
        scope: &Scope,
        page: &PageRequest,
        now: Timestamp,
    ) -> Result<TriageQueue<CallRow>, PortError>;

    /// The triage queue in numbers.
    async fn triage_summary(
        &self,
        scope: &Scope,
        now: Timestamp,
    ) -> Result<TriageSummary, PortError>;

    /// Header numbers over the filtered set.
    async fn metrics(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        now: Timestamp,
    ) -> Result<CallMetrics, PortError>;

    /// The newest calls with this customer, or with this number when no customer is known.
    async fn history(
        &self,
        scope: &Scope,
        customer: Option<CustomerId>,
        number: Option<Phone>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<CallRow>, PortError>;

    /// Tags in use that start with `prefix`, most used first.
    async fn tags(&self, scope: &Scope, prefix: &str, limit: u32)
    -> Result<Vec<String>, PortError>;
}

/// What reports read of calls. Every number comes from an aggregate of the database over the calls that first rang in the
/// period, and is the count of the list with the same period and [`CallFilter::counted_as`]; days and hours are those of the
/// workspace's time zone. A technician gets only own calls.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CallAnalytics: Send + Sync {
    /// All calls of the period together.
    async fn figures(&self, scope: &Scope, period: Period) -> Result<CallFigures, PortError>;

    /// By where callers heard of us, most calls first; sources without calls are left out.
    async fn sources(
        &self,
        scope: &Scope,
        period: Period,
    ) -> Result<Vec<(LeadSource, CallFigures)>, PortError>;

    /// By local day and hour: every day of the period, also those without calls, and every hour of a weekday with calls.
    /// An hour that comes twice when the clock is put back is one hour.
    async fn trends(&self, scope: &Scope, period: Period) -> Result<CallTrends, PortError>;

    /// By who talked, most calls first. Calls that nobody talked in belong to no agent.
    async fn agents(&self, scope: &Scope, period: Period) -> Result<Vec<AgentCalls>, PortError>;

    /// The desk at `now`, with the figures of `day`; a call is answered in time within `in_time_s` seconds. A call that
    /// still rings after an hour is a lost report, not a caller who waits.
    async fn desk(
        &self,
        scope: &Scope,
        day: Period,
        in_time_s: u32,
        now: Timestamp,
    ) -> Result<DeskNow, PortError>;
}

/// Keeps the limits of the wallboard of a workspace.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait WallboardSettings: Send + Sync {
    /// The limits. A workspace that never changed them has the shipped ones at version 0.
    async fn load(&self, scope: &Scope) -> Result<Loaded<WallboardLimits>, PortError>;

    /// Replaces the limits. `Stale` when someone wrote first.
    async fn save(
        &self,
        scope: &Scope,
        expected: Version,
        limits: WallboardLimits,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError>;
}

/// Keeps the catalogue of dispositions of a workspace.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait DispositionCatalogue: Send + Sync {
    /// All dispositions by position, retired ones included, with the version of the catalogue. A workspace that never
    /// changed it has the shipped ones at version 0.
    async fn load(&self, scope: &Scope) -> Result<Loaded<Vec<Disposition>>, PortError>;

    /// Replaces the catalogue. `Stale` when someone wrote first.
    async fn save(
        &self,
        scope: &Scope,
        expected: Version,
        all: Vec<Disposition>,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError>;
}

/// Question: is the workspace open at an instant? Answered from the business hours.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait OpeningHours: Send + Sync {
    /// Whether the workspace is open.
    async fn is_open(&self, scope: &Scope, at: Timestamp) -> Result<bool, PortError>;
}

/// Question: has a call an open promise? Answered by the follow-ups.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait OpenPromises: Send + Sync {
    /// Whether an open follow-up belongs to the call.
    async fn has_open(&self, scope: &Scope, call: CallId) -> Result<bool, PortError>;
}

/// Question: who has this number? Answered by the customers.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CallerDirectory: Send + Sync {
    /// The customer last seen with this number; `None` when nobody has it.
    async fn by_number(
        &self,
        scope: &Scope,
        number: &Phone,
    ) -> Result<Option<KnownCaller>, PortError>;

    /// The same for many numbers, in one question; numbers that nobody has are left out.
    async fn of_numbers(
        &self,
        scope: &Scope,
        numbers: &[Phone],
    ) -> Result<HashMap<Phone, KnownCaller>, PortError>;

    /// The customer of this id.
    async fn by_id(&self, scope: &Scope, id: CustomerId) -> Result<Option<KnownCaller>, PortError>;
}

/// What the call domain needs to know of a customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownCaller {
    /// The customer.
    pub id: CustomerId,
    /// Name to show.
    pub name: String,
    /// Wants no contact.
    pub do_not_contact: bool,
}
