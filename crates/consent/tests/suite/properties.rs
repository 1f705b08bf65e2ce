//! What holds for whatever is known: more restriction never allows more, and waiting as told helps.

use crate::world::World;
use callboard_consent::{
    Address, Channel, ConsentChange, ConsentEntry, ConsentScope, Decision, EmailAddress, Facts,
    Purpose, Question, Reach, Reply, Sender, Settings, StopScope, Target,
    hours::State,
    may_contact,
    model::{
        BlockedNumber, DoNotContact, DoNotContactReason, Lifting, MarkedFor, PastContact, Place,
        Proof, Registry, Relationship, Via, merge,
    },
    read_reply,
};
use callboard_kernel::{Actor, Phone, Timestamp};
use proptest::{collection::vec, option, prelude::*, sample::select};
use std::sync::LazyLock;
use time::{Duration, macros::datetime};

const START: Timestamp = datetime!(2026-10-20 0:00 UTC);
const MINUTES: i64 = 30 * 24 * 60;

static WORLD: LazyLock<World> = LazyLock::new(|| World::with([]));

fn at() -> impl Strategy<Value = Timestamp> {
    (0..MINUTES).prop_map(|minute| START + Duration::minutes(minute))
}

/// Few numbers, so that they meet: two area codes, one without a place.
fn phone() -> impl Strategy<Value = Phone> {
    select(vec!["+12125550142", "+18505550143", "+18005550144"])
        .prop_map(|number| Phone::from_e164(number).unwrap())
}

fn email() -> impl Strategy<Value = EmailAddress> {
    select(vec!["ann@example.com", "bob@example.com"])
        .prop_map(|text| EmailAddress::parse(text).unwrap())
}

fn address() -> impl Strategy<Value = Address> {
    prop_oneof![phone().prop_map(Address::Phone), email().prop_map(Address::Email)]
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        phone().prop_map(Target::Call),
        phone().prop_map(Target::Text),
        email().prop_map(Target::Email),
    ]
}

fn sender() -> impl Strategy<Value = Sender> {
    prop_oneof![
        Just(Sender::Person),
        select(vec!["a", "b"]).prop_map(|name| Sender::Automation { name: name.to_owned() }),
    ]
}

fn purpose() -> impl Strategy<Value = Purpose> {
    select(Purpose::ALL)
}

fn question() -> impl Strategy<Value = Question> {
    (target(), purpose(), sender(), option::of(select(vec!["x", "y"])), at()).prop_map(
        |(target, purpose, sender, subject, at)| Question {
            target,
            purpose,
            sender,
            subject: subject.map(str::to_owned),
            at,
        },
    )
}

fn proof() -> Proof {
    let by = Actor::System { name: "test".to_owned() };
    Proof { by, words: "words".to_owned(), via: Via::Text, source: String::new() }
}

fn scope() -> impl Strategy<Value = ConsentScope> {
    let channels =
        prop_oneof![Just(Reach::All), vec(select(Channel::ALL), 1..3).prop_map(Reach::Only),];
    let purposes = prop_oneof![Just(Reach::All), vec(purpose(), 1..4).prop_map(Reach::Only),];
    (channels, purposes).prop_map(|(channels, purposes)| ConsentScope { channels, purposes })
}

fn entry(changes: &'static [ConsentChange]) -> impl Strategy<Value = ConsentEntry> {
    (at(), select(changes), scope(), option::of(address())).prop_map(
        |(at, change, scope, address)| ConsentEntry { at, change, scope, address, proof: proof() },
    )
}

fn mark() -> impl Strategy<Value = DoNotContact> {
    let marked = prop_oneof![Just(MarkedFor::Customer), phone().prop_map(MarkedFor::Number),];
    (marked, select(DoNotContactReason::ALL), at(), option::of(at())).prop_map(
        |(marked, reason, at, lifted)| DoNotContact {
            marked,
            reason,
            at,
            proof: proof(),
            lifted: lifted.map(|at| Lifting { at, proof: proof() }),
        },
    )
}

