//! Findings from facts, without a network.

use super::{
    facts::{Account, Application, Facts, Hook, Named, OwnNumber, Seen, Service},
    judge,
};
use callboard_kernel::{Phone, timestamp};
use callboard_telephony::{Expected, ExpectedHooks, Finding, Health, Link, Looked, Registration};
use std::time::Duration;

const MAIN: &str = "+14045550190";

fn phone(text: &str) -> Phone {
    Phone::from_e164(text).unwrap()
}

fn link(word: &str) -> Link {
    Link::parse(&format!("https://desk.example.com/hooks/twilio/hidden/{word}")).unwrap()
}

fn expected() -> Expected {
    let hooks =
        ExpectedHooks { voice: link("voice"), message: link("sms"), status: link("status") };
    Expected { lines: vec![phone(MAIN)], hooks: Some(hooks) }
}

fn hook(word: &str) -> Hook {
    Hook { url: Some(link(word).to_string()), posts: true }
}

fn own(number: &str) -> OwnNumber {
    OwnNumber {
        number: phone(number),
        voice: hook("voice"),
        message: hook("sms"),
        status: hook("status"),
        calls_go_elsewhere: false,
        texts_go_elsewhere: false,
        takes_texts: Some(true),
    }
}

fn service() -> Service {
    let numbers = vec![phone(MAIN)];
    Service { numbers, inbound: None, registration: Registration::Approved }
}

/// An account with which everything works.
fn facts() -> Facts {
    let noon = timestamp(1_790_953_200_000);
    Facts {
        account: Seen::Told(Account { is_active: true, is_trial: false }),
        ours: noon,
        theirs: Some(noon + Duration::from_secs(2)),
        key: Seen::Told(Named::There),
        application: Seen::Told(Application::Nothing),
        numbers: Seen::Told(vec![own(MAIN)]),
        services: Seen::Told(vec![service()]),
    }
}

fn with_number(change: impl FnOnce(&mut OwnNumber)) -> Facts {
    let mut number = own(MAIN);
    change(&mut number);
    Facts { numbers: Seen::Told(vec![number]), ..facts() }
}

/// What is not fine.
fn wrong(facts: &Facts, expected: &Expected) -> Vec<(Looked, Health)> {
    let report = judge(facts, expected);
    for finding in &report.findings {
        assert!(finding.health == Health::Fine || finding.advice.is_some(), "{finding:?}");
        let said = format!("{} {:?}", finding.text, finding.advice);
        assert!(!said.contains("hidden"), "a finding tells the secret: {said}");
    }
    let not_fine = |finding: &&Finding| finding.health != Health::Fine;
    report.findings.iter().filter(not_fine).map(|one| (one.looked, one.health)).collect()
}

#[test]
fn an_account_that_works_has_nothing_to_mend() {
    assert_eq!(wrong(&facts(), &expected()), []);
    let report = judge(&facts(), &expected());
    assert!(!report.has_failed());
    assert_eq!(report.registrations, [(phone(MAIN), Registration::Approved)]);
    let overridden = with_number(|one| one.voice.url = Some(format!("{}#rc=3", link("voice"))));
    assert_eq!(wrong(&overridden, &expected()), [], "a fragment is not part of what is asked");
}

#[test]
fn keys_and_the_state_of_the_account_are_told() {
    let refused = Facts { account: Seen::NotAllowed, key: Seen::NotAllowed, ..facts() };
    assert_eq!(wrong(&refused, &expected()), [(Looked::Account, Health::Failure)]);
    let trial =
        Facts { account: Seen::Told(Account { is_active: true, is_trial: true }), ..facts() };
    assert_eq!(wrong(&trial, &expected()), [(Looked::Account, Health::Warning)]);
    let closed =
        Facts { account: Seen::Told(Account { is_active: false, is_trial: false }), ..facts() };
    assert_eq!(wrong(&closed, &expected()), [(Looked::Account, Health::Failure)]);
    let blind = Facts { numbers: Seen::NotAllowed, ..facts() };
    assert_eq!(wrong(&blind, &expected()), [(Looked::Account, Health::Failure)]);
    assert_eq!(judge(&blind, &expected()).registrations, [], "nothing is known, nothing changes");
}

#[test]
fn clocks_may_be_a_little_apart() {
    let apart =
        |seconds| Facts { theirs: Some(facts().ours + Duration::from_secs(seconds)), ..facts() };
    assert_eq!(wrong(&apart(30), &expected()), []);
    assert_eq!(wrong(&apart(31), &expected()), [(Looked::Clock, Health::Warning)]);
    assert_eq!(wrong(&apart(301), &expected()), [(Looked::Clock, Health::Failure)]);
    assert_eq!(wrong(&Facts { theirs: None, ..facts() }, &expected()), []);
}

