//! All stores of a database, as the ports that the domains ask for.

use crate::{
    calls::{
        SqlBulk, SqlCallAnalytics, SqlCallBoard, SqlCallImports, SqlCallJobs, SqlCallTraces,
        SqlCallViews, SqlCalls, SqlDispositions, SqlExportBoard, SqlExportFiles, SqlTriageClaims,
        SqlWallboardLimits,
    },
    consent::{SqlConsentBoard, SqlConsentBook},
    customers::{SqlCustomerBoard, SqlCustomers, SqlInteractions},
    database::Database,
    followups::{
        SqlClockSweep, SqlFollowUpBoard, SqlFollowUps, SqlNotificationInbox, SqlRuleBook,
        SqlSlaReports,
    },
    media::{SqlAttachments, SqlMediaFiles, SqlRecordings, SqlRetention, SqlTranscripts},
    messaging::{
        SqlConversations, SqlMessageTemplates, SqlMessages, SqlMessagingBoard, SqlPretendTexts,
        SqlSendQueue, SqlTextSettings,
    },
    switchboard::{
        SqlConversations as SqlPhoneConversations, SqlHookDirectory, SqlLineBook, SqlOrderBook,
        SqlReportJournal, SqlRoomBook, SqlStations,
    },
    workflows::{
        SqlAgenda, SqlDeliveries, SqlHousekeeping, SqlLiveFeed, SqlMailCare, SqlMailOutbox,
        SqlMailQueue, SqlTicks, SqlVitalSigns,
    },
    workspaces::{
        SqlApiKeys, SqlAuditTrail, SqlDemoTraffic, SqlLoginThrottle, SqlMembers, SqlPasswordResets,
        SqlSessions, SqlSignInDirectory, SqlWorkspaceDirectory, SqlWorkspaces,
    },
};
use callboard_calls::ports::{
    BulkStore, CallAnalytics, CallBoard, CallImportStore, CallJobStore, CallRepository, CallTraces,
    CallViewStore, DispositionCatalogue, ExportBoard, ExportFiles, TriageClaims, WallboardSettings,
};
use callboard_consent::ports::{ConsentBoard, ConsentBook};
use callboard_customers::ports::{CustomerBoard, CustomerRepository, InteractionRepository};
use callboard_followups::ports::{
    ClockSweep, FollowUpBoard, FollowUpRepository, NotificationInbox, RuleBook, SlaReports,
};
use callboard_kernel::IdGen;
use callboard_media::ports::{
    AttachmentRepository, MediaFiles, RecordingRepository, RetentionStore, TranscriptRepository,
};
use callboard_messaging::{
    ports::{
        ConversationStore, MessageStore, MessagingBoard, SendQueue, TemplateStore,
        TextSettingsStore,
    },
    pretend::PretendTexts,
};
use callboard_switchboard::ports::{
    Conversations as PhoneConversations, HookDirectory, LineBook, OrderBook, ReportJournal,
    RoomBook, Stations,
};
use callboard_workflows::ports::{
    self as workflows, Agenda, Deliveries, Housekeeping, LiveFeed, MailCare, MailOutbox, MailQueue,
    Ticks, VitalSignsReader,
};
use callboard_workspaces::{
    DemoTrafficStore,
    ports::{
        ApiKeyStore, AuditTrail, LoginThrottle, MemberRepository, PasswordResets, SessionStore,
        SignInDirectory, WorkspaceDirectory, WorkspaceRepository,
    },
};
use std::{fmt, sync::Arc};

