//! Each rule by itself, and what happens when several meet.

use super::may_contact;
use crate::{
    hours::State,
    model::{
        Address, BlockedNumber, Channel, ConsentChange, ConsentEntry, ConsentScope, Decision,
        DoNotContact, DoNotContactReason, EmailAddress, Facts, LiftedBy, Lifting, MailHealth,
        MarkedFor, Override, PastContact, Place, Proof, Purpose, Question, Reach, Registry,
        Relationship, Rule, Sender, Target, Via,
    },
    ports::Zones,
    settings::Settings,
};
use callboard_kernel::{Actor, MemberId, Phone, Role, Timestamp};
use time::{Duration, UtcOffset, macros::datetime, macros::offset};
use uuid::Uuid;

/// A Wednesday, eleven o'clock in New York.
const NOW: Timestamp = datetime!(2026-06-10 15:00 UTC);

/// Summer, for ever.
struct Summer;

impl Zones for Summer {
    fn offset(&self, zone: &str, _: Timestamp) -> Option<UtcOffset> {
        match zone {
            "America/New_York" => Some(offset!(-4)),
            "America/Chicago" => Some(offset!(-5)),
            "America/Los_Angeles" => Some(offset!(-7)),
            _ => None,
        }
    }
}

fn number() -> Phone {
    Phone::from_e164("+12125550142").unwrap()
}

fn email() -> Target {
    Target::Email(EmailAddress::parse("ann@example.com").unwrap())
}

fn robot() -> Sender {
    Sender::Automation { name: "spring offer".to_owned() }
}

fn member(role: Role) -> Actor {
    Actor::Member { id: MemberId(Uuid::nil()), role }
}

fn proof(words: &str, via: Via) -> Proof {
    Proof {
        by: member(Role::Dispatcher),
        words: words.to_owned(),
        via,
        source: "message 1".to_owned(),
    }
}

fn ask(target: Target, purpose: Purpose, sender: Sender) -> Question {
    Question { target, purpose, sender, subject: None, at: NOW }
}

fn sell() -> Question {
    ask(Target::Call(number()), Purpose::Marketing, Sender::Person)
}

fn text_offer() -> Question {
    ask(Target::Text(number()), Purpose::Marketing, robot())
}

fn remind() -> Question {
    ask(Target::Text(number()), Purpose::Reminder, robot())
}

fn entry(change: ConsentChange, scope: ConsentScope, at: Timestamp) -> ConsentEntry {
    ConsentEntry { at, change, scope, address: None, proof: proof("STOP", Via::Text) }
}

fn written(at: Timestamp) -> ConsentEntry {
    entry(ConsentChange::GrantedInWriting, ConsentScope::EVERYTHING, at)
}

fn stop(at: Timestamp) -> ConsentEntry {
    entry(ConsentChange::Revoked, ConsentScope::EVERYTHING, at)
}

fn mark(at: Timestamp) -> DoNotContact {
    DoNotContact {
        marked: MarkedFor::Customer,
        reason: DoNotContactReason::Asked,
        at,
        proof: proof("never call me again", Via::Call),
        lifted: None,
    }
}

/// Nothing stands in the way of anything but what needs a consent.
fn clean() -> Facts {
    Facts { registry: Registry::NotListed { as_of: NOW - Duration::days(3) }, ..Facts::default() }
}

fn bought(at: Timestamp) -> Relationship {
    Relationship { last_purchase_at: Some(at), ..Relationship::default() }
}

fn decide(question: &Question, facts: &Facts) -> Decision {
    may_contact(question, facts, &Settings::default(), &Summer)
}

fn rules(question: &Question, facts: &Facts) -> Vec<Rule> {
    match decide(question, facts).permit() {
        Ok(_) => Vec::new(),
        Err(refusals) => refusals.all().iter().map(|refusal| refusal.rule).collect(),
    }
}

fn lifted_by(question: &Question, facts: &Facts) -> LiftedBy {
    decide(question, facts).permit().unwrap_err().strictest().lifted_by
}

#[test]
fn a_permit_says_what_it_is_for_and_for_how_long() {
    let permit = decide(&sell(), &clean()).permit().unwrap();
    assert_eq!(permit.target(), &Target::Call(number()));
    assert_eq!((permit.channel(), permit.purpose()), (Channel::Call, Purpose::Marketing));
    assert_eq!(permit.until(), NOW + Duration::minutes(5));
    assert!(permit.is_good(NOW) && !permit.is_good(permit.until()));
    assert!(!permit.is_good(NOW - Duration::SECOND));
}

