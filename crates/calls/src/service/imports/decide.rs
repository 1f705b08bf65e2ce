//! Deciding how a file is read, and asking for the dry run, the import and the rollback.

use super::{
    CallImports, CallLogReader, Fill, ImportView, MOST_JOBS, Portion, audit_line, kind_of,
};
use crate::{
    error::CallError,
    import::{
        BrokenRow, CallImport, Encoding, ImportPhase, ImportPlan, ImportRefusal, ImportedCall,
        Layout, Separator, header_key,
    },
    jobs::{NewJob, Progress},
    ports::Created,
};
use callboard_kernel::{
    AuditAction, AuditDraft, CallImportId, CallJobId, Loaded, Permission, Scope, Version,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Rows of a preview.
const PREVIEWED: usize = 20;

/// How the bytes of a file are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FileReading {
    /// How letters are written; `None` goes by the first bytes.
    pub encoding: Option<Encoding>,
    /// What separates cells; `None` goes by the header.
    pub separator: Option<Separator>,
}

/// Another plan, or another way to read the bytes; with the latter the plan starts anew from the header.
#[derive(Clone, PartialEq, Debug)]
pub enum PlanEdit {
    /// This plan.
    Plan(Box<ImportPlan>),
    /// This way.
    Reading(FileReading),
}

/// A row as it would be taken in.
#[derive(Clone, PartialEq, Debug)]
pub enum PreviewRow {
    /// As this call.
    Call(u64, Box<ImportedCall>),
    /// Not at all.
    Broken(BrokenRow),
}

impl PreviewRow {
    const fn line(&self) -> u64 {
        match self {
            Self::Call(line, _) => *line,
            Self::Broken(row) => row.line,
        }
    }
}

impl CallImports {
    /// Decides how the file is read; the dry run must be made again. The plan is remembered for the next file with the
    /// same header. Only before calls come in.
    pub async fn plan(
        &self,
        scope: &Scope,
        id: CallImportId,
        expected: Option<Version>,
        edit: PlanEdit,
    ) -> Result<ImportView, CallError> {
        scope.require(Permission::Import)?;
        let view = self.view(scope, id).await?;
        let mut import = view.import;
        let (layout, _) = import.readable(view.job.as_ref())?;
        if !import.is_undecided() {
            return Err(ImportRefusal::Begun.into());
        }
        let (layout, plan) = match edit {
            PlanEdit::Plan(plan) => {
                plan.check(layout, self.ports.times.zone(&plan.time_zone).is_some())?;
                (layout.clone(), *plan)
            }
            PlanEdit::Reading(FileReading { encoding, separator }) => {
                let head = self.head(scope, &import).await?;
                let layout =
                    Layout::sniff(&head, encoding, separator).map_err(super::file::no_call_log)?;
                let home = self.ports.home.home(scope).await?;
                let plan = ImportPlan::proposed(&layout, &home.time_zone);
                (layout, plan)
            }
        };
        let remembered = ImportPlan { exceptions: BTreeSet::new(), ..plan.clone() };
        let key = header_key(&layout.headers);
        import.phase = ImportPhase::Ready;
        import.check = None;
        import.job = None;
        import.layout = Some(layout);
        import.plan = Some(plan);
        let now = self.now();
        let expected = expected.unwrap_or(view.version);
        self.ports.store.save(scope, &import, expected, None, now).await?;
        self.ports.store.remember(scope, &key, &remembered, now).await?;
        self.view(scope, id).await
    }

    /// The first rows as the plan reads them.
    pub async fn preview(
        &self,
        scope: &Scope,
        id: CallImportId,
    ) -> Result<Vec<PreviewRow>, CallError> {
        scope.require(Permission::Import)?;
        let import = self.load(scope, id).await?.value;
        let (layout, plan) = import.readable(None)?;
        let mut reader: CallLogReader = self.reader(scope, layout, plan, layout.first_row).await?;
        let mut portion = Portion::default();
        let mut looked = 0;
        while reader.fill(&mut portion, PREVIEWED) == Fill::More && looked < crate::import::HEAD {
            let bytes = self.bytes(scope, &import, reader.wants(), 16 * 1024).await?;
            looked += bytes.len();
            reader.feed(&bytes);
        }
        let calls =
            portion.calls.into_iter().map(|(line, call)| PreviewRow::Call(line, Box::new(call)));
        let mut rows: Vec<_> =
            calls.chain(portion.broken.into_iter().map(PreviewRow::Broken)).collect();
        rows.sort_by_key(PreviewRow::line);
        Ok(rows)
    }

