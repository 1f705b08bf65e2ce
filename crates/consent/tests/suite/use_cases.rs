//! What can be done with consent, from the first word to the next answer.

use crate::book::{ANA, BEN, Desk, NOON, member, product, shared, strange};
use callboard_consent::{
    About, Address, Channel, ConsentChange, ConsentError, ConsentEvent, ConsentScope, HeardText,
    Lift, ListRow, MarkEdit, NewEntry, NewMark, NewOverride, Purpose, Question, Reply, Rule,
    Sender, Settings, Target, Verdict,
    model::{DoNotContactReason, Via},
};
use callboard_kernel::{
    CallId, Cause, Classify, CustomerId, ErrorKind, Phone, Role, SaveError, Version,
};
use time::Duration;
use uuid::Uuid;

fn calling(number: Phone) -> Question {
    Question {
        target: Target::Call(number),
        purpose: Purpose::Service,
        sender: Sender::Person,
        subject: None,
        at: NOON,
    }
}

fn texting(number: Phone) -> Question {
    Question { target: Target::Text(number.clone()), ..calling(number) }
}

fn text(says: &str) -> HeardText {
    HeardText {
        from: shared(),
        line: Some(Phone::from_e164("+12125550199").unwrap()),
        customer: None,
        text: says.to_owned(),
        at: NOON,
    }
}

fn marking(about: About) -> NewMark {
    NewMark {
        about,
        reason: DoNotContactReason::Asked,
        words: "Leave me alone.".to_owned(),
        via: Via::Call,
        source: String::new(),
        call: None,
        by: None,
    }
}

fn lifting(words: &str) -> Lift {
    Lift { words: words.to_owned(), via: Via::Call, source: String::new() }
}

/// The rules that refuse.
async fn refused(desk: &Desk, question: &Question) -> Vec<Rule> {
    let asked = desk.consents.ask(&member(Role::Viewer), question).await.unwrap();
    let refusals = asked.decision.permit().err();
    refusals.map(|all| all.all().iter().map(|one| one.rule).collect()).unwrap_or_default()
}

#[tokio::test]
async fn a_stop_counts_at_once_for_everybody_who_has_the_number() {
    let desk = Desk::new();
    assert!(refused(&desk, &texting(shared())).await.is_empty());
    let heard = desk.consents.heard(&product(), text("STOP")).await.unwrap();
    assert!(matches!(heard.reply, Reply::Stop(_)));
    assert_eq!(heard.answer, Some(Purpose::OptOutConfirmation));
    assert_eq!(heard.entries.len(), 2, "one for each of the two");
    for question in [texting(shared()), calling(shared())] {
        assert_eq!(refused(&desk, &question).await, [Rule::Revoked]);
    }
    for customer in [ANA, BEN] {
        let asked = [calling(strange())];
        let answers = desk.consents.ask_all(&member(Role::Viewer), Some(customer), &asked).await;
        assert!(!answers.unwrap()[0].decision.is_allowed(), "on his other number, too");
    }
    let again = desk.consents.heard(&product(), text("STOP")).await.unwrap();
    assert_eq!((again.answer, again.entries.len()), (None, 0), "told twice, heard once");
    let later = HeardText { at: NOON + Duration::minutes(1), ..text("stop!!") };
    let later = desk.consents.heard(&product(), later).await.unwrap();
    assert_eq!((later.answer, later.entries.len()), (None, 2), "one confirmation is enough");
}

#[tokio::test]
async fn a_start_brings_texts_back_and_nothing_else() {
    let desk = Desk::new();
    let start = |minutes| HeardText { at: NOON + Duration::minutes(minutes), ..text("START") };
    let early = desk.consents.heard(&product(), start(0)).await.unwrap();
    assert!(early.entries.is_empty(), "who never opted out has nothing to opt into");
    desk.consents.heard(&product(), text("STOP")).await.unwrap();
    desk.consents.heard(&product(), start(1)).await.unwrap();
    let later = NOON + Duration::minutes(2);
    assert!(refused(&desk, &Question { at: later, ..texting(shared()) }).await.is_empty());
    let calls = refused(&desk, &Question { at: later, ..calling(shared()) }).await;
    assert_eq!(calls, [Rule::Revoked]);
}

