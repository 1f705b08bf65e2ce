//! How a kind of long work is done, step by step.

use super::job::{JobKind, JobState, Progress};
use crate::{error::CallError, ports::ClaimedJob};
use async_trait::async_trait;
use callboard_kernel::Scope;
use time::Duration;

/// A kind of long work. The runner claims a job and asks for one step after the other; between two steps it renews the
/// lease, hears whether the job was cancelled, and lets other jobs have their turn.
#[async_trait]
pub trait LongWork: Send + Sync {
    /// The kinds that this does.
    fn kinds(&self) -> &'static [JobKind];

    /// Does the next portion, about a second of work at most, from `held.job.progress.position` on. `scope` is that of
    /// whoever asked for the job. An error that may pass is tried again later, from the same position: a step must be able
    /// to run twice.
    async fn step(&self, scope: &Scope, held: &ClaimedJob) -> Result<Step, CallError>;
}

/// What a step came to.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// There is more to do; the runner keeps the progress.
    Going(Progress),
    /// There is more to do, and the progress was kept in the transaction of the rows.
    Stored(Progress),
    /// Nothing can be done now; the job goes back into the queue for so long.
    Later(Duration),
    /// It is over.
    Done(JobEnd),
    /// Somebody else has the job now; nothing of the step was kept.
    Lost,
}

/// How a job ends.
#[derive(Clone, PartialEq, Debug)]
pub struct JobEnd {
    /// A final state.
    pub state: JobState,
    /// How far it got.
    pub progress: Progress,
    /// Why it failed: a code and a sentence without personal data.
    pub error: Option<String>,
}

impl JobEnd {
    /// All of it was done.
    pub const fn completed(progress: Progress) -> Self {
        Self { state: JobState::Completed, progress, error: None }
    }

    /// It was given up.
    pub fn failed(progress: Progress, error: impl Into<String>) -> Self {
        Self { state: JobState::Failed, progress, error: Some(error.into()) }
    }
}