fn block() -> impl Strategy<Value = BlockedNumber> {
    let by = Actor::System { name: "test".to_owned() };
    (phone(), at()).prop_map(move |(number, at)| BlockedNumber {
        number,
        at,
        by: by.clone(),
        reason: String::new(),
    })
}

fn contact() -> impl Strategy<Value = PastContact> {
    (at(), select(Channel::ALL), address(), purpose(), sender(), option::of(select(vec!["x", "y"])))
        .prop_map(|(at, channel, address, purpose, sender, subject)| PastContact {
            at,
            channel,
            address,
            purpose,
            sender,
            subject: subject.map(str::to_owned),
        })
}

fn registry() -> impl Strategy<Value = Registry> {
    prop_oneof![
        Just(Registry::NotAsked),
        at().prop_map(|as_of| Registry::NotListed { as_of }),
        at().prop_map(|as_of| Registry::Listed { as_of }),
    ]
}

fn place() -> impl Strategy<Value = Place> {
    let zone = || select(vec!["America/New_York", "America/Los_Angeles", "Pacific/Honolulu"]);
    (option::of(select(State::ALL)), option::of(zone()), option::of(zone())).prop_map(
        |(service_state, service_zone, stored_zone)| Place {
            service_state,
            service_zone: service_zone.map(str::to_owned),
            stored_zone: stored_zone.map(str::to_owned),
        },
    )
}

fn facts() -> impl Strategy<Value = Facts> {
    let relationship = (option::of(at()), option::of(at()), any::<bool>()).prop_map(
        |(last_purchase_at, last_inquiry_at, open_job)| Relationship {
            last_purchase_at,
            last_inquiry_at,
            open_job,
        },
    );
    let lists = (vec(entry(ConsentChange::ALL), 0..4), vec(mark(), 0..2), vec(block(), 0..2));
    (lists, registry(), relationship, place(), any::<bool>(), vec(contact(), 0..6)).prop_map(
        |(
            (ledger, do_not_contact, blocked),
            registry,
            relationship,
            place,
            complaint,
            contacts,
        )| {
            Facts {
                ledger,
                do_not_contact,
                blocked,
                registry,
                relationship,
                place,
                open_complaint: complaint,
                contacts,
                ..Facts::default()
            }
        },
    )
}

/// Facts that mostly allow, so that there is something to restrict.
fn friendly() -> impl Strategy<Value = Facts> {
    (facts(), any::<bool>()).prop_map(|(mut facts, clear)| {
        if clear {
            facts.do_not_contact.clear();
            facts.blocked.clear();
            facts.open_complaint = false;
            facts.ledger.retain(|entry| {
                matches!(entry.change, ConsentChange::Granted | ConsentChange::GrantedInWriting)
            });
            facts.ledger.push(ConsentEntry {
                at: START,
                change: ConsentChange::GrantedInWriting,
                scope: ConsentScope::EVERYTHING,
                address: None,
                proof: proof(),
            });
            facts.contacts.truncate(1);
        }
        facts
    })
}

#[derive(Clone, Debug)]
enum Restriction {
    Revoked(ConsentEntry),
    Marked(DoNotContact),
    Blocked(BlockedNumber),
    Contacted(PastContact),
    Listed,
    Complaint,
    Bounced,
}

fn restriction() -> impl Strategy<Value = Restriction> {
    const NO: &[ConsentChange] = &[ConsentChange::Revoked, ConsentChange::RevocationProposed];
    prop_oneof![
        entry(NO).prop_map(Restriction::Revoked),
        mark().prop_map(Restriction::Marked),
        block().prop_map(Restriction::Blocked),
        // A confirmation that went out is counted by itself.
        contact().prop_map(Restriction::Contacted),
        Just(Restriction::Listed),
        Just(Restriction::Complaint),
        Just(Restriction::Bounced),
    ]
}

