//! Exports: asking for one, watching it, fetching its file, removing it. [`super::export_work`] does the work.

use crate::{
    board::CallFilter,
    error::CallError,
    export::{
        ExportColumn, ExportFile, ExportFormat, ExportSpec, ExportStatus, FilterWords,
        MAX_PDF_CALLS, WhichCalls, block_at,
    },
    jobs::{CallJob, JobKind, JobState, NewJob, Progress},
    paper::{CallCard, call_card},
    ports::{
        CallBoard, CallJobStore, CallerDirectory, Created, DispositionCatalogue, ExportBoard,
        ExportFiles, FileStore, SheetPrinter, WorkspaceProfile,
    },
};
use callboard_kernel::{
    AuditAction, AuditDraft, CallId, CallJobId, Clock, IdGen, Page, PageRequest, Permission, Scope,
    Timestamp, WorkspaceId,
};
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, sync::Arc};
use time::Duration;

/// Exports that a person may ask for in 24 hours (S1X-LIM-01).
pub const MAX_EXPORTS_A_DAY: u32 = 10;
/// Unfinished exports of a workspace.
const MAX_UNFINISHED: u32 = 5;
/// The window of the limit.
const DAY: Duration = Duration::hours(24);
/// Calls that a second of an export is worth, for the estimate.
const CALLS_A_SECOND: u64 = 10_000;
/// Most bytes that are read from a file at once.
pub const READ_AT_ONCE: u64 = 256 * 1024;
/// Kind of the target in the audit trail.
const KIND: &str = "export";

/// What exports need from outside.
#[derive(Clone)]
pub struct ExportsPorts {
    /// Keeps long work.
    pub jobs: Arc<dyn CallJobStore>,
    /// Counts calls.
    pub board: Arc<dyn CallBoard>,
    /// Reads calls in large pages.
    pub log: Arc<dyn ExportBoard>,
    /// Keeps blocks of files.
    pub store: Arc<dyn FileStore>,
    /// Keeps the list of files.
    pub files: Arc<dyn ExportFiles>,
    /// Prints.
    pub printer: Arc<dyn SheetPrinter>,
    /// Tells what the workspace says of itself.
    pub profile: Arc<dyn WorkspaceProfile>,
    /// Keeps the catalogue of dispositions.
    pub catalogue: Arc<dyn DispositionCatalogue>,
    /// Tells the name of a customer.
    pub callers: Arc<dyn CallerDirectory>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGen>,
    /// How long a file is kept.
    pub keep_for: Duration,
}

/// The use cases of exports.
#[derive(Clone)]
pub struct Exports {
    pub(super) ports: ExportsPorts,
}

/// What is asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct ExportRequest {
    /// What the file is.
    pub format: ExportFormat,
    /// Which calls.
    pub calls: WhichCalls,
    /// Calls that fit and are left out all the same.
    pub except: BTreeSet<CallId>,
    /// Which columns; all when empty.
    pub columns: Vec<ExportColumn>,
    /// A CSV file begins with the mark by which Excel knows UTF-8.
    pub byte_order_mark: bool,
}

/// An export as it is shown.
#[derive(Clone, PartialEq, Debug)]
pub struct ExportItem {
    /// The work.
    pub job: CallJob,
    /// What was asked for.
    pub spec: ExportSpec,
    /// What came of it.
    pub file: Option<ExportFile>,
}

impl ExportItem {
    /// A file counts when its job says that it is done: one that was stopped at the last moment has left nothing.
    fn of(job: CallJob, file: Option<ExportFile>) -> Result<Self, CallError> {
        let spec = ExportSpec::of(&job)?;
        Ok(Self { file: file.filter(|_| job.state == JobState::Completed), job, spec })
    }

    /// How it stands at `now`.
    pub fn status(&self, now: Timestamp) -> ExportStatus {
        let is_there = self.file.as_ref().is_some_and(|file| file.is_there(now));
        match self.job.state {
            JobState::Pending | JobState::Running => ExportStatus::Processing,
            JobState::Completed if is_there => ExportStatus::Ready,
            JobState::Completed => ExportStatus::Removed,
            JobState::Failed => ExportStatus::Failed,
            JobState::Cancelled => ExportStatus::Cancelled,
        }
    }

    /// Seconds until it is done, roughly.
    pub fn seconds_left(&self) -> u64 {
        let Progress { total, done, .. } = &self.job.progress;
        let left = total.unwrap_or(0).saturating_sub(*done);
        if self.job.state.is_final() { 0 } else { 1 + left / CALLS_A_SECOND }
    }
}

impl Exports {
    /// The use cases over these ports.
    pub const fn new(ports: ExportsPorts) -> Self {
        Self { ports }
    }

