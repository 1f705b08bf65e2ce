//! The result of a decision before it is written.

use super::Call;
use crate::events::CallEvent;
use callboard_kernel::AuditAction;

/// What a decision changes: the call as it shall be, what happened, and the words for the audit trail.
#[derive(Clone, PartialEq, Debug)]
pub struct Decision {
    /// The call after it.
    pub call: Call,
    /// What happened, in order.
    pub events: Vec<CallEvent>,
    /// The verb of the audit line.
    pub action: AuditAction,
    /// Why, when it is not obvious; else empty.
    pub note: String,
}

impl Decision {
    /// A change of a call.
    pub(crate) fn update(call: Call, events: Vec<CallEvent>) -> Self {
        Self { call, events, action: AuditAction::Update, note: String::new() }
    }

    /// The same change under another verb.
    pub(crate) fn under(mut self, action: AuditAction) -> Self {
        self.action = action;
        self
    }

    /// The same change with its reason.
    pub(crate) fn because(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}
