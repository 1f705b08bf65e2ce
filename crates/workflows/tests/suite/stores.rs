//! Mocked stores over one memory: they keep versions and causes, and write every event into one outbox.

use callboard_calls::{
    CallEvent,
    model::{Call, CallSnapshot, Disposition, DispositionClass, shipped_dispositions},
    ports::{MockCallRepository, MockDispositionCatalogue},
};
use callboard_customers::{
    model::{Customer, CustomerSnapshot, Interaction, InteractionSnapshot},
    ports::{MockCustomerRepository, MockInteractionRepository},
};
use callboard_followups::{
    FollowUpEvent,
    board::{FollowUpRow, PromiseCounts},
    hours::BusinessHours,
    model::{FollowUp, FollowUpSnapshot, FollowUpStatus, Notification},
    ports::{MockFollowUpBoard, MockFollowUpRepository, MockNotificationInbox, MockRuleBook},
    rules::SlaRules,
};
use callboard_kernel::{
    CallId, Cause, Commit, Currency, CustomerId, DomainEvent, EventEnvelope, EventId, Expected,
    FollowUpId, InteractionId, Loaded, MemberId, Page, Phone, Role, SaveError, Scope, Timestamp,
    Version, timestamp,
};
use callboard_workspaces::{
    model::{Member, MemberSnapshot, Workspace, WorkspaceSnapshot},
    ports::{MockMemberRepository, MockWorkspaceRepository},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};
use uuid::Uuid;

pub(crate) const ZONE: &str = "America/New_York";

/// What the stores keep.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) calls: BTreeMap<CallId, (CallSnapshot, i64)>,
    pub(crate) follow_ups: BTreeMap<FollowUpId, (FollowUpSnapshot, i64)>,
    pub(crate) customers: BTreeMap<CustomerId, (CustomerSnapshot, i64)>,
    pub(crate) interactions: BTreeMap<InteractionId, (InteractionSnapshot, i64)>,
    pub(crate) notifications: Vec<Notification>,
    pub(crate) events: Vec<EventEnvelope>,
    pub(crate) consent: crate::consent::Kept,
    causes: BTreeSet<String>,
}

pub(crate) type Shared = Arc<Mutex<Memory>>;

impl Memory {
    /// Takes a write in, as the stores do: version, cause, events.
    pub(crate) fn admit<A, E: DomainEvent>(
        &mut self,
        scope: &Scope,
        commit: &Commit<A, E>,
        found: Option<i64>,
    ) -> Result<i64, SaveError> {
        let expected = match commit.expected {
            Expected::Absent => None,
            Expected::At(version) => Some(version.0),
        };
        if expected != found {
            return Err(match expected {
                None => SaveError::Duplicate("pkey"),
                Some(_) => SaveError::Stale,
            });
        }
        if let Some(cause) = &commit.cause
            && !self.causes.insert(cause.0.clone())
        {
            return Err(SaveError::Duplicate("causes_pkey"));
        }
        self.tell(scope, &commit.events, commit.at, commit.depth);
        Ok(found.unwrap_or(0) + 1)
    }

    /// Uses a cause up; `false` when it has worked before.
    pub(crate) fn use_cause(&mut self, cause: &Cause) -> bool {
        self.causes.insert(cause.0.clone())
    }

    /// Writes events into the outbox.
    pub(crate) fn tell<E: DomainEvent>(
        &mut self,
        scope: &Scope,
        events: &[E],
        at: Timestamp,
        depth: u8,
    ) {
        for event in events {
            let seq = self.events.len() as i64 + 1;
            self.events.push(EventEnvelope {
                id: EventId(Uuid::from_u128(seq as u128)),
                workspace: scope.workspace(),
                seq,
                name: event.name().to_owned(),
                payload: event.payload(),
                occurred_at: at,
                actor: scope.actor().clone(),
                depth,
            });
        }
    }
}

