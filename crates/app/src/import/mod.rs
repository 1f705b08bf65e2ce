//! Takes in a call log from a CSV file where it lies, streaming: memory does not grow with the file.

mod errors_file;

use crate::output;
use anyhow::{Context, Result, bail};
use callboard_calls::{
    CallImports, CallLogReader, Checking, Fill, Portion, PortionEnd,
    import::{
        BrokenRow, CallImport, ColumnMap, Duplicates, Field, HEAD, ImportCounts, ImportPlan, Layout,
    },
};
use callboard_kernel::Scope;
use errors_file::ErrorsFile;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

/// Rows that are written in one transaction.
const ROWS: usize = 500;
/// Bytes that are read at once.
const BYTES: usize = 256 * 1024;
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
    /// What is done about known calls.
    pub duplicates: Duplicates,
    /// Where rows with errors go.
    pub errors: PathBuf,
    /// Check only.
    pub dry_run: bool,
    /// IANA zone of times without an offset.
    pub time_zone: String,
}

/// Runs the import and answers what came of it. Rows with errors are left out and written to the errors file; what was
/// written before a failure of the database stays, and running again skips it by provider id.
pub async fn run(
    imports: &CallImports,
    scope: &Scope,
    import: &CallLogImport,
) -> Result<ImportCounts> {
    let mut file = File::open(&import.file)
        .with_context(|| format!("{} cannot be opened", import.file.display()))?;
    let size = file.metadata()?.len();
    let mut head = Vec::new();
    file.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    let layout = Layout::sniff(&head, None, None)
        .with_context(|| format!("{} cannot be read", import.file.display()))?;
    let plan = plan(&layout, import)?;
    let reader = imports.reader(scope, &layout, &plan, layout.first_row).await?;
    file.seek(SeekFrom::Start(reader.wants()))?;
    let bar = progress_bar(size);
    let mut rows = Rows {
        imports,
        scope,
        errors: ErrorsFile::new(import.errors.clone(), &layout.headers),
        bar: bar.clone(),
        counts: ImportCounts::default(),
        shown: 0,
    };
    if import.dry_run {
        rows.check(bar.wrap_read(file), reader).await?;
    } else {
        let name = import.file.file_name().unwrap_or_default().to_string_lossy();
        let begun = imports.begin_here(scope, &name, size, layout, plan).await?;
        rows.take(bar.wrap_read(file), reader, begun).await?;
    }
    rows.errors.close()?;
    bar.finish_and_clear();
    Ok(rows.counts)
}

/// Where rows with errors go when nobody says: beside the file.
pub fn errors_beside(file: &Path) -> PathBuf {
    file.with_extension("errors.csv")
}

/// Goes through the rows of a file.
struct Rows<'a> {
    imports: &'a CallImports,
    scope: &'a Scope,
    errors: ErrorsFile,
    bar: ProgressBar,
    counts: ImportCounts,
    shown: u64,
}

impl Rows<'_> {
    async fn check(&mut self, mut file: impl Read, mut reader: CallLogReader) -> Result<()> {
        let mut checking = Checking::default();
        loop {
            let (portion, is_last) = next_portion(&mut file, &mut reader)?;
            self.imports.look_at(self.scope, reader.plan(), &portion, &mut checking).await?;
            self.tell(checking.report.counts, &portion)?;
            if is_last {
                return Ok(());
            }
        }
    }

    async fn take(
        &mut self,
        mut file: impl Read,
        mut reader: CallLogReader,
        mut import: CallImport,
    ) -> Result<()> {
        loop {
            let (portion, is_last) = next_portion(&mut file, &mut reader)?;
            let end = PortionEnd { position: reader.place(), is_last, job: None };
            let plan = reader.plan();
            let taken = self.imports.take(self.scope, &import, plan, &portion, end).await?;
            import.counts = taken.counts;
            self.tell(taken.counts, &portion)?;
            if is_last {
                return Ok(());
            }
        }
    }

    fn tell(&mut self, counts: ImportCounts, portion: &Portion) -> Result<()> {
        self.counts = counts;
        for row in &portion.broken {
            self.errors.write(row)?;
            self.shown += 1;
            if self.shown <= SHOWN_ERRORS {
                self.bar.suspend(|| show(row));
            }
        }
        self.bar.set_message(format!("{} rows, {} errors", counts.rows, counts.broken));
        Ok(())
    }
}

/// The next rows of a file, and whether they are the last.
fn next_portion(file: &mut impl Read, reader: &mut CallLogReader) -> Result<(Portion, bool)> {
    let mut portion = Portion::default();
    loop {
        match reader.fill(&mut portion, ROWS) {
            Fill::Full => return Ok((portion, false)),
            Fill::End => return Ok((portion, true)),
            Fill::More => {
                let mut bytes = Vec::with_capacity(BYTES);
                file.by_ref()
                    .take(BYTES as u64)
                    .read_to_end(&mut bytes)
                    .context("the file cannot be read any further")?;
                reader.feed(&bytes);
            }
        }
    }
}

fn show(row: &BrokenRow) {
    output::remark(format!("line {}: {}", row.line, row.words()));
}

fn plan(layout: &Layout, import: &CallLogImport) -> Result<ImportPlan> {
    let mut fields = Vec::new();
    for (field, column) in &import.columns {
        let Some(known) = Field::parse(field) else {
            let all: Vec<_> = Field::ALL.iter().map(|field| field.as_str()).collect();
            bail!("`{field}` is no field; fields are {}", all.join(", "));
        };
        fields.push((known, column.clone()));
    }
    let columns = ColumnMap::recognise(&layout.headers, &fields)?;
    let provider = import.provider.clone().unwrap_or_else(|| columns.provider().to_owned());
    Ok(ImportPlan {
        provider,
        columns: columns.into_indexes(),
        duplicates: import.duplicates,
        ..ImportPlan::proposed(layout, &import.time_zone)
    })
}

fn progress_bar(bytes: u64) -> ProgressBar {
    let style = ProgressStyle::with_template(
        "{bar:32} {bytes}/{total_bytes} {bytes_per_sec} eta {eta}  {msg}",
    )
    .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(bytes).with_style(style)
}
