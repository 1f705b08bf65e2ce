//! The values of a backup: what a column holds, whichever database it came from, and its way into a line and back.

use super::BackupError;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use callboard_workspaces::chain::canonical;
use serde_json::Value;
use std::fmt::Write;
use uuid::Uuid;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Uuid,
    Int,
    Bool,
    Text,
    Json,
    Bytes,
    Real,
}

impl Kind {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Uuid, "uuid"),
        (Self::Int, "int"),
        (Self::Bool, "bool"),
        (Self::Text, "text"),
        (Self::Json, "json"),
        (Self::Bytes, "bytes"),
        (Self::Real, "real"),
    ];

    /// The word in the file.
    pub(super) fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("text", |(_, word)| word)
    }

    /// The kind of a word in the file.
    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }

    /// The kind of a column by its type in the schema, as either database writes it.
    pub(super) fn of_type(declared: &str) -> Option<Self> {
        Some(match declared.to_ascii_lowercase().as_str() {
            "uuid" => Self::Uuid,
            "bigint" | "integer" | "smallint" => Self::Int,
            "boolean" => Self::Bool,
            "text" => Self::Text,
            "jsonb" | "json" => Self::Json,
            "bytea" | "blob" => Self::Bytes,
            "double precision" | "real" => Self::Real,
            _ => return None,
        })
    }
}

/// One value. JSON is its canonical text, so that both databases give the same.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Cell {
    Null,
    Uuid(Uuid),
    Int(i64),
    Bool(bool),
    Text(String),
    Bytes(Vec<u8>),
    Real(f64),
}

impl Cell {
    /// A JSON value.
    pub(super) fn json(value: &Value) -> Self {
        Self::Text(canonical(value))
    }

    /// The id in a column that holds ids.
    pub(super) fn uuid(&self) -> Option<Uuid> {
        if let Self::Uuid(id) = self { Some(*id) } else { None }
    }

    /// The number in a column that holds numbers.
    pub(super) fn int(&self) -> Option<i64> {
        if let Self::Int(number) = self { Some(*number) } else { None }
    }

    /// The text in a column that holds text.
    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

/// Writes a row as one line of JSON, without the line end.
pub(super) fn write_row(cells: &[Cell], line: &mut String) -> Result<(), BackupError> {
    line.clear();
    for (index, cell) in cells.iter().enumerate() {
        line.push(if index == 0 { '[' } else { ',' });
        // Writing into a text cannot fail.
        let _ = match cell {
            Cell::Null => write!(line, "null"),
            Cell::Uuid(id) => write!(line, "\"{id}\""),
            Cell::Int(number) => write!(line, "{number}"),
            Cell::Bool(flag) => write!(line, "{flag}"),
            Cell::Text(text) => write!(line, "{}", serde_json::to_string(text)?),
            Cell::Bytes(bytes) => write!(line, "\"{}\"", STANDARD.encode(bytes)),
            // As a text: the shortest one that is read back to the same bits.
            Cell::Real(number) => write!(line, "\"{number}\""),
        };
    }
    line.push(']');
    Ok(())
}

/// Reads a row of these kinds.
pub(super) fn read_row(line: &str, kinds: &[Kind]) -> Result<Vec<Cell>, BackupError> {
    let values: Vec<Value> = serde_json::from_str(line)?;
    if values.len() != kinds.len() {
        return Err(BackupError::Damaged("a row has another number of values than its table"));
    }
    values.into_iter().zip(kinds).map(|(value, kind)| read_cell(value, *kind)).collect()
}

fn read_cell(value: Value, kind: Kind) -> Result<Cell, BackupError> {
    let wrong = || BackupError::Damaged("a value is not of the kind of its column");
    Ok(match (kind, value) {
        (_, Value::Null) => Cell::Null,
        (Kind::Uuid, Value::String(text)) => {
            Cell::Uuid(Uuid::parse_str(&text).map_err(|_| wrong())?)
        }
        (Kind::Int, Value::Number(number)) => Cell::Int(number.as_i64().ok_or_else(wrong)?),
        (Kind::Bool, Value::Bool(flag)) => Cell::Bool(flag),
        (Kind::Text | Kind::Json, Value::String(text)) => Cell::Text(text),
        (Kind::Bytes, Value::String(text)) => {
            Cell::Bytes(STANDARD.decode(text).map_err(|_| wrong())?)
        }
        (Kind::Real, Value::String(text)) => Cell::Real(text.parse().map_err(|_| wrong())?),
        _ => return Err(wrong()),
    })
}

/// Writes a row as PostgreSQL's COPY reads it in its text format, with the line end.
pub(super) fn write_copy_line(cells: &[Cell], out: &mut Vec<u8>) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(b'\t');
        }
        match cell {
            Cell::Null => out.extend_from_slice(b"\\N"),
            Cell::Uuid(id) => out.extend_from_slice(id.to_string().as_bytes()),
            Cell::Int(number) => out.extend_from_slice(number.to_string().as_bytes()),
            Cell::Bool(flag) => out.push(if *flag { b't' } else { b'f' }),
            Cell::Text(text) => text.bytes().for_each(|byte| escape(byte, out)),
            Cell::Bytes(bytes) => {
                out.extend_from_slice(b"\\\\x");
                out.extend_from_slice(hex::encode(bytes).as_bytes());
            }
            Cell::Real(number) => out.extend_from_slice(number.to_string().as_bytes()),
        }
    }
    out.push(b'\n');
}

