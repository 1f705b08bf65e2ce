//! What happens at the switchboard. Wire names are append only; payloads are snapshots without personal data where they may be.

use crate::model::{LineSnapshot, OrderState};
use callboard_kernel::{CallId, DomainEvent, MemberId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An event of this domain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum SwitchboardEvent {
    /// A line was made, changed or given up.
    LineChanged(Box<LineSnapshot>),
    /// The telephone company reported something; the journal has it under this id.
    ReportReceived {
        /// The entry of the journal.
        report: Uuid,
        /// Whether somebody waits for what follows, because he calls or writes: it is taken in before receipts and recordings.
        #[serde(default)]
        urgent: bool,
    },
    /// An order has come further.
    OrderMoved {
        /// The order.
        order: Uuid,
        /// Who asked.
        member: MemberId,
        /// The call that is returned.
        about: Option<CallId>,
        /// How far.
        state: OrderState,
    },
    /// Somebody was put on hold or taken off it, asked in, came in, left, or the room was closed.
    RoomChanged {
        /// The call in the log.
        call: CallId,
    },
}

impl DomainEvent for SwitchboardEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::LineChanged(_) => "switchboard.line_changed",
            Self::ReportReceived { .. } => "switchboard.report_received",
            Self::OrderMoved { .. } => "switchboard.order_moved",
            Self::RoomChanged { .. } => "switchboard.room_changed",
        }
    }

    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }

    fn is_urgent(&self) -> bool {
        matches!(self, Self::ReportReceived { urgent: true, .. })
    }
}
