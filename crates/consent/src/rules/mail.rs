//! E-mail that does not arrive.

use super::{Case, lists::day};
use crate::{
    law,
    model::{LiftedBy, Refusal, Rule, Target},
};

pub(super) fn refusals(case: &Case<'_>) -> Vec<Refusal> {
    if !matches!(case.question.target, Target::Email(_)) {
        return Vec::new();
    }
    let mail = &case.facts.mail;
    if let Some(at) = mail.hard_bounced_at {
        let words = format!(
            "There is no such mailbox: e-mail came back on {}. Ask the customer for another address.",
            day(at)
        );
        return vec![refusal(None, words)];
    }
    let since = case.question.at - law::SOFT_BOUNCE_PERIOD;
    let mut recent: Vec<_> =
        mail.soft_bounced_at.iter().copied().filter(|at| *at > since).collect();
    recent.sort_unstable_by(|a, b| b.cmp(a));
    let Some(oldest) = recent.get(law::SOFT_BOUNCES - 1) else { return Vec::new() };
    let words = format!("E-mail to this address came back {} times within 30 days.", recent.len());
    vec![refusal(Some(*oldest + law::SOFT_BOUNCE_PERIOD), words)]
}

fn refusal(until: Option<callboard_kernel::Timestamp>, words: String) -> Refusal {
    let lifted_by = if until.is_some() { LiftedBy::Wait } else { LiftedBy::Nobody };
    Refusal { rule: Rule::Bounced, until, lifted_by, words }
}
