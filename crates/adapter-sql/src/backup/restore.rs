//! The way back: everything is written in one transaction, compared with the backup row by row, and only then kept.

use super::{
    BackupError, Progress, REPORT_EVERY,
    after::{self, Facts, Parked},
    cell::write_row,
    chains::{BrokenChain, Chains},
    engine::Target,
    folder::Incoming,
    manifest::{Header, Manifest, RowSum},
    postgres::Postgres,
    sqlite::Sqlite,
    stream::{Part, Reader},
    tables::{self, Table},
    union,
};
use crate::database::{DatabaseOptions, Place, migrate, migrate_to};
use callboard_kernel::{IdGen, Timestamp, millis};
use callboard_migrations as migrations;
use sqlx::{postgres::PgConnectOptions, sqlite::SqliteConnectOptions};
use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Where a backup is restored to.
#[derive(Clone)]
pub struct RestoreInto {
    /// The database.
    pub url: String,
    /// The data folder.
    pub folder: PathBuf,
    /// Throw away what both hold.
    pub replace: bool,
    /// Now.
    pub at: Timestamp,
    /// Makes the ids of the lines in the audit trails.
    pub ids: Arc<dyn IdGen>,
}

/// What was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    /// First line of the backup.
    pub header: Header,
    /// Last line of the backup.
    pub manifest: Manifest,
    /// Workspaces whose audit trail did not hold when the backup was taken.
    pub broken: Vec<BrokenChain>,
    /// What was parked or ended.
    pub parked: Parked,
    /// Where the replaced SQLite file went.
    pub moved: Option<PathBuf>,
}

/// Restores a backup. Refuses while a server is connected, and refuses to touch a database with a workspace in it unless
/// `replace` is set. Either all of it is restored or nothing is changed. A backup of an older schema is brought up to date.
pub async fn restore(
    into: &RestoreInto,
    input: impl Read + Send,
    progress: Progress<'_>,
) -> Result<Restored, BackupError> {
    let reader = Reader::begin(input)?;
    let known = migrations::known();
    let schema = &reader.header().schema;
    if let Some(newer) = schema.iter().find(|name| !known.contains(name)) {
        return Err(BackupError::NewerSchema(newer.clone()));
    }
    if !known.starts_with(schema) {
        return Err(BackupError::OtherSchema);
    }
    match Place::parse(&into.url, &DatabaseOptions::STANDARD)? {
        Place::Postgres(options) => into_postgres(into, &options, reader, progress).await,
        Place::Sqlite(options) => into_sqlite(into, &options, reader, progress).await,
    }
}

async fn into_postgres<R: Read + Send>(
    into: &RestoreInto,
    options: &PgConnectOptions,
    reader: Reader<R>,
    progress: Progress<'_>,
) -> Result<Restored, BackupError> {
    let mut target = Postgres::target(options).await?;
    let used = target.is_used().await?;
    if used && !into.replace {
        return Err(BackupError::NotEmpty);
    }
    let present = target.migrations().await?;
    if present.is_empty() {
        migrate_to(&into.url, &reader.header().schema).await?;
    } else if present != reader.header().schema {
        return Err(BackupError::OtherSchema);
    }
    target.begin_load().await?;
    if used {
        union::keep(&mut target).await?;
    }
    // Without a workspace there may be rows all the same, such as counters of failed sign-ins.
    target.empty().await?;
    let (restored, incoming) = load(&mut target, into, reader, used, progress).await?;
    target.commit().await?;
    incoming.keep()?;
    migrate(&into.url).await?;
    Ok(restored)
}

async fn into_sqlite<R: Read + Send>(
    into: &RestoreInto,
    options: &SqliteConnectOptions,
    reader: Reader<R>,
    progress: Progress<'_>,
) -> Result<Restored, BackupError> {
    let file = Path::new(options.get_filename()).to_owned();
    let Some(name) = file.file_name().filter(|name| !name.to_string_lossy().contains(':')) else {
        return Err(BackupError::NoFile);
    };
    if let Some(parent) = file.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent)?;
    }
    let exists = file.exists();
    let used = exists && Sqlite::is_used(&file).await?;
    if used && !into.replace {
        return Err(BackupError::NotEmpty);
    }
    let beside = |word: String| file.with_file_name(format!("{}.{word}", name.to_string_lossy()));
    let fresh = beside("restoring".to_owned());
    remove_with_logs(&fresh)?;
    let old = used.then_some(file.as_path());
    let built = build_file(into, &fresh, old, reader, progress).await;
    let (mut restored, incoming) = match built {
        Ok(built) => built,
        Err(error) => {
            // The failure is what counts; the next restore removes what is left.
            let _ = remove_with_logs(&fresh);
            return Err(error);
        }
    };
    if used {
        let old = beside(format!("replaced-{}", millis(into.at)));
        fs::rename(&file, &old)?;
        restored.moved = Some(old);
    }
    remove_logs(&file)?;
    fs::rename(&fresh, &file)?;
    incoming.keep()?;
    Ok(restored)
}

