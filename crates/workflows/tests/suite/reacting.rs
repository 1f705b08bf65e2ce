//! Each sentence of the reactions, from the first event to what it leaves behind. Every delivery comes twice.

use crate::town::{ANA, DANA, NUMBER, Town, carrier, dana, minute};
use callboard_calls::{
    CallEvent,
    model::{
        CallEdit, ConsentEdit, Direction, FollowUpRequest, LineChange, OutcomeRequest, QueueStatus,
    },
};
use callboard_consent::{Channel, ConsentChange, ConsentEvent, ConsentScope};
use callboard_customers::model::CustomerStatus;
use callboard_followups::{
    FollowUpEvent, PauseRequest,
    model::{ClockState, FollowUpStatus, PauseReason},
};
use callboard_kernel::{
    AttachmentId, CallId, DomainEvent, EventEnvelope, EventId, Patch, RecordingId,
};
use callboard_media::{MediaEvent, model::RecordingState};
use callboard_messaging::MessagingEvent;
use callboard_switchboard::{SwitchboardEvent, model::OrderState};
use callboard_workflows::{
    Dispatcher, MAX_DEPTH, Reaction, ReactionError, TICK_CAME, TimedTask, known_reactions,
    subscriptions,
};
use uuid::Uuid;

fn answered(from: i64, until: i64) -> LineChange {
    LineChange::HungUp { at: minute(until), answered_at: Some(minute(from)) }
}

#[tokio::test]
async fn a_missed_call_opens_one_follow_up() {
    let town = Town::new();
    let call = town.missed().await;
    let open = town.open();
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].call, open[0].due_at), (Some(call), minute(30)));
    assert_eq!(open[0].subject, NUMBER, "nobody is known by that number");
    assert!(open[0].automatic);
    town.settle().await;
    assert_eq!(town.promised().len(), 1);
}

#[tokio::test]
async fn a_short_abandon_and_a_demonstration_open_nothing() {
    let town = Town::new();
    town.line("a", Direction::In, LineChange::Rang).await;
    let given_up =
        LineChange::HungUp { at: minute(0) + time::Duration::seconds(8), answered_at: None };
    town.line("a", Direction::In, given_up).await;
    town.settle().await;
    assert_eq!(town.promised(), []);
}

#[tokio::test]
async fn a_repeat_that_joined_an_incident_shares_the_clock_of_the_first() {
    let town = Town::new();
    town.missed().await;
    let mut repeat = town.event("calls.call_missed");
    repeat.id = EventId(Uuid::from_u128(777));
    let CallEvent::Missed(mut facts) = serde_json::from_value(repeat.payload).unwrap() else {
        panic!("a missed call")
    };
    facts.incident = Some(facts.call);
    repeat.payload = serde_json::to_value(CallEvent::Missed(facts)).unwrap();
    let before = town.promised();
    town.react(&repeat, "missed_call_opens_follow_up").await.unwrap();
    assert_eq!(town.promised(), before);
}

#[tokio::test]
async fn a_call_that_was_decided_before_the_delivery_needs_no_callback() {
    let town = Town::new();
    let call = town
        .line("m", Direction::In, LineChange::HungUp { at: minute(1), answered_at: None })
        .await;
    // The agent was quicker than the worker.
    town.outcome(call, "booked", minute(2)).await;
    assert_eq!(town.promised(), []);
}