fn restrict(mut facts: Facts, restriction: Restriction, at: Timestamp) -> Facts {
    match restriction {
        Restriction::Revoked(entry) => facts.ledger.push(entry),
        Restriction::Marked(mark) => facts.do_not_contact.push(mark),
        Restriction::Blocked(block) => facts.blocked.push(block),
        Restriction::Contacted(contact) => facts.contacts.push(contact),
        Restriction::Listed => facts.registry = Registry::Listed { as_of: at },
        Restriction::Complaint => facts.open_complaint = true,
        Restriction::Bounced => facts.mail.hard_bounced_at = Some(at),
    }
    facts
}

fn decide(question: &Question, facts: &Facts) -> Decision {
    may_contact(question, facts, &Settings::default(), &*WORLD)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_restriction_never_turns_no_into_yes(
        question in question(),
        facts in friendly(),
        restriction in restriction(),
    ) {
        // Confirming a revocation is the one thing that a revocation allows.
        prop_assume!(question.purpose != Purpose::OptOutConfirmation);
        let before = decide(&question, &facts);
        let after = decide(&question, &restrict(facts, restriction, question.at));
        prop_assert!(before.is_allowed() || !after.is_allowed());
        if let (Decision::Allowed(before), Decision::Allowed(after)) = (before, after) {
            prop_assert!(after.until() <= before.until());
        }
    }

    #[test]
    fn reasons_are_in_the_order_of_strictness_and_said_once(
        question in question(),
        facts in facts(),
    ) {
        if let Decision::Refused(refusals) = decide(&question, &facts) {
            let rules: Vec<_> = refusals.all().iter().map(|refusal| refusal.rule).collect();
            prop_assert!(rules.windows(2).all(|pair| pair[0] < pair[1]), "{rules:?}");
            prop_assert!(refusals.all().iter().all(|refusal| !refusal.words.is_empty()));
        }
    }

    #[test]
    fn a_reason_with_a_time_is_gone_at_that_time_and_not_a_minute_before(
        question in question(),
        facts in friendly(),
    ) {
        let Decision::Refused(refusals) = decide(&question, &facts) else { return Ok(()) };
        for refusal in refusals.all() {
            let Some(until) = refusal.until else { continue };
            prop_assert!(until > question.at);
            let names = |at| match decide(&Question { at, ..question.clone() }, &facts) {
                Decision::Allowed(_) => false,
                Decision::Refused(refusals) => refusals.names(refusal.rule),
            };
            prop_assert!(!names(until), "{:?} still holds", refusal);
            prop_assert!(names(until - Duration::MINUTE), "{:?} was over before", refusal);
        }
    }

    #[test]
    fn a_permit_is_good_for_as_long_as_it_says(question in question(), facts in friendly()) {
        if let Decision::Allowed(permit) = decide(&question, &facts) {
            prop_assert!(permit.is_good(question.at));
            prop_assert!(permit.until() <= question.at + Duration::minutes(5));
            let late = permit.until() - Duration::MILLISECOND;
            let again = decide(&Question { at: late, ..question }, &facts);
            prop_assert!(again.is_allowed(), "{permit:?} then {again:?}");
        }
    }

    #[test]
    fn whatever_is_written_is_read(text in any::<String>(), around in "[ .,!?*\"'()\\-]{0,6}") {
        let _ = read_reply(&text);
        let stop = read_reply(&format!("{around}sToP{around}"));
        prop_assert_eq!(stop, Reply::Stop(StopScope::Everything));
    }

    #[test]
    fn of_two_records_the_stricter_one_wins(
        question in question(),
        kept in vec(entry(ConsentChange::ALL), 0..4),
        merged in vec(entry(ConsentChange::ALL), 0..4),
    ) {
        let by = Actor::System { name: "test".to_owned() };
        let at = START + Duration::minutes(MINUTES);
        let question = Question { at: at + Duration::days(1), ..question };
        let refused = |ledger: Vec<ConsentEntry>| {
            let revoked = callboard_consent::model::stand(
                &ledger, &question.target, question.purpose, question.at,
            );
            matches!(revoked.standing, callboard_consent::model::Standing::Revoked(_))
        };
        let both = merge(&kept, &merged, at, &by);
        prop_assert!(refused(both) || !(refused(kept) || refused(merged)));
    }
}
