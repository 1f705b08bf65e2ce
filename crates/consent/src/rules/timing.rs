//! The time of day where the customer is.

use super::Case;
use crate::{
    hours::{Closed, Gate, Hours, Whereabouts, ZoneUnknown},
    model::{Channel, LiftedBy, Refusal, Rule},
    ports::Zones,
    settings::Settings,
};
use callboard_kernel::Timestamp;

pub(super) fn refusals(case: &Case<'_>, settings: &Settings, zones: &dyn Zones) -> Vec<Refusal> {
    let at = case.question.at;
    let gate = match gate(case, settings, zones) {
        Ok(None) => return Vec::new(),
        Ok(Some(gate)) => gate,
        Err(ZoneUnknown) => {
            let words = "Nobody knows where the customer is, so it may be night there. Ask for the service address."
                .to_owned();
            let lifted_by = LiftedBy::Dispatcher;
            return vec![Refusal { rule: Rule::ZoneUnknown, until: None, lifted_by, words }];
        }
    };
    let Some(closed) = gate.closed_by(at) else { return Vec::new() };
    let (rule, lifted_by) = if case.question.is_solicitation() {
        (Rule::CallingHours, LiftedBy::Wait)
    } else {
        (Rule::CourtesyHours, LiftedBy::Dispatcher)
    };
    vec![Refusal { rule, until: gate.opens(at), lifted_by, words: sentence(case, &closed) }]
}

/// The first instant, not after another, at which the hours end.
pub(super) fn end(
    case: &Case<'_>,
    settings: &Settings,
    zones: &dyn Zones,
    latest: Timestamp,
) -> Timestamp {
    let at = case.question.at;
    match gate(case, settings, zones) {
        // Hours that somebody lifted with a reason end nothing.
        Ok(Some(gate)) if gate.is_open(at) => gate.closes(at, latest - at),
        _ => latest,
    }
}

/// E-mail waits in a mailbox, and whoever sends STOP or HELP is awake: neither has hours.
fn gate<'a>(
    case: &Case<'a>,
    settings: &'a Settings,
    zones: &'a dyn Zones,
) -> Result<Option<Gate<'a>>, ZoneUnknown> {
    let question = case.question;
    let Some(phone) = question.target.phone() else { return Ok(None) };
    if question.purpose.answers_a_keyword() {
        return Ok(None);
    }
    let whereabouts = Whereabouts::of(&case.facts.place, phone)?;
    let hours = if question.is_solicitation() {
        let mut hours = whereabouts.laws();
        hours.push(Hours::Own(&settings.marketing_hours));
        hours
    } else {
        vec![Hours::Own(&settings.courtesy_hours)]
    };
    Gate::try_new(zones, whereabouts.zones(), hours, question.at).map(Some).ok_or(ZoneUnknown)
}

fn sentence(case: &Case<'_>, closed: &Closed<'_>) -> String {
    let what = match case.question.target.channel() {
        Channel::Call => "calls",
        Channel::Text => "texts",
        Channel::Email => "e-mails",
    };
    let there = format!("it is {} there ({})", clock(closed.minute), closed.zone);
    let (what, whose) = match closed.hours.law() {
        Some(row) => (format!("Sales {what}"), format!(" in {}", row.name)),
        None if case.question.is_solicitation() => {
            (format!("Our sales {what}"), " where the customer is".to_owned())
        }
        None => (format!("Our {what}"), " where the customer is".to_owned()),
    };
    match closed.window {
        Some(window) => format!(
            "{what} go out from {} to {}{whose}; {there}.",
            clock(window.from()),
            clock(window.to())
        ),
        None => format!("{what} do not go out on this day{whose}; {there}."),
    }
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
