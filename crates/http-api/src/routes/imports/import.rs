//! An import as it is shown.

use super::mapping::Mapping;
use crate::fields::{Instant, Word};
use callboard_calls::{
    ImportView,
    import::{
        self, CheckReport, Encoding, ImportSource, ImportState, ReportedCall, ReportedError,
        Separator,
    },
    jobs::CallJob,
};
use poem_openapi::Object;
use uuid::Uuid;

/// An import of a call log.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Import {
    /// Id, which its calls carry.
    id: Uuid,
    /// Name of the file.
    file_name: String,
    /// Bytes of the file.
    size: u64,
    /// Bytes that are here; send those that follow.
    received: u64,
    /// Where the file came from.
    source: Word<ImportSource>,
    /// Where it is.
    state: Word<ImportState>,
    /// What the file is, once it is here. Left out in lists.
    layout: Option<Layout>,
    /// How it is read. Left out in lists.
    mapping: Option<Mapping>,
    /// What the dry run found. Left out in lists.
    report: Option<Report>,
    /// What became of its rows.
    counts: Counts,
    /// What became of its calls when it was taken back.
    rollback: RollbackCounts,
    /// What it does now or did last, and how far it is.
    progress: Option<ImportProgress>,
    /// Who brought the file; absent when a command or a key did.
    created_by: Option<Uuid>,
    /// When it was announced.
    created_at: Instant,
    /// When calls began to come in.
    started_at: Option<Instant>,
    /// When all rows were read.
    imported_at: Option<Instant>,
    /// When it was taken back.
    rolled_back_at: Option<Instant>,
    /// Until when it can be taken back; absent when there is nothing to take back.
    rollback_until: Option<Instant>,
    /// Whether the file is still kept, so that its broken rows can be had.
    file_kept: bool,
}

/// What a file is.
#[derive(Object)]
#[oai(rename = "ImportLayout")]
pub(crate) struct Layout {
    /// How its letters are written.
    encoding: Word<Encoding>,
    /// What stands between its cells.
    separator: Word<Separator>,
    /// Its header.
    headers: Vec<String>,
    /// Its first rows, shortened.
    samples: Vec<Vec<String>>,
}

/// What became of rows.
#[derive(Object)]
#[oai(rename = "ImportCounts")]
pub(crate) struct Counts {
    /// Rows read.
    rows: u64,
    /// Calls that are new.
    written: u64,
    /// Known calls that got something from the file.
    updated: u64,
    /// Rows whose call is known and stays as it is.
    left_out: u64,
    /// Rows that cannot be understood.
    broken: u64,
}

/// What became of calls that were taken back.
#[derive(Object)]
#[oai(rename = "ImportRollbackCounts")]
pub(crate) struct RollbackCounts {
    /// Calls that are gone.
    removed: u64,
    /// Calls that are again as they were.
    restored: u64,
    /// Calls that stay.
    kept: u64,
}

/// How far an import is.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ImportProgress {
    /// Id of the job.
    job_id: Uuid,
    /// Rows looked at, taken in or taken back.
    rows: u64,
    /// How many there are, when that is known.
    total: Option<u64>,
    /// Bytes of the file that were read.
    bytes: Option<u64>,
    /// When a worker began.
    started_at: Option<Instant>,
    /// When it ended.
    finished_at: Option<Instant>,
    /// It was asked to stop.
    stopping: bool,
    /// Why it was given up.
    error: Option<String>,
}

/// What a dry run found.
#[derive(Object)]
#[oai(rename = "ImportReport")]
pub(crate) struct Report {
    /// Rows as they would be counted.
    counts: Counts,
    /// What is wrong with the first broken rows.
    errors: Vec<RowError>,
    /// The first known calls.
    known: Vec<KnownRow>,
}

/// Something wrong with a row.
#[derive(Object)]
#[oai(rename = "ImportRowError")]
pub(crate) struct RowError {
    /// Line of the file.
    pub(super) line: u64,
    /// Header of the column, or `row`.
    pub(super) column: String,
    /// What the cell holds, shortened.
    pub(super) value: String,
    /// Stable word for programs.
    pub(super) code: String,
    /// Sentence for people.
    pub(super) message: String,
}

