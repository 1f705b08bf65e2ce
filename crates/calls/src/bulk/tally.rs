//! What a bulk job keeps of itself: what was asked for, and how many calls were passed over why.

use super::{BulkOperation, Skip, SkipReason};
use callboard_kernel::{CallJobId, MemberId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How the calls of a bulk change were chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// One by one.
    Named,
    /// All that matched a filter at the moment of asking.
    Matching,
    /// Those that another bulk change did.
    Undo,
}

/// What a bulk job was asked for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BulkSpec {
    /// What is done, or taken back.
    #[serde(flatten)]
    pub operation: BulkOperation,
    /// How the calls were chosen.
    pub selection: Selection,
    /// The job that is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo_of: Option<CallJobId>,
}

impl BulkSpec {
    /// As a job keeps it.
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or(Value::Null)
    }

    /// Of a job; `None` when this program is too old to know the operation.
    pub fn parse(value: &Value) -> Option<Self> {
        serde_json::from_value(value.clone()).ok()
    }
}

/// How many calls were passed over, by reason and, where somebody holds them, by whom.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tally {
    /// In the order of their first appearance.
    pub skipped: Vec<SkipCount>,
}

/// Calls that were passed over for one reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SkipCount {
    /// Why.
    pub reason: SkipReason,
    /// Who holds them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<MemberId>,
    /// How many.
    pub calls: u64,
}

impl Tally {
    /// As a job keeps it.
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or(Value::Null)
    }

    /// Of a job; a job that has not begun has counted nothing.
    pub fn parse(value: &Value) -> Self {
        serde_json::from_value(value.clone()).unwrap_or_default()
    }

    /// Counts calls that are passed over.
    pub fn count(&mut self, skip: Skip, calls: u64) {
        let Skip { reason, held_by } = skip;
        let same = |count: &&mut SkipCount| count.reason == reason && count.held_by == held_by;
        match self.skipped.iter_mut().find(same) {
            Some(count) => count.calls += calls,
            None => self.skipped.push(SkipCount { reason, held_by, calls }),
        }
    }

    /// All calls that were passed over.
    pub fn total(&self) -> u64 {
        self.skipped.iter().map(|count| count.calls).sum()
    }
}