#[tokio::test]
async fn what_may_be_a_revocation_waits_for_a_person_and_holds_until_then() {
    let desk = Desk::new();
    let says = HeardText { customer: Some(ANA), ..text("please take me off your list") };
    let heard = desk.consents.heard(&product(), says).await.unwrap();
    assert_eq!(heard.reply, Reply::MaybeRevocation);
    assert_eq!((heard.entries.len(), heard.answer), (1, None));
    assert_eq!(refused(&desk, &texting(shared())).await, [Rule::RevocationWaits]);
    let proposed = desk.consents.overview(&member(Role::Viewer), &About::customer(ANA)).await;
    assert_eq!(proposed.unwrap().proposed.len(), 1);

    desk.clock.set(NOON + Duration::minutes(5));
    let dana = member(Role::Dispatcher);
    let decide =
        |verdict| desk.consents.decide(&dana, heard.entries[0], verdict, "meant the visit");
    let decision = decide(Verdict::Dismiss).await.unwrap();
    assert_eq!(decision.entry.change, ConsentChange::RevocationDismissed);
    let later = NOON + Duration::minutes(6);
    for number in [shared(), strange()] {
        let asked = [Question { at: later, ..texting(number) }];
        let answer = desk.consents.ask_all(&member(Role::Viewer), Some(ANA), &asked).await;
        assert!(answer.unwrap()[0].decision.is_allowed());
    }
    assert!(matches!(decide(Verdict::Confirm).await, Err(ConsentError::AlreadyDecided)));
    let granted = decision.id;
    let odd = desk.consents.decide(&member(Role::Owner), granted, Verdict::Confirm, "").await;
    assert!(matches!(odd, Err(ConsentError::NothingToDecide)));
}

#[tokio::test]
async fn a_confirmed_revocation_is_one() {
    let desk = Desk::new();
    let heard = desk.consents.heard(&product(), text("take me off your list")).await.unwrap();
    desk.clock.set(NOON + Duration::minutes(5));
    for id in heard.entries {
        desk.consents.decide(&member(Role::Dispatcher), id, Verdict::Confirm, "").await.unwrap();
    }
    let later = Question { at: NOON + Duration::minutes(6), ..texting(shared()) };
    assert_eq!(refused(&desk, &later).await, [Rule::Revoked]);
}

#[tokio::test]
async fn help_is_answered_and_other_texts_are_left_alone() {
    let desk = Desk::new();
    let help = desk.consents.heard(&product(), text("HELP")).await.unwrap();
    assert_eq!((help.answer, help.entries.len()), (Some(Purpose::Help), 0));
    let other = desk.consents.heard(&product(), text("see you on Tuesday")).await.unwrap();
    assert_eq!((other.reply, other.answer), (Reply::Other, None));
    assert_eq!(desk.memory().version, 0);
}

#[tokio::test]
async fn the_carriers_refusal_is_a_revocation_once() {
    let desk = Desk::new();
    for minutes in 0..3 {
        let at = NOON + Duration::minutes(minutes);
        desk.consents.carrier_opted_out(&product(), &strange(), at).await.unwrap();
    }
    let memory = desk.memory();
    assert_eq!(memory.entries.len(), 1);
    assert_eq!(memory.entries[0].entry.proof.via, Via::Carrier);
    assert_eq!(memory.entries[0].customer, None);
}

