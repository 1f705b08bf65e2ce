//! Events: what happened, in the past tense.

use crate::{Actor, EventId, Timestamp, WorkspaceId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An event of a domain. Wire names are data: append only, never renamed.
pub trait DomainEvent: Send + Sync {
    /// The wire name, `<domain>.<noun>_<past participle>`, such as `calls.call_missed`.
    fn name(&self) -> &'static str;
    /// The snapshot payload as JSON.
    fn payload(&self) -> Value;
    /// Whether what follows from it goes before everything that waits: a customer's STOP behind a thousand receipts is late.
    fn is_urgent(&self) -> bool {
        false
    }
}

/// What made a change happen, unique per workspace and use: the same cause never works twice.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cause(pub String);

impl Cause {
    /// The cause of a reaction to an event: one per event and reaction.
    pub fn reaction(event: EventId, reaction: &str) -> Self {
        Self(format!("{event}/{reaction}"))
    }
}

/// An event as it stands in the outbox.
#[derive(Clone, PartialEq, Debug)]
pub struct EventEnvelope {
    /// Id of the event.
    pub id: EventId,
    /// The tenant it happened in.
    pub workspace: WorkspaceId,
    /// Number within the workspace: 1, 2, 3 … without gaps, in commit order.
    pub seq: i64,
    /// The wire name.
    pub name: String,
    /// The snapshot payload.
    pub payload: Value,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// Who made it happen.
    pub actor: Actor,
    /// How many events led to this one; automations stop at 8 (G9 of the reliability rules).
    pub depth: u8,
}
