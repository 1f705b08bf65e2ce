//! What screens read: filters, flat rows and counts. No aggregate is loaded for a list.

use crate::{
    model::{FollowUpKind, FollowUpStatus, Priority, SlaClock, SlaStatus, sla_status},
    report::Kept,
};
use callboard_kernel::{CallId, CustomerId, FollowUpId, MemberId, Phone, Timestamp};

/// Whose follow-ups are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Assignee {
    /// This member's.
    Member(MemberId),
    /// Those of the pool.
    Nobody,
}

/// Which follow-ups are wanted. All given conditions must hold; within a list any of its values suffices. Empty lists and
/// `None` do not restrict. Deleted ones are never in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FollowUpFilter {
    /// Due at or after.
    pub from: Option<Timestamp>,
    /// Due before.
    pub to: Option<Timestamp>,
    /// Open, done.
    pub status: Vec<FollowUpStatus>,
    /// What is to be done.
    pub kind: Vec<FollowUpKind>,
    /// How pressing.
    pub priority: Vec<Priority>,
    /// Whose.
    pub assigned_to: Option<Assignee>,
    /// Of this call.
    pub call: Option<CallId>,
    /// Of this customer.
    pub customer: Option<CustomerId>,
    /// Only open ones past due (clock not paused).
    pub overdue: bool,
    /// Only open ones, not yet due, with less left than the warning limit of their kind ([`crate::model::due_soon_s`]),
    /// clock not paused.
    pub due_soon: bool,
    /// What became of it; one that is not due yet, or stands still, is none of these.
    pub kept: Vec<Kept>,
    /// Who kept it, else who has it: as reports count it.
    pub responsible: Option<Assignee>,
    /// Local hours of the day in which it is due, 0 to 23.
    pub due_hour: Vec<u8>,
    /// A fragment of subject, note, customer name or number; three characters at least.
    pub search: Option<String>,
}

/// One row of a list of follow-ups.
#[derive(Clone, PartialEq, Debug)]
pub struct FollowUpRow {
    /// The follow-up.
    pub id: FollowUpId,
    /// Version for edits.
    pub version: i64,
    /// The call it came from.
    pub call: Option<CallId>,
    /// The customer.
    pub customer: Option<CustomerId>,
    /// Name of the customer as it is now.
    pub customer_name: Option<String>,
    /// Name when it was made.
    pub subject: String,
    /// Number to call: the other party's of the call, else the customer's primary one.
    pub phone: Option<Phone>,
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
    /// Name of that member.
    pub assigned_name: Option<String>,
    /// What to remember.
    pub note: String,
    /// Made by a rule.
    pub automatic: bool,
    /// When it was done.
    pub completed_at: Option<Timestamp>,
    /// Who did it.
    pub completed_by: Option<MemberId>,
    /// Name of that member.
    pub completed_by_name: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its clock.
    pub clock: SlaClock,
}

impl FollowUpRow {
    /// How the promise stands at `now`, as its chip shows it.
    pub fn sla_status(&self, now: Timestamp) -> SlaStatus {
        sla_status(self.kind, self.due_at, &self.clock, now)
    }
}

/// Counts for badges: of everybody and of one member.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PromiseCounts {
    /// Open and past due.
    pub overdue: u64,
    /// Open and due soon.
    pub due_soon: u64,
    /// Of these overdue ones, the member's.
    pub mine_overdue: u64,
    /// Of these due soon, the member's.
    pub mine_due_soon: u64,
}
