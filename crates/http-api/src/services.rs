//! Everything that the API calls, as the composition root hands it over.

use crate::auth::Site;
use callboard_calls::Calls;
use callboard_customers::Customers;
use callboard_followups::FollowUps;
use callboard_kernel::{Clock, IdGen};
use callboard_workflows::{DeadLetters, ports::LiveFeed};
use callboard_workspaces::{Accounts, ApiKeys, AuditLog, DemoControl, Members, WorkspaceSettings};
use std::sync::Arc;

/// The use cases behind the API.
pub struct ApiServices {
    /// Where the product is reached by browsers.
    pub site: Site,
    /// Calls, outcomes, triage and dispositions.
    pub calls: Arc<Calls>,
    /// Follow-ups, notifications, business hours and SLA rules.
    pub follow_ups: Arc<FollowUps>,
    /// Customers and their timelines.
    pub customers: Arc<Customers>,
    /// Signing in and sessions.
    pub accounts: Arc<Accounts>,
    /// Members.
    pub members: Arc<Members>,
    /// API keys.
    pub api_keys: Arc<ApiKeys>,
    /// Settings of the workspace itself.
    pub workspace: Arc<WorkspaceSettings>,
    /// The audit trail.
    pub audit: Arc<AuditLog>,
    /// What was given up.
    pub dead_letters: Arc<DeadLetters>,
    /// The simulated callers of a demo workspace.
    pub demo: Arc<DemoControl>,
    /// What is new, for open screens.
    pub live: Arc<dyn LiveFeed>,
    /// Whether the server can do its work.
    pub health: Arc<dyn Health>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Ids of requests.
    pub ids: Arc<dyn IdGen>,
}

/// Tells whether the server can do its work. Answered by the composition root, which knows what the server needs.
#[async_trait::async_trait]
pub trait Health: Send + Sync {
    /// `Err` with the name of the part that does not answer, such as `database`.
    async fn check(&self) -> Result<(), &'static str>;
}
