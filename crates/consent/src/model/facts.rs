//! Everything that is known of a customer and a number when the question is asked.

use super::{
    Address, BlockedNumber, Channel, ConsentEntry, DoNotContact, Purpose, Reach, Relationship,
    Rule, Sender,
};
use crate::hours::State;
use callboard_kernel::{Actor, Role, Timestamp};

/// What a store gathers for [`crate::may_contact`]. What is left out is unknown, and the unknown never allows.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Facts {
    /// The ledger of the customer, and of the number whoever has it; any order.
    pub ledger: Vec<ConsentEntry>,
    /// Marks of the company's own list, the lifted ones included.
    pub do_not_contact: Vec<DoNotContact>,
    /// Numbers that the workspace blocked.
    pub blocked: Vec<BlockedNumber>,
    /// What the national registry says about the number.
    pub registry: Registry,
    /// What the customer had to do with us.
    pub relationship: Relationship,
    /// Where the customer is.
    pub place: Place,
    /// How e-mail to the address fared.
    pub mail: MailHealth,
    /// A complaint about work or a bill is open; nobody is sold anything meanwhile.
    pub open_complaint: bool,
    /// Contacts of the last eight days at least, on all addresses of the customer.
    pub contacts: Vec<PastContact>,
    /// Reasons on record to go beyond a rule.
    pub overrides: Vec<Override>,
}

/// The answer of the national do-not-call registry.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Registry {
    /// Never asked for this number.
    #[default]
    NotAsked,
    /// The number is not on the list of that day.
    NotListed {
        /// When the list was fetched.
        as_of: Timestamp,
    },
    /// The number is on it.
    Listed {
        /// When the list was fetched.
        as_of: Timestamp,
    },
}

/// Where the customer is, as far as the records say. What the area code says is added by the rules.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Place {
    /// State of the service address.
    pub service_state: Option<State>,
    /// IANA zone of the service address.
    pub service_zone: Option<String>,
    /// IANA zone that somebody stored for the customer.
    pub stored_zone: Option<String>,
}

/// Bounces of one e-mail address.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct MailHealth {
    /// The mailbox does not exist.
    pub hard_bounced_at: Option<Timestamp>,
    /// The mailbox could not take it.
    pub soft_bounced_at: Vec<Timestamp>,
}

/// A contact that went out, or was tried.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PastContact {
    /// When.
    pub at: Timestamp,
    /// How.
    pub channel: Channel,
    /// Where to.
    pub address: Address,
    /// Why.
    pub purpose: Purpose,
    /// Who.
    pub sender: Sender,
    /// What about; `None` counts for every subject.
    pub subject: Option<String>,
}

/// A reason on record to go beyond a rule. It counts when the rule may be lifted by somebody of that role.
#[derive(Clone, PartialEq, Debug)]
pub struct Override {
    /// The rule.
    pub rule: Rule,
    /// For which purposes.
    pub purposes: Reach<Purpose>,
    /// Who; only members, because a program has no reasons.
    pub by: Actor,
    /// Why; without a reason it counts for nothing.
    pub reason: String,
    /// From when on.
    pub at: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

impl Override {
    /// Whether it holds at an instant for a purpose, said by somebody of at least this role.
    pub(crate) fn holds(&self, purpose: Purpose, needed: Role, at: Timestamp) -> bool {
        let said = matches!(&self.by, Actor::Member { role, .. } if *role >= needed);
        let reasoned = !self.reason.trim().is_empty();
        said && reasoned && self.purposes.covers(&purpose) && self.at <= at && at < self.until
    }
}
