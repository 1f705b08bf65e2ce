//! What was given up: shown to people, told to supervisors, and worked again when they say so (G11 of the reliability
//! rules).

use crate::{
    ports::{ClaimedDelivery, DeadDelivery, Deliveries},
    reactions::Reaction,
};
use callboard_kernel::{
    AuditAction, AuditDraft, Classify, DomainEvent, ErrorKind, EventId, Forbidden, Page,
    PageRequest, Permission, PortError, Scope, WorkspaceId,
};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Wire name of the event that a delivery was given up.
pub const DELIVERY_GIVEN_UP: &str = "workflows.delivery_given_up";

/// Wire name of the event that deliveries that were given up are worked again.
pub const DELIVERIES_REPLAYED: &str = "workflows.deliveries_replayed";

/// Kind of the target in the audit trail.
const KIND: &str = "delivery";

/// Why the deliveries that were given up cannot be shown or replayed.
#[derive(Debug, thiserror::Error)]
pub enum DeadLettersError {
    /// The role does not allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The store failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl Classify for DeadLettersError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Forbidden(_) => ErrorKind::Forbidden,
            Self::Port(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Forbidden(_) => "forbidden",
            Self::Port(error) => error.code(),
        }
    }
}

/// Showing and replaying what was given up. Both need [`Permission::ManageSettings`]: a replay does what the product would
/// have done by itself, for everybody.
pub struct DeadLetters {
    deliveries: Arc<dyn Deliveries>,
}

impl DeadLetters {
    /// Over the deliveries.
    pub fn new(deliveries: Arc<dyn Deliveries>) -> Self {
        Self { deliveries }
    }

    /// What was given up, the newest event first.
    pub async fn list(
        &self,
        scope: &Scope,
        page: &PageRequest,
    ) -> Result<Page<DeadDelivery>, DeadLettersError> {
        scope.require(Permission::ManageSettings)?;
        Ok(self.deliveries.dead(scope, page).await?)
    }

    /// How many there are.
    pub async fn count(&self, scope: &Scope) -> Result<u64, DeadLettersError> {
        scope.require(Permission::ManageSettings)?;
        Ok(self.deliveries.count_dead(scope).await?)
    }

    /// Lets the deliveries of these events (all, when empty) be worked again, with the same keys, so that what did work
    /// before it failed is not done twice. Answers how many; what is not given up is passed over.
    pub async fn replay(&self, scope: &Scope, events: &[EventId]) -> Result<u64, DeadLettersError> {
        scope.require(Permission::ManageSettings)?;
        let replayed = self.deliveries.replay(scope, events).await?;
        tracing::info!(workspace.id = %scope.workspace(), replayed, "dead deliveries are replayed");
        Ok(replayed)
    }
}

/// A delivery was given up. Names the reaction and the event, never what was in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GivenUp {
    event: EventId,
    event_name: String,
    reaction: String,
}

impl GivenUp {
    /// The event to write with the burial. `None` when what failed is itself the telling of a burial: that would go on for
    /// ever.
    pub fn of(delivery: &ClaimedDelivery) -> Option<Self> {
        let teller = Reaction::GivenUpDeliveryTellsSupervisors.as_str();
        (delivery.reaction != teller).then(|| Self {
            event: delivery.event.id,
            event_name: delivery.event.name.clone(),
            reaction: delivery.reaction.clone(),
        })
    }
}

impl DomainEvent for GivenUp {
    fn name(&self) -> &'static str {
        DELIVERY_GIVEN_UP
    }

    fn payload(&self) -> Value {
        let Self { event, event_name, reaction } = self;
        json!({ "event": event.uuid(), "event_name": event_name, "reaction": reaction })
    }
}

/// Deliveries that were given up are worked again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replayed {
    /// The events that were asked for; empty when all were.
    pub events: Vec<EventId>,
    /// How many deliveries are worked again.
    pub count: u64,
}

impl Replayed {
    /// The line of the audit trail. Its target is the event when there is one, and otherwise the workspace.
    pub fn audit(&self, workspace: WorkspaceId) -> AuditDraft {
        let target_id = match self.events.as_slice() {
            [only] => only.uuid(),
            _ => workspace.uuid(),
        };
        let mut after = Map::new();
        after.insert("state".to_owned(), json!("ready"));
        after.insert("deliveries".to_owned(), json!(self.count));
        if self.events.len() > 1 {
            let ids: Vec<_> = self.events.iter().map(|event| event.uuid()).collect();
            after.insert("events".to_owned(), json!(ids));
        }
        let mut before = Map::new();
        before.insert("state".to_owned(), json!("dead"));
        let action = AuditAction::Update;
        AuditDraft { action, target_kind: KIND, target_id, before, after, note: String::new() }
    }
}

impl DomainEvent for Replayed {
    fn name(&self) -> &'static str {
        DELIVERIES_REPLAYED
    }

    fn payload(&self) -> Value {
        json!({ "deliveries": self.count })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn event(number: u128) -> EventId {
        EventId(Uuid::from_u128(number))
    }

    #[test]
    fn the_audit_line_names_the_one_event_or_the_workspace() {
        let workspace = WorkspaceId(Uuid::from_u128(9));
        let one = Replayed { events: vec![event(1)], count: 2 }.audit(workspace);
        assert_eq!((one.action, one.target_kind), (AuditAction::Update, "delivery"));
        assert_eq!(one.target_id, event(1).uuid());
        assert_eq!(Value::Object(one.after), json!({"state": "ready", "deliveries": 2}));
        let some = Replayed { events: vec![event(1), event(2)], count: 3 }.audit(workspace);
        assert_eq!(some.target_id, workspace.uuid());
        assert_eq!(some.after["events"], json!([event(1).uuid(), event(2).uuid()]));
        let all = Replayed { events: vec![], count: 40 }.audit(workspace);
        assert_eq!(all.target_id, workspace.uuid());
        assert_eq!(Value::Object(all.before), json!({"state": "dead"}));
        assert!(!all.after.contains_key("events"));
    }
}
