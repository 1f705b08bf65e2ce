//! Entries of the ledger: written down by hand, proposed, confirmed, dismissed.

use super::{CausedBy, Consents, MAX_SOURCE, MAX_WORDS, Needed, Writing, id_of, lines, text};
use crate::{
    error::ConsentError,
    events::ConsentEvent,
    model::{
        About, Address, ConsentChange, ConsentEntry, ConsentScope, KeptEntry, Proof, Reach, Via,
    },
    ports::Change,
};
use callboard_kernel::{
    Actor, CallId, ConsentEntryId, Invalid, Permission, SaveError, Scope, Timestamp,
};

/// Something that was said about contact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewEntry {
    /// Who said it, and for which number or address.
    pub about: About,
    /// What.
    pub change: ConsentChange,
    /// How far it goes.
    pub scope: ConsentScope,
    /// In which words, or the text that was shown.
    pub words: String,
    /// Through what.
    pub via: Via,
    /// Where the original is.
    pub source: String,
    /// The call in which it was said.
    pub call: Option<CallId>,
    /// Who wrote it down; `None` is whoever acts.
    pub by: Option<Actor>,
}

/// What a person finds about a proposed revocation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It was one.
    Confirm,
    /// It was none.
    Dismiss,
}

impl Consents {
    /// Writes down what somebody said. The same idempotency key again answers the first entry.
    pub async fn record(
        &self,
        scope: &Scope,
        new: NewEntry,
        idempotency_key: Option<&str>,
        caused_by: Option<CausedBy>,
    ) -> Result<KeptEntry, ConsentError> {
        scope.require(Permission::EditCustomers)?;
        if let Some(customer) = new.about.customer {
            self.known(scope, customer).await?;
        }
        let id = idempotency_key
            .map_or_else(|| self.ports.ids.next(), |key| id_of(scope, &["entry of a key", key]));
        let id = ConsentEntryId(id);
        let kept = checked(id, new, scope, self.now())?;
        let mut writing = entries(vec![kept.clone()]);
        writing.caused_by = caused_by;
        match self.write(scope, writing).await {
            Ok(_) | Err(ConsentError::Save(SaveError::Duplicate("causes_pkey"))) => Ok(kept),
            Err(ConsentError::Save(SaveError::Duplicate("consent_entries_pkey"))) => {
                let found = self.ports.book.entry(scope, id).await?;
                Ok(found.ok_or(ConsentError::NoSuchEntry)?.kept)
            }
            Err(error) => Err(error),
        }
    }

    /// Decides on a proposed revocation. Until then it holds like one.
    pub async fn decide(
        &self,
        scope: &Scope,
        id: ConsentEntryId,
        verdict: Verdict,
        words: &str,
    ) -> Result<KeptEntry, ConsentError> {
        scope.require(Permission::EditCustomers)?;
        let found = self.ports.book.entry(scope, id).await?.ok_or(ConsentError::NoSuchEntry)?;
        let proposed = found.kept;
        if proposed.entry.change != ConsentChange::RevocationProposed {
            return Err(ConsentError::NothingToDecide);
        }
        if found.is_decided {
            return Err(ConsentError::AlreadyDecided);
        }
        let mut wrong = Invalid::default();
        let note = text(words, "words", MAX_WORDS, Needed::Perhaps, &mut wrong);
        wrong.check()?;
        // One decision on a proposal: whoever is second gets the id of the first.
        let id = ConsentEntryId(id_of(scope, &["decision", &id.to_string()]));
        let kept = decided(id, &proposed, verdict, &note, scope, self.now());
        match self.write(scope, entries(vec![kept.clone()])).await {
            Ok(_) => Ok(kept),
            Err(ConsentError::Save(SaveError::Duplicate("consent_entries_pkey"))) => {
                Err(ConsentError::AlreadyDecided)
            }
            Err(error) => Err(error),
        }
    }
}

/// Entries with what they tell.
pub(super) fn entries(all: Vec<KeptEntry>) -> Writing {
    Writing {
        events: all.iter().map(|kept| ConsentEvent::EntryAdded(kept.facts())).collect(),
        audits: all.iter().map(lines::entry).collect(),
        changes: all.into_iter().map(Change::Append).collect(),
        caused_by: None,
    }
}

fn checked(
    id: ConsentEntryId,
    new: NewEntry,
    scope: &Scope,
    at: Timestamp,
) -> Result<KeptEntry, Invalid> {
    let mut wrong = Invalid::default();
    let needed = match new.change {
        ConsentChange::GrantedInWriting => {
            Needed::Always("Write down the text that the customer agreed to.")
        }
        _ => Needed::Always("Write down what the customer said."),
    };
    let words = text(&new.words, "words", MAX_WORDS, needed, &mut wrong);
    let needed = match new.change {
        ConsentChange::GrantedInWriting => Needed::Always("Say where the signed text is."),
        _ => Needed::Perhaps,
    };
    let source = text(&new.source, "source", MAX_SOURCE, needed, &mut wrong);
    if new.about.customer.is_none() && new.about.address.is_none() {
        wrong.push("customer_id", "required", "Say who said it: a customer or a number.");
    }
    let nothing = |reach: bool, path: &str, wrong: &mut Invalid| {
        if reach {
            wrong.push(path, "required", "Name one at least, or leave it out for all.");
        }
    };
    let empty_channels = matches!(&new.scope.channels, Reach::Only(some) if some.is_empty());
    let empty_purposes = matches!(&new.scope.purposes, Reach::Only(some) if some.is_empty());
    nothing(empty_channels, "channels", &mut wrong);
    nothing(empty_purposes, "purposes", &mut wrong);
    wrong.check()?;
    let by = new.by.unwrap_or_else(|| scope.actor().clone());
    let proof = Proof { by, words, via: new.via, source };
    let address = new.about.address;
    let entry = ConsentEntry { at, change: new.change, scope: new.scope, address, proof };
    Ok(KeptEntry { id, customer: new.about.customer, call: new.call, decides: None, entry })
}

/// A dismissal speaks for the customer on every number, as the proposal did. Where nobody is known it speaks for the number.
fn decided(
    id: ConsentEntryId,
    proposed: &KeptEntry,
    verdict: Verdict,
    note: &str,
    scope: &Scope,
    at: Timestamp,
) -> KeptEntry {
    let before = &proposed.entry;
    let (change, address): (_, Option<Address>) = match verdict {
        Verdict::Confirm => (ConsentChange::Revoked, before.address.clone()),
        Verdict::Dismiss => (
            ConsentChange::RevocationDismissed,
            before.address.clone().filter(|_| proposed.customer.is_none()),
        ),
    };
    let words = if note.is_empty() { before.proof.words.clone() } else { note.to_owned() };
    let proof = Proof {
        by: scope.actor().clone(),
        words,
        via: before.proof.via,
        source: before.proof.source.clone(),
    };
    KeptEntry {
        id,
        customer: proposed.customer,
        call: proposed.call,
        decides: Some(proposed.id),
        entry: ConsentEntry { at, change, scope: before.scope.clone(), address, proof },
    }
}
