//! The clock of a promise.

use super::{
    snapshot::SlaClock,
    vocabulary::{ClockState, FollowUpKind, SlaStatus},
};
use callboard_kernel::Timestamp;

/// Seconds left at which a promise of this kind starts to warn: 10 minutes for a callback, 60 for the rest (S1-SLA-02).
pub const fn due_soon_s(kind: FollowUpKind) -> i64 {
    match kind {
        FollowUpKind::Callback => 600,
        FollowUpKind::Sms | FollowUpKind::Email | FollowUpKind::Task => 3600,
    }
}

/// How a promise stands at `now` (S1-SLA-02): more than [`due_soon_s`] left is ok, more than half of that a warning, more
/// than nothing critical. A kept promise is met, or met late.
pub fn sla_status(
    kind: FollowUpKind,
    due_at: Timestamp,
    clock: &SlaClock,
    now: Timestamp,
) -> SlaStatus {
    match clock.state {
        ClockState::Paused => return SlaStatus::Paused,
        ClockState::Stopped => {
            let late = clock.met_at.is_some_and(|at| at > due_at);
            return if late { SlaStatus::MetLate } else { SlaStatus::Met };
        }
        ClockState::Running => {}
    }
    let left_ms = (due_at - now).whole_milliseconds();
    let warning_ms = i128::from(due_soon_s(kind)) * 1000;
    if left_ms <= 0 {
        SlaStatus::Overdue
    } else if left_ms <= warning_ms / 2 {
        SlaStatus::Critical
    } else if left_ms <= warning_ms {
        SlaStatus::Warning
    } else {
        SlaStatus::Ok
    }
}
