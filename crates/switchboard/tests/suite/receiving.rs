//! Reports: believed, kept, answered.

use crate::support::{NOON, number, outage, ports, workspace};
use callboard_kernel::{ManualClock, Phone};
use callboard_switchboard::{
    HookError, Switchboard, SwitchboardPorts,
    ports::{Journalled, MockCallerList, MockLineBook, MockReportJournal, MockSpool},
};
use callboard_telephony::{
    Answer, Attestation, CallOffered, Delivery, HttpMethod, Party, ProviderCallId, ProviderEvent,
    RawWebhook, WebhookError, WebhookKind, WrittenAnswer, ports::MockWebhooks,
};
use std::sync::Arc;
use time::Duration;

fn raw() -> RawWebhook {
    RawWebhook {
        kind: WebhookKind::Call,
        method: HttpMethod::Post,
        url: "https://desk.example.com/hooks/twilio/secret/voice".to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
    }
}

fn offered(to: Phone) -> Delivery {
    let offered = CallOffered {
        call: ProviderCallId::parse("CA1").unwrap(),
        from: Party::Phone(number("+14045550177")),
        to: Party::Phone(to),
        forwarded_from: None,
        caller_name: None,
        attestation: Attestation::Absent,
        place: [None, None, None, None],
        parameters: Vec::new(),
    };
    Delivery {
        dedupe_key: "call:1".to_owned(),
        events: vec![ProviderEvent::CallOffered(offered)],
        query: Vec::new(),
    }
}

/// Webhooks that believe everything and write an answer's own words.
fn believing(to: &'static str) -> MockWebhooks {
    let mut webhooks = MockWebhooks::new();
    webhooks.expect_read().returning(move |_, _| Ok(offered(number(to))));
    webhooks.expect_write().returning(|_, answer| written(answer));
    webhooks
}

fn written(answer: &Answer) -> WrittenAnswer {
    WrittenAnswer { status: 200, content_type: Some("text/xml"), body: format!("{answer:?}") }
}

fn nobody_blocked() -> MockCallerList {
    let mut list = MockCallerList::new();
    list.expect_is_blocked().returning(|_, _| Ok(false));
    list
}

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(NOON))
}

fn desk(clock: &Arc<ManualClock>, journal: MockReportJournal) -> SwitchboardPorts {
    SwitchboardPorts {
        journal: Arc::new(journal),
        blocked: Arc::new(nobody_blocked()),
        webhooks: Arc::new(believing("+14045550190")),
        ..ports(clock)
    }
}

#[tokio::test]
async fn a_report_is_kept_before_it_is_answered_and_a_repetition_gets_the_first_answer() {
    let mut journal = MockReportJournal::new();
    journal.expect_put().times(1).returning(|_, _| Ok(Journalled::New));
    let first = WrittenAnswer { status: 200, content_type: None, body: "the first".to_owned() };
    let again = first.clone();
    journal.expect_put().times(1).returning(move |_, _| Ok(Journalled::Known(again.clone())));
    let switchboard = Switchboard::new(desk(&clock(), journal));
    let told = switchboard.receive("twilio", "secret", raw()).await.unwrap();
    assert!(told.body.contains("Dial"), "{told:?}");
    assert_eq!(switchboard.receive("twilio", "secret", raw()).await.unwrap(), first);
    let nobody = switchboard.receive("twilio", "guess", raw()).await;
    assert!(matches!(nobody, Err(HookError::Nobody)), "{nobody:?}");
}

#[tokio::test]
async fn a_call_rings_while_the_database_is_down_and_is_taken_in_later() {
    let clock = clock();
    let mut journal = MockReportJournal::new();
    journal.expect_put().times(1).returning(|_, _| Ok(Journalled::New));
    journal.expect_put().times(1).returning(|_, _| Err(outage()));
    let mut lines = MockLineBook::new();
    let known = || {
        vec![callboard_kernel::Loaded {
            value: crate::support::line(),
            version: callboard_kernel::Version(1),
        }]
    };
    lines.expect_list().times(1).returning(move |_| Ok(known()));
    lines.expect_list().returning(|_| Err(outage()));
    let mut spool = MockSpool::new();
    spool
        .expect_keep()
        .times(1)
        .withf(|of, report| *of == workspace() && report.dedupe_key == "call:1")
        .returning(|_, _| Ok(()));
    let switchboard = Switchboard::new(SwitchboardPorts {
        lines: Arc::new(lines),
        spool: Arc::new(spool),
        ..desk(&clock, journal)
    });
    let before = switchboard.receive("twilio", "secret", raw()).await.unwrap();
    clock.set(NOON + Duration::minutes(10));
    let during = switchboard.receive("twilio", "secret", raw()).await.unwrap();
    assert_eq!(before, during, "the desk is decided by what was last known of it");
}

#[tokio::test]
async fn what_can_be_kept_nowhere_is_no_success() {
    let mut journal = MockReportJournal::new();
    journal.expect_put().returning(|_, _| Err(outage()));
    let mut spool = MockSpool::new();
    spool.expect_keep().returning(|_, _| Err(outage()));
    let ports = SwitchboardPorts { spool: Arc::new(spool), ..desk(&clock(), journal) };
    let told = Switchboard::new(ports).receive("twilio", "secret", raw()).await;
    assert!(matches!(told, Err(HookError::NotKept(_))), "{told:?}");
}

#[tokio::test]
async fn what_is_not_believed_or_not_ours_is_not_kept() {
    let mut webhooks = MockWebhooks::new();
    webhooks.expect_read().returning(|_, _| Err(WebhookError::Forged));
    let forged = SwitchboardPorts {
        webhooks: Arc::new(webhooks),
        ..desk(&clock(), MockReportJournal::new())
    };
    let told = Switchboard::new(forged).receive("twilio", "secret", raw()).await;
    assert!(matches!(told, Err(HookError::Webhook(WebhookError::Forged))), "{told:?}");
    let foreign = SwitchboardPorts {
        webhooks: Arc::new(believing("+14045550100")),
        ..desk(&clock(), MockReportJournal::new())
    };
    let told = Switchboard::new(foreign).receive("twilio", "secret", raw()).await;
    assert!(matches!(told, Err(HookError::ForeignNumber)), "{told:?}");
}

#[tokio::test]
async fn the_spool_is_taken_in_one_by_one_and_what_the_journal_has_is_forgotten() {
    let report = callboard_switchboard::ports::NewReport {
        provider: "twilio".to_owned(),
        dedupe_key: "call:1".to_owned(),
        raw: raw(),
        answer: WrittenAnswer { status: 200, content_type: None, body: String::new() },
        at: NOON,
    };
    let mut spool = MockSpool::new();
    let kept =
        vec![("a".to_owned(), workspace(), report.clone()), ("b".to_owned(), workspace(), report)];
    spool.expect_oldest().returning(move |_| Ok(kept.clone()));
    spool.expect_forget().times(1).withf(|name| name == "a").returning(|_| Ok(()));
    let mut journal = MockReportJournal::new();
    journal.expect_put().times(1).returning(|_, _| Ok(Journalled::New));
    journal.expect_put().times(1).returning(|_, _| Err(outage()));
    let ports = SwitchboardPorts { spool: Arc::new(spool), ..desk(&clock(), journal) };
    let taken = Switchboard::new(ports).take_in_spool(10).await;
    assert!(taken.is_err(), "the second waits on");
}
