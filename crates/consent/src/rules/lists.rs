//! Those who are not to be contacted: blocked, marked, revoked.

use super::Case;
use crate::model::{
    Channel, ConsentEntry, DoNotContact, DoNotContactReason, LiftedBy, Purpose, Reach, Refusal,
    Rule, Standing, Via,
};
use callboard_kernel::Timestamp;
use time::Date;

pub(super) fn refusals(case: &Case<'_>) -> Vec<Refusal> {
    [wrong_person(case), blocked(case), marked(case), revoked(case), waits(case)]
        .into_iter()
        .flatten()
        .collect()
}

fn marks<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a DoNotContact> {
    let question = case.question;
    case.facts.do_not_contact.iter().filter(|mark| mark.stops(&question.target, question.at))
}

fn wrong_person(case: &Case<'_>) -> Option<Refusal> {
    let mark = marks(case).find(|mark| mark.reason == DoNotContactReason::WrongPerson)?;
    let words = format!(
        "Since {} this number is known to belong to somebody else. Ask the customer for another one.",
        day(mark.at)
    );
    Some(Refusal { rule: Rule::WrongPerson, until: None, lifted_by: LiftedBy::Customer, words })
}

fn blocked(case: &Case<'_>) -> Option<Refusal> {
    let number = case.question.target.phone()?;
    let block = case.facts.blocked.iter().find(|block| block.number == *number)?;
    let why = quoted(&block.reason);
    let words = format!("The workspace blocked this number on {}{why}.", day(block.at));
    Some(Refusal { rule: Rule::BlockedNumber, until: None, lifted_by: LiftedBy::Admin, words })
}

fn marked(case: &Case<'_>) -> Option<Refusal> {
    if case.question.purpose.answers_a_keyword() {
        return None;
    }
    let mark = marks(case)
        .filter(|mark| mark.reason != DoNotContactReason::WrongPerson)
        .max_by_key(|mark| mark.at)?;
    let on = day(mark.at);
    let words = match mark.reason {
        DoNotContactReason::Company => {
            format!("The company decided on {on} not to contact this customer.")
        }
        DoNotContactReason::Asked | DoNotContactReason::WrongPerson => {
            let said = quoted(&mark.proof.words);
            let how = through(mark.proof.via);
            format!(
                "The customer asked on {on} {how} not to be contacted{said}. Only an owner may go beyond that, by hand and \
                 with a reason."
            )
        }
    };
    Some(Refusal { rule: Rule::DoNotContact, until: None, lifted_by: LiftedBy::Owner, words })
}

fn revoked(case: &Case<'_>) -> Option<Refusal> {
    if case.question.purpose.answers_a_keyword() {
        return None;
    }
    let Standing::Revoked(entry) = case.stand.standing else { return None };
    let on = day(entry.at);
    let email_only =
        matches!(&entry.scope.channels, Reach::Only(some) if some.as_slice() == [Channel::Email]);
    let (rule, words) = if email_only {
        let words = format!("The customer unsubscribed from such e-mail on {on}.");
        (Rule::Unsubscribed, words)
    } else {
        let said = quoted(&entry.proof.words);
        let how = through(entry.proof.via);
        let words = format!(
            "The customer withdrew consent on {on} {how}{said}. It holds for all our numbers until the customer opts in again."
        );
        (Rule::Revoked, words)
    };
    let lifted_by = if asked_afterwards(case, entry) {
        // Whoever stops us and then asks something expects an answer from a person.
        LiftedBy::Dispatcher
    } else {
        LiftedBy::Customer
    };
    Some(Refusal { rule, until: None, lifted_by, words })
}

fn asked_afterwards(case: &Case<'_>, entry: &ConsentEntry) -> bool {
    let question = case.question;
    let inquiry = case.facts.relationship.known_at(question.at).last_inquiry_at;
    question.purpose == Purpose::Reply
        && !question.sender.is_automation()
        && inquiry.is_some_and(|asked| asked > entry.at)
}

fn waits(case: &Case<'_>) -> Option<Refusal> {
    if case.question.purpose.answers_a_keyword() {
        return None;
    }
    let entry = case.stand.waiting?;
    let said = quoted(&entry.proof.words);
    let words = format!(
        "On {} the customer said what sounds like a request to stop{said}. Somebody must read it and decide first.",
        day(entry.at)
    );
    let lifted_by = LiftedBy::Dispatcher;
    Some(Refusal { rule: Rule::RevocationWaits, until: None, lifted_by, words })
}

pub(super) fn day(at: Timestamp) -> Date {
    at.date()
}

fn quoted(words: &str) -> String {
    let words = words.trim();
    if words.is_empty() { String::new() } else { format!(" (“{words}”)") }
}

const fn through(via: Via) -> &'static str {
    match via {
        Via::Call => "on the telephone",
        Via::Text => "by text",
        Via::Email => "by e-mail",
        Via::Form => "on a form",
        Via::Portal => "in the portal",
        Via::InPerson => "in person",
        Via::Paper => "on paper",
        Via::Carrier => "through the carrier",
        Via::Import => "according to an imported list",
        Via::Merge => "under another record",
    }
}
