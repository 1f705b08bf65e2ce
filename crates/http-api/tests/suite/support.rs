//! The API over mocks: a test sets what it expects on the ports it needs; any other call fails it.

use crate::stubs::{Healthy, NoDemo, NoMail, NoneDead, OnePassword};
use callboard_calls::{
    BulkChanges, BulkChangesPorts, CallImports, CallImportsPorts, CallJobs, CallJobsPorts,
    CallViews, CallViewsPorts, Calls, CallsPorts, Exports, ExportsPorts,
    board::CallRow,
    model::{
        AgentType, CallSource, CallStatus, Direction, EscalationStatus, LeadSource, Purpose,
        QueueStatus,
    },
    ports::{
        MockBulkPromises, MockBulkStore, MockCallAnalytics, MockCallBoard, MockCallImportStore,
        MockCallJobStore, MockCallRepository, MockCallViewStore, MockCallerDirectory,
        MockDispositionCatalogue, MockExportBoard, MockExportFiles, MockFileStore, MockHomePlace,
        MockLocalDays, MockLocalTimes, MockOpenPromises, MockOpeningHours, MockSheetPrinter,
        MockTriageClaims, MockWallboardSettings, MockWorkspaceProfile,
    },
};
use callboard_consent::{
    Consents, ConsentsPorts,
    ports::{MockAcquaintance, MockConsentBoard, MockConsentBook, MockZones},
};
use callboard_customers::{
    Customers, CustomersPorts,
    ports::{MockCustomerBoard, MockCustomerRepository, MockHomeRegion, MockInteractionRepository},
};
use callboard_followups::{
    FollowUps, FollowUpsPorts,
    ports::{
        MockDuty, MockFollowUpBoard, MockFollowUpRepository, MockNotificationInbox, MockRuleBook,
        MockSlaReports, MockSubjects,
    },
};
use callboard_http_api::{
    Api, ApiServices, HttpMetrics, RateLimits, SignedLinks, Site, ViewCounts,
};
use callboard_kernel::{
    CallId, Clock, Currency, EventEnvelope, Loaded, ManualClock, MemberId, PortError, Role, Scope,
    SequentialIds, SessionId, Timestamp, Version, WorkspaceId, timestamp,
};
use callboard_media::{Media, MediaPorts};
use callboard_messaging::{
    Messaging, MessagingPorts,
    ports::{
        MockCompany, MockContactGate, MockConversationStore, MockMessageStore, MockMessagingBoard,
        MockParties, MockStaff, MockTemplateStore, MockTextSettingsStore,
    },
};
use callboard_switchboard::{Switchboard, SwitchboardPorts};
use callboard_workflows::{
    DeadLetters, MailDesk, MailRoom,
    ports::{LiveFeed, WakeUp, WakeUps},
};
use callboard_workspaces::{
    Accounts, AccountsPorts, ApiKeys, ApiKeysPorts, AuditLog, DemoControl, Members, MembersPorts,
    SettingsPorts, WorkspaceSettings,
    model::{
        ApiKeySnapshot, Member, MemberSnapshot, Secret, SessionSnapshot, Workspace,
        WorkspaceSnapshot,
    },
    ports::{
        Account, MockApiKeyStore, MockAuditTrail, MockLoginThrottle, MockMemberRepository,
        MockPasswordResets, MockSessionStore, MockSignInDirectory, MockTimeZones, MockTokenSource,
        MockWorkspaceRepository,
    },
};
use poem::{Endpoint, EndpointExt, Response, endpoint::make_sync, test::TestClient};
use std::sync::{Arc, Mutex};
use tokio::sync::broadcast;
use uuid::Uuid;

/// The cookie of the member who is signed in.
pub(crate) const TOKEN: &str = "5e5510";
/// An API key.
pub(crate) const KEY: &str = "cb_0123456789abcdef";
/// The secret by which links are signed.
pub(crate) const SECRET: &str = "the secret of the installation..";
/// Where the product is.
pub(crate) const SITE: &str = "https://desk.example.com";

pub(crate) fn now() -> Timestamp {
    timestamp(1_772_000_000_000)
}

pub(crate) fn me() -> MemberId {
    MemberId(Uuid::from_u128(0x_dada))
}

pub(crate) fn workspace() -> WorkspaceId {
    WorkspaceId(Uuid::from_u128(0x_77))
}

pub(crate) fn call_id() -> CallId {
    CallId(Uuid::from_u128(0x_ca11))
}

