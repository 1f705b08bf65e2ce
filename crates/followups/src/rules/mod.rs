//! Which call starts which clock: ordered rules in named sets, first match wins.

mod rule;
mod shipped;
#[cfg(test)]
mod tests;

pub use rule::{Calendar, PromiseFacts, RuleCondition, RuleSet, SlaRule, SlaRules};
