//! Refusals of the rules of contact on their way out: each rule, until when it holds and who can lift it.

use crate::{fields::Instant, problem::Problem};
use callboard_messaging::{MessagingError, gate::Refusal};
use callboard_switchboard::{Refused, SwitchboardError};
use poem_openapi::Object;
use serde::Serialize;

/// A rule of contact that stands in the way.
#[derive(Object, Serialize, Clone, Debug)]
#[oai(rename = "RefusedRule", skip_serializing_if_is_none)]
pub(crate) struct RefusedRule {
    /// Stable word of the rule, such as `do_not_contact`.
    pub(crate) rule: String,
    /// Sentence for people.
    pub(crate) words: String,
    /// The first instant at which this rule alone would not refuse; absent when time does not help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<Instant>,
    /// Who can lift it: a role, `customer`, `wait` or `nobody`.
    pub(crate) lifted_by: String,
}

impl From<Refusal> for RefusedRule {
    fn from(refusal: Refusal) -> Self {
        Self {
            rule: refusal.rule,
            words: refusal.words,
            until: refusal.until.map(Instant),
            lifted_by: refusal.lifted_by,
        }
    }
}

impl From<Refused> for RefusedRule {
    fn from(refused: Refused) -> Self {
        Self {
            rule: refused.rule,
            words: refused.words,
            until: refused.until.map(Instant),
            lifted_by: refused.lifted_by,
        }
    }
}

/// The problem of a refused text names every rule.
pub(super) fn text(error: MessagingError) -> Problem {
    let refusals = match &error {
        MessagingError::Refused(refusals) => refusals.iter().cloned().map(Into::into).collect(),
        _ => Vec::new(),
    };
    Problem::from(error).with_refusals(refusals)
}

/// The problem of a refused call names every rule.
pub(super) fn call(error: SwitchboardError) -> Problem {
    let refusals = match &error {
        SwitchboardError::Refused(refusals) => refusals.iter().cloned().map(Into::into).collect(),
        _ => Vec::new(),
    };
    Problem::from(error).with_refusals(refusals)
}
