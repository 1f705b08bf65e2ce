//! A book in memory that keeps the promises of the stores: causes and ids work once, one mark stands, versions are asked for.

use async_trait::async_trait;
use callboard_consent::{
    About, Address, ConsentEvent, Consents, ConsentsPorts, Settings,
    board::RecordingFigures,
    model::{BlockedNumber, KeptEntry, KeptMark, KeptOverride, Place, Relationship},
    ports::{
        Acquaintance, Change, ConsentBook, ConsentCommit, FoundEntry, Known, MockConsentBoard,
        Recalled,
    },
};
use callboard_kernel::{
    Actor, AuditDraft, CallId, ConsentEntryId, CustomerId, DoNotContactId, Loaded, ManualClock,
    MemberId, Period, Phone, PortError, Role, SaveError, Scope, SequentialIds, Timestamp, Version,
    WorkspaceId,
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard},
};
use time::macros::datetime;
use uuid::Uuid;

/// A Wednesday, noon in New York.
pub(crate) const NOON: Timestamp = datetime!(2026-06-10 16:00 UTC);
pub(crate) const ANA: CustomerId = CustomerId(Uuid::from_u128(0xaaa));
/// Shares Ana's number.
pub(crate) const BEN: CustomerId = CustomerId(Uuid::from_u128(0xbbb));

pub(crate) fn shared() -> Phone {
    Phone::from_e164("+12125550142").unwrap()
}

pub(crate) fn strange() -> Phone {
    Phone::from_e164("+12125550143").unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test acts as somebody")]
pub(crate) fn member(role: Role) -> Scope {
    let id = MemberId(Uuid::from_u128(7));
    Scope::authenticated(WorkspaceId(Uuid::from_u128(1)), Actor::Member { id, role })
}

#[expect(clippy::disallowed_methods, reason = "a test plays the carrier")]
pub(crate) fn product() -> Scope {
    Scope::system(WorkspaceId(Uuid::from_u128(1)), "carrier")
}

/// What the book keeps.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) version: i64,
    pub(crate) entries: Vec<KeptEntry>,
    pub(crate) marks: Vec<(KeptMark, i64)>,
    pub(crate) blocked: Vec<BlockedNumber>,
    pub(crate) overrides: Vec<KeptOverride>,
    pub(crate) events: Vec<ConsentEvent>,
    pub(crate) audits: Vec<AuditDraft>,
    causes: BTreeSet<String>,
}

struct Book(Arc<Mutex<Memory>>);

impl Book {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap()
    }

    fn found(&self, is_it: impl Fn(&KeptMark) -> bool) -> Vec<Loaded<KeptMark>> {
        let memory = self.memory();
        let found = memory.marks.iter().filter(|(kept, _)| is_it(kept));
        found.map(|(kept, v)| Loaded { value: kept.clone(), version: Version(*v) }).collect()
    }
}

#[async_trait]
impl ConsentBook for Book {
    async fn recall(
        &self,
        _: &Scope,
        customers: &[CustomerId],
        addresses: &[Address],
    ) -> Result<Recalled, PortError> {
        let memory = self.memory();
        let theirs = |customer: Option<CustomerId>, address: Option<&Address>| {
            customer.is_some_and(|id| customers.contains(&id))
                || address.is_some_and(|address| addresses.contains(address))
        };
        let number = |number: &Phone| addresses.contains(&Address::Phone(number.clone()));
        let entries = memory.entries.iter();
        let marks = memory.marks.iter().filter(|(kept, _)| {
            kept.undone_at.is_none()
                && (theirs(kept.customer, None) || kept.number().is_some_and(number))
        });
        let overrides = memory.overrides.iter();
        Ok(Recalled {
            version: memory.version,
            entries: entries
                .filter(|kept| theirs(kept.customer, kept.entry.address.as_ref()))
                .cloned()
                .collect(),
            marks: marks.map(|(kept, v)| (kept.clone(), Version(*v))).collect(),
            blocked: memory.blocked.iter().filter(|b| number(&b.number)).cloned().collect(),
            overrides: overrides
                .filter(|kept| theirs(kept.about.customer, kept.about.address.as_ref()))
                .cloned()
                .collect(),
            settings: Settings::default(),
        })
    }

    async fn entry(&self, _: &Scope, id: ConsentEntryId) -> Result<Option<FoundEntry>, PortError> {
        let memory = self.memory();
        let is_decided = memory.entries.iter().any(|kept| kept.decides == Some(id));
        let found = memory.entries.iter().find(|kept| kept.id == id).cloned();
        Ok(found.map(|kept| FoundEntry { kept, is_decided }))
    }

    async fn mark(
        &self,
        _: &Scope,
        id: DoNotContactId,
    ) -> Result<Option<Loaded<KeptMark>>, PortError> {
        Ok(self.found(|kept| kept.id == id).pop())
    }

