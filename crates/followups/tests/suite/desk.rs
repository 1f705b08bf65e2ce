//! A desk for tests: mocked ports over one shared memory that keeps the promises of the real stores (versions, causes, one
//! open automatic follow-up a call).

use callboard_followups::{
    FollowUpEvent, FollowUps, FollowUpsPorts,
    board::{Assignee, FollowUpFilter, FollowUpRow, PromiseCounts},
    hours::BusinessHours,
    model::{ClockLevel, FollowUp, FollowUpSnapshot, FollowUpStatus, Notification},
    ports::{
        MockDuty, MockFollowUpBoard, MockFollowUpRepository, MockNotificationInbox, MockRuleBook,
        MockSlaReports, MockSubjects, Subject,
    },
    rules::SlaRules,
};
use callboard_kernel::{
    Actor, AuditAction, CallId, Commit, CustomerId, DomainEvent, Expected, FollowUpId, Loaded,
    ManualClock, MemberId, Page, Phone, Role, SaveError, Scope, SequentialIds, Timestamp, Version,
    WorkspaceId,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard},
};
use time::{Duration, macros::datetime};
use uuid::Uuid;

/// A Tuesday, 10:00 in New York.
pub(crate) const TEN: Timestamp = datetime!(2026-11-24 15:00 UTC);
pub(crate) const CALL: CallId = CallId(Uuid::from_u128(0xca11));
pub(crate) const CUSTOMER: CustomerId = CustomerId(Uuid::from_u128(0xc057));
/// Dispatchers in the order in which they are paged, and their boss.
pub(crate) const DANA: MemberId = MemberId(Uuid::from_u128(0xda));
pub(crate) const MIGUEL: MemberId = MemberId(Uuid::from_u128(0x31));
pub(crate) const BOSS: MemberId = MemberId(Uuid::from_u128(0xb055));
pub(crate) const THEO: MemberId = MemberId(Uuid::from_u128(0x7e));
/// Left the firm.
pub(crate) const GONE: MemberId = MemberId(Uuid::from_u128(0x60));
pub(crate) const NUMBER: &str = "+18645550100";

/// What the stores keep.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) follow_ups: BTreeMap<FollowUpId, (FollowUpSnapshot, i64)>,
    pub(crate) notifications: Vec<Notification>,
    pub(crate) events: Vec<FollowUpEvent>,
    pub(crate) audit: Vec<(AuditAction, String)>,
    causes: BTreeSet<String>,
    /// Writes that somebody else comes before.
    pub(crate) overtaken: u32,
    pub(crate) rules: Option<(SlaRules, i64)>,
    pub(crate) hours: Option<(BusinessHours, i64)>,
}

impl Memory {
    /// As if the write with this cause had not happened.
    pub(crate) fn forget_cause(&mut self, cause: &str) {
        assert!(self.causes.remove(cause), "{cause} was used");
    }
}

pub(crate) struct Desk {
    pub(crate) service: FollowUps,
    pub(crate) clock: Arc<ManualClock>,
    memory: Arc<Mutex<Memory>>,
}

pub(crate) fn minute(n: i64) -> Timestamp {
    TEN + Duration::minutes(n)
}

#[expect(clippy::disallowed_methods, reason = "tests sign in whom they like")]
pub(crate) fn member(id: MemberId, role: Role) -> Scope {
    Scope::authenticated(WorkspaceId(Uuid::from_u128(1)), Actor::Member { id, role })
}

pub(crate) fn dana() -> Scope {
    member(DANA, Role::Dispatcher)
}

pub(crate) fn theo() -> Scope {
    member(THEO, Role::Tech)
}

#[expect(clippy::disallowed_methods, reason = "tests play the worker")]
pub(crate) fn worker() -> Scope {
    Scope::system(WorkspaceId(Uuid::from_u128(1)), "test")
}

