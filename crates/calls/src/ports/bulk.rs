//! What the same change to many calls needs from outside.

use super::jobs::JobFence;
use crate::{
    CallEvent,
    board::CallFilter,
    bulk::{BulkSubject, Memento, PromiseChange, Skip, SkipReason},
    jobs::{CallJob, NewJob, Progress},
    model::Call,
};
use async_trait::async_trait;
use callboard_kernel::{
    CallId, CallJobId, Commit, FollowUpId, Loaded, MemberId, Page, PageRequest, PortError,
    SaveError, Scope, Timestamp, words,
};
use time::Duration;

/// Which calls are meant.
#[derive(Clone, PartialEq, Debug)]
pub enum BulkTargets {
    /// These.
    Named(Vec<CallId>),
    /// All that match at this moment, except some.
    Matching {
        /// What they match.
        filter: Box<CallFilter>,
        /// Not these.
        except: Vec<CallId>,
    },
    /// Those that a bulk job did.
    DoneBy(CallJobId),
}

/// A bulk job that is asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct NewBulk {
    /// The job.
    pub job: NewJob,
    /// Its calls.
    pub targets: BulkTargets,
    /// Jobs of its kind that may be unfinished.
    pub most_unfinished: u32,
    /// Calls that it may have.
    pub most_calls: u64,
}

/// What became of a bulk job that was asked for.
#[derive(Clone, PartialEq, Debug)]
pub enum BulkCreated {
    /// It waits for a worker.
    Yes(Box<CallJob>),
    /// It was asked for before under the same key.
    Already(Box<CallJob>),
    /// As many as allowed are unfinished.
    TooMany,
    /// More calls are meant than it may have.
    TooLarge {
        /// How many.
        calls: u64,
    },
}

words! {
    /// What has become of a call in a bulk job.
    pub enum RowResult {
        /// Its turn has not come.
        Pending = "pending",
        /// Changed.
        Done = "done",
        /// Left as it was.
        Skipped = "skipped",
    }
}

/// A call in a bulk job, for screens.
#[derive(Clone, PartialEq, Debug)]
pub struct BulkRow {
    /// The call.
    pub call: CallId,
    /// Name of the other party, else the number; empty when the call is gone.
    pub caller: String,
    /// First ring; `None` when the call is gone.
    pub started_at: Option<Timestamp>,
    /// What has become of it.
    pub result: RowResult,
    /// Why it was left.
    pub skip: Option<Skip>,
    /// Name of who holds it.
    pub held_by_name: Option<String>,
}

/// A call whose turn has come.
#[derive(Clone, PartialEq, Debug)]
pub struct DueRow {
    /// The call.
    pub call: CallId,
    /// What its decision needs to know; `None` when it is gone.
    pub subject: Option<BulkSubject>,
    /// What the job that is taken back remembered of it.
    pub memento: Option<Memento>,
}

/// What was decided of a call.
#[derive(Clone, PartialEq, Debug)]
pub enum Decided {
    /// It changes.
    Change {
        /// The call as it was read.
        before: Box<Loaded<Call>>,
        /// The change. Calls whose change has no event are told of together.
        commit: Box<Commit<Call, CallEvent>>,
        /// For taking it back.
        memento: Memento,
    },
    /// It was changed elsewhere, for good.
    Done {
        /// The call.
        call: CallId,
        /// For taking it back.
        memento: Memento,
    },
    /// It stays as it is.
    Skip {
        /// The call.
        call: CallId,
        /// Why.
        skip: Skip,
    },
}

impl Decided {
    /// The call.
    pub fn call(&self) -> CallId {
        match self {
            Self::Change { commit, .. } => commit.aggregate.id(),
            Self::Done { call, .. } | Self::Skip { call, .. } => *call,
        }
    }
}

