//! Backup and restore: everything that the database and the data folder hold, as one file that either database takes back.
//!
//! The file is logical (rows, not pages), so a shop that outgrows SQLite moves to PostgreSQL by it. It is made from one
//! snapshot while servers write, and memory does not grow with it.

mod after;
mod cell;
mod chains;
mod engine;
mod folder;
mod manifest;
mod postgres;
mod restore;
mod sqlite;
mod stream;
mod tables;
mod union;

pub use after::Parked;
pub use chains::BrokenChain;
pub use manifest::{FileSum, Header, Manifest, TableSum};
pub use restore::{RestoreInto, Restored, restore};

use crate::database::{DatabaseError, DatabaseOptions, Place};
use callboard_kernel::{Timestamp, millis};
use chains::Chains;
use engine::Source;
use manifest::FORMAT;
use postgres::Postgres;
use sqlite::Sqlite;
use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
};
use stream::{Part, Reader, Writer};

/// Why there is no backup, or why it was not restored. Nothing was changed in either case.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database cannot be reached or opened.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A statement failed.
    #[error("the database refused a statement")]
    Statement(#[from] sqlx::Error),
    /// A file cannot be read or written.
    #[error("a file cannot be read or written")]
    Io(#[from] std::io::Error),
    /// A line cannot be read.
    #[error("the backup is damaged: a line cannot be read")]
    Line(#[from] serde_json::Error),
    /// The database was never used.
    #[error("there is nothing to back up: the database has no schema")]
    NoSchema,
    /// The schema changed while the program was another one.
    #[error("the schema has a column that this program cannot back up: {0}")]
    Column(String),
    /// It is another file.
    #[error("this is not a backup of Callboard")]
    NoBackup,
    /// A newer program made it.
    #[error("the backup has format {0}, this program reads {1}; use the newer program")]
    Format(u32, u32),
    /// A newer program made it.
    #[error(
        "the backup is of a schema that this program does not know ({0}); use the program that made it, or a newer one"
    )]
    NewerSchema(String),
    /// The target has another schema.
    #[error(
        "the database has another schema than the backup; restore into a new database, `callboard` brings it up to date afterwards"
    )]
    OtherSchema,
    /// It is not what was written.
    #[error("the backup is damaged: {0}")]
    Damaged(&'static str),
    /// Rows of a table are missing or changed.
    #[error("the backup is damaged: the rows of `{0}` are not those that were written")]
    Table(String),
    /// A file is missing or changed.
    #[error("the backup is damaged: the file `{0}` is not the one that was written")]
    File(String),
    /// A table has other columns than its schema says.
    #[error("the backup has a table that the schema does not have like this: `{0}`")]
    Columns(String),
    /// The database took rows and gave others back.
    #[error("what the database holds after the restore is not what the backup holds: `{0}`")]
    NotRestored(String),
    /// Somebody is connected.
    #[error("a server or worker uses the database; stop all of them first")]
    InUse,
    /// There is something that would be lost.
    #[error(
        "the database holds a workspace already; restore into a new database, or give --replace to throw away what it holds"
    )]
    NotEmpty,
    /// The same, for files.
    #[error("the data folder holds `{0}` already; restore into a new folder, or give --replace")]
    FileExists(String),
    /// The database cannot be restored into.
    #[error("this kind of database URL names no file that could be restored into")]
    NoFile,
}

/// How far it is: the table or file, and how many rows were handled so far.
pub type Progress<'a> = &'a mut (dyn FnMut(&str, u64) + Send);

/// Rows between two reports.
const REPORT_EVERY: u64 = 1_000;

/// What is backed up.
#[derive(Clone, Debug)]
pub struct BackUp {
    /// The database.
    pub url: String,
    /// The data folder; its files come along, those of a SQLite database apart.
    pub folder: PathBuf,
    /// Paths below the data folder that stay out: secrets of this place, which another one makes anew.
    pub without: Vec<String>,
    /// When it is taken.
    pub at: Timestamp,
    /// Version of the program.
    pub program: String,
}

/// Writes a backup. Servers may go on writing: what they commit after the beginning is not in it.
pub async fn back_up<W: Write + Send>(
    what: &BackUp,
    out: W,
    progress: Progress<'_>,
) -> Result<(W, Manifest), BackupError> {
    match Place::parse(&what.url, &DatabaseOptions::STANDARD)? {
        Place::Postgres(options) => {
            write(Postgres::source(&options).await?, what, out, progress).await
        }
        Place::Sqlite(options) => write(Sqlite::source(&options).await?, what, out, progress).await,
    }
}

async fn write<S: Source, W: Write + Send>(
    mut source: S,
    what: &BackUp,
    out: W,
    progress: Progress<'_>,
) -> Result<(W, Manifest), BackupError> {
    let header = Header {
        callboard_backup: FORMAT,
        program: what.program.clone(),
        database: source.word().to_owned(),
        schema: source.schema().await?,
        taken_at: millis(what.at),
    };
    let mut writer = Writer::begin(out, &header)?;
    let mut done = 0_u64;
    for table in source.tables() {
        writer.begin_table(&table)?;
        let mut each = |cells: &[cell::Cell]| {
            writer.row(cells)?;
            done += 1;
            if done.is_multiple_of(REPORT_EVERY) {
                progress(&table.name, done);
            }
            Ok(())
        };
        source.each_row(&table, &mut each).await?;
        writer.end_table(&table)?;
    }
    for path in folder::files(&what.folder, database_file(&what.url).as_deref())? {
        if what.without.contains(&path) {
            continue;
        }
        // What was removed since it was listed, such as an export that expired, is no part of the backup.
        if let Some(content) = folder::open(&what.folder, &path)? {
            progress(&path, done);
            writer.file(&path, content)?;
        }
    }
    writer.finish()
}

/// What a backup turned out to be.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its first line.
    pub header: Header,
    /// Its last line.
    pub manifest: Manifest,
    /// Workspaces whose audit trail does not hold. It did not hold in the database either: the sums are right.
    pub broken: Vec<BrokenChain>,
}

/// Reads a backup to its end and checks everything that can be checked without a database.
pub fn check(input: impl Read, progress: Progress<'_>) -> Result<Checked, BackupError> {
    let mut reader = Reader::begin(input)?;
    let mut chains = Chains::default();
    let (mut name, mut done) = (String::new(), 0_u64);
    loop {
        let part = reader.next()?;
        chains.see(&part)?;
        match part {
            Part::Table(table) => name = table.name,
            Part::Row(_) => {
                done += 1;
                if done.is_multiple_of(REPORT_EVERY) {
                    progress(&name, done);
                }
            }
            Part::File(path) => progress(&path, done),
            Part::TableEnd(_) | Part::Piece(_) | Part::FileEnd => {}
            Part::End(manifest) => {
                let header = reader.header().clone();
                return Ok(Checked { header, manifest, broken: chains.broken() });
            }
        }
    }
}

/// The file of a SQLite database.
fn database_file(url: &str) -> Option<PathBuf> {
    match Place::parse(url, &DatabaseOptions::STANDARD) {
        Ok(Place::Sqlite(options)) => Some(Path::new(options.get_filename()).to_owned()),
        _ => None,
    }
}
