//! Imports as long work: each step is a portion, and what is known of it is kept with its rows.

use super::{CallImports, CallLogReader, Fill, Portion, check::Checking, take::PortionEnd};
use crate::{
    error::CallError,
    import::{CallImport, ImportPhase, Place},
    jobs::{JobEnd, JobKind, LongWork, Progress, Step},
    ports::{ClaimedJob, Held, JobProgress, RollbackPlace},
};
use async_trait::async_trait;
use callboard_kernel::{CallImportId, CallJobId, Scope};
use serde::Deserialize;
use serde_json::json;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use time::Duration;

/// Rows of one step.
const ROWS: usize = 500;
/// Bytes asked for at once.
const BYTES: u64 = 128 * 1024;
/// Bytes of one step: a line of any length is passed over in several.
const MOST_BYTES: u64 = 8 * 1024 * 1024;
/// How long a step may go on with its job.
const LEASE: Duration = Duration::seconds(20);

#[derive(Deserialize)]
struct Spec {
    import: CallImportId,
}

/// The dry run, the import and the rollback.
pub struct ImportWork {
    imports: CallImports,
    /// Dry runs of this process. One that another process began starts anew: it writes nothing, so nothing happens twice.
    checks: Mutex<HashMap<CallJobId, (Place, Checking)>>,
}

impl ImportWork {
    /// Over the use cases.
    pub fn new(imports: CallImports) -> Self {
        Self { imports, checks: Mutex::default() }
    }
}

#[async_trait]
impl LongWork for ImportWork {
    fn kinds(&self) -> &'static [JobKind] {
        &[JobKind::Import, JobKind::ImportRollback]
    }

    async fn step(&self, scope: &Scope, held: &ClaimedJob) -> Result<Step, CallError> {
        let progress = held.job.progress.clone();
        let Ok(Spec { import }) = serde_json::from_value(held.job.spec.clone()) else {
            return Ok(Step::Done(JobEnd::failed(
                progress,
                "bad_spec: it does not say which import",
            )));
        };
        let import = match self.imports.load(scope, import).await {
            Ok(loaded) => loaded.value,
            Err(CallError::NotFound) => {
                return Ok(Step::Done(JobEnd::failed(
                    progress,
                    "not_found: there is no such import",
                )));
            }
            Err(error) => return Err(error),
        };
        if import.job != Some(held.job.id) {
            return Ok(Step::Done(JobEnd::failed(
                progress,
                "superseded: the import has another job",
            )));
        }
        match import.phase {
            ImportPhase::Checking => self.check(scope, held, &import).await,
            ImportPhase::Importing => self.import(scope, held, &import).await,
            ImportPhase::RollingBack => self.roll_back(scope, held, &import).await,
            ImportPhase::Receiving | ImportPhase::Ready => Ok(Step::Done(JobEnd::failed(
                progress,
                "superseded: the import waits for a decision",
            ))),
        }
    }
}

/// Rows read by a step.
struct Read {
    reader: CallLogReader,
    portion: Portion,
    is_last: bool,
}

impl ImportWork {
    async fn read(
        &self,
        scope: &Scope,
        import: &CallImport,
        place: Option<Place>,
    ) -> Result<Read, CallError> {
        let (layout, plan) = import.readable(None)?;
        let place = place.unwrap_or(layout.first_row);
        let mut reader = self.imports.reader(scope, layout, plan, place).await?;
        let mut portion = Portion::default();
        let is_last = loop {
            match reader.fill(&mut portion, ROWS) {
                Fill::Full => break false,
                Fill::End => break true,
                Fill::More if reader.wants() - place.offset > MOST_BYTES => break false,
                Fill::More => {
                    let bytes = self.imports.bytes(scope, import, reader.wants(), BYTES).await?;
                    reader.feed(&bytes);
                }
            }
        };
        Ok(Read { reader, portion, is_last })
    }

    async fn check(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        import: &CallImport,
    ) -> Result<Step, CallError> {
        let before = self.take_check(held.job.id);
        let (place, mut checking) = match before {
            Some((place, checking)) => (Some(place), checking),
            None => (None, Checking::default()),
        };
        let read = self.read(scope, import, place).await?;
        self.imports.look_at(scope, read.reader.plan(), &read.portion, &mut checking).await?;
        let counts = checking.report.counts;
        let progress = Progress {
            total: None,
            done: counts.rows,
            skipped: 0,
            position: json!(read.reader.place()),
            result: json!(counts),
        };
        if read.is_last {
            self.imports.ports.store.checked(scope, import.id, &checking.report).await?;
            return Ok(Step::Done(JobEnd::completed(progress)));
        }
        self.keep_check(held.job.id, read.reader.place(), checking);
        Ok(Step::Going(progress))
    }

    async fn import(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        import: &CallImport,
    ) -> Result<Step, CallError> {
        if import.imported_at.is_some() {
            return Ok(Step::Done(JobEnd::completed(held.job.progress.clone())));
        }
        let read = self.read(scope, import, import.position).await?;
        let position = read.reader.place();
        let progress = Progress { position: json!(position), ..held.job.progress.clone() };
        let job = Some(JobProgress { fence: held.fence, progress, lease: LEASE });
        let end = PortionEnd { position, is_last: read.is_last, job };
        let plan = read.reader.plan();
        let taken = self.imports.take(scope, import, plan, &read.portion, end).await?;
        if taken.held == Held::Lost {
            return Ok(Step::Lost);
        }
        let counts = taken.counts;
        Ok(Step::Stored(Progress {
            total: held.job.progress.total,
            done: counts.written + counts.updated,
            skipped: counts.left_out + counts.broken,
            position: json!(position),
            result: json!(counts),
        }))
    }

    async fn roll_back(
        &self,
        scope: &Scope,
        held: &ClaimedJob,
        import: &CallImport,
    ) -> Result<Step, CallError> {
        if import.rolled_back_at.is_some() {
            return Ok(Step::Done(JobEnd::completed(held.job.progress.clone())));
        }
        let place: RollbackPlace = held.job.progress.place()?;
        let progress = held.job.progress.clone();
        let job = JobProgress { fence: held.fence, progress, lease: LEASE };
        let done = self.imports.roll_back_portion(scope, import, place, &job).await?;
        if done.held == Held::Lost {
            return Ok(Step::Lost);
        }
        Ok(Step::Stored(Progress {
            total: job.progress.total,
            done: done.counts.removed + done.counts.restored,
            skipped: done.counts.kept,
            position: json!(done.place),
            result: json!(done.counts),
        }))
    }

    fn take_check(&self, job: CallJobId) -> Option<(Place, Checking)> {
        self.checks.lock().unwrap_or_else(PoisonError::into_inner).remove(&job)
    }

    /// A dry run that was given to another process is forgotten with the next one here.
    fn keep_check(&self, job: CallJobId, place: Place, checking: Checking) {
        let mut checks = self.checks.lock().unwrap_or_else(PoisonError::into_inner);
        if checks.len() >= MOST_CHECKS {
            checks.clear();
        }
        checks.insert(job, (place, checking));
    }
}

/// Dry runs that a process remembers at once.
const MOST_CHECKS: usize = 4;
