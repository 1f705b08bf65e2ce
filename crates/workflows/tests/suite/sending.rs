//! Texts from the missed call to the telephone, and back.

use crate::{
    texts::Next,
    town::{ANA, NUMBER, Town, carrier, dana, minute},
};
use callboard_calls::model::{Direction, LineChange};
use callboard_customers::model::InteractionDirection;
use callboard_followups::{
    PauseRequest,
    model::{ClockState, PauseReason},
};
use callboard_kernel::{CallId, Clock, Phone, PortError};
use callboard_messaging::{
    Draft, MessagingError, Resolution, Wording,
    gate::Refusal,
    model::{MessageSnapshot, MessageState, Writer},
};
use callboard_telephony::{
    MessageProgress, MessageProgressed, MessageReceived, MessageStatus, Party, Private,
    ProviderMessageId, RefusalCause, TelephonyError,
};
use time::Duration;

fn said(words: &str) -> Draft {
    let message = Some(words.to_owned());
    Draft { wording: Wording { message, ..Wording::default() }, scheduled_for: None }
}

/// A call that was missed while the desk wants no text of its own, and a text by hand to its caller.
async fn written(town: &Town) -> CallId {
    town.texts.kept().settings.text_back = false;
    let call = town.missed().await;
    town.texts.messaging.text_caller(&dana(), call, said("On my way"), None).await.unwrap();
    call
}

fn only(town: &Town) -> MessageSnapshot {
    let all = town.texts.all();
    assert_eq!(all.len(), 1);
    all.into_iter().next().unwrap()
}

fn report(id: &ProviderMessageId, status: MessageStatus) -> MessageProgressed {
    MessageProgressed {
        message: id.clone(),
        to: Party::Phone(Phone::from_e164(NUMBER).unwrap()),
        progress: MessageProgress::of(status, None),
        at: None,
    }
}

fn received(id: &str, text: &str) -> MessageReceived {
    MessageReceived {
        message: ProviderMessageId::parse(id).unwrap(),
        from: Party::Phone(Phone::from_e164(NUMBER).unwrap()),
        to: Party::Phone(Phone::from_e164("+18645550199").unwrap()),
        pool: None,
        text: Private::new(text),
        files: Vec::new(),
        keyword: None,
        is_answered: false,
    }
}