#[tokio::test]
async fn a_promise_with_an_outcome_replaces_the_automatic_one_and_undo_brings_it_back() {
    let town = Town::new();
    let call = town.missed().await;
    let callback = FollowUpRequest {
        kind: "callback".to_owned(),
        due_at: Some(minute(240)),
        assigned_to: Some(DANA),
        priority: None,
        note: Some("after lunch".to_owned()),
    };
    let request = OutcomeRequest {
        disposition: "callback".to_owned(),
        notes: Some("wants a quote".to_owned()),
        follow_up: Some(callback),
        value_est_cents: Patch::Keep,
        spam_reason: None,
    };
    town.clock.set(minute(5));
    town.calls.record_outcome(&dana(), call, None, request).await.unwrap();
    town.settle().await;
    let open = town.open();
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].due_at, open[0].assigned_to), (minute(240), Some(DANA)));
    let queue = |town: &Town| town.memory().calls[&call].0.queue_status;
    assert_eq!(queue(&town), QueueStatus::FollowUp);

    town.clock.set(minute(6));
    town.calls.undo_outcome(&dana(), call).await.unwrap();
    town.settle().await;
    let open = town.open();
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].automatic, open[0].due_at), (true, minute(30)));
    assert_eq!(queue(&town), QueueStatus::Triage);
}

#[tokio::test]
async fn an_outcome_that_was_undone_before_its_delivery_promises_nothing() {
    let town = Town::new();
    let call = town.missed().await;
    let before = town.promised();
    let request = OutcomeRequest {
        disposition: "callback".to_owned(),
        notes: Some("wants a quote".to_owned()),
        follow_up: Some(FollowUpRequest {
            kind: "callback".to_owned(),
            due_at: Some(minute(240)),
            assigned_to: None,
            priority: None,
            note: None,
        }),
        value_est_cents: Patch::Keep,
        spam_reason: None,
    };
    town.clock.set(minute(5));
    town.calls.record_outcome(&dana(), call, None, request).await.unwrap();
    town.calls.undo_outcome(&dana(), call).await.unwrap();
    town.settle().await;
    assert_eq!(town.promised(), before);
}

#[tokio::test]
async fn a_callback_that_was_written_a_moment_after_the_outcome_is_completed() {
    let town = Town::new();
    let call = town.missed().await;
    for (follow_up, _) in town.memory().follow_ups.values_mut() {
        follow_up.created_at = minute(6);
    }
    town.outcome(call, "spam", minute(5)).await;
    assert_eq!(town.open(), []);
    assert_eq!(town.promised()[0].completed_by, Some(DANA));
}

#[tokio::test]
async fn a_closing_outcome_completes_and_its_undo_reopens() {
    let town = Town::new();
    let call = town.missed().await;
    town.outcome(call, "spam", minute(5)).await;
    let done = town.promised();
    assert_eq!(done.len(), 1);
    assert_eq!((done[0].status, done[0].completed_by), (FollowUpStatus::Done, Some(DANA)));
    assert_eq!(town.memory().calls[&call].0.queue_status, QueueStatus::None);
    town.calls.undo_outcome(&dana(), call).await.unwrap();
    town.settle().await;
    assert_eq!(town.open().len(), 1);
}

#[tokio::test]
async fn a_won_outcome_makes_a_lead_an_active_customer() {
    let town = Town::with_ana();
    let call = town.missed().await;
    town.outcome(call, "booked", minute(5)).await;
    assert_eq!(town.memory().customers[&ANA].0.status, CustomerStatus::Active);
    assert_eq!(town.open(), []);
}

#[tokio::test]
async fn a_suppressing_outcome_marks_and_its_undo_takes_the_mark_back() {
    let town = Town::with_ana();
    let call = town.missed().await;
    town.outcome(call, "no_contact", minute(5)).await;
    assert!(town.memory().customers[&ANA].0.do_not_contact);
    let marks = town.memory().consent.marks.clone();
    assert_eq!(marks.len(), 1, "each delivery comes twice");
    let (kept, _) = &marks[0];
    assert_eq!((kept.customer, kept.call), (Some(ANA), Some(call)));
    assert_eq!(kept.mark.proof.words, "noted");
    assert_eq!(kept.mark.proof.by, dana().actor().clone(), "whoever gave the outcome");

    town.calls.undo_outcome(&dana(), call).await.unwrap();
    town.settle().await;
    assert!(!town.memory().customers[&ANA].0.do_not_contact);
    let undone = town.memory().consent.marks[0].0.clone();
    assert_eq!(undone.undone_at, Some(minute(5)));
    assert_eq!(undone.mark.lifted, None, "nobody asked to be contacted again");
}

