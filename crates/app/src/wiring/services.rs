//! Every service over its ports, in the order of their questions to one another.

use super::{
    Opened,
    contact::consents,
    media::media,
    phone::{Phone, phone},
    texts::{Texts, texts},
};
use crate::local_time::IanaTimes;
use crate::secrets::{Argon2id, IanaZones, SystemRandom};
use anyhow::Result;
use callboard_adapter_sql::Stores;
use callboard_calls::{
    BulkChanges, BulkChangesPorts, CallImports, CallImportsPorts, CallJobs, CallJobsPorts,
    CallViews, CallViewsPorts, Calls, CallsPorts, Exports, ExportsPorts, ImportWork,
    jobs::LongWork,
};
use callboard_consent::Consents;
use callboard_customers::{Customers, CustomersPorts};
use callboard_followups::{FollowUps, FollowUpsPorts};
use callboard_kernel::{Clock, IdGen, Scope};
use callboard_media::Media;
use callboard_messaging::Messaging;
use callboard_simulator::{Exchange, PretendPhones, Texting};
use callboard_switchboard::Switchboard;
use callboard_workflows::{
    DeadLetters, DeliveryWorker, Dispatcher, MailDesk, MailRoom, MailSender, MailSenderPorts,
    Reactions, ReactionsPorts, TextSender, Timetable, TimetablePorts,
    bridges::{
        BulkPromisesBridge, CallerDirectoryBridge, DutyBridge, HomePlaceBridge, HomeRegionBridge,
        LocalDaysBridge, OpenPromisesBridge, OpeningHoursBridge, SubjectsBridge,
        WorkspaceProfileBridge,
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
    /// Long work on many calls.
    pub call_jobs: Arc<CallJobs>,
    /// The same change to many calls.
    pub bulk: Arc<BulkChanges>,
    /// Imports of call logs.
    pub call_imports: Arc<CallImports>,
    /// Calls as files and on paper.
    pub exports: Arc<Exports>,
    /// Mail that waits.
    pub mail: Arc<MailRoom>,
    /// Mail that needs a person.
    pub mail_desk: Arc<MailDesk>,
    /// Sends it.
    pub mail_sender: Arc<MailSender>,
    /// What long work this process can do.
    pub long_works: Vec<Arc<dyn LongWork>>,
    /// Saved views of the call list.
    pub call_views: Arc<CallViews>,
    /// Follow-ups.
    pub followups: Arc<FollowUps>,
    /// Customers.
    pub customers: Arc<Customers>,
    /// Lines, stations, reports of the telephone company, calls that members place.
    pub switchboard: Arc<Switchboard>,
    /// The pretend telephone company.
    pub exchange: Arc<Exchange>,
    /// Who may be contacted.
    pub consents: Arc<Consents>,
    /// Texts, conversations and templates.
    pub messaging: Arc<Messaging>,
    /// Sends what waits.
    pub text_sender: Arc<TextSender>,
    /// The pretend telephone company.
    pub texting: Arc<Texting>,
    /// Recordings, transcripts and attachments.
    pub media: Arc<Media>,
    /// When X then Y.
    pub reactions: Arc<dyn Dispatcher>,
    /// Timed work.
    pub timetable: Arc<Timetable>,
    /// Where ids come from.
    pub ids: Arc<dyn IdGen>,
}

impl Services {
    /// Over what was opened, with the given time and ids.
    pub fn new(opened: &Opened, clock: Arc<dyn Clock>, ids: Arc<dyn IdGen>) -> Result<Self> {
        let stores = &opened.stores;
        let hasher: Arc<dyn PasswordHasher> = Arc::new(Argon2id::new()?);
        let tokens = Arc::new(SystemRandom);
        let zones = Arc::new(IanaZones);
        let followups = Arc::new(FollowUps::new(FollowUpsPorts {
            repo: stores.follow_ups.clone(),
            board: stores.follow_up_board.clone(),
            reports: stores.sla_reports.clone(),
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
        let consents = Arc::new(consents(stores, clock.clone(), ids.clone()));
        let days = Arc::new(LocalDaysBridge::new(stores.workspaces.clone()));
        let call_views = Arc::new(CallViews::new(CallViewsPorts {
            store: stores.call_views.clone(),
            board: stores.call_board.clone(),
            days: days.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        }));
        let calls = Arc::new(Calls::new(CallsPorts {
            repo: stores.calls.clone(),
            claims: stores.triage_claims.clone(),
            board: stores.call_board.clone(),
            analytics: stores.call_analytics.clone(),
            limits: stores.wallboard_limits.clone(),
            catalogue: stores.dispositions.clone(),
            hours: Arc::new(OpeningHoursBridge::new(stores.rule_book.clone())),
            days,
            promises: Arc::new(OpenPromisesBridge::new(stores.follow_ups.clone())),
            callers: Arc::new(CallerDirectoryBridge::new(stores.customers.clone())),
            clock: clock.clone(),
            ids: ids.clone(),
        }));
        let call_jobs = Arc::new(CallJobs::new(CallJobsPorts {
            store: stores.call_jobs.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        }));
        let bulk = Arc::new(BulkChanges::new(BulkChangesPorts {
            store: stores.bulk.clone(),
            catalogue: stores.dispositions.clone(),
            promises: Arc::new(BulkPromisesBridge::new(followups.clone())),
            jobs: CallJobs::clone(&call_jobs),
        }));
        let call_imports = Arc::new(CallImports::new(CallImportsPorts {
            store: stores.call_imports.clone(),
            files: opened.files.clone(),
            jobs: stores.call_jobs.clone(),
            catalogue: stores.dispositions.clone(),
            callers: Arc::new(CallerDirectoryBridge::new(stores.customers.clone())),
            home: Arc::new(HomePlaceBridge::new(stores.workspaces.clone())),
            times: Arc::new(IanaTimes),
            clock: clock.clone(),
            ids: ids.clone(),
        }));
        let exports = Arc::new(exports(opened, clock.clone(), ids.clone()));
        let mail = Arc::new(MailRoom::new(
            stores.mail_outbox.clone(),
            stores.members.clone(),
            &opened.public_url,
        ));
        let mail_desk = Arc::new(MailDesk::new(stores.mail_care.clone(), clock.clone()));
        let mail_sender = Arc::new(MailSender::new(
            MailSenderPorts {
                queue: stores.mail_queue.clone(),
                carrier: opened.mail.clone(),
                clock: clock.clone(),
            },
            ids.next(),
        ));
        let phone = phone(opened, &consents, &clock, &ids);
        let Texts { messaging, sender: text_sender, pretended: texting } =
            texts(opened, &consents, &phone, &clock, &ids);
        let Phone { exchange, switchboard, .. } = phone;
        let media = Arc::new(media(opened, clock.clone(), ids.clone()));
        let reactions = Arc::new(Reactions::new(ReactionsPorts {
            calls: calls.clone(),
            followups: followups.clone(),
            customers: customers.clone(),
            consents: consents.clone(),
            mail: mail.clone(),
            switchboard: switchboard.clone(),
            messaging: messaging.clone(),
            clock: clock.clone(),
            media: media.clone(),
            pretend: Arc::new(PretendPhones::new(opened.town)),
        }));
        let timetable = Arc::new(Timetable::new(TimetablePorts {
            calls: calls.clone(),
            imports: call_imports.clone(),
            exports: exports.clone(),
            followups: followups.clone(),
            media: media.clone(),
            switchboard: switchboard.clone(),
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
            call_jobs,
            long_works: vec![
                bulk.clone(),
                exports.clone(),
                Arc::new(ImportWork::new((*call_imports).clone())),
            ],
            bulk,
            call_imports,
            call_views,
            exports,
            mail,
            mail_desk,
            mail_sender,
            messaging,
            text_sender,
            texting,
            followups,
            customers,
            switchboard,
            exchange,
            consents,
            media,
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

    /// Sends every text that waits and lets the pretend company go on with those that it has, as far as the time of these
    /// services has come; for the demo, whose time is moved by hand.
    pub async fn text_everybody(&self, scope: &Scope, clock: &dyn Clock) -> Result<()> {
        while self.text_sender.run_once(BATCH).await?.sent > 0 {}
        while self.texting.tick(scope, clock.now()).await? > 0 {}
        self.react_to_everything().await
    }
}

fn exports(opened: &Opened, clock: Arc<dyn Clock>, ids: Arc<dyn IdGen>) -> Exports {
    let stores = &opened.stores;
    let profile = WorkspaceProfileBridge::new(stores.workspaces.clone(), stores.members.clone());
    Exports::new(ExportsPorts {
        jobs: stores.call_jobs.clone(),
        board: stores.call_board.clone(),
        log: stores.export_board.clone(),
        store: opened.files.clone(),
        files: stores.export_files.clone(),
        printer: opened.printer.clone(),
        profile: Arc::new(profile),
        catalogue: stores.dispositions.clone(),
        callers: Arc::new(CallerDirectoryBridge::new(stores.customers.clone())),
        clock,
        ids,
        keep_for: opened.keep_exports,
    })
}
