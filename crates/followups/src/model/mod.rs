//! The follow-up, its clock and its notifications: pure and sync. Time and ids are arguments.

mod clock;
mod follow_up;
mod notification;
mod snapshot;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use clock::{ClockTarget, ESCALATION_EVERY, due_soon_s, sla_status};
pub use follow_up::{Due, Fired, FollowUp, MAX_NOTE, MAX_SUPERVISOR_PAUSE, Promise};
pub(crate) use follow_up::{check_due, check_note};
pub use notification::Notification;
pub use snapshot::{CountedSpan, FollowUpSnapshot, Pause, RuleRef, SlaClock};
pub use vocabulary::{
    ClockLevel, ClockState, FollowUpKind, FollowUpStatus, NotificationKind, PauseReason, Priority,
    SlaStatus,
};
