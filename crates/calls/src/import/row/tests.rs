//! Rows of the exports that are understood, and of those that are not.

use super::*;
use crate::model::shipped_dispositions;

const NOW: Timestamp = datetime!(2026-06-01 12:00 UTC);

fn localise(local: &str) -> Option<Timestamp> {
    let format = &time::format_description::well_known::Rfc3339;
    Timestamp::parse(&format!("{local}-04:00"), format)
        .ok()
        .map(|at| at.to_offset(time::UtcOffset::UTC))
}

fn read(header: &str, row: &str) -> Result<ImportedCall, Vec<FieldError>> {
    let headers: Vec<String> = header.split('|').map(str::to_owned).collect();
    let map = ColumnMap::recognise(&headers, &[]).unwrap();
    let cells: Vec<&str> = row.split('|').collect();
    let dispositions = shipped_dispositions();
    let context = RowContext {
        region: "US",
        localise: &localise,
        now: NOW,
        dispositions: &dispositions,
        direction: Direction::In,
        own_lines: &[],
    };
    read_row(&map, &cells, &context)
}

const TWILIO: &str = "Call Sid|Start Time|End Time|Duration|Direction|From|To|Status";

#[test]
fn a_row_of_twilio() {
    let row = read(
        TWILIO,
        "CA0123456789abcdef0123456789abcdef|10:28:52 EDT 2026-05-20|10:31:00 EDT 2026-05-20|128|inbound|+18645550100|+18645550199|completed",
    )
    .unwrap();
    assert_eq!(row.provider_call_id, "CA0123456789abcdef0123456789abcdef");
    assert_eq!(row.started_at, datetime!(2026-05-20 14:28:52 UTC));
    assert_eq!(row.ended_at(), datetime!(2026-05-20 14:31:00 UTC));
    assert_eq!(
        (row.direction, row.status, row.duration_s),
        (Direction::In, CallStatus::Completed, 128)
    );
    assert_eq!(row.other_party().unwrap().as_str(), "+18645550100");
}

#[test]
fn outgoing_and_unanswered_calls_of_twilio() {
    let row = read(
        TWILIO,
        "CA1|Wed, 20 May 2026 14:28:52 +0000||0|outbound-api|+18645550199|+18645550100|no-answer",
    )
    .unwrap();
    assert_eq!((row.direction, row.status), (Direction::Out, CallStatus::Missed));
    assert_eq!(row.other_party().unwrap().as_str(), "+18645550100");
    let withheld =
        read(TWILIO, "CA2|2026-05-20 14:28:52 UTC||9|inbound|anonymous|+18645550199|completed");
    assert_eq!(withheld.unwrap().from, None);
}

#[test]
fn a_row_of_callrail() {
    let row = read(
        "Call Status|Tracking Number|Source|Start Time|Duration (seconds)|Name|Phone Number|Value|Tags|Note",
        "Missed Call|(864) 555-0199|Google Ads|2026-05-20 10:28 AM|31|Pat Example|(864) 555-0100|$1,250.50|Roof, roof; Storm|=2+3 leak",
    )
    .unwrap();
    assert_eq!(row.status, CallStatus::Missed);
    assert_eq!(row.started_at, datetime!(2026-05-20 14:28 UTC));
    assert_eq!((row.duration_s, row.ended_at()), (0, datetime!(2026-05-20 14:28:31 UTC)));
    assert_eq!(row.from.as_ref().unwrap().as_str(), "+18645550100");
    assert_eq!(row.to.as_ref().unwrap().as_str(), "+18645550199");
    assert_eq!(row.lead_source, LeadSource::Ad);
    assert_eq!(row.value_est_cents, Some(125_050));
    assert_eq!(row.tags, ["Roof", "Storm"]);
    assert_eq!(row.notes, "=2+3 leak", "text that looks like a formula is data");
}

#[test]
fn the_same_row_without_an_id_has_the_same_id() {
    let header = "started_at|from|to|duration|disposition";
    let one =
        read(header, "2026-05-20 10:28|8645550100|8645550199|2:05|Callback scheduled").unwrap();
    let same =
        read(header, "05/20/2026 10:28 am|+1 864 555 0100|(864) 555-0199|125|callback").unwrap();
    let other = read(header, "2026-05-20 10:29|8645550100|8645550199|2:05|").unwrap();
    assert_eq!(one, same);
    assert_ne!(one.provider_call_id, other.provider_call_id);
    assert_eq!(one.disposition.as_deref(), Some("callback"));
}

#[test]
fn every_wrong_cell_is_named_by_its_header() {
    let wrong = read(
        "Started at|From|To|Duration|Direction|Status|Value|Disposition",
        "yesterday|12|8645550199|long|sideways|perhaps|cheap|nonsense",
    )
    .unwrap_err();
    let mut found: Vec<_> = wrong.iter().map(|e| (e.path.as_str(), e.code)).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("Direction", "unknown_value"),
            ("Disposition", "unknown_value"),
            ("Duration", "bad_format"),
            ("From", "bad_format"),
            ("Started at", "bad_format"),
            ("Status", "unknown_value"),
            ("Value", "bad_format"),
        ]
    );
}

#[test]
fn calls_of_the_future_and_calls_that_still_ring_are_refused() {
    let codes = |row: &str| -> Vec<&str> {
        read(TWILIO, row).unwrap_err().iter().map(|error| error.code).collect()
    };
    assert_eq!(codes("CA1|2026-06-01 12:06 UTC||1|inbound|+18645550100||completed"), ["in_future"]);
    assert_eq!(codes("CA1|1989-06-01 12:06 UTC||1|inbound|+18645550100||completed"), ["too_old"]);
    assert_eq!(codes("CA1|2026-05-01 12:06 UTC||1|inbound|+18645550100||ringing"), ["not_ended"]);
    assert_eq!(codes("CA1||| 1|inbound|+18645550100||completed"), ["required"]);
    assert_eq!(
        codes("CA1|2026-05-01 12:06 UTC|2026-05-01 12:05 UTC|1|inbound|+18645550100||completed"),
        ["out_of_range"]
    );
}

#[test]
fn durations_are_written_in_many_ways() {
    for (cell, expected) in [
        ("125", Some(125)),
        ("125.4", Some(125)),
        ("2:05", Some(125)),
        ("0:02:05", Some(125)),
        ("2m 5s", Some(125)),
        ("2 min 5 sec", Some(125)),
        ("1h", Some(3_600)),
        ("1,205", Some(1_205)),
        ("0", Some(0)),
        ("2:75", None),
        ("-5", None),
        ("5 parsecs", None),
        ("1:2:3:4", None),
    ] {
        assert_eq!(seconds(cell), expected, "{cell}");
    }
}
