//! The filtered call log for paper.

use super::{Held, Paper, Part, Sheet, SheetColumn, SheetTable, Side};
use crate::export::{ExportColumn, ExportedCall, LocalZone, other_party, units};
use callboard_kernel::{Phone, Timestamp};

/// Most characters of a cell that are laid out at all.
const MOST: usize = 400;

/// What stands above the table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogHead {
    /// Name of the workspace.
    pub workspace: String,
    /// Country whose paper it is.
    pub region: String,
    /// ISO code of the currency.
    pub currency: String,
    /// The filter in words.
    pub in_words: Vec<String>,
    /// Columns that were asked for; the usual ones when empty.
    pub columns: Vec<ExportColumn>,
}

/// Columns of a log when none are asked for.
const USUAL: [ExportColumn; 10] = {
    use ExportColumn as C;
    [
        C::StartedAt,
        C::Direction,
        C::Caller,
        C::From,
        C::DurationS,
        C::Intent,
        C::Disposition,
        C::Agent,
        C::Value,
        C::Notes,
    ]
};

/// The sheet of a log. Columns that paper has no room for are left out and named.
pub fn call_log(
    head: &LogHead,
    calls: &[ExportedCall],
    zone: &LocalZone,
    as_of: Timestamp,
) -> Sheet {
    let asked = if head.columns.is_empty() { &USUAL[..] } else { &head.columns };
    let (columns, left_out): (Vec<_>, Vec<_>) =
        asked.iter().copied().partition(|column| printed(*column, head).is_some());
    let mut under_title = vec![format!(
        "{} {} · as of {} ({})",
        grouped(&calls.len().to_string()),
        if calls.len() == 1 { "call" } else { "calls" },
        zone.spoken(as_of),
        zone.name()
    )];
    let words = match head.in_words.as_slice() {
        [] => "All calls".to_owned(),
        words => words.join(" · "),
    };
    under_title.push(words);
    if !left_out.is_empty() && !head.columns.is_empty() {
        let names: Vec<_> = left_out.iter().map(|column| column.as_str()).collect();
        under_title.push(format!("Not on paper, take the CSV file: {}", names.join(", ")));
    }
    let rows = calls
        .iter()
        .map(|call| columns.iter().map(|column| cell(*column, call, zone, as_of)).collect())
        .collect();
    let table = SheetTable {
        columns: columns.iter().filter_map(|column| printed(*column, head)).collect(),
        rows,
    };
    Sheet {
        title: "Call log".to_owned(),
        owner: head.workspace.clone(),
        under_title,
        paper: paper_of(&head.region),
        held: Held::Across,
        parts: vec![Part::Table(table)],
        foot: format!("{} · Call log · {}", head.workspace, zone.day(as_of)),
    }
}

/// The paper of a country.
pub(super) fn paper_of(region: &str) -> Paper {
    match region {
        "US" | "CA" | "MX" | "PH" | "CL" | "CO" => Paper::Letter,
        _ => Paper::A4,
    }
}

/// How a column looks on paper; `None` for what only programs read.
fn printed(column: ExportColumn, head: &LogHead) -> Option<SheetColumn> {
    use ExportColumn as C;
    let (title, share, side, lines) = match column {
        C::StartedAt => ("Time", 21, Side::Start, 1),
        C::Direction => ("Way", 6, Side::Start, 1),
        C::Status => ("Status", 10, Side::Start, 1),
        C::Caller => ("Caller", 18, Side::Start, 2),
        C::From => ("Number", 16, Side::Start, 1),
        C::DurationS => ("Talked", 8, Side::End, 1),
        C::Intent => ("Intent", 11, Side::Start, 1),
        C::Disposition => ("Outcome", 12, Side::Start, 2),
        C::Agent => ("Agent", 13, Side::Start, 2),
        C::Value => {
            return Some(column_of(&format!("Value ({})", head.currency), 11, Side::End, 1));
        }
        C::Tags => ("Tags", 14, Side::Start, 2),
        C::FollowUp => ("Follow-up", 9, Side::Start, 1),
        C::FollowUpDueAt => ("Due", 21, Side::Start, 1),
        C::Notes => ("Notes", 34, Side::Start, 3),
        C::DoNotContact => ("No contact", 9, Side::Start, 1),
        C::LeadSource => ("Heard by", 11, Side::Start, 1),
        _ => return None,
    };
    Some(column_of(title, share, side, lines))
}

