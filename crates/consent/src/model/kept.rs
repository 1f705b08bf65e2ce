//! Entries, marks and reasons as they are kept: with an id, and with whom they belong to.

use super::{About, ConsentEntry, DoNotContact, MarkedFor, Override};
use callboard_kernel::{
    CallId, ConsentEntryId, ConsentOverrideId, CustomerId, DoNotContactId, Phone, Timestamp,
};

/// An entry of the ledger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptEntry {
    /// Id.
    pub id: ConsentEntryId,
    /// Whose ledger it stands in; `None` when only the number is known.
    pub customer: Option<CustomerId>,
    /// The call in which it was said.
    pub call: Option<CallId>,
    /// The proposed revocation that it confirms or dismisses.
    pub decides: Option<ConsentEntryId>,
    /// What it says.
    pub entry: ConsentEntry,
}

/// A mark of the do-not-contact list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptMark {
    /// Id.
    pub id: DoNotContactId,
    /// The customer whom it is for; `None` when it is for a number.
    pub customer: Option<CustomerId>,
    /// The call whose outcome set it.
    pub call: Option<CallId>,
    /// What it says.
    pub mark: DoNotContact,
    /// When the outcome that set it was taken back. Such a mark never was: it ends no relationship.
    pub undone_at: Option<Timestamp>,
}

impl KeptMark {
    /// Whether nobody lifted it or took it back.
    pub const fn stands(&self) -> bool {
        self.mark.lifted.is_none() && self.undone_at.is_none()
    }

    /// The number, when it is for one.
    pub const fn number(&self) -> Option<&Phone> {
        match &self.mark.marked {
            MarkedFor::Number(number) => Some(number),
            MarkedFor::Customer => None,
        }
    }
}

/// A reason on record to go beyond a rule.
#[derive(Clone, PartialEq, Debug)]
pub struct KeptOverride {
    /// Id.
    pub id: ConsentOverrideId,
    /// Whom it is about.
    pub about: About,
    /// What it says.
    pub given: Override,
}
