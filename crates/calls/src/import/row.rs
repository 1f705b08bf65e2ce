//! What a row of a call log means.

use super::{
    ColumnMap, Field, ImportedCall,
    moment::{self, Localise},
};
use crate::model::{
    CLOCK_TOLERANCE, CallStatus, Direction, Disposition, LeadSource, MAX_DURATION_S, text,
};
use callboard_kernel::{FieldError, Invalid, Phone, Timestamp, millis};
use time::{Duration, macros::datetime};

/// Before this no call log was kept in a file.
const OLDEST: Timestamp = datetime!(1990-01-01 00:00 UTC);
/// Longest id of a carrier, in characters.
const MAX_ID: usize = 128;
/// Longest address of a recording, in characters.
const MAX_URL: usize = 2_000;
/// What carriers write instead of a number that is withheld.
const WITHHELD: [&str; 10] = [
    "anonymous",
    "unknown",
    "restricted",
    "private",
    "blocked",
    "unavailable",
    "withheld",
    "no caller id",
    "+266696687",
    "+86282452253",
];

/// What a row is read with.
#[derive(Clone, Copy)]
pub struct RowContext<'a> {
    /// Country whose customs numbers and dates follow, such as `US`.
    pub region: &'a str,
    /// Turns a local time such as `2026-03-04T17:05:00` into the instant in the workspace's zone.
    pub localise: &'a Localise<'a>,
    /// Nothing can have happened after it.
    pub now: Timestamp,
    /// The catalogue of the workspace.
    pub dispositions: &'a [Disposition],
    /// Which way calls went whose row does not say it.
    pub direction: Direction,
    /// Numbers of the firm: a call from one of them went out. A single one stands where a row names none.
    pub own_lines: &'a [Phone],
}

/// Reads a row. Every wrong cell is reported, by the header of its column.
pub fn read_row(
    map: &ColumnMap,
    cells: &[&str],
    context: &RowContext<'_>,
) -> Result<ImportedCall, Vec<FieldError>> {
    let mut reader = Reader { map, cells, context, wrong: Invalid::default() };
    let row = reader.row();
    if reader.wrong.0.is_empty() { Ok(row) } else { Err(reader.wrong.0) }
}

struct Reader<'a> {
    map: &'a ColumnMap,
    cells: &'a [&'a str],
    context: &'a RowContext<'a>,
    wrong: Invalid,
}

impl<'a> Reader<'a> {
    fn row(&mut self) -> ImportedCall {
        let (from, to) = (self.phone(Field::From), self.phone(Field::To));
        let direction = self.direction(from.as_ref(), to.as_ref());
        let duration = self.duration();
        let status = self.status(duration);
        let started_at = self.started_at();
        let hung_up_at = self.hung_up_at(started_at);
        let (from, to) = self.numbers(direction, from, to);
        // Some exports count the ringing of an unanswered call as its duration.
        let (duration_s, rang_s) = match status {
            CallStatus::Completed => (duration.unwrap_or(0), 0),
            _ => (0, duration.unwrap_or(0)),
        };
        let hung_up_at =
            hung_up_at.or_else(|| (rang_s > 0).then(|| started_at + Duration::seconds(rang_s)));
        let mut row = ImportedCall {
            provider_call_id: self.text(Field::ProviderCallId, MAX_ID),
            direction,
            status,
            from,
            to,
            started_at,
            duration_s,
            hung_up_at,
            caller_name: self.text(Field::CallerName, text::MAX_NAME),
            lead_source: lead_source(self.cell(Field::LeadSource)),
            disposition: self.disposition(),
            value_est_cents: self.value(),
            tags: self.tags(),
            notes: self.text(Field::Notes, text::MAX_NOTES),
            recording_url: Some(self.text(Field::RecordingUrl, MAX_URL))
                .filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        };
        if row.provider_call_id.is_empty() {
            row.provider_call_id = id_from_content(&row);
        }
        row
    }

