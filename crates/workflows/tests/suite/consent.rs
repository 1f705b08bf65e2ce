//! Consent over one memory: the list, the ledger, and the mark that customers show.

use crate::stores::Shared;
use async_trait::async_trait;
use callboard_calls::ports::{MockCallTraces, TracesOfNumbers};
use callboard_consent::{
    About, Address, Consents, ConsentsPorts, Settings,
    model::{BlockedNumber, KeptEntry, KeptMark},
    ports::{Change, ConsentBook, ConsentCommit, FoundEntry, MockConsentBoard, Recalled},
};
use callboard_customers::ports::MockCustomerRepository;
use callboard_kernel::{
    AuditDraft, CallId, Commit, ConsentEntryId, CustomerId, DoNotContactId, Expected, Loaded,
    ManualClock, Phone, PortError, SaveError, Scope, SequentialIds, Timestamp, Version,
};
use callboard_workflows::bridges::{AcquaintanceBridge, WorldZonesBridge};
use std::sync::{Arc, MutexGuard};

/// What the book keeps.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) entries: Vec<KeptEntry>,
    pub(crate) marks: Vec<(KeptMark, i64)>,
}

/// A book that keeps the promises of the real one: causes work once, one mark stands, customers show it.
struct Book(Shared);

impl Book {
    fn standing(&self, about: impl Fn(&KeptMark) -> bool) -> Vec<Loaded<KeptMark>> {
        let memory = self.0.lock().unwrap();
        let found = memory.consent.marks.iter().filter(|(kept, _)| kept.stands() && about(kept));
        found.map(|(kept, v)| Loaded { value: kept.clone(), version: Version(*v) }).collect()
    }
}

#[async_trait]
impl ConsentBook for Book {
    async fn recall(
        &self,
        _: &Scope,
        _: &[CustomerId],
        _: &[Address],
    ) -> Result<Recalled, PortError> {
        let memory = self.0.lock().unwrap();
        let marks = memory.consent.marks.iter().map(|(kept, v)| (kept.clone(), Version(*v)));
        Ok(Recalled {
            version: 0,
            entries: memory.consent.entries.clone(),
            marks: marks.collect(),
            blocked: Vec::new(),
            overrides: Vec::new(),
            settings: Settings::default(),
        })
    }

    async fn entry(&self, _: &Scope, id: ConsentEntryId) -> Result<Option<FoundEntry>, PortError> {
        let memory = self.0.lock().unwrap();
        let found = memory.consent.entries.iter().find(|kept| kept.id == id).cloned();
        Ok(found.map(|kept| FoundEntry { kept, is_decided: false }))
    }

    async fn mark(
        &self,
        _: &Scope,
        id: DoNotContactId,
    ) -> Result<Option<Loaded<KeptMark>>, PortError> {
        Ok(self.standing(|kept| kept.id == id).pop())
    }

    async fn standing_mark(
        &self,
        _: &Scope,
        about: &About,
    ) -> Result<Option<Loaded<KeptMark>>, PortError> {
        let same =
            |kept: &KeptMark| kept.customer == about.customer && kept.number() == about.phone();
        Ok(self.standing(same).pop())
    }

    async fn marks_of_call(
        &self,
        _: &Scope,
        call: CallId,
    ) -> Result<Vec<Loaded<KeptMark>>, PortError> {
        Ok(self.standing(|kept| kept.call == Some(call)))
    }

    async fn marked_among(&self, _: &Scope, _: &[Phone]) -> Result<Vec<Phone>, PortError> {
        Ok(Vec::new())
    }

    async fn blocked(&self, _: &Scope, _: &Phone) -> Result<Option<BlockedNumber>, PortError> {
        Ok(None)
    }

    async fn is_unchanged(&self, _: &Scope, _: i64) -> Result<bool, PortError> {
        Ok(true)
    }

    async fn write(&self, scope: &Scope, commit: ConsentCommit) -> Result<i64, SaveError> {
        let mut memory = self.0.lock().unwrap();
        let ConsentCommit { changes, events, audits: _, at, cause, depth } = commit;
        let mut told = Commit {
            aggregate: (),
            expected: Expected::Absent,
            events,
            audit: None,
            at,
            cause: None,
            depth: 0,
        };
        if let Some(cause) = cause {
            told = told.caused_by(cause, depth);
        }
        memory.admit(scope, &told, None)?;
        for change in changes {
            match change {
                Change::Append(kept) => memory.consent.entries.push(kept),
                Change::Mark(kept) => memory.consent.marks.push((kept, 1)),
                Change::Remark(kept, Version(version)) => {
                    memory.consent.marks.retain(|(other, _)| other.id != kept.id);
                    memory.consent.marks.push((kept, version + 1));
                }
                Change::Block(..) | Change::Unblock(_) | Change::Override(_) => {}
            }
        }
        show(&mut memory);
        Ok(1)
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
        Err(SaveError::Stale)
    }
}

/// The mark that customers show follows the list.
fn show(memory: &mut MutexGuard<'_, crate::stores::Memory>) {
    let marks = memory.consent.marks.clone();
    for (id, (customer, _)) in &mut memory.customers {
        let is_marked = |(kept, _): &(KeptMark, i64)| kept.customer == Some(*id) && kept.stands();
        customer.do_not_contact = marks.iter().any(is_marked);
    }
}

/// Consent over the memory.
pub(crate) fn consents(
    shared: &Shared,
    customers: Arc<MockCustomerRepository>,
    clock: Arc<ManualClock>,
    ids: Arc<SequentialIds>,
) -> Consents {
    let mut traces = MockCallTraces::new();
    traces.expect_of_numbers().returning(|_, _, _| Ok(TracesOfNumbers::default()));
    let workspaces = Arc::new(crate::stores::workspaces());
    Consents::new(ConsentsPorts {
        book: Arc::new(Book(shared.clone())),
        board: Arc::new(MockConsentBoard::new()),
        acquaintance: Arc::new(AcquaintanceBridge::new(customers, Arc::new(traces), workspaces)),
        zones: Arc::new(WorldZonesBridge),
        clock,
        ids,
    })
}
