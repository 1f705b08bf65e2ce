//! The mocked outside of the call domain, and calls to put into it.

use callboard_calls::{
    CallEvent, Calls, CallsPorts,
    model::{
        AgentType, Call, CallSource, CarrierInfo, Direction, FirstSight, LeadSource, LineCall,
        LineChange, LineReport, Purpose, shipped_dispositions,
    },
    ports::{
        MockCallAnalytics, MockCallBoard, MockCallRepository, MockCallerDirectory,
        MockDispositionCatalogue, MockLocalDays, MockOpenPromises, MockOpeningHours,
        MockTriageClaims, MockWallboardSettings,
    },
};
use callboard_kernel::{
    Actor, ApiKeyId, CallId, Commit, DomainEvent, Expected, Loaded, ManualClock, MemberId, Phone,
    Role, SaveError, Scope, SequentialIds, Timestamp, Version, WorkspaceId,
};
use std::sync::{Arc, Mutex};
use time::{Duration, macros::datetime};
use uuid::Uuid;

pub(crate) const START: Timestamp = datetime!(2026-05-20 14:00 UTC);
pub(crate) const DANA: MemberId = MemberId(Uuid::from_u128(0xda));
pub(crate) const CALL: CallId = CallId(Uuid::from_u128(0xca11));

pub(crate) type Written = Arc<Mutex<Vec<Commit<Call, CallEvent>>>>;

/// So many seconds after the start.
pub(crate) fn at(seconds: i64) -> Timestamp {
    START + Duration::seconds(seconds)
}

#[expect(clippy::disallowed_methods, reason = "a test acts as somebody")]
pub(crate) fn member(role: Role) -> Scope {
    Scope::authenticated(WorkspaceId(Uuid::nil()), Actor::Member { id: DANA, role })
}

#[expect(clippy::disallowed_methods, reason = "a test acts as a program")]
pub(crate) fn api_key() -> Scope {
    let actor = Actor::ApiKey { id: ApiKeyId(Uuid::nil()), role: Role::Owner };
    Scope::authenticated(WorkspaceId(Uuid::nil()), actor)
}

pub(crate) fn dispatcher() -> Scope {
    member(Role::Dispatcher)
}

/// The outside. A port that a test sets up with nothing panics when it is asked.
pub(crate) struct World {
    pub(crate) repo: MockCallRepository,
    pub(crate) claims: MockTriageClaims,
    pub(crate) board: MockCallBoard,
    pub(crate) analytics: MockCallAnalytics,
    pub(crate) limits: MockWallboardSettings,
    pub(crate) catalogue: MockDispositionCatalogue,
    pub(crate) hours: MockOpeningHours,
    pub(crate) promises: MockOpenPromises,
    pub(crate) callers: MockCallerDirectory,
    pub(crate) written: Written,
    pub(crate) now: Timestamp,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            repo: MockCallRepository::new(),
            claims: MockTriageClaims::new(),
            board: MockCallBoard::new(),
            analytics: MockCallAnalytics::new(),
            limits: MockWallboardSettings::new(),
            catalogue: MockDispositionCatalogue::new(),
            hours: MockOpeningHours::new(),
            promises: MockOpenPromises::new(),
            callers: MockCallerDirectory::new(),
            written: Written::default(),
            now: at(600),
        }
    }

    /// The store has this call at version 3.
    pub(crate) fn with_call(mut self, call: Call) -> Self {
        let id = call.id();
        self.repo
            .expect_get()
            .withf(move |_, asked| *asked == id)
            .returning(move |_, _| Ok(Some(Loaded { value: call.clone(), version: Version(3) })));
        self
    }

    /// The store writes what it is given.
    pub(crate) fn writing(mut self) -> Self {
        let written = Arc::clone(&self.written);
        self.repo.expect_save().returning(move |_, commit| {
            let next = match commit.expected {
                Expected::Absent => Version(1),
                Expected::At(version) => Version(version.0 + 1),
            };
            written.lock().unwrap().push(commit);
            Ok(next)
        });
        self
    }

    /// The store refuses so many writes before it takes one.
    pub(crate) fn stale(mut self, times: usize) -> Self {
        self.repo.expect_save().times(times).returning(|_, _| Err(SaveError::Stale));
        self
    }

    /// The workspace has the shipped dispositions.
    pub(crate) fn with_catalogue(mut self) -> Self {
        self.catalogue
            .expect_load()
            .returning(|_| Ok(Loaded { value: shipped_dispositions(), version: Version(0) }));
        self
    }

    /// These calls have an open promise, and no others.
    pub(crate) fn with_promises(mut self, calls: &'static [CallId]) -> Self {
        self.promises.expect_has_open().returning(|_, call| Ok(calls.contains(&call)));
        self
    }

    /// The workspace is open, or closed, and nobody is known by number.
    pub(crate) fn with_strangers(mut self, open: bool) -> Self {
        self.hours.expect_is_open().returning(move |_, _| Ok(open));
        self.callers.expect_by_number().returning(|_, _| Ok(None));
        self
    }

    pub(crate) fn build(self) -> (Calls, Written) {
        let calls = Calls::new(CallsPorts {
            repo: Arc::new(self.repo),
            claims: Arc::new(self.claims),
            board: Arc::new(self.board),
            analytics: Arc::new(self.analytics),
            limits: Arc::new(self.limits),
            catalogue: Arc::new(self.catalogue),
            hours: Arc::new(self.hours),
            days: Arc::new(MockLocalDays::new()),
            promises: Arc::new(self.promises),
            callers: Arc::new(self.callers),
            clock: Arc::new(ManualClock::new(self.now)),
            ids: Arc::new(SequentialIds::default()),
        });
        (calls, self.written)
    }
}

/// The wire names of what was written, in order.
pub(crate) fn names(written: &Written) -> Vec<&'static str> {
    let written = written.lock().unwrap();
    written.iter().flat_map(|commit| commit.events.iter().map(DomainEvent::name)).collect()
}

pub(crate) fn number(last: u8) -> Phone {
    Phone::from_e164(&format!("+186455501{last:02}")).unwrap()
}

pub(crate) fn report(change: LineChange) -> LineReport {
    LineReport {
        provider: "simulator".to_owned(),
        provider_call_id: "SIM-1".to_owned(),
        line: LineCall {
            direction: Direction::In,
            purpose: Purpose::Inbound,
            source: CallSource::Phone,
            lead_source: LeadSource::Website,
            from: Some(number(1)),
            to: Some(number(99)),
            started_at: START,
            caller_name: String::new(),
            agent_type: AgentType::Human,
            intent: None,
            emergency_score: 0,
            spam_score: 0,
            value_est_cents: None,
            tags: Vec::new(),
            carrier: CarrierInfo::default(),
        },
        change,
    }
}

pub(crate) fn ringing(id: CallId) -> Call {
    let sight = FirstSight { id, known: None, after_hours: false };
    Call::rings(&report(LineChange::Rang), sight, START).call
}

pub(crate) const NO_ANSWER: LineChange =
    LineChange::HungUp { at: datetime!(2026-05-20 14:00:30 UTC), answered_at: None };

/// An inbound call that nobody answered for half a minute.
pub(crate) fn missed(id: CallId) -> Call {
    ringing(id).report(NO_ANSWER, None, at(30)).unwrap().call
}

/// An inbound call of a minute.
pub(crate) fn answered(id: CallId) -> Call {
    let change = LineChange::HungUp { at: at(70), answered_at: Some(at(10)) };
    ringing(id).report(change, None, at(70)).unwrap().call
}
