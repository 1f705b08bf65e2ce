//! The file of broken rows: read again from what was sent, so that nothing of it is kept twice.

use super::{CallImports, CallLogReader, Fill, Portion};
use crate::{
    error::CallError,
    import::{CallImport, errors_header},
};
use callboard_kernel::{CallImportId, Permission, Scope};

/// Rows read in one go.
const ROWS: usize = 500;
/// Bytes asked for at once.
const BYTES: u64 = 256 * 1024;

/// Broken rows on their way into a file.
pub struct BrokenRows {
    imports: CallImports,
    scope: Scope,
    import: CallImport,
    reader: CallLogReader,
    header: Option<String>,
    width: usize,
    ended: bool,
}

impl CallImports {
    /// The broken rows of a file as its plan reads it: as they were, with line and reason, to be mended and imported.
    pub async fn broken_rows(
        &self,
        scope: &Scope,
        id: CallImportId,
    ) -> Result<BrokenRows, CallError> {
        scope.require(Permission::Import)?;
        let import = self.load(scope, id).await?.value;
        let (layout, plan) = import.readable(None)?;
        let reader = self.reader(scope, layout, plan, layout.first_row).await?;
        let (header, width) = (errors_header(&layout.headers), layout.headers.len());
        Ok(BrokenRows {
            imports: self.clone(),
            scope: scope.clone(),
            reader,
            header: Some(header),
            width,
            import,
            ended: false,
        })
    }
}

impl BrokenRows {
    /// The next piece of the file; `None` when it is over.
    pub async fn next(&mut self) -> Result<Option<String>, CallError> {
        if let Some(header) = self.header.take() {
            return Ok(Some(header));
        }
        while !self.ended {
            let mut portion = Portion::default();
            while portion.rows() < ROWS && !self.ended {
                match self.reader.fill(&mut portion, ROWS) {
                    Fill::Full => {}
                    Fill::End => self.ended = true,
                    Fill::More => {
                        let from = self.reader.wants();
                        let bytes =
                            self.imports.bytes(&self.scope, &self.import, from, BYTES).await?;
                        self.reader.feed(&bytes);
                    }
                }
            }
            if !portion.broken.is_empty() {
                return Ok(Some(portion.broken.iter().map(|row| row.csv(self.width)).collect()));
            }
        }
        Ok(None)
    }
}
