//! What a file is, seen from its first bytes: encoding, separator, header, and a few rows to show.

use super::{
    encoding::Encoding,
    records::{Next, Place, Records, Separator},
};
use serde::{Deserialize, Serialize};

/// How many bytes of a file are looked at.
pub const HEAD: usize = 128 * 1024;
/// Rows that are shown.
const SAMPLES: usize = 5;
/// Characters of a cell that are shown.
const SHOWN: usize = 80;
/// More columns than any call log has.
const MAX_COLUMNS: usize = 300;

/// What a file is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Layout {
    /// How its letters are written.
    pub encoding: Encoding,
    /// What stands between its cells.
    pub separator: Separator,
    /// Its header.
    pub headers: Vec<String>,
    /// Its first rows, cut to what fits a screen.
    pub samples: Vec<Vec<String>>,
    /// Where its first row begins.
    pub first_row: Place,
}

/// Why a file is no call log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LayoutError {
    /// It has no bytes, or nothing but empty lines.
    #[error("the file is empty")]
    Empty,
    /// A workbook of a spreadsheet, an archive, a picture.
    #[error("this is no CSV file but {0}; save it as CSV first")]
    OtherKind(&'static str),
    /// The header does not end where headers end.
    #[error("the first line is no header: it is longer than {} KiB or opens a quotation mark that nothing closes", HEAD / 1024)]
    NoHeader,
    /// There is a header and nothing below it.
    #[error("the file has a header but no rows")]
    NoRows,
    /// It is cut by something that separates nothing.
    #[error(
        "the first line has one column only; the cells of a row must be separated by comma, semicolon, tab or bar"
    )]
    OneColumn,
    /// More columns than a call log has.
    #[error("the first line has more than {} columns", MAX_COLUMNS)]
    TooManyColumns,
}

/// The first bytes of files that are often taken for CSV.
const OTHER_KINDS: [(&[u8], &str); 5] = [
    (b"PK\x03\x04", "a workbook or an archive"),
    (b"\xd0\xcf\x11\xe0", "an old workbook"),
    (b"\x1f\x8b", "a compressed file"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document"),
];

impl Layout {
    /// Reads the first bytes of a file, all of them when it is not longer than [`HEAD`]. What a person chose stays chosen.
    pub fn sniff(
        head: &[u8],
        encoding: Option<Encoding>,
        separator: Option<Separator>,
    ) -> Result<Self, LayoutError> {
        if let Some((_, kind)) = OTHER_KINDS.iter().find(|(start, _)| head.starts_with(start)) {
            return Err(LayoutError::OtherKind(kind));
        }
        let encoding = encoding.unwrap_or_else(|| Encoding::detect(head).0);
        let start = Place::after_mark(encoding.mark(head));
        let separator = separator.unwrap_or_else(|| guess(head, encoding, start));
        let mut records = Records::new(encoding, separator, None, start);
        records.feed(head.get(start.offset as usize..).unwrap_or_default());
        if head.len() < HEAD {
            records.end();
        }
        let headers = match records.next_row() {
            Next::Row(row) if row.fault.is_none() => row.cells,
            Next::Row(_) | Next::More => return Err(LayoutError::NoHeader),
            Next::End => return Err(LayoutError::Empty),
        };
        let headers: Vec<String> =
            headers.iter().map(|header| shown(header.trim_start_matches('\u{feff}'))).collect();
        if headers.len() < 2 {
            return Err(LayoutError::OneColumn);
        }
        if headers.len() > MAX_COLUMNS {
            return Err(LayoutError::TooManyColumns);
        }
        let first_row = records.place();
        let mut samples = Vec::new();
        while samples.len() < SAMPLES
            && let Next::Row(row) = records.next_row()
        {
            let mut cells: Vec<String> = row.cells.iter().map(|cell| shown(cell)).collect();
            cells.resize(headers.len(), String::new());
            samples.push(cells);
        }
        if samples.is_empty() {
            return Err(LayoutError::NoRows);
        }
        Ok(Self { encoding, separator, headers, samples, first_row })
    }

    /// A reader of the rows from a place on.
    pub fn records(&self, place: Place) -> Records {
        Records::new(self.encoding, self.separator, Some(self.headers.len()), place)
    }
}

/// The separator by which the first row falls into most cells.
fn guess(head: &[u8], encoding: Encoding, start: Place) -> Separator {
    let cells = |separator: &Separator| {
        let mut records = Records::new(encoding, *separator, None, start);
        records.feed(head.get(start.offset as usize..).unwrap_or_default());
        records.end();
        match records.next_row() {
            Next::Row(row) if row.fault.is_none() => row.cells.len(),
            _ => 0,
        }
    };
    // Of equals the first one counts, and `max_by_key` takes the last.
    Separator::ALL.iter().rev().copied().max_by_key(cells).unwrap_or(Separator::Comma)
}

fn shown(cell: &str) -> String {
    cell.trim().chars().filter(|letter| !letter.is_control()).take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sniff(bytes: &[u8]) -> Result<Layout, LayoutError> {
        Layout::sniff(bytes, None, None)
    }

    #[test]
    fn a_file_tells_what_it_is() {
        let layout =
            sniff(b"\xef\xbb\xbfDate;From;Note\r\n2026-01-05 08:00;212;\"a;b\"\r\n").unwrap();
        assert_eq!((layout.encoding, layout.separator), (Encoding::Utf8, Separator::Semicolon));
        assert_eq!(layout.headers, ["Date", "From", "Note"]);
        assert_eq!(layout.samples, [["2026-01-05 08:00", "212", "a;b"]]);
        assert_eq!(layout.first_row, Place { offset: 19, line: 2, skipping: false });
        let tabs = sniff(b"Date\tFrom, to\tNote\n1\t2\t3\n").unwrap();
        assert_eq!(tabs.separator, Separator::Tab);
    }

    #[test]
    fn unicode_text_of_a_spreadsheet_is_read() {
        let text = "Date\tKund\u{e4}\r\n1\tZo\u{eb}\r\n";
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let layout = sniff(&bytes).unwrap();
        assert_eq!((layout.encoding, layout.separator), (Encoding::Utf16Le, Separator::Tab));
        assert_eq!(layout.samples, [["1", "Zo\u{eb}"]]);
    }

    #[test]
    fn what_is_no_call_log_is_said_so() {
        for (bytes, error) in [
            (&b""[..], LayoutError::Empty),
            (b"\n\r\n", LayoutError::Empty),
            (b"PK\x03\x04....", LayoutError::OtherKind("a workbook or an archive")),
            (b"Date,From\n", LayoutError::NoRows),
            (b"Date\n1\n", LayoutError::OneColumn),
            (b"\"Date,From\n1,2\n", LayoutError::NoHeader),
        ] {
            assert_eq!(sniff(bytes), Err(error), "{bytes:?}");
        }
        let endless = vec![b'x'; HEAD];
        assert_eq!(sniff(&endless), Err(LayoutError::NoHeader));
    }

    #[test]
    fn what_was_chosen_stays_chosen() {
        let bytes = b"Date,Na\xc3\xafve;x\n1,2;3\n";
        let layout = Layout::sniff(bytes, Some(Encoding::Windows1252), Some(Separator::Semicolon));
        assert_eq!(layout.unwrap().headers, ["Date,Na\u{c3}\u{af}ve", "x"]);
    }
}