    /// Asks for an export. The calls are read later, page by page; how many they are is counted now. With a key that was
    /// used before the first export is answered.
    pub async fn request(
        &self,
        scope: &Scope,
        request: ExportRequest,
        idempotency_key: Option<&str>,
    ) -> Result<ExportItem, CallError> {
        scope.require(Permission::Export)?;
        if let Some(first) = self.asked_before(scope, idempotency_key).await? {
            return Ok(first);
        }
        let ExportRequest { format, calls, except, columns, byte_order_mark } = request;
        let as_of = self.ports.clock.now();
        let in_words = Vec::new();
        let mut spec =
            ExportSpec { format, calls, except, columns, byte_order_mark, in_words, as_of };
        spec.check()?;
        let total = match &spec.calls {
            WhichCalls::Filter(filter) => {
                let fit = self.ports.board.count(scope, filter, as_of).await?;
                fit.saturating_sub(spec.except.len() as u64)
            }
            WhichCalls::These(ids) => ids.len() as u64,
        };
        if format == ExportFormat::Pdf && total > MAX_PDF_CALLS {
            return Err(CallError::TooLongForPaper { most: MAX_PDF_CALLS, found: total });
        }
        spec.in_words = self.in_words(scope, &spec.calls).await?;
        if !spec.except.is_empty() {
            spec.in_words.push(format!("without {} chosen calls", spec.except.len()));
        }
        let job = NewJob {
            id: CallJobId(self.ports.ids.next()),
            kind: JobKind::Export,
            spec: stored(&spec)?,
            progress: Progress { total: Some(total), ..Progress::default() },
            idempotency_key: idempotency_key.map(str::to_owned),
            at: as_of,
        };
        let id = job.id;
        self.within_the_day(scope, as_of, MAX_EXPORTS_A_DAY).await?;
        match self.ports.jobs.create(scope, job, MAX_UNFINISHED).await? {
            Created::Already(first) => return self.item(scope, *first).await,
            Created::TooMany => return Err(CallError::TooManyJobs { most: MAX_UNFINISHED }),
            Created::Yes => {}
        }
        // Two requests at one moment both saw the last place; whoever finds one too many now takes his back.
        if let Err(refused) = self.within_the_day(scope, as_of, MAX_EXPORTS_A_DAY + 1).await {
            self.ports.jobs.request_cancel(scope, id, as_of).await?;
            return Err(refused);
        }
        self.get(scope, id).await
    }

    /// An export.
    pub async fn get(&self, scope: &Scope, id: CallJobId) -> Result<ExportItem, CallError> {
        scope.require(Permission::Export)?;
        let job = self.ports.jobs.get(scope, id).await?.ok_or(CallError::NotFound)?;
        if job.kind != JobKind::Export {
            return Err(CallError::NotFound);
        }
        self.item(scope, job).await
    }

    /// The exports of the workspace, newest first; with `own` only those of the actor.
    pub async fn list(
        &self,
        scope: &Scope,
        own: bool,
        page: &PageRequest,
    ) -> Result<Page<ExportItem>, CallError> {
        scope.require(Permission::Export)?;
        let found = self.ports.jobs.list(scope, &[JobKind::Export], own, page).await?;
        let ids: Vec<_> = found.items.iter().map(|job| job.id).collect();
        let files =
            if ids.is_empty() { Vec::new() } else { self.ports.files.of(scope, &ids).await? };
        let items = found.items.into_iter().map(|job| {
            let file = files.iter().find(|file| file.job == job.id).cloned();
            ExportItem::of(job, file)
        });
        Ok(Page { items: items.collect::<Result<_, CallError>>()?, next: found.next })
    }

    /// Stops an export that runs, or removes the file of one that is done.
    pub async fn remove(&self, scope: &Scope, id: CallJobId) -> Result<(), CallError> {
        let ExportItem { job, file, .. } = self.get(scope, id).await?;
        let now = self.ports.clock.now();
        if !job.state.is_final() {
            self.ports.jobs.request_cancel(scope, id, now).await?;
            return Ok(());
        }
        match file {
            Some(file) if file.removed_at.is_none() => {
                self.ports.store.remove(scope, id).await?;
                let audit = line(AuditAction::Delete, id, json!({"rows": file.rows}));
                self.ports.files.note_removed(scope, id, audit, now).await?;
                Ok(())
            }
            None if job.state == JobState::Completed => Err(CallError::NoFile),
            Some(_) | None => Ok(()),
        }
    }

    /// Opens the file of an export for reading, which the audit trail remembers; `part` is what of it is wanted.
    pub async fn open(
        &self,
        scope: &Scope,
        id: CallJobId,
        part: &str,
    ) -> Result<ExportFile, CallError> {
        let file = self.file(scope, id).await?;
        let audit = line(AuditAction::Download, id, json!({"bytes": file.bytes(), "part": part}));
        self.ports.files.note_downloaded(scope, audit, self.ports.clock.now()).await?;
        Ok(file)
    }

    /// The file of an export, when it is there.
    pub async fn file(&self, scope: &Scope, id: CallJobId) -> Result<ExportFile, CallError> {
        let file = self.get(scope, id).await?.file.ok_or(CallError::NoFile)?;
        if file.is_there(self.ports.clock.now()) { Ok(file) } else { Err(CallError::NoFile) }
    }

