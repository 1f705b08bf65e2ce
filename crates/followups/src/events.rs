//! What happens to follow-ups. Wire names are append only.

use crate::model::{
    ClockLevel, ClockState, FollowUp, FollowUpKind, FollowUpStatus, Notification, Priority,
};
use callboard_kernel::{CallId, CustomerId, DomainEvent, FollowUpId, MemberId, Timestamp};
use serde::{Deserialize, Serialize};

/// Wire name of the event that a store of settings writes when business hours or SLA rules were replaced. Its payload is
/// `{"kind": "business_hours" | "sla_rules", "version": n}`.
pub const SETTINGS_CHANGED: &str = "followups.settings_changed";

/// The facts of a follow-up that others may react to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FollowUpFacts {
    /// The follow-up.
    pub follow_up: FollowUpId,
    /// The call it came from.
    pub call: Option<CallId>,
    /// The customer.
    pub customer: Option<CustomerId>,
    /// What is to be done.
    pub kind: FollowUpKind,
    /// Open or done.
    pub status: FollowUpStatus,
    /// How pressing.
    pub priority: Priority,
    /// When it is due.
    pub due_at: Timestamp,
    /// Who shall do it.
    pub assigned_to: Option<MemberId>,
    /// Made by a rule.
    pub automatic: bool,
    /// Whether its clock runs.
    pub clock: ClockState,
}

impl From<&FollowUp> for FollowUpFacts {
    fn from(follow_up: &FollowUp) -> Self {
        let s = follow_up.snapshot();
        Self {
            follow_up: s.id,
            call: s.call,
            customer: s.customer,
            kind: s.kind,
            status: s.status,
            priority: s.priority,
            due_at: s.due_at,
            assigned_to: s.assigned_to,
            automatic: s.automatic,
            clock: s.clock.state,
        }
    }
}

/// An event of the follow-up domain.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum FollowUpEvent {
    /// A promise was made.
    Promised(FollowUpFacts),
    /// Due instant, kind, priority or note changed.
    Updated(FollowUpFacts),
    /// It was given to a member or back to the pool.
    Assigned(FollowUpFacts),
    /// It was kept, or is no longer needed.
    Completed(FollowUpFacts),
    /// Its completion was taken back.
    Reopened(FollowUpFacts),
    /// It was removed.
    Deleted(FollowUpFacts),
    /// Its clock stands still.
    ClockPaused(FollowUpFacts),
    /// Its clock counts again.
    ClockResumed(FollowUpFacts),
    /// Its clock fired a level.
    LevelReached {
        /// The follow-up after it.
        facts: FollowUpFacts,
        /// The level.
        level: ClockLevel,
    },
    /// Everybody on duty was told of an emergency.
    PeoplePaged(FollowUpFacts),
    /// A member got an in-app notification.
    MemberNotified {
        /// The notification.
        notification: Notification,
    },
}

impl FollowUpEvent {
    /// The facts of the follow-up; `None` for a notification, which is about itself.
    pub const fn facts(&self) -> Option<&FollowUpFacts> {
        match self {
            Self::Promised(facts)
            | Self::Updated(facts)
            | Self::Assigned(facts)
            | Self::Completed(facts)
            | Self::Reopened(facts)
            | Self::Deleted(facts)
            | Self::ClockPaused(facts)
            | Self::ClockResumed(facts)
            | Self::PeoplePaged(facts)
            | Self::LevelReached { facts, .. } => Some(facts),
            Self::MemberNotified { .. } => None,
        }
    }
}

impl DomainEvent for FollowUpEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::Promised(_) => "followups.follow_up_promised",
            Self::Updated(_) => "followups.follow_up_updated",
            Self::Assigned(_) => "followups.follow_up_assigned",
            Self::Completed(_) => "followups.follow_up_completed",
            Self::Reopened(_) => "followups.follow_up_reopened",
            Self::Deleted(_) => "followups.follow_up_deleted",
            Self::ClockPaused(_) => "followups.clock_paused",
            Self::ClockResumed(_) => "followups.clock_resumed",
            Self::LevelReached { .. } => "followups.level_reached",
            Self::PeoplePaged(_) => "followups.people_paged",
            Self::MemberNotified { .. } => "followups.member_notified",
        }
    }

    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }
}
