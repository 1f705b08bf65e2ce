//! The real domains over mocked stores, joined by the real reactions and bridges.

use crate::{
    consent::consents,
    finishing::Outbox,
    stores::{self, Memory, Shared},
    texts::Texts,
};
use callboard_calls::{
    Calls, CallsPorts,
    model::{
        AgentType, CallSource, CarrierInfo, Direction, LeadSource, LineCall, LineChange,
        LineReport, OutcomeRequest, Purpose,
    },
    ports::{MockCallAnalytics, MockCallBoard, MockTriageClaims, MockWallboardSettings},
};
use callboard_customers::{
    Customers, CustomersPorts,
    model::{Customer, NewCustomer, PhoneDraft},
    ports::MockCustomerBoard,
};
use callboard_followups::{
    FollowUps, FollowUpsPorts,
    model::{FollowUpSnapshot, FollowUpStatus},
    ports::MockSlaReports,
};
use callboard_kernel::{
    Actor, CallId, CustomerId, EventEnvelope, ManualClock, MemberId, Patch, Phone, Role, Scope,
    SequentialIds, Timestamp, WorkspaceId,
};
use callboard_media::{Media, MediaPorts};
use callboard_switchboard::{Switchboard, SwitchboardPorts};
use callboard_workflows::{
    Dispatcher, MailRoom, ReactionError, Reactions, ReactionsPorts,
    bridges::{
        CallerDirectoryBridge, DutyBridge, HomeRegionBridge, LocalDaysBridge, OpenPromisesBridge,
        OpeningHoursBridge, SubjectsBridge,
    },
    ports::{PretendSpeech, Pretended},
    subscriptions,
};
use std::sync::{Arc, MutexGuard};
use time::{Duration, macros::datetime};
use uuid::Uuid;

/// A Tuesday, 10:00 in New York.
pub(crate) const TEN: Timestamp = datetime!(2026-11-24 15:00 UTC);
pub(crate) const WORKSPACE: WorkspaceId = WorkspaceId(Uuid::from_u128(0xa));
pub(crate) const OWNER: MemberId = MemberId(Uuid::from_u128(1));
pub(crate) const DANA: MemberId = MemberId(Uuid::from_u128(2));
pub(crate) const THEO: MemberId = MemberId(Uuid::from_u128(3));
pub(crate) const GONE: MemberId = MemberId(Uuid::from_u128(4));
pub(crate) const ANA: CustomerId = CustomerId(Uuid::from_u128(0xaaa));
pub(crate) const NUMBER: &str = "+18645550100";

pub(crate) struct Town {
    pub(crate) calls: Arc<Calls>,
    pub(crate) follow_ups: Arc<FollowUps>,
    pub(crate) reactions: Arc<Reactions>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) texts: Texts,
    shared: Shared,
}

pub(crate) fn minute(n: i64) -> Timestamp {
    TEN + Duration::minutes(n)
}

#[expect(clippy::disallowed_methods, reason = "a test acts as somebody")]
pub(crate) fn dana() -> Scope {
    Scope::authenticated(WORKSPACE, Actor::Member { id: DANA, role: Role::Dispatcher })
}

#[expect(clippy::disallowed_methods, reason = "a test plays the carrier")]
pub(crate) fn carrier() -> Scope {
    Scope::system(WORKSPACE, "carrier")
}

/// No call of these tests is a simulated one.
struct Silence;

impl PretendSpeech for Silence {
    fn heard(&self, _: &str, _: &str, _: Timestamp) -> Option<Pretended> {
        None
    }
}

impl Town {
    pub(crate) fn new() -> Self {
        let shared = Shared::default();
        let clock = Arc::new(ManualClock::new(TEN));
        let ids = Arc::new(SequentialIds::default());
        let call_store = Arc::new(stores::calls(&shared));
        let customer_store = Arc::new(stores::customers(&shared));
        let promises = Arc::new(stores::follow_ups(&shared));
        let rules = Arc::new(stores::rule_book());
        let follow_ups = Arc::new(FollowUps::new(FollowUpsPorts {
            repo: promises.clone(),
            board: Arc::new(stores::board(&shared)),
            reports: Arc::new(MockSlaReports::new()),
            rules: rules.clone(),
            inbox: Arc::new(stores::inbox(&shared)),
            duty: Arc::new(DutyBridge::new(Arc::new(stores::members()))),
            subjects: Arc::new(SubjectsBridge::new(call_store.clone(), customer_store.clone())),
            clock: clock.clone(),
            ids: ids.clone(),
        }));
        let texts = Texts::new(
            &shared,
            call_store.clone(),
            customer_store.clone(),
            rules.clone(),
            clock.clone(),
        );
        let calls = Arc::new(Calls::new(CallsPorts {
            repo: call_store,
            claims: Arc::new(MockTriageClaims::new()),
            board: Arc::new(MockCallBoard::new()),
            analytics: Arc::new(MockCallAnalytics::new()),
            limits: Arc::new(MockWallboardSettings::new()),
            catalogue: Arc::new(stores::dispositions()),
            hours: Arc::new(OpeningHoursBridge::new(rules)),
            days: Arc::new(LocalDaysBridge::new(Arc::new(stores::workspaces()))),
            promises: Arc::new(OpenPromisesBridge::new(promises)),
            callers: Arc::new(CallerDirectoryBridge::new(customer_store.clone())),
            clock: clock.clone(),
            ids: ids.clone(),
        }));
        let customers = Arc::new(Customers::new(CustomersPorts {
            repo: customer_store.clone(),
            interactions: Arc::new(stores::interactions(&shared)),
            board: Arc::new(MockCustomerBoard::new()),
            region: Arc::new(HomeRegionBridge::new(Arc::new(stores::workspaces()))),
            clock: clock.clone(),
            ids: ids.clone(),
        }));
        let consents =
            Arc::new(consents(&shared, customer_store.clone(), clock.clone(), ids.clone()));
        let unasked = MediaPorts::unasked(clock.clone(), Arc::new(SequentialIds::default()));
        let media = Arc::new(Media::new(unasked));
        let outbox = Arc::new(Outbox::default());
        let members = Arc::new(stores::members());
        let mail = MailRoom::new(outbox.clone(), members, "https://desk.example.com");
        let switchboard = SwitchboardPorts::mocked(clock.clone(), ids);
        let reactions = Arc::new(Reactions::new(ReactionsPorts {
            calls: calls.clone(),
            followups: follow_ups.clone(),
            customers,
            consents,
            mail: Arc::new(mail),
            switchboard: Arc::new(Switchboard::new(switchboard)),
            messaging: texts.messaging.clone(),
            clock: clock.clone(),
            media,
            pretend: Arc::new(Silence),
        }));
        Self { calls, follow_ups, reactions, clock, outbox, texts, shared }
    }

