//! What the follow-up domain needs from outside.

use crate::{
    board::{FollowUpFilter, FollowUpRow, PromiseCounts},
    events::FollowUpEvent,
    hours::BusinessHours,
    model::{FollowUp, Notification},
    report::{Pressing, SlaFigures, SlaReport},
    rules::SlaRules,
};
use async_trait::async_trait;
use callboard_kernel::{
    AuditDraft, CallId, Cause, Commit, CustomerId, FollowUpId, Loaded, MemberId, NotificationId,
    Page, PageRequest, Period, PortError, SaveError, Scope, Timestamp, Version, WorkspaceId,
};

/// Keeps follow-ups with their clocks. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait FollowUpRepository: Send + Sync {
    /// The follow-up with the version that `save` must be given back; `None` when absent, deleted or (technicians) not
    /// one's own.
    async fn get(
        &self,
        scope: &Scope,
        id: FollowUpId,
    ) -> Result<Option<Loaded<FollowUp>>, PortError>;

    /// Open follow-ups of a call, earliest due first.
    async fn open_of_call(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Vec<Loaded<FollowUp>>, PortError>;

    /// Writes the follow-up, its events, its notifications and its audit line together, or nothing; refreshes the open
    /// promise shown on its call in the same transaction. `Stale` when someone wrote first; `Duplicate("causes_pkey")`
    /// when the cause has worked before; `Duplicate("follow_ups_automatic_key")` when the call has an open automatic one.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<FollowUp, FollowUpEvent>,
        notifications: Vec<Notification>,
    ) -> Result<Version, SaveError>;
}

/// The clocks of all workspaces, for the worker alone.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ClockSweep: Send + Sync {
    /// Follow-ups whose clock has a level to fire or a pause to end at `now`, most overdue first.
    async fn due(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, FollowUpId)>, PortError>;
}

/// What screens read of follow-ups.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait FollowUpBoard: Send + Sync {
    /// A page: open first, higher priority first, earliest due first (S1-API-04a); done ones newest first when only
    /// done are wanted.
    async fn list(
        &self,
        scope: &Scope,
        filter: &FollowUpFilter,
        page: &PageRequest,
        now: Timestamp,
    ) -> Result<Page<FollowUpRow>, PortError>;

    /// One row.
    async fn row(
        &self,
        scope: &Scope,
        id: FollowUpId,
        now: Timestamp,
    ) -> Result<Option<FollowUpRow>, PortError>;

    /// How many the filter holds, exactly.
    async fn count(
        &self,
        scope: &Scope,
        filter: &FollowUpFilter,
        now: Timestamp,
    ) -> Result<u64, PortError>;

    /// Counts for badges (S1-RT-02), of the whole team and of one member.
    async fn counts(
        &self,
        scope: &Scope,
        member: Option<MemberId>,
        now: Timestamp,
    ) -> Result<PromiseCounts, PortError>;
}

/// How well promises are kept. Every number comes from an aggregate of the database, over what came due in the period, at
/// `now`; hours are those of the workspace's time zone. Each is the count of a list: of the same period with
/// [`FollowUpFilter::kept`], the kind, [`FollowUpFilter::responsible`] or [`FollowUpFilter::due_hour`]. A technician gets
/// his own.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SlaReports: Send + Sync {
    /// By kind, agent and hour.
    async fn report(
        &self,
        scope: &Scope,
        period: Period,
        now: Timestamp,
    ) -> Result<SlaReport, PortError>;

    /// All together.
    async fn total(
        &self,
        scope: &Scope,
        period: Period,
        now: Timestamp,
    ) -> Result<SlaFigures, PortError>;

    /// What presses at `now`.
    async fn pressing(&self, scope: &Scope, now: Timestamp) -> Result<Pressing, PortError>;
}

/// Keeps business hours and SLA rules of a workspace. A workspace that never changed them has the shipped ones at
/// version 0.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RuleBook: Send + Sync {
    /// The business hours, with the workspace's time zone in them.
    async fn hours(&self, scope: &Scope) -> Result<Loaded<BusinessHours>, PortError>;

    /// Replaces the hours. `Stale` when someone wrote first.
    async fn save_hours(
        &self,
        scope: &Scope,
        expected: Version,
        hours: BusinessHours,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError>;

    /// The SLA rules.
    async fn sla_rules(&self, scope: &Scope) -> Result<Loaded<SlaRules>, PortError>;

    /// Replaces the rules. `Stale` when someone wrote first.
    async fn save_sla_rules(
        &self,
        scope: &Scope,
        expected: Version,
        rules: SlaRules,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError>;
}

/// In-app notifications of the acting member.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait NotificationInbox: Send + Sync {
    /// A page, newest first.
    async fn list(
        &self,
        scope: &Scope,
        member: MemberId,
        unread_only: bool,
        page: &PageRequest,
    ) -> Result<Page<Notification>, PortError>;

    /// Writes notifications that belong to no single follow-up, with one `followups.member_notified` event each, in one
    /// transaction. `Duplicate("causes_pkey")`, and nothing written, when the cause has worked before.
    async fn post(
        &self,
        scope: &Scope,
        notifications: Vec<Notification>,
        cause: Cause,
        at: Timestamp,
    ) -> Result<(), SaveError>;

    /// How many are unread.
    async fn unread(&self, scope: &Scope, member: MemberId) -> Result<u64, PortError>;

    /// Marks these (all, when empty) as read.
    async fn mark_read(
        &self,
        scope: &Scope,
        member: MemberId,
        ids: &[NotificationId],
        at: Timestamp,
    ) -> Result<(), PortError>;
}

/// Question: who is on duty? Answered by the workspaces.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Duty: Send + Sync {
    /// Supervisors (admin or higher) of the workspace, active ones.
    async fn supervisors(&self, scope: &Scope) -> Result<Vec<MemberId>, PortError>;

    /// Everybody who may work calls, in the order in which they are paged.
    async fn on_call(&self, scope: &Scope) -> Result<Vec<MemberId>, PortError>;

    /// Whether the member is active in this workspace.
    async fn is_active(&self, scope: &Scope, member: MemberId) -> Result<bool, PortError>;
}

/// Question: what must a follow-up know of its call or customer? Answered by the calls and the customers.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Subjects: Send + Sync {
    /// Name to show and customer of a call; `None` when absent.
    async fn of_call(&self, scope: &Scope, call: CallId) -> Result<Option<Subject>, PortError>;

    /// Name to show of a customer; `None` when absent.
    async fn of_customer(
        &self,
        scope: &Scope,
        customer: CustomerId,
    ) -> Result<Option<Subject>, PortError>;
}

/// Who a follow-up is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// Name, else number, else "Unknown caller".
    pub name: String,
    /// The customer.
    pub customer: Option<CustomerId>,
    /// The call was an emergency.
    pub emergency: bool,
}