#[tokio::test]
async fn where_nobody_is_known_a_suppressing_outcome_marks_the_number() {
    let town = Town::new();
    let call = town.missed().await;
    town.outcome(call, "no_contact", minute(5)).await;
    let marks = town.memory().consent.marks.clone();
    assert_eq!(marks.len(), 1);
    let number = marks[0].0.number().map(|number| number.as_str().to_owned());
    assert_eq!((marks[0].0.customer, number.as_deref()), (None, Some(NUMBER)));
}

#[tokio::test]
async fn what_a_caller_says_of_texts_enters_the_ledger_once() {
    let town = Town::with_ana();
    let call = town.missed().await;
    let says = |texts| CallEdit {
        consent: Some(ConsentEdit { recording: Patch::Set(true), sms_opt_in: texts }),
        ..CallEdit::default()
    };
    town.calls.edit(&dana(), call, None, says(Patch::Set(true))).await.unwrap();
    town.settle().await;
    let entries = town.memory().consent.entries.clone();
    assert_eq!(entries.len(), 1);
    let kept = &entries[0];
    assert_eq!((kept.customer, kept.call), (Some(ANA), Some(call)));
    assert_eq!(kept.entry.change, ConsentChange::Granted);
    assert_eq!(kept.entry.scope, ConsentScope::channel(Channel::Text));

    town.calls.edit(&dana(), call, None, says(Patch::Set(false))).await.unwrap();
    // An answer that is taken away says nothing.
    town.calls.edit(&dana(), call, None, says(Patch::Clear)).await.unwrap();
    town.settle().await;
    let changes: Vec<_> =
        town.memory().consent.entries.iter().map(|kept| kept.entry.change).collect();
    assert_eq!(changes, [ConsentChange::Granted, ConsentChange::Revoked]);
}

#[tokio::test]
async fn a_finished_call_writes_one_line_and_its_outcome_later() {
    let town = Town::with_ana();
    let call = town.line("t", Direction::In, answered(1, 4)).await;
    town.clock.set(minute(4));
    town.settle().await;
    let lines = |town: &Town| -> Vec<_> {
        let memory = town.memory();
        memory.interactions.values().map(|(s, _)| (s.customer, s.call, s.outcome.clone())).collect()
    };
    assert_eq!(lines(&town), [(ANA, Some(call), None)]);
    town.outcome(call, "answered", minute(5)).await;
    assert_eq!(lines(&town), [(ANA, Some(call), Some("Answered".to_owned()))]);
}

#[tokio::test]
async fn a_customer_who_is_found_out_later_gets_line_and_follow_up() {
    let town = Town::new();
    let call = town.missed().await;
    assert!(town.memory().interactions.is_empty());
    let known = Town::with_ana().memory().customers[&ANA].clone();
    town.memory().customers.insert(ANA, known);
    town.calls.link_customer(&dana(), call, ANA).await.unwrap();
    town.settle().await;
    assert_eq!(town.memory().interactions.len(), 1);
    let open = town.open();
    assert_eq!((open[0].customer, open[0].subject.as_str()), (Some(ANA), "Ana Ortiz"));
    assert_eq!(town.memory().customers[&ANA].0.last_seen_at, Some(minute(0)));
}

#[tokio::test]
async fn a_conversation_of_half_a_minute_keeps_the_callback() {
    let town = Town::new();
    town.missed().await;
    let short = LineChange::HungUp {
        at: minute(10),
        answered_at: Some(minute(10) - time::Duration::seconds(29)),
    };
    town.line("short", Direction::Out, short).await;
    town.settle().await;
    assert_eq!(town.open().len(), 1, "29 seconds are no conversation");
    town.line("long", Direction::Out, answered(12, 20)).await;
    town.clock.set(minute(20));
    town.settle().await;
    assert_eq!(town.open(), []);
    let kept = &town.promised()[0];
    let contact = minute(12) + time::Duration::seconds(30);
    assert_eq!((kept.completed_at, kept.clock.met_at), (Some(contact), Some(contact)));
}