#[test]
fn all_reasons_are_named_the_strictest_first() {
    let facts = Facts {
        ledger: vec![stop(NOW - Duration::DAY)],
        do_not_contact: vec![mark(NOW - Duration::DAY)],
        blocked: vec![BlockedNumber {
            number: number(),
            at: NOW - Duration::DAY,
            by: member(Role::Admin),
            reason: "threats".to_owned(),
        }],
        registry: Registry::Listed { as_of: NOW },
        open_complaint: true,
        ..Facts::default()
    };
    let night = Question { at: datetime!(2026-06-10 5:00 UTC), ..text_offer() };
    let refusals = decide(&night, &facts).permit().unwrap_err();
    let named: Vec<_> = refusals.all().iter().map(|refusal| refusal.rule).collect();
    assert_eq!(
        named,
        [
            Rule::BlockedNumber,
            Rule::DoNotContact,
            Rule::Revoked,
            Rule::NationalRegistry,
            Rule::NoConsent,
            Rule::OpenComplaint,
            Rule::CallingHours,
        ]
    );
    assert_eq!(refusals.strictest().rule, Rule::BlockedNumber);
    assert_eq!(refusals.until(), None, "waiting alone does not help");
    for refusal in refusals.all() {
        assert!(refusal.words.ends_with('.') && refusal.words.len() > 30, "{}", refusal.words);
    }
}

/// Registry × relationship × company list: who may be sold something by a person who calls.
#[test]
fn the_company_list_beats_a_relationship_and_a_relationship_beats_the_registry() {
    let fresh = NOW - Duration::DAY;
    let listed = Registry::Listed { as_of: fresh };
    let absent = Registry::NotListed { as_of: fresh };
    let recent = bought(NOW - Duration::days(100));
    let old = bought(NOW - Duration::days(600));
    let asked =
        Relationship { last_inquiry_at: Some(NOW - Duration::days(80)), ..Relationship::default() };
    let nothing = Relationship::default();
    let national = vec![Rule::NationalRegistry];
    let company = vec![Rule::DoNotContact];
    let both = vec![Rule::DoNotContact, Rule::NationalRegistry];
    let outdated = vec![Rule::RegistryOutdated];
    let cases = [
        (absent, nothing, false, vec![]),
        (absent, recent, false, vec![]),
        (absent, nothing, true, company.clone()),
        (absent, recent, true, company),
        (listed, nothing, false, national.clone()),
        (listed, old, false, national),
        (listed, recent, false, vec![]),
        (listed, asked, false, vec![]),
        // The request ended the relationship, too.
        (listed, recent, true, both),
        (Registry::NotAsked, nothing, false, outdated.clone()),
        (Registry::NotAsked, recent, false, vec![]),
        (Registry::NotListed { as_of: NOW - Duration::days(32) }, nothing, false, outdated.clone()),
        (Registry::NotListed { as_of: NOW - Duration::days(31) }, nothing, false, vec![]),
        (Registry::NotListed { as_of: NOW + Duration::days(1) }, nothing, false, outdated),
    ];
    for (registry, relationship, marked, expected) in cases {
        let facts = Facts {
            registry,
            relationship,
            do_not_contact: marked.then(|| mark(NOW - Duration::days(5))).into_iter().collect(),
            ..Facts::default()
        };
        let context = format!("{registry:?} {relationship:?} marked: {marked}");
        assert_eq!(rules(&sell(), &facts), expected, "{context}");
    }
}

#[test]
fn the_registry_is_about_selling_by_telephone_only() {
    let facts = Facts {
        registry: Registry::Listed { as_of: NOW },
        relationship: Relationship { open_job: true, ..Relationship::default() },
        ..Facts::default()
    };
    for question in [
        ask(Target::Call(number()), Purpose::Service, Sender::Person),
        ask(Target::Call(number()), Purpose::Reply, Sender::Person),
        remind(),
        ask(email(), Purpose::Marketing, robot()),
    ] {
        assert_eq!(rules(&question, &facts), [], "{question:?}");
    }
}

