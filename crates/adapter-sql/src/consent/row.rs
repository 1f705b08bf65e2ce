//! The rows of the ledger, the list, the blocked numbers and the reasons on record, and their way to the domain and back.

use crate::{
    error::Result,
    stored::{At, json},
};
use callboard_consent::{
    Address, EmailAddress, Reach,
    model::{Proof, Via},
};
use callboard_kernel::{Actor, Phone};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A list of words, or `NULL` for all of them.
fn reach_from<T: Serialize>(reach: &Reach<T>) -> Result<Option<Value>> {
    match reach {
        Reach::All => Ok(None),
        Reach::Only(some) => Ok(Some(json(some)?)),
    }
}

fn reach_into<T: DeserializeOwned>(
    at: At,
    column: &'static str,
    value: Option<Value>,
) -> Result<Reach<T>> {
    value.map_or(Ok(Reach::All), |value| Ok(Reach::Only(at.json(column, value)?)))
}

fn address_from(address: Option<&Address>) -> (Option<String>, Option<String>) {
    match address {
        Some(Address::Phone(number)) => (Some(number.as_str().to_owned()), None),
        Some(Address::Email(email)) => (None, Some(email.as_str().to_owned())),
        None => (None, None),
    }
}

fn address_into(at: At, number: Option<&str>, email: Option<&str>) -> Result<Option<Address>> {
    if let Some(number) = at.phone("number", number)? {
        return Ok(Some(Address::Phone(number)));
    }
    let parsed = email.map(EmailAddress::parse).transpose().map_err(|_| at.unreadable("email"))?;
    Ok(parsed.map(Address::Email))
}

fn number_into(at: At, number: &str) -> Result<Phone> {
    Phone::from_e164(number).map_err(|_| at.unreadable("number"))
}

/// The columns of a proof.
struct Said {
    by: Value,
    words: String,
    via: String,
    source: String,
}

impl Said {
    fn into(self, at: At) -> Result<Proof> {
        let by: Actor = at.json("by_actor", self.by)?;
        let via = at.word("via", &self.via, Via::parse)?;
        Ok(Proof { by, words: self.words, via, source: self.source })
    }
}

/// An entry of the ledger.
pub(super) mod entry {
    use super::{Said, address_from, address_into, reach_from, reach_into};
    use crate::{
        error::Result,
        scoped::Tenanted,
        stored::{At, json},
    };
    use callboard_consent::{
        ConsentChange, ConsentEntry, ConsentScope,
        model::{KeptEntry, Proof},
    };
    use callboard_kernel::{CallId, ConsentEntryId, CustomerId, millis, timestamp};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "consent_entries")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub customer_id: Option<Uuid>,
        pub number: Option<String>,
        pub email: Option<String>,
        pub said_at: i64,
        pub change: String,
        pub channels: Option<Json>,
        pub purposes: Option<Json>,
        pub by_actor: Json,
        pub words: String,
        pub via: String,
        pub source: String,
        pub call_id: Option<Uuid>,
        pub decides: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    pub(crate) fn from(kept: &KeptEntry) -> Result<Model> {
        let KeptEntry { id, customer, call, decides, entry } = kept;
        let ConsentEntry { at, change, scope, address, proof } = entry;
        let Proof { by, words, via, source } = proof;
        let (number, email) = address_from(address.as_ref());
        Ok(Model {
            workspace_id: Uuid::nil(),
            id: id.uuid(),
            customer_id: customer.map(CustomerId::uuid),
            number,
            email,
            said_at: millis(*at),
            change: change.as_str().to_owned(),
            channels: reach_from(&scope.channels)?,
            purposes: reach_from(&scope.purposes)?,
            by_actor: json(by)?,
            words: words.clone(),
            via: via.as_str().to_owned(),
            source: source.clone(),
            call_id: call.map(CallId::uuid),
            decides: decides.map(ConsentEntryId::uuid),
        })
    }

    pub(crate) fn into(row: Model) -> Result<KeptEntry> {
        let Model {
            workspace_id: _,
            id,
            customer_id,
            number,
            email,
            said_at,
            change,
            channels,
            purposes,
            by_actor,
            words,
            via,
            source,
            call_id,
            decides,
        } = row;
        let at = At::new("consent_entries", id);
        let entry = ConsentEntry {
            at: timestamp(said_at),
            change: at.word("change", &change, ConsentChange::parse)?,
            scope: ConsentScope {
                channels: reach_into(at, "channels", channels)?,
                purposes: reach_into(at, "purposes", purposes)?,
            },
            address: address_into(at, number.as_deref(), email.as_deref())?,
            proof: Said { by: by_actor, words, via, source }.into(at)?,
        };
        Ok(KeptEntry {
            id: ConsentEntryId(id),
            customer: customer_id.map(CustomerId),
            call: call_id.map(CallId),
            decides: decides.map(ConsentEntryId),
            entry,
        })
    }
}

