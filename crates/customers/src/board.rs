//! What screens read: filters, sort orders and flat rows. No aggregate is loaded for a list.

use crate::model::{CustomerKind, CustomerStatus, InteractionDirection, InteractionKind};
use callboard_kernel::{
    CallId, CustomerId, FollowUpId, InteractionId, MemberId, Phone, Timestamp, words,
};

words! {
    /// Columns by which the list can be sorted.
    pub enum CustomerSortKey {
        /// Name, regardless of case.
        Name = "name",
        /// Last contact; never seen sorts last in both directions.
        LastSeen = "last_seen",
        /// When the row was made.
        Created = "created",
    }
}

/// A sort order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CustomerSort {
    /// The column.
    pub key: CustomerSortKey,
    /// Largest first.
    pub descending: bool,
}

impl CustomerSort {
    /// Last contact first, as the list starts.
    pub const LAST_SEEN: Self = Self { key: CustomerSortKey::LastSeen, descending: true };
}

/// Which customers are wanted. All given conditions must hold; within a list any value suffices.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CustomerFilter {
    /// A fragment of a name, company, e-mail address, or of a number in any format; three characters at least.
    pub search: Option<String>,
    /// What they are to us.
    pub status: Vec<CustomerStatus>,
    /// Where they heard of us, regardless of case.
    pub lead_source: Vec<String>,
    /// Want no contact.
    pub do_not_contact: Option<bool>,
}

/// A number in a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PhoneOfRow {
    /// The number.
    pub number: Phone,
    /// What it is.
    pub label: Option<String>,
    /// The one to call first.
    pub primary: bool,
}

/// One row of the customer list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CustomerRow {
    /// The customer.
    pub id: CustomerId,
    /// Version for edits.
    pub version: i64,
    /// Person or company.
    pub kind: CustomerKind,
    /// Name to show.
    pub name: String,
    /// Company.
    pub company: Option<String>,
    /// What the customer is to us.
    pub status: CustomerStatus,
    /// Where he heard of us.
    pub lead_source: Option<String>,
    /// Numbers in the order to show.
    pub phones: Vec<PhoneOfRow>,
    /// The e-mail address to use.
    pub email: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// State or province.
    pub state: Option<String>,
    /// Wants no contact.
    pub do_not_contact: bool,
    /// Last contact.
    pub last_seen_at: Option<Timestamp>,
    /// When the row was made.
    pub created_at: Timestamp,
    /// Calls linked to the customer.
    pub calls_count: u64,
    /// Open follow-ups of the customer.
    pub open_follow_ups: u64,
}

/// One line of the timeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimelineRow {
    /// The line.
    pub id: InteractionId,
    /// Version for edits.
    pub version: i64,
    /// What it tells of.
    pub kind: InteractionKind,
    /// Who began it.
    pub direction: InteractionDirection,
    /// What it was about.
    pub subject: String,
    /// What was said.
    pub notes: String,
    /// When it was.
    pub at: Timestamp,
    /// Who of us.
    pub member: Option<MemberId>,
    /// His name.
    pub member_name: Option<String>,
    /// The call.
    pub call: Option<CallId>,
    /// The follow-up.
    pub follow_up: Option<FollowUpId>,
    /// Seconds.
    pub duration_s: Option<i64>,
    /// What came of it.
    pub outcome: Option<String>,
}