pub(crate) fn calls(shared: &Shared) -> MockCallRepository {
    let mut mock = MockCallRepository::new();
    let memory = shared.clone();
    mock.expect_get().returning(move |_, id| {
        let memory = memory.lock().unwrap();
        Ok(memory
            .calls
            .get(&id)
            .map(|(s, v)| Loaded { value: Call::restore(s.clone()), version: Version(*v) }))
    });
    let memory = shared.clone();
    mock.expect_find_by_provider().returning(move |_, _, theirs| {
        let memory = memory.lock().unwrap();
        let found =
            memory.calls.values().find(|(s, _)| s.provider_call_id.as_deref() == Some(theirs));
        Ok(found.map(|(s, v)| Loaded { value: Call::restore(s.clone()), version: Version(*v) }))
    });
    mock.expect_missed_from().returning(|_, _, _| Ok(None));
    let memory = shared.clone();
    mock.expect_outcomes_overdue().returning(move |_, now, limit| {
        let memory = memory.lock().unwrap();
        let overdue = memory.calls.values().map(|(s, _)| Call::restore(s.clone()));
        let ids = overdue.filter(|call| call.flag_overdue_outcome(now).is_some());
        Ok(ids.map(|call| call.snapshot().id).take(limit as usize).collect())
    });
    let memory = shared.clone();
    mock.expect_save().returning(move |scope, commit: Commit<Call, CallEvent>| {
        let mut memory = memory.lock().unwrap();
        let s = commit.aggregate.snapshot().clone();
        let found = memory.calls.get(&s.id).map(|(_, v)| *v);
        let version = memory.admit(scope, &commit, found)?;
        memory.calls.insert(s.id, (s, version));
        Ok(Version(version))
    });
    mock
}

pub(crate) fn dispositions() -> MockDispositionCatalogue {
    let mut mock = MockDispositionCatalogue::new();
    mock.expect_load().returning(|_| {
        let mut all = shipped_dispositions();
        // A firm's own: callers who want no contact.
        let stop = Disposition {
            key: "no_contact".to_owned(),
            label: "Wants no contact".to_owned(),
            class: DispositionClass::Suppress,
            marks_do_not_contact: true,
            position: 6,
            ..all[1].clone()
        };
        all.push(stop);
        Ok(Loaded { value: all, version: Version(1) })
    });
    mock
}

pub(crate) fn follow_ups(shared: &Shared) -> MockFollowUpRepository {
    let load = |(s, v): &(FollowUpSnapshot, i64)| Loaded {
        value: FollowUp::restore(s.clone()),
        version: Version(*v),
    };
    let is_open = |s: &FollowUpSnapshot| s.status == FollowUpStatus::Open && s.deleted_at.is_none();
    let mut mock = MockFollowUpRepository::new();
    let memory = shared.clone();
    mock.expect_get().returning(move |_, id| {
        let memory = memory.lock().unwrap();
        Ok(memory.follow_ups.get(&id).filter(|(s, _)| s.deleted_at.is_none()).map(load))
    });
    let memory = shared.clone();
    mock.expect_open_of_call().returning(move |_, call| {
        let memory = memory.lock().unwrap();
        let open = memory.follow_ups.values().filter(|(s, _)| s.call == Some(call) && is_open(s));
        Ok(open.map(load).collect())
    });
    let memory = shared.clone();
    mock.expect_save().returning(move |scope, commit, notices| {
        let mut memory = memory.lock().unwrap();
        let s = commit.aggregate.snapshot().clone();
        let rival = |(other, _): &(FollowUpSnapshot, i64)| {
            other.id != s.id && other.call == s.call && other.automatic && is_open(other)
        };
        if s.automatic && is_open(&s) && memory.follow_ups.values().any(rival) {
            return Err(SaveError::Duplicate("follow_ups_automatic_key"));
        }
        let found = memory.follow_ups.get(&s.id).map(|(_, v)| *v);
        let version = memory.admit(scope, &commit, found)?;
        memory.follow_ups.insert(s.id, (s, version));
        memory.notifications.extend(notices);
        Ok(Version(version))
    });
    mock
}