/// Every store, one field a port.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is the port of its type, which says what it is for")]
pub struct Stores {
    pub workspaces: Arc<dyn WorkspaceRepository>,
    pub members: Arc<dyn MemberRepository>,
    pub sessions: Arc<dyn SessionStore>,
    pub api_keys: Arc<dyn ApiKeyStore>,
    pub password_resets: Arc<dyn PasswordResets>,
    pub sign_in: Arc<dyn SignInDirectory>,
    pub login_throttle: Arc<dyn LoginThrottle>,
    pub workspace_directory: Arc<dyn WorkspaceDirectory>,
    pub workspace_zones: Arc<dyn workflows::WorkspaceDirectory>,
    pub audit_trail: Arc<dyn AuditTrail>,
    pub demo_traffic: Arc<dyn DemoTrafficStore>,
    pub customers: Arc<dyn CustomerRepository>,
    pub interactions: Arc<dyn InteractionRepository>,
    pub customer_board: Arc<dyn CustomerBoard>,
    pub calls: Arc<dyn CallRepository>,
    pub triage_claims: Arc<dyn TriageClaims>,
    pub call_board: Arc<dyn CallBoard>,
    pub export_board: Arc<dyn ExportBoard>,
    pub export_files: Arc<dyn ExportFiles>,
    pub call_jobs: Arc<dyn CallJobStore>,
    pub call_imports: Arc<dyn CallImportStore>,
    pub call_analytics: Arc<dyn CallAnalytics>,
    pub wallboard_limits: Arc<dyn WallboardSettings>,
    pub call_views: Arc<dyn CallViewStore>,
    pub bulk: Arc<dyn BulkStore>,
    pub dispositions: Arc<dyn DispositionCatalogue>,
    pub follow_ups: Arc<dyn FollowUpRepository>,
    pub clock_sweep: Arc<dyn ClockSweep>,
    pub follow_up_board: Arc<dyn FollowUpBoard>,
    pub sla_reports: Arc<dyn SlaReports>,
    pub rule_book: Arc<dyn RuleBook>,
    pub notifications: Arc<dyn NotificationInbox>,
    pub call_traces: Arc<dyn CallTraces>,
    pub consent_book: Arc<dyn ConsentBook>,
    pub consent_board: Arc<dyn ConsentBoard>,
    pub media_files: Arc<dyn MediaFiles>,
    pub attachments: Arc<dyn AttachmentRepository>,
    pub recordings: Arc<dyn RecordingRepository>,
    pub transcripts: Arc<dyn TranscriptRepository>,
    pub retention: Arc<dyn RetentionStore>,
    pub deliveries: Arc<dyn Deliveries>,
    pub ticks: Arc<dyn Ticks>,
    pub housekeeping: Arc<dyn Housekeeping>,
    pub live_feed: Arc<dyn LiveFeed>,
    pub agenda: Arc<dyn Agenda>,
    pub vital_signs: Arc<dyn VitalSignsReader>,
    pub mail_outbox: Arc<dyn MailOutbox>,
    pub mail_queue: Arc<dyn MailQueue>,
    pub mail_care: Arc<dyn MailCare>,
    pub lines: Arc<dyn LineBook>,
    pub stations: Arc<dyn Stations>,
    pub hook_addresses: Arc<dyn HookDirectory>,
    pub report_journal: Arc<dyn ReportJournal>,
    pub phone_conversations: Arc<dyn PhoneConversations>,
    pub call_orders: Arc<dyn OrderBook>,
    pub call_rooms: Arc<dyn RoomBook>,
    pub message_templates: Arc<dyn TemplateStore>,
    pub messages: Arc<dyn MessageStore>,
    pub conversations: Arc<dyn ConversationStore>,
    pub send_queue: Arc<dyn SendQueue>,
    pub messaging_board: Arc<dyn MessagingBoard>,
    pub text_settings: Arc<dyn TextSettingsStore>,
    pub pretend_texts: Arc<dyn PretendTexts>,
}