#[test]
fn a_written_consent_beats_the_registry_and_carries_a_machine() {
    let facts = Facts {
        registry: Registry::Listed { as_of: NOW },
        ledger: vec![written(NOW - Duration::days(900))],
        ..Facts::default()
    };
    assert_eq!(rules(&sell(), &facts), []);
    assert_eq!(rules(&text_offer(), &facts), []);
    let said = Facts {
        ledger: vec![entry(ConsentChange::Granted, ConsentScope::EVERYTHING, NOW)],
        ..clean()
    };
    assert_eq!(rules(&text_offer(), &said), [Rule::NoConsent]);
    let by_hand = Question { sender: Sender::Person, ..text_offer() };
    assert_eq!(rules(&by_hand, &said), []);
    assert_eq!(rules(&by_hand, &clean()), [Rule::NoConsent]);
}

#[test]
fn a_survey_by_the_voice_of_a_machine_is_held_to_the_rules_of_selling() {
    let survey = ask(Target::Call(number()), Purpose::Survey, robot());
    let facts = Facts { relationship: bought(NOW - Duration::DAY), ..clean() };
    assert_eq!(rules(&survey, &facts), [Rule::NoConsent]);
    let by_hand = Question { sender: Sender::Person, ..survey.clone() };
    assert_eq!(rules(&by_hand, &facts), []);
    let by_text = Question { target: Target::Text(number()), ..survey };
    assert_eq!(rules(&by_text, &facts), []);
}

#[test]
fn a_machine_tells_only_those_who_began_something() {
    assert_eq!(rules(&remind(), &clean()), [Rule::NoConsent]);
    let open_job = Relationship { open_job: true, ..Relationship::default() };
    assert_eq!(rules(&remind(), &Facts { relationship: open_job, ..clean() }), []);
    let recent = bought(NOW - Duration::days(30));
    assert_eq!(rules(&remind(), &Facts { relationship: recent, ..clean() }), []);
}

#[test]
fn stop_on_one_line_silences_every_channel_and_purpose() {
    let mut stop = stop(NOW - Duration::HOUR);
    stop.address = Some(Address::Phone(Phone::from_e164("+12125550199").unwrap()));
    let facts = Facts {
        ledger: vec![stop],
        relationship: Relationship { open_job: true, ..Relationship::default() },
        ..clean()
    };
    for target in [Target::Call(number()), Target::Text(number()), email()] {
        for purpose in [Purpose::Service, Purpose::Reminder, Purpose::Survey, Purpose::Reply] {
            for sender in [Sender::Person, robot()] {
                let question = ask(target.clone(), purpose, sender);
                assert!(rules(&question, &facts).contains(&Rule::Revoked), "{question:?}");
            }
        }
    }
    assert_eq!(lifted_by(&remind(), &facts), LiftedBy::Customer);
}

#[test]
fn a_scope_that_was_chosen_leaves_the_appointments() {
    let sales =
        ConsentScope { channels: Reach::All, purposes: Reach::Only(vec![Purpose::Marketing]) };
    let facts = Facts {
        ledger: vec![
            written(NOW - Duration::days(9)),
            entry(ConsentChange::Revoked, sales, NOW - Duration::HOUR),
        ],
        ..clean()
    };
    assert_eq!(rules(&remind(), &facts), []);
    assert_eq!(rules(&text_offer(), &facts), [Rule::Revoked, Rule::NoConsent]);
}

#[test]
fn what_sounds_like_a_revocation_holds_everything_until_somebody_decides() {
    let mut facts = Facts {
        ledger: vec![
            written(NOW - Duration::days(9)),
            entry(
                ConsentChange::RevocationProposed,
                ConsentScope::EVERYTHING,
                NOW - Duration::HOUR,
            ),
        ],
        ..clean()
    };
    assert_eq!(rules(&text_offer(), &facts), [Rule::RevocationWaits]);
    assert_eq!(lifted_by(&text_offer(), &facts), LiftedBy::Dispatcher);
    facts.ledger.push(entry(
        ConsentChange::RevocationDismissed,
        ConsentScope::EVERYTHING,
        NOW - Duration::MINUTE,
    ));
    assert_eq!(rules(&text_offer(), &facts), []);
}

#[test]
fn a_new_yes_after_the_stop_counts() {
    let facts =
        Facts { ledger: vec![stop(NOW - Duration::DAY), written(NOW - Duration::HOUR)], ..clean() };
    assert_eq!(rules(&text_offer(), &facts), []);
}

