//! What is kept.

use super::Pass;
use crate::{
    events::SwitchboardEvent,
    model::{Conversation, DialResult, Leg, Line, Order, Room, Station},
};
use async_trait::async_trait;
use callboard_kernel::{
    Commit, LineId, Loaded, MemberId, PortError, SaveError, Scope, Timestamp, Version, WorkspaceId,
};
use callboard_telephony::{ProviderCallId, RawWebhook, WrittenAnswer};
use uuid::Uuid;

/// Keeps lines. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait LineBook: Send + Sync {
    /// The lines that were not given up, by their name. A workspace has a handful.
    async fn list(&self, scope: &Scope) -> Result<Vec<Loaded<Line>>, PortError>;

    /// The line with the version that `save` must be given back, also one that was given up; `None` when there is none.
    async fn get(&self, scope: &Scope, id: LineId) -> Result<Option<Loaded<Line>>, PortError>;

    /// Writes the line, its events and its audit line together, or nothing. When it becomes the default, the line that was
    /// it is no more. `Stale` when someone wrote first, `Duplicate("lines_number_key")` when the number is a line already.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Line, SwitchboardEvent>,
    ) -> Result<Version, SaveError>;
}

/// Keeps where members can be rung.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Stations: Send + Sync {
    /// The stations of all active members who have one.
    async fn all(&self, scope: &Scope) -> Result<Vec<Station>, PortError>;

    /// The station of a member; [`Station::unknown`] when he has none yet.
    async fn of(&self, scope: &Scope, member: MemberId) -> Result<Station, PortError>;

    /// Replaces the station of a member.
    async fn put(&self, scope: &Scope, station: &Station, at: Timestamp) -> Result<(), PortError>;

    /// Notes that the member's browser is there. Cheap: it is told every half minute.
    async fn seen(&self, scope: &Scope, member: MemberId, at: Timestamp) -> Result<(), PortError>;
}

/// Knows whose secret address it is. Whoever asks does not know the workspace yet.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait HookDirectory: Send + Sync {
    /// The workspace of an address; `None` when there is no such.
    async fn find(&self, provider: &str, opaque: &str) -> Result<Option<WorkspaceId>, PortError>;

    /// The address of a workspace, made from `fresh` at the first time.
    async fn address(
        &self,
        scope: &Scope,
        provider: &str,
        fresh: &str,
        at: Timestamp,
    ) -> Result<String, PortError>;
}

/// A report of the telephone company that was believed, with the answer that it gets.
#[derive(Clone, PartialEq, Debug)]
pub struct NewReport {
    /// The telephone company.
    pub provider: String,
    /// The same for every repetition of this report and for no other.
    pub dedupe_key: String,
    /// The report as it came.
    pub raw: RawWebhook,
    /// What it is answered.
    pub answer: WrittenAnswer,
    /// When it came.
    pub at: Timestamp,
}

/// Whether a report was new.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Journalled {
    /// It was: its event was written with it.
    New,
    /// It had come before and was answered this.
    Known(WrittenAnswer),
}

/// A report in the journal.
#[derive(Clone, PartialEq, Debug)]
pub struct StoredReport {
    /// The telephone company.
    pub provider: String,
    /// The report as it came.
    pub raw: RawWebhook,
    /// When it came.
    pub at: Timestamp,
}

/// Keeps what the telephone company reported.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ReportJournal: Send + Sync {
    /// Writes the report and [`SwitchboardEvent::ReportReceived`] in one transaction, once for a dedupe key.
    async fn put(&self, scope: &Scope, report: &NewReport) -> Result<Journalled, PortError>;

    /// A report of the journal; `None` when it was removed after its time.
    async fn get(&self, scope: &Scope, id: Uuid) -> Result<Option<StoredReport>, PortError>;
}

/// What a report says of a leg.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LegReport {
    /// The telephone company.
    pub provider: String,
    /// What is known after this report alone.
    pub leg: Leg,
}

