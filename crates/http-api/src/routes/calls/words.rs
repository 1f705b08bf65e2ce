//! Names of the closed lists of the call domain in the document.

use crate::fields::vocabulary;
use callboard_calls::{
    board::PromiseState,
    model::{
        AgentType, CallSource, CallStatus, Direction, DispositionClass, EscalationStatus, Intent,
        LeadSource, LineType, Purpose, QueueStatus, SpamReason,
    },
};

vocabulary! {
    AgentType => "AgentType",
    CallSource => "CallSource",
    CallStatus => "CallStatus",
    Direction => "Direction",
    DispositionClass => "DispositionClass",
    EscalationStatus => "EscalationStatus",
    Intent => "Intent",
    LeadSource => "LeadSource",
    LineType => "LineType",
    PromiseState => "PromiseState",
    Purpose => "Purpose",
    QueueStatus => "QueueStatus",
    SpamReason => "SpamReason",
}
