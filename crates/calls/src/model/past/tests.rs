//! Calls written down by hand and calls of the past.

use super::super::{sample::*, vocabulary::*};
use super::*;
use callboard_kernel::DomainEvent;

fn manual() -> ManualCall {
    ManualCall {
        direction: Direction::In,
        purpose: None,
        from: Some(number(1)),
        to: None,
        started_at: at(0),
        duration_s: 90,
        answered: true,
        agent: Some(DANA),
        customer: None,
        caller_name: " Pat ".to_owned(),
        intent: Some(Intent::Quote),
        lead_source: LeadSource::Referral,
        value_est_cents: Some(10_000),
        tags: vec!["Roof".to_owned()],
        notes: "Wants a price".to_owned(),
    }
}

fn context() -> LogContext {
    LogContext {
        id: CallId(Uuid::from_u128(5)),
        idempotency_key: None,
        known: None,
        after_hours: true,
    }
}

fn log(manual: &ManualCall) -> Result<Decision, Invalid> {
    Call::log_by_hand(manual, context(), at(3_600))
}

#[test]
fn an_answered_call_written_down_later_needs_its_outcome_within_five_minutes_from_now() {
    let decision = log(&manual()).unwrap();
    let names: Vec<_> = decision.events.iter().map(DomainEvent::name).collect();
    assert_eq!(names, ["calls.call_started", "calls.call_ended"]);
    let s = decision.call.snapshot();
    assert_eq!(
        (s.status, s.source, s.caller_name.as_str()),
        (CallStatus::Completed, CallSource::Manual, "Pat")
    );
    assert_eq!(s.ended_at, Some(at(90)));
    assert_eq!(s.outcome_due_at, Some(at(3_600 + 300)));
    assert!(s.after_hours && decision.call.is_outcome_pending());
}

#[test]
fn a_missed_call_written_down_starts_the_clock_however_long_it_rang() {
    let decision = log(&ManualCall { answered: false, duration_s: 0, ..manual() }).unwrap();
    assert!(matches!(decision.events[..], [CallEvent::Started(_), CallEvent::Missed(_)]));
    assert_eq!(decision.call.snapshot().queue_status, QueueStatus::Triage);
}

#[test]
fn an_outgoing_call_asks_for_no_outcome() {
    let out = ManualCall { direction: Direction::Out, to: Some(number(1)), from: None, ..manual() };
    let decision = log(&out).unwrap();
    assert!(!decision.call.is_outcome_pending());
    assert_eq!(decision.call.snapshot().purpose, Purpose::Callback);
}

#[test]
fn what_cannot_have_been_is_refused() {
    let codes = |call: ManualCall| -> Vec<(String, &'static str)> {
        log(&call).unwrap_err().0.into_iter().map(|e| (e.path, e.code)).collect()
    };
    let future = ManualCall { started_at: at(3_600 + 301), duration_s: 0, ..manual() };
    assert_eq!(codes(future), [("started_at".into(), "in_future")]);
    let tolerated = ManualCall { started_at: at(3_600 + 300), duration_s: 0, ..manual() };
    assert!(log(&tolerated).is_ok(), "clocks may differ by five minutes");
    let ancient = ManualCall { started_at: START - Duration::days(4_000), ..manual() };
    assert_eq!(codes(ancient), [("started_at".into(), "too_old")]);
    let silent = ManualCall { answered: false, ..manual() };
    assert_eq!(codes(silent), [("duration_s".into(), "not_allowed")]);
    let endless = ManualCall { duration_s: MAX_DURATION_S + 1, ..manual() };
    assert_eq!(codes(endless), [("duration_s".into(), "out_of_range")]);
    let nowhere = ManualCall {
        direction: Direction::Out,
        purpose: Some(Purpose::Inbound),
        tags: vec![String::new()],
        ..manual()
    };
    assert_eq!(
        codes(nowhere),
        [
            ("to".into(), "required"),
            ("purpose".into(), "not_allowed"),
            ("tags.0".into(), "required")
        ]
    );
}

