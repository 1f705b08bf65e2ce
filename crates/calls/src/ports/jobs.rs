//! Keeps long work and hands it to workers.

use crate::jobs::{CallJob, JobEnd, JobKind, NewJob, Progress};
use async_trait::async_trait;
use callboard_kernel::{
    CallJobId, Page, PageRequest, PortError, SaveError, Scope, Timestamp, WorkspaceId,
};
use time::Duration;
use uuid::Uuid;

/// The right to change a running job: owner and epoch must still stand in its row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct JobFence {
    /// The job.
    pub job: CallJobId,
    /// Random id of the worker.
    pub owner: Uuid,
    /// Counts the claims of this job.
    pub epoch: i64,
}

/// A job that a worker may work on until its lease ends.
#[derive(Clone, PartialEq, Debug)]
pub struct ClaimedJob {
    /// Whose it is.
    pub workspace: WorkspaceId,
    /// The right to change it.
    pub fence: JobFence,
    /// The job as it is now.
    pub job: CallJob,
    /// How many steps in a row have failed.
    pub failures: u32,
}

/// What became of a new job.
#[derive(Clone, PartialEq, Debug)]
pub enum Created {
    /// It waits for a worker now.
    Yes,
    /// It was asked for before under the same key.
    Already(Box<CallJob>),
    /// As many as allowed are unfinished.
    TooMany,
}

/// Whether a worker may go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    /// It may.
    Yes,
    /// It may, but somebody wants the job to stop.
    CancelRequested,
    /// The lease ended and somebody else has the job, or it is over.
    Lost,
}

/// Keeps long work. Leases and the order of turns are on the clock of the database.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CallJobStore: Send + Sync {
    /// Writes a job with its audit line unless `most_unfinished` of its kind are unfinished in the workspace; two requests
    /// at the same moment cannot both take the last place.
    async fn create(
        &self,
        scope: &Scope,
        job: NewJob,
        most_unfinished: u32,
    ) -> Result<Created, SaveError>;

    /// The job; `None` when this workspace has no such job.
    async fn get(&self, scope: &Scope, id: CallJobId) -> Result<Option<CallJob>, PortError>;

    /// Jobs of these kinds, newest first; with `own` only those of the actor.
    async fn list(
        &self,
        scope: &Scope,
        kinds: &[JobKind],
        own: bool,
        page: &PageRequest,
    ) -> Result<Page<CallJob>, PortError>;

    /// The jobs of this kind that were asked for under one of these keys, in no order.
    async fn asked_under(
        &self,
        scope: &Scope,
        kind: JobKind,
        keys: &[String],
    ) -> Result<Vec<CallJob>, PortError>;

    /// Claims a job of one of these kinds that waits or whose lease ended, workspaces in turn, for `lease`. Two workers
    /// never get the same.
    async fn claim(
        &self,
        owner: Uuid,
        kinds: &[JobKind],
        lease: Duration,
    ) -> Result<Option<ClaimedJob>, PortError>;

    /// Keeps the progress and renews the lease by `lease`, while the fence stands.
    async fn advance(
        &self,
        scope: &Scope,
        fence: JobFence,
        progress: &Progress,
        lease: Duration,
    ) -> Result<Held, PortError>;

    /// Ends the job and tells so, while the fence stands; answers whether it did.
    async fn finish(
        &self,
        scope: &Scope,
        fence: JobFence,
        end: JobEnd,
        at: Timestamp,
    ) -> Result<bool, SaveError>;

    /// Puts the job back into the queue, behind those that wait, not before `after` from now. With `failed` the failure is
    /// counted; a kept progress counts anew.
    async fn hand_back(
        &self,
        scope: &Scope,
        fence: JobFence,
        after: Duration,
        failed: bool,
    ) -> Result<bool, PortError>;

    /// Asks a job to stop: one that waits is cancelled at once. Answers the job as it is then; `None` when there is none.
    /// A job that is over stays as it is.
    async fn request_cancel(
        &self,
        scope: &Scope,
        id: CallJobId,
        at: Timestamp,
    ) -> Result<Option<CallJob>, SaveError>;
}
