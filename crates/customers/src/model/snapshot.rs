//! The customer as plain data: the only shape that stores and screens map.

use super::{
    contact::{Address, CustomerEmail, CustomerPhone, TimeWindow},
    vocabulary::{Channel, CustomerKind, CustomerStatus},
};
use callboard_kernel::{Auditable, CustomerId, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Everything that is stored of one customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CustomerSnapshot {
    /// Id of the customer.
    pub id: CustomerId,
    /// Person or company.
    pub kind: CustomerKind,
    /// Name to show, 1 to 120 characters.
    pub name: String,
    /// The company that a person works for, or the trade name of a company.
    pub company: Option<String>,
    /// What the customer is to us.
    pub status: CustomerStatus,
    /// When he first booked work.
    pub converted_at: Option<Timestamp>,
    /// When he left; `None` again when he comes back.
    pub churned_at: Option<Timestamp>,
    /// Where he heard of us; free text of 60 characters at most.
    pub lead_source: Option<String>,
    /// Wants no contact. Shown, not decided here: the do-not-contact list says so.
    pub do_not_contact: bool,
    /// How he likes to be reached.
    pub preferred_channel: Option<Channel>,
    /// When he likes to be reached, in the workspace's zone; empty means any time.
    pub time_windows: Vec<TimeWindow>,
    /// Where he is.
    pub address: Option<Address>,
    /// What is good to know.
    pub notes: String,
    /// Numbers in the order to show; exactly one is primary unless there is none.
    pub phones: Vec<CustomerPhone>,
    /// E-mail addresses in the order to show; the first is the one to use.
    pub emails: Vec<CustomerEmail>,
    /// Last contact, in either direction.
    pub last_seen_at: Option<Timestamp>,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Auditable for CustomerSnapshot {
    const KIND: &'static str = "customer";
    fn target_id(&self) -> Uuid {
        self.id.uuid()
    }
}