#[test]
fn whoever_stops_us_and_then_asks_is_answered_by_a_person_with_a_reason() {
    let reply = ask(Target::Call(number()), Purpose::Reply, Sender::Person);
    let mut facts = Facts { ledger: vec![stop(NOW - Duration::DAY)], ..clean() };
    assert_eq!(lifted_by(&reply, &facts), LiftedBy::Customer);
    facts.relationship.last_inquiry_at = Some(NOW - Duration::HOUR);
    assert_eq!(lifted_by(&reply, &facts), LiftedBy::Dispatcher);
    facts.overrides.push(reason(Rule::Revoked, Role::Dispatcher));
    assert_eq!(rules(&reply, &facts), []);
    let by_robot = Question { sender: robot(), ..reply };
    assert_eq!(rules(&by_robot, &facts), [Rule::Revoked]);
}

fn reason(rule: Rule, role: Role) -> Override {
    Override {
        rule,
        purposes: Reach::All,
        by: member(role),
        reason: "the customer asked for it on the telephone".to_owned(),
        at: NOW - Duration::HOUR,
        until: NOW + Duration::MINUTE,
    }
}

#[test]
fn only_an_owner_with_a_reason_goes_beyond_do_not_contact_and_only_by_hand() {
    let facts = |overrides| Facts {
        do_not_contact: vec![mark(NOW - Duration::DAY)],
        relationship: Relationship { open_job: true, ..Relationship::default() },
        overrides,
        ..clean()
    };
    let call = ask(Target::Call(number()), Purpose::Service, Sender::Person);
    let refused = [Rule::DoNotContact];
    assert_eq!(rules(&call, &facts(vec![])), refused);
    assert_eq!(rules(&call, &facts(vec![reason(Rule::DoNotContact, Role::Admin)])), refused);
    let silent = Override { reason: " ".to_owned(), ..reason(Rule::DoNotContact, Role::Owner) };
    assert_eq!(rules(&call, &facts(vec![silent])), refused);
    let over = Override { until: NOW, ..reason(Rule::DoNotContact, Role::Owner) };
    assert_eq!(rules(&call, &facts(vec![over])), refused);
    let by_program = Override {
        by: Actor::System { name: "import".to_owned() },
        ..reason(Rule::DoNotContact, Role::Owner)
    };
    assert_eq!(rules(&call, &facts(vec![by_program])), refused);

    let owner = facts(vec![reason(Rule::DoNotContact, Role::Owner)]);
    let permit = decide(&call, &owner).permit().unwrap();
    assert_eq!(permit.overridden(), [Rule::DoNotContact]);
    assert_eq!(permit.until(), NOW + Duration::MINUTE, "not longer than the reason holds");
    assert_eq!(rules(&remind(), &owner), refused);
}

#[test]
fn a_mark_is_lifted_by_a_new_request_with_words() {
    let lifting = |words| {
        let mut mark = mark(NOW - Duration::DAY);
        mark.lifted = Some(Lifting { at: NOW - Duration::HOUR, proof: proof(words, Via::Form) });
        Facts { do_not_contact: vec![mark], ..clean() }
    };
    assert_eq!(rules(&sell(), &lifting("please call me about the heat pump")), []);
    assert_eq!(rules(&sell(), &lifting("")), [Rule::DoNotContact]);
    let mut earlier = lifting("please call me");
    earlier.do_not_contact[0].at = NOW - Duration::MINUTE;
    assert_eq!(rules(&sell(), &earlier), [Rule::DoNotContact], "lifted before it was made");
    let mut later = lifting("please call me");
    later.do_not_contact[0].lifted.as_mut().unwrap().at = NOW + Duration::MINUTE;
    assert_eq!(rules(&sell(), &later), [Rule::DoNotContact], "not lifted yet");
}

#[test]
fn a_mark_of_a_number_is_about_that_number() {
    let mut mark = mark(NOW - Duration::DAY);
    mark.marked = MarkedFor::Number(Phone::from_e164("+12125550199").unwrap());
    let facts = Facts { do_not_contact: vec![mark], ..clean() };
    assert_eq!(rules(&sell(), &facts), []);
}

#[test]
fn a_number_of_somebody_else_is_not_even_helped() {
    let mut mark = mark(NOW - Duration::DAY);
    mark.marked = MarkedFor::Number(number());
    mark.reason = DoNotContactReason::WrongPerson;
    let facts = Facts { do_not_contact: vec![mark], ..clean() };
    assert_eq!(rules(&sell(), &facts), [Rule::WrongPerson]);
    let help = ask(Target::Text(number()), Purpose::Help, robot());
    assert_eq!(rules(&help, &facts), [Rule::WrongPerson]);
}

