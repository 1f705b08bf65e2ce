//! What several routes about consent show: who wrote something down, an entry of the ledger, a mark.

use crate::{
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
};
use callboard_consent::{
    Address, Channel, ConsentChange, Purpose, Reach,
    model::{DoNotContactReason, KeptEntry, KeptMark, Lifting, Via},
};
use callboard_kernel::{Actor, CallId, CustomerId, Version};
use poem_openapi::Object;
use std::collections::HashMap;
use uuid::Uuid;

/// Who wrote something down.
#[derive(Object, Clone)]
#[oai(rename = "ConsentAuthor", skip_serializing_if_is_none)]
pub(crate) struct Author {
    /// `member`, `api_key` or `system`.
    kind: String,
    /// Id of the member or key.
    id: Option<Uuid>,
    /// Name of today; for the product itself the part that acted.
    name: String,
}

/// The names of members, looked up once for a page.
pub(crate) struct Names(HashMap<Uuid, String>);

impl Names {
    /// Those of the workspace, former members included.
    pub(crate) async fn of(caller: &Caller) -> Result<Self, Problem> {
        let members = caller.members.list(&caller.scope, true).await?;
        Ok(Self(members.into_iter().map(|member| (member.id.uuid(), member.name)).collect()))
    }

    pub(super) fn author(&self, actor: &Actor) -> Author {
        let of =
            |kind: &str, id: Option<Uuid>, name: String| Author { kind: kind.to_owned(), id, name };
        match actor {
            Actor::Member { id, .. } => {
                let name = self.0.get(&id.uuid()).cloned().unwrap_or_default();
                of("member", Some(id.uuid()), name)
            }
            Actor::ApiKey { id, .. } => of("api_key", Some(id.uuid()), "API key".to_owned()),
            Actor::System { name } => of("system", None, name.clone()),
        }
    }
}

/// A mark of the do-not-contact list.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct DoNotContactMark {
    /// Id.
    id: Uuid,
    /// Version, for `If-Match`.
    version: i64,
    /// The customer whom it is for.
    customer_id: Option<Uuid>,
    /// Or the number.
    number: Option<String>,
    /// Why.
    reason: Word<DoNotContactReason>,
    /// Since when.
    at: Instant,
    /// Who wrote it down.
    by: Author,
    /// In which words it was asked for.
    words: String,
    /// Through what.
    channel: Word<Via>,
    /// Where the original is.
    source: String,
    /// The call whose outcome set it.
    call_id: Option<Uuid>,
    /// The new request that lifted it.
    lifted: Option<LiftedMark>,
}

/// A new request to be contacted again.
#[derive(Object)]
pub(crate) struct LiftedMark {
    /// Since when.
    at: Instant,
    /// Who wrote it down.
    by: Author,
    /// Its words.
    words: String,
    /// Through what it came.
    channel: Word<Via>,
}

impl DoNotContactMark {
    pub(super) fn of(kept: KeptMark, version: Version, names: &Names) -> Self {
        let number = kept.number().map(|number| number.as_str().to_owned());
        let lifted = |lifting: Lifting| LiftedMark {
            at: lifting.at.into(),
            by: names.author(&lifting.proof.by),
            words: lifting.proof.words,
            channel: Word(lifting.proof.via),
        };
        Self {
            id: kept.id.uuid(),
            version: version.0,
            customer_id: kept.customer.map(CustomerId::uuid),
            number,
            reason: Word(kept.mark.reason),
            at: kept.mark.at.into(),
            by: names.author(&kept.mark.proof.by),
            words: kept.mark.proof.words,
            channel: Word(kept.mark.proof.via),
            source: kept.mark.proof.source,
            call_id: kept.call.map(CallId::uuid),
            lifted: kept.mark.lifted.map(lifted),
        }
    }
}

/// An entry of the ledger. It is never changed.
#[derive(Object)]
#[oai(rename = "ConsentEntry", skip_serializing_if_is_none)]
pub(crate) struct Entry {
    /// Id.
    id: Uuid,
    /// Whose ledger it stands in.
    customer_id: Option<Uuid>,
    /// The number that it was said for.
    number: Option<String>,
    /// The e-mail address that it was said for.
    email: Option<String>,
    /// When it was said.
    at: Instant,
    /// What.
    change: Word<ConsentChange>,
    /// On which channels; absent is all of them.
    channels: Option<Vec<Word<Channel>>>,
    /// For which purposes; absent is all of them.
    purposes: Option<Vec<Word<Purpose>>>,
    /// Who wrote it down.
    by: Author,
    /// In which words.
    words: String,
    /// Through what.
    via: Word<Via>,
    /// Where the original is.
    source: String,
    /// The call in which it was said.
    call_id: Option<Uuid>,
    /// The proposed revocation that it confirms or dismisses.
    decides: Option<Uuid>,
}

impl Entry {
    pub(super) fn of(kept: KeptEntry, names: &Names) -> Self {
        let (number, email) = match kept.entry.address {
            Some(Address::Phone(number)) => (Some(number.into()), None),
            Some(Address::Email(email)) => (None, Some(String::from(email))),
            None => (None, None),
        };
        Self {
            id: kept.id.uuid(),
            customer_id: kept.customer.map(CustomerId::uuid),
            number,
            email,
            at: kept.entry.at.into(),
            change: Word(kept.entry.change),
            channels: reached(kept.entry.scope.channels),
            purposes: reached(kept.entry.scope.purposes),
            by: names.author(&kept.entry.proof.by),
            words: kept.entry.proof.words,
            via: Word(kept.entry.proof.via),
            source: kept.entry.proof.source,
            call_id: kept.call.map(CallId::uuid),
            decides: kept.decides.map(callboard_kernel::ConsentEntryId::uuid),
        }
    }
}

fn reached<T>(reach: Reach<T>) -> Option<Vec<Word<T>>> {
    match reach {
        Reach::All => None,
        Reach::Only(some) => Some(some.into_iter().map(Word).collect()),
    }
}

/// What a client names, or all where it names nothing.
pub(super) fn reach<T>(some: Option<Vec<Word<T>>>) -> Reach<T> {
    some.map_or(Reach::All, |some| Reach::Only(some.into_iter().map(|word| word.0).collect()))
}