impl Desk {
    pub(crate) fn new() -> Self {
        let memory = Arc::new(Mutex::new(Memory::default()));
        let clock = Arc::new(ManualClock::new(TEN));
        let service = FollowUps::new(FollowUpsPorts {
            repo: Arc::new(repository(&memory)),
            board: Arc::new(board(&memory)),
            reports: Arc::new(MockSlaReports::new()),
            rules: Arc::new(rule_book(&memory)),
            inbox: Arc::new(inbox(&memory)),
            duty: Arc::new(duty()),
            subjects: Arc::new(subjects()),
            clock: clock.clone(),
            ids: Arc::new(SequentialIds::default()),
        });
        Self { service, clock, memory }
    }

    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap()
    }

    /// The follow-ups that are not deleted.
    pub(crate) fn all(&self) -> Vec<FollowUpSnapshot> {
        let memory = self.memory();
        let kept = memory.follow_ups.values().map(|(s, _)| s.clone());
        kept.filter(|s| s.deleted_at.is_none()).collect()
    }

    pub(crate) fn open(&self) -> Vec<FollowUpSnapshot> {
        self.all().into_iter().filter(|s| s.status == FollowUpStatus::Open).collect()
    }

    pub(crate) fn only(&self) -> FollowUpSnapshot {
        let mut all = self.all();
        assert_eq!(all.len(), 1, "exactly one follow-up");
        all.remove(0)
    }

    pub(crate) fn event_names(&self) -> Vec<&'static str> {
        self.memory().events.iter().map(DomainEvent::name).collect()
    }

    pub(crate) fn levels(&self) -> Vec<ClockLevel> {
        let level = |event: &FollowUpEvent| match event {
            FollowUpEvent::LevelReached { level, .. } => Some(*level),
            _ => None,
        };
        self.memory().events.iter().filter_map(level).collect()
    }

    /// Who was told what, in order.
    pub(crate) fn told(&self) -> Vec<(MemberId, String)> {
        self.memory().notifications.iter().map(|n| (n.member, n.text.clone())).collect()
    }

    /// Moves to the instant and lets the worker fire whatever is due, as the sweep would find it.
    pub(crate) async fn sweep_at(&self, now: Timestamp) {
        self.clock.set(now);
        let due: Vec<FollowUpId> = {
            let memory = self.memory();
            let kept = memory.follow_ups.values();
            kept.filter(|(s, _)| s.clock.wakes_at().is_some_and(|at| at <= now))
                .map(|(s, _)| s.id)
                .collect()
        };
        for id in due {
            self.service.fire(&worker(), id).await.unwrap();
        }
    }
}

fn repository(memory: &Arc<Mutex<Memory>>) -> MockFollowUpRepository {
    let mut mock = MockFollowUpRepository::new();
    let kept = memory.clone();
    mock.expect_get().returning(move |scope, id| {
        let memory = kept.lock().unwrap();
        let found = memory.follow_ups.get(&id).filter(|(s, _)| {
            s.deleted_at.is_none()
                && scope.only_calls_of().is_none_or(|own| s.assigned_to == Some(own))
        });
        Ok(found.map(|(s, v)| loaded(s, *v)))
    });
    let kept = memory.clone();
    mock.expect_open_of_call().returning(move |_, call| {
        let memory = kept.lock().unwrap();
        let open = memory.follow_ups.values().filter(|(s, _)| is_open_of(s, call));
        Ok(open.map(|(s, v)| loaded(s, *v)).collect())
    });
    let kept = memory.clone();
    mock.expect_save()
        .returning(move |_, commit, notices| save(&mut kept.lock().unwrap(), commit, notices));
    mock
}

fn loaded(snapshot: &FollowUpSnapshot, version: i64) -> Loaded<FollowUp> {
    Loaded { value: FollowUp::restore(snapshot.clone()), version: Version(version) }
}

fn is_open_of(s: &FollowUpSnapshot, call: CallId) -> bool {
    s.call == Some(call) && s.status == FollowUpStatus::Open && s.deleted_at.is_none()
}

fn save(
    memory: &mut Memory,
    commit: Commit<FollowUp, FollowUpEvent>,
    notices: Vec<Notification>,
) -> Result<Version, SaveError> {
    let s = commit.aggregate.snapshot().clone();
    let before = memory.follow_ups.get(&s.id).map(|(_, version)| *version);
    if memory.overtaken > 0 && before.is_some() {
        memory.overtaken -= 1;
        if let Some((_, version)) = memory.follow_ups.get_mut(&s.id) {
            *version += 1;
        }
        return Err(SaveError::Stale);
    }
    match (commit.expected, before) {
        (Expected::Absent, Some(_)) => return Err(SaveError::Duplicate("follow_ups_pkey")),
        (Expected::At(Version(expected)), found) if found != Some(expected) => {
            return Err(SaveError::Stale);
        }
        (Expected::Absent | Expected::At(_), _) => {}
    }
    let rival = |other: &FollowUpSnapshot| {
        other.id != s.id && other.automatic && s.call.is_some_and(|call| is_open_of(other, call))
    };
    let is_open = s.status == FollowUpStatus::Open && s.deleted_at.is_none();
    if s.automatic && is_open && memory.follow_ups.values().any(|(other, _)| rival(other)) {
        return Err(SaveError::Duplicate("follow_ups_automatic_key"));
    }
    if let Some(cause) = commit.cause
        && !memory.causes.insert(cause.0)
    {
        return Err(SaveError::Duplicate("causes_pkey"));
    }
    let audit = commit.audit.unwrap();
    memory.audit.push((audit.action, audit.note));
    let version = before.unwrap_or(0) + 1;
    memory.follow_ups.insert(s.id, (s, version));
    memory.events.extend(commit.events);
    memory.notifications.extend(notices);
    Ok(Version(version))
}