pub(crate) fn board(shared: &Shared) -> MockFollowUpBoard {
    let mut mock = MockFollowUpBoard::new();
    let memory = shared.clone();
    mock.expect_list().returning(move |_, filter, _, _| {
        let memory = memory.lock().unwrap();
        let number = |s: &FollowUpSnapshot| {
            let (call, _) = memory.calls.get(&s.call?)?;
            Call::restore(call.clone()).facts().other_party
        };
        let rows = memory.follow_ups.values().filter(|(s, _)| {
            let digits = number(s).map(|n| n.digits().to_owned()).unwrap_or_default();
            s.deleted_at.is_none()
                && filter.status.contains(&s.status)
                && (filter.call.is_none() || filter.call == s.call)
                && (filter.customer.is_none() || filter.customer == s.customer)
                && filter.search.as_ref().is_none_or(|text| digits.contains(text.as_str()))
        });
        let items = rows.map(|(s, v)| row(s, *v, number(s))).collect();
        Ok(Page { items, next: None })
    });
    let memory = shared.clone();
    mock.expect_row().returning(move |_, id, _| {
        let memory = memory.lock().unwrap();
        let found = memory.follow_ups.get(&id).filter(|(s, _)| s.deleted_at.is_none());
        Ok(found.map(|(s, v)| row(s, *v, None)))
    });
    let memory = shared.clone();
    mock.expect_count().returning(move |_, _, _| {
        let memory = memory.lock().unwrap();
        let open = memory.follow_ups.values().filter(|(s, _)| s.status == FollowUpStatus::Open);
        Ok(open.count() as u64)
    });
    mock.expect_counts().returning(|_, _, _| Ok(PromiseCounts::default()));
    mock
}