#[tokio::test]
async fn a_mark_is_set_once_corrected_and_lifted_by_an_owner_with_words() {
    let desk = Desk::new();
    let about = About::customer(ANA);
    let viewer = desk.consents.mark(&member(Role::Viewer), marking(about.clone()), None).await;
    assert_eq!(viewer.unwrap_err().kind(), ErrorKind::Forbidden);
    let dana = member(Role::Dispatcher);
    let first = desk.consents.mark(&dana, marking(about.clone()), None).await.unwrap();
    let again = desk.consents.mark(&dana, marking(about.clone()), None).await.unwrap();
    assert_eq!(again, first, "marking again changes nothing");
    assert_eq!(refused(&desk, &calling(shared())).await, [Rule::DoNotContact]);

    let words = MarkEdit { words: Some("Never again.".to_owned()), ..MarkEdit::default() };
    let stale = desk.consents.edit_mark(&dana, &about, Some(Version(9)), words.clone()).await;
    assert!(matches!(stale, Err(ConsentError::Save(SaveError::Stale))));
    let edited = desk.consents.edit_mark(&dana, &about, None, words).await.unwrap();
    assert_eq!(edited.value.mark.proof.words, "Never again.");

    let admin = desk.consents.lift(&member(Role::Admin), &about, lifting("call me")).await;
    assert_eq!(admin.unwrap_err().kind(), ErrorKind::Forbidden);
    let owner = member(Role::Owner);
    let silent = desk.consents.lift(&owner, &about, lifting("  ")).await;
    assert!(matches!(silent, Err(ConsentError::Invalid(_))), "without words nothing is lifted");
    desk.consents.lift(&owner, &about, lifting("Call me again.")).await.unwrap();
    assert!(refused(&desk, &calling(shared())).await.is_empty());
    let gone = desk.consents.lift(&owner, &about, lifting("again")).await;
    assert!(matches!(gone, Err(ConsentError::NotMarked)));
    let memory = desk.memory();
    assert_eq!(memory.marks.len(), 1, "it stays on the list as lifted");
    let targets: Vec<_> = memory.audits.iter().map(|line| line.target_id).collect();
    assert_eq!(targets, vec![ANA.uuid(); 3], "the trail of the customer tells all of it");
}

#[tokio::test]
async fn a_wrong_person_is_said_of_a_number() {
    let desk = Desk::new();
    let wrong = |about| NewMark { reason: DoNotContactReason::WrongPerson, ..marking(about) };
    let dana = member(Role::Dispatcher);
    let customer = desk.consents.mark(&dana, wrong(About::customer(ANA)), None).await;
    assert!(matches!(customer, Err(ConsentError::Invalid(_))));
    desk.consents.mark(&dana, wrong(About::number(strange())), None).await.unwrap();
    assert_eq!(refused(&desk, &calling(strange())).await, [Rule::WrongPerson]);
    assert!(refused(&desk, &calling(shared())).await.is_empty());
    let unknown = marking(About::customer(CustomerId(Uuid::nil())));
    let unknown = desk.consents.mark(&dana, unknown, None).await;
    assert!(matches!(unknown, Err(ConsentError::NoSuchCustomer)));
}

#[tokio::test]
async fn the_mark_of_an_outcome_goes_with_it_and_only_that_one() {
    let desk = Desk::new();
    let call = CallId(Uuid::from_u128(0xca11));
    let by_outcome = NewMark { call: Some(call), ..marking(About::customer(ANA)) };
    let cause = |word: &str| (Cause(word.to_owned()), 1);
    for _ in 0..2 {
        let (by, why) = (product(), cause("set"));
        desk.consents.mark_by_outcome(&by, by_outcome.clone(), why).await.unwrap();
    }
    desk.consents
        .mark(&member(Role::Dispatcher), marking(About::customer(BEN)), None)
        .await
        .unwrap();
    for _ in 0..2 {
        desk.consents.undo_marks_of_call(&product(), call, cause("undo")).await.unwrap();
    }
    let standing: Vec<_> = desk
        .memory()
        .marks
        .iter()
        .filter(|(kept, _)| kept.stands())
        .map(|(kept, _)| kept.customer)
        .collect();
    assert_eq!(standing, [Some(BEN)]);
}

