//! Lines of a CSV file.

use super::*;
use crate::{
    board::PromiseOfCall,
    model::{
        AgentType, CallSource, CallStatus, Direction, EscalationStatus, LeadSource, Purpose,
        QueueStatus,
    },
};
use callboard_kernel::{CallId, FollowUpId, Phone};
use time::macros::{datetime, offset};
use uuid::Uuid;

pub(crate) fn sample_call() -> ExportedCall {
    let row = CallRow {
        id: CallId(Uuid::nil()),
        version: 1,
        direction: Direction::In,
        purpose: Purpose::Inbound,
        source: CallSource::Manual,
        provider_call_id: None,
        lead_source: LeadSource::Unknown,
        status: CallStatus::Completed,
        from: Phone::from_e164("+18645550101").ok(),
        to: Phone::from_e164("+18645550100").ok(),
        started_at: datetime!(2026-03-02 14:30 UTC),
        answered_at: None,
        ended_at: None,
        duration_s: 61,
        agent_type: AgentType::Human,
        agent: None,
        agent_name: Some("Ana Ruiz".to_owned()),
        customer: None,
        caller_name: "=HYPERLINK(\"http://x.example\")".to_owned(),
        intent: None,
        disposition: Some("booked".to_owned()),
        outcome_required: true,
        outcome_at: None,
        outcome_due_at: None,
        queue_status: QueueStatus::None,
        value_est_cents: Some(12_305),
        emergency_score: 0,
        spam_score: 0,
        tags: vec!["vip".to_owned(), "north".to_owned()],
        note_start: String::new(),
        do_not_contact: false,
        has_recording: false,
        has_transcript: false,
        job: None,
        escalation: EscalationStatus::None,
        after_hours: false,
        incident: None,
        promise: Some(PromiseOfCall {
            follow_up: FollowUpId(Uuid::nil()),
            kind: "callback".to_owned(),
            due_at: datetime!(2026-03-02 15:00 UTC),
            paused: false,
            breached: false,
            assigned_to: None,
        }),
        claim: None,
    };
    ExportedCall { row, notes: "line one\nline \"two\"".to_owned() }
}

#[test]
fn a_line_holds_what_the_list_shows_and_no_formula() {
    use ExportColumn as C;
    let zone = LocalZone::new("America/New_York", |_| offset!(-5));
    let columns = [
        C::StartedAt,
        C::Caller,
        C::From,
        C::Value,
        C::Tags,
        C::FollowUpDueAt,
        C::FollowUpOverdue,
        C::Notes,
        C::Job,
    ];
    let text = csv_lines(&[sample_call()], &columns, &zone, datetime!(2026-03-02 15:00 UTC));
    assert_eq!(
        text,
        "2026-03-02T09:30:00-05:00,\"'=HYPERLINK(\"\"http://x.example\"\")\",+18645550101,123.05,\"vip, north\",\
         2026-03-02T10:00:00-05:00,yes,\"line one\nline \"\"two\"\"\",\r\n"
    );
}

#[test]
fn the_head_names_the_columns_after_the_mark_of_excel() {
    let columns = [ExportColumn::StartedAt, ExportColumn::Caller];
    assert_eq!(csv_head(&columns, true), "\u{feff}started_at,caller\r\n");
    assert_eq!(csv_head(&columns, false), "started_at,caller\r\n");
}