/// All ports, none of which expects anything.
#[derive(Default)]
pub(crate) struct Ports {
    pub(crate) calls: MockCallRepository,
    pub(crate) board: MockCallBoard,
    pub(crate) views: MockCallViewStore,
    pub(crate) days: MockLocalDays,
    pub(crate) claims: MockTriageClaims,
    pub(crate) jobs: MockCallJobStore,
    pub(crate) files: MockFileStore,
    pub(crate) export_files: MockExportFiles,
    pub(crate) catalogue: MockDispositionCatalogue,
    pub(crate) promises: MockOpenPromises,
    pub(crate) follow_up_board: MockFollowUpBoard,
    pub(crate) rules: MockRuleBook,
    pub(crate) customers: MockCustomerRepository,
    pub(crate) customer_board: MockCustomerBoard,
    pub(crate) directory: MockSignInDirectory,
    pub(crate) workspaces: MockWorkspaceRepository,
    pub(crate) members: MockMemberRepository,
    pub(crate) sessions: MockSessionStore,
    pub(crate) throttle: MockLoginThrottle,
    pub(crate) tokens: MockTokenSource,
    pub(crate) trail: MockAuditTrail,
    pub(crate) feed: Feed,
}

impl Ports {
    /// Somebody of this role is signed in by [`TOKEN`].
    pub(crate) fn signed_in(role: Role) -> Self {
        let mut ports = Self::default();
        ports.directory.expect_session().returning(move |token| {
            let known = *token == Secret::received(TOKEN).hash();
            Ok(known.then(|| (session(), account(role))))
        });
        ports.directory.expect_api_key().returning(move |key| {
            let secret = Secret::received(KEY);
            let found = || {
                let id = callboard_kernel::ApiKeyId(Uuid::from_u128(3));
                let key = ApiKeySnapshot::of(&secret, id, "CRM".into(), role, None, now());
                (workspace(), ApiKeySnapshot { last_used_at: Some(now()), ..key })
            };
            Ok((*key == secret.hash()).then(found))
        });
        ports
    }

    /// The API over them.
    pub(crate) fn api(self) -> Api {
        self.api_at(SITE)
    }

