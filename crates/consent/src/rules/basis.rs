//! The ground on which a contact stands: a consent, something the customer began, or nothing because none is needed.

use super::{Case, lists::day};
use crate::{
    law,
    model::{
        Channel, ConsentChange, ConsentEntry, LiftedBy, Purpose, Refusal, Rule, Standing, Via,
    },
};
use callboard_kernel::Timestamp;

/// What a contact needs before anything else is asked.
enum Need {
    /// A yes in writing (47 CFR 64.1200(a)(2), (f)(9)): selling by machine, by its voice or by text.
    InWriting,
    /// A yes: selling by text, by hand.
    Said,
    /// A yes, a business relationship or a job: a machine that tells or asks something. Who gives a number for a visit
    /// expects to be told about it there.
    Begun,
    /// Nothing.
    Nothing,
}

fn need(case: &Case<'_>) -> Need {
    let question = case.question;
    let by_machine = question.sender.is_automation();
    match (question.target.channel(), question.purpose) {
        // The CAN-SPAM act asks for a way out, not for a way in.
        (Channel::Email, _) | (_, Purpose::Help | Purpose::OptOutConfirmation) => Need::Nothing,
        _ if question.is_solicitation() && by_machine => Need::InWriting,
        (Channel::Text, Purpose::Marketing) => Need::Said,
        _ if by_machine => Need::Begun,
        _ => Need::Nothing,
    }
}

pub(super) fn refusals(case: &Case<'_>) -> Vec<Refusal> {
    [consent(case), confirmation(case), complaint(case)].into_iter().flatten().collect()
}

/// When the ground ends by itself.
pub(super) fn end(case: &Case<'_>) -> Option<Timestamp> {
    let confirmation = case.question.purpose == Purpose::OptOutConfirmation;
    if confirmation {
        return revocation_by_text(case).map(|entry| entry.at + law::CONFIRMATION_WITHIN);
    }
    let leans_on_dates = matches!(need(case), Need::Begun)
        && !matches!(case.stand.standing, Standing::Granted { .. })
        && !case.facts.relationship.open_job;
    leans_on_dates.then(|| {
        let known = case.facts.relationship.known_at(case.question.at);
        known.excuses_until(case.relationship_ended_at())
    })?
}

fn consent(case: &Case<'_>) -> Option<Refusal> {
    let granted = matches!(case.stand.standing, Standing::Granted { .. });
    let in_writing = matches!(case.stand.standing, Standing::Granted { in_writing: true });
    let relationship = &case.facts.relationship;
    let begun = relationship.open_job
        || relationship.exists(case.question.at, case.relationship_ended_at());
    let words = match need(case) {
        Need::InWriting if !in_writing => {
            let who = case.by_automation().unwrap_or_default();
            format!(
                "“{who}” sells by itself, and for that the customer must have agreed in writing."
            )
        }
        Need::Said if !granted => {
            "A text that sells needs the customer's consent, and there is none on record."
                .to_owned()
        }
        Need::Begun if !granted && !begun => {
            let who = case.by_automation().unwrap_or_default();
            format!(
                "“{who}” writes or calls by itself, but the customer neither agreed to it nor has a job, a purchase or an \
                 inquiry with us."
            )
        }
        _ => return None,
    };
    Some(Refusal { rule: Rule::NoConsent, until: None, lifted_by: LiftedBy::Customer, words })
}

fn revocation_by_text<'a>(case: &Case<'a>) -> Option<&'a ConsentEntry> {
    let at = case.question.at;
    case.facts
        .ledger
        .iter()
        .filter(|entry| entry.change == ConsentChange::Revoked && entry.proof.via == Via::Text)
        .filter(|entry| entry.at <= at)
        .max_by_key(|entry| entry.at)
}

fn confirmation(case: &Case<'_>) -> Option<Refusal> {
    if case.question.purpose != Purpose::OptOutConfirmation {
        return None;
    }
    let at = case.question.at;
    let words = match revocation_by_text(case) {
        _ if case.question.target.channel() != Channel::Text => {
            "A revocation is confirmed by text only.".to_owned()
        }
        None => "There is no revocation by text to confirm.".to_owned(),
        Some(entry) if at >= entry.at + law::CONFIRMATION_WITHIN => format!(
            "The revocation of {} is more than five minutes old; a confirmation would come too late.",
            day(entry.at)
        ),
        Some(entry) => {
            let confirmed = case.facts.contacts.iter().any(|contact| {
                contact.purpose == Purpose::OptOutConfirmation && contact.at >= entry.at
            });
            if !confirmed {
                return None;
            }
            "This revocation is confirmed already; a second text is not allowed.".to_owned()
        }
    };
    let rule = Rule::ConfirmationSpent;
    Some(Refusal { rule, until: None, lifted_by: LiftedBy::Nobody, words })
}

fn complaint(case: &Case<'_>) -> Option<Refusal> {
    let unwelcome = matches!(case.question.purpose, Purpose::Marketing | Purpose::Survey);
    let words =
        "A complaint of this customer is open. Settle it before selling or asking anything."
            .to_owned();
    (case.facts.open_complaint && unwelcome).then_some(Refusal {
        rule: Rule::OpenComplaint,
        until: None,
        lifted_by: LiftedBy::Admin,
        words,
    })
}
