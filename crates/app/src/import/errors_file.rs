//! The file of rows that could not be taken in: each as it was, with the line and what is wrong, so that it can be
//! mended and imported again.

use anyhow::{Context, Result};
use callboard_calls::import::{BrokenRow, errors_header};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::PathBuf,
};

/// Made at the first error, so that a clean import leaves no file.
pub(super) struct ErrorsFile {
    path: PathBuf,
    headers: Vec<String>,
    writer: Option<BufWriter<File>>,
}

impl ErrorsFile {
    pub(super) fn new(path: PathBuf, headers: &[String]) -> Self {
        Self { path, headers: headers.to_vec(), writer: None }
    }

    pub(super) fn write(&mut self, row: &BrokenRow) -> Result<()> {
        let line = row.csv(self.headers.len());
        let writer = if let Some(writer) = &mut self.writer {
            writer
        } else {
            let file = File::create(&self.path)
                .with_context(|| format!("{} cannot be written", self.path.display()))?;
            let writer = self.writer.insert(BufWriter::new(file));
            writer.write_all(errors_header(&self.headers).as_bytes())?;
            writer
        };
        writer.write_all(line.as_bytes()).context("the errors file cannot be written")
    }

    pub(super) fn close(&mut self) -> Result<()> {
        match &mut self.writer {
            Some(writer) => writer.flush().context("the errors file cannot be written"),
            None => Ok(()),
        }
    }
}
