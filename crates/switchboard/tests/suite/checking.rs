//! A look at the telephone company: who may, what it is held against, and what is kept of it.

use crate::support::{NOON, dispatcher, line, number, ports, workspace};
use callboard_kernel::{Actor, Loaded, ManualClock, MemberId, Role, Scope, Version};
use callboard_switchboard::{
    Switchboard, SwitchboardError,
    model::Texting,
    ports::{MockCarrier, MockLineBook},
};
use callboard_telephony::{AccountReport, Health, Looked, Registration, ports::MockAccountCheck};
use std::sync::Arc;
use uuid::Uuid;

#[expect(clippy::disallowed_methods, reason = "a test is somebody")]
fn admin() -> Scope {
    let id = MemberId(Uuid::from_u128(8));
    Scope::authenticated(workspace(), Actor::Member { id, role: Role::Admin })
}

fn told(registration: Registration) -> MockAccountCheck {
    let mut checks = MockAccountCheck::new();
    checks.expect_inspect().once().returning(move |_, expected| {
        assert_eq!(expected.lines, [number("+14045550190")]);
        let voice = expected.hooks.as_ref().unwrap().voice.to_string();
        assert_eq!(voice, "https://desk.example.com/hooks/twilio/secret/voice");
        let registrations = vec![(number("+14045550190"), registration)];
        Ok(AccountReport { findings: Vec::new(), registrations })
    });
    checks
}

fn book() -> MockLineBook {
    let mut book = MockLineBook::new();
    let loaded = || Loaded { value: line(), version: Version(1) };
    book.expect_list().returning(move |_| Ok(vec![loaded()]));
    book.expect_get().returning(move |_, _| Ok(Some(loaded())));
    book
}

#[tokio::test]
async fn the_word_of_the_company_is_kept_with_the_line() {
    let mut ports = ports(&Arc::new(ManualClock::new(NOON)));
    let mut book = book();
    book.expect_save().once().returning(|_, commit| {
        assert_eq!(commit.aggregate.snapshot().texting, Texting::Registered);
        Ok(Version(2))
    });
    ports.lines = Arc::new(book);
    ports.checks = Arc::new(told(Registration::Approved));
    Switchboard::new(ports).check_provider(&admin()).await.unwrap();
}

#[tokio::test]
async fn what_stands_already_is_not_written() {
    let mut ports = ports(&Arc::new(ManualClock::new(NOON)));
    ports.lines = Arc::new(book());
    ports.checks = Arc::new(told(Registration::Missing));
    Switchboard::new(ports).check_provider(&admin()).await.unwrap();
}

#[tokio::test]
async fn only_admins_look_and_without_a_company_nobody_is_asked() {
    let clock = Arc::new(ManualClock::new(NOON));
    let refused = Switchboard::new(ports(&clock)).check_provider(&dispatcher()).await;
    assert!(matches!(refused, Err(SwitchboardError::Forbidden(_))), "{refused:?}");
    let mut alone = ports(&clock);
    let mut carrier = MockCarrier::new();
    carrier.expect_provider().returning(|_| Ok(None));
    alone.carrier = Arc::new(carrier);
    let report = Switchboard::new(alone).check_provider(&admin()).await.unwrap();
    assert_eq!(report.findings.len(), 1);
    let finding = &report.findings[0];
    assert_eq!((finding.looked, finding.health), (Looked::Provider, Health::Failure));
}
