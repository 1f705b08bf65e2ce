//! The printed reason.

use super::super::{sample::*, vocabulary::*};
use super::*;
use crate::board::PromiseOfCall;
use callboard_kernel::{CallId, FollowUpId};
use uuid::Uuid;

fn row() -> CallRow {
    CallRow {
        id: CallId(Uuid::nil()),
        version: 1,
        direction: Direction::In,
        purpose: Purpose::Inbound,
        source: CallSource::Phone,
        provider_call_id: None,
        lead_source: LeadSource::Unknown,
        status: CallStatus::Missed,
        from: None,
        to: None,
        started_at: START,
        answered_at: None,
        ended_at: Some(at(30)),
        duration_s: 0,
        agent_type: AgentType::Human,
        agent: None,
        agent_name: None,
        customer: None,
        caller_name: String::new(),
        intent: None,
        disposition: None,
        outcome_required: true,
        outcome_at: None,
        outcome_due_at: None,
        queue_status: QueueStatus::Triage,
        value_est_cents: None,
        emergency_score: 0,
        spam_score: 0,
        tags: Vec::new(),
        note_start: String::new(),
        do_not_contact: false,
        has_recording: false,
        has_transcript: false,
        job: None,
        escalation: EscalationStatus::None,
        after_hours: false,
        incident: None,
        promise: None,
        claim: None,
    }
}

fn due(seconds: i64, paused: bool) -> PromiseOfCall {
    PromiseOfCall {
        follow_up: FollowUpId(Uuid::nil()),
        kind: "callback".to_owned(),
        due_at: at(seconds),
        paused,
        breached: false,
        assigned_to: None,
    }
}

#[test]
fn the_reason_names_time_first_then_what_weighs_next() {
    let value = CallRow { promise: Some(due(180, false)), value_est_cents: Some(42_000), ..row() };
    assert_eq!(triage_reason(&value, START), "SLA 3 min left - open value $420");
    let emergency = CallRow { intent: Some(Intent::Emergency), ..value.clone() };
    assert_eq!(triage_reason(&emergency, at(900)), "12 min late - emergency");
    let scored = CallRow { emergency_score: EMERGENCY_SCORE, ..value.clone() };
    assert_eq!(triage_reason(&scored, START), "SLA 3 min left - emergency");
    let large = CallRow { value_est_cents: Some(123_456_700), ..value };
    assert_eq!(triage_reason(&large, at(170)), "SLA under 1 min left - open value $1,234,567");
}

#[test]
fn without_a_clock_it_says_what_is_missing() {
    let talked = CallRow { status: CallStatus::Completed, ..row() };
    assert_eq!(triage_reason(&talked, START), "no outcome yet");
    assert_eq!(triage_reason(&row(), START), "missed call - no outcome yet");
    let pending = CallRow { outcome_due_at: Some(at(300)), ..talked };
    assert_eq!(triage_reason(&pending, START), "SLA 5 min left");
    assert_eq!(triage_reason(&pending, at(300)), "under 1 min late");
}

#[test]
fn the_earlier_of_promise_and_outcome_counts_and_a_paused_clock_does_not() {
    let both = CallRow { promise: Some(due(600, false)), outcome_due_at: Some(at(300)), ..row() };
    assert_eq!(triage_reason(&both, START), "SLA 5 min left - missed call");
    let decided = CallRow { outcome_at: Some(at(60)), ..both };
    assert_eq!(triage_reason(&decided, START), "SLA 10 min left");
    let paused = CallRow { promise: Some(due(600, true)), ..row() };
    assert_eq!(triage_reason(&paused, START), "its clock is paused - no outcome yet");
}

#[test]
fn long_times_are_said_in_hours_and_days() {
    let late = CallRow { promise: Some(due(0, false)), value_est_cents: Some(100), ..row() };
    assert_eq!(triage_reason(&late, at(3 * 3_600)), "3 h late - open value $1");
    assert_eq!(triage_reason(&late, at(3 * 86_400)), "3 days late - open value $1");
}
