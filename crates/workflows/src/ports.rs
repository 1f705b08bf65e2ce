//! What reactions and timed work need from outside: deliveries of events, ticks of the timetable, the list of tenants and
//! the wake-ups of the live feed. The store of the events implements them.

mod mail;
mod mail_care;
mod operations;
mod pretend;

pub use mail::{MailCarrier, MailClaim, MailEnd, MailQueue, MailSendError, OutgoingMail};
pub use mail_care::{MailCare, MailMoved, MailStanding, UnsentMail};
pub use operations::{Agenda, Upcoming, VitalSigns, VitalSignsReader};
pub use pretend::{PretendSpeech, Pretended};

use async_trait::async_trait;
use callboard_kernel::{
    EventEnvelope, EventId, MemberId, Page, PageRequest, PortError, SaveError, Scope, Timestamp,
    WorkspaceId, words,
};
use time::Duration;
use uuid::Uuid;

words! {
    /// Where a delivery of an event to a reaction is. `sending` and `unknown` belong to effects on the outside, which are
    /// never repeated blindly; a reaction inside the product uses `ready`, `claimed`, `done`, `retry` and `dead`.
    pub enum DeliveryState {
        /// Waits for its first attempt.
        Ready = "ready",
        /// A worker works on it until its lease ends.
        Claimed = "claimed",
        /// The outside is being told; committed before it is.
        Sending = "sending",
        /// Worked.
        Done = "done",
        /// Failed; waits for `available_at`.
        Retry = "retry",
        /// It cannot be told whether the outside took it; a person decides.
        Unknown = "unknown",
        /// Given up; shown to people, who can replay it.
        Dead = "dead",
    }
}

/// The right to finish a delivery: both must still stand in the row when it is finished.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fence {
    /// Random id of the worker process.
    pub owner: Uuid,
    /// Counts the claims of this delivery.
    pub epoch: i64,
}

/// A delivery that this worker may work on until its lease ends.
#[derive(Clone, PartialEq, Debug)]
pub struct ClaimedDelivery {
    /// The event.
    pub event: EventEnvelope,
    /// Name of the reaction; with the id of the event it is the key of the delivery.
    pub reaction: String,
    /// The right to finish it.
    pub fence: Fence,
    /// Which attempt this is, from 1.
    pub attempt: u32,
}

/// A delivery that was given up.
#[derive(Clone, PartialEq, Debug)]
pub struct DeadDelivery {
    /// The event.
    pub event: EventId,
    /// Wire name of the event.
    pub event_name: String,
    /// Name of the reaction.
    pub reaction: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it failed the last time; no personal data.
    pub last_error: String,
    /// When it was given up.
    pub at: Timestamp,
}