    async fn standing_mark(
        &self,
        _: &Scope,
        about: &About,
    ) -> Result<Option<Loaded<KeptMark>>, PortError> {
        let same = |kept: &KeptMark| {
            kept.stands() && kept.customer == about.customer && kept.number() == about.phone()
        };
        Ok(self.found(same).pop())
    }

    async fn marks_of_call(
        &self,
        _: &Scope,
        call: CallId,
    ) -> Result<Vec<Loaded<KeptMark>>, PortError> {
        Ok(self.found(|kept| kept.stands() && kept.call == Some(call)))
    }

    async fn marked_among(&self, _: &Scope, numbers: &[Phone]) -> Result<Vec<Phone>, PortError> {
        let among = |kept: &KeptMark| {
            kept.stands() && kept.number().is_some_and(|number| numbers.contains(number))
        };
        Ok(self.found(among).iter().filter_map(|mark| mark.value.number().cloned()).collect())
    }

    async fn blocked(&self, _: &Scope, number: &Phone) -> Result<Option<BlockedNumber>, PortError> {
        Ok(self.memory().blocked.iter().find(|block| block.number == *number).cloned())
    }

    async fn is_unchanged(&self, _: &Scope, version: i64) -> Result<bool, PortError> {
        Ok(self.memory().version == version)
    }

    async fn write(&self, _: &Scope, commit: ConsentCommit) -> Result<i64, SaveError> {
        let mut memory = self.memory();
        if let Some(cause) = &commit.cause
            && !memory.causes.insert(cause.0.clone())
        {
            return Err(SaveError::Duplicate("causes_pkey"));
        }
        for change in commit.changes {
            match change {
                Change::Append(kept) => {
                    if memory.entries.iter().any(|other| other.id == kept.id) {
                        return Err(SaveError::Duplicate("consent_entries_pkey"));
                    }
                    memory.entries.push(kept);
                }
                Change::Mark(kept) => memory.marks.push((kept, 1)),
                Change::Remark(kept, Version(expected)) => {
                    let found = memory.marks.iter_mut().find(|(other, _)| other.id == kept.id);
                    let Some(found) = found.filter(|(_, v)| *v == expected) else {
                        return Err(SaveError::Stale);
                    };
                    *found = (kept, expected + 1);
                }
                Change::Block(block, _) => memory.blocked.push(block),
                Change::Unblock(number) => memory.blocked.retain(|b| b.number != number),
                Change::Override(kept) => memory.overrides.push(kept),
            }
        }
        memory.events.extend(commit.events);
        memory.audits.extend(commit.audits);
        memory.version += 1;
        Ok(memory.version)
    }

    async fn settings(&self, _: &Scope) -> Result<Loaded<Settings>, PortError> {
        Ok(Loaded { value: Settings::default(), version: Version(0) })
    }

    async fn save_settings(
        &self,
        _: &Scope,
        _: Version,
        _: Settings,
        _: AuditDraft,
        _: Timestamp,
    ) -> Result<Version, SaveError> {
        Ok(Version(1))
    }
}

/// Two who share a number in New York.
struct Neighbours;

impl Neighbours {
    fn known(customers: Vec<CustomerId>) -> Known {
        Known {
            customers,
            addresses: vec![Address::Phone(shared())],
            place: Place::default(),
            relationship: Relationship::default(),
            contacts: Vec::new(),
        }
    }
}

#[async_trait]
impl Acquaintance for Neighbours {
    async fn customer(
        &self,
        _: &Scope,
        id: CustomerId,
        _: Timestamp,
    ) -> Result<Option<Known>, PortError> {
        Ok([ANA, BEN].contains(&id).then(|| Self::known(vec![id])))
    }

    async fn number(&self, _: &Scope, number: &Phone, _: Timestamp) -> Result<Known, PortError> {
        Ok(if *number == shared() { Self::known(vec![ANA, BEN]) } else { Known::default() })
    }

    async fn recordings(&self, _: &Scope, _: Period) -> Result<RecordingFigures, PortError> {
        Ok(RecordingFigures::default())
    }

    async fn region(&self, _: &Scope) -> Result<String, PortError> {
        Ok("US".to_owned())
    }
}

pub(crate) struct Desk {
    pub(crate) consents: Consents,
    pub(crate) clock: Arc<ManualClock>,
    memory: Arc<Mutex<Memory>>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let memory = Arc::new(Mutex::new(Memory::default()));
        let clock = Arc::new(ManualClock::new(NOON));
        let consents = Consents::new(ConsentsPorts {
            book: Arc::new(Book(memory.clone())),
            board: Arc::new(MockConsentBoard::new()),
            acquaintance: Arc::new(Neighbours),
            zones: Arc::new(crate::world::World::with([])),
            clock: clock.clone(),
            ids: Arc::new(SequentialIds::default()),
        });
        Self { consents, clock, memory }
    }

    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap()
    }
}