#[tokio::test]
async fn an_owner_goes_beyond_the_list_by_hand_and_with_a_reason() {
    let desk = Desk::new();
    let about = About::customer(ANA);
    desk.consents.mark(&member(Role::Dispatcher), marking(about.clone()), None).await.unwrap();
    let beyond = |rule, reason: &str| NewOverride {
        about: about.clone(),
        rule,
        purpose: None,
        reason: reason.to_owned(),
        minutes: 30,
    };
    let admin = member(Role::Admin);
    let admin = desk.consents.go_beyond(&admin, beyond(Rule::DoNotContact, "so")).await;
    assert_eq!(admin.unwrap_err().kind(), ErrorKind::Forbidden);
    let owner = member(Role::Owner);
    let silent = desk.consents.go_beyond(&owner, beyond(Rule::DoNotContact, " ")).await;
    assert!(matches!(silent, Err(ConsentError::Invalid(_))));
    let never = desk.consents.go_beyond(&owner, beyond(Rule::NoConsent, "so")).await;
    assert!(matches!(never, Err(ConsentError::NotLiftable)));
    let program = desk.consents.go_beyond(&product(), beyond(Rule::CallCap, "so")).await;
    assert!(matches!(program, Err(ConsentError::NotAMember)));
    desk.consents.go_beyond(&owner, beyond(Rule::DoNotContact, "gas leak")).await.unwrap();
    assert!(refused(&desk, &calling(shared())).await.is_empty());
    let robot = Sender::Automation { name: "reminder".to_owned() };
    let by_machine = refused(&desk, &Question { sender: robot, ..calling(shared()) }).await;
    assert!(by_machine.contains(&Rule::DoNotContact), "a machine goes beyond nothing");
    let over = Question { at: NOON + Duration::minutes(31), ..calling(shared()) };
    assert_eq!(refused(&desk, &over).await, [Rule::DoNotContact]);
}

#[tokio::test]
async fn the_version_tells_whether_an_answer_still_holds() {
    let desk = Desk::new();
    let viewer = member(Role::Viewer);
    let asked = desk.consents.ask(&viewer, &texting(shared())).await.unwrap();
    assert!(asked.decision.is_allowed());
    assert!(desk.consents.still_holds(&viewer, asked.version).await.unwrap());
    desk.consents.heard(&product(), text("STOP")).await.unwrap();
    assert!(!desk.consents.still_holds(&viewer, asked.version).await.unwrap());
}

#[tokio::test]
async fn a_number_is_blocked_once_and_unblocked_by_a_supervisor() {
    let desk = Desk::new();
    let dana = member(Role::Dispatcher);
    let first = desk.consents.block(&dana, "(212) 555-0143", "silent calls", None).await.unwrap();
    assert_eq!(first.number, strange());
    assert_eq!(desk.consents.block(&dana, "+12125550143", "", None).await.unwrap(), first);
    assert!(desk.consents.is_blocked(&dana, &strange()).await.unwrap());
    assert_eq!(refused(&desk, &calling(strange())).await, [Rule::BlockedNumber]);
    let refusal = desk.consents.unblock(&dana, "+12125550143").await;
    assert_eq!(refusal.unwrap_err().kind(), ErrorKind::Forbidden);
    let admin = member(Role::Admin);
    desk.consents.unblock(&admin, "+12125550143").await.unwrap();
    assert!(!desk.consents.is_blocked(&dana, &strange()).await.unwrap());
    for absent in ["+12125550143", "no number"] {
        let answer = desk.consents.unblock(&admin, absent).await;
        assert!(matches!(answer, Err(ConsentError::NotBlocked)), "{absent}");
    }
    assert!(matches!(
        desk.memory().events[..],
        [ConsentEvent::NumberBlocked { .. }, ConsentEvent::NumberUnblocked { .. }]
    ));
}

