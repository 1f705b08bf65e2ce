//! The shipped rules and their order.

use super::{Calendar, PromiseFacts, SlaRules};
use crate::model::Priority;

fn missed() -> PromiseFacts {
    PromiseFacts {
        direction: "in".to_owned(),
        status: "missed".to_owned(),
        ..PromiseFacts::default()
    }
}

fn chosen(rules: &SlaRules, facts: &PromiseFacts) -> Option<(String, u32, Calendar, Priority)> {
    let rule = rules.matching(facts)?;
    Some((rule.key.clone(), rule.target_minutes, rule.calendar, rule.priority))
}

#[test]
fn the_standard_numbers_are_those_of_the_requirements() {
    let rules = SlaRules::shipped();
    assert_eq!(rules.validate(), Ok(()));
    let ordinary = ("missed_call".to_owned(), 30, Calendar::Business, Priority::Normal);
    assert_eq!(chosen(&rules, &missed()), Some(ordinary));
    let promised = PromiseFacts {
        direction: "in".to_owned(),
        status: "completed".to_owned(),
        disposition: Some("callback".to_owned()),
        ..PromiseFacts::default()
    };
    let callback = ("callback".to_owned(), 60, Calendar::Business, Priority::Normal);
    assert_eq!(chosen(&rules, &promised), Some(callback));
    let answered = PromiseFacts { status: "completed".to_owned(), ..missed() };
    assert_eq!(chosen(&rules, &answered), None);
}

#[test]
fn an_emergency_is_due_in_ten_minutes_at_any_hour() {
    let rules = SlaRules::shipped();
    let by_words = PromiseFacts { emergency_score: 70, ..missed() };
    let by_intent = PromiseFacts { intent: Some("emergency".to_owned()), ..missed() };
    for facts in [by_words, by_intent] {
        let (_, minutes, calendar, priority) = chosen(&rules, &facts).unwrap();
        assert_eq!((minutes, calendar, priority), (10, Calendar::Always, Priority::Urgent));
    }
    let almost = PromiseFacts { emergency_score: 69, ..missed() };
    assert_eq!(chosen(&rules, &almost).unwrap().1, 30);
}

#[test]
fn speed_to_lead_asks_who_calls() {
    let mut rules = SlaRules::shipped();
    rules.active_set = "speed_to_lead".to_owned();
    assert_eq!(chosen(&rules, &missed()).unwrap().1, 5);
    let known = PromiseFacts { known_customer: true, ..missed() };
    assert_eq!(chosen(&rules, &known).unwrap().1, 15);
    let quote = PromiseFacts { intent: Some("quote".to_owned()), ..missed() };
    assert_eq!(chosen(&rules, &quote).unwrap().0, "missed_quote");
}

#[test]
fn the_first_matching_rule_wins() {
    let mut rules = SlaRules::shipped();
    rules.sets[0].rules.reverse();
    let emergency = PromiseFacts { emergency_score: 100, ..missed() };
    assert_eq!(chosen(&rules, &emergency).unwrap().0, "missed_call");
}

#[test]
fn wrong_fields_are_all_named() {
    let mut rules = SlaRules::shipped();
    rules.active_set = "gone".to_owned();
    rules.sets[0].rules[0].target_minutes = 0;
    rules.sets[0].rules[1].warn_percent = 99;
    rules.sets[0].rules[1].when.direction = Some("up".to_owned());
    rules.sets[0].rules[2].key = "emergency".to_owned();
    rules.sets[1].name = " ".to_owned();
    let wrong = rules.validate().unwrap_err();
    let paths: Vec<_> = wrong.0.iter().map(|e| e.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "active_set",
            "sets.0.rules.0.target_minutes",
            "sets.0.rules.1.warn_percent",
            "sets.0.rules.1.when.direction",
            "sets.0.rules.2.key",
            "sets.1.name",
        ]
    );
}

#[test]
fn the_document_reads_as_it_is_written_and_refuses_what_it_does_not_know() {
    let shipped = SlaRules::shipped();
    let text = serde_json::to_value(&shipped).unwrap();
    assert_eq!(serde_json::from_value::<SlaRules>(text.clone()).unwrap(), shipped);
    let mut unknown = text;
    unknown["sets"][0]["rules"][0]["when"]["colour"] = "red".into();
    assert!(serde_json::from_value::<SlaRules>(unknown).is_err());
}