impl Stores {
    /// The stores of a database whose schema is up to date.
    pub fn new(db: &Database, ids: &Arc<dyn IdGen>) -> Self {
        Self {
            workspaces: Arc::new(SqlWorkspaces::new(db, ids)),
            members: Arc::new(SqlMembers::new(db, ids)),
            sessions: Arc::new(SqlSessions::new(db, ids)),
            api_keys: Arc::new(SqlApiKeys::new(db, ids)),
            password_resets: Arc::new(SqlPasswordResets::new(db, ids)),
            sign_in: Arc::new(SqlSignInDirectory::new(db)),
            login_throttle: Arc::new(SqlLoginThrottle::new(db)),
            workspace_directory: Arc::new(SqlWorkspaceDirectory::new(db)),
            workspace_zones: Arc::new(SqlWorkspaceDirectory::new(db)),
            audit_trail: Arc::new(SqlAuditTrail::new(db)),
            demo_traffic: Arc::new(SqlDemoTraffic::new(db, ids)),
            customers: Arc::new(SqlCustomers::new(db, ids)),
            interactions: Arc::new(SqlInteractions::new(db, ids)),
            customer_board: Arc::new(SqlCustomerBoard::new(db)),
            calls: Arc::new(SqlCalls::new(db, ids)),
            triage_claims: Arc::new(SqlTriageClaims::new(db, ids)),
            call_board: Arc::new(SqlCallBoard::new(db)),
            export_board: Arc::new(SqlExportBoard::new(db)),
            export_files: Arc::new(SqlExportFiles::new(db, ids)),
            call_jobs: Arc::new(SqlCallJobs::new(db, ids)),
            call_imports: Arc::new(SqlCallImports::new(db, ids)),
            call_analytics: Arc::new(SqlCallAnalytics::new(db)),
            wallboard_limits: Arc::new(SqlWallboardLimits::new(db, ids)),
            call_views: Arc::new(SqlCallViews::new(db, ids)),
            bulk: Arc::new(SqlBulk::new(db, ids)),
            dispositions: Arc::new(SqlDispositions::new(db, ids)),
            follow_ups: Arc::new(SqlFollowUps::new(db, ids)),
            clock_sweep: Arc::new(SqlClockSweep::new(db)),
            follow_up_board: Arc::new(SqlFollowUpBoard::new(db)),
            sla_reports: Arc::new(SqlSlaReports::new(db)),
            rule_book: Arc::new(SqlRuleBook::new(db, ids)),
            notifications: Arc::new(SqlNotificationInbox::new(db, ids)),
            call_traces: Arc::new(SqlCallTraces::new(db)),
            consent_book: Arc::new(SqlConsentBook::new(db, ids)),
            consent_board: Arc::new(SqlConsentBoard::new(db)),
            media_files: Arc::new(SqlMediaFiles::new(db, ids)),
            attachments: Arc::new(SqlAttachments::new(db, ids)),
            recordings: Arc::new(SqlRecordings::new(db, ids)),
            transcripts: Arc::new(SqlTranscripts::new(db, ids)),
            retention: Arc::new(SqlRetention::new(db, ids)),
            deliveries: Arc::new(SqlDeliveries::new(db, ids)),
            ticks: Arc::new(SqlTicks::new(db, ids)),
            housekeeping: Arc::new(SqlHousekeeping::new(db)),
            live_feed: Arc::new(SqlLiveFeed::new(db)),
            agenda: Arc::new(SqlAgenda::new(db)),
            vital_signs: Arc::new(SqlVitalSigns::new(db)),
            mail_outbox: Arc::new(SqlMailOutbox::new(db, ids)),
            mail_queue: Arc::new(SqlMailQueue::new(db, ids)),
            mail_care: Arc::new(SqlMailCare::new(db, ids)),
            lines: Arc::new(SqlLineBook::new(db, ids)),
            stations: Arc::new(SqlStations::new(db)),
            hook_addresses: Arc::new(SqlHookDirectory::new(db)),
            report_journal: Arc::new(SqlReportJournal::new(db, ids)),
            phone_conversations: Arc::new(SqlPhoneConversations::new(db)),
            call_orders: Arc::new(SqlOrderBook::new(db, ids)),
            call_rooms: Arc::new(SqlRoomBook::new(db, ids)),
            message_templates: Arc::new(SqlMessageTemplates::new(db, ids)),
            messages: Arc::new(SqlMessages::new(db, ids)),
            conversations: Arc::new(SqlConversations::new(db, ids)),
            send_queue: Arc::new(SqlSendQueue::new(db, ids)),
            messaging_board: Arc::new(SqlMessagingBoard::new(db)),
            text_settings: Arc::new(SqlTextSettings::new(db, ids)),
            pretend_texts: Arc::new(SqlPretendTexts::new(db)),
        }
    }
}

impl fmt::Debug for Stores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stores").finish_non_exhaustive()
    }
}
