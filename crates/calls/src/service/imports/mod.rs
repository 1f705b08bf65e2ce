//! Imports from the first byte of a file to the rollback: bringing the file, deciding how it is read, the dry run, the
//! import and taking it back as jobs.

mod broken;
mod check;
mod decide;
mod file;
mod reading;
mod rollback;
mod take;
mod work;

pub use broken::BrokenRows;
pub use check::Checking;
pub use decide::{FileReading, PlanEdit, PreviewRow};
pub use reading::{CallLogReader, Fill, Portion};
pub use take::{PortionEnd, Taken};
pub use work::ImportWork;

use crate::{
    error::CallError,
    import::{CallImport, ImportPhase, ImportState},
    jobs::{CallJob, JobKind},
    ports::{
        CallImportStore, CallJobStore, CallerDirectory, DispositionCatalogue, FileStore, HomePlace,
        KeptCall, LocalTimes,
    },
};
use callboard_kernel::{
    AuditAction, AuditDraft, CallImportId, Clock, IdGen, Loaded, Page, PageRequest, Permission,
    Scope, Timestamp, Version,
};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Jobs of imports that may be unfinished in a workspace at once (S1X-LIM-01).
const MOST_JOBS: u32 = 5;

/// What imports need from outside.
#[derive(Clone)]
pub struct CallImportsPorts {
    /// Keeps imports.
    pub store: Arc<dyn CallImportStore>,
    /// Keeps files.
    pub files: Arc<dyn FileStore>,
    /// Keeps long work.
    pub jobs: Arc<dyn CallJobStore>,
    /// Keeps the catalogue of dispositions.
    pub catalogue: Arc<dyn DispositionCatalogue>,
    /// Tells who has a number.
    pub callers: Arc<dyn CallerDirectory>,
    /// Tells where the workspace is at home.
    pub home: Arc<dyn HomePlace>,
    /// Knows time zones.
    pub times: Arc<dyn LocalTimes>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGen>,
}

/// The use cases of imports. Each asks first whether the actor may.
#[derive(Clone)]
pub struct CallImports {
    ports: CallImportsPorts,
}

/// An import with the job of its phase.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportView {
    /// The import.
    pub import: CallImport,
    /// Its version, for edits.
    pub version: Version,
    /// The job of its phase.
    pub job: Option<CallJob>,
}

impl ImportView {
    /// Where it is.
    pub fn state(&self) -> ImportState {
        self.import.state(self.job.as_ref())
    }
}

impl CallImports {
    /// The use cases over these ports.
    pub const fn new(ports: CallImportsPorts) -> Self {
        Self { ports }
    }

    fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    /// An import.
    pub async fn get(&self, scope: &Scope, id: CallImportId) -> Result<ImportView, CallError> {
        scope.require(Permission::Import)?;
        self.view(scope, id).await
    }

    /// Imports, newest first.
    pub async fn list(
        &self,
        scope: &Scope,
        page: &PageRequest,
    ) -> Result<Page<ImportView>, CallError> {
        scope.require(Permission::Import)?;
        let Page { items, next } = self.ports.store.list(scope, page).await?;
        let mut views = Vec::with_capacity(items.len());
        for import in items {
            let job = if needs_job(&import) { self.job_of(scope, &import).await? } else { None };
            views.push(ImportView { import, version: Version(0), job });
        }
        Ok(Page { items: views, next })
    }

    /// Calls that stayed when an import was taken back.
    pub async fn kept(
        &self,
        scope: &Scope,
        id: CallImportId,
        page: &PageRequest,
    ) -> Result<Page<KeptCall>, CallError> {
        scope.require(Permission::Import)?;
        self.load(scope, id).await?;
        Ok(self.ports.store.kept(scope, id, page).await?)
    }

    /// Stops what the import does after its current portion; what is done stays done. One's own, or anybody's for a
    /// supervisor.
    pub async fn stop(&self, scope: &Scope, id: CallImportId) -> Result<ImportView, CallError> {
        scope.require(Permission::Import)?;
        let import = self.load(scope, id).await?.value;
        if let Some(job) = import.job {
            self.ports.jobs.request_cancel(scope, job, self.now()).await?;
        }
        self.view(scope, id).await
    }

    async fn load(&self, scope: &Scope, id: CallImportId) -> Result<Loaded<CallImport>, CallError> {
        self.ports.store.get(scope, id).await?.ok_or(CallError::NotFound)
    }

    async fn view(&self, scope: &Scope, id: CallImportId) -> Result<ImportView, CallError> {
        let Loaded { value: import, version } = self.load(scope, id).await?;
        let job = self.job_of(scope, &import).await?;
        Ok(ImportView { import, version, job })
    }

    async fn job_of(
        &self,
        scope: &Scope,
        import: &CallImport,
    ) -> Result<Option<CallJob>, CallError> {
        match import.job {
            Some(job) => Ok(self.ports.jobs.get(scope, job).await?),
            None => Ok(None),
        }
    }
}

/// Whether only the job can say where the import is.
fn needs_job(import: &CallImport) -> bool {
    match import.phase {
        ImportPhase::Receiving | ImportPhase::Ready => false,
        ImportPhase::Checking => import.check.is_none(),
        ImportPhase::Importing => import.imported_at.is_none(),
        ImportPhase::RollingBack => import.rolled_back_at.is_none(),
    }
}

/// The kind of the job of a phase.
const fn kind_of(phase: ImportPhase) -> JobKind {
    match phase {
        ImportPhase::RollingBack => JobKind::ImportRollback,
        _ => JobKind::Import,
    }
}

/// A line of the trail about an import. Names of files may be personal and stay out.
fn audit_line(action: AuditAction, id: CallImportId, facts: &[(&str, Value)]) -> AuditDraft {
    let after: Map<_, _> =
        facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    AuditDraft {
        action,
        target_kind: "import",
        target_id: id.uuid(),
        before: Map::new(),
        after,
        note: String::new(),
    }
}
