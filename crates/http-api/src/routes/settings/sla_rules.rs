//! SLA rules: which call starts which clock.

use crate::{
    answer::Versioned, auth::Caller, fields::Word, problem::Problem, request::IfMatch, routes::Part,
};
use callboard_calls::model::{CallStatus, Direction, Intent};
use callboard_followups::{
    model::{FollowUpKind, Priority},
    rules::{self as domain, Calendar},
};
use callboard_kernel::Loaded;
use poem_openapi::{Object, OpenApi, payload::Json};

/// The rules: several sets, of which one is active.
#[derive(Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub(crate) struct SlaRules {
    /// Key of the set in force, such as `standard` or `speed_to_lead`.
    #[oai(validator(max_length = 64))]
    active_set: String,
    /// The sets.
    #[oai(validator(min_items = 1, max_items = 20))]
    sets: Vec<SlaRuleSet>,
    /// Version of the rules; sent back, it guards against overwriting somebody else's change.
    version: i64,
}

/// Rules in their order; the first that matches wins.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct SlaRuleSet {
    /// Stable key.
    #[oai(validator(max_length = 64))]
    key: String,
    /// Words.
    #[oai(validator(max_length = 80))]
    name: String,
    /// The rules.
    #[oai(validator(max_items = 100))]
    rules: Vec<SlaRule>,
}

/// Calls like these get a promise like this.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct SlaRule {
    /// Stable key within its set.
    #[oai(validator(max_length = 64))]
    key: String,
    /// Words.
    #[oai(validator(max_length = 80))]
    name: String,
    /// Which calls.
    when: SlaCondition,
    /// What is promised.
    kind: Word<FollowUpKind>,
    /// Minutes until due.
    #[oai(validator(minimum(value = "1"), maximum(value = "43200")))]
    target_minutes: u32,
    /// Which time counts.
    calendar: Word<Calendar>,
    /// How pressing.
    priority: Word<Priority>,
    /// Percent of the target at which it warns.
    #[oai(validator(minimum(value = "50"), maximum(value = "95")))]
    warn_percent: u8,
}

/// Which calls a rule is for; what is left out matches every call.
#[derive(Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none, skip_serializing_if_is_empty)]
pub(crate) struct SlaCondition {
    /// Which way.
    direction: Option<Word<Direction>>,
    /// Where the call is in its life.
    #[oai(default, validator(max_items = 50))]
    status: Vec<Word<CallStatus>>,
    /// Keys of dispositions.
    #[oai(default, validator(max_items = 50))]
    disposition: Vec<String>,
    /// What the caller wants.
    #[oai(default, validator(max_items = 50))]
    intent: Vec<Word<Intent>>,
    /// The caller is, or is not, a customer.
    known_customer: Option<bool>,
    /// Least emergency score.
    #[oai(validator(maximum(value = "100")))]
    min_emergency_score: Option<u8>,
    /// Outside, or inside, the business hours.
    after_hours: Option<bool>,
}

impl From<domain::RuleCondition> for SlaCondition {
    fn from(when: domain::RuleCondition) -> Self {
        Self {
            direction: when.direction.as_deref().and_then(Direction::parse).map(Word),
            status: when.status.iter().filter_map(|w| CallStatus::parse(w)).map(Word).collect(),
            disposition: when.disposition,
            intent: when.intent.iter().filter_map(|w| Intent::parse(w)).map(Word).collect(),
            known_customer: when.known_customer,
            min_emergency_score: when.min_emergency_score,
            after_hours: when.after_hours,
        }
    }
}

impl From<SlaCondition> for domain::RuleCondition {
    fn from(when: SlaCondition) -> Self {
        Self {
            direction: when.direction.map(|word| word.0.as_str().to_owned()),
            status: when.status.iter().map(|word| word.0.as_str().to_owned()).collect(),
            disposition: when.disposition,
            intent: when.intent.iter().map(|word| word.0.as_str().to_owned()).collect(),
            known_customer: when.known_customer,
            min_emergency_score: when.min_emergency_score,
            after_hours: when.after_hours,
        }
    }
}

impl From<domain::SlaRule> for SlaRule {
    fn from(rule: domain::SlaRule) -> Self {
        Self {
            key: rule.key,
            name: rule.name,
            when: rule.when.into(),
            kind: Word(rule.kind),
            target_minutes: rule.target_minutes,
            calendar: Word(rule.calendar),
            priority: Word(rule.priority),
            warn_percent: rule.warn_percent,
        }
    }
}

impl From<SlaRule> for domain::SlaRule {
    fn from(rule: SlaRule) -> Self {
        Self {
            key: rule.key,
            name: rule.name,
            when: rule.when.into(),
            kind: rule.kind.0,
            target_minutes: rule.target_minutes,
            calendar: rule.calendar.0,
            priority: rule.priority.0,
            warn_percent: rule.warn_percent,
        }
    }
}

fn versioned(loaded: Loaded<domain::SlaRules>) -> Versioned<SlaRules> {
    let version = loaded.version;
    let set = |set: domain::RuleSet| SlaRuleSet {
        key: set.key,
        name: set.name,
        rules: set.rules.into_iter().map(SlaRule::from).collect(),
    };
    let sets = loaded.value.sets.into_iter().map(set).collect();
    let body = SlaRules { active_set: loaded.value.active_set, sets, version: version.0 };
    Versioned { body, version }
}

pub(crate) struct SlaRulesApi;

#[OpenApi(prefix_path = "/settings/sla-rules", tag = "Part::Settings")]
impl SlaRulesApi {
    /// The SLA rules
    #[oai(path = "/", method = "get", operation_id = "get_sla_rules")]
    async fn get(&self, caller: Caller) -> Result<Versioned<SlaRules>, Problem> {
        Ok(versioned(caller.follow_ups.sla_rules(&caller.scope).await?))
    }

    /// Replace the SLA rules
    ///
    /// Clocks that run already keep the rule that they were started with.
    #[oai(path = "/", method = "post", operation_id = "replace_sla_rules")]
    async fn replace(
        &self,
        caller: Caller,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<SlaRules>,
    ) -> Result<Versioned<SlaRules>, Problem> {
        let expected = if_match.or(body.0.version);
        let set = |set: SlaRuleSet| domain::RuleSet {
            key: set.key,
            name: set.name,
            rules: set.rules.into_iter().map(domain::SlaRule::from).collect(),
        };
        let sets = body.0.sets.into_iter().map(set).collect();
        let rules = domain::SlaRules { active_set: body.0.active_set, sets };
        Ok(versioned(caller.follow_ups.save_sla_rules(&caller.scope, expected, rules).await?))
    }
}