/// Keeps the legs of calls.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Conversations: Send + Sync {
    /// Merges the report with what is known of the leg, and answers all legs of the conversation. Reports of one
    /// conversation wait for each other.
    async fn merge(&self, scope: &Scope, report: &LegReport) -> Result<Conversation, PortError>;

    /// Notes how the ringing of others ended.
    async fn dialled(
        &self,
        scope: &Scope,
        provider: &str,
        first: &ProviderCallId,
        result: DialResult,
    ) -> Result<Conversation, PortError>;

    /// All legs of the conversation that began with this leg; nothing when it is not known.
    async fn get(
        &self,
        scope: &Scope,
        provider: &str,
        first: &ProviderCallId,
    ) -> Result<Option<Conversation>, PortError>;

    /// Legs of colleagues who have been rung into calls since this instant and neither came nor declined, the newest first.
    async fn asked_in(
        &self,
        scope: &Scope,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<AskedIn>, PortError>;

    /// Legs of colleagues of all workspaces who were rung before this instant and neither came nor declined, the oldest first.
    async fn asked_before(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, LegName)>, PortError>;
}

/// Where a leg is found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LegName {
    /// The telephone company.
    pub provider: String,
    /// The leg that began the call.
    pub first: ProviderCallId,
    /// The leg.
    pub id: ProviderCallId,
}

/// A colleague who is being rung into a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskedIn {
    /// The telephone company.
    pub provider: String,
    /// His leg.
    pub leg: Leg,
}

/// Keeps calls in rooms. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RoomBook: Send + Sync {
    /// The room of the call that began with this leg, also one that was closed; `None` while it is in none.
    async fn of(
        &self,
        scope: &Scope,
        provider: &str,
        first: &ProviderCallId,
    ) -> Result<Option<Loaded<Room>>, PortError>;

    /// Writes the room, its events and its audit line. `Stale` when someone wrote first, `Duplicate("call_rooms_leg_key")` when
    /// someone opened one for the same call.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Room, SwitchboardEvent>,
    ) -> Result<Version, SaveError>;
}

/// Keeps orders. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait OrderBook: Send + Sync {
    /// The order with its version; `None` when there is none.
    async fn get(&self, scope: &Scope, id: Uuid) -> Result<Option<Loaded<Order>>, PortError>;

    /// The order whose first leg has this id.
    async fn by_leg(
        &self,
        scope: &Scope,
        leg: &ProviderCallId,
    ) -> Result<Option<Loaded<Order>>, PortError>;

    /// Writes the order, its event and its audit line. `Stale` when someone wrote first.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Order, SwitchboardEvent>,
    ) -> Result<Version, SaveError>;

    /// Writes that the telephone company is about to be asked, while the rules that granted the pass still stand. `Stale`
    /// when they do not, or when someone wrote first.
    async fn mark_sending(
        &self,
        scope: &Scope,
        commit: Commit<Order, SwitchboardEvent>,
        pass: Pass,
    ) -> Result<Version, SaveError>;

    /// Orders of all workspaces that have stood in `sending` since before this instant, the oldest first.
    async fn broken_off(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, Uuid)>, PortError>;

    /// Orders that a person must look at, newest first, at most 100.
    async fn unknown(&self, scope: &Scope) -> Result<Vec<Order>, PortError>;
}

/// Keeps reports on the disk of this machine while the database does not answer.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Spool: Send + Sync {
    /// Keeps a report; it is on the disk when this returns.
    async fn keep(&self, workspace: WorkspaceId, report: &NewReport) -> Result<(), PortError>;

    /// The oldest reports with the names under which they are kept.
    async fn oldest(
        &self,
        limit: usize,
    ) -> Result<Vec<(String, WorkspaceId, NewReport)>, PortError>;

    /// Forgets a report that the journal has.
    async fn forget(&self, name: &str) -> Result<(), PortError>;
}
