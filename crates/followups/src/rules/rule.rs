//! SLA rules as a workspace writes them.

use crate::model::{ClockTarget, FollowUpKind, Priority, RuleRef};
use callboard_kernel::{Auditable, Invalid, Version, words};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

words! {
    /// Which seconds a clock counts.
    pub enum Calendar {
        /// Those inside the business hours.
        Business = "business",
        /// All of them.
        Always = "always",
    }
}

/// The SLA rules of a workspace: several named sets, of which one is active (S1-SLA-05).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlaRules {
    /// Key of the set in force.
    pub active_set: String,
    /// The sets.
    pub sets: Vec<RuleSet>,
}

/// Rules in their order; the first that matches wins.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Stable key, such as `standard`.
    pub key: String,
    /// Words.
    pub name: String,
    /// The rules.
    pub rules: Vec<SlaRule>,
}

/// One rule: calls like these get a promise like this.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlaRule {
    /// Stable key within its set; clocks remember it.
    pub key: String,
    /// Words.
    pub name: String,
    /// Which calls.
    #[serde(default)]
    pub when: RuleCondition,
    /// What is promised.
    pub kind: FollowUpKind,
    /// Minutes until due.
    pub target_minutes: u32,
    /// Which seconds count.
    pub calendar: Calendar,
    /// How pressing.
    pub priority: Priority,
    /// Percent of the target at which it warns. Targets below ten minutes always warn at 60 percent and only then.
    pub warn_percent: u8,
}

/// Which calls a rule is for. All given conditions must hold; within a list any of its values suffices. Empty lists and
/// `None` match every call.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RuleCondition {
    /// `in` or `out`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    /// Life-cycle statuses of the call, such as `missed`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<String>,
    /// Keys of dispositions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disposition: Vec<String>,
    /// Intents, such as `quote`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub intent: Vec<String>,
    /// Only callers that are (or are not) customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_customer: Option<bool>,
    /// Only calls with at least this emergency score, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_emergency_score: Option<u8>,
    /// Only calls outside (or inside) the business hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_hours: Option<bool>,
}

/// What a rule may ask about a call. Words are those of the call domain.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PromiseFacts {
    /// `in` or `out`.
    pub direction: String,
    /// Life-cycle status.
    pub status: String,
    /// Key of the disposition.
    pub disposition: Option<String>,
    /// What the caller wants.
    pub intent: Option<String>,
    /// A customer is known.
    pub known_customer: bool,
    /// 0 to 100.
    pub emergency_score: u8,
    /// It rang outside the business hours.
    pub after_hours: bool,
}

impl SlaRules {
    /// The active set; the first one when the key names none, `None` only without any set.
    pub fn active(&self) -> Option<&RuleSet> {
        self.sets.iter().find(|set| set.key == self.active_set).or_else(|| self.sets.first())
    }

    /// The first rule of the active set that matches.
    pub fn matching(&self, facts: &PromiseFacts) -> Option<&SlaRule> {
        self.active()?.rules.iter().find(|rule| rule.when.matches(facts))
    }

    /// Every wrong field at once.
    pub fn validate(&self) -> Result<(), Invalid> {
        let mut wrong = Invalid::default();
        if !self.sets.iter().any(|set| set.key == self.active_set) {
            wrong.push("active_set", "unknown_value", "There is no set of this key.");
        }
        if self.sets.len() > 20 {
            wrong.push("sets", "too_many", "At most 20 sets.");
        }
        for (n, set) in self.sets.iter().enumerate() {
            let path = format!("sets.{n}");
            check_key(&mut wrong, &path, &set.key, &set.name);
            if self.sets[..n].iter().any(|other| other.key == set.key) {
                wrong.push(format!("{path}.key"), "duplicate", "Another set has this key.");
            }
            set.check(&mut wrong, &path);
        }
        wrong.check()
    }
}