    fn cell(&self, field: Field) -> &'a str {
        self.map.cell(field, self.cells)
    }

    fn refuse(&mut self, field: Field, code: &'static str, message: &str) {
        self.wrong.push(self.map.header(field), code, message);
    }

    fn text(&mut self, field: Field, limit: usize) -> String {
        let cell = self.cell(field);
        text::check_length(cell, self.map.header(field), limit, &mut self.wrong);
        cell.to_owned()
    }

    fn started_at(&mut self) -> Timestamp {
        let cell = self.cell(Field::StartedAt);
        if cell.is_empty() {
            self.refuse(Field::StartedAt, "required", "Every call has a start.");
            return OLDEST;
        }
        match moment::read(cell, self.context.region, self.context.localise) {
            None => {
                self.refuse(
                    Field::StartedAt,
                    "bad_format",
                    "Is no date and time that is understood, or the time zone skips it.",
                );
                OLDEST
            }
            Some(at) if at > self.context.now + CLOCK_TOLERANCE => {
                self.refuse(Field::StartedAt, "in_future", "Lies in the future.");
                at
            }
            Some(at) if at < OLDEST => {
                self.refuse(Field::StartedAt, "too_old", "Lies before 1990.");
                at
            }
            Some(at) => at,
        }
    }

    fn hung_up_at(&mut self, started_at: Timestamp) -> Option<Timestamp> {
        let cell = self.cell(Field::EndedAt);
        if cell.is_empty() {
            return None;
        }
        let read = moment::read(cell, self.context.region, self.context.localise);
        match read {
            None => self.refuse(Field::EndedAt, "bad_format", "Is no date and time."),
            // A bad start is reported already and must not make the end look wrong too.
            Some(_) if started_at == OLDEST => {}
            Some(at) if at < started_at => {
                self.refuse(Field::EndedAt, "out_of_range", "Lies before the start.");
            }
            Some(at) if at - started_at > Duration::seconds(MAX_DURATION_S) => {
                self.refuse(
                    Field::EndedAt,
                    "out_of_range",
                    "Lies more than a day after the start.",
                );
            }
            Some(_) => {}
        }
        read
    }

    fn duration(&mut self) -> Option<i64> {
        let cell = self.cell(Field::Duration);
        if cell.is_empty() {
            return None;
        }
        match seconds(cell) {
            Some(s) if (0..=MAX_DURATION_S).contains(&s) => Some(s),
            Some(_) => {
                self.refuse(Field::Duration, "out_of_range", "Must be from 0 to 86400 seconds.");
                None
            }
            None => {
                self.refuse(Field::Duration, "bad_format", "Is no duration that is understood.");
                None
            }
        }
    }

    fn direction(&mut self, from: Option<&Phone>, to: Option<&Phone>) -> Direction {
        let cell = self.cell(Field::Direction);
        let is_own = |number: Option<&Phone>| {
            number.is_some_and(|number| self.context.own_lines.contains(number))
        };
        match word(cell).as_str() {
            // CallRail tells outgoing calls by their status.
            "" if word(self.cell(Field::Status)).contains("outbound") => Direction::Out,
            "" if is_own(from) => Direction::Out,
            "" if is_own(to) => Direction::In,
            "" => self.context.direction,
            "in" | "inbound" | "incoming" | "trunkingoriginating" => Direction::In,
            "out"
            | "outbound"
            | "outgoing"
            | "outboundapi"
            | "outbounddial"
            // The words of the console for the two above.
            | "outgoingapi"
            | "outgoingdial"
            | "trunkingterminating" => Direction::Out,
            _ => {
                self.refuse(Field::Direction, "unknown_value", "Is neither incoming nor outgoing.");
                Direction::In
            }
        }
    }

    fn status(&mut self, duration: Option<i64>) -> CallStatus {
        let talked = duration.unwrap_or(0) > 0;
        match word(self.cell(Field::Status)).as_str() {
            "" | "outbound" | "outboundcall" if talked => CallStatus::Completed,
            "completed" | "complete" | "answered" | "answeredcall" | "connected" | "yes"
            | "true" | "answeredoutbound" => CallStatus::Completed,
            "" | "outbound" | "outboundcall" | "missed" | "missedcall" | "noanswer"
            | "unanswered" | "abandoned" | "abandonedcall" | "voicemail" | "busy" | "canceled"
            | "cancelled" | "no" | "false" | "missedoutbound" => CallStatus::Missed,
            "failed" | "failure" | "error" => CallStatus::Failed,
            "queued" | "initiated" | "ringing" | "inprogress" => {
                self.refuse(Field::Status, "not_ended", "The call has not ended yet.");
                CallStatus::Failed
            }
            _ => {
                self.refuse(Field::Status, "unknown_value", "Is no status that is understood.");
                CallStatus::Failed
            }
        }
    }

    fn numbers(
        &mut self,
        direction: Direction,
        from: Option<Phone>,
        to: Option<Phone>,
    ) -> (Option<Phone>, Option<Phone>) {
        let theirs = self.phone(Field::CustomerNumber);
        let only_line = match self.context.own_lines {
            [line] => Some(line.clone()),
            _ => None,
        };
        let own = self.phone(Field::OwnNumber);
        match direction {
            Direction::In => (from.or(theirs), to.or(own).or(only_line)),
            Direction::Out => (from.or(own).or(only_line), to.or(theirs)),
        }
    }

    /// The number of a cell; `None` when it is withheld or no telephone number at all but an address of the network.
    fn phone(&mut self, field: Field) -> Option<Phone> {
        let cell = self.cell(field);
        let lower = cell.to_lowercase();
        let address = ["sip:", "client:", "sips:"].iter().any(|scheme| lower.starts_with(scheme));
        if cell.is_empty() || address || WITHHELD.contains(&lower.as_str()) {
            return None;
        }
        // Most files hold E.164, which needs no rules of a country.
        let phone =
            Phone::from_e164(cell).or_else(|_| Phone::parse(cell, self.context.region)).ok();
        if phone.is_none() {
            self.refuse(field, "bad_format", "Is no telephone number that can be dialled.");
        }
        phone
    }

    fn disposition(&mut self) -> Option<String> {
        let cell = self.cell(Field::Disposition).to_lowercase();
        if cell.is_empty() {
            return None;
        }
        let found = self
            .context
            .dispositions
            .iter()
            .find(|rule| rule.key == cell || rule.label.to_lowercase() == cell);
        if found.is_none() {
            self.refuse(Field::Disposition, "unknown_value", "There is no such disposition.");
        }
        found.map(|rule| rule.key.clone())
    }

    fn value(&mut self) -> Option<i64> {
        let cell = self.cell(Field::Value);
        if cell.is_empty() {
            return None;
        }
        let Some(cents) = cents(cell) else {
            self.refuse(Field::Value, "bad_format", "Is no amount.");
            return None;
        };
        let mut wrong = Invalid::default();
        text::check_value(cents, &mut wrong);
        if !wrong.0.is_empty() {
            self.refuse(Field::Value, "out_of_range", "Must be from 0 to ten million.");
        }
        Some(cents)
    }

    fn tags(&mut self) -> Vec<String> {
        let tags: Vec<String> = self
            .cell(Field::Tags)
            .split([',', ';', '|'])
            .map(str::trim)
            .filter(|tag| !tag.is_empty())
            .map(str::to_owned)
            .collect();
        text::tidy_tags(&tags).unwrap_or_else(|_| {
            self.refuse(Field::Tags, "out_of_range", "At most 30 tags of 40 characters each.");
            Vec::new()
        })
    }
}

