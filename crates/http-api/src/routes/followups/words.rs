//! Names of the closed lists of the follow-up domain in the document.

use crate::fields::vocabulary;
use callboard_followups::{
    model::{
        ClockLevel, FollowUpKind, FollowUpStatus, NotificationKind, PauseReason, Priority,
        SlaStatus,
    },
    report::Kept,
    rules::Calendar,
};

vocabulary! {
    Calendar => "Calendar",
    ClockLevel => "ClockLevel",
    FollowUpKind => "FollowUpKind",
    FollowUpStatus => "FollowUpStatus",
    Kept => "Kept",
    NotificationKind => "NotificationKind",
    PauseReason => "PauseReason",
    Priority => "Priority",
    SlaStatus => "SlaStatus",
}
