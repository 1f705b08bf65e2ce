//! What the audit trail records of a change.

use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

/// What was done, the catalogue of S1-SLA-04. Append only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AuditAction {
    /// Made.
    Create,
    /// Changed.
    Update,
    /// Removed (softly).
    Delete,
    /// Tied to something.
    Link,
    /// Untied from something.
    Unlink,
    /// Given to a member.
    Assign,
    /// Taken from a member.
    Unassign,
    /// Passed up the escalation chain.
    Escalate,
    /// A tag added.
    Tag,
    /// A tag removed.
    Untag,
    /// Many rows taken in from a file.
    Import,
    /// Signed in or out, or a credential changed.
    Access,
    /// Taken from a backup.
    Restore,
    /// Taken out as a file or on paper.
    Download,
}

impl AuditAction {
    /// All actions.
    pub const ALL: [Self; 14] = [
        Self::Create,
        Self::Update,
        Self::Delete,
        Self::Link,
        Self::Unlink,
        Self::Assign,
        Self::Unassign,
        Self::Escalate,
        Self::Tag,
        Self::Untag,
        Self::Import,
        Self::Access,
        Self::Restore,
        Self::Download,
    ];

    /// The action of a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Link => "link",
            Self::Unlink => "unlink",
            Self::Assign => "assign",
            Self::Unassign => "unassign",
            Self::Escalate => "escalate",
            Self::Tag => "tag",
            Self::Untag => "untag",
            Self::Import => "import",
            Self::Access => "access",
            Self::Restore => "restore",
            Self::Download => "download",
        }
    }
}

/// Something whose changes are recorded. `Serialize` gives the snapshot that is compared; secrets must not be in it.
pub trait Auditable: Serialize {
    /// Singular noun of the thing, such as `call`.
    const KIND: &'static str;
    /// Id of the thing.
    fn target_id(&self) -> Uuid;
}

/// One line of the audit trail before the store adds actor, number and hash.
#[derive(Clone, PartialEq, Debug)]
pub struct AuditDraft {
    /// What was done.
    pub action: AuditAction,
    /// Kind of the thing, such as `call`.
    pub target_kind: &'static str,
    /// Id of the thing.
    pub target_id: Uuid,
    /// Changed fields as they were; empty on creation.
    pub before: Map<String, Value>,
    /// Changed fields as they are; empty on deletion.
    pub after: Map<String, Value>,
    /// Why, in the words of the person or rule; empty when obvious.
    pub note: String,
}

impl AuditDraft {
    /// The line for a thing that is made.
    pub fn create<A: Auditable>(after: &A) -> Self {
        Self::between(AuditAction::Create, None, Some(after))
    }

    /// The line for a change; holds only the fields that differ.
    pub fn change<A: Auditable>(action: AuditAction, before: &A, after: &A) -> Self {
        Self::between(action, Some(before), Some(after))
    }

    /// The line for a thing that is removed.
    pub fn delete<A: Auditable>(before: &A) -> Self {
        Self::between(AuditAction::Delete, Some(before), None)
    }

    /// Adds the reason.
    #[must_use]
    pub fn because(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    fn between<A: Auditable>(action: AuditAction, before: Option<&A>, after: Option<&A>) -> Self {
        let target_id = after.or(before).map_or(Uuid::nil(), Auditable::target_id);
        let (before, after) = diff(&fields(before), &fields(after));
        Self { action, target_kind: A::KIND, target_id, before, after, note: String::new() }
    }
}

fn fields<A: Serialize>(thing: Option<&A>) -> Map<String, Value> {
    match thing.map(serde_json::to_value) {
        Some(Ok(Value::Object(map))) => map,
        _ => Map::new(),
    }
}

/// The fields that differ, as they were and as they are. Empty values on the side that lacks them are left out.
pub fn diff(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> (Map<String, Value>, Map<String, Value>) {
    let changed = |one: &Map<String, Value>, other: &Map<String, Value>| {
        one.iter()
            .filter(|(key, value)| other.get(*key).unwrap_or(&Value::Null) != *value)
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    (changed(before, after), changed(after, before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Lamp {
        id: Uuid,
        on: bool,
        colour: Option<&'static str>,
    }

    impl Auditable for Lamp {
        const KIND: &'static str = "lamp";
        fn target_id(&self) -> Uuid {
            self.id
        }
    }

    #[test]
    fn a_change_holds_only_what_differs() {
        let before = Lamp { id: Uuid::nil(), on: false, colour: None };
        let after = Lamp { id: Uuid::nil(), on: true, colour: Some("red") };
        let line = AuditDraft::change(AuditAction::Update, &before, &after);
        assert_eq!(Value::Object(line.before), serde_json::json!({"on": false, "colour": null}));
        assert_eq!(Value::Object(line.after), serde_json::json!({"on": true, "colour": "red"}));
    }

    #[test]
    fn creation_has_no_before_and_deletion_no_after() {
        let lamp = Lamp { id: Uuid::nil(), on: true, colour: None };
        assert!(AuditDraft::create(&lamp).before.is_empty());
        assert!(AuditDraft::delete(&lamp).after.is_empty());
    }
}