    /// A town where a lead has the number that calls.
    pub(crate) fn with_ana() -> Self {
        let town = Self::new();
        let phones = vec![PhoneDraft { number: NUMBER.to_owned(), ..PhoneDraft::default() }];
        let new = NewCustomer { phones, ..NewCustomer::lead("Ana Ortiz") };
        let ana = Customer::new(ANA, new, "US", TEN).unwrap();
        town.memory().customers.insert(ANA, (ana.snapshot().clone(), 1));
        town
    }

    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.shared.lock().unwrap()
    }

    /// Lets every event have its reactions, and the events of those theirs, until nothing is left. Each delivery comes
    /// twice, because deliveries do.
    pub(crate) async fn settle(&self) {
        let mut next = 0;
        loop {
            let Some(event) = self.memory().events.get(next).cloned() else { return };
            for reaction in subscriptions(&event.name) {
                for _ in 0..2 {
                    self.reactions.react(&event, reaction).await.unwrap();
                }
            }
            next += 1;
        }
    }

    pub(crate) async fn react(
        &self,
        event: &EventEnvelope,
        reaction: &str,
    ) -> Result<(), ReactionError> {
        self.reactions.react(event, reaction).await
    }

    pub(crate) fn event(&self, name: &str) -> EventEnvelope {
        self.memory().events.iter().find(|event| event.name == name).cloned().unwrap()
    }

    pub(crate) async fn line(&self, id: &str, direction: Direction, change: LineChange) -> CallId {
        self.line_with(id, direction, change, 0).await
    }

    /// A report of the line on a call with this emergency score.
    pub(crate) async fn line_with(
        &self,
        id: &str,
        direction: Direction,
        change: LineChange,
        emergency_score: u8,
    ) -> CallId {
        let ours = Phone::from_e164("+18645550199").unwrap();
        let theirs = Phone::from_e164(NUMBER).unwrap();
        let (from, to) = match direction {
            Direction::In => (theirs, ours),
            Direction::Out => (ours, theirs),
        };
        let purpose = match direction {
            Direction::In => Purpose::Inbound,
            Direction::Out => Purpose::Callback,
        };
        let started_at = match change {
            LineChange::Answered { at, .. }
            | LineChange::HungUp { answered_at: Some(at), .. }
            | LineChange::HungUp { at, answered_at: None } => at - Duration::minutes(1),
            LineChange::Rang | LineChange::Failed { .. } | LineChange::PassedOn { .. } => minute(0),
        };
        let line = LineCall {
            direction,
            purpose,
            source: CallSource::Phone,
            lead_source: LeadSource::Unknown,
            from: Some(from),
            to: Some(to),
            started_at,
            caller_name: String::new(),
            agent_type: AgentType::Human,
            intent: None,
            emergency_score,
            spam_score: 0,
            value_est_cents: None,
            tags: Vec::new(),
            carrier: CarrierInfo::default(),
        };
        let report = LineReport {
            provider: "simulator".to_owned(),
            provider_call_id: id.to_owned(),
            line,
            change,
        };
        self.calls.ingest(&carrier(), report).await.unwrap()
    }

    /// An inbound call that rang for a minute until 10:01 and was missed; everything has followed from it.
    pub(crate) async fn missed(&self) -> CallId {
        let call = self
            .line("m", Direction::In, LineChange::HungUp { at: minute(1), answered_at: None })
            .await;
        self.clock.set(minute(1));
        self.settle().await;
        call
    }

    pub(crate) async fn outcome(&self, call: CallId, disposition: &str, at: Timestamp) {
        self.clock.set(at);
        let request = OutcomeRequest {
            disposition: disposition.to_owned(),
            notes: Some("noted".to_owned()),
            follow_up: None,
            value_est_cents: Patch::Keep,
            spam_reason: None,
        };
        self.calls.record_outcome(&dana(), call, None, request).await.unwrap();
        self.settle().await;
    }

    /// The follow-ups that are not deleted.
    pub(crate) fn promised(&self) -> Vec<FollowUpSnapshot> {
        let memory = self.memory();
        let kept = memory.follow_ups.values().map(|(s, _)| s.clone());
        kept.filter(|s| s.deleted_at.is_none()).collect()
    }

    pub(crate) fn open(&self) -> Vec<FollowUpSnapshot> {
        self.promised().into_iter().filter(|s| s.status == FollowUpStatus::Open).collect()
    }
}