#[test]
fn help_is_given_to_those_who_stopped_us_at_any_hour() {
    let facts = Facts {
        ledger: vec![stop(NOW - Duration::DAY)],
        do_not_contact: vec![mark(NOW - Duration::DAY)],
        ..Facts::default()
    };
    let help = ask(Target::Text(number()), Purpose::Help, robot());
    let night = Question { at: datetime!(2026-06-10 7:00 UTC), ..help };
    assert_eq!(rules(&night, &facts), []);
}

#[test]
fn a_revocation_is_confirmed_once_within_five_minutes() {
    let confirm = ask(Target::Text(number()), Purpose::OptOutConfirmation, robot());
    let after = |seconds| Facts {
        ledger: vec![stop(NOW - Duration::seconds(seconds))],
        ..Facts::default()
    };
    assert_eq!(rules(&confirm, &after(30)), []);
    let permit = decide(&confirm, &after(30)).permit().unwrap();
    assert_eq!(permit.until(), NOW + Duration::seconds(270));
    assert_eq!(rules(&confirm, &after(300)), [Rule::ConfirmationSpent]);
    assert_eq!(rules(&confirm, &Facts::default()), [Rule::ConfirmationSpent]);
    let by_call = Question { target: Target::Call(number()), ..confirm.clone() };
    assert_eq!(rules(&by_call, &after(30)), [Rule::ConfirmationSpent]);
    let mut twice = after(30);
    twice.contacts.push(PastContact {
        at: NOW - Duration::seconds(10),
        channel: Channel::Text,
        address: Address::Phone(number()),
        purpose: Purpose::OptOutConfirmation,
        sender: robot(),
        subject: None,
    });
    assert_eq!(rules(&confirm, &twice), [Rule::ConfirmationSpent]);
}

#[test]
fn an_unsubscribe_is_about_e_mail_and_a_bounce_about_its_address() {
    let offer = ask(email(), Purpose::Marketing, robot());
    assert_eq!(rules(&offer, &Facts::default()), [], "e-mail needs a way out, not a way in");
    let unsubscribed = Facts {
        ledger: vec![entry(
            ConsentChange::Revoked,
            ConsentScope::only(Channel::Email, Purpose::Marketing),
            NOW - Duration::DAY,
        )],
        ..clean()
    };
    assert_eq!(rules(&offer, &unsubscribed), [Rule::Unsubscribed]);
    assert_eq!(rules(&sell(), &unsubscribed), []);
    let invoice = ask(email(), Purpose::Service, robot());
    let relationship = Relationship { open_job: true, ..Relationship::default() };
    assert_eq!(rules(&invoice, &Facts { relationship, ..unsubscribed }), []);

    let hard = MailHealth { hard_bounced_at: Some(NOW), ..MailHealth::default() };
    let gone = Facts { mail: hard, ..clean() };
    assert_eq!(rules(&invoice, &gone), [Rule::Bounced]);
    assert_eq!(lifted_by(&invoice, &gone), LiftedBy::Nobody);
    let soft = |days: [i64; 3]| Facts {
        mail: MailHealth {
            hard_bounced_at: None,
            soft_bounced_at: days.map(|ago| NOW - Duration::days(ago)).into(),
        },
        ..clean()
    };
    assert_eq!(rules(&invoice, &soft([1, 2, 29])), [Rule::Bounced]);
    let until = decide(&invoice, &soft([1, 2, 29])).permit().unwrap_err().until();
    assert_eq!(until, Some(NOW + Duration::days(1)));
    assert_eq!(rules(&invoice, &soft([1, 2, 30])), []);
}

#[test]
fn a_complaint_suppresses_what_sells_or_asks() {
    let facts =
        Facts { open_complaint: true, relationship: bought(NOW - Duration::DAY), ..clean() };
    assert_eq!(rules(&sell(), &facts), [Rule::OpenComplaint]);
    assert_eq!(rules(&remind(), &facts), []);
}

#[test]
fn selling_waits_for_the_hours_of_the_state_and_of_the_workspace() {
    let at = |at| Question { at, ..sell() };
    let early = at(datetime!(2026-06-10 13:30 UTC)); // 9:30 in New York
    let refusals = decide(&early, &clean()).permit().unwrap_err();
    assert_eq!(refusals.strictest().rule, Rule::CallingHours);
    assert_eq!(refusals.strictest().lifted_by, LiftedBy::Wait);
    assert_eq!(refusals.until(), Some(datetime!(2026-06-10 14:00 UTC)));
    let saturday = at(datetime!(2026-06-13 15:00 UTC));
    let until = decide(&saturday, &clean()).permit().unwrap_err().until();
    assert_eq!(until, Some(datetime!(2026-06-15 14:00 UTC)), "Monday at ten");
    let last = decide(&at(datetime!(2026-06-10 21:58 UTC)), &clean()).permit().unwrap();
    assert_eq!(last.until(), datetime!(2026-06-10 22:00 UTC), "not beyond eighteen o'clock");
}

