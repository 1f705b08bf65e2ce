//! Takes in a call log from a CSV file, streaming: memory does not grow with the file.

mod errors_file;
mod local_time;

use crate::output;
use anyhow::{Context, Result, bail};
use callboard_calls::{
    Calls,
    import::{ColumnMap, Field, ImportedCall, RowContext, read_row},
    model::Disposition,
};
use callboard_kernel::{FieldError, Scope, Timestamp};
use errors_file::ErrorsFile;
use indicatif::{ProgressBar, ProgressStyle};
use local_time::Zone;
use std::{
    fs::File,
    path::{Path, PathBuf},
};

/// Rows that are written in one transaction.
const BATCH: usize = 500;
/// Rows with errors that are shown on the terminal; all of them stand in the file.
const SHOWN_ERRORS: u64 = 5;

/// What is taken in, and how.
#[derive(Clone, Debug)]
pub struct CallLogImport {
    /// The CSV file.
    pub file: PathBuf,
    /// Columns named by hand: field and header.
    pub columns: Vec<(String, String)>,
    /// Name of the source; `None` takes the one that the headers tell.
    pub provider: Option<String>,
    /// Where rows with errors go.
    pub errors: PathBuf,
    /// Check only.
    pub dry_run: bool,
    /// ISO country of numbers without a country code.
    pub region: String,
    /// IANA zone of times without an offset.
    pub time_zone: String,
    /// When the import began.
    pub now: Timestamp,
}

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ImportReport {
    /// Rows read.
    pub rows: u64,
    /// Rows written, or that would be.
    pub written: u64,
    /// Rows left out because their provider id is known.
    pub duplicates: u64,
    /// Rows with errors.
    pub failed: u64,
}

/// Runs the import and answers what came of it. Rows with errors are left out and written to the errors file; what was
/// written before a failure of the database stays, and running again skips it by provider id.
pub async fn run(calls: &Calls, scope: &Scope, import: &CallLogImport) -> Result<ImportReport> {
    let file = File::open(&import.file)
        .with_context(|| format!("{} cannot be opened", import.file.display()))?;
    let bar = progress_bar(file.metadata()?.len());
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(bar.wrap_read(file));
    let headers: Vec<String> = reader
        .headers()
        .context("the header row cannot be read")?
        .iter()
        .map(clean_header)
        .collect();
    let columns = recognise(&headers, &import.columns)?;
    let dispositions = calls.dispositions(scope).await?.value;
    let zone = Zone::named(&import.time_zone)?;
    let mut run = Batches {
        calls,
        scope,
        provider: import.provider.clone().unwrap_or_else(|| columns.provider().to_owned()),
        id: calls.new_import(),
        dry_run: import.dry_run,
        batch: Vec::with_capacity(BATCH),
        report: ImportReport::default(),
    };
    let mut errors = ErrorsFile::new(import.errors.clone(), &headers);
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                run.report.rows += 1;
                match parse(&columns, &record, import, &zone, &dispositions) {
                    Ok(call) => run.take(call).await?,
                    Err(wrong) => {
                        run.report.failed += 1;
                        errors.write(line, &record, &wrong)?;
                        if run.report.failed <= SHOWN_ERRORS {
                            bar.suspend(|| show(line, &wrong));
                        }
                    }
                }
            }
            Err(error) => {
                run.report.rows += 1;
                run.report.failed += 1;
                errors.write_unreadable(line, &error)?;
            }
        }
        bar.set_message(format!("{} rows, {} errors", run.report.rows, run.report.failed));
    }
    run.flush().await?;
    errors.close()?;
    bar.finish_and_clear();
    Ok(run.report)
}

fn show(line: u64, wrong: &[FieldError]) {
    let words: Vec<_> =
        wrong.iter().map(|error| format!("{} {}", error.path, error.message)).collect();
    output::remark(format!("line {line}: {}", words.join("; ")));
}

/// Where rows with errors go when nobody says: beside the file.
pub fn errors_beside(file: &Path) -> PathBuf {
    file.with_extension("errors.csv")
}

/// Gathers rows into batches and writes them.
struct Batches<'a> {
    calls: &'a Calls,
    scope: &'a Scope,
    provider: String,
    id: uuid::Uuid,
    dry_run: bool,
    batch: Vec<ImportedCall>,
    report: ImportReport,
}

impl Batches<'_> {
    async fn take(&mut self, call: ImportedCall) -> Result<()> {
        self.batch.push(call);
        if self.batch.len() >= BATCH { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<()> {
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        if batch.is_empty() {
            return Ok(());
        }
        let rows = batch.len() as u64;
        let duplicates = if self.dry_run {
            self.calls.import_preview(self.scope, &self.provider, &batch).await?
        } else {
            self.calls.import_batch(self.scope, self.id, &self.provider, batch).await?.duplicates
        };
        self.report.duplicates += duplicates.len() as u64;
        self.report.written += rows - duplicates.len() as u64;
        Ok(())
    }
}

fn recognise(headers: &[String], by_hand: &[(String, String)]) -> Result<ColumnMap> {
    let mut fields = Vec::new();
    for (field, column) in by_hand {
        let Some(known) = Field::parse(field) else {
            let all: Vec<_> = Field::ALL.iter().map(|field| field.as_str()).collect();
            bail!("`{field}` is no field; fields are {}", all.join(", "));
        };
        fields.push((known, column.clone()));
    }
    ColumnMap::recognise(headers, &fields).map_err(Into::into)
}

fn parse(
    columns: &ColumnMap,
    record: &csv::StringRecord,
    import: &CallLogImport,
    zone: &Zone,
    dispositions: &[Disposition],
) -> Result<ImportedCall, Vec<FieldError>> {
    let cells: Vec<&str> = record.iter().collect();
    let localise = |text: &str| zone.instant_of(text);
    let context =
        RowContext { region: &import.region, localise: &localise, now: import.now, dispositions };
    read_row(columns, &cells, &context)
}

/// Headers as spreadsheets write them may begin with a byte-order mark.
fn clean_header(header: &str) -> String {
    header.trim_start_matches('\u{feff}').trim().to_owned()
}

fn progress_bar(bytes: u64) -> ProgressBar {
    let style = ProgressStyle::with_template(
        "{bar:32} {bytes}/{total_bytes} {bytes_per_sec} eta {eta}  {msg}",
    )
    .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(bytes).with_style(style)
}