/// Deliveries of events to reactions. A delivery row is written in the transaction of its event, one for each name of
/// [`crate::subscriptions`]. Every finishing method changes the row only while `(owner, epoch)` still stand in it and
/// answers whether it did; `false` means that the lease ended and somebody else has it now.
#[async_trait]
pub trait Deliveries: Send + Sync {
    /// Claims up to `limit` deliveries of all workspaces whose reaction is one of `reactions` and that are `ready`, or
    /// `retry` and available, or `claimed` with an ended lease; sets owner, `epoch + 1`, `attempts + 1` and the lease by
    /// the clock of the database. Oldest first within a workspace, workspaces in turn. Two workers never get the same.
    /// Names that are not in `reactions` stay as they are, for a newer binary.
    async fn claim(
        &self,
        owner: Uuid,
        reactions: &[&'static str],
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<ClaimedDelivery>, PortError>;

    /// It worked.
    async fn complete(&self, scope: &Scope, delivery: &ClaimedDelivery) -> Result<bool, PortError>;

    /// It failed; try again `after` from now by the clock of the database.
    async fn retry(
        &self,
        scope: &Scope,
        delivery: &ClaimedDelivery,
        after: Duration,
        error: &str,
    ) -> Result<bool, PortError>;

    /// It cannot work; people must look. Writes [`crate::GivenUp`] in the same transaction, which tells them.
    async fn bury(
        &self,
        scope: &Scope,
        delivery: &ClaimedDelivery,
        error: &str,
    ) -> Result<bool, PortError>;

    /// Not begun: back to where it was before it was claimed, attempt uncounted, at once available. For a graceful stop.
    async fn hand_back(&self, scope: &Scope, delivery: &ClaimedDelivery)
    -> Result<bool, PortError>;

    /// What was given up, newest first.
    async fn dead(
        &self,
        scope: &Scope,
        page: &PageRequest,
    ) -> Result<Page<DeadDelivery>, PortError>;

    /// How many were given up.
    async fn count_dead(&self, scope: &Scope) -> Result<u64, PortError>;

    /// Makes these (all, when empty) given-up deliveries `ready` again, with the same keys, and writes
    /// [`crate::Replayed`] and its audit line in the same transaction. Answers how many; nothing is written when none.
    async fn replay(&self, scope: &Scope, events: &[EventId]) -> Result<u64, PortError>;
}

/// Ticks of the timetable that come at a time of day of each workspace.
#[async_trait]
pub trait Ticks: Send + Sync {
    /// Records that the tick of this schedule came, and writes the event [`crate::TICK_CAME`] with the payload
    /// `{"schedule": …, "tick_at": RFC 3339}` and its deliveries, all in one transaction. `false`, and nothing written,
    /// when it was recorded before: the key is `(workspace, schedule, tick_at)`.
    async fn record(
        &self,
        scope: &Scope,
        schedule: &str,
        tick_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool, SaveError>;

    /// The newest recorded tick of the schedule; `None` when it never came.
    async fn last(&self, scope: &Scope, schedule: &str) -> Result<Option<Timestamp>, PortError>;
}

/// A tenant as the timetable needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkspaceZone {
    /// The tenant.
    pub id: WorkspaceId,
    /// IANA name of its zone.
    pub time_zone: String,
    /// When it was made; ticks before that never come.
    pub created_at: Timestamp,
}

/// All tenants, for the worker alone.
#[async_trait]
pub trait WorkspaceDirectory: Send + Sync {
    /// Every workspace.
    async fn all(&self) -> Result<Vec<WorkspaceZone>, PortError>;
}

/// Removes what only had to be kept for a while, of all tenants, for the worker alone.
#[async_trait]
pub trait Housekeeping: Send + Sync {
    /// Removes expired and revoked sessions, used and expired reset links, old sign-in failures, ticks and done
    /// deliveries, each 30 days after it lost its use (causes and events stay: they are history). Answers how many rows.
    async fn purge(&self, now: Timestamp) -> Result<u64, PortError>;
}

/// What is new.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WakeUp {
    /// This workspace has new events.
    Workspace(WorkspaceId),
    /// Wake-ups were lost (slow listener, broken connection): look at every workspace that is watched.
    Everything,
}

/// A listener of wake-ups.
#[async_trait]
pub trait WakeUps: Send {
    /// Waits for the next one; comes at least every five seconds with [`WakeUp::Everything`], so that a silent connection
    /// costs no more than that. `None` when the server stops.
    async fn next(&mut self) -> Option<WakeUp>;
}

/// The live feed: events by number, and a wake-up when there are new ones, on every replica.
#[async_trait]
pub trait LiveFeed: Send + Sync {
    /// Listens from now on.
    fn subscribe(&self) -> Box<dyn WakeUps>;

    /// Number of the newest event of the workspace, 0 when nothing has happened.
    async fn head(&self, scope: &Scope) -> Result<i64, PortError>;

    /// Up to `limit` events with a greater number, in order and without gaps.
    async fn after(
        &self,
        scope: &Scope,
        seq: i64,
        limit: u32,
    ) -> Result<Vec<EventEnvelope>, PortError>;
}

/// A mail to a member, ready to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailDraft {
    /// Computed from what the mail tells of; unique in the workspace.
    pub message_id: String,
    /// The member.
    pub member: MemberId,
    /// His address.
    pub to_address: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Kind of the thing it is about, such as `export`.
    pub about_kind: String,
    /// The thing.
    pub about: Uuid,
}

/// A mail that waits. Neither its text nor the address is shown to others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingMail {
    /// Its id.
    pub id: Uuid,
    /// Name of the member it goes to.
    pub to_name: String,
    /// Its subject.
    pub subject: String,
    /// Since when it waits.
    pub created_at: Timestamp,
}

/// Keeps mail until somebody who can send it takes it. Every method is one transaction.
#[async_trait]
pub trait MailOutbox: Send + Sync {
    /// Writes a mail in state `ready`. `Duplicate("mail_outbox_message_key")` when it was written before.
    async fn post(&self, scope: &Scope, mail: MailDraft, at: Timestamp) -> Result<(), SaveError>;

    /// Mail in state `ready`, oldest first.
    async fn waiting(
        &self,
        scope: &Scope,
        page: &PageRequest,
    ) -> Result<Page<WaitingMail>, PortError>;

    /// How many are in state `ready`.
    async fn count_waiting(&self, scope: &Scope) -> Result<u64, PortError>;
}
