//! Which column of a file is what.

use callboard_kernel::{Invalid, words};
use std::collections::BTreeMap;

words! {
    /// What a column can hold, by the words of `--column WORD=Header`.
    pub enum Field {
        /// The carrier's own id of the call.
        ProviderCallId = "provider_call_id",
        /// First ring. The only column that a file must have besides a number.
        StartedAt = "started_at",
        /// Hang-up.
        EndedAt = "ended_at",
        /// Time of talking: seconds, `m:ss`, `h:mm:ss` or `2m 5s`.
        Duration = "duration",
        /// Incoming or outgoing; without the column all are incoming.
        Direction = "direction",
        /// How it ended; without the column a call with a duration was answered.
        Status = "status",
        /// Number of the caller.
        From = "from",
        /// Number that was called.
        To = "to",
        /// Number of the other party, whichever way the call went.
        CustomerNumber = "customer_number",
        /// Own number, whichever way the call went.
        OwnNumber = "own_number",
        /// Name of the other party.
        CallerName = "caller_name",
        /// Labels, separated by comma, semicolon or bar.
        Tags = "tags",
        /// Notes.
        Notes = "notes",
        /// Where the caller heard of us.
        LeadSource = "lead_source",
        /// Estimated value in whole currency units, such as `1,200.50`.
        Value = "value",
        /// Key or label of a disposition.
        Disposition = "disposition",
        /// Where the recording is.
        RecordingUrl = "recording_url",
    }
}

/// Headers of one kind of file, as lower-case letters and digits.
type Headers = &'static [(Field, &'static [&'static str])];

/// Headers that any file may use for these columns.
const GENERAL: Headers = &[
    (Field::ProviderCallId, &["providercallid", "callid", "id"]),
    (Field::StartedAt, &["startedat", "starttime", "calltime", "datetime", "date"]),
    (Field::EndedAt, &["endedat", "endtime"]),
    (Field::Duration, &["duration", "durations", "durationseconds", "durationsec"]),
    (Field::Direction, &["direction", "calldirection"]),
    (Field::Status, &["status", "callstatus"]),
    (Field::From, &["from", "frome164", "fromnumber", "caller"]),
    (Field::To, &["to", "toe164", "tonumber", "called"]),
    (Field::CustomerNumber, &["customernumber", "customerphonenumber", "phonenumber", "phone"]),
    (Field::OwnNumber, &["ownnumber", "trackingnumber"]),
    (Field::CallerName, &["callername", "customername", "name"]),
    (Field::Tags, &["tags"]),
    (Field::Notes, &["notes", "note"]),
    (Field::LeadSource, &["leadsource", "source"]),
    (Field::Value, &["value"]),
    (Field::Disposition, &["disposition"]),
    (Field::RecordingUrl, &["recordingurl", "recording"]),
];

/// Call log of Twilio, from its console or its API.
const TWILIO: Headers = &[
    (Field::ProviderCallId, &["callsid", "sid"]),
    (Field::StartedAt, &["starttime", "datecreated", "date"]),
    (Field::EndedAt, &["endtime"]),
    (Field::Duration, &["duration", "durationseconds", "callduration"]),
    (Field::Direction, &["direction"]),
    (Field::Status, &["status", "callstatus"]),
    (Field::From, &["from", "fromformatted", "caller"]),
    (Field::To, &["to", "toformatted", "called"]),
    (Field::CallerName, &["callername"]),
];

/// Call log of CallRail, from its reports or its API.
const CALLRAIL: Headers = &[
    (Field::ProviderCallId, &["callid", "callrailid", "id"]),
    (Field::StartedAt, &["starttime", "datetime", "calltime", "date"]),
    (Field::Duration, &["durationseconds", "duration", "durationhhmmss"]),
    (Field::Direction, &["direction", "calldirection"]),
    (Field::Status, &["callstatus", "status", "answered"]),
    (
        Field::CustomerNumber,
        &["customerphonenumber", "customernumber", "callernumber", "phonenumber", "callerid"],
    ),
    (Field::OwnNumber, &["trackingnumber", "trackingphonenumber"]),
    (Field::CallerName, &["customername", "name", "callername", "contactname"]),
    (Field::Tags, &["tags"]),
    (Field::Notes, &["note", "notes"]),
    (Field::LeadSource, &["source", "sourcename", "leadsource"]),
    (Field::Value, &["value"]),
    (Field::RecordingUrl, &["recordingurl", "recording"]),
];

/// The columns of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ColumnMap {
    provider: String,
    columns: BTreeMap<Field, usize>,
    headers: Vec<String>,
}