    /// The API over them, as it is at another address.
    pub(crate) fn api_at(self, site: &str) -> Api {
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(now()));
        let ids = Arc::new(SequentialIds::default());
        let (workspaces, members) = (Arc::new(self.workspaces), Arc::new(self.members));
        let (hasher, tokens) = (Arc::new(OnePassword), Arc::new(self.tokens));
        let keys = Arc::new(MockApiKeyStore::new());
        let resets = Arc::new(MockPasswordResets::new());
        let catalogue = Arc::new(self.catalogue);
        let board = Arc::new(self.board);
        let exports = Exports::new(ExportsPorts {
            jobs: Arc::new(self.jobs),
            board: board.clone(),
            log: Arc::new(MockExportBoard::new()),
            store: Arc::new(self.files),
            files: Arc::new(self.export_files),
            printer: Arc::new(MockSheetPrinter::new()),
            profile: Arc::new(MockWorkspaceProfile::new()),
            catalogue: catalogue.clone(),
            callers: Arc::new(MockCallerDirectory::new()),
            clock: clock.clone(),
            ids: ids.clone(),
            keep_for: time::Duration::days(7),
        });
        let days = Arc::new(self.days);
        Api::new(ApiServices {
            site: Site::parse(site, false).unwrap(),
            limits: RateLimits::per_hour(3, 20_000),
            calls: Arc::new(Calls::new(CallsPorts {
                repo: Arc::new(self.calls),
                claims: Arc::new(self.claims),
                board: board.clone(),
                analytics: Arc::new(MockCallAnalytics::new()),
                limits: Arc::new(MockWallboardSettings::new()),
                catalogue,
                hours: Arc::new(MockOpeningHours::new()),
                days: days.clone(),
                promises: Arc::new(self.promises),
                callers: Arc::new(MockCallerDirectory::new()),
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            call_views: Arc::new(CallViews::new(CallViewsPorts {
                store: Arc::new(self.views),
                board,
                days,
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            view_counts: ViewCounts::default(),
            bulk: Arc::new(BulkChanges::new(BulkChangesPorts {
                store: Arc::new(MockBulkStore::new()),
                catalogue: Arc::new(MockDispositionCatalogue::new()),
                promises: Arc::new(MockBulkPromises::new()),
                jobs: CallJobs::new(CallJobsPorts {
                    store: Arc::new(MockCallJobStore::new()),
                    clock: clock.clone(),
                    ids: ids.clone(),
                }),
            })),
            call_imports: Arc::new(CallImports::new(CallImportsPorts {
                store: Arc::new(MockCallImportStore::new()),
                files: Arc::new(MockFileStore::new()),
                jobs: Arc::new(MockCallJobStore::new()),
                catalogue: Arc::new(MockDispositionCatalogue::new()),
                callers: Arc::new(MockCallerDirectory::new()),
                home: Arc::new(MockHomePlace::new()),
                times: Arc::new(MockLocalTimes::new()),
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            exports: Arc::new(exports),
            links: SignedLinks::new(SECRET, time::Duration::minutes(15)),
            mail: Arc::new(MailRoom::new(Arc::new(NoMail), members.clone(), SITE)),
            mail_desk: Arc::new(MailDesk::new(Arc::new(NoMail), clock.clone())),
            hooks_origin: SITE.to_owned(),
            hooks_from: callboard_http_api::Reporters::default(),
            browsers_call_twilio: false,
            switchboard: Arc::new(Switchboard::new(SwitchboardPorts::mocked(
                clock.clone(),
                ids.clone(),
            ))),
            messaging: Arc::new(Messaging::new(MessagingPorts {
                templates: Arc::new(MockTemplateStore::new()),
                messages: Arc::new(MockMessageStore::new()),
                conversations: Arc::new(MockConversationStore::new()),
                board: Arc::new(MockMessagingBoard::new()),
                settings: Arc::new(MockTextSettingsStore::new()),
                gate: Arc::new(MockContactGate::new()),
                parties: Arc::new(MockParties::new()),
                company: Arc::new(MockCompany::new()),
                staff: Arc::new(MockStaff::new()),
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            follow_ups: Arc::new(FollowUps::new(FollowUpsPorts {
                repo: Arc::new(MockFollowUpRepository::new()),
                board: Arc::new(self.follow_up_board),
                reports: Arc::new(MockSlaReports::new()),
                rules: Arc::new(self.rules),
                inbox: Arc::new(MockNotificationInbox::new()),
                duty: Arc::new(MockDuty::new()),
                subjects: Arc::new(MockSubjects::new()),
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            consents: Arc::new(Consents::new(ConsentsPorts {
                book: Arc::new(MockConsentBook::new()),
                board: Arc::new(MockConsentBoard::new()),
                acquaintance: Arc::new(MockAcquaintance::new()),
                zones: Arc::new(MockZones::new()),
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            customers: Arc::new(Customers::new(CustomersPorts {
                repo: Arc::new(self.customers),
                interactions: Arc::new(MockInteractionRepository::new()),
                board: Arc::new(self.customer_board),
                region: Arc::new(MockHomeRegion::new()),
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            media: Arc::new(Media::new(MediaPorts::unasked(clock.clone(), ids.clone()))),
            accounts: Arc::new(Accounts::new(AccountsPorts {
                directory: Arc::new(self.directory),
                workspaces: workspaces.clone(),
                members: members.clone(),
                sessions: Arc::new(self.sessions),
                keys: keys.clone(),
                resets: resets.clone(),
                throttle: Arc::new(self.throttle),
                hasher: hasher.clone(),
                tokens: tokens.clone(),
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            members: Arc::new(Members::new(MembersPorts {
                members,
                workspaces: workspaces.clone(),
                resets,
                hasher,
                tokens: tokens.clone(),
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            api_keys: Arc::new(ApiKeys::new(ApiKeysPorts {
                keys,
                tokens,
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            workspace: Arc::new(WorkspaceSettings::new(SettingsPorts {
                workspaces,
                zones: Arc::new(MockTimeZones::new()),
                clock: clock.clone(),
            })),
            audit: Arc::new(AuditLog::new(Arc::new(self.trail))),
            dead_letters: Arc::new(DeadLetters::new(Arc::new(NoneDead))),
            demo: Arc::new(DemoControl::new(Arc::new(NoDemo), clock.clone())),
            live: Arc::new(self.feed),
            health: Arc::new(Healthy),
            metrics: HttpMetrics::default(),
            clock,
            ids,
        })
    }

    /// A client of the API over them.
    pub(crate) fn client(self) -> TestClient<impl Endpoint<Output = Response> + use<>> {
        client(&self.api())
    }
}

/// A client of an API.
pub(crate) fn client(api: &Api) -> TestClient<impl Endpoint<Output = Response> + use<>> {
    let page = make_sync(|_| "the user interface").map_to_response();
    TestClient::new(api.routes(page))
}

/// The `Cookie` header of the member who is signed in.
pub(crate) fn cookie() -> String {
    format!("theme=dark; __Host-callboard_session={TOKEN}")
}

fn session() -> SessionSnapshot {
    let token = Secret::received(TOKEN).hash();
    SessionSnapshot::begin(SessionId(Uuid::from_u128(9)), me(), token, token, "Firefox", now())
}

pub(crate) fn account(role: Role) -> Account {
    let member = Member::restore(MemberSnapshot {
        id: me(),
        name: "Dana Reyes".into(),
        email: "dana@demo.example".into(),
        role,
        active: true,
        password_hash: None,
        created_at: now(),
        updated_at: now(),
    });
    Account {
        workspace: workspace(),
        workspace_name: "Ridgeline".into(),
        member: Loaded { value: member, version: Version(1) },
    }
}

pub(crate) fn settings() -> Loaded<Workspace> {
    let snapshot = WorkspaceSnapshot {
        id: workspace(),
        name: "Ridgeline".into(),
        time_zone: "America/New_York".into(),
        region: "US".into(),
        currency: Currency::USD,
        demo: true,
        created_at: now(),
        updated_at: now(),
    };
    Loaded { value: Workspace::restore(snapshot), version: Version(4) }
}

/// A call as a row.
pub(crate) fn row(id: CallId, agent: Option<MemberId>) -> CallRow {
    CallRow {
        id,
        version: 3,
        direction: Direction::In,
        purpose: Purpose::Inbound,
        source: CallSource::Phone,
        provider_call_id: None,
        lead_source: LeadSource::Unknown,
        status: CallStatus::Missed,
        from: None,
        to: None,
        started_at: now(),
        answered_at: None,
        ended_at: Some(now()),
        duration_s: 0,
        agent_type: AgentType::Human,
        agent,
        agent_name: agent.map(|_| "Dana Reyes".into()),
        customer: None,
        caller_name: "Pat Example".into(),
        intent: None,
        disposition: None,
        outcome_required: true,
        outcome_at: None,
        outcome_due_at: None,
        queue_status: QueueStatus::Triage,
        value_est_cents: None,
        emergency_score: 0,
        spam_score: 0,
        tags: vec![],
        note_start: String::new(),
        do_not_contact: false,
        has_recording: false,
        has_transcript: false,
        job: None,
        escalation: EscalationStatus::None,
        after_hours: false,
        incident: None,
        promise: None,
        claim: None,
    }
}

/// A live feed that a test fills.
#[derive(Clone)]
pub(crate) struct Feed {
    events: Arc<Mutex<Vec<EventEnvelope>>>,
    wake_ups: broadcast::Sender<WakeUp>,
}

impl Default for Feed {
    fn default() -> Self {
        Self { events: Arc::default(), wake_ups: broadcast::Sender::new(16) }
    }
}

impl Feed {
    /// Something happened.
    pub(crate) fn happen(&self, name: &str, payload: serde_json::Value) -> i64 {
        let mut events = self.events.lock().unwrap();
        let seq = events.len() as i64 + 1;
        events.push(EventEnvelope {
            id: callboard_kernel::EventId(Uuid::from_u128(seq as u128)),
            workspace: workspace(),
            seq,
            name: name.into(),
            payload,
            occurred_at: now(),
            actor: callboard_kernel::Actor::System { name: "test".into() },
            depth: 0,
        });
        // Nobody listens before the server runs.
        let _ = self.wake_ups.send(WakeUp::Workspace(workspace()));
        seq
    }
}

struct Ears(broadcast::Receiver<WakeUp>);

#[async_trait::async_trait]
impl WakeUps for Ears {
    async fn next(&mut self) -> Option<WakeUp> {
        self.0.recv().await.ok()
    }
}

#[async_trait::async_trait]
impl LiveFeed for Feed {
    fn subscribe(&self) -> Box<dyn WakeUps> {
        Box::new(Ears(self.wake_ups.subscribe()))
    }

    async fn head(&self, _: &Scope) -> Result<i64, PortError> {
        Ok(self.events.lock().unwrap().len() as i64)
    }

    async fn after(
        &self,
        _: &Scope,
        seq: i64,
        limit: u32,
    ) -> Result<Vec<EventEnvelope>, PortError> {
        let events = self.events.lock().unwrap();
        Ok(events.iter().filter(|event| event.seq > seq).take(limit as usize).cloned().collect())
    }
}
