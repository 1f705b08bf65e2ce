//! Reads rows as calls, and tells what is wrong with those that are none.

use super::{
    ImportedCall, RowContext,
    columns::ColumnMap,
    read_row,
    records::{RawRow, RowFault},
};

/// A row that cannot be taken in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrokenRow {
    /// Line on which it begins.
    pub line: u64,
    /// Its cells as they stand in the file.
    pub cells: Vec<String>,
    /// What is wrong with it.
    pub wrong: Vec<WrongCell>,
}

/// Something wrong with a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrongCell {
    /// Header of the column, or `row`.
    pub column: String,
    /// What the cell holds.
    pub value: String,
    /// Stable word.
    pub code: &'static str,
    /// Sentence for people.
    pub message: String,
}

/// The call of a row.
pub fn read(
    raw: RawRow,
    columns: &ColumnMap,
    context: &RowContext<'_>,
) -> Result<ImportedCall, BrokenRow> {
    let RawRow { line, cells, fault } = raw;
    if let Some(fault) = fault {
        let wrong = vec![of_fault(fault, &cells, columns)];
        return Err(BrokenRow { line, cells, wrong });
    }
    let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
    let read = read_row(columns, &texts, context);
    read.map_err(|wrong| {
        let of_cell = |error: callboard_kernel::FieldError| WrongCell {
            value: columns.value_under(&error.path, &texts).to_owned(),
            column: error.path,
            code: error.code,
            message: error.message,
        };
        let wrong = wrong.into_iter().map(of_cell).collect();
        BrokenRow { line, wrong, cells: texts.iter().map(|cell| (*cell).to_owned()).collect() }
    })
}

fn of_fault(fault: RowFault, cells: &[String], columns: &ColumnMap) -> WrongCell {
    let found = cells.len();
    let at = |column: usize| cells.get(column).cloned().unwrap_or_default();
    let value = match fault {
        RowFault::NotText { column } | RowFault::Zero { column } => at(column),
        RowFault::TooLong | RowFault::OpenQuote | RowFault::Ragged { .. } => at(0),
    };
    let (path, code, message) = match fault {
        RowFault::TooLong => ("row", "too_long", "Is longer than 1 MiB.".to_owned()),
        RowFault::OpenQuote => (
            "row",
            "open_quote",
            "A quotation mark opens a cell and none closes it on this row.".to_owned(),
        ),
        RowFault::Ragged { expected } => {
            ("row", "ragged", format!("Has {found} cells, the header has {expected}."))
        }
        RowFault::NotText { column } => (
            columns.header_at(column),
            "bad_encoding",
            "Has bytes that mean nothing in the encoding of the file.".to_owned(),
        ),
        RowFault::Zero { column } => {
            (columns.header_at(column), "bad_character", "Holds a zero character.".to_owned())
        }
    };
    WrongCell { column: path.to_owned(), value, code, message }
}

/// A line of a CSV file, with its end. Cells stand as they are, so that the file can be read again.
pub fn csv_line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            line.push(',');
        }
        if cell.contains([',', '"', '\r', '\n', ';', '\t', '|']) || cell.trim() != cell {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line.push_str("\r\n");
    line
}

/// The header of a file of broken rows.
pub fn errors_header(headers: &[String]) -> String {
    csv_line(["line", "error"].into_iter().chain(headers.iter().map(String::as_str)))
}

impl BrokenRow {
    /// The row in a file of broken rows: its line, what is wrong, and its cells, as many as the header has.
    pub fn csv(&self, width: usize) -> String {
        let wrong = self.words();
        let line = self.line.to_string();
        let cells = (0..width).map(|index| self.cells.get(index).map_or("", String::as_str));
        csv_line([line.as_str(), wrong.as_str()].into_iter().chain(cells))
    }

    /// What is wrong, in words.
    pub fn words(&self) -> String {
        let all: Vec<_> =
            self.wrong.iter().map(|wrong| format!("{}: {}", wrong.column, wrong.message)).collect();
        all.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_row_is_written_so_that_it_can_be_mended() {
        let wrong = vec![WrongCell {
            column: "Started At".to_owned(),
            value: String::new(),
            code: "bad_format",
            message: "Is no date.".to_owned(),
        }];
        let cells = vec!["a,\"b\"".to_owned(), " c".to_owned()];
        let row = BrokenRow { line: 7, cells, wrong };
        assert_eq!(row.csv(3), "7,Started At: Is no date.,\"a,\"\"b\"\"\",\" c\",\r\n");
        assert_eq!(errors_header(&["x;y".to_owned()]), "line,error,\"x;y\"\r\n");
    }
}