#[test]
fn a_state_that_rests_on_its_holidays_is_not_sold_anything_on_them() {
    let victory_day = datetime!(2026-08-10 15:00 UTC);
    let rhode_island = Target::Call(Phone::from_e164("+14015550142").unwrap());
    let sale = Question { target: rhode_island, at: victory_day, ..sell() };
    let facts = Facts { registry: Registry::NotListed { as_of: victory_day }, ..clean() };
    let refusals = decide(&sale, &facts).permit().unwrap_err();
    assert_eq!(refusals.until(), Some(datetime!(2026-08-11 14:00 UTC)));
    assert!(refusals.strictest().words.contains("Rhode Island"));
    assert!(rules(&Question { target: Target::Call(number()), ..sale }, &facts).is_empty());
}

#[test]
fn two_places_keep_the_hours_of_both() {
    let place = Place {
        service_zone: Some("America/Los_Angeles".to_owned()),
        service_state: Some(State::California),
        stored_zone: None,
    };
    let facts = Facts { place, ..clean() };
    // Eleven in New York by the area code, eight in California by the address.
    let refusals = decide(&sell(), &facts).permit().unwrap_err();
    assert_eq!(refusals.until(), Some(datetime!(2026-06-10 17:00 UTC)));
    assert!(refusals.strictest().words.contains("08:00 there (America/Los_Angeles)"));
}

#[test]
fn a_dispatcher_goes_beyond_courtesy_with_a_reason_but_nobody_beyond_the_law() {
    let night = datetime!(2026-06-11 2:00 UTC); // 22:00 in New York
    let call =
        Question { at: night, ..ask(Target::Call(number()), Purpose::Service, Sender::Person) };
    let facts = |rule| Facts {
        overrides: vec![Override {
            at: night - Duration::MINUTE,
            until: night + Duration::HOUR,
            ..reason(rule, Role::Dispatcher)
        }],
        ..clean()
    };
    assert_eq!(rules(&call, &clean()), [Rule::CourtesyHours]);
    let until = decide(&call, &clean()).permit().unwrap_err().until();
    assert_eq!(until, Some(datetime!(2026-06-11 12:00 UTC)));
    assert_eq!(rules(&call, &facts(Rule::CourtesyHours)), []);
    let sale = Question { at: night, ..sell() };
    assert_eq!(rules(&sale, &facts(Rule::CallingHours)), [Rule::CallingHours]);
}

#[test]
fn without_a_zone_nothing_goes_out() {
    let toll_free = Target::Call(Phone::from_e164("+18005550142").unwrap());
    let call = ask(toll_free, Purpose::Service, Sender::Person);
    assert_eq!(rules(&call, &clean()), [Rule::ZoneUnknown]);
    assert_eq!(lifted_by(&call, &clean()), LiftedBy::Dispatcher);
    let reasoned =
        Facts { overrides: vec![reason(Rule::ZoneUnknown, Role::Dispatcher)], ..clean() };
    assert_eq!(rules(&call, &reasoned), []);
    let sale = Question { purpose: Purpose::Marketing, ..call.clone() };
    assert_eq!(rules(&sale, &reasoned), [Rule::ZoneUnknown]);
    let strange = Place { stored_zone: Some("Mars/Olympus".to_owned()), ..Place::default() };
    assert_eq!(rules(&call, &Facts { place: strange, ..clean() }), [Rule::ZoneUnknown]);
}

#[test]
fn a_permit_ends_with_what_it_leans_on() {
    let facts = Facts {
        registry: Registry::Listed { as_of: NOW },
        relationship: bought(datetime!(2024-12-10 15:02 UTC)),
        ..Facts::default()
    };
    let permit = decide(&sell(), &facts).permit().unwrap();
    assert_eq!(permit.until(), datetime!(2026-06-10 15:02 UTC), "eighteen months are over then");
    let then = Question { at: permit.until(), ..sell() };
    assert_eq!(rules(&then, &facts), [Rule::NationalRegistry]);
}
