//! A disk that is soon full: a file system in memory of its own. Mounting needs root, which a test run in a container
//! usually is; elsewhere the tests that need it say so and pass.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

/// A mounted small disk. Dropping it unmounts.
#[derive(Debug)]
pub struct SmallDisk {
    dir: TempDir,
}

impl SmallDisk {
    /// Mounts a disk of so many megabytes; `None`, with a word on standard error, where that is not allowed.
    #[expect(clippy::print_stderr, reason = "who reads the run shall see what was not tested")]
    pub fn mount(megabytes: u32) -> Option<Self> {
        let dir = tempfile::Builder::new().prefix("callboard-disk-").tempdir().unwrap();
        let size = format!("size={megabytes}m,mode=700");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "callboard-test"])
            .arg(dir.path())
            .output();
        match mounted {
            Ok(done) if done.status.success() => Some(Self { dir }),
            _ => {
                eprintln!("not tested: this user may not mount a small disk");
                None
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Fills it to the last byte.
    pub fn fill(&self) {
        let mut filler = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.filler())
            .expect("a file can be made");
        for size in [1 << 20, 4096, 1] {
            let block = vec![b'x'; size];
            while filler.write_all(&block).is_ok() {}
        }
    }

    /// Makes room again.
    pub fn make_room(&self) {
        fs::remove_file(self.filler()).expect("the filler can be removed");
    }

    /// Lets it be read only from now on.
    pub fn make_read_only(&self) {
        let done = Command::new("mount").args(["-o", "remount,ro"]).arg(self.path()).status();
        assert!(done.expect("`mount` runs").success(), "the disk can be made read-only");
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // A process that still has a file open does not keep it: it goes when the last one is closed.
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}
