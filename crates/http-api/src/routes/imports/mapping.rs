//! How a file is read, as it is shown and decided, and what that makes of its first rows.

use super::import::RowError;
use crate::{
    fields::{Instant, Word},
    problem::Problem,
};
use callboard_calls::{
    FileReading, PreviewRow,
    import::{BrokenRow, Duplicates, Encoding, Field, ImportPlan, ImportedCall, Separator},
    model::{CallStatus, Direction},
};
use callboard_kernel::{Invalid, Phone};
use poem_openapi::Object;

/// How a file is read. It is remembered for the next file with the same header.
#[derive(Object)]
#[oai(rename = "ImportMapping", deny_unknown_fields)]
pub(crate) struct Mapping {
    /// Whose ids the calls carry, such as `twilio`; they are unique within it.
    #[oai(validator(min_length = 1, max_length = 40))]
    provider: String,
    /// Which column holds what.
    #[oai(validator(max_items = 40))]
    columns: Vec<MappedColumn>,
    /// IANA zone of times that name none.
    #[oai(validator(min_length = 1, max_length = 60))]
    time_zone: String,
    /// Which way calls went whose row does not say it.
    direction: Word<Direction>,
    /// Numbers of the firm: a call from one of them went out. A single one stands where a row names none.
    #[oai(default, validator(max_items = 50))]
    own_lines: Vec<String>,
    /// What is done about calls that are known.
    duplicates: Word<Duplicates>,
    /// Carrier's ids of known calls that are treated the other way.
    #[oai(default, validator(max_items = 1000))]
    exceptions: Vec<String>,
}

/// What a column holds.
#[derive(Object)]
#[oai(rename = "ImportColumn", deny_unknown_fields)]
pub(crate) struct MappedColumn {
    /// What it holds.
    field: Word<Field>,
    /// The column, from 0.
    #[oai(validator(maximum(value = "299")))]
    column: u32,
}

/// How the bytes of a file are read; what is left out is guessed anew. The mapping starts anew from the header.
#[derive(Object)]
#[oai(rename = "ImportReading", deny_unknown_fields)]
pub(crate) struct Reading {
    /// How letters are written.
    encoding: Option<Word<Encoding>>,
    /// What stands between cells.
    separator: Option<Word<Separator>>,
}

/// The first rows as they would be taken in.
#[derive(Object)]
#[oai(rename = "ImportPreview")]
pub(crate) struct Preview {
    /// In the order of the file.
    data: Vec<PreviewedRow>,
}

/// A row as it would be taken in: a call, or what is wrong.
#[derive(Object)]
#[oai(rename = "ImportPreviewRow", skip_serializing_if_is_none)]
pub(crate) struct PreviewedRow {
    /// Line of the file.
    line: u64,
    /// The call.
    call: Option<PreviewedCall>,
    /// What is wrong.
    errors: Vec<RowError>,
}

/// A call as it would be taken in.
#[derive(Object)]
#[oai(rename = "ImportPreviewCall", skip_serializing_if_is_none)]
pub(crate) struct PreviewedCall {
    /// The carrier's id.
    provider_call_id: String,
    /// Which way.
    direction: Word<Direction>,
    /// How it ended.
    status: Word<CallStatus>,
    /// Number of the caller.
    from: Option<String>,
    /// Number that was called.
    to: Option<String>,
    /// First ring.
    started_at: Instant,
    /// Seconds of talking.
    duration_s: i64,
    /// Name of the other party.
    caller_name: String,
    /// Key of the disposition.
    disposition: Option<String>,
    /// Labels.
    tags: Vec<String>,
    /// The start of the notes.
    note_start: String,
}

/// Characters of notes in a preview.
const NOTE_START: usize = 80;

impl From<ImportPlan> for Mapping {
    fn from(plan: ImportPlan) -> Self {
        let column = |(field, index): (Field, usize)| MappedColumn {
            field: Word(field),
            column: index as u32,
        };
        Self {
            provider: plan.provider,
            columns: plan.columns.into_iter().map(column).collect(),
            time_zone: plan.time_zone,
            direction: Word(plan.direction),
            own_lines: plan.own_lines.iter().map(Phone::to_string).collect(),
            duplicates: Word(plan.duplicates),
            exceptions: plan.exceptions.into_iter().collect(),
        }
    }
}

impl Mapping {
    /// The plan; own numbers are read by the customs of `region`.
    pub(super) fn plan(self, region: &str) -> Result<ImportPlan, Problem> {
        let mut wrong = Invalid::default();
        let mut own_lines = Vec::with_capacity(self.own_lines.len());
        for (index, text) in self.own_lines.iter().enumerate() {
            match Phone::parse(text, region) {
                Ok(number) => own_lines.push(number),
                Err(error) => wrong.push(
                    format!("own_lines.{index}"),
                    "invalid_format",
                    format!("`{text}` {error}."),
                ),
            }
        }
        let mut columns = std::collections::BTreeMap::new();
        for MappedColumn { field: Word(field), column } in self.columns {
            if columns.insert(field, column as usize).is_some() {
                wrong.push("columns", "repeated", format!("Two columns hold {field}."));
            }
        }
        wrong.check().map_err(|wrong| Problem::invalid(wrong.0))?;
        own_lines.dedup();
        Ok(ImportPlan {
            provider: self.provider,
            columns,
            time_zone: self.time_zone,
            direction: self.direction.0,
            own_lines,
            duplicates: self.duplicates.0,
            exceptions: self.exceptions.into_iter().collect(),
        })
    }
}

impl From<Reading> for FileReading {
    fn from(reading: Reading) -> Self {
        Self {
            encoding: reading.encoding.map(|word| word.0),
            separator: reading.separator.map(|word| word.0),
        }
    }
}

impl From<Vec<PreviewRow>> for Preview {
    fn from(rows: Vec<PreviewRow>) -> Self {
        Self { data: rows.into_iter().map(PreviewedRow::from).collect() }
    }
}

impl From<PreviewRow> for PreviewedRow {
    fn from(row: PreviewRow) -> Self {
        match row {
            PreviewRow::Call(line, call) => {
                Self { line, call: Some((*call).into()), errors: Vec::new() }
            }
            PreviewRow::Broken(BrokenRow { line, wrong, cells: _ }) => {
                let error = |cell: callboard_calls::import::WrongCell| RowError {
                    line,
                    column: cell.column,
                    value: cell.value.chars().take(NOTE_START).collect(),
                    code: cell.code.to_owned(),
                    message: cell.message,
                };
                Self { line, call: None, errors: wrong.into_iter().map(error).collect() }
            }
        }
    }
}

impl From<ImportedCall> for PreviewedCall {
    fn from(call: ImportedCall) -> Self {
        Self {
            provider_call_id: call.provider_call_id,
            direction: Word(call.direction),
            status: Word(call.status),
            from: call.from.map(|number| number.to_string()),
            to: call.to.map(|number| number.to_string()),
            started_at: call.started_at.into(),
            duration_s: call.duration_s,
            caller_name: call.caller_name,
            disposition: call.disposition,
            tags: call.tags,
            note_start: call.notes.chars().take(NOTE_START).collect(),
        }
    }
}