/// A mark of the do-not-contact list.
pub(super) mod mark {
    use super::{Said, number_into};
    use crate::{
        error::Result,
        scoped::Tenanted,
        stored::{At, json, maybe_millis, maybe_timestamp},
    };
    use callboard_consent::model::{
        DoNotContact, DoNotContactReason, KeptMark, Lifting, MarkedFor, Proof,
    };
    use callboard_kernel::{
        CallId, CustomerId, DoNotContactId, Loaded, Version, millis, timestamp,
    };
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "do_not_contact")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub customer_id: Option<Uuid>,
        pub number: Option<String>,
        pub reason: String,
        pub marked_at: i64,
        pub by_actor: Json,
        pub words: String,
        pub via: String,
        pub source: String,
        pub call_id: Option<Uuid>,
        pub lifted_at: Option<i64>,
        pub lifted_by: Option<Json>,
        pub lifted_words: Option<String>,
        pub lifted_via: Option<String>,
        pub lifted_source: Option<String>,
        pub undone_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    pub(crate) fn from(kept: &KeptMark, version: Version) -> Result<Model> {
        let KeptMark { id, customer, call, mark, undone_at } = kept;
        let DoNotContact { marked: _, reason, at, proof, lifted } = mark;
        let Proof { by, words, via, source } = proof;
        let again = lifted.as_ref().map(|lifting| &lifting.proof);
        Ok(Model {
            workspace_id: Uuid::nil(),
            id: id.uuid(),
            version: version.0,
            customer_id: customer.map(CustomerId::uuid),
            number: kept.number().map(|number| number.as_str().to_owned()),
            reason: reason.as_str().to_owned(),
            marked_at: millis(*at),
            by_actor: json(by)?,
            words: words.clone(),
            via: via.as_str().to_owned(),
            source: source.clone(),
            call_id: call.map(CallId::uuid),
            lifted_at: lifted.as_ref().map(|lifting| millis(lifting.at)),
            lifted_by: again.map(|proof| json(&proof.by)).transpose()?,
            lifted_words: again.map(|proof| proof.words.clone()),
            lifted_via: again.map(|proof| proof.via.as_str().to_owned()),
            lifted_source: again.map(|proof| proof.source.clone()),
            undone_at: maybe_millis(*undone_at),
        })
    }

    pub(crate) fn into(row: Model) -> Result<Loaded<KeptMark>> {
        let Model {
            workspace_id: _,
            id,
            version,
            customer_id,
            number,
            reason,
            marked_at,
            by_actor,
            words,
            via,
            source,
            call_id,
            lifted_at,
            lifted_by,
            lifted_words,
            lifted_via,
            lifted_source,
            undone_at,
        } = row;
        let at = At::new("do_not_contact", id);
        let lifted = match (lifted_at, lifted_by, lifted_via) {
            (Some(lifted_at), Some(by), Some(via)) => {
                let words = lifted_words.unwrap_or_default();
                let source = lifted_source.unwrap_or_default();
                let proof = Said { by, words, via, source }.into(at)?;
                Some(Lifting { at: timestamp(lifted_at), proof })
            }
            (None, _, _) => None,
            _ => return Err(at.unreadable("lifted_by")),
        };
        let marked = match number {
            Some(number) => MarkedFor::Number(number_into(at, &number)?),
            None => MarkedFor::Customer,
        };
        let mark = DoNotContact {
            marked,
            reason: at.word("reason", &reason, DoNotContactReason::parse)?,
            at: timestamp(marked_at),
            proof: Said { by: by_actor, words, via, source }.into(at)?,
            lifted,
        };
        let kept = KeptMark {
            id: DoNotContactId(id),
            customer: customer_id.map(CustomerId),
            call: call_id.map(CallId),
            mark,
            undone_at: maybe_timestamp(undone_at),
        };
        Ok(Loaded { value: kept, version: Version(version) })
    }
}

