//! Cuts a file into rows and cells. Fed portion by portion, it remembers where each row began, so that reading can go on
//! there later; whatever the bytes are, it ends, and what it cannot understand is told by line.

use super::encoding::{Decoder, Encoding};
use callboard_kernel::words;
use serde::{Deserialize, Serialize};

words! {
    /// What stands between two cells.
    pub enum Separator {
        /// `,`
        Comma = "comma",
        /// `;`, where the comma is the decimal mark.
        Semicolon = "semicolon",
        /// Tabulator.
        Tab = "tab",
        /// `|`
        Bar = "bar",
    }
}

impl Separator {
    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }
}

/// The longest row that is read, in bytes of UTF-8; a longer one is told by its line and passed over.
const MAX_ROW: usize = 1024 * 1024;
/// How much of a row that cannot be cut into cells is shown.
const SHOWN: usize = 200;

/// A row of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RawRow {
    /// Line on which it begins; the header is on line 1.
    pub line: u64,
    /// Its cells as they stand in the file; bytes that mean nothing are shown as `\u{fffd}`.
    pub cells: Vec<String>,
    /// Why it cannot be read.
    pub fault: Option<RowFault>,
}

/// Why a row cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowFault {
    /// It is longer than 1 MiB.
    TooLong,
    /// A quotation mark opens a cell and none closes it.
    OpenQuote,
    /// It has another number of cells than the header.
    Ragged {
        /// Cells of the header.
        expected: usize,
    },
    /// A cell is not in the encoding of the file.
    NotText {
        /// Which, from 0.
        column: usize,
    },
    /// A cell holds the character zero, which no text has.
    Zero {
        /// Which, from 0.
        column: usize,
    },
}

/// What reading came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Next {
    /// A row.
    Row(RawRow),
    /// The bytes that were fed hold no whole row any more.
    More,
    /// The file is over.
    End,
}

/// Where reading can go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// Byte of the file.
    pub offset: u64,
    /// Its line.
    pub line: u64,
    /// It lies within a row that is passed over.
    #[serde(default)]
    pub skipping: bool,
}

impl Place {
    /// The first row of a file whose mark of the encoding has so many bytes.
    pub const fn after_mark(bytes: usize) -> Self {
        Self { offset: bytes as u64, line: 1, skipping: false }
    }
}

/// Reads rows from portions of a file.
#[derive(Clone, Debug)]
pub struct Records {
    encoding: Encoding,
    separator: u8,
    /// Cells of a row; `None` while the header itself is read.
    width: Option<usize>,
    decoder: Decoder,
    text: Vec<u8>,
    start: usize,
    place: Place,
    ended: bool,
    /// The last byte passed was a carriage return, so that a line feed after it ends no other line.
    after_return: bool,
}

/// How the first row of a text is cut.
enum Cut {
    /// Cells, how many bytes they take with the end of the line, and whether text follows a closing quotation mark.
    Whole { cells: Vec<Vec<u8>>, used: usize, strange: bool },
    /// The text ends before the row does, outside or inside of quotation marks.
    Unfinished { quoted: bool },
}

impl Records {
    /// From a place in a file. `width` is the number of cells of the header.
    pub const fn new(
        encoding: Encoding,
        separator: Separator,
        width: Option<usize>,
        place: Place,
    ) -> Self {
        Self {
            encoding,
            separator: separator.byte(),
            width,
            decoder: Decoder::new(encoding),
            text: Vec::new(),
            start: 0,
            place,
            ended: false,
            after_return: false,
        }
    }

    /// Where the next row begins.
    pub const fn place(&self) -> Place {
        self.place
    }

