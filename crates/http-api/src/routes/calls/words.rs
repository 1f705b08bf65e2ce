//! Names of the closed lists of the call domain in the document.

use crate::fields::vocabulary;
use callboard_calls::{
    analytics::{CountedAs, Weekday},
    board::{Period, PromiseState},
    bulk::{BulkWord, SkipReason},
    jobs::{JobKind, JobState},
    model::{
        AgentType, CallSource, CallStatus, Direction, DispositionClass, EscalationStatus, Intent,
        LeadSource, LineType, Purpose, QueueStatus, SpamReason,
    },
    ports::RowResult,
    wallboard::Light,
};

vocabulary! {
    AgentType => "AgentType",
    BulkWord => "BulkOperation",
    CallSource => "CallSource",
    CallStatus => "CallStatus",
    CountedAs => "CountedAs",
    Weekday => "DayOfWeek",
    Direction => "Direction",
    DispositionClass => "DispositionClass",
    EscalationStatus => "EscalationStatus",
    Intent => "Intent",
    JobKind => "JobKind",
    JobState => "JobState",
    LeadSource => "LeadSource",
    Light => "Light",
    LineType => "LineType",
    Period => "Period",
    PromiseState => "PromiseState",
    Purpose => "Purpose",
    QueueStatus => "QueueStatus",
    RowResult => "BulkResult",
    SkipReason => "SkipReason",
    SpamReason => "SpamReason",
}