#[test]
fn a_number_that_asks_somebody_else_is_found() {
    let failure = [(Looked::Number, Health::Failure)];
    for broken in [
        with_number(|one| one.voice.url = None),
        with_number(|one| one.voice.url = Some("https://demo.twilio.com/welcome/voice/".into())),
        with_number(|one| one.voice.posts = false),
        with_number(|one| one.calls_go_elsewhere = true),
        with_number(|one| one.message.url = None),
        with_number(|one| one.texts_go_elsewhere = true),
    ] {
        assert_eq!(wrong(&broken, &expected()), failure, "{broken:?}");
    }
    let silent = with_number(|one| one.status.url = None);
    assert_eq!(wrong(&silent, &expected()), [(Looked::Number, Health::Warning)]);
    let landline = with_number(|one| {
        one.message.url = None;
        one.takes_texts = Some(false);
    });
    assert_eq!(wrong(&landline, &expected()), [], "what takes no texts needs no address for them");
}

#[test]
fn a_messaging_service_takes_the_texts_of_its_numbers() {
    let mut group = service();
    group.inbound = Some(Hook::default());
    let taken = Facts { services: Seen::Told(vec![group.clone()]), ..facts() };
    assert_eq!(wrong(&taken, &expected()), [(Looked::Number, Health::Failure)]);
    group.inbound = Some(hook("sms"));
    let here = Facts { services: Seen::Told(vec![group]), ..facts() };
    assert_eq!(wrong(&here, &expected()), []);
}

#[test]
fn lines_and_numbers_are_held_against_each_other() {
    let none = Facts { numbers: Seen::Told(Vec::new()), ..facts() };
    assert_eq!(wrong(&none, &expected()), [(Looked::Number, Health::Failure)]);
    assert_eq!(judge(&none, &expected()).findings[3].number, Some(phone(MAIN)));
    let two = Facts { numbers: Seen::Told(vec![own(MAIN), own("+14045550191")]), ..facts() };
    assert_eq!(wrong(&two, &expected()), [(Looked::Number, Health::Warning)]);
    let mut idle = own("+14045550192");
    idle.voice.url = None;
    let other = Facts { numbers: Seen::Told(vec![own(MAIN), idle]), ..facts() };
    assert_eq!(wrong(&other, &expected()), [], "numbers of other uses are none of our business");
    let unlined = Expected { lines: Vec::new(), ..expected() };
    let warned = [(Looked::Number, Health::Warning); 2];
    assert_eq!(wrong(&facts(), &unlined), warned, "no line, and a number that comes here");
    let unreachable = Expected { hooks: None, ..expected() };
    assert_eq!(wrong(&facts(), &unreachable), [(Looked::Address, Health::Failure)]);
}

#[test]
fn registrations_are_told_of_long_codes_alone() {
    let alone = Facts { services: Seen::Told(Vec::new()), ..facts() };
    assert_eq!(wrong(&alone, &expected()), [(Looked::Texting, Health::Warning)]);
    let missing = judge(&alone, &expected()).registrations;
    assert_eq!(missing, [(phone(MAIN), Registration::Missing)]);
    let hidden = Facts { services: Seen::NotAllowed, ..facts() };
    assert_eq!(wrong(&hidden, &expected()), [(Looked::Texting, Health::Warning)]);
    assert_eq!(judge(&hidden, &expected()).registrations, []);
    for other in ["+18445550142", "+442079460123"] {
        let facts = Facts {
            numbers: Seen::Told(vec![own(other)]),
            services: Seen::Told(Vec::new()),
            ..facts()
        };
        let expected = Expected { lines: vec![phone(other)], ..expected() };
        assert_eq!(judge(&facts, &expected).registrations, [], "{other}");
    }
}

#[test]
fn browsers_need_a_key_and_an_application_that_asks_us() {
    let keyless = Facts { key: Seen::Told(Named::Nothing), ..facts() };
    assert_eq!(wrong(&keyless, &expected()), [(Looked::Browser, Health::Warning)]);
    let gone = Facts { key: Seen::Told(Named::Missing), ..facts() };
    assert_eq!(wrong(&gone, &expected()), [(Looked::Browser, Health::Failure)]);
    let with = |application| Facts { application: Seen::Told(application), ..facts() };
    let right = Application::At(Some(link("voice").to_string()));
    assert_eq!(wrong(&with(right), &expected()), []);
    for broken in [Application::Missing, Application::At(None)] {
        let failure = [(Looked::Browser, Health::Failure)];
        assert_eq!(wrong(&with(broken), &expected()), failure);
    }
}
