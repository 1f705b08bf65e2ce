//! The secret by which links are signed: given by the operator, else made once in the data folder.

use crate::config::Config;
use anyhow::{Context, Result, bail};
use rand::{TryRng, rngs::SysRng};
use std::{fs, io::Write, path::Path};

/// Fewest characters of a secret that somebody gives.
const SHORTEST: usize = 32;
/// File of the secret that is made; it stays out of backups.
pub const FILE: &str = "secret.key";

/// The secret. Replicas on several machines must be given the same one.
pub(super) fn secret_key(config: &Config) -> Result<Vec<u8>> {
    match config.secret_key.trim() {
        "" => made(&config.data_dir),
        given if given.len() < SHORTEST => {
            bail!("CALLBOARD_SECRET_KEY must have at least {SHORTEST} characters")
        }
        given => Ok(given.as_bytes().to_vec()),
    }
}

/// Reads the secret of the folder, and makes it before when there is none. Of two processes that make it at the same
/// moment one wins, and both read what it wrote.
fn made(folder: &Path) -> Result<Vec<u8>> {
    let path = folder.join(FILE);
    if !path.exists() {
        let mut secret = [0; 32];
        SysRng.try_fill_bytes(&mut secret).context("the system has no random numbers")?;
        let mut draft = tempfile_in(folder)?;
        draft.file.write_all(hex::encode(secret).as_bytes())?;
        draft.file.sync_all()?;
        match fs::hard_link(&draft.path, &path) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                return Err(error).with_context(|| format!("{} cannot be made", path.display()));
            }
        }
    }
    let kept =
        fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let kept = kept.trim();
    if kept.len() < SHORTEST {
        bail!(
            "{} is damaged; remove it, and a new one is made: older links stop opening",
            path.display()
        );
    }
    Ok(kept.as_bytes().to_vec())
}

/// A file that only its owner may read, removed when it is dropped.
struct Draft {
    file: fs::File,
    path: std::path::PathBuf,
}

impl Drop for Draft {
    fn drop(&mut self) {
        // A draft that stays behind is a copy that nobody reads; the next start does not mind it.
        let _ = fs::remove_file(&self.path);
    }
}

fn tempfile_in(folder: &Path) -> Result<Draft> {
    let mut name = [0; 8];
    SysRng.try_fill_bytes(&mut name).context("the system has no random numbers")?;
    let path = folder.join(format!(".{FILE}.{}", hex::encode(name)));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file =
        options.open(&path).with_context(|| format!("{} cannot be written", folder.display()))?;
    Ok(Draft { file, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_made_once_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = made(folder.path()).unwrap();
        assert_eq!(first.len(), 64);
        assert_eq!(made(folder.path()).unwrap(), first);
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "no draft stays behind");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_secret_is_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "short").unwrap();
        assert!(made(folder.path()).unwrap_err().to_string().contains("damaged"));
    }
}
