//! Cells as a spreadsheet reads them: by a reader of its own, that shares nothing with what writes.

use super::*;
use proptest::prelude::*;

/// Cells of one property run, times the runs: above 100,000.
const CELLS_PER_RUN: usize = 25;
const RUNS: u32 = 4_096;

/// A reader like that of a spreadsheet: any separator, quotes only where a field begins, line ends of all kinds.
fn read(text: &str, separator: char) -> Vec<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut signs = text.chars().peekable();
    let (mut quoted, mut fresh) = (false, true);
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if fresh => (quoted, fresh) = (true, false),
            _ if !quoted && (sign == separator || sign == '\r' || sign == '\n') => {
                cells.push(std::mem::take(&mut cell));
                fresh = true;
            }
            _ => {
                cell.push(sign);
                fresh = false;
            }
        }
    }
    cells.push(cell);
    cells
}

/// Whether a spreadsheet would compute the cell: after everything that it skips stands a sign that begins a formula,
/// and the cell is no plain number.
fn is_live(cell: &str) -> bool {
    let skipped = |sign: char| {
        sign.is_whitespace()
            || sign.is_control()
            || ['"', '\u{feff}', '\u{200b}', '\u{200e}', '\u{ad}', '\u{2060}'].contains(&sign)
    };
    let seen = cell.trim_start_matches(skipped);
    let digits = cell.strip_prefix('+').unwrap_or("x");
    let is_number = !digits.is_empty() && digits.chars().all(|sign| sign.is_ascii_digit());
    !is_number && seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

fn place(index: usize) -> Cell {
    if index == 0 { Cell::First } else { Cell::Later }
}

fn nasty() -> impl Strategy<Value = String> {
    let hidden = prop::sample::select(vec![
        "", " ", "  ", "\t", "\r", "\n", "\r\n", "\u{feff}", "\"", "\"\"", "\u{0}", "\u{1}",
        "\u{a0}", "\u{200b}", "\u{3000}", ";", ",", "|", "x;", "x\n", "x,", "a\"b;", "\u{85}",
        "é; ", "'",
    ]);
    let sign = prop::sample::select(vec![
        "=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "",
    ]);
    let rest = prop::sample::select(vec![
        "cmd|' /C calc'!A0",
        "HYPERLINK(\"http://x.example\";\"y\")",
        "1+1",
        "SUM(A1:A9)",
        "18645550100",
        "Ana",
        "",
        "\"",
        "=",
        "1;=2",
        "2\n=3",
    ]);
    prop_oneof![
        4 => (prop::collection::vec(hidden, 0..4), sign, rest, "\\PC{0,6}")
            .prop_map(|(hidden, sign, rest, tail)| format!("{}{sign}{rest}{tail}", hidden.concat())),
        1 => "\\PC{0,24}",
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(RUNS))]

    #[test]
    fn no_cell_is_a_formula_whatever_the_reader_takes_for_a_separator(
        cells in prop::collection::vec(nasty(), CELLS_PER_RUN)
    ) {
        let mut line = String::from("\u{feff}");
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                line.push(',');
            }
            write_field(&mut line, &harmless(cell, place(index)));
        }
        for separator in [',', ';', '\t', '|'] {
            for found in read(&line, separator) {
                prop_assert!(!is_live(&found), "{found:?} is live with {separator:?}");
            }
        }
        let safe: Vec<String> = cells
            .iter()
            .enumerate()
            .map(|(index, cell)| harmless(cell, place(index)).into_owned())
            .collect();
        prop_assert_eq!(read(&line, ','), safe, "what was written is what is read");
    }

    #[test]
    fn nothing_but_apostrophes_is_added(cell in nasty()) {
        let safe = harmless(&cell, Cell::Later);
        let mut left = safe.chars().peekable();
        for sign in cell.chars() {
            while left.peek() == Some(&'\'') && sign != '\'' {
                left.next();
            }
            prop_assert_eq!(left.next(), Some(sign));
        }
        prop_assert_eq!(left.next(), None);
    }
}

#[test]
fn numbers_stay_numbers() {
    assert_eq!(harmless("+18645550100", Cell::Later), "+18645550100");
    assert_eq!(harmless("+18645550100", Cell::First), "'+18645550100");
    for almost in ["+1 864 555 0100", "+18645550100+1", "+018645550100", "+12345", "+1864555010a"] {
        assert_eq!(harmless(almost, Cell::Later), format!("'{almost}"));
    }
}

#[test]
fn ordinary_text_stays_as_it_is() {
    for text in
        ["", "Ana Pérez", "a - b", "call back; then e-mail", "1-864-555-0100", "O'Neill", "x = y"]
    {
        assert_eq!(harmless(text, Cell::Later), text);
    }
}

#[test]
fn each_line_and_each_part_is_looked_at() {
    assert_eq!(harmless("=1", Cell::Later), "'=1");
    assert_eq!(harmless("  \u{feff}\"=1", Cell::Later), "'  \u{feff}\"=1");
    assert_eq!(harmless("leak\n- kitchen", Cell::Later), "leak\n'- kitchen");
    assert_eq!(harmless("a;=1", Cell::Later), "a;'=1");
    assert_eq!(harmless("\tx", Cell::Later), "'\tx");
    assert_eq!(harmless("＝1", Cell::Later), "'＝1");
}
