//! Looking after long work: asking for it, watching it, stopping it. What each kind does is a service of its own.

use crate::{
    error::CallError,
    jobs::{CallJob, JobKind, NewJob, Progress},
    ports::{CallJobStore, Created},
};
use callboard_kernel::{CallJobId, Clock, IdGen, Page, PageRequest, Permission, Scope, Timestamp};
use serde_json::Value;
use std::sync::Arc;

/// What looking after long work needs.
#[derive(Clone)]
pub struct CallJobsPorts {
    /// Keeps the jobs.
    pub store: Arc<dyn CallJobStore>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGen>,
}

/// Looks after long work.
#[derive(Clone)]
pub struct CallJobs {
    ports: CallJobsPorts,
}

impl CallJobs {
    /// Over these ports.
    pub const fn new(ports: CallJobsPorts) -> Self {
        Self { ports }
    }

    /// The store, for the services of the kinds.
    pub fn store(&self) -> &dyn CallJobStore {
        &*self.ports.store
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    /// A job that is about to be asked for. Whether the actor may is decided by the service of the kind.
    pub fn draft(
        &self,
        kind: JobKind,
        spec: Value,
        total: Option<u64>,
        idempotency_key: Option<&str>,
    ) -> NewJob {
        NewJob {
            id: CallJobId(self.ports.ids.next()),
            kind,
            spec,
            progress: Progress { total, ..Progress::default() },
            idempotency_key: idempotency_key.map(str::to_owned),
            at: self.now(),
        }
    }

    /// Asks for long work; refused while `most_unfinished` of its kind are unfinished in the workspace. With a key that was
    /// used before the first job is answered.
    pub async fn ask(
        &self,
        scope: &Scope,
        job: NewJob,
        most_unfinished: u32,
    ) -> Result<CallJob, CallError> {
        let id = job.id;
        match self.ports.store.create(scope, job, most_unfinished).await? {
            Created::Yes => self.job(scope, id).await,
            Created::Already(job) => Ok(*job),
            Created::TooMany => Err(CallError::TooManyJobs { most: most_unfinished }),
        }
    }

    /// A job. Members see each other's; who asked is part of it.
    pub async fn get(&self, scope: &Scope, id: CallJobId) -> Result<CallJob, CallError> {
        scope.require(Permission::WorkCalls)?;
        self.job(scope, id).await
    }

    /// Jobs of these kinds, newest first; with `own` only those that the actor asked for.
    pub async fn list(
        &self,
        scope: &Scope,
        kinds: &[JobKind],
        own: bool,
        page: &PageRequest,
    ) -> Result<Page<CallJob>, CallError> {
        scope.require(Permission::WorkCalls)?;
        Ok(self.ports.store.list(scope, kinds, own, page).await?)
    }

    /// Stops a job after its current step. One's own, or anybody's for a supervisor. What is over stays as it is.
    pub async fn cancel(&self, scope: &Scope, id: CallJobId) -> Result<CallJob, CallError> {
        scope.require(Permission::WorkCalls)?;
        let job = self.job(scope, id).await?;
        if job.actor.uuid() != scope.actor().uuid() {
            scope.require(Permission::Supervise)?;
        }
        let stopped = self.ports.store.request_cancel(scope, id, self.now()).await?;
        stopped.ok_or(CallError::NotFound)
    }

    async fn job(&self, scope: &Scope, id: CallJobId) -> Result<CallJob, CallError> {
        self.ports.store.get(scope, id).await?.ok_or(CallError::NotFound)
    }
}
