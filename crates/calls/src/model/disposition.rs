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

    /// What saving it will do, as sentences for the picker. Empty when it only records the result.
    pub fn side_effects(&self) -> Vec<String> {
        let mut effects = Vec::new();
        match self.follow_up_minutes {
            Some(minutes) if minutes % 60 == 0 && minutes > 60 => {
                effects.push(format!("creates a callback due in {} hours", minutes / 60));
            }
            Some(minutes) => effects.push(format!("creates a callback due in {minutes} minutes")),
            None => {}
        }
        if self.class != DispositionClass::Open {
            effects.push("completes open follow-ups of this call".to_owned());
        }
        if self.clears_value {
            effects.push("sets the estimated value to $0".to_owned());
        }
        if self.marks_do_not_contact {
            effects.push("marks the customer do-not-contact".to_owned());
        }
        effects
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