    /// The next bytes of an open file from `offset` on, at most `most`; none at its end.
    pub async fn read(
        &self,
        scope: &Scope,
        file: &ExportFile,
        offset: u64,
        most: u64,
    ) -> Result<Vec<u8>, CallError> {
        let Some((block, from)) = block_at(&file.blocks, offset) else { return Ok(Vec::new()) };
        let until = block.bytes.min(from + most.min(READ_AT_ONCE));
        Ok(self.ports.store.get(scope, file.job, &block.name, from..until).await?)
    }

    /// Prints the card of a call, which the audit trail remembers.
    pub async fn print_card(&self, scope: &Scope, card: CallCard) -> Result<Vec<u8>, CallError> {
        scope.require(Permission::Download)?;
        let zone = self.ports.profile.profile(scope).await?.zone;
        let now = self.ports.clock.now();
        let id = card.call.id.uuid();
        let printed = self.ports.printer.print(call_card(&card, &zone, now)).await?;
        let audit = AuditDraft {
            target_kind: "call",
            target_id: id,
            ..line(AuditAction::Download, CallJobId(id), json!({"printed": "call card"}))
        };
        self.ports.files.note_downloaded(scope, audit, now).await?;
        Ok(printed)
    }

    /// Files of all workspaces that [`Self::sweep`] shall remove, oldest first. For the timetable.
    pub async fn due(&self, limit: u32) -> Result<Vec<(WorkspaceId, CallJobId)>, CallError> {
        Ok(self.ports.files.due(self.ports.clock.now(), limit).await?)
    }

    /// Removes a file whose time is over, or what a dead export left behind. For the timetable.
    pub async fn sweep(&self, scope: &Scope, id: CallJobId) -> Result<(), CallError> {
        scope.require(Permission::Export)?;
        self.ports.store.remove(scope, id).await?;
        let audit = line(AuditAction::Delete, id, json!({"why": "its time was over"}));
        self.ports.files.note_removed(scope, id, audit, self.ports.clock.now()).await?;
        Ok(())
    }

    async fn item(&self, scope: &Scope, job: CallJob) -> Result<ExportItem, CallError> {
        let file = self.ports.files.of(scope, &[job.id]).await?.pop();
        ExportItem::of(job, file)
    }

    /// The export that was asked for under this key. It counts against no limit a second time.
    async fn asked_before(
        &self,
        scope: &Scope,
        key: Option<&str>,
    ) -> Result<Option<ExportItem>, CallError> {
        let Some(key) = key else { return Ok(None) };
        let keys = [key.to_owned()];
        match self.ports.jobs.asked_under(scope, JobKind::Export, &keys).await?.pop() {
            Some(first) => Ok(Some(self.item(scope, first).await?)),
            None => Ok(None),
        }
    }

    /// Refuses when `most` exports of the last day are the actor's.
    async fn within_the_day(
        &self,
        scope: &Scope,
        now: Timestamp,
        most: u32,
    ) -> Result<(), CallError> {
        let newest = self
            .ports
            .jobs
            .list(scope, &[JobKind::Export], true, &PageRequest::first(most))
            .await?;
        let since = now - DAY;
        match newest.items.get(most as usize - 1) {
            Some(first) if first.created_at > since => {
                let wait = (first.created_at - since).whole_seconds() + 1;
                let retry_after = u32::try_from(wait).unwrap_or(u32::MAX);
                Err(CallError::TooManyExports { most: MAX_EXPORTS_A_DAY, retry_after })
            }
            _ => Ok(()),
        }
    }

    async fn in_words(&self, scope: &Scope, calls: &WhichCalls) -> Result<Vec<String>, CallError> {
        let filter = match calls {
            WhichCalls::Filter(filter) if **filter == CallFilter::default() => {
                return Ok(Vec::new());
            }
            WhichCalls::Filter(filter) => filter,
            WhichCalls::These(ids) => return Ok(vec![format!("{} chosen calls", ids.len())]),
        };
        let profile = self.ports.profile.profile(scope).await?;
        let members = self.ports.profile.names(scope).await?;
        let outcomes = self.ports.catalogue.load(scope).await?.value;
        let customer = match filter.customer {
            Some(id) => self.ports.callers.by_id(scope, id).await?.map(|known| known.name),
            None => None,
        };
        let words =
            FilterWords { zone: &profile.zone, members: &members, outcomes: &outcomes, customer };
        Ok(words.of(filter))
    }
}

fn stored(spec: &ExportSpec) -> Result<Value, CallError> {
    serde_json::to_value(spec)
        .map_err(|error| callboard_kernel::PortError::broken("exports.request", error).into())
}

fn line(action: AuditAction, id: CallJobId, facts: Value) -> AuditDraft {
    let after = match facts {
        Value::Object(facts) => facts,
        _ => Map::new(),
    };
    AuditDraft {
        action,
        target_kind: KIND,
        target_id: id.uuid(),
        before: Map::new(),
        after,
        note: String::new(),
    }
}
