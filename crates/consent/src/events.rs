//! What happens to consent. Wire names are append only.

use crate::model::{ConsentChange, DoNotContactReason, KeptEntry, KeptMark, Rule};
use callboard_kernel::{
    ConsentEntryId, ConsentOverrideId, CustomerId, DoNotContactId, DomainEvent, Phone,
};
use serde::{Deserialize, Serialize};

/// Wire name of the event that a settings document of this domain was replaced.
pub const SETTINGS_CHANGED: &str = "consent.settings_changed";

/// An entry of the ledger, for those who react to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EntryFacts {
    /// The entry.
    pub entry: ConsentEntryId,
    /// Whose ledger it stands in.
    pub customer: Option<CustomerId>,
    /// The number that it names.
    pub number: Option<Phone>,
    /// What it says.
    pub change: ConsentChange,
}

/// A mark of the do-not-contact list, for those who react to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MarkFacts {
    /// The mark.
    pub mark: DoNotContactId,
    /// The customer whom it is for.
    pub customer: Option<CustomerId>,
    /// The number that it is for.
    pub number: Option<Phone>,
    /// Why.
    pub reason: DoNotContactReason,
}

/// An event of this domain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ConsentEvent {
    /// The ledger has one more entry.
    EntryAdded(EntryFacts),
    /// Somebody is not to be contacted.
    Marked(MarkFacts),
    /// The words or the reason of a mark were corrected.
    MarkChanged(MarkFacts),
    /// Somebody asked to be contacted again.
    Lifted(MarkFacts),
    /// The outcome that had set the mark was taken back.
    Undone(MarkFacts),
    /// A number was blocked.
    NumberBlocked {
        /// The number.
        number: Phone,
    },
    /// A number is blocked no longer.
    NumberUnblocked {
        /// The number.
        number: Phone,
    },
    /// Somebody goes beyond a rule, with a reason on record.
    OverrideGiven {
        /// The reason on record.
        id: ConsentOverrideId,
        /// The customer.
        customer: Option<CustomerId>,
        /// The rule.
        rule: Rule,
    },
    /// Many marks came from a list.
    ListImported {
        /// How many are new.
        marks: u32,
    },
}

impl ConsentEvent {
    /// The customer that the event is about, when it is about one.
    pub const fn customer(&self) -> Option<CustomerId> {
        match self {
            Self::EntryAdded(facts) => facts.customer,
            Self::Marked(facts)
            | Self::MarkChanged(facts)
            | Self::Lifted(facts)
            | Self::Undone(facts) => facts.customer,
            Self::OverrideGiven { customer, .. } => *customer,
            Self::NumberBlocked { .. }
            | Self::NumberUnblocked { .. }
            | Self::ListImported { .. } => None,
        }
    }
}

impl KeptEntry {
    /// What others may know of it.
    pub fn facts(&self) -> EntryFacts {
        let number = match &self.entry.address {
            Some(crate::Address::Phone(number)) => Some(number.clone()),
            Some(crate::Address::Email(_)) | None => None,
        };
        EntryFacts { entry: self.id, customer: self.customer, number, change: self.entry.change }
    }
}

impl KeptMark {
    /// What others may know of it.
    pub fn facts(&self) -> MarkFacts {
        MarkFacts {
            mark: self.id,
            customer: self.customer,
            number: self.number().cloned(),
            reason: self.mark.reason,
        }
    }
}

impl DomainEvent for ConsentEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::EntryAdded(_) => "consent.entry_added",
            Self::Marked(_) => "consent.do_not_contact_marked",
            Self::MarkChanged(_) => "consent.do_not_contact_changed",
            Self::Lifted(_) => "consent.do_not_contact_lifted",
            Self::Undone(_) => "consent.do_not_contact_undone",
            Self::NumberBlocked { .. } => "consent.number_blocked",
            Self::NumberUnblocked { .. } => "consent.number_unblocked",
            Self::OverrideGiven { .. } => "consent.override_given",
            Self::ListImported { .. } => "consent.list_imported",
        }
    }

    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }
}
