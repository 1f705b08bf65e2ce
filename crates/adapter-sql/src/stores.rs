//! All stores of a database, as the ports that the domains ask for.

use crate::{
    calls::{SqlCallBoard, SqlCalls, SqlDispositions, SqlTriageClaims},
    customers::{SqlCustomerBoard, SqlCustomers, SqlInteractions},
    database::Database,
    followups::{SqlClockSweep, SqlFollowUpBoard, SqlFollowUps, SqlNotificationInbox, SqlRuleBook},
    workflows::{SqlDeliveries, SqlHousekeeping, SqlLiveFeed, SqlTicks},
    workspaces::{
        SqlApiKeys, SqlAuditTrail, SqlDemoTraffic, SqlLoginThrottle, SqlMembers, SqlPasswordResets,
        SqlSessions, SqlSignInDirectory, SqlWorkspaceDirectory, SqlWorkspaces,
    },
};
use callboard_calls::ports::{CallBoard, CallRepository, DispositionCatalogue, TriageClaims};
use callboard_customers::ports::{CustomerBoard, CustomerRepository, InteractionRepository};
use callboard_followups::ports::{
    ClockSweep, FollowUpBoard, FollowUpRepository, NotificationInbox, RuleBook,
};
use callboard_kernel::IdGen;
use callboard_workflows::ports::{self as workflows, Deliveries, Housekeeping, LiveFeed, Ticks};
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
    pub dispositions: Arc<dyn DispositionCatalogue>,
    pub follow_ups: Arc<dyn FollowUpRepository>,
    pub clock_sweep: Arc<dyn ClockSweep>,
    pub follow_up_board: Arc<dyn FollowUpBoard>,
    pub rule_book: Arc<dyn RuleBook>,
    pub notifications: Arc<dyn NotificationInbox>,
    pub deliveries: Arc<dyn Deliveries>,
    pub ticks: Arc<dyn Ticks>,
    pub housekeeping: Arc<dyn Housekeeping>,
    pub live_feed: Arc<dyn LiveFeed>,
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
            dispositions: Arc::new(SqlDispositions::new(db, ids)),
            follow_ups: Arc::new(SqlFollowUps::new(db, ids)),
            clock_sweep: Arc::new(SqlClockSweep::new(db)),
            follow_up_board: Arc::new(SqlFollowUpBoard::new(db)),
            rule_book: Arc::new(SqlRuleBook::new(db, ids)),
            notifications: Arc::new(SqlNotificationInbox::new(db, ids)),
            deliveries: Arc::new(SqlDeliveries::new(db, ids)),
            ticks: Arc::new(SqlTicks::new(db, ids)),
            housekeeping: Arc::new(SqlHousekeeping::new(db)),
            live_feed: Arc::new(SqlLiveFeed::new(db)),
        }
    }
}

impl fmt::Debug for Stores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stores").finish_non_exhaustive()
    }
}
