//! The follow-up as plain data: the only shape that stores and screens map.

use super::vocabulary::{
    ClockLevel, ClockState, FollowUpKind, FollowUpStatus, PauseReason, Priority,
};
use crate::rules::Calendar;
use callboard_kernel::{CallId, CustomerId, FollowUpId, MemberId, Timestamp};
use serde::{Deserialize, Serialize};

/// Everything that is stored of one promise.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FollowUpSnapshot {
    /// Id.
    pub id: FollowUpId,
    /// The call it came from.
    pub call: Option<CallId>,
    /// The customer it is for.
    pub customer: Option<CustomerId>,
    /// Name of customer or caller when it was made, for lists and notifications.
    pub subject: String,
    /// What is to be done.
    pub kind: FollowUpKind,
    /// Open or done.
    pub status: FollowUpStatus,
    /// How pressing.
    pub priority: Priority,
    /// When it is due; moves with pauses and re-dating.
    pub due_at: Timestamp,
    /// Who shall do it; `None` is the pool.
    pub assigned_to: Option<MemberId>,
    /// What to remember.
    pub note: String,
    /// Its clock.
    pub clock: SlaClock,
    /// Made by a rule (missed call) and not by a person; at most one open per call.
    pub automatic: bool,
    /// When it was done.
    pub completed_at: Option<Timestamp>,
    /// Who did it.
    pub completed_by: Option<MemberId>,
    /// Deleted softly.
    pub deleted_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A clock on a promise. Its due instant is the follow-up's `due_at`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SlaClock {
    /// The rule that set the target, as it was then; `None` when a person named the time.
    pub rule: Option<RuleRef>,
    /// When it started to count.
    pub started_at: Timestamp,
    /// Seconds of business time until due; `None` when a person named the time.
    pub target_s: Option<i64>,
    /// Which seconds count towards target and pauses.
    #[serde(default = "all_seconds")]
    pub calendar: Calendar,
    /// Percent of the target at which it warns.
    #[serde(default = "usual_warning")]
    pub warn_percent: u8,
    /// Whether it runs.
    pub state: ClockState,
    /// Set while it stands still.
    pub pause: Option<Pause>,
    /// Seconds of its calendar that it stood still so far; added to the due instant.
    pub paused_s: i64,
    /// How the due instant was found, shown on hover.
    pub arithmetic: Vec<CountedSpan>,
    /// Levels that have fired, with the instant.
    pub fired: Vec<(ClockLevel, Timestamp)>,
    /// The next level and its instant; `None` when nothing is left to fire or it stands still.
    pub next: Option<(ClockLevel, Timestamp)>,
    /// When the promise was kept.
    pub met_at: Option<Timestamp>,
    /// Seconds of its calendar from the start until it was kept, pauses left out; `None` while it is open and when a person
    /// named the time. Reports rank by them.
    #[serde(default)]
    pub taken_s: Option<i64>,
    /// The pause's own end, when it has one; the sweep resumes the clock then.
    pub resumes_at: Option<Timestamp>,
    /// What it reached until then nobody is told: the desk was restored from a backup at this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_until: Option<Timestamp>,
}

const fn all_seconds() -> Calendar {
    Calendar::Always
}

const fn usual_warning() -> u8 {
    75
}

/// A rule as it was when it was applied, so that later edits do not rewrite history.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RuleRef {
    /// Key of the rule.
    pub key: String,
    /// Words.
    pub name: String,
    /// Version of the rule set.
    pub version: i64,
}

/// A clock that stands still.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pause {
    /// Why.
    pub reason: PauseReason,
    /// Since when.
    pub since: Timestamp,
    /// What the person wrote.
    pub note: String,
}

/// A span of the calendar that a clock used, in local words for people.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CountedSpan {
    /// From.
    pub from: Timestamp,
    /// Until.
    pub to: Timestamp,
    /// Seconds counted in it.
    pub counted_s: i64,
}