/// Columns that were recognised by their headers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recognised {
    /// Whose export it is: `twilio`, `callrail`, or `import` for any other file.
    pub provider: &'static str,
    /// Column of each field that was found, from 0.
    pub columns: BTreeMap<Field, usize>,
}

/// Why the columns of a file are not understood.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "the columns of this file are not understood: {}found {}; name them by hand, such as `--column started_at=Date`",
    problem(missing, absent),
    listing(found)
)]
pub struct UnknownColumns {
    /// Headers of the file.
    pub found: Vec<String>,
    /// What no column holds.
    pub missing: Vec<&'static str>,
    /// Headers that were named by hand but are not in the file.
    pub absent: Vec<String>,
}

impl ColumnMap {
    /// Finds the columns by their headers: first what was named by hand, then the exports of Twilio and CallRail by their
    /// own headers, then plain words such as `started_at`. Case, spaces and punctuation do not matter. A file needs the
    /// start and a number.
    pub fn recognise(
        headers: &[String],
        by_hand: &[(Field, String)],
    ) -> Result<Self, UnknownColumns> {
        let mut columns = BTreeMap::new();
        let mut absent = Vec::new();
        for (field, header) in by_hand {
            match headers.iter().position(|column| plain(column) == plain(header)) {
                Some(index) => {
                    columns.insert(*field, index);
                }
                None => absent.push(header.clone()),
            }
        }
        let Recognised { provider, columns } = recognise(headers, columns);
        let missing = missing(&columns);
        if missing.is_empty() && absent.is_empty() {
            Ok(Self { provider: provider.to_owned(), columns, headers: headers.to_vec() })
        } else {
            Err(UnknownColumns { found: headers.to_vec(), missing, absent })
        }
    }

    /// The columns as a person chose them. Ids of calls are unique within `provider`.
    pub fn chosen(
        headers: &[String],
        provider: &str,
        columns: &BTreeMap<Field, usize>,
    ) -> Result<Self, Invalid> {
        let mut wrong = Invalid::default();
        for (field, index) in columns {
            if *index >= headers.len() {
                wrong.push(format!("columns.{field}"), "out_of_range", "There is no such column.");
            }
        }
        for missing in missing(columns) {
            wrong.push("columns", "required", format!("No column holds {missing}."));
        }
        wrong.check()?;
        Ok(Self {
            provider: provider.to_owned(),
            columns: columns.clone(),
            headers: headers.to_vec(),
        })
    }

    /// Whose export it is: `twilio`, `callrail`, or `import` for any other file. Ids of calls are unique within it.
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// Whether a column holds this.
    pub fn has(&self, field: Field) -> bool {
        self.columns.contains_key(&field)
    }

    /// Column of each field, from 0.
    pub fn into_indexes(self) -> BTreeMap<Field, usize> {
        self.columns
    }

    /// What was found, as pairs of word and header, to be shown before the import starts.
    pub fn found(&self) -> Vec<(Field, &str)> {
        self.columns
            .iter()
            .filter_map(|(field, index)| Some((*field, self.headers.get(*index)?.as_str())))
            .collect()
    }

    /// The header of a field's column, to name it in errors; the word itself when there is none.
    pub fn header(&self, field: Field) -> &str {
        self.columns
            .get(&field)
            .and_then(|index| self.headers.get(*index))
            .map_or(field.as_str(), String::as_str)
    }

    /// The header of a column, to name it in errors.
    pub(super) fn header_at(&self, column: usize) -> &str {
        self.headers.get(column).map_or("row", String::as_str)
    }

    /// The cell under a header, to show it in errors.
    pub(super) fn value_under<'a>(&self, header: &str, cells: &[&'a str]) -> &'a str {
        let column = self.headers.iter().position(|known| known == header);
        column.and_then(|column| cells.get(column)).copied().unwrap_or_default()
    }

    /// The trimmed cell of a field; empty when the row is short or the file has no such column.
    pub(super) fn cell<'a>(&self, field: Field, cells: &[&'a str]) -> &'a str {
        self.columns.get(&field).and_then(|index| cells.get(*index)).map_or("", |cell| cell.trim())
    }
}