    /// The next bytes of the file.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.text.drain(..self.start);
        self.start = 0;
        self.decoder.feed(bytes, &mut self.text);
    }

    /// No bytes will follow.
    pub fn end(&mut self) {
        if !self.ended {
            self.ended = true;
            self.decoder.finish(&mut self.text);
        }
    }

    /// The next row. Rows without any content are passed over.
    pub fn next_row(&mut self) -> Next {
        loop {
            if self.place.skipping && !self.pass_line() {
                return if self.ended { Next::End } else { Next::More };
            }
            self.pass_line_ends();
            let rest = &self.text[self.start..];
            if rest.is_empty() || (rest == b"\r" && !self.ended) {
                return if self.ended { Next::End } else { Next::More };
            }
            let line = self.place.line;
            match cut(&self.text[self.start..], self.separator, self.ended) {
                Cut::Whole { cells, used, strange } if used <= MAX_ROW => {
                    let many_lines = self.text[self.start..self.start + used]
                        .trim_ascii_end()
                        .iter()
                        .any(|byte| matches!(byte, b'\n' | b'\r'));
                    let ragged = self.width.is_some_and(|width| !fits(&cells, width));
                    if many_lines && (ragged || strange) {
                        // A stray quotation mark has swallowed the rows after it; they are read on their own.
                        return Next::Row(self.broken_line(RowFault::OpenQuote));
                    }
                    self.pass(used);
                    if cells.iter().all(|cell| cell.trim_ascii().is_empty()) {
                        continue;
                    }
                    return Next::Row(self.row(line, cells));
                }
                Cut::Unfinished { quoted } if self.ended || self.is_too_long() => {
                    let fault = if quoted { RowFault::OpenQuote } else { RowFault::TooLong };
                    return Next::Row(self.broken_line(fault));
                }
                Cut::Whole { .. } => return Next::Row(self.broken_line(RowFault::TooLong)),
                Cut::Unfinished { .. } => return Next::More,
            }
        }
    }

    const fn is_too_long(&self) -> bool {
        self.text.len() - self.start > MAX_ROW
    }

    fn row(&self, line: u64, mut cells: Vec<Vec<u8>>) -> RawRow {
        let mut fault = None;
        if let Some(expected) = self.width {
            if fits(&cells, expected) {
                cells.truncate(expected);
            } else {
                fault = Some(RowFault::Ragged { expected });
            }
        }
        let mut texts = Vec::with_capacity(cells.len());
        for (column, cell) in cells.into_iter().enumerate() {
            let mut text = String::from_utf8(cell).unwrap_or_else(|error| {
                fault = fault.or(Some(RowFault::NotText { column }));
                String::from_utf8_lossy(error.as_bytes()).into_owned()
            });
            if text.contains('\0') {
                fault = fault.or(Some(RowFault::Zero { column }));
                // Shown by its sign: PostgreSQL keeps no text with a zero in it.
                text = text.replace('\0', "\u{2400}");
            }
            texts.push(text);
        }
        RawRow { line, cells: texts, fault }
    }

    /// The first line of a row that cannot be cut, as one cell; the next row begins on the line after it.
    fn broken_line(&mut self, fault: RowFault) -> RawRow {
        let line = self.place.line;
        let text = &self.text[self.start..];
        let length = text.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let shown = &text[..length.unwrap_or(text.len()).min(SHOWN)];
        let cells = vec![String::from_utf8_lossy(shown).into_owned()];
        self.pass_line();
        RawRow { line, cells, fault: Some(fault) }
    }

    /// Passes over the rest of a line; `false` when its end has not come yet.
    fn pass_line(&mut self) -> bool {
        let text = &self.text[self.start..];
        let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let passed = end.unwrap_or(text.len());
        self.pass(passed);
        self.place.skipping = end.is_none();
        end.is_some()
    }

    fn pass_line_ends(&mut self) {
        let text = &self.text[self.start..];
        let mut ends = text.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        // The line feed that belongs to a last carriage return may still come.
        if ends == text.len() && text.ends_with(b"\r") && !self.ended {
            ends -= 1;
        }
        self.pass(ends);
    }

    fn pass(&mut self, bytes: usize) {
        let passed = &self.text[self.start..self.start + bytes];
        self.place.offset += self.encoding.bytes_in_file(passed);
        for byte in passed {
            let ends = *byte == b'\r' || (*byte == b'\n' && !self.after_return);
            self.place.line += u64::from(ends);
            self.after_return = *byte == b'\r';
        }
        self.start += bytes;
    }
}

/// Whether the row has the cells of the header; empty ones more do no harm.
fn fits(cells: &[Vec<u8>], width: usize) -> bool {
    cells.len() >= width && cells[width..].iter().all(|cell| cell.trim_ascii().is_empty())
}

/// Cuts the first row of a text. A quotation mark counts only at the start of a cell; two of them within are one.
fn cut(text: &[u8], separator: u8, ended: bool) -> Cut {
    let mut cells = Vec::new();
    let mut cell = Vec::new();
    let mut at = 0;
    let mut strange = false;
    loop {
        let quoted = text.get(at) == Some(&b'"');
        if quoted {
            at += 1;
            loop {
                let Some(length) = text[at..].iter().position(|byte| *byte == b'"') else {
                    return Cut::Unfinished { quoted: true };
                };
                cell.extend_from_slice(&text[at..at + length]);
                at += length + 1;
                match text.get(at) {
                    Some(b'"') => {
                        cell.push(b'"');
                        at += 1;
                    }
                    None if !ended => return Cut::Unfinished { quoted: false },
                    _ => break,
                }
            }
        }
        let ends = |byte: &u8| *byte == separator || matches!(byte, b'\n' | b'\r');
        let length = text[at..].iter().position(ends);
        if length.is_none() && !ended {
            return Cut::Unfinished { quoted: false };
        }
        let until = length.map_or(text.len(), |length| at + length);
        let rest = &text[at..until];
        strange |= quoted && !rest.trim_ascii().is_empty();
        cell.extend_from_slice(rest);
        cells.push(std::mem::take(&mut cell));
        at = until + 1;
        if text.get(until) == Some(&separator) {
            continue;
        }
        return match (text.get(until), text.get(until + 1)) {
            (Some(b'\r'), None) if !ended => Cut::Unfinished { quoted: false },
            (Some(b'\r'), Some(b'\n')) => Cut::Whole { cells, used: until + 2, strange },
            _ => Cut::Whole { cells, used: at.min(text.len()), strange },
        };
    }
}

#[cfg(test)]
mod tests;