fn row(s: &FollowUpSnapshot, version: i64, phone: Option<callboard_kernel::Phone>) -> FollowUpRow {
    FollowUpRow {
        id: s.id,
        version,
        call: s.call,
        customer: s.customer,
        customer_name: None,
        subject: s.subject.clone(),
        phone,
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

pub(crate) fn inbox(shared: &Shared) -> MockNotificationInbox {
    let mut mock = MockNotificationInbox::new();
    let memory = shared.clone();
    mock.expect_post().returning(move |scope, notifications, cause, at| {
        let mut memory = memory.lock().unwrap();
        if !memory.causes.insert(cause.0) {
            return Err(SaveError::Duplicate("causes_pkey"));
        }
        let told = notifications.iter().cloned();
        let events: Vec<_> =
            told.map(|notification| FollowUpEvent::MemberNotified { notification }).collect();
        memory.tell(scope, &events, at, 0);
        memory.notifications.extend(notifications);
        Ok(())
    });
    mock
}

pub(crate) fn rule_book() -> MockRuleBook {
    let mut mock = MockRuleBook::new();
    mock.expect_hours()
        .returning(|_| Ok(Loaded { value: BusinessHours::shipped(ZONE), version: Version(0) }));
    mock.expect_sla_rules()
        .returning(|_| Ok(Loaded { value: SlaRules::shipped(), version: Version(0) }));
    mock
}

pub(crate) fn customers(shared: &Shared) -> MockCustomerRepository {
    let load = |(s, v): &(CustomerSnapshot, i64)| Loaded {
        value: Customer::restore(s.clone()),
        version: Version(*v),
    };
    let mut mock = MockCustomerRepository::new();
    let memory = shared.clone();
    mock.expect_get()
        .returning(move |_, id| Ok(memory.lock().unwrap().customers.get(&id).map(load)));
    let memory = shared.clone();
    mock.expect_by_phone().returning(move |_, number| {
        let memory = memory.lock().unwrap();
        let has = |s: &CustomerSnapshot| s.phones.iter().any(|phone| phone.number == *number);
        Ok(memory.customers.values().filter(|(s, _)| has(s)).map(load).collect())
    });
    let memory = shared.clone();
    mock.expect_holders().returning(move |_, numbers| {
        let memory = memory.lock().unwrap();
        let holder = |number: &Phone| {
            let has = |s: &CustomerSnapshot| s.phones.iter().any(|phone| phone.number == *number);
            let (s, _) = memory.customers.values().find(|(s, _)| has(s))?;
            Some((number.clone(), Customer::restore(s.clone())))
        };
        Ok(numbers.iter().filter_map(holder).collect())
    });
    let memory = shared.clone();
    mock.expect_save().returning(move |scope, commit| {
        let mut memory = memory.lock().unwrap();
        let s = commit.aggregate.snapshot().clone();
        let found = memory.customers.get(&s.id).map(|(_, v)| *v);
        let version = memory.admit(scope, &commit, found)?;
        memory.customers.insert(s.id, (s, version));
        Ok(Version(version))
    });
    let memory = shared.clone();
    mock.expect_mark_seen().returning(move |_, id, at| {
        if let Some((s, _)) = memory.lock().unwrap().customers.get_mut(&id) {
            s.last_seen_at = s.last_seen_at.max(Some(at));
        }
        Ok(())
    });
    mock
}

pub(crate) fn interactions(shared: &Shared) -> MockInteractionRepository {
    let mut mock = MockInteractionRepository::new();
    let memory = shared.clone();
    mock.expect_of_call().returning(move |_, call| {
        let memory = memory.lock().unwrap();
        let found = memory.interactions.values().find(|(s, _)| s.call == Some(call));
        Ok(found
            .map(|(s, v)| Loaded { value: Interaction::restore(s.clone()), version: Version(*v) }))
    });
    let memory = shared.clone();
    mock.expect_save().returning(move |scope, commit| {
        let mut memory = memory.lock().unwrap();
        let s = commit.aggregate.snapshot().clone();
        let found = memory.interactions.get(&s.id).map(|(_, v)| *v);
        let version = memory.admit(scope, &commit, found)?;
        memory.interactions.insert(s.id, (s, version));
        Ok(Version(version))
    });
    mock
}

/// An owner, a dispatcher, a technician and somebody who left.
pub(crate) fn members() -> MockMemberRepository {
    let member = |id: MemberId, role, active| {
        let state = MemberSnapshot {
            id,
            name: "Somebody".to_owned(),
            email: format!("{id}@example.com"),
            role,
            active,
            password_hash: None,
            created_at: timestamp(0),
            updated_at: timestamp(0),
        };
        Loaded { value: Member::restore(state), version: Version(1) }
    };
    let staff = move || {
        vec![
            member(crate::town::OWNER, Role::Owner, true),
            member(crate::town::DANA, Role::Dispatcher, true),
            member(crate::town::THEO, Role::Tech, true),
            member(crate::town::GONE, Role::Dispatcher, false),
        ]
    };
    let mut mock = MockMemberRepository::new();
    mock.expect_list().returning(move |_, _| Ok(staff()));
    mock.expect_get()
        .returning(move |_, id| Ok(staff().into_iter().find(|m| m.value.snapshot().id == id)));
    mock
}

pub(crate) fn workspaces() -> MockWorkspaceRepository {
    let mut mock = MockWorkspaceRepository::new();
    mock.expect_get().returning(|scope| {
        let state = WorkspaceSnapshot {
            id: scope.workspace(),
            name: "Ridgeline".to_owned(),
            time_zone: ZONE.to_owned(),
            region: "US".to_owned(),
            currency: Currency::parse("USD").unwrap(),
            demo: false,
            created_at: timestamp(0),
            updated_at: timestamp(0),
        };
        Ok(Some(Loaded { value: Workspace::restore(state), version: Version(1) }))
    });
    mock
}