#[tokio::test]
async fn a_callers_reply_resumes_the_clock_that_waited_for_him() {
    let town = Town::new();
    town.missed().await;
    let id = town.open()[0].id;
    let pause = |reason| PauseRequest { reason, until: Some(minute(600)), note: String::new() };
    let waits = pause(PauseReason::WaitingForCustomer);
    town.follow_ups.pause(&dana(), id, waits).await.unwrap();
    let given_up = LineChange::HungUp { at: minute(21), answered_at: None };
    town.clock.set(minute(21));
    town.line("reply", Direction::In, given_up).await;
    town.settle().await;
    let resumed = town.open().into_iter().find(|s| s.id == id).unwrap();
    assert_eq!((resumed.clock.state, resumed.due_at), (ClockState::Running, minute(49)));

    let date = pause(PauseReason::CustomerAskedForDate);
    town.follow_ups.pause(&dana(), id, date).await.unwrap();
    town.line("again", Direction::In, LineChange::HungUp { at: minute(40), answered_at: None })
        .await;
    town.settle().await;
    let still = town.open().into_iter().find(|s| s.id == id).unwrap();
    assert_eq!(still.clock.state, ClockState::Paused, "he asked for a date");
}

#[tokio::test]
async fn a_known_caller_was_seen_when_it_rang() {
    let town = Town::with_ana();
    town.line("r", Direction::In, LineChange::Rang).await;
    town.settle().await;
    assert_eq!(town.memory().customers[&ANA].0.last_seen_at, Some(minute(0)));
}

#[tokio::test]
async fn completing_the_promise_takes_the_call_out_of_the_follow_up_queue() {
    let town = Town::new();
    let call = town.missed().await;
    town.outcome(call, "missed", minute(5)).await;
    let queue = |town: &Town| town.memory().calls[&call].0.queue_status;
    assert_eq!(queue(&town), QueueStatus::FollowUp);
    let edit = callboard_followups::FollowUpEdit {
        status: Some(FollowUpStatus::Done),
        ..callboard_followups::FollowUpEdit::default()
    };
    let id = town.open()[0].id;
    town.follow_ups.edit(&dana(), id, None, edit).await.unwrap();
    town.settle().await;
    assert_eq!(queue(&town), QueueStatus::None);
}

#[tokio::test]
async fn the_morning_tick_sends_one_digest() {
    let town = Town::new();
    town.missed().await;
    let mut tick = town.event("calls.call_missed");
    tick.id = EventId(Uuid::from_u128(555));
    tick.name = TICK_CAME.to_owned();
    tick.payload =
        serde_json::json!({"schedule": TimedTask::DailyDigest, "tick_at": "2026-11-24T13:00:00Z"});
    for _ in 0..2 {
        town.react(&tick, "morning_tick_sends_digest").await.unwrap();
    }
    let told: Vec<_> = town.memory().notifications.iter().map(|n| n.member).collect();
    assert_eq!(told, [DANA, crate::town::OWNER], "everybody who works calls, the owner last");
    town.settle().await;
    town.settle().await;
    let mails = town.outbox.0.lock().unwrap();
    let written: Vec<_> = mails.iter().map(|mail| (mail.member, mail.subject.as_str())).collect();
    let subject = "Still open this morning";
    assert_eq!(written, [(DANA, subject), (crate::town::OWNER, subject)], "and once by mail");
    assert!(mails[0].body.starts_with("Still open: ") && mails[0].body.contains("/follow-ups"));
}

#[tokio::test]
async fn a_chain_of_events_ends_at_the_depth_limit() {
    let town = Town::new();
    town.missed().await;
    let mut deep = town.event("calls.call_missed");
    deep.depth = MAX_DEPTH;
    let refused = town.react(&deep, "missed_call_opens_follow_up").await;
    assert!(matches!(refused, Err(ReactionError::Dead(why)) if why.starts_with("too_deep")));
    let deepest = town.memory().events.iter().map(|event| event.depth).max();
    assert!(deepest < Some(4), "no chain of the product comes near it: {deepest:?}");
}

