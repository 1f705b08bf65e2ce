//! The follow-up, its clock and its notifications: pure and sync. Time and ids are arguments.

mod clock;
mod follow_up;
mod notification;
mod snapshot;
mod vocabulary;

pub use clock::{due_soon_s, sla_status};
pub use follow_up::FollowUp;
pub use notification::Notification;
pub use snapshot::{CountedSpan, FollowUpSnapshot, Pause, RuleRef, SlaClock};
pub use vocabulary::{
    ClockLevel, ClockState, FollowUpKind, FollowUpStatus, NotificationKind, PauseReason, Priority,
    SlaStatus,
};
