//! Mail as files, where there is no mail server: a person, or another program, finds them there.

use crate::letter::{From, letter};
use async_trait::async_trait;
use callboard_workflows::ports::{MailCarrier, MailSendError, OutgoingMail};
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Longest name of a file, without its ending; file systems take 255 bytes.
const LONGEST_NAME: usize = 200;

/// Writes each mail as one `.eml` file. The name comes from the message id, so the same mail twice is one file.
#[derive(Clone, Debug)]
pub struct MailFolder {
    folder: PathBuf,
    from: From,
}

impl MailFolder {
    /// Into this folder, which is made with the first mail.
    pub fn new(folder: impl Into<PathBuf>, from: From) -> Self {
        Self { folder: folder.into(), from }
    }
}

#[async_trait]
impl MailCarrier for MailFolder {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailSendError> {
        let bytes = letter(&self.from, mail)?.formatted();
        let (folder, name) = (self.folder.clone(), file_name(&mail.message_id));
        let written = tokio::task::spawn_blocking(move || put(&folder, &name, &bytes)).await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(MailSendError::Busy(format!("the file: {}", error.kind()))),
            Err(_) => Err(MailSendError::Unknown("the file: writing broke off".to_owned())),
        }
    }

    fn may_repeat(&self) -> bool {
        true
    }
}

/// The message id without its brackets, every other sign a dot.
fn file_name(message_id: &str) -> String {
    let plain = |sign: char| {
        if sign.is_ascii_alphanumeric() || "-_@".contains(sign) { sign } else { '.' }
    };
    let name: String = message_id.trim_matches(['<', '>']).chars().map(plain).collect();
    // The part that tells mails apart comes first.
    name.trim_start_matches('.').chars().take(LONGEST_NAME).collect()
}

/// Whole or not at all: under another name first, on the disk before it gets its own.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    make(folder)?;
    let (partial, whole) = (
        folder.join(format!(".{name}.{}", std::process::id())),
        folder.join(format!("{name}.eml")),
    );
    let mut file = private().open(&partial)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&partial, &whole)
}

/// Mail is for its reader: nobody else on the machine may read the files.
fn private() -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests;