fn escape(byte: u8, out: &mut Vec<u8>) {
    match byte {
        b'\\' => out.extend_from_slice(b"\\\\"),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        other => out.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells() -> impl Strategy<Value = Vec<(Kind, Cell)>> {
        let cell = prop_oneof![
            any::<u128>().prop_map(|bits| (Kind::Uuid, Cell::Uuid(Uuid::from_u128(bits)))),
            any::<i64>().prop_map(|number| (Kind::Int, Cell::Int(number))),
            any::<bool>().prop_map(|flag| (Kind::Bool, Cell::Bool(flag))),
            any::<String>().prop_map(|text| (Kind::Text, Cell::Text(text))),
            any::<Vec<u8>>().prop_map(|bytes| (Kind::Bytes, Cell::Bytes(bytes))),
            (-1e12..1e12_f64).prop_map(|number| (Kind::Real, Cell::Real(number))),
            Just((Kind::Json, Cell::Text("null".to_owned()))),
            Just((Kind::Json, Cell::Null)),
        ];
        prop::collection::vec(cell, 1..12)
    }

    proptest! {
        #[test]
        fn a_row_is_one_line_and_is_read_back(row in cells()) {
            let (kinds, cells): (Vec<_>, Vec<_>) = row.into_iter().unzip();
            let mut line = String::new();
            write_row(&cells, &mut line).unwrap();
            prop_assert!(!line.contains('\n'));
            prop_assert_eq!(read_row(&line, &kinds).unwrap(), cells);
        }
    }

    #[test]
    fn json_is_the_same_text_however_it_was_written() {
        let one: Value = serde_json::from_str(r#"{"b": 1.0, "a": [true, null]}"#).unwrap();
        assert_eq!(Cell::json(&one), Cell::Text(r#"{"a":[true,null],"b":1}"#.to_owned()));
    }

    #[test]
    fn a_row_of_another_table_is_refused() {
        assert!(read_row("[1]", &[Kind::Text]).is_err());
        assert!(read_row("[1,2]", &[Kind::Int]).is_err());
        assert!(read_row("{}", &[Kind::Int]).is_err());
    }

    #[test]
    fn copy_lines_escape_what_would_end_a_value_or_a_line() {
        let mut line = Vec::new();
        let text = Cell::Text("a\tb\nc\\d\r".to_owned());
        write_copy_line(
            &[text, Cell::Null, Cell::Bool(true), Cell::Bytes(vec![1, 255])],
            &mut line,
        );
        assert_eq!(line, b"a\\tb\\nc\\\\d\\r\t\\N\tt\t\\\\x01ff\n");
    }
}