#[tokio::test]
async fn what_cannot_be_read_is_parked_without_saying_what_was_in_it() {
    let town = Town::new();
    town.missed().await;
    let mut odd = town.event("calls.call_missed");
    odd.payload = serde_json::json!({"event": "missed", "caller_name": "Maria Lopez"});
    let Err(ReactionError::Dead(why)) = town.react(&odd, "missed_call_opens_follow_up").await
    else {
        panic!("dead")
    };
    assert!(!why.contains("Maria"), "{why}");
    let unknown = town.reactions.react(&odd, "call_beams_up").await;
    assert!(matches!(unknown, Err(ReactionError::Dead(_))));
}

#[tokio::test]
async fn every_known_reaction_reads_every_event_that_starts_it() {
    let town = Town::with_ana();
    let call = town.missed().await;
    town.outcome(call, "callback", minute(5)).await;
    town.calls.undo_outcome(&dana(), call).await.unwrap();
    town.line("r", Direction::In, LineChange::Rang).await;
    town.calls.unlink_customer(&dana(), call).await.unwrap();
    town.settle().await;
    let id = town.open()[0].id;
    town.follow_ups.delete(&dana(), id, None).await.unwrap();
    town.line("t", Direction::In, answered(6, 8)).await;
    town.settle().await;
    assert_eq!(known_reactions().len(), Reaction::ALL.len());
    let seen = town.memory().events.iter().map(|e| e.name.clone()).collect::<Vec<_>>();
    for name in ["calls.call_ended", "calls.customer_linked", "followups.follow_up_deleted"] {
        assert!(seen.iter().any(|seen| seen == name), "{name} happened");
    }
}

/// A new event must be put into the table or, knowingly, here: this match has no catch-all.
const fn starts(event: &CallEvent) -> usize {
    match event {
        CallEvent::Started(_) => 2,
        CallEvent::OutcomeRecorded { .. } => 5,
        CallEvent::Missed(_) => 4,
        CallEvent::Ended(_) | CallEvent::OutcomeUndone { .. } | CallEvent::CustomerLinked(_) => 3,
        CallEvent::EmergencyQueued(_)
        | CallEvent::EmergencyAcknowledged { .. }
        | CallEvent::ConsentRecorded { .. }
        | CallEvent::JobFinished { .. } => 1,
        CallEvent::Answered(_)
        | CallEvent::Updated(_)
        | CallEvent::Claimed { .. }
        | CallEvent::Released { .. }
        | CallEvent::Imported { .. }
        | CallEvent::ManyChanged { .. } => 0,
    }
}

/// The same for follow-ups.
const fn starts_of(event: &FollowUpEvent) -> usize {
    match event {
        FollowUpEvent::Promised(_)
        | FollowUpEvent::Assigned(_)
        | FollowUpEvent::Completed(_)
        | FollowUpEvent::Reopened(_)
        | FollowUpEvent::Deleted(_)
        | FollowUpEvent::PeoplePaged(_)
        | FollowUpEvent::MemberNotified { .. } => 1,
        FollowUpEvent::Updated(_)
        | FollowUpEvent::ClockPaused(_)
        | FollowUpEvent::ClockResumed(_)
        | FollowUpEvent::LevelReached { .. } => 0,
    }
}

/// The same for the switchboard.
const fn starts_of_switchboard(event: &SwitchboardEvent) -> usize {
    match event {
        SwitchboardEvent::ReportReceived { .. } | SwitchboardEvent::OrderMoved { .. } => 1,
        SwitchboardEvent::LineChanged(_) | SwitchboardEvent::RoomChanged { .. } => 0,
    }
}

