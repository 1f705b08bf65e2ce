//! What lists show: flat rows that skip the aggregates.

use crate::model::{
    ConversationSnapshot, ConversationState, MessageDirection, MessageSnapshot, MessageState,
};
use callboard_kernel::{ConversationId, CustomerId, MemberId, Phone, Timestamp};

/// Which conversations are wanted; all conditions must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ConversationFilter {
    /// In this state, as people see it.
    pub state: Option<ConversationState>,
    /// Of this member.
    pub assigned_to: Option<MemberId>,
    /// Only those that nobody has.
    pub unassigned: bool,
    /// Only those that the member who asks has not read.
    pub unread: bool,
    /// Only those with a text that needs a person.
    pub needs_person: bool,
    /// Of this customer.
    pub customer: Option<CustomerId>,
    /// With this number.
    pub number: Option<Phone>,
    /// Only this one.
    pub id: Option<ConversationId>,
}

/// A conversation as a list shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConversationRow {
    /// The conversation itself.
    pub conversation: ConversationSnapshot,
    /// Its version.
    pub version: i64,
    /// Name of the customer.
    pub customer_name: Option<String>,
    /// Name of who takes care of it.
    pub assigned_name: Option<String>,
    /// The beginning of the newest text.
    pub preview: String,
    /// Which way the newest text went.
    pub last_direction: Option<MessageDirection>,
    /// Where the newest text is.
    pub last_state: Option<MessageState>,
    /// A text needs a person.
    pub needs_person: bool,
    /// Texts that came in and that the member who asks has not read; 100 at most.
    pub unread: u32,
}

impl ConversationRow {
    /// The state that people see.
    pub fn state_at(&self, now: Timestamp) -> ConversationState {
        let s = &self.conversation;
        crate::model::shown_state(s.state, s.snoozed_until, now)
    }
}

/// A text as a thread shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageRow {
    /// The text itself.
    pub message: MessageSnapshot,
    /// Its version.
    pub version: i64,
    /// Name of the member who wrote it.
    pub writer_name: Option<String>,
}

/// Counts for badges.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ConversationCounts {
    /// Open conversations.
    pub open: u64,
    /// Conversations, not settled, that the member has not read.
    pub unread: u64,
    /// Conversations with a text that needs a person.
    pub needs_person: u64,
}