/// A row whose call is known.
#[derive(Object)]
#[oai(rename = "ImportKnownRow", skip_serializing_if_is_none)]
pub(crate) struct KnownRow {
    /// Line of the file.
    pub(super) line: u64,
    /// The carrier's id, by which a single call can be treated otherwise.
    provider_call_id: String,
    /// The known call; absent when it stands earlier in the file.
    call_id: Option<Uuid>,
    /// First ring, as the row has it.
    started_at: Instant,
    /// The other party, as the row has it.
    number: Option<String>,
}

/// A page of imports.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ImportPage {
    /// The newest first.
    pub(super) data: Vec<Import>,
    /// Where the next page starts.
    pub(super) next_cursor: Option<String>,
    /// Whether there is a next page.
    pub(super) has_more: bool,
}

impl From<ImportView> for Import {
    fn from(view: ImportView) -> Self {
        let state = view.state();
        let import = view.import;
        let progress = view.job.map(|job| progress(&job));
        Self {
            id: import.id.uuid(),
            created_by: match import.actor {
                callboard_kernel::Actor::Member { id, .. } => Some(id.uuid()),
                _ => None,
            },
            rollback_until: import.rollback_until().map(Into::into),
            file_kept: import.source == ImportSource::Upload && import.file_removed_at.is_none(),
            file_name: import.name,
            size: import.size,
            received: import.received,
            source: Word(import.source),
            state: Word(state),
            layout: import.layout.map(Layout::from),
            mapping: import.plan.map(Mapping::from),
            report: import.check.map(Report::from),
            counts: import.counts.into(),
            rollback: RollbackCounts {
                removed: import.rollback.removed,
                restored: import.rollback.restored,
                kept: import.rollback.kept,
            },
            progress,
            created_at: import.created_at.into(),
            started_at: import.started_at.map(Into::into),
            imported_at: import.imported_at.map(Into::into),
            rolled_back_at: import.rolled_back_at.map(Into::into),
        }
    }
}

impl Import {
    /// The same without what only its own page shows.
    pub(super) fn in_list(self) -> Self {
        Self { layout: None, mapping: None, report: None, ..self }
    }
}

fn progress(job: &CallJob) -> ImportProgress {
    ImportProgress {
        job_id: job.id.uuid(),
        rows: job.progress.done + job.progress.skipped,
        total: job.progress.total,
        bytes: job.progress.position["offset"].as_u64(),
        started_at: job.started_at.map(Into::into),
        finished_at: job.finished_at.map(Into::into),
        stopping: job.cancel_requested && !job.state.is_final(),
        error: job.error.clone(),
    }
}

impl From<import::Layout> for Layout {
    fn from(layout: import::Layout) -> Self {
        Self {
            encoding: Word(layout.encoding),
            separator: Word(layout.separator),
            headers: layout.headers,
            samples: layout.samples,
        }
    }
}

impl From<import::ImportCounts> for Counts {
    fn from(counts: import::ImportCounts) -> Self {
        let import::ImportCounts { rows, written, updated, left_out, broken } = counts;
        Self { rows, written, updated, left_out, broken }
    }
}

impl From<CheckReport> for Report {
    fn from(report: CheckReport) -> Self {
        let CheckReport { counts, errors, known } = report;
        let error = |error: ReportedError| {
            let ReportedError { line, column, value, code, message } = error;
            RowError { line, column, value, code, message }
        };
        let call = |row: ReportedCall| KnownRow {
            line: row.line,
            provider_call_id: row.provider_call_id,
            call_id: row.call.map(callboard_kernel::CallId::uuid),
            started_at: row.started_at.into(),
            number: row.number.map(|number| number.to_string()),
        };
        Self {
            counts: counts.into(),
            errors: errors.into_iter().map(error).collect(),
            known: known.into_iter().map(call).collect(),
        }
    }
}