#[tokio::test]
async fn a_text_is_sent_once_and_reports_bring_it_further() {
    let town = Town::new();
    written(&town).await;
    let sender = town.texts.sender(1);
    let round = sender.run_once(10).await.unwrap();
    assert_eq!((round.claimed, round.sent), (1, 1));
    assert_eq!(sender.run_once(10).await.unwrap().claimed, 0);
    assert_eq!(town.texts.company.taken(), ["On my way"]);
    let id = town.texts.company.newest();
    for status in [MessageStatus::Delivered, MessageStatus::Sent, MessageStatus::Delivered] {
        let known = town.texts.messaging.progressed(&carrier(), &report(&id, status)).await;
        assert!(known.unwrap());
    }
    assert_eq!(only(&town).state, MessageState::Delivered);
    let strange = ProviderMessageId::parse("SM99").unwrap();
    let unknown = report(&strange, MessageStatus::Sent);
    assert!(!town.texts.messaging.progressed(&carrier(), &unknown).await.unwrap());
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_and_never_sent_again() {
    let town = Town::new();
    written(&town).await;
    town.texts.company.will(Next::TakeInSilence);
    town.texts.sender(1).run_once(10).await.unwrap();
    assert_eq!(only(&town).state, MessageState::Sending);
    // Another process comes too early, and then when the settle time is over.
    assert_eq!(town.texts.sender(2).run_once(10).await.unwrap().claimed, 0);
    town.clock.advance(Duration::seconds(61));
    *town.texts.company.list_fails.lock().unwrap() = true;
    assert_eq!(town.texts.sender(2).run_once(10).await.unwrap().waiting, 1);
    *town.texts.company.list_fails.lock().unwrap() = false;
    town.clock.advance(Duration::seconds(31));
    assert_eq!(town.texts.sender(2).run_once(10).await.unwrap().sent, 1);
    assert_eq!(only(&town).state, MessageState::Sent);
    assert_eq!(town.texts.company.taken().len(), 1, "it went out once");
}

#[tokio::test]
async fn what_the_provider_does_not_have_is_for_a_person_to_settle() {
    let town = Town::new();
    written(&town).await;
    let lost = TelephonyError::Unknown { code: None, source: "reset".into() };
    town.texts.company.will(Next::Fail(lost));
    let sender = town.texts.sender(1);
    sender.run_once(10).await.unwrap();
    town.clock.advance(Duration::seconds(61));
    assert_eq!(sender.run_once(10).await.unwrap().unknown, 1);
    let text = only(&town);
    assert_eq!(text.state, MessageState::Unknown);
    assert!(town.texts.company.taken().is_empty(), "it is not sent again by itself");
    let messaging = &town.texts.messaging;
    for _ in 0..2 {
        let again = messaging.resolve(&dana(), text.id, Resolution::SendAgain).await;
        assert!(again.is_ok() || matches!(again, Err(MessagingError::NothingToSettle)));
    }
    assert_eq!(town.texts.all().len(), 2, "wanting it twice sends it once");
    sender.run_once(10).await.unwrap();
    assert_eq!(town.texts.company.taken(), ["On my way"]);
}

#[tokio::test]
async fn each_failure_has_its_own_duty() {
    let town = Town::new();
    written(&town).await;
    let sender = town.texts.sender(1);
    let until = town.clock.now() + Duration::seconds(40);
    town.texts.company.will(Next::Fail(TelephonyError::Busy { until, code: None, source: None }));
    assert_eq!(sender.run_once(10).await.unwrap().waiting, 1);
    assert_eq!(only(&town).state, MessageState::Retry);
    town.clock.advance(Duration::seconds(39));
    assert_eq!(sender.run_once(10).await.unwrap().claimed, 0, "not before it said");
    town.clock.advance(Duration::seconds(1));
    let ours = PortError::unavailable("twilio.send", "no network");
    town.texts.company.will(Next::Fail(ours.into()));
    assert_eq!(sender.run_once(10).await.unwrap().waiting, 1);
    town.clock.advance(Duration::seconds(5));
    let refused = TelephonyError::refused(RefusalCause::NotTextable);
    town.texts.company.will(Next::Fail(refused));
    assert_eq!(sender.run_once(10).await.unwrap().failed, 1);
    let text = only(&town);
    let failure = text.failure.unwrap();
    assert_eq!((text.state, failure.cause.as_str()), (MessageState::Failed, "not_textable"));
    assert_eq!(failure.words, "This number takes no text messages.");
}

#[tokio::test]
async fn the_gate_is_asked_again_before_it_leaves() {
    let town = Town::new();
    written(&town).await;
    town.texts.kept().stale_marks = 1;
    town.texts.kept().asked = 0;
    let sender = town.texts.sender(1);
    assert_eq!(sender.run_once(10).await.unwrap().sent, 1);
    assert_eq!(town.texts.kept().asked, 2, "what the gate knew had changed");

    let call = town.texts.all()[0].call.unwrap();
    town.texts.messaging.text_caller(&dana(), call, said("Still coming"), None).await.unwrap();
    let night = |until| Refusal {
        rule: "courtesy_hours".to_owned(),
        words: "It is night there.".to_owned(),
        until,
        lifted_by: "dispatcher".to_owned(),
    };
    town.texts.kept().refusals = vec![night(Some(town.clock.now() + Duration::hours(9)))];
    assert_eq!(sender.run_once(10).await.unwrap().waiting, 1);
    town.clock.advance(Duration::hours(9));
    town.texts.kept().refusals = vec![night(None)];
    assert_eq!(sender.run_once(10).await.unwrap().failed, 1);
    assert_eq!(town.texts.all()[1].state, MessageState::Refused);
    assert_eq!(town.texts.company.taken().len(), 1);
    // By hand it is told at once.
    let refused = town.texts.messaging.text_caller(&dana(), call, said("Hello"), None).await;
    assert!(
        matches!(refused, Err(MessagingError::Refused(why)) if why[0].rule == "courtesy_hours")
    );
}

#[tokio::test]
async fn a_report_that_is_quicker_than_the_answer_is_not_lost() {
    let town = Town::new();
    written(&town).await;
    town.texts.company.will(Next::TakeInSilence);
    let sender = town.texts.sender(1);
    sender.run_once(10).await.unwrap();
    let early = report(&town.texts.company.newest(), MessageStatus::Delivered);
    assert!(town.texts.messaging.progressed(&carrier(), &early).await.unwrap());
    town.clock.advance(Duration::seconds(61));
    sender.run_once(10).await.unwrap();
    assert_eq!(only(&town).state, MessageState::Delivered);
}

#[tokio::test]
async fn a_missed_call_is_texted_back_once() {
    let town = Town::new();
    let call = town.missed().await;
    let text = only(&town);
    assert_eq!(text.call, Some(call));
    let automation = Writer::Automation { name: "missed_call_texts_back".to_owned() };
    assert_eq!(text.writer, Some(automation));
    assert_eq!(text.template.as_deref(), Some("missed_call"));
    assert!(!text.body.contains("We open again"), "the desk is open: {}", text.body);
    assert_eq!(town.open().len(), 1, "the callback is still owed");
    town.texts.sender(1).run_once(10).await.unwrap();
    town.settle().await;
    assert_eq!(town.open().len(), 1, "a text keeps no promise");
}

#[tokio::test]
async fn a_text_back_says_when_the_desk_opens() {
    let town = Town::new();
    let evening = minute(10 * 60);
    town.clock.set(evening);
    let hung_up = LineChange::HungUp { at: evening, answered_at: None };
    town.line("late", Direction::In, hung_up).await;
    town.settle().await;
    let body = only(&town).body;
    assert!(body.contains("We open again tomorrow at"), "{body}");
}

#[tokio::test]
async fn nobody_is_texted_back_who_should_not_be() {
    let town = Town::new();
    town.texts.kept().settings.text_back = false;
    town.missed().await;
    assert_eq!(town.texts.all(), []);

    let late = Town::new();
    late.line("m", Direction::In, LineChange::HungUp { at: minute(1), answered_at: None }).await;
    late.clock.set(minute(12));
    late.settle().await;
    assert_eq!(late.texts.all(), [], "he has been called back by now");

    let forbidden = Town::new();
    forbidden.texts.kept().refusals = vec![Refusal {
        rule: "do_not_contact".to_owned(),
        words: "Wants no contact.".to_owned(),
        until: None,
        lifted_by: "owner".to_owned(),
    }];
    forbidden.missed().await;
    assert_eq!(forbidden.texts.all(), []);
}

#[tokio::test]
async fn a_text_back_that_could_not_leave_for_hours_never_does() {
    let town = Town::new();
    town.missed().await;
    town.clock.advance(Duration::hours(15));
    town.texts.sender(1).run_once(10).await.unwrap();
    assert_eq!(only(&town).state, MessageState::Cancelled);
    assert!(town.texts.company.taken().is_empty());
}

#[tokio::test]
async fn a_texters_reply_resumes_the_clock_that_waited_for_him() {
    let town = Town::new();
    town.texts.kept().settings.text_back = false;
    town.missed().await;
    let id = town.open()[0].id;
    let waits = PauseRequest {
        reason: PauseReason::WaitingForCustomer,
        until: Some(minute(600)),
        note: String::new(),
    };
    town.follow_ups.pause(&dana(), id, waits).await.unwrap();
    town.clock.set(minute(21));
    for _ in 0..2 {
        town.texts.messaging.received(&carrier(), &received("IN1", "I am back")).await.unwrap();
    }
    town.settle().await;
    let resumed = town.open().into_iter().find(|s| s.id == id).unwrap();
    assert_eq!(resumed.clock.state, ClockState::Running);
    assert_eq!(town.texts.all().len(), 1, "the same text twice is one");
}

#[tokio::test]
async fn texts_write_their_lines_into_the_timeline_once() {
    let town = Town::with_ana();
    town.missed().await;
    let before = town.memory().interactions.len();
    town.texts.sender(1).run_once(10).await.unwrap();
    town.settle().await;
    town.texts.messaging.received(&carrier(), &received("IN1", "Thanks")).await.unwrap();
    town.settle().await;
    let memory = town.memory();
    let lines: Vec<_> = memory
        .interactions
        .values()
        .filter(|(line, _)| line.call.is_none())
        .map(|(line, _)| (line.customer, line.direction, line.notes.clone()))
        .collect();
    assert_eq!(memory.interactions.len(), before + 2);
    assert!(lines.iter().all(|(customer, _, _)| *customer == ANA));
    let came = |direction| lines.iter().filter(move |(_, way, _)| *way == direction).count();
    assert_eq!(came(InteractionDirection::Inbound), 1);
    assert_eq!(came(InteractionDirection::Outbound), 1);
}
