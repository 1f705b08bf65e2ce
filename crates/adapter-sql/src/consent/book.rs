//! Keeps the ledger, the list, the blocked numbers, the reasons on record, and the settings.

use super::{
    heads, projection,
    row::{blocked, entry, given, mark},
};
use crate::{
    commit::{self, Story},
    documents::{self, Replacement},
    error::{Outcome, Result, StoreError},
    scoped,
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_consent::{
    About, Address, SETTINGS_CHANGED, Settings,
    model::{BlockedNumber, KeptEntry, KeptMark},
    ports::{Change, ConsentBook, ConsentCommit, FoundEntry, Recalled},
};
use callboard_kernel::{
    AuditDraft, CallId, ConsentEntryId, CustomerId, DoNotContactId, Loaded, Phone, PortError,
    SaveError, Scope, Timestamp, Version,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::BTreeSet;
use uuid::Uuid;

const SETTINGS: &str = "consent";

store! {
    /// Keeps everything about consent.
    SqlConsentBook + ids
}

#[async_trait]
impl ConsentBook for SqlConsentBook {
    async fn recall(
        &self,
        scope: &Scope,
        customers: &[CustomerId],
        addresses: &[Address],
    ) -> Result<Recalled, PortError> {
        self.read(scope, &Party::of(customers, addresses)).await.during("consent.recall")
    }

    async fn entry(
        &self,
        scope: &Scope,
        id: ConsentEntryId,
    ) -> Result<Option<FoundEntry>, PortError> {
        self.find_entry(scope, id).await.during("consent.entry")
    }

    async fn mark(
        &self,
        scope: &Scope,
        id: DoNotContactId,
    ) -> Result<Option<Loaded<KeptMark>>, PortError> {
        let this = mark::Column::Id.eq(id.uuid());
        let found = self.find_marks(scope, this.into()).await.during("consent.mark")?;
        Ok(found.into_iter().next())
    }

    async fn standing_mark(
        &self,
        scope: &Scope,
        about: &About,
    ) -> Result<Option<Loaded<KeptMark>>, PortError> {
        let operation = "consent.standing_mark";
        let whose = match (about.customer, about.phone()) {
            (Some(customer), _) => mark::Column::CustomerId.eq(customer.uuid()),
            (None, Some(number)) => mark::Column::Number.eq(number.as_str()),
            (None, None) => return Ok(None),
        };
        let found = self.find_marks(scope, standing().add(whose)).await.during(operation)?;
        Ok(found.into_iter().next())
    }

    async fn marks_of_call(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Vec<Loaded<KeptMark>>, PortError> {
        let of_call = standing().add(mark::Column::CallId.eq(call.uuid()));
        self.find_marks(scope, of_call).await.during("consent.marks_of_call")
    }

    async fn marked_among(
        &self,
        scope: &Scope,
        numbers: &[Phone],
    ) -> Result<Vec<Phone>, PortError> {
        let numbers = numbers.iter().map(Phone::as_str);
        let among = standing().add(mark::Column::Number.is_in(numbers));
        let found = self.find_marks(scope, among).await.during("consent.marked_among")?;
        Ok(found.iter().filter_map(|loaded| loaded.value.number().cloned()).collect())
    }

    async fn blocked(
        &self,
        scope: &Scope,
        number: &Phone,
    ) -> Result<Option<BlockedNumber>, PortError> {
        self.find_blocked(scope, number).await.during("consent.blocked")
    }

    async fn is_unchanged(&self, scope: &Scope, version: i64) -> Result<bool, PortError> {
        self.holds(scope, version).await.during("consent.is_unchanged")
    }

    async fn write(&self, scope: &Scope, commit: ConsentCommit) -> Result<i64, SaveError> {
        self.apply(scope, &commit).await.saving("consent.write")
    }

    async fn settings(&self, scope: &Scope) -> Result<Loaded<Settings>, PortError> {
        self.read_settings(scope).await.during("consent.settings")
    }

    async fn save_settings(
        &self,
        scope: &Scope,
        expected: Version,
        settings: Settings,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError> {
        let (kind, event) = (SETTINGS, SETTINGS_CHANGED);
        let new = Replacement { kind, event, expected, body: &settings, audit, at };
        self.replace_settings(scope, new).await.saving("consent.save_settings")
    }
}

/// Marks that nobody lifted or took back.
fn standing() -> Condition {
    Condition::all().add(mark::Column::LiftedAt.is_null()).add(mark::Column::UndoneAt.is_null())
}

/// Whom rows are looked up for.
pub(super) struct Party {
    customers: Vec<Uuid>,
    numbers: Vec<String>,
    emails: Vec<String>,
}

impl Party {
    pub(super) fn of(customers: &[CustomerId], addresses: &[Address]) -> Self {
        let mut party = Self {
            customers: customers.iter().copied().map(CustomerId::uuid).collect(),
            numbers: Vec::new(),
            emails: Vec::new(),
        };
        for address in addresses {
            match address {
                Address::Phone(number) => party.numbers.push(number.as_str().to_owned()),
                Address::Email(email) => party.emails.push(email.as_str().to_owned()),
            }
        }
        party
    }

    /// Rows that belong to one of the customers or name one of the addresses. Each part has its index.
    pub(super) fn any<C: ColumnTrait>(
        &self,
        customer: C,
        number: C,
        email: Option<C>,
    ) -> Condition {
        let mut any = Condition::any()
            .add(customer.is_in(self.customers.iter().copied()))
            .add(number.is_in(self.numbers.iter().map(String::as_str)));
        if let Some(email) = email {
            any = any.add(email.is_in(self.emails.iter().map(String::as_str)));
        }
        any
    }
}

impl SqlConsentBook {
    async fn read(&self, scope: &Scope, party: &Party) -> Result<Recalled> {
        let tx = self.db.read(scope).await?;
        let version = heads::version(&tx).await?;
        use entry::Column as Entry;
        let entries = scoped::find::<entry::Entity>(&tx)
            .filter(party.any(Entry::CustomerId, Entry::Number, Some(Entry::Email)))
            .order_by_asc(Entry::SaidAt)
            .order_by_asc(Entry::Id)
            .all(&*tx)
            .await?;
        let marks = scoped::find::<mark::Entity>(&tx)
            .filter(party.any(mark::Column::CustomerId, mark::Column::Number, None))
            .filter(mark::Column::UndoneAt.is_null())
            .order_by_desc(mark::Column::MarkedAt)
            .all(&*tx)
            .await?;
        let numbers = party.numbers.iter().map(String::as_str);
        let blocked = scoped::find::<blocked::Entity>(&tx)
            .filter(blocked::Column::Number.is_in(numbers))
            .all(&*tx)
            .await?;
        use given::Column as Given;
        let overrides = scoped::find::<given::Entity>(&tx)
            .filter(party.any(Given::CustomerId, Given::Number, Some(Given::Email)))
            .all(&*tx)
            .await?;
        let settings = documents::load::<Settings>(&tx, SETTINGS).await?;
        tx.done().await?;
        let marks = marks.into_iter().map(|row| {
            let Loaded { value, version } = mark::into(row)?;
            Ok((value, version))
        });
        Ok(Recalled {
            version,
            entries: entries.into_iter().map(entry::into).collect::<Result<_>>()?,
            marks: marks.collect::<Result<_>>()?,
            blocked: blocked.into_iter().map(blocked::into).collect::<Result<_>>()?,
            overrides: overrides.into_iter().map(given::into).collect::<Result<_>>()?,
            settings: settings.map(|loaded| loaded.value).unwrap_or_default(),
        })
    }

    async fn find_entry(&self, scope: &Scope, id: ConsentEntryId) -> Result<Option<FoundEntry>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<entry::Entity>(&tx)
            .filter(entry::Column::Id.eq(id.uuid()))
            .one(&*tx)
            .await?;
        let decision = scoped::find::<entry::Entity>(&tx)
            .filter(entry::Column::Decides.eq(id.uuid()))
            .limit(1)
            .one(&*tx)
            .await?;
        tx.done().await?;
        let read = |row| Ok(FoundEntry { kept: entry::into(row)?, is_decided: decision.is_some() });
        found.map(read).transpose()
    }

    async fn find_marks(
        &self,
        scope: &Scope,
        condition: Condition,
    ) -> Result<Vec<Loaded<KeptMark>>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<mark::Entity>(&tx).filter(condition).all(&*tx).await?;
        tx.done().await?;
        found.into_iter().map(mark::into).collect()
    }

    async fn find_blocked(&self, scope: &Scope, number: &Phone) -> Result<Option<BlockedNumber>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<blocked::Entity>(&tx)
            .filter(blocked::Column::Number.eq(number.as_str()))
            .one(&*tx)
            .await?;
        tx.done().await?;
        found.map(blocked::into).transpose()
    }

    async fn holds(&self, scope: &Scope, version: i64) -> Result<bool> {
        let tx = self.db.write(scope).await?;
        let same = heads::unchanged(&tx, version).await?;
        tx.commit().await?;
        Ok(same)
    }

    async fn apply(&self, scope: &Scope, commit: &ConsentCommit) -> Result<i64> {
        let ConsentCommit { changes, events, audits, at, cause, depth } = commit;
        let mut tx = self.db.write(scope).await?;
        commit::use_cause(&tx, cause.as_ref(), *at).await?;
        let version = heads::raise(&tx).await?;
        write_changes(&tx, changes).await?;
        for customer in marked_customers(changes) {
            projection::refresh(&tx, customer, *at).await?;
        }
        let events: Vec<_> = events.iter().collect();
        let audits: Vec<_> = audits.iter().collect();
        let (at, depth) = (*at, *depth);
        let story = Story { events: &events, audits: &audits, at, cause: cause.as_ref(), depth };
        commit::tell_many(&mut tx, &*self.ids, story).await?;
        tx.commit().await?;
        Ok(version)
    }

    async fn read_settings(&self, scope: &Scope) -> Result<Loaded<Settings>> {
        let tx = self.db.read(scope).await?;
        let found = documents::load::<Settings>(&tx, SETTINGS).await?;
        tx.done().await?;
        Ok(found.unwrap_or_else(|| Loaded { value: Settings::default(), version: Version(0) }))
    }

    async fn replace_settings(
        &self,
        scope: &Scope,
        new: Replacement<'_, Settings>,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        heads::raise(&tx).await?;
        let version = documents::save(&mut tx, &*self.ids, new).await?;
        tx.commit().await?;
        Ok(version)
    }
}

/// Customers whose mark may differ now, in an order, so that two writers do not wait for one another.
fn marked_customers(changes: &[Change]) -> BTreeSet<CustomerId> {
    let customer = |change: &Change| match change {
        Change::Mark(kept) | Change::Remark(kept, _) => kept.customer,
        Change::Append(_) | Change::Block(..) | Change::Unblock(_) | Change::Override(_) => None,
    };
    changes.iter().filter_map(customer).collect()
}

async fn write_changes(tx: &Tx, changes: &[Change]) -> Result<()> {
    let mut entries = Vec::new();
    let mut marks = Vec::new();
    for change in changes {
        match change {
            Change::Append(kept) => entries.push(entry_row(kept)?),
            Change::Mark(kept) => marks.push(mark::from(kept, Version(1))?.into_active_model()),
            Change::Remark(kept, version) => remark(tx, kept, *version).await?,
            Change::Block(block, call) => {
                let row = blocked::from(block, *call)?.into_active_model();
                scoped::insert::<blocked::Entity, _>(tx, row).await?;
            }
            Change::Unblock(number) => {
                let this = blocked::Column::Number.eq(number.as_str());
                scoped::delete::<blocked::Entity>(tx).filter(this).exec(&**tx).await?;
            }
            Change::Override(kept) => {
                let row = given::from(kept)?.into_active_model();
                scoped::insert::<given::Entity, _>(tx, row).await?;
            }
        }
    }
    scoped::insert_all::<entry::Entity, entry::ActiveModel>(tx, entries).await?;
    scoped::insert_all::<mark::Entity, mark::ActiveModel>(tx, marks).await
}

fn entry_row(kept: &KeptEntry) -> Result<entry::ActiveModel> {
    Ok(entry::from(kept)?.into_active_model())
}

async fn remark(tx: &Tx, kept: &KeptMark, Version(current): Version) -> Result<()> {
    let mut row: mark::ActiveModel = scoped::all_columns(mark::from(kept, Version(current + 1))?);
    row.workspace_id = Set(tx.workspace_uuid());
    let written = scoped::update::<mark::Entity>(tx)
        .set(row)
        .filter(mark::Column::Id.eq(kept.id.uuid()))
        .filter(mark::Column::Version.eq(current))
        .exec(&**tx)
        .await?;
    if written.rows_affected == 0 { Err(StoreError::Stale) } else { Ok(()) }
}
