//! The files of the data folder. They are named by their path below it, with slashes.

use super::BackupError;
use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Component, Path, PathBuf},
};

/// Restored files wait here until the database is restored, too.
const WAITING: &str = ".restoring";

/// Paths of all files below the folder, sorted. Left out are a SQLite database with what stands beside it, and what begins
/// with a dot: it is somebody's work in progress.
pub(super) fn files(folder: &Path, database: Option<&Path>) -> Result<Vec<String>, BackupError> {
    let database = database.and_then(|file| file.canonicalize().ok());
    let mut found = Vec::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(below) = waiting.pop() {
        let entries = match fs::read_dir(folder.join(&below)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error.into()),
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
            let path = below.join(name);
            let kind = entry.file_type()?;
            if kind.is_dir() {
                waiting.push(path);
            } else if kind.is_file() && !belongs_to(database.as_deref(), &folder.join(&path)) {
                found.push(
                    path.components()
                        .map(|part| part.as_os_str().to_string_lossy())
                        .collect::<Vec<_>>()
                        .join("/"),
                );
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A file of the folder; `None` when it is gone.
pub(super) fn open(folder: &Path, path: &str) -> Result<Option<File>, BackupError> {
    match File::open(folder.join(path)) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether a file is the database, its log, or an earlier edition that a restore moved aside.
fn belongs_to(database: Option<&Path>, file: &Path) -> bool {
    let (Some(database), Ok(file)) = (database, file.canonicalize()) else { return false };
    let (Some(own), Some(name)) = (database.file_name(), file.file_name()) else { return false };
    file.parent() == database.parent()
        && name.to_string_lossy().starts_with(own.to_string_lossy().as_ref())
}

/// Files that come out of a backup: written beside their place first, moved there at the end.
pub(super) struct Incoming {
    folder: PathBuf,
    paths: Vec<String>,
    open: Option<File>,
    replace: bool,
}

impl Incoming {
    pub(super) fn new(folder: &Path, replace: bool) -> Result<Self, BackupError> {
        let waiting = folder.join(WAITING);
        if waiting.exists() {
            fs::remove_dir_all(&waiting)?;
        }
        Ok(Self { folder: folder.to_owned(), paths: Vec::new(), open: None, replace })
    }

    pub(super) fn begin(&mut self, path: &str) -> Result<(), BackupError> {
        let ordinary = |part| matches!(part, Component::Normal(_));
        if path.is_empty() || !Path::new(path).components().all(ordinary) {
            return Err(BackupError::Damaged("a file lies outside of the data folder"));
        }
        if !self.replace && self.folder.join(path).exists() {
            return Err(BackupError::FileExists(path.to_owned()));
        }
        let place = self.folder.join(WAITING).join(path);
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        // Callers are in them; nobody else may read them.
        let file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(place)?;
        self.open = Some(file);
        self.paths.push(path.to_owned());
        Ok(())
    }

    pub(super) fn piece(&mut self, piece: &[u8]) -> Result<(), BackupError> {
        match &mut self.open {
            Some(file) => Ok(io::Write::write_all(file, piece)?),
            None => Err(BackupError::Damaged("a piece stands outside of its file")),
        }
    }

    pub(super) fn end(&mut self) -> Result<(), BackupError> {
        match self.open.take() {
            Some(file) => Ok(file.sync_all()?),
            None => Ok(()),
        }
    }

    /// Moves all files to their places; answers how many.
    pub(super) fn keep(self) -> Result<u64, BackupError> {
        let waiting = self.folder.join(WAITING);
        for path in &self.paths {
            let place = self.folder.join(path);
            if let Some(parent) = place.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::rename(waiting.join(path), place)?;
        }
        Ok(self.paths.len() as u64)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // What is left of a restore that failed is of no use; the next one removes what cannot be removed now.
        let _ = fs::remove_dir_all(self.folder.join(WAITING));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, path: &str) {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, path).unwrap();
    }

    #[test]
    fn the_database_and_work_in_progress_stay_away() {
        let folder = tempfile::tempdir().unwrap();
        let names = [
            "callboard.db",
            "callboard.db-wal",
            "callboard.db.replaced-7",
            "exports/b.csv",
            "exports/.a.partial",
            "a.txt",
        ];
        for name in names {
            write(folder.path(), name);
        }
        let database = folder.path().join("callboard.db");
        assert_eq!(files(folder.path(), Some(&database)).unwrap(), ["a.txt", "exports/b.csv"]);
        assert!(files(&folder.path().join("absent"), None).unwrap().is_empty());
    }

    #[test]
    fn files_stay_inside_and_overwrite_nothing_unless_told() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "exports/a.csv");
        let mut incoming = Incoming::new(folder.path(), false).unwrap();
        for path in ["../a", "/etc/a", "exports/../../a", "", "./a"] {
            assert!(incoming.begin(path).is_err(), "{path}");
        }
        assert!(matches!(incoming.begin("exports/a.csv"), Err(BackupError::FileExists(_))));
        let mut incoming = Incoming::new(folder.path(), true).unwrap();
        incoming.begin("exports/a.csv").unwrap();
        incoming.piece(b"new").unwrap();
        incoming.end().unwrap();
        let kept = || fs::read_to_string(folder.path().join("exports/a.csv")).unwrap();
        assert_eq!(kept(), "exports/a.csv", "nothing is in place before the end");
        assert_eq!(incoming.keep().unwrap(), 1);
        assert_eq!(kept(), "new");
        assert!(!folder.path().join(WAITING).exists());
    }
}