#[tokio::test]
async fn a_list_marks_what_it_can_read_and_names_the_rest() {
    let desk = Desk::new();
    let row = |line, number: &str, reason: &str| ListRow {
        line,
        number: number.to_owned(),
        reason: reason.to_owned(),
        words: String::new(),
    };
    let rows = vec![
        row(2, "(212) 555-0150", ""),
        row(3, "+12125550150", ""),
        row(4, "nonsense", ""),
        row(5, "+12125550151", "hates us"),
        row(6, "+12125550152", "company"),
    ];
    let dana = desk.consents.import_list(&member(Role::Dispatcher), rows.clone()).await;
    assert_eq!(dana.unwrap_err().kind(), ErrorKind::Forbidden);
    let admin = member(Role::Admin);
    let outcome = desk.consents.import_list(&admin, rows.clone()).await.unwrap();
    assert_eq!((outcome.added, outcome.already), (2, 1));
    let wrong: Vec<_> = outcome.errors.iter().map(|error| (error.line, error.column)).collect();
    assert_eq!(wrong, [(4, "number"), (5, "reason")]);
    let again = desk.consents.import_list(&admin, rows).await.unwrap();
    assert_eq!((again.added, again.already), (0, 3));
    assert_eq!(desk.memory().marks.len(), 2);
    let long = (0..2001).map(|n| row(n, "+12125550150", "")).collect();
    assert!(matches!(desk.consents.import_list(&admin, long).await, Err(ConsentError::Invalid(_))));
}

#[tokio::test]
async fn an_entry_needs_words_and_a_written_one_its_source() {
    let desk = Desk::new();
    let dana = member(Role::Dispatcher);
    let entry = |change, words: &str, source: &str| NewEntry {
        about: About { customer: Some(ANA), address: Some(Address::Phone(shared())) },
        change,
        scope: ConsentScope::only(Channel::Text, Purpose::Marketing),
        words: words.to_owned(),
        via: Via::Form,
        source: source.to_owned(),
        call: None,
        by: None,
    };
    let selling = Question { purpose: Purpose::Marketing, ..texting(shared()) };
    assert!(refused(&desk, &selling).await.contains(&Rule::NoConsent));
    let silent = desk.consents.record(&dana, entry(ConsentChange::Granted, " ", ""), None, None);
    assert!(matches!(silent.await, Err(ConsentError::Invalid(_))));
    let unsigned = entry(ConsentChange::GrantedInWriting, "I agree to offers.", "");
    assert!(desk.consents.record(&dana, unsigned, None, None).await.is_err());
    let signed = entry(ConsentChange::GrantedInWriting, "I agree to offers.", "form 12, version 3");
    let first = desk.consents.record(&dana, signed.clone(), Some("key"), None).await.unwrap();
    let again = desk.consents.record(&dana, signed, Some("key"), None).await.unwrap();
    assert_eq!((first.id, desk.memory().entries.len()), (again.id, 1));
    assert!(refused(&desk, &selling).await.is_empty(), "a written consent beats the registry");
}

#[tokio::test]
async fn an_overview_says_where_somebody_stands() {
    let desk = Desk::new();
    desk.consents.heard(&product(), text("stop reminders")).await.unwrap();
    let found = desk.consents.overview(&member(Role::Viewer), &About::number(shared())).await;
    let found = found.unwrap();
    assert_eq!(found.customer, Some(ANA));
    let texts = found.channels.iter().find(|one| one.channel == Channel::Text).unwrap();
    assert_eq!(texts.revoked, [Purpose::Reminder]);
    assert_eq!(texts.since, Some(NOON));
    assert!(found.marks.is_empty() && found.proposed.is_empty() && !found.blocked);
}

#[tokio::test]
async fn settings_are_bounded_and_for_admins() {
    let desk = Desk::new();
    let mut settings = Settings::default();
    settings.caps.calls_per_day = 2;
    let dana = desk.consents.save_settings(&member(Role::Dispatcher), None, settings.clone()).await;
    assert_eq!(dana.unwrap_err().kind(), ErrorKind::Forbidden);
    let admin = member(Role::Admin);
    let saved = desk.consents.save_settings(&admin, Some(Version(0)), settings.clone()).await;
    assert_eq!(saved.unwrap().version, Version(1));
    settings.permit_minutes = 600;
    let long = desk.consents.save_settings(&admin, None, settings).await;
    assert!(matches!(long, Err(ConsentError::Invalid(_))));
}