/// Builds the whole database in a new file.
async fn build_file<R: Read + Send>(
    into: &RestoreInto,
    fresh: &Path,
    old: Option<&Path>,
    reader: Reader<R>,
    progress: Progress<'_>,
) -> Result<(Restored, Incoming), BackupError> {
    let url = format!("sqlite://{}", fresh.display());
    migrate_to(&url, &reader.header().schema).await?;
    let mut target = Sqlite::target(fresh).await?;
    if let Some(old) = old {
        target.attach(old).await?;
    }
    target.begin_load().await?;
    if old.is_some() {
        union::keep(&mut target).await?;
    }
    let built = load(&mut target, into, reader, old.is_some(), progress).await?;
    target.commit().await?;
    migrate(&url).await?;
    // Nothing is left in a log beside the file when the last connection closes; what is in the file must reach the disk.
    fs::File::open(fresh)?.sync_all()?;
    Ok(built)
}

/// Reads the whole backup into the target and makes it a desk that can be opened.
async fn load<T: Target, R: Read + Send>(
    target: &mut T,
    into: &RestoreInto,
    mut reader: Reader<R>,
    used: bool,
    progress: Progress<'_>,
) -> Result<(Restored, Incoming), BackupError> {
    let schema = target.tables();
    let mut incoming = Incoming::new(&into.folder, into.replace)?;
    let mut chains = Chains::default();
    let mut sums: Vec<(Table, RowSum)> = Vec::new();
    let (mut table, mut done): (Option<Table>, u64) = (None, 0);
    let manifest = loop {
        let part = reader.next()?;
        chains.see(&part)?;
        match part {
            Part::Table(found) => {
                let found = tables::known(&schema, &found)?.clone();
                target.begin_table(&found).await?;
                table = Some(found);
            }
            Part::Row(cells) => {
                target.row(&cells).await?;
                done += 1;
                if done.is_multiple_of(REPORT_EVERY) {
                    progress(table.as_ref().map_or("", |table| &table.name), done);
                }
            }
            Part::TableEnd(sum) => {
                target.end_table().await?;
                sums.extend(table.take().map(|table| (table, sum)));
            }
            Part::File(path) => {
                progress(&path, done);
                incoming.begin(&path)?;
            }
            Part::Piece(piece) => incoming.piece(&piece)?,
            Part::FileEnd => incoming.end()?,
            Part::End(manifest) => break manifest,
        }
    };
    for (table, sum) in &sums {
        progress(&format!("checking {}", table.name), done);
        if read_back(target, table).await? != *sum {
            return Err(BackupError::NotRestored(table.name.clone()));
        }
    }
    progress("building indexes", done);
    target.put_back().await?;
    let mut parked = after::park(target, &schema, into.at).await?;
    if used {
        parked.do_not_contact = union::add(target, &schema).await?;
    }
    let header = reader.header().clone();
    let facts = Facts { header: &header, manifest: &manifest, at: into.at, parked };
    after::seal(target, &facts, &*into.ids).await?;
    let broken = chains.broken();
    Ok((Restored { header, manifest, broken, parked, moved: None }, incoming))
}

/// The sum of what the database holds now.
async fn read_back(target: &mut impl Target, table: &Table) -> Result<RowSum, BackupError> {
    let mut sum = RowSum::default();
    let mut line = String::new();
    let mut add = |cells: &[super::cell::Cell]| {
        write_row(cells, &mut line)?;
        sum.add(&line);
        Ok(())
    };
    target.each_row(table, &mut add).await?;
    Ok(sum)
}

fn remove_with_logs(file: &Path) -> Result<(), BackupError> {
    if file.exists() {
        fs::remove_file(file)?;
    }
    remove_logs(file)
}

fn remove_logs(file: &Path) -> Result<(), BackupError> {
    for end in ["-wal", "-shm", "-journal"] {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        let log = PathBuf::from(name);
        if log.exists() {
            fs::remove_file(log)?;
        }
    }
    Ok(())
}