fn amended(call: &Call, row: &ImportedCall, by_people: &[&str]) -> Option<Call> {
    let by_people = by_people.iter().map(|name| (*name).to_owned()).collect();
    call.amended(row, &|field| field != Field::Tags, &by_people, at(600))
}

#[test]
fn a_file_changes_only_what_it_has_and_no_person_changed() {
    let id = CallId(Uuid::from_u128(1));
    let call = Call::imported(row(), id, "twilio", Uuid::from_u128(2), None, at(600));
    assert_eq!(amended(&call, &row(), &[]), None, "the same row changes nothing");
    let newer = ImportedCall {
        notes: "new".to_owned(),
        caller_name: "Pat Example".to_owned(),
        tags: vec!["new".to_owned()],
        value_est_cents: None,
        ..row()
    };
    let after = amended(&call, &newer, &["caller_name"]).unwrap().into_snapshot();
    assert_eq!(after.notes, "new");
    assert_eq!(after.caller_name, call.snapshot().caller_name, "a person wrote it");
    assert_eq!(after.tags, call.snapshot().tags, "the file has no such column");
    assert_eq!(
        after.value_est_cents,
        call.snapshot().value_est_cents,
        "an empty cell says nothing"
    );
    assert_eq!(amended(&call, &newer, &["caller_name", "notes"]), None);
}

#[test]
fn of_calls_of_the_line_a_file_changes_no_facts() {
    let mut state =
        Call::imported(row(), CallId(Uuid::from_u128(1)), "twilio", Uuid::nil(), None, at(600))
            .into_snapshot();
    let other = ImportedCall {
        started_at: row().started_at - Duration::hours(1),
        notes: "new".to_owned(),
        disposition: Some("booked".to_owned()),
        ..row()
    };
    let imported = amended(&Call::restore(state.clone()), &other, &[]).unwrap();
    assert_eq!(imported.snapshot().started_at, other.started_at);
    assert_eq!(imported.disposition(), Some("booked"));
    state.import = None;
    let live = amended(&Call::restore(state.clone()), &other, &[]).unwrap();
    assert_eq!(live.snapshot().started_at, row().started_at);
    assert_eq!(live.disposition(), state.disposition.as_deref());
    assert_eq!(live.notes(), "new");
    state.status = CallStatus::InProgress;
    assert_eq!(amended(&Call::restore(state), &other, &[]), None, "a call that goes on is left");
}

fn row() -> ImportedCall {
    ImportedCall {
        provider_call_id: "CA1".to_owned(),
        direction: Direction::In,
        status: CallStatus::Missed,
        from: Some(number(1)),
        to: Some(number(99)),
        started_at: at(0),
        duration_s: 0,
        hung_up_at: Some(at(40)),
        caller_name: "PAT".to_owned(),
        lead_source: LeadSource::Ad,
        disposition: None,
        value_est_cents: None,
        tags: vec![],
        notes: "=SUM(A1)".to_owned(),
        recording_url: None,
    }
}

#[test]
fn imported_history_demands_nothing() {
    let import = Uuid::from_u128(9);
    let id = CallId(Uuid::from_u128(8));
    let missed = Call::imported(row(), id, "twilio", import, Some(&known(true)), at(9_000));
    assert!(!missed.needs_triage() && !missed.is_outcome_pending());
    assert!(!missed.is_short_abandon());
    let s = missed.snapshot();
    assert_eq!((s.provider.as_deref(), s.import), (Some("twilio"), Some(import)));
    assert_eq!((s.caller_name.as_str(), s.do_not_contact), ("Pat Example", true));
    assert_eq!(s.notes, "=SUM(A1)");

    let talked = ImportedCall {
        status: CallStatus::Completed,
        duration_s: 25,
        disposition: Some("booked".to_owned()),
        ..row()
    };
    let talked = Call::imported(talked, id, "twilio", import, None, at(9_000));
    let s = talked.snapshot();
    assert_eq!((s.answered_at, s.ended_at), (Some(at(15)), Some(at(40))));
    assert_eq!((s.disposition.as_deref(), s.outcome_at), (Some("booked"), Some(at(40))));
    assert!(!talked.needs_triage());
}
