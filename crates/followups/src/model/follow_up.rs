//! The follow-up and what may happen to it.

use super::snapshot::FollowUpSnapshot;
use callboard_kernel::Auditable;
use serde::Serialize;
use uuid::Uuid;

/// A promise to come back to somebody.
#[derive(Clone, PartialEq, Debug)]
pub struct FollowUp {
    state: FollowUpSnapshot,
}

impl FollowUp {
    /// Trusts what a store kept.
    pub const fn restore(state: FollowUpSnapshot) -> Self {
        Self { state }
    }

    /// Everything about it as plain data.
    pub const fn snapshot(&self) -> &FollowUpSnapshot {
        &self.state
    }
}

impl Serialize for FollowUp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.state.serialize(serializer)
    }
}

impl Auditable for FollowUp {
    const KIND: &'static str = "follow_up";
    fn target_id(&self) -> Uuid {
        self.state.id.uuid()
    }
}