/// The word of a cell without case, spaces and punctuation: `No-Answer` is `noanswer`.
fn word(cell: &str) -> String {
    cell.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Seconds of `125`, `125.4`, `2:05`, `1:02:05`, `2m 5s`, `125 sec`.
fn seconds(cell: &str) -> Option<i64> {
    if cell.contains(':') {
        let fields: Vec<i64> = cell
            .split(':')
            .map(|f| f.parse::<u32>().map(i64::from))
            .collect::<Result<_, _>>()
            .ok()?;
        let over = fields.iter().skip(1).any(|field| *field > 59);
        return (fields.len() <= 3 && !over)
            .then(|| fields.iter().fold(0, |sum, field| sum * 60 + field));
    }
    let mut total = 0_i64;
    let mut number = String::new();
    let mut unit = String::new();
    for c in cell.chars().chain(['0']) {
        if !unit.is_empty() && c.is_ascii_digit() {
            total += span(&number, &unit)?;
            number.clear();
            unit.clear();
        }
        match c {
            '0'..='9' | '.' | ',' if unit.is_empty() => number.push(c),
            c if c.is_ascii_alphabetic() && !number.is_empty() => unit.push(c),
            ' ' => {}
            _ => return None,
        }
    }
    // The last digit is the end mark, not part of the cell.
    number.pop();
    if number.is_empty() { Some(total) } else { Some(total + span(&number, "s")?) }
}

fn span(number: &str, unit: &str) -> Option<i64> {
    let factor = match unit.to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600,
        _ => return None,
    };
    let mut parts = number.split('.');
    let whole: u32 = parts.next()?.replace(',', "").parse().ok()?;
    let rest = parts.next().unwrap_or("0");
    let fraction = rest.is_empty() || rest.bytes().all(|b| b.is_ascii_digit());
    (fraction && parts.next().is_none()).then_some(i64::from(whole) * factor)
}

/// Cents of `1,200.50`, `$300`, `300`.
fn cents(cell: &str) -> Option<i64> {
    let plain: String =
        cell.chars().filter(|c| !matches!(c, ',' | '$' | ' ' | '\u{20ac}' | '\u{a3}')).collect();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let whole: i64 = i64::from(whole.parse::<u32>().ok()?);
    let fraction: i64 = match fraction.len() {
        0 => 0,
        1 => i64::from(fraction.parse::<u8>().ok()?) * 10,
        2 => i64::from(fraction.parse::<u8>().ok()?),
        _ => return None,
    };
    Some(whole * 100 + fraction)
}

/// Where the caller heard of us; what is not known stays unknown, because every firm names its campaigns differently.
fn lead_source(cell: &str) -> LeadSource {
    let cell = word(cell);
    let any = |parts: &[&str]| parts.iter().any(|part| cell.contains(part));
    if any(&["googlemaps", "mybusiness", "businessprofile", "gmb", "gbp"]) {
        LeadSource::GoogleMaps
    } else if any(&["referral", "referred", "friend", "wordofmouth"]) {
        LeadSource::Referral
    } else if any(&["ads", "adwords", "ppc", "cpc", "paid", "advert"]) || cell == "ad" {
        LeadSource::Ad
    } else if any(&["website", "organic", "direct"]) {
        LeadSource::Website
    } else {
        LeadSource::Unknown
    }
}

/// An id for rows that have none: the same row has the same id.
fn id_from_content(row: &ImportedCall) -> String {
    let number = |phone: &Option<Phone>| {
        phone.as_ref().map_or_else(|| "-".to_owned(), |phone| phone.digits().to_owned())
    };
    format!(
        "row:{}:{}:{}:{}:{}",
        millis(row.started_at),
        row.direction,
        number(&row.from),
        number(&row.to),
        row.duration_s
    )
}

#[cfg(test)]
mod tests;
