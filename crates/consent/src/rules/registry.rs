//! The national do-not-call registry and what excuses a number that is on it (47 CFR 64.1200(c)(2), 16 CFR 310.4(b)).

use super::{Case, lists::day};
use crate::{
    law,
    model::{LiftedBy, Refusal, Registry, Rule, Standing, Target},
};
use callboard_kernel::Timestamp;
use time::Duration;

pub(super) fn refusal(case: &Case<'_>) -> Option<Refusal> {
    if !applies(case) || excused_until(case).is_some() {
        return None;
    }
    let (rule, lifted_by, words) = match case.facts.registry {
        Registry::Listed { as_of } => {
            let words = format!(
                "The number is on the national do-not-call registry (list of {}), and there is neither a written consent \
                 nor a purchase within {} months nor an inquiry within {}.",
                day(as_of),
                law::PURCHASE_MONTHS,
                law::INQUIRY_MONTHS
            );
            (Rule::NationalRegistry, LiftedBy::Customer, words)
        }
        Registry::NotListed { as_of } if is_fresh(as_of, case.question.at) => return None,
        Registry::NotListed { as_of } => {
            let words = format!(
                "The list of the national do-not-call registry is of {}; it may be at most 31 days old. Load the current one.",
                day(as_of)
            );
            (Rule::RegistryOutdated, LiftedBy::Nobody, words)
        }
        Registry::NotAsked => {
            let words =
                "Nobody has looked this number up in the national do-not-call registry.".to_owned();
            (Rule::RegistryOutdated, LiftedBy::Nobody, words)
        }
    };
    Some(Refusal { rule, until: None, lifted_by, words })
}

/// When an answer that leans on the registry, or on an excuse, ends.
pub(super) fn end(case: &Case<'_>) -> Option<Timestamp> {
    if !applies(case) {
        return None;
    }
    match (excused_until(case), case.facts.registry) {
        (Some(Excuse::Until(until)), _) => Some(until),
        (None, Registry::NotListed { as_of }) => {
            Some(as_of + law::REGISTRY_MAX_AGE + Duration::MILLISECOND)
        }
        _ => None,
    }
}

/// Sales calls and sales texts; the registry knows no e-mail.
fn applies(case: &Case<'_>) -> bool {
    case.question.is_solicitation() && !matches!(case.question.target, Target::Email(_))
}

/// A list dated ahead is a mistake, not a fresh one.
fn is_fresh(as_of: Timestamp, at: Timestamp) -> bool {
    as_of <= at && at - as_of <= law::REGISTRY_MAX_AGE
}

enum Excuse {
    /// A written consent.
    UntilRevoked,
    /// A business relationship.
    Until(Timestamp),
}

fn excused_until(case: &Case<'_>) -> Option<Excuse> {
    if matches!(case.stand.standing, Standing::Granted { in_writing: true }) {
        return Some(Excuse::UntilRevoked);
    }
    let at = case.question.at;
    let relationship = case.facts.relationship.known_at(at);
    let until = relationship.excuses_until(case.relationship_ended_at())?;
    (at < until).then_some(Excuse::Until(until))
}
