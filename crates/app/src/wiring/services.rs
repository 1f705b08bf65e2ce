//! Every service over its ports, in the order of their questions to one another.

use crate::secrets::{Argon2id, IanaZones, SystemRandom};
use anyhow::Result;
use callboard_adapter_sql::Stores;
use callboard_calls::{Calls, CallsPorts};
use callboard_customers::{Customers, CustomersPorts};
use callboard_followups::{FollowUps, FollowUpsPorts};
use callboard_kernel::{Clock, IdGen};
use callboard_workflows::{
    DeadLetters, DeliveryWorker, Dispatcher, Reactions, ReactionsPorts, Timetable, TimetablePorts,
    bridges::{
        CallerDirectoryBridge, DutyBridge, HomeRegionBridge, OpenPromisesBridge,
        OpeningHoursBridge, SubjectsBridge,
    },
};
use callboard_workspaces::{
    Accounts, AccountsPorts, ApiKeys, ApiKeysPorts, AuditLog, DemoControl, Members, MembersPorts,
    SettingsPorts, Setup, SetupPorts, WorkspaceSettings, ports::PasswordHasher,
};
use std::sync::Arc;

/// Deliveries worked at once by [`Services::react_to_everything`].
const BATCH: u32 = 50;

/// All services of a process.
pub struct Services {
    /// The stores below them.
    pub stores: Stores,
    /// Sign-in and sessions.
    pub accounts: Arc<Accounts>,
    /// Members.
    pub members: Arc<Members>,
    /// API keys.
    pub api_keys: Arc<ApiKeys>,
    /// Settings of the workspace itself.
    pub settings: Arc<WorkspaceSettings>,
    /// Making workspaces.
    pub setup: Arc<Setup>,
    /// The audit trail.
    pub audit: Arc<AuditLog>,
    /// What was given up.
    pub dead_letters: Arc<DeadLetters>,
    /// Steering the simulated callers.
    pub demo_control: Arc<DemoControl>,
    /// Calls.
    pub calls: Arc<Calls>,
    /// Follow-ups.
    pub followups: Arc<FollowUps>,
    /// Customers.
    pub customers: Arc<Customers>,
    /// When X then Y.
    pub reactions: Arc<dyn Dispatcher>,
    /// Timed work.
    pub timetable: Arc<Timetable>,
    /// Where ids come from.
    pub ids: Arc<dyn IdGen>,
}

impl Services {
    /// Over the stores, with the given time and ids.
    pub fn new(stores: &Stores, clock: Arc<dyn Clock>, ids: Arc<dyn IdGen>) -> Result<Self> {
        let hasher: Arc<dyn PasswordHasher> = Arc::new(Argon2id::new()?);
        let tokens = Arc::new(SystemRandom);
        let zones = Arc::new(IanaZones);
        let followups = Arc::new(FollowUps::new(FollowUpsPorts {
            repo: stores.follow_ups.clone(),
            board: stores.follow_up_board.clone(),
            rules: stores.rule_book.clone(),
            inbox: stores.notifications.clone(),
            duty: Arc::new(DutyBridge::new(stores.members.clone())),
            subjects: Arc::new(SubjectsBridge::new(stores.calls.clone(), stores.customers.clone())),
            clock: clock.clone(),
            ids: ids.clone(),
        }));
        let customers = Arc::new(Customers::new(CustomersPorts {
            repo: stores.customers.clone(),
            interactions: stores.interactions.clone(),
            board: stores.customer_board.clone(),
            region: Arc::new(HomeRegionBridge::new(stores.workspaces.clone())),
            clock: clock.clone(),
            ids: ids.clone(),
        }));
        let calls = Arc::new(Calls::new(CallsPorts {
            repo: stores.calls.clone(),
            claims: stores.triage_claims.clone(),
            board: stores.call_board.clone(),
            catalogue: stores.dispositions.clone(),
            hours: Arc::new(OpeningHoursBridge::new(stores.rule_book.clone())),
            promises: Arc::new(OpenPromisesBridge::new(stores.follow_ups.clone())),
            callers: Arc::new(CallerDirectoryBridge::new(stores.customers.clone())),
            clock: clock.clone(),
            ids: ids.clone(),
        }));
        let reactions = Arc::new(Reactions::new(ReactionsPorts {
            calls: calls.clone(),
            followups: followups.clone(),
            customers: customers.clone(),
        }));
        let timetable = Arc::new(Timetable::new(TimetablePorts {
            calls: calls.clone(),
            followups: followups.clone(),
            clocks: stores.clock_sweep.clone(),
            ticks: stores.ticks.clone(),
            directory: stores.workspace_zones.clone(),
            housekeeping: stores.housekeeping.clone(),
            clock: clock.clone(),
        }));
        Ok(Self {
            accounts: Arc::new(Accounts::new(AccountsPorts {
                directory: stores.sign_in.clone(),
                workspaces: stores.workspaces.clone(),
                members: stores.members.clone(),
                sessions: stores.sessions.clone(),
                keys: stores.api_keys.clone(),
                resets: stores.password_resets.clone(),
                throttle: stores.login_throttle.clone(),
                hasher: hasher.clone(),
                tokens: tokens.clone(),
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            members: Arc::new(Members::new(MembersPorts {
                members: stores.members.clone(),
                workspaces: stores.workspaces.clone(),
                resets: stores.password_resets.clone(),
                hasher: hasher.clone(),
                tokens: tokens.clone(),
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            api_keys: Arc::new(ApiKeys::new(ApiKeysPorts {
                keys: stores.api_keys.clone(),
                tokens,
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            settings: Arc::new(WorkspaceSettings::new(SettingsPorts {
                workspaces: stores.workspaces.clone(),
                zones: zones.clone(),
                clock: clock.clone(),
            })),
            setup: Arc::new(Setup::new(SetupPorts {
                directory: stores.workspace_directory.clone(),
                workspaces: stores.workspaces.clone(),
                hasher,
                zones,
                clock: clock.clone(),
                ids: ids.clone(),
            })),
            audit: Arc::new(AuditLog::new(stores.audit_trail.clone())),
            dead_letters: Arc::new(DeadLetters::new(stores.deliveries.clone())),
            demo_control: Arc::new(DemoControl::new(stores.demo_traffic.clone(), clock)),
            stores: stores.clone(),
            calls,
            followups,
            customers,
            reactions,
            timetable,
            ids,
        })
    }

    /// Works off every delivery that waits, for commands and tests that want to see the effects at once.
    pub async fn react_to_everything(&self) -> Result<()> {
        let worker = DeliveryWorker::new(
            self.stores.deliveries.clone(),
            self.reactions.clone(),
            self.ids.next(),
        );
        while worker.run_once(BATCH).await?.claimed > 0 {}
        Ok(())
    }
}
