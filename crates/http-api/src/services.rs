//! Everything that the API calls, as the composition root hands it over.

use crate::{
    auth::{SignedLinks, Site},
    limits::RateLimits,
    metrics::HttpMetrics,
    view_counts::ViewCounts,
};
use callboard_calls::{BulkChanges, CallImports, CallViews, Calls, Exports};
use callboard_consent::Consents;
use callboard_customers::Customers;
use callboard_followups::FollowUps;
use callboard_kernel::{Clock, IdGen};
use callboard_media::Media;
use callboard_messaging::Messaging;
use callboard_switchboard::Switchboard;
use callboard_workflows::{DeadLetters, MailDesk, MailRoom, ports::LiveFeed};
use callboard_workspaces::{Accounts, ApiKeys, AuditLog, DemoControl, Members, WorkspaceSettings};
use std::sync::Arc;

/// The use cases behind the API.
pub struct ApiServices {
    /// Where the product is reached by browsers.
    pub site: Site,
    /// How many requests anybody may send.
    pub limits: RateLimits,
    /// Calls, outcomes, triage and dispositions.
    pub calls: Arc<Calls>,
    /// Saved views of the call list.
    pub call_views: Arc<CallViews>,
    /// How many calls they hold.
    pub view_counts: ViewCounts,
    /// The same change to many calls.
    pub bulk: Arc<BulkChanges>,
    /// Imports of call logs.
    pub call_imports: Arc<CallImports>,
    /// Calls as files and on paper.
    pub exports: Arc<Exports>,
    /// Links that open files.
    pub links: SignedLinks,
    /// Follow-ups, notifications, business hours and SLA rules.
    pub follow_ups: Arc<FollowUps>,
    /// Who may be contacted how and when.
    pub consents: Arc<Consents>,
    /// Texts, conversations and templates.
    pub messaging: Arc<Messaging>,
    /// Customers and their timelines.
    pub customers: Arc<Customers>,
    /// Recordings, transcripts and attachments.
    pub media: Arc<Media>,
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
    /// Mail that waits.
    pub mail: Arc<MailRoom>,
    /// Mail that needs a person.
    pub mail_desk: Arc<MailDesk>,
    /// Scheme and host under which the telephone company reaches the server; its signatures are made over them.
    pub hooks_origin: String,
    /// From where it may report.
    pub hooks_from: crate::Reporters,
    /// Whether telephones in browsers talk to Twilio, which the pages must then be allowed to.
    pub browsers_call_twilio: bool,
    /// Lines, stations, reports of the telephone company, calls that members place.
    pub switchboard: Arc<Switchboard>,
    /// The simulated callers of a demo workspace.
    pub demo: Arc<DemoControl>,
    /// What is new, for open screens.
    pub live: Arc<dyn LiveFeed>,
    /// Whether the server can do its work.
    pub health: Arc<dyn Health>,
    /// What is counted of requests and open screens.
    pub metrics: HttpMetrics,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Ids of requests.
    pub ids: Arc<dyn IdGen>,
}

/// Tells whether the server can do its work. Answered by the composition root, which knows what the server needs.
#[async_trait::async_trait]
pub trait Health: Send + Sync {
    /// `Ok` when requests should come here.
    async fn ready(&self) -> Result<(), NotReady>;
}

/// Why requests should go elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotReady {
    /// The database does not answer.
    Database,
    /// The schema lacks something; migrations are pending.
    Schema,
    /// The disk is full, or may only be read.
    Storage,
    /// The server was asked to stop.
    Stopping,
}

impl NotReady {
    /// Stable word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Database => "database_unreachable",
            Self::Schema => "schema_outdated",
            Self::Storage => "no_storage",
            Self::Stopping => "stopping",
        }
    }

    /// Sentence for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Database => "The database does not answer.",
            Self::Schema => "The schema is older than this program; run `callboard migrate`.",
            Self::Storage => "Nothing can be saved: the disk is full, or may only be read.",
            Self::Stopping => "The server stops.",
        }
    }
}
