//! The catalogue of results a call can be given, and what each demands and does.

use super::vocabulary::{Direction, DispositionClass, Purpose};
use serde::{Deserialize, Serialize};

/// A result that a call can be given, as a workspace defines it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Disposition {
    /// Stable key within the workspace, snake_case, such as `booked`.
    pub key: String,
    /// Words on the button.
    pub label: String,
    /// What it means for the business.
    pub class: DispositionClass,
    /// A note must be written.
    pub requires_note: bool,
    /// A follow-up must exist or be made with it.
    pub requires_follow_up: bool,
    /// Minutes until the follow-up is due when the person names no time; `None` when it makes none by itself.
    pub follow_up_minutes: Option<u32>,
    /// Sets the estimated value to zero.
    pub clears_value: bool,
    /// Marks customer and call do-not-contact.
    pub marks_do_not_contact: bool,
    /// The strict rules apply to these directions; others may leave note and follow-up out.
    pub directions: Vec<Direction>,
    /// The strict rules apply to these purposes.
    pub purposes: Vec<Purpose>,
    /// Place in the picker, from 1; the first nine have the keys 1 to 9.
    pub position: u32,
    /// Whether it is offered; retired ones stay on old calls.
    pub active: bool,
}

impl Disposition {
    /// Whether the note and follow-up rules bind a call of this direction and purpose.
    pub fn binds(&self, direction: Direction, purpose: Purpose) -> bool {
        self.directions.contains(&direction) && self.purposes.contains(&purpose)
    }

    /// Whether a reason for spam may be given with it: it says that the call never was a lead and is worth nothing.
    pub fn takes_spam_reason(&self) -> bool {
        self.class == DispositionClass::NotALead && self.clears_value
    }

    /// Whether it marks the other party do-not-contact; the class `suppress` always does.
    pub fn suppresses(&self) -> bool {
        self.marks_do_not_contact || self.class == DispositionClass::Suppress
    }

    /// What saving it will do, as sentences for the picker. Empty when it only records the result.
    pub fn side_effects(&self) -> Vec<String> {
        let mut effects = Vec::new();
        if let Some(minutes) = self.follow_up_minutes {
            let due = spoken(minutes);
            effects.push(format!("promises a callback in {due}, unless one is open"));
        }
        if self.class != DispositionClass::Open {
            effects.push("completes open follow-ups of this call".to_owned());
        }
        if self.clears_value {
            effects.push("sets the estimated value to $0".to_owned());
        }
        if self.suppresses() {
            effects.push("marks the customer do-not-contact".to_owned());
        }
        effects
    }
}

fn spoken(minutes: u32) -> String {
    if minutes > 60 && minutes.is_multiple_of(60) {
        format!("{} hours", minutes / 60)
    } else {
        format!("{minutes} minutes")
    }
}

/// The five dispositions that every workspace starts with (S1-DRW-02).
pub fn shipped_dispositions() -> Vec<Disposition> {
    let strict = |key: &str, label: &str, class, follow_up: Option<u32>, position| Disposition {
        key: key.to_owned(),
        label: label.to_owned(),
        class,
        requires_note: follow_up.is_some(),
        requires_follow_up: follow_up.is_some(),
        follow_up_minutes: follow_up,
        clears_value: false,
        marks_do_not_contact: false,
        directions: vec![Direction::In],
        purposes: vec![Purpose::Inbound],
        position,
        active: true,
    };
    let mut all = vec![
        strict("booked", "Booked", DispositionClass::Won, None, 1),
        strict("answered", "Answered", DispositionClass::Service, None, 2),
        strict("callback", "Callback scheduled", DispositionClass::Open, Some(60), 3),
        strict("missed", "Missed", DispositionClass::Open, Some(30), 4),
        strict("spam", "Spam", DispositionClass::NotALead, None, 5),
    ];
    if let Some(spam) = all.last_mut() {
        spam.clears_value = true;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped(key: &str) -> Disposition {
        shipped_dispositions().into_iter().find(|d| d.key == key).unwrap()
    }

    #[test]
    fn the_shipped_rules_are_those_of_the_requirements() {
        let demands = |key| {
            let d = shipped(key);
            (d.requires_note, d.requires_follow_up, d.follow_up_minutes)
        };
        assert_eq!(demands("answered"), (false, false, None));
        assert_eq!(demands("missed"), (true, true, Some(30)));
        assert_eq!(demands("booked"), (false, false, None));
        assert_eq!(demands("callback"), (true, true, Some(60)));
        assert_eq!(demands("spam"), (false, false, None));
    }

    #[test]
    fn side_effects_are_said_before_saving() {
        assert_eq!(
            shipped("missed").side_effects(),
            ["promises a callback in 30 minutes, unless one is open"]
        );
        assert_eq!(
            shipped("spam").side_effects(),
            ["completes open follow-ups of this call", "sets the estimated value to $0"]
        );
        let mut hours = shipped("callback");
        hours.follow_up_minutes = Some(120);
        assert_eq!(hours.side_effects(), ["promises a callback in 2 hours, unless one is open"]);
    }

    #[test]
    fn the_suppress_class_marks_do_not_contact_even_when_the_flag_is_off() {
        let mut stop = shipped("answered");
        stop.class = DispositionClass::Suppress;
        assert!(stop.suppresses());
        assert!(stop.side_effects().iter().any(|e| e.contains("do-not-contact")));
    }
}
