//! Names of the closed lists of the call domain in the document.

use crate::fields::vocabulary;
use callboard_calls::{
    analytics::{CountedAs, Weekday},
    board::{Period, PromiseState},
    model::{
        AgentType, CallSource, CallStatus, Direction, DispositionClass, EscalationStatus, Intent,
        LeadSource, LineType, Purpose, QueueStatus, SpamReason,
    },
    wallboard::Light,
};

vocabulary! {
    AgentType => "AgentType",
    CallSource => "CallSource",
    CallStatus => "CallStatus",
    CountedAs => "CountedAs",
    Weekday => "DayOfWeek",
    Direction => "Direction",
    DispositionClass => "DispositionClass",
    EscalationStatus => "EscalationStatus",
    Intent => "Intent",
    LeadSource => "LeadSource",
    Light => "Light",
    LineType => "LineType",
    Period => "Period",
    PromiseState => "PromiseState",
    Purpose => "Purpose",
    QueueStatus => "QueueStatus",
    SpamReason => "SpamReason",
}
