//! Call logs as files, about people who do not exist.

use crate::time_of_day::{now, text_of};
use std::{fmt::Write, path::Path};
use time::{Duration, OffsetDateTime};

/// The header of [`as_csv`].
const HEADER: &str = "Call Id,Started At,Duration,Direction,Status,From,To,Caller Name,Notes,Value,Tags,Lead Source,Disposition,Recording";
/// Given names of callers.
const GIVEN: [&str; 12] =
    ["Ann", "Ben", "Cleo", "Dev", "Eve", "Finn", "Gia", "Hal", "Iris", "Jon", "Kay", "Lou"];
/// Family names of callers.
const FAMILY: [&str; 9] =
    ["Archer", "Bell", "Carver", "Dale", "Egan", "Frost", "Gray", "Hale", "Irwin"];
/// How many different people call.
pub const CALLERS: usize = 1_500;

/// A call of the past, as a firm's own log knows it.
#[derive(Clone, Debug)]
pub struct PastCall {
    /// Id in the log.
    pub id: String,
    /// First ring; unlike that of any other call.
    pub started_at: OffsetDateTime,
    /// Seconds of talking; 0 when nobody answered.
    pub seconds: i64,
    /// Whether it came in.
    pub incoming: bool,
    /// Number of the other party.
    pub theirs: String,
    /// Own number.
    pub own: String,
    /// Name of the other party; empty when the log has none.
    pub name: String,
    /// Notes.
    pub notes: String,
    /// Estimated value in cents.
    pub cents: Option<i64>,
    /// Labels.
    pub tags: Vec<&'static str>,
    /// `lead_source` as the API calls it.
    pub lead_source: &'static str,
    /// Key of the disposition.
    pub disposition: Option<&'static str>,
    /// There is a recording.
    pub recorded: bool,
}

impl PastCall {
    /// Somebody talked.
    pub fn answered(&self) -> bool {
        self.seconds > 0
    }

    /// First ring as the API writes it.
    pub fn started_text(&self) -> String {
        text_of(self.started_at)
    }

    fn csv_line(&self) -> String {
        let direction = if self.incoming { "inbound" } else { "outbound" };
        let status = if self.answered() { "completed" } else { "missed" };
        let (from, to) =
            if self.incoming { (&self.theirs, &self.own) } else { (&self.own, &self.theirs) };
        let value = self
            .cents
            .map(|cents| format!("{}.{:02}", cents / 100, cents % 100))
            .unwrap_or_default();
        let source = match self.lead_source {
            "website" => "Website",
            "referral" => "Referral",
            "ad" => "Google Ads",
            _ => "",
        };
        let recording = if self.recorded {
            format!("https://recordings.example/{}", self.id)
        } else {
            String::new()
        };
        let Self { id, seconds, name, notes, .. } = self;
        format!(
            "{id},{},{seconds},{direction},{status},{from},{to},{name},{notes},{value},{},{source},{},{recording}",
            self.started_text(),
            self.tags.join(";"),
            self.disposition.unwrap_or_default(),
        )
    }
}

/// The fictional number of an index: 100 of them for each of 700 area codes.
pub fn numbers(index: usize) -> String {
    let area = 201 + (index / 100) % 700;
    format!("+1{area}55501{:02}", index % 100)
}

/// So many past calls, newest first, one every seven minutes.
pub fn past_calls(count: usize) -> Vec<PastCall> {
    // Call logs know whole seconds.
    let newest = now().truncate_to_second() - Duration::hours(3);
    (0..count).map(|index| past_call(index, newest)).collect()
}

fn past_call(index: usize, newest: OffsetDateTime) -> PastCall {
    let age = Duration::minutes(7 * index as i64);
    let name = format!("{} {}", GIVEN[index % GIVEN.len()], FAMILY[index % FAMILY.len()]);
    PastCall {
        id: format!("log-{index}"),
        started_at: newest - age,
        seconds: if index.is_multiple_of(5) { 0 } else { 20 + (index as i64 * 37) % 900 },
        incoming: index % 4 != 3,
        theirs: numbers(index % CALLERS),
        own: format!("+1212555010{}", index % 3),
        name: if index % 10 == 7 { String::new() } else { name },
        notes: if index.is_multiple_of(6) {
            format!("note {index} about the Boiler")
        } else {
            String::new()
        },
        cents: (index.is_multiple_of(3)).then_some((index as i64 * 1_357) % 500_000),
        tags: [vec![], vec!["hvac"], vec!["plumbing"], vec!["hvac", "repeat"]][index % 4].clone(),
        lead_source: ["unknown", "website", "referral", "ad"][(index / 2) % 4],
        disposition: [None, Some("booked"), Some("answered"), None, Some("spam"), None, None]
            [index % 7],
        recorded: index.is_multiple_of(8),
    }
}

/// The log as a file.
pub fn as_csv(calls: &[PastCall]) -> String {
    let mut text = String::with_capacity(calls.len() * 140);
    for line in std::iter::once(HEADER.to_owned()).chain(calls.iter().map(PastCall::csv_line)) {
        writeln!(text, "{line}").expect("a text takes any line");
    }
    text
}

/// Writes a file.
pub fn write_csv(path: &Path, text: &str) {
    std::fs::write(path, text).expect("the file can be written");
}