fn row(s: &FollowUpSnapshot, version: i64) -> FollowUpRow {
    FollowUpRow {
        id: s.id,
        version,
        call: s.call,
        customer: s.customer,
        customer_name: None,
        subject: s.subject.clone(),
        phone: s.call.map(|_| Phone::from_e164(NUMBER).unwrap()),
        kind: s.kind,
        status: s.status,
        priority: s.priority,
        due_at: s.due_at,
        assigned_to: s.assigned_to,
        assigned_name: None,
        note: s.note.clone(),
        automatic: s.automatic,
        completed_at: s.completed_at,
        completed_by: s.completed_by,
        completed_by_name: None,
        created_at: s.created_at,
        clock: s.clock.clone(),
    }
}

fn holds(filter: &FollowUpFilter, row: &FollowUpRow) -> bool {
    let digits = row.phone.as_ref().map(|phone| phone.digits().to_owned()).unwrap_or_default();
    (filter.status.is_empty() || filter.status.contains(&row.status))
        && (filter.kind.is_empty() || filter.kind.contains(&row.kind))
        && filter.call.is_none_or(|call| row.call == Some(call))
        && filter.customer.is_none_or(|customer| row.customer == Some(customer))
        && filter.search.as_ref().is_none_or(|text| digits.contains(text.as_str()))
        && match filter.assigned_to {
            Some(Assignee::Member(member)) => row.assigned_to == Some(member),
            Some(Assignee::Nobody) => row.assigned_to.is_none(),
            None => true,
        }
}

fn board(memory: &Arc<Mutex<Memory>>) -> MockFollowUpBoard {
    let rows = |memory: &Arc<Mutex<Memory>>| {
        let memory = memory.clone();
        move |filter: &FollowUpFilter| -> Vec<FollowUpRow> {
            let memory = memory.lock().unwrap();
            let kept = memory.follow_ups.values().filter(|(s, _)| s.deleted_at.is_none());
            kept.map(|(s, v)| row(s, *v)).filter(|row| holds(filter, row)).collect()
        }
    };
    let mut mock = MockFollowUpBoard::new();
    let found = rows(memory);
    mock.expect_list()
        .returning(move |_, filter, _, _| Ok(Page { items: found(filter), next: None }));
    let found = rows(memory);
    mock.expect_count().returning(move |_, filter, _| Ok(found(filter).len() as u64));
    mock.expect_counts().returning(|_, _, _| {
        Ok(PromiseCounts { overdue: 3, due_soon: 0, mine_overdue: 1, mine_due_soon: 0 })
    });
    mock
}

fn rule_book(memory: &Arc<Mutex<Memory>>) -> MockRuleBook {
    let mut mock = MockRuleBook::new();
    let kept = memory.clone();
    mock.expect_hours().returning(move |_| {
        let kept = kept.lock().unwrap().hours.clone();
        let (value, version) =
            kept.unwrap_or_else(|| (BusinessHours::shipped("America/New_York"), 0));
        Ok(Loaded { value, version: Version(version) })
    });
    let kept = memory.clone();
    mock.expect_sla_rules().returning(move |_| {
        let (value, version) =
            kept.lock().unwrap().rules.clone().unwrap_or_else(|| (SlaRules::shipped(), 0));
        Ok(Loaded { value, version: Version(version) })
    });
    let kept = memory.clone();
    mock.expect_save_hours().returning(move |_, expected, hours, _, _| {
        kept.lock().unwrap().hours = Some((hours, expected.0 + 1));
        Ok(Version(expected.0 + 1))
    });
    let kept = memory.clone();
    mock.expect_save_sla_rules().returning(move |_, expected, rules, _, _| {
        kept.lock().unwrap().rules = Some((rules, expected.0 + 1));
        Ok(Version(expected.0 + 1))
    });
    mock
}

fn inbox(memory: &Arc<Mutex<Memory>>) -> MockNotificationInbox {
    let mut mock = MockNotificationInbox::new();
    let kept = memory.clone();
    mock.expect_post().returning(move |_, notifications, cause, _| {
        let mut memory = kept.lock().unwrap();
        if !memory.causes.insert(cause.0) {
            return Err(SaveError::Duplicate("causes_pkey"));
        }
        memory.notifications.extend(notifications);
        Ok(())
    });
    mock
}

fn duty() -> MockDuty {
    let mut mock = MockDuty::new();
    mock.expect_supervisors().returning(|_| Ok(vec![BOSS]));
    mock.expect_on_call().returning(|_| Ok(vec![DANA, MIGUEL, BOSS]));
    mock.expect_is_active().returning(|_, member| Ok(member != GONE));
    mock
}

fn subjects() -> MockSubjects {
    let mut mock = MockSubjects::new();
    mock.expect_of_call().returning(|_, call| {
        let subject = Subject { name: "Maria Lopez".to_owned(), customer: None, emergency: false };
        Ok((call == CALL).then_some(subject))
    });
    mock.expect_of_customer().returning(|_, customer| {
        let subject =
            Subject { name: "Maria Lopez".to_owned(), customer: Some(customer), emergency: false };
        Ok((customer == CUSTOMER).then_some(subject))
    });
    mock
}
