//! The call log as a file: what an export is asked for, its columns, its lines.

mod cell;
mod columns;
mod file;
mod in_words;
mod spec;
mod zone;

pub use cell::{Cell, harmless, write_field};
pub use columns::ExportColumn;
pub(crate) use columns::{other_party, units};
pub use file::{ExportFile, FileBlock, block_at};
pub use in_words::FilterWords;
pub use spec::{
    ExportFormat, ExportSpec, ExportStatus, MAX_CALLS_BY_ID, MAX_PDF_CALLS, WhichCalls,
};
pub use zone::LocalZone;

use crate::board::CallRow;
use callboard_kernel::Timestamp;

/// A call with everything that an export says of it.
#[derive(Clone, PartialEq, Debug)]
pub struct ExportedCall {
    /// The row of the list.
    pub row: CallRow,
    /// The notes in full.
    pub notes: String,
}

/// The first line of a CSV file, with the mark that tells Excel its encoding when asked for.
pub fn csv_head(columns: &[ExportColumn], byte_order_mark: bool) -> String {
    let mut line = String::new();
    if byte_order_mark {
        line.push('\u{feff}');
    }
    write_line(&mut line, columns.iter().map(|column| column.as_str()));
    line
}

/// Lines of a CSV file (RFC 4180), no cell of which is a formula.
pub fn csv_lines(
    calls: &[ExportedCall],
    columns: &[ExportColumn],
    zone: &LocalZone,
    now: Timestamp,
) -> String {
    let mut text = String::with_capacity(calls.len() * 320);
    for call in calls {
        let cells = columns.iter().map(|column| column.value(call, zone, now));
        write_line(&mut text, cells);
    }
    text
}

fn write_line<T: AsRef<str>>(line: &mut String, cells: impl Iterator<Item = T>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            line.push(',');
        }
        let place = if index == 0 { Cell::First } else { Cell::Later };
        write_field(line, &harmless(cell.as_ref(), place));
    }
    line.push_str("\r\n");
}

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use tests::sample_call;