impl Auditable for SlaRules {
    const KIND: &'static str = "sla_rules";
    fn target_id(&self) -> Uuid {
        // There is one document a workspace, so it needs no id of its own.
        Uuid::nil()
    }
}

impl RuleSet {
    fn check(&self, wrong: &mut Invalid, path: &str) {
        if self.rules.len() > 100 {
            wrong.push(format!("{path}.rules"), "too_many", "At most 100 rules.");
        }
        for (n, rule) in self.rules.iter().enumerate() {
            let path = format!("{path}.rules.{n}");
            check_key(wrong, &path, &rule.key, &rule.name);
            if self.rules[..n].iter().any(|other| other.key == rule.key) {
                wrong.push(format!("{path}.key"), "duplicate", "Another rule has this key.");
            }
            if !(1..=43_200).contains(&rule.target_minutes) {
                wrong.push(
                    format!("{path}.target_minutes"),
                    "out_of_range",
                    "Between 1 minute and 30 days (43,200 minutes).",
                );
            }
            if !(50..=95).contains(&rule.warn_percent) {
                wrong.push(format!("{path}.warn_percent"), "out_of_range", "Between 50 and 95.");
            }
            rule.when.check(wrong, &format!("{path}.when"));
        }
    }
}

impl SlaRule {
    /// How a clock remembers the rule.
    fn reference(&self, version: Version) -> RuleRef {
        RuleRef { key: self.key.clone(), name: self.name.clone(), version: version.0 }
    }

    /// What it asks of a clock; the clock remembers the version of the rules.
    pub fn target(&self, version: Version) -> ClockTarget {
        ClockTarget {
            rule: self.reference(version),
            target_s: i64::from(self.target_minutes) * 60,
            calendar: self.calendar,
            warn_percent: self.warn_percent,
        }
    }
}

impl RuleCondition {
    /// Whether a call is one of these.
    pub fn matches(&self, facts: &PromiseFacts) -> bool {
        let one_of = |wanted: &[String], has: Option<&String>| {
            wanted.is_empty() || has.is_some_and(|has| wanted.contains(has))
        };
        self.direction.as_ref().is_none_or(|wanted| *wanted == facts.direction)
            && one_of(&self.status, Some(&facts.status))
            && one_of(&self.disposition, facts.disposition.as_ref())
            && one_of(&self.intent, facts.intent.as_ref())
            && self.known_customer.is_none_or(|wanted| wanted == facts.known_customer)
            && self.min_emergency_score.is_none_or(|least| facts.emergency_score >= least)
            && self.after_hours.is_none_or(|wanted| wanted == facts.after_hours)
    }

    fn check(&self, wrong: &mut Invalid, path: &str) {
        if self.direction.as_ref().is_some_and(|d| d != "in" && d != "out") {
            wrong.push(format!("{path}.direction"), "unknown_value", "Either in or out.");
        }
        if self.min_emergency_score.is_some_and(|score| score > 100) {
            wrong.push(format!("{path}.min_emergency_score"), "out_of_range", "0 to 100.");
        }
        let lists = [
            ("status", &self.status),
            ("disposition", &self.disposition),
            ("intent", &self.intent),
        ];
        for (name, list) in lists {
            if list.len() > 50 || list.iter().any(|word| word.is_empty() || word.len() > 64) {
                wrong.push(
                    format!("{path}.{name}"),
                    "invalid",
                    "At most 50 words of at most 64 characters.",
                );
            }
        }
    }
}

fn check_key(wrong: &mut Invalid, path: &str, key: &str, name: &str) {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if key.is_empty() || key.len() > 64 || !key.bytes().all(plain) {
        wrong.push(
            format!("{path}.key"),
            "invalid",
            "Lower-case letters, digits and underscores, at most 64.",
        );
    }
    if name.trim().is_empty() || name.chars().count() > 80 {
        wrong.push(format!("{path}.name"), "invalid", "Between 1 and 80 characters.");
    }
}