fn column_of(title: &str, share: u16, side: Side, lines: u8) -> SheetColumn {
    SheetColumn { title: title.to_owned(), share, side, lines }
}

fn cell(column: ExportColumn, call: &ExportedCall, zone: &LocalZone, now: Timestamp) -> String {
    use ExportColumn as C;
    let row = &call.row;
    let text = match column {
        C::StartedAt => short(zone, row.started_at),
        C::FollowUpDueAt => {
            row.promise.as_ref().map(|promise| short(zone, promise.due_at)).unwrap_or_default()
        }
        C::From => other_party(call).map(spoken_number).unwrap_or_default(),
        C::DurationS if row.duration_s == 0 => "–".to_owned(),
        C::DurationS => clock(row.duration_s),
        C::Value => row.value_est_cents.map(amount).unwrap_or_default(),
        C::Notes => call.notes.split_whitespace().collect::<Vec<_>>().join(" "),
        C::Direction | C::Status | C::Intent | C::Disposition | C::FollowUp | C::LeadSource => {
            titled(&column.value(call, zone, now))
        }
        _ => column.value(call, zone, now),
    };
    text.chars().take(MOST).collect()
}

/// `Mar 2, 9:30 AM` with the year, as narrow as it can be.
fn short(zone: &LocalZone, at: Timestamp) -> String {
    let local = zone.local(at);
    let (year, month, day) = local.to_calendar_date();
    let month = &month.to_string()[..3];
    format!("{month} {day}, {year} {}", zone.time_of_day(at))
}

/// A stored word for people: `not_interested` is "Not interested".
pub(super) fn titled(word: &str) -> String {
    let mut signs = word.chars();
    let first = signs.next().into_iter().flat_map(char::to_uppercase);
    first.chain(signs.map(|sign| if sign == '_' { ' ' } else { sign })).collect()
}

/// A number as people of its country write it; those of North America without the country.
pub fn spoken_number(number: &Phone) -> String {
    let e164 = number.as_str();
    match e164.strip_prefix("+1").filter(|rest| rest.len() == 10) {
        Some(rest) => format!("({}) {}-{}", &rest[..3], &rest[3..6], &rest[6..]),
        None => e164.to_owned(),
    }
}

/// An amount in units of the currency, its thousands grouped.
pub(super) fn amount(cents: i64) -> String {
    let plain = units(cents);
    match plain.split_once('.') {
        Some((whole, rest)) => format!("{}.{rest}", grouped(whole)),
        None => plain,
    }
}

/// Seconds as minutes and seconds.
pub(super) fn clock(seconds: i64) -> String {
    let seconds = seconds.max(0);
    if seconds < 3600 {
        format!("{}:{:02}", seconds / 60, seconds % 60)
    } else {
        format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample_call as call;
    use time::macros::{datetime, offset};

    fn head(columns: Vec<ExportColumn>) -> LogHead {
        LogHead {
            workspace: "Bright Plumbing".to_owned(),
            region: "US".to_owned(),
            currency: "USD".to_owned(),
            in_words: Vec::new(),
            columns,
        }
    }

    #[test]
    fn the_log_says_what_it_holds() {
        let zone = LocalZone::new("America/New_York", |_| offset!(-5));
        let sheet = call_log(&head(Vec::new()), &[call()], &zone, datetime!(2026-03-02 15:00 UTC));
        assert_eq!(
            sheet.under_title,
            ["1 call · as of Mon, Mar 2, 2026, 10:00 AM (America/New_York)", "All calls"]
        );
        let Part::Table(table) = &sheet.parts[0] else { panic!("a log is a table") };
        assert_eq!(table.rows[0][0], "Mar 2, 2026 9:30 AM");
        assert_eq!(table.rows[0][3], "(864) 555-0101");
        assert_eq!(table.rows[0][4], "1:01");
    }

    #[test]
    fn what_only_programs_read_is_left_out_and_named() {
        let columns = vec![ExportColumn::Caller, ExportColumn::SpamScore, ExportColumn::Id];
        let sheet =
            call_log(&head(columns), &[], &LocalZone::utc(), datetime!(2026-03-02 15:00 UTC));
        assert_eq!(sheet.under_title[2], "Not on paper, take the CSV file: spam_score, call_id");
        let Part::Table(table) = &sheet.parts[0] else { panic!("a log is a table") };
        assert_eq!(table.columns.len(), 1);
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(
            ["0", "999", "5000", "1234567"].map(grouped),
            ["0", "999", "5,000", "1,234,567"]
        );
    }
}
