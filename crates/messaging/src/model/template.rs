//! A text that is written once and sent often.

use super::{
    placeholders::{Variable, variables},
    vocabulary::Purpose,
};
use callboard_kernel::{Auditable, Invalid, MessageTemplateId, Timestamp, one_line};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The template that is meant when none is named.
pub const DEFAULT_KEY: &str = "general";
/// The most templates of a workspace.
pub const MAX_TEMPLATES: usize = 100;
/// Longest key, name and body, in characters. A body of ten segments is as long as any provider takes.
const MAX_KEY: usize = 40;
const MAX_NAME: usize = 80;
const MAX_BODY: usize = 1_600;

/// Everything that is stored of one template.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TemplateSnapshot {
    /// Id.
    pub id: MessageTemplateId,
    /// By what programs and people name it; one of each among those that are not deleted.
    pub key: String,
    /// Words on its button.
    pub name: String,
    /// The text with its variables.
    pub body: String,
    /// What texts of it are for.
    pub purpose: Purpose,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Deleted softly.
    pub deleted_at: Option<Timestamp>,
}

impl Auditable for TemplateSnapshot {
    const KIND: &'static str = "message_template";
    fn target_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// A template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    state: TemplateSnapshot,
}

/// What a template is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewTemplate {
    /// Lower-case letters, digits and `_`.
    pub key: String,
    /// Words on its button.
    pub name: String,
    /// The text.
    pub body: String,
    /// What for.
    pub purpose: Purpose,
}

impl Template {
    /// Trusts what a store kept.
    pub const fn restore(state: TemplateSnapshot) -> Self {
        Self { state }
    }

    /// Everything about it as plain data.
    pub const fn snapshot(&self) -> &TemplateSnapshot {
        &self.state
    }

    /// A new template.
    pub fn try_new(
        id: MessageTemplateId,
        new: NewTemplate,
        now: Timestamp,
    ) -> Result<Self, Invalid> {
        let NewTemplate { key, name, body, purpose } = new;
        let state = TemplateSnapshot {
            id,
            key,
            name: one_line(&name),
            body: body.trim().to_owned(),
            purpose,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        };
        check(&state)?;
        Ok(Self { state })
    }

    /// The template with other words; what is `None` stays.
    pub fn reworded(
        &self,
        name: Option<String>,
        body: Option<String>,
        purpose: Option<Purpose>,
        now: Timestamp,
    ) -> Result<Self, Invalid> {
        let mut state = self.state.clone();
        if let Some(name) = name {
            state.name = one_line(&name);
        }
        if let Some(body) = body {
            body.trim().clone_into(&mut state.body);
        }
        state.purpose = purpose.unwrap_or(state.purpose);
        check(&state)?;
        if state != self.state {
            state.updated_at = now;
        }
        Ok(Self { state })
    }

    /// The template once it is removed.
    #[must_use]
    pub fn deleted(&self, now: Timestamp) -> Self {
        let mut state = self.state.clone();
        state.deleted_at = Some(now);
        state.updated_at = now;
        Self { state }
    }

    /// The variables of its text.
    pub fn variables(&self) -> Vec<Variable> {
        // What is stored was checked when it was written.
        variables(&self.state.body).unwrap_or_default()
    }
}

fn check(state: &TemplateSnapshot) -> Result<(), Invalid> {
    let mut wrong = Invalid::default();
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if state.key.is_empty() || state.key.len() > MAX_KEY || !state.key.chars().all(letters) {
        wrong.push("key", "invalid_format", "Lower-case letters, digits and _, 40 at most.");
    }
    if state.name.is_empty() || state.name.chars().count() > MAX_NAME {
        wrong.push("name", "length", "1 to 80 characters.");
    }
    if state.body.is_empty() || state.body.chars().count() > MAX_BODY {
        wrong.push("body", "length", "1 to 1,600 characters.");
    } else if let Err(fields) = variables(&state.body) {
        wrong.0.extend(fields.0);
    }
    if state.purpose.answers_a_keyword() {
        wrong.push("purpose", "not_allowed", "Answers to STOP and HELP are written by themselves.");
    }
    wrong.check()
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::timestamp;

    fn made(key: &str, body: &str) -> Result<Template, Invalid> {
        let new = NewTemplate {
            key: key.to_owned(),
            name: "A name".to_owned(),
            body: body.to_owned(),
            purpose: Purpose::Reply,
        };
        Template::try_new(MessageTemplateId(Uuid::nil()), new, timestamp(0))
    }

    #[test]
    fn a_template_is_checked_when_it_is_written() {
        assert_eq!(made("a_1", "Hi {{first_name}}").unwrap().variables(), [Variable::FirstName]);
        for (key, body) in [("A", "x"), ("", "x"), ("a b", "x"), ("a", " "), ("a", "{{nope}}")] {
            assert!(made(key, body).is_err(), "{key} {body}");
        }
    }

    #[test]
    fn rewording_to_the_same_changes_nothing() {
        let before = made("a", "Hi").unwrap();
        let same = before.reworded(None, Some("Hi ".to_owned()), None, timestamp(9)).unwrap();
        assert_eq!(same, before);
    }
}
