//! The rules, each asked of the same facts. All of them answer, so that a screen can show everything that stands in the way.

mod basis;
mod lists;
mod mail;
mod registry;
#[cfg(test)]
mod tests;
mod timing;

use crate::{
    model::{Decision, Facts, Permit, Question, Refusal, Rule, Sender, Stand, Standing, stand},
    ports::Zones,
    settings::Settings,
};
use callboard_kernel::Timestamp;

/// May this go out? The permit is for this one contact and for a few minutes; at the moment of sending it is asked again.
pub fn may_contact(
    question: &Question,
    facts: &Facts,
    settings: &Settings,
    zones: &dyn Zones,
) -> Decision {
    let case = Case::new(question, facts);
    let mut refusals = lists::refusals(&case);
    refusals.extend(mail::refusals(&case));
    refusals.extend(registry::refusal(&case));
    refusals.extend(basis::refusals(&case));
    refusals.extend(timing::refusals(&case, settings, zones));
    refusals.extend(settings.caps.refusals(question, &facts.contacts));

    let (lifted, standing): (Vec<_>, Vec<_>) =
        refusals.into_iter().partition(|refusal| case.lifted_until(refusal).is_some());
    let mut ends: Vec<_> = lifted.iter().filter_map(|refusal| case.lifted_until(refusal)).collect();
    Decision::of(standing, || {
        ends.extend(registry::end(&case));
        ends.extend(basis::end(&case));
        let latest = question.at + settings.permit_for();
        let until = ends.into_iter().fold(latest, Ord::min);
        let until = timing::end(&case, settings, zones, until);
        Permit::new(question, until, lifted.iter().map(|refusal| refusal.rule).collect())
    })
}

/// The question and what is known, with what several rules need.
struct Case<'a> {
    question: &'a Question,
    facts: &'a Facts,
    stand: Stand<'a>,
}

impl<'a> Case<'a> {
    fn new(question: &'a Question, facts: &'a Facts) -> Self {
        let stand = stand(&facts.ledger, &question.target, question.purpose, question.at);
        Self { question, facts, stand }
    }

    /// Until when somebody of the right role has lifted a refusal with a reason on record.
    fn lifted_until(&self, refusal: &Refusal) -> Option<Timestamp> {
        let needed = refusal.lifted_by.role()?;
        let question = self.question;
        let for_certain = match refusal.rule {
            // Whoever asked to be left alone is contacted by a person who knows of it, or not at all.
            Rule::DoNotContact => question.sender.is_automation(),
            // A reason does not tell whether the law allows the hour; an address does.
            Rule::ZoneUnknown => question.is_solicitation(),
            _ => false,
        };
        if for_certain {
            return None;
        }
        let overrides = self.facts.overrides.iter();
        overrides
            .filter(|on_record| on_record.rule == refusal.rule)
            .filter(|on_record| on_record.holds(question.purpose, needed, question.at))
            .map(|on_record| on_record.until)
            .max()
    }

    /// The last request not to be contacted, also one that was lifted: it ended the business relationship before it.
    fn relationship_ended_at(&self) -> Option<Timestamp> {
        let marks = self.facts.do_not_contact.iter().map(|mark| mark.at);
        let revoked = match self.stand.standing {
            Standing::Revoked(entry) => Some(entry.at),
            Standing::Silent | Standing::Granted { .. } => None,
        };
        marks.chain(revoked).max()
    }

    fn by_automation(&self) -> Option<&str> {
        match &self.question.sender {
            Sender::Automation { name } => Some(name),
            Sender::Person => None,
        }
    }
}