/// Some calls of a bulk job, decided.
#[derive(Clone, PartialEq, Debug)]
pub struct BulkPortion {
    /// The right to write it.
    pub fence: JobFence,
    /// What was decided, in the order of the ids.
    pub rows: Vec<Decided>,
    /// How far the job is, without this portion.
    pub before: Progress,
    /// Where it goes on.
    pub position: serde_json::Value,
    /// How long the job belongs to its worker from now on.
    pub lease: Duration,
    /// When it was decided.
    pub at: Timestamp,
}

/// What became of a portion.
#[derive(Clone, PartialEq, Debug)]
pub enum PortionWritten {
    /// It stands, and this is how far the job is.
    Yes(Progress),
    /// Somebody else has the job now; nothing was written.
    Lost,
}

/// Calls that are alike in all that a decision asks for: one of them, and how many there are.
#[derive(Clone, PartialEq, Debug)]
pub struct Alike {
    /// One of them.
    pub sample: BulkSubject,
    /// How many.
    pub calls: u64,
}

/// What a preview tells calls apart by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Likeness {
    /// Which of these tags (in lower case) they have.
    Tags(Vec<String>),
    /// What an outcome asks for.
    Outcome,
    /// What a follow-up asks for.
    FollowUp,
}

/// Keeps bulk jobs and their rows.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait BulkStore: Send + Sync {
    /// Writes the job, a row for each of its calls and its audit line. The calls are those of one moment: those that come
    /// later are not meant. Names without a call become rows that are skipped as `not_found`, and calls of another
    /// workspace are no calls. Two requests at the same moment cannot both take the last place.
    async fn create(
        &self,
        scope: &Scope,
        bulk: NewBulk,
        now: Timestamp,
    ) -> Result<BulkCreated, SaveError>;

    /// The meant calls in groups of those that are alike, and how many named ones are not there.
    async fn alike(
        &self,
        scope: &Scope,
        targets: &BulkTargets,
        likeness: &Likeness,
        now: Timestamp,
    ) -> Result<(Vec<Alike>, u64), PortError>;

    /// Up to `limit` calls of the job whose turn has not come, by id from after `after` on.
    async fn due(
        &self,
        scope: &Scope,
        job: CallJobId,
        after: Option<CallId>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<DueRow>, PortError>;

    /// Writes a portion: calls, their events and audit lines, the results of the rows, one event for screens and the
    /// progress, together or not at all. A call that somebody else changes at this moment, or has changed since it was
    /// read, is left for later; nobody waits for another.
    async fn write(&self, scope: &Scope, portion: BulkPortion)
    -> Result<PortionWritten, SaveError>;

    /// How many deliveries of the workspace wait for a worker, counted up to `most`.
    async fn waiting_reactions(&self, scope: &Scope, most: u32) -> Result<u32, PortError>;

    /// Rows of a job by id of the call, of one result or all.
    async fn rows(
        &self,
        scope: &Scope,
        job: CallJobId,
        result: Option<RowResult>,
        page: &PageRequest,
    ) -> Result<Page<BulkRow>, PortError>;
}

/// What became of a change of follow-ups.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PromiseChanged {
    /// It is as it shall be, with this follow-up.
    Yes(FollowUpId),
    /// It is not.
    No(SkipReason),
}

/// Changes follow-ups of calls, one transaction each. Answered by the follow-ups.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait BulkPromises: Send + Sync {
    /// Makes the change for this job. A second time it finds its own work and answers the same. Members are not told of
    /// each single follow-up.
    async fn change(
        &self,
        scope: &Scope,
        job: CallJobId,
        change: &PromiseChange,
    ) -> Result<PromiseChanged, PortError>;

    /// Tells the member once that so many follow-ups were given to him by the job.
    async fn tell(
        &self,
        scope: &Scope,
        job: CallJobId,
        member: MemberId,
        follow_ups: u64,
    ) -> Result<(), PortError>;

    /// Whether follow-ups can be given to the member.
    async fn is_active(&self, scope: &Scope, member: MemberId) -> Result<bool, PortError>;
}
