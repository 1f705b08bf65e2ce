//! Long work on many calls, one turn after the other. The loop around it, its pauses and its stop live in the composition
//! root.

use crate::acting::acting_for;
use callboard_calls::{
    CallError,
    jobs::{JobEnd, JobKind, JobState, LongWork, Progress, Step},
    ports::{CallJobStore, ClaimedJob, Held},
};
use callboard_kernel::{Classify, Clock, ErrorKind, PortError, SaveError, Scope};
use std::{sync::Arc, time::Instant};
use time::Duration;
use uuid::Uuid;

/// How long a claimed job belongs to its worker; each step renews it.
pub const JOB_LEASE: Duration = Duration::seconds(20);

/// How long a job may go on before another one has its turn.
const TURN: std::time::Duration = std::time::Duration::from_secs(5);

/// After so many failed steps in a row a job is given up.
const MAX_FAILURES: u32 = 8;

/// The longest wait after a failed step.
const LONGEST_WAIT: Duration = Duration::minutes(1);

/// Works on long work.
pub struct CallJobRunner {
    store: Arc<dyn CallJobStore>,
    works: Vec<Arc<dyn LongWork>>,
    kinds: Vec<JobKind>,
    owner: Uuid,
    clock: Arc<dyn Clock>,
}

/// What a turn came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// Nothing waits.
    Idle,
    /// A job went on, or ended.
    Worked,
}

impl CallJobRunner {
    /// A worker under a random id of its process.
    pub fn new(
        store: Arc<dyn CallJobStore>,
        works: Vec<Arc<dyn LongWork>>,
        owner: Uuid,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let kinds = works.iter().flat_map(|work| work.kinds()).copied().collect();
        Self { store, works, kinds, owner, clock }
    }

    /// Claims a job and goes on with it until it is over, its turn ends, or `stops` says so; then it is handed back.
    pub async fn take_turn(&self, stops: &(dyn Fn() -> bool + Sync)) -> Result<Turn, SaveError> {
        let claimed = self.store.claim(self.owner, &self.kinds, JOB_LEASE).await?;
        let Some(mut held) = claimed else { return Ok(Turn::Idle) };
        let Some(work) = self.works.iter().find(|work| work.kinds().contains(&held.job.kind))
        else {
            return Ok(Turn::Idle);
        };
        let scope = acting_for(&held.job.actor, held.workspace);
        let began = Instant::now();
        loop {
            if held.job.cancel_requested {
                let progress = held.job.progress.clone();
                self.finish(
                    &scope,
                    &held,
                    JobEnd { state: JobState::Cancelled, progress, error: None },
                )
                .await?;
                return Ok(Turn::Worked);
            }
            if stops() || began.elapsed() > TURN {
                self.store.hand_back(&scope, held.fence, Duration::ZERO, false).await?;
                return Ok(Turn::Worked);
            }
            let going = match work.step(&scope, &held).await {
                Ok(Step::Going(progress)) => self.keep(&scope, &mut held, progress).await?,
                Ok(Step::Stored(progress)) => self.look(&scope, &mut held, progress).await?,
                Ok(Step::Done(end)) => {
                    self.finish(&scope, &held, end).await?;
                    false
                }
                Ok(Step::Later(after)) => {
                    self.store.hand_back(&scope, held.fence, after, false).await?;
                    false
                }
                Ok(Step::Lost) => false,
                Err(error) => {
                    self.failed(&scope, &held, &error).await?;
                    false
                }
            };
            if !going {
                return Ok(Turn::Worked);
            }
        }
    }

    async fn keep(
        &self,
        scope: &Scope,
        held: &mut ClaimedJob,
        progress: Progress,
    ) -> Result<bool, PortError> {
        let answer = self.store.advance(scope, held.fence, &progress, JOB_LEASE).await?;
        held.job.progress = progress;
        held.failures = 0;
        held.job.cancel_requested = answer == Held::CancelRequested;
        Ok(answer != Held::Lost)
    }

    /// The progress stands already; only whether somebody wants the job to stop is asked.
    async fn look(
        &self,
        scope: &Scope,
        held: &mut ClaimedJob,
        progress: Progress,
    ) -> Result<bool, PortError> {
        held.job.progress = progress;
        held.failures = 0;
        let now = self.store.get(scope, held.fence.job).await?;
        held.job.cancel_requested = now.is_some_and(|job| job.cancel_requested);
        Ok(true)
    }

    async fn finish(&self, scope: &Scope, held: &ClaimedJob, end: JobEnd) -> Result<(), SaveError> {
        let state = end.state;
        if self.store.finish(scope, held.fence, end, self.clock.now()).await? {
            tracing::info!(
                workspace.id = %held.workspace, job.id = %held.job.id, job.kind = %held.job.kind,
                job.state = %state, "long work ended"
            );
        }
        Ok(())
    }

    /// What may pass is tried again later; what cannot, or has failed too often, ends the job.
    async fn failed(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        error: &CallError,
    ) -> Result<(), SaveError> {
        let may_pass = matches!(
            error.kind(),
            ErrorKind::Unavailable | ErrorKind::NoStorage | ErrorKind::Stale
        );
        tracing::warn!(
            workspace.id = %held.workspace, job.id = %held.job.id, job.kind = %held.job.kind,
            failures = held.failures + 1, error = error as &dyn std::error::Error, "a step of long work failed"
        );
        if may_pass && held.failures + 1 < MAX_FAILURES {
            let wait = Duration::seconds(1 << held.failures.min(6)).min(LONGEST_WAIT);
            self.store.hand_back(scope, held.fence, wait, true).await?;
            return Ok(());
        }
        let end = JobEnd::failed(held.job.progress.clone(), format!("{}: {error}", error.code()));
        self.finish(scope, held, end).await
    }
}
