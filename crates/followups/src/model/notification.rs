//! A line in a member's bell.

use super::vocabulary::NotificationKind;
use callboard_kernel::{CallId, FollowUpId, MemberId, NotificationId, Timestamp};
use serde::{Deserialize, Serialize};

/// An in-app notification of one member.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Notification {
    /// Id.
    pub id: NotificationId,
    /// Who is told.
    pub member: MemberId,
    /// What it is about.
    pub kind: NotificationKind,
    /// The sentence that is shown.
    pub text: String,
    /// The follow-up it is about.
    pub follow_up: Option<FollowUpId>,
    /// The call it is about.
    pub call: Option<CallId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was read; `None` while unread.
    pub read_at: Option<Timestamp>,
}
