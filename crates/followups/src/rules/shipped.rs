//! The rule sets that every workspace starts with.

use super::rule::{Calendar, RuleCondition, RuleSet, SlaRule, SlaRules};
use crate::model::{FollowUpKind, Priority};

/// Emergency score from which a call counts as an emergency.
const EMERGENCY_SCORE: u8 = 70;

impl SlaRules {
    /// Two sets: the standard one with the numbers of S1-SLA-01 (missed call 30 minutes, callback 60), and "Speed to
    /// lead" with the finer table of domain rules 2.1, contact targets that a callback can meet. Emergencies are due in
    /// ten minutes at any hour in both.
    pub fn shipped() -> Self {
        Self { active_set: "standard".to_owned(), sets: vec![standard(), speed_to_lead()] }
    }
}

fn standard() -> RuleSet {
    let mut rules = emergencies();
    rules.push(rule("missed_call", "Missed call", missed(), 30));
    rules.push(rule("callback", "Callback promised", disposition("callback"), 60));
    RuleSet { key: "standard".to_owned(), name: "Standard".to_owned(), rules }
}

fn speed_to_lead() -> RuleSet {
    let mut rules = emergencies();
    rules.push(high(rule(
        "missed_quote",
        "Missed call about a quote",
        RuleCondition { intent: vec!["quote".to_owned()], ..missed() },
        15,
    )));
    rules.push(high(rule(
        "missed_new_number",
        "Missed call, new number",
        RuleCondition { known_customer: Some(false), ..missed() },
        5,
    )));
    rules.push(rule(
        "missed_known_customer",
        "Missed call, known customer",
        RuleCondition { known_customer: Some(true), ..missed() },
        15,
    ));
    rules.push(rule("callback", "Callback promised", disposition("callback"), 60));
    RuleSet { key: "speed_to_lead".to_owned(), name: "Speed to lead".to_owned(), rules }
}

/// Danger is not a matter of opening hours: whatever marks a missed call as an emergency makes it due in ten minutes.
fn emergencies() -> Vec<SlaRule> {
    let by_score = RuleCondition { min_emergency_score: Some(EMERGENCY_SCORE), ..missed() };
    let by_intent = RuleCondition { intent: vec!["emergency".to_owned()], ..missed() };
    [
        ("emergency", "Missed emergency", by_intent),
        ("emergency_words", "Missed call with emergency words", by_score),
    ]
    .into_iter()
    .map(|(key, name, when)| SlaRule {
        calendar: Calendar::Always,
        priority: Priority::Urgent,
        ..rule(key, name, when, 10)
    })
    .collect()
}

fn missed() -> RuleCondition {
    RuleCondition {
        direction: Some("in".to_owned()),
        status: vec!["missed".to_owned()],
        ..RuleCondition::default()
    }
}

fn disposition(key: &str) -> RuleCondition {
    RuleCondition { disposition: vec![key.to_owned()], ..RuleCondition::default() }
}

fn rule(key: &str, name: &str, when: RuleCondition, target_minutes: u32) -> SlaRule {
    SlaRule {
        key: key.to_owned(),
        name: name.to_owned(),
        when,
        kind: FollowUpKind::Callback,
        target_minutes,
        calendar: Calendar::Business,
        priority: Priority::Normal,
        warn_percent: 75,
    }
}

fn high(rule: SlaRule) -> SlaRule {
    SlaRule { priority: Priority::High, ..rule }
}