#[test]
fn the_table_knows_every_event_of_the_switchboard() {
    let id = Uuid::from_u128(1);
    let events = [
        SwitchboardEvent::ReportReceived { report: id, urgent: true },
        SwitchboardEvent::OrderMoved {
            order: id,
            member: DANA,
            about: None,
            state: OrderState::Placed,
        },
    ];
    for event in events {
        assert_eq!(subscriptions(event.name()).len(), starts_of_switchboard(&event), "{event:?}");
    }
}

/// The same for consent: customers show its marks in the transaction that sets them, so nothing has to follow.
const fn starts_of_consent(event: &ConsentEvent) -> usize {
    match event {
        ConsentEvent::EntryAdded(_)
        | ConsentEvent::Marked(_)
        | ConsentEvent::MarkChanged(_)
        | ConsentEvent::Lifted(_)
        | ConsentEvent::Undone(_)
        | ConsentEvent::NumberBlocked { .. }
        | ConsentEvent::NumberUnblocked { .. }
        | ConsentEvent::OverrideGiven { .. }
        | ConsentEvent::ListImported { .. } => 0,
    }
}

/// The same for texts.
const fn starts_of_texts(event: &MessagingEvent) -> usize {
    match event {
        MessagingEvent::Received { .. } => 3,
        MessagingEvent::Sent(_) | MessagingEvent::Failed(_) => 1,
        MessagingEvent::Written(_)
        | MessagingEvent::Delivered(_)
        | MessagingEvent::Unknown(_)
        | MessagingEvent::Cancelled(_)
        | MessagingEvent::Postponed(_)
        | MessagingEvent::Settled(_)
        | MessagingEvent::ConversationChanged { .. }
        | MessagingEvent::TemplateChanged { .. } => 0,
    }
}

/// The same for media: nothing follows from what is kept.
const fn starts_of_media(event: &MediaEvent) -> usize {
    match event {
        MediaEvent::AttachmentsAdded { .. }
        | MediaEvent::AttachmentRemoved { .. }
        | MediaEvent::AttachmentRestored { .. }
        | MediaEvent::RecordingChanged { .. }
        | MediaEvent::TranscriptChanged { .. } => 0,
    }
}

#[test]
fn the_table_knows_every_event_of_media() {
    let call = CallId(Uuid::from_u128(1));
    let attachment = AttachmentId(Uuid::from_u128(2));
    let recording = RecordingId(Uuid::from_u128(3));
    let events = [
        MediaEvent::AttachmentsAdded { call, attachments: vec![attachment] },
        MediaEvent::AttachmentRemoved { call, attachment },
        MediaEvent::AttachmentRestored { call, attachment },
        MediaEvent::RecordingChanged { call, recording, state: RecordingState::Stored },
        MediaEvent::TranscriptChanged { call, segments: 1 },
    ];
    for event in events {
        assert_eq!(subscriptions(event.name()).len(), starts_of_media(&event), "{event:?}");
    }
}

#[tokio::test]
async fn the_table_knows_every_event() {
    let town = Town::with_ana();
    let call = town.missed().await;
    town.outcome(call, "callback", minute(5)).await;
    town.calls.undo_outcome(&dana(), call).await.unwrap();
    town.settle().await;
    let events: Vec<EventEnvelope> = town.memory().events.clone();
    for event in events {
        let expected = if event.name.starts_with("calls.") {
            starts(&serde_json::from_value(event.payload).unwrap())
        } else if event.name.starts_with("followups.") {
            starts_of(&serde_json::from_value(event.payload).unwrap())
        } else if event.name.starts_with("consent.") {
            starts_of_consent(&serde_json::from_value(event.payload).unwrap())
        } else if event.name.starts_with("messaging.") {
            starts_of_texts(&serde_json::from_value(event.payload).unwrap())
        } else {
            0
        };
        assert_eq!(subscriptions(&event.name).len(), expected, "{}", event.name);
    }
    assert_eq!(carrier().role(), None, "the carrier is the product itself");
}
