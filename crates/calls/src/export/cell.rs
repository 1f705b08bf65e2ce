//! One cell of a CSV file that nobody's spreadsheet can run (S4 of the reliability rules).
//!
//! A spreadsheet takes a cell for a formula when its first visible character is one of a few. Names and notes come from
//! strangers, so such a cell gets an apostrophe in front: spreadsheets show it as text, and programs see one character
//! more. It is looked for at the start of the cell and after every character that a spreadsheet with other settings
//! would take for the end of a cell or of a line; blanks, controls, marks of order and quotes do not hide it.
//!
//! A cell that is a number in E.164 and nothing else stays as it is, so that numbers can be dialled and compared: a plus
//! and digits calls nothing, it is at worst shown without its plus. Only as the first cell of a line it is marked like
//! any other: a spreadsheet that expects another separator takes the whole line for one cell, and that would begin with
//! the plus.

use std::borrow::Cow;

/// Characters that begin a formula somewhere: the ASCII ones, their full-width and small forms, and the minus sign.
const TRIGGERS: [char; 13] = [
    '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}', '\u{fe66}', '\u{fe62}',
    '\u{fe63}', '\u{fe6b}', '\u{2212}',
];

/// Where in its line a cell stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell {
    /// At the beginning.
    First,
    /// After another one.
    Later,
}

/// The text as a cell that is never a formula.
pub fn harmless(text: &str, place: Cell) -> Cow<'_, str> {
    if place == Cell::Later && is_e164(text) {
        return Cow::Borrowed(text);
    }
    let mut places: Vec<usize> = Vec::new();
    if text.starts_with(['\t', '\r', '\n']) {
        places.push(0);
    }
    let (mut start, mut at_start) = (0, true);
    for (index, sign) in text.char_indices() {
        if ends_a_cell(sign) {
            (start, at_start) = (index + sign.len_utf8(), true);
        } else if at_start && TRIGGERS.contains(&sign) {
            places.push(start);
            at_start = false;
        } else if at_start && !is_skipped(sign) {
            at_start = false;
        }
    }
    places.dedup();
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut cell = String::with_capacity(text.len() + places.len());
    let mut copied = 0;
    for place in places {
        cell.push_str(&text[copied..place]);
        cell.push('\'');
        copied = place;
    }
    cell.push_str(&text[copied..]);
    Cow::Owned(cell)
}

/// Writes the text as a field of RFC 4180: quoted when it must be.
pub fn write_field(line: &mut String, text: &str) {
    if !text.contains(['"', ',', '\r', '\n']) {
        line.push_str(text);
        return;
    }
    line.push('"');
    for part in text.split_inclusive('"') {
        line.push_str(part);
        if part.ends_with('"') {
            line.push('"');
        }
    }
    line.push('"');
}

/// Where a spreadsheet may see the end of a cell or of a line, whatever its settings.
const fn ends_a_cell(sign: char) -> bool {
    matches!(
        sign,
        ';' | '\t' | '|' | '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Signs that are skipped before a cell is looked at.
fn is_skipped(sign: char) -> bool {
    sign.is_whitespace()
        || sign.is_control()
        || matches!(
            sign,
            '"' | '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        )
}

/// A plus, a digit that is not zero, and six to fourteen more digits.
fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|digit| digit.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests;