    /// Asks for the dry run: reads the whole file and writes nothing.
    pub async fn check(&self, scope: &Scope, id: CallImportId) -> Result<ImportView, CallError> {
        scope.require(Permission::Import)?;
        let view = self.view(scope, id).await?;
        let (layout, plan) = view.import.readable(view.job.as_ref())?;
        plan.check(layout, self.ports.times.zone(&plan.time_zone).is_some())?;
        if !view.import.is_undecided() {
            return Err(ImportRefusal::Begun.into());
        }
        let import = CallImport { phase: ImportPhase::Checking, check: None, ..view.import };
        self.ask(scope, import, view.version, None).await
    }

    /// Asks for the import, or to go on with one that was stopped.
    pub async fn start(&self, scope: &Scope, id: CallImportId) -> Result<ImportView, CallError> {
        scope.require(Permission::Import)?;
        let view = self.view(scope, id).await?;
        let (layout, plan) = view.import.readable(view.job.as_ref())?;
        plan.check(layout, self.ports.times.zone(&plan.time_zone).is_some())?;
        if view.import.imported_at.is_some() || view.import.phase == ImportPhase::RollingBack {
            return Err(ImportRefusal::Over.into());
        }
        let facts = [
            ("provider", Value::from(plan.provider.as_str())),
            ("duplicates", Value::from(plan.duplicates.as_str())),
            ("state", Value::from("started")),
        ];
        let audit = audit_line(AuditAction::Import, id, &facts);
        let started_at = view.import.started_at.or_else(|| Some(self.now()));
        let import = CallImport { phase: ImportPhase::Importing, started_at, ..view.import };
        self.ask(scope, import, view.version, Some(audit)).await
    }

    /// Asks to take the import back.
    pub async fn roll_back(
        &self,
        scope: &Scope,
        id: CallImportId,
    ) -> Result<ImportView, CallError> {
        scope.require(Permission::Import)?;
        let view = self.view(scope, id).await?;
        view.import.check_rollback(view.job.as_ref(), self.now())?;
        let facts = [("state", Value::from("rollback_started"))];
        let audit = audit_line(AuditAction::Import, id, &facts);
        let import = CallImport { phase: ImportPhase::RollingBack, ..view.import };
        self.ask(scope, import, view.version, Some(audit)).await
    }

    /// Makes the job of a phase. The import names its job first: a job that its import does not name ends at once, so a
    /// crash between the two leaves nothing at work that nobody sees.
    async fn ask(
        &self,
        scope: &Scope,
        mut import: CallImport,
        expected: Version,
        audit: Option<AuditDraft>,
    ) -> Result<ImportView, CallError> {
        let id = import.id;
        let now = self.now();
        let before = self.load(scope, id).await?;
        let job = NewJob {
            id: CallJobId(self.ports.ids.next()),
            kind: kind_of(import.phase),
            spec: json!({ "import": id, "phase": import.phase }),
            progress: Progress { total: rows_known(&import), ..Progress::default() },
            idempotency_key: None,
            at: now,
        };
        import.job = Some(job.id);
        let version = self.ports.store.save(scope, &import, expected, audit, now).await?;
        match self.ports.jobs.create(scope, job, MOST_JOBS).await {
            Ok(Created::Yes | Created::Already(_)) => self.view(scope, id).await,
            refused => {
                let Loaded { value: before, .. } = before;
                self.ports.store.save(scope, &before, version, None, now).await?;
                refused?;
                Err(CallError::TooManyJobs { most: MOST_JOBS })
            }
        }
    }
}

/// Rows of the phase, as far as they are known before it.
fn rows_known(import: &CallImport) -> Option<u64> {
    match import.phase {
        ImportPhase::RollingBack => Some(import.counts.written + import.counts.updated),
        ImportPhase::Importing => import.check.as_ref().map(|check| check.counts.rows),
        _ => None,
    }
}
