//! What happens to customers. Wire names are append only.

use crate::model::{CustomerStatus, InteractionKind};
use callboard_kernel::{CallId, CustomerId, DomainEvent, InteractionId, Phone};
use serde::{Deserialize, Serialize};

/// What other domains may know of a customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CustomerFacts {
    /// The customer.
    pub customer: CustomerId,
    /// Name to show.
    pub name: String,
    /// What the customer is to us.
    pub status: CustomerStatus,
    /// All numbers.
    pub phones: Vec<Phone>,
    /// Wants no contact.
    pub do_not_contact: bool,
}

/// An event of this domain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum CustomerEvent {
    /// A customer was made.
    CustomerCreated(CustomerFacts),
    /// Fields of a customer changed.
    CustomerChanged(CustomerFacts),
    /// A line came into the timeline.
    InteractionRecorded {
        /// Whose timeline.
        customer: CustomerId,
        /// The line.
        interaction: InteractionId,
        /// What it tells of.
        kind: InteractionKind,
        /// The call that it tells of.
        call: Option<CallId>,
    },
    /// A line was corrected.
    InteractionChanged {
        /// Whose timeline.
        customer: CustomerId,
        /// The line.
        interaction: InteractionId,
    },
    /// A line was taken out of the timeline.
    InteractionDeleted {
        /// Whose timeline.
        customer: CustomerId,
        /// The line.
        interaction: InteractionId,
    },
}

impl CustomerEvent {
    /// The customer that the event is about.
    pub const fn customer(&self) -> CustomerId {
        match self {
            Self::CustomerCreated(facts) | Self::CustomerChanged(facts) => facts.customer,
            Self::InteractionRecorded { customer, .. }
            | Self::InteractionChanged { customer, .. }
            | Self::InteractionDeleted { customer, .. } => *customer,
        }
    }
}

impl DomainEvent for CustomerEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::CustomerCreated(_) => "customers.customer_created",
            Self::CustomerChanged(_) => "customers.customer_changed",
            Self::InteractionRecorded { .. } => "customers.interaction_recorded",
            Self::InteractionChanged { .. } => "customers.interaction_changed",
            Self::InteractionDeleted { .. } => "customers.interaction_deleted",
        }
    }

    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }
}
