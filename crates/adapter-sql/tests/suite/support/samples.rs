//! Calls, customers and follow-ups to store. Fictional people and numbers.

use super::{Desk, World, noon};
use callboard_calls::{
    CallEvent,
    model::{
        AgentType, Call, CallSnapshot, CallSource, CallStatus, CarrierInfo, Consent, Direction,
        EscalationStatus, LeadSource, LineType, Purpose, QueueStatus,
    },
    ports::ImportBatch,
};
use callboard_customers::{
    CustomerEvent,
    model::{Customer, CustomerKind, CustomerPhone, CustomerSnapshot, CustomerStatus},
};
use callboard_followups::{
    FollowUpEvent, FollowUpFacts,
    model::{
        ClockLevel, ClockState, FollowUp, FollowUpKind, FollowUpSnapshot, FollowUpStatus, Priority,
        SlaClock,
    },
    rules::Calendar,
};
use callboard_kernel::{
    AuditAction, AuditDraft, CallId, Commit, CustomerId, FollowUpId, Phone, Version,
};
use time::Duration;
use uuid::Uuid;

pub(crate) fn phone(text: &str) -> Phone {
    Phone::from_e164(text).expect("a number")
}

/// A missed inbound call at noon without a disposition: it waits in the triage.
pub(crate) fn missed_call(id: Uuid) -> CallSnapshot {
    CallSnapshot {
        id: CallId(id),
        provider: None,
        provider_call_id: None,
        direction: Direction::In,
        purpose: Purpose::Inbound,
        source: CallSource::Phone,
        lead_source: LeadSource::Unknown,
        status: CallStatus::Missed,
        from: Some(phone("+18645550100")),
        to: Some(phone("+18645550199")),
        started_at: noon(),
        answered_at: None,
        ended_at: Some(noon() + Duration::seconds(30)),
        duration_s: 0,
        agent_type: AgentType::Human,
        agent: None,
        customer: None,
        caller_name: String::new(),
        intent: None,
        disposition: None,
        outcome: None,
        outcome_required: true,
        outcome_at: None,
        outcome_by: None,
        outcome_due_at: Some(noon() + Duration::minutes(5)),
        queue_status: QueueStatus::None,
        value_est_cents: None,
        emergency_score: 0,
        spam_score: 0,
        spam_reason: None,
        tags: Vec::new(),
        notes: String::new(),
        do_not_contact: false,
        consent: Consent::default(),
        attachments: Vec::new(),
        carrier: CarrierInfo { carrier: None, line_type: LineType::Unknown },
        recording_url: None,
        transcript_url: None,
        transcript: None,
        job: None,
        escalation: EscalationStatus::None,
        after_hours: false,
        incident: None,
        import: None,
        before_outcome: None,
        created_at: noon(),
        updated_at: noon(),
    }
}

/// A customer with one number.
pub(crate) fn customer(id: Uuid, name: &str, number: &str) -> CustomerSnapshot {
    CustomerSnapshot {
        id: CustomerId(id),
        kind: CustomerKind::Person,
        name: name.to_owned(),
        company: None,
        status: CustomerStatus::Lead,
        converted_at: None,
        churned_at: None,
        lead_source: None,
        do_not_contact: false,
        preferred_channel: None,
        time_windows: Vec::new(),
        address: None,
        notes: String::new(),
        phones: vec![CustomerPhone { number: phone(number), label: None, primary: true }],
        emails: Vec::new(),
        last_seen_at: None,
        created_at: noon(),
        updated_at: noon(),
    }
}

/// An open callback that is due in half an hour, its clock at the first level.
pub(crate) fn follow_up(id: Uuid, call: Option<CallId>) -> FollowUpSnapshot {
    let due_at = noon() + Duration::minutes(30);
    FollowUpSnapshot {
        id: FollowUpId(id),
        call,
        customer: None,
        subject: "Call Nora Vale back".to_owned(),
        kind: FollowUpKind::Callback,
        status: FollowUpStatus::Open,
        priority: Priority::Normal,
        due_at,
        assigned_to: None,
        note: String::new(),
        clock: SlaClock {
            rule: None,
            started_at: noon(),
            target_s: Some(1800),
            calendar: Calendar::Always,
            warn_percent: 75,
            state: ClockState::Running,
            pause: None,
            paused_s: 0,
            arithmetic: Vec::new(),
            fired: Vec::new(),
            next: Some((ClockLevel::Half, noon() + Duration::minutes(15))),
            met_at: None,
            taken_s: None,
            resumes_at: None,
            quiet_until: None,
        },
        automatic: false,
        completed_at: None,
        completed_by: None,
        deleted_at: None,
        created_at: noon(),
        updated_at: noon(),
    }
}