/// Finds the columns by their headers, besides those that are `taken` already.
pub fn recognise(headers: &[String], taken: BTreeMap<Field, usize>) -> Recognised {
    let plain: Vec<String> = headers.iter().map(|header| plain(header)).collect();
    let mut columns = taken;
    let (provider, known) = profile(&plain);
    for (field, names) in known {
        let found = names.iter().find_map(|name| plain.iter().position(|column| column == name));
        if let Some(index) = found
            && !columns.values().any(|taken| *taken == index)
        {
            columns.entry(*field).or_insert(index);
        }
    }
    Recognised { provider, columns }
}

fn profile(plain: &[String]) -> (&'static str, Headers) {
    let has = |name: &str| plain.iter().any(|column| column == name);
    let callrail = has("trackingnumber") || has("trackingphonenumber");
    if has("callsid") || (has("sid") && has("direction")) {
        ("twilio", TWILIO)
    } else if callrail && has("starttime") {
        ("callrail", CALLRAIL)
    } else {
        ("import", GENERAL)
    }
}

fn missing(columns: &BTreeMap<Field, usize>) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if !columns.contains_key(&Field::StartedAt) {
        missing.push("started_at");
    }
    let numbers = [Field::From, Field::To, Field::CustomerNumber];
    if !numbers.iter().any(|field| columns.contains_key(field)) {
        missing.push("from, to or customer_number");
    }
    missing
}

fn plain(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn problem(missing: &[&'static str], absent: &[String]) -> String {
    let no_column =
        (!missing.is_empty()).then(|| format!("no column for {}; ", missing.join(" and ")));
    let no_header = (!absent.is_empty()).then(|| format!("no header {}; ", listing(absent)));
    [no_column, no_header].into_iter().flatten().collect()
}

fn listing(headers: &[String]) -> String {
    headers.iter().map(|header| format!("`{header}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn exports_of_twilio_are_recognised() {
        for line in [
            "Call Sid,Type,Start Time,End Time,Duration,Direction,From,To,Status,Price",
            "Sid,ParentCallSid,DateCreated,To,From,Status,StartTime,EndTime,Duration,Direction",
        ] {
            let map = ColumnMap::recognise(&headers(line), &[]).unwrap();
            assert_eq!(map.provider(), "twilio", "{line}");
            for field in [Field::ProviderCallId, Field::StartedAt, Field::From, Field::To] {
                assert!(map.has(field), "{field} in {line}");
            }
            assert!(map.header(Field::StartedAt).starts_with("Start"), "{line}");
        }
    }

    #[test]
    fn exports_of_callrail_are_recognised() {
        let line = "Call Status,Number Name,Tracking Number,Source,Start Time,Duration (seconds),\
                    Name,Phone Number,Email,First-Time Caller,City,State,Value,Tags,Note";
        let map = ColumnMap::recognise(&headers(line), &[]).unwrap();
        assert_eq!(map.provider(), "callrail");
        assert_eq!(map.header(Field::CustomerNumber), "Phone Number");
        assert_eq!(map.header(Field::OwnNumber), "Tracking Number");
        assert_eq!(map.header(Field::CallerName), "Name");
        assert_eq!(map.header(Field::Duration), "Duration (seconds)");
    }

    #[test]
    fn columns_named_by_hand_win_over_recognised_ones() {
        let map = ColumnMap::recognise(
            &headers("When,Number,Started at,Remark"),
            &[
                (Field::StartedAt, "when".to_owned()),
                (Field::From, "NUMBER".to_owned()),
                (Field::Notes, "Remark".to_owned()),
            ],
        )
        .unwrap();
        assert_eq!(map.provider(), "import");
        assert_eq!(map.header(Field::StartedAt), "When");
        assert_eq!(map.cell(Field::Notes, &["", "", "", "  leak "]), "leak");
        assert_eq!(map.cell(Field::Notes, &["only one cell"]), "");
    }

    #[test]
    fn what_is_not_understood_is_said_with_what_was_found() {
        let refused =
            ColumnMap::recognise(&headers("Alpha,Beta"), &[(Field::StartedAt, "Gamma".to_owned())])
                .unwrap_err();
        assert_eq!(refused.missing, ["started_at", "from, to or customer_number"]);
        assert_eq!(refused.absent, ["Gamma"]);
        assert_eq!(
            refused.to_string(),
            "the columns of this file are not understood: no column for started_at and from, to or \
             customer_number; no header `Gamma`; found `Alpha`, `Beta`; name them by hand, such as \
             `--column started_at=Date`"
        );
    }
}
