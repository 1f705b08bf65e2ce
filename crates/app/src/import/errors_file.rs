//! The file of rows that could not be taken in: each as it was, with the line and what is wrong, so that it can be
//! mended and imported again.

use anyhow::{Context, Result};
use callboard_kernel::FieldError;
use std::{fs::File, path::PathBuf};

/// Made at the first error, so that a clean import leaves no file.
pub(super) struct ErrorsFile {
    path: PathBuf,
    headers: Vec<String>,
    writer: Option<csv::Writer<File>>,
}

impl ErrorsFile {
    pub(super) fn new(path: PathBuf, headers: &[String]) -> Self {
        Self { path, headers: headers.to_vec(), writer: None }
    }

    pub(super) fn write(
        &mut self,
        line: u64,
        record: &csv::StringRecord,
        wrong: &[FieldError],
    ) -> Result<()> {
        let words: Vec<_> = wrong.iter().map(|e| format!("{}: {}", e.path, e.message)).collect();
        // Rows may have fewer or more cells than the header; each is padded to it.
        let cells = (0..self.headers.len()).map(|index| record.get(index).unwrap_or("").to_owned());
        let row: Vec<String> =
            [line.to_string(), words.join("; ")].into_iter().chain(cells).collect();
        self.row(&row)
    }

    pub(super) fn write_unreadable(&mut self, line: u64, error: &csv::Error) -> Result<()> {
        let cells = self.headers.iter().map(|_| String::new());
        let row: Vec<String> =
            [line.to_string(), error.to_string()].into_iter().chain(cells).collect();
        self.row(&row)
    }

    pub(super) fn close(self) -> Result<()> {
        match self.writer {
            Some(mut writer) => writer.flush().context("the errors file cannot be written"),
            None => Ok(()),
        }
    }

    fn row(&mut self, row: &[String]) -> Result<()> {
        if self.writer.is_none() {
            let mut writer = csv::Writer::from_path(&self.path)
                .with_context(|| format!("{} cannot be written", self.path.display()))?;
            let head = ["line", "error"].into_iter().chain(self.headers.iter().map(String::as_str));
            writer.write_record(head)?;
            self.writer = Some(writer);
        }
        match &mut self.writer {
            Some(writer) => writer.write_record(row).context("the errors file cannot be written"),
            None => Ok(()),
        }
    }
}