/// A blocked number.
pub(super) mod blocked {
    use super::number_into;
    use crate::{
        error::Result,
        scoped::Tenanted,
        stored::{At, json},
    };
    use callboard_consent::model::BlockedNumber;
    use callboard_kernel::{CallId, millis, timestamp};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "blocked_numbers")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: String,
        pub blocked_at: i64,
        pub by_actor: Json,
        pub reason: String,
        pub call_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    pub(crate) fn from(block: &BlockedNumber, call: Option<CallId>) -> Result<Model> {
        let BlockedNumber { number, at, by, reason } = block;
        Ok(Model {
            workspace_id: Uuid::nil(),
            number: number.as_str().to_owned(),
            blocked_at: millis(*at),
            by_actor: json(by)?,
            reason: reason.clone(),
            call_id: call.map(CallId::uuid),
        })
    }

    pub(crate) fn into(row: Model) -> Result<BlockedNumber> {
        let Model { workspace_id, number, blocked_at, by_actor, reason, call_id: _ } = row;
        let at = At::new("blocked_numbers", workspace_id);
        Ok(BlockedNumber {
            number: number_into(at, &number)?,
            at: timestamp(blocked_at),
            by: at.json("by_actor", by_actor)?,
            reason,
        })
    }
}

/// A reason on record.
pub(super) mod given {
    use super::{address_from, address_into, reach_from, reach_into};
    use crate::{
        error::Result,
        scoped::Tenanted,
        stored::{At, json},
    };
    use callboard_consent::{
        About, Rule,
        model::{KeptOverride, Override},
    };
    use callboard_kernel::{ConsentOverrideId, CustomerId, millis, timestamp};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "consent_overrides")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub customer_id: Option<Uuid>,
        pub number: Option<String>,
        pub email: Option<String>,
        pub rule: String,
        pub purposes: Option<Json>,
        pub by_actor: Json,
        pub reason: String,
        pub given_at: i64,
        pub until_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }

    pub(crate) fn from(kept: &KeptOverride) -> Result<Model> {
        let KeptOverride { id, about, given } = kept;
        let Override { rule, purposes, by, reason, at, until } = given;
        let (number, email) = address_from(about.address.as_ref());
        Ok(Model {
            workspace_id: Uuid::nil(),
            id: id.uuid(),
            customer_id: about.customer.map(CustomerId::uuid),
            number,
            email,
            rule: rule.as_str().to_owned(),
            purposes: reach_from(purposes)?,
            by_actor: json(by)?,
            reason: reason.clone(),
            given_at: millis(*at),
            until_at: millis(*until),
        })
    }

    pub(crate) fn into(row: Model) -> Result<KeptOverride> {
        let Model {
            workspace_id: _,
            id,
            customer_id,
            number,
            email,
            rule,
            purposes,
            by_actor,
            reason,
            given_at,
            until_at,
        } = row;
        let at = At::new("consent_overrides", id);
        let given = Override {
            rule: at.word("rule", &rule, Rule::parse)?,
            purposes: reach_into(at, "purposes", purposes)?,
            by: at.json("by_actor", by_actor)?,
            reason,
            at: timestamp(given_at),
            until: timestamp(until_at),
        };
        let about = About {
            customer: customer_id.map(CustomerId),
            address: address_into(at, number.as_deref(), email.as_deref())?,
        };
        Ok(KeptOverride { id: ConsentOverrideId(id), about, given })
    }
}