pub(crate) fn new_call(snapshot: CallSnapshot) -> Commit<Call, CallEvent> {
    let call = Call::restore(snapshot);
    let audit = AuditDraft::create(call.snapshot());
    let events = vec![CallEvent::Missed(call.facts())];
    Commit::create(call, events, audit, noon())
}

pub(crate) fn changed_call(
    before: &CallSnapshot,
    after: CallSnapshot,
    version: Version,
) -> Commit<Call, CallEvent> {
    let audit = AuditDraft::change(AuditAction::Update, before, &after);
    let call = Call::restore(after);
    let events = vec![CallEvent::Updated(call.facts())];
    Commit::update(call, version, events, audit, noon())
}

pub(crate) fn new_customer(snapshot: CustomerSnapshot) -> Commit<Customer, CustomerEvent> {
    let audit = AuditDraft::create(&snapshot);
    let customer = Customer::restore(snapshot);
    let events = vec![CustomerEvent::CustomerCreated(customer.facts())];
    Commit::create(customer, events, audit, noon())
}

pub(crate) fn changed_customer(
    before: &CustomerSnapshot,
    after: CustomerSnapshot,
    version: Version,
) -> Commit<Customer, CustomerEvent> {
    let audit = AuditDraft::change(AuditAction::Update, before, &after);
    let customer = Customer::restore(after);
    let events = vec![CustomerEvent::CustomerChanged(customer.facts())];
    Commit::update(customer, version, events, audit, noon())
}

pub(crate) fn new_follow_up(snapshot: FollowUpSnapshot) -> Commit<FollowUp, FollowUpEvent> {
    let follow_up = FollowUp::restore(snapshot);
    let audit = AuditDraft::create(&follow_up);
    let events = vec![FollowUpEvent::Promised(FollowUpFacts::from(&follow_up))];
    Commit::create(follow_up, events, audit, noon())
}

pub(crate) fn changed_follow_up(
    before: &FollowUpSnapshot,
    after: FollowUpSnapshot,
    version: Version,
) -> Commit<FollowUp, FollowUpEvent> {
    let follow_up = FollowUp::restore(after);
    let audit =
        AuditDraft::change(AuditAction::Update, &FollowUp::restore(before.clone()), &follow_up);
    let events = vec![FollowUpEvent::Updated(FollowUpFacts::from(&follow_up))];
    Commit::update(follow_up, version, events, audit, noon())
}

impl World {
    /// Stores a new call.
    pub(crate) async fn call(&self, desk: &Desk, snapshot: CallSnapshot) -> CallId {
        let id = snapshot.id;
        self.stores.calls.save(&desk.scope, new_call(snapshot)).await.expect("a call");
        id
    }

    /// Stores calls of the past, as an import does.
    pub(crate) async fn past(&self, desk: &Desk, calls: impl Iterator<Item = Call>) {
        let audit = AuditDraft {
            action: AuditAction::Import,
            target_kind: "import",
            target_id: self.id(),
            before: serde_json::Map::default(),
            after: serde_json::Map::default(),
            note: String::new(),
        };
        let batch = ImportBatch { import: self.id(), calls: calls.collect(), audit, at: noon() };
        self.stores.calls.import(&desk.scope, batch).await.expect("an import");
    }

    /// Stores a new customer.
    pub(crate) async fn customer(&self, desk: &Desk, snapshot: CustomerSnapshot) -> CustomerId {
        let id = snapshot.id;
        self.stores.customers.save(&desk.scope, new_customer(snapshot)).await.expect("a customer");
        id
    }

    /// Stores a new follow-up.
    pub(crate) async fn follow_up(&self, desk: &Desk, snapshot: FollowUpSnapshot) -> FollowUpId {
        let id = snapshot.id;
        self.stores
            .follow_ups
            .save(&desk.scope, new_follow_up(snapshot), vec![])
            .await
            .expect("a follow-up");
        id
    }
}
