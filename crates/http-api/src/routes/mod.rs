//! The handlers, a module for each part of the API. A handler parses, calls one use case and translates the answer.

pub(crate) mod analytics;
mod api_keys;
mod audit;
mod auth;
pub(crate) mod calls;
pub(crate) mod consent;
pub(crate) mod customers;
mod deliveries;
mod exports;
pub(crate) mod followups;
mod imports;
mod mail;
mod media;
mod members;
pub(crate) mod messaging;
mod names;
pub(crate) mod notifications;
mod phone;
pub(crate) mod refused;
mod settings;
mod simulator;
mod wallboard;

use poem_openapi::Tags;

/// All handlers.
pub(crate) type All = (
    (auth::AuthApi, members::MembersApi, api_keys::ApiKeysApi),
    (settings::WorkspaceApi, settings::HoursApi, settings::SlaRulesApi, settings::DispositionsApi),
    (
        calls::ListApi,
        calls::ViewsApi,
        calls::TriageApi,
        calls::CallApi,
        calls::OutcomeApi,
        calls::ContactApi,
    ),
    (calls::BulkApi, calls::BulkJobsApi),
    (followups::FollowUpsApi, followups::OfCallApi, notifications::NotificationsApi),
    (customers::CustomersApi, customers::TimelineApi),
    (exports::AskApi, exports::ExportsApi, exports::FileApi, exports::PrintApi),
    (audit::AuditApi, deliveries::DeliveriesApi, mail::MailApi, simulator::SimulatorApi),
    (analytics::OverviewApi, analytics::TrendsApi, analytics::AgentsApi, analytics::SlaApi),
    (wallboard::WallboardApi, settings::WallboardLimitsApi),
    imports::ImportsApi,
    (
        phone::LinesApi,
        phone::StationApi,
        phone::PlacedApi,
        phone::SetupApi,
        phone::CheckApi,
        phone::RoomsApi,
    ),
    (
        consent::ContactsApi,
        consent::LedgerApi,
        consent::PermissionApi,
        consent::CallPermissionApi,
        consent::BlockedApi,
        consent::OptOutApi,
        consent::ListApi,
        consent::ComplianceApi,
        consent::ContactSettingsApi,
        calls::SpamApi,
    ),
    (
        messaging::ConversationsApi,
        messaging::WritingApi,
        messaging::MessagesApi,
        messaging::OfNumberApi,
        messaging::TemplatesApi,
        messaging::TextSettingsApi,
    ),
    (
        media::AttachmentsApi,
        media::RecordingsApi,
        media::TranscriptsApi,
        media::FilesApi,
        media::RetentionApi,
    ),
);

/// All handlers. They keep nothing: what they call comes with the request.
pub(crate) const fn all() -> All {
    (
        (auth::AuthApi, members::MembersApi, api_keys::ApiKeysApi),
        (
            settings::WorkspaceApi,
            settings::HoursApi,
            settings::SlaRulesApi,
            settings::DispositionsApi,
        ),
        (
            calls::ListApi,
            calls::ViewsApi,
            calls::TriageApi,
            calls::CallApi,
            calls::OutcomeApi,
            calls::ContactApi,
        ),
        (calls::BulkApi, calls::BulkJobsApi),
        (followups::FollowUpsApi, followups::OfCallApi, notifications::NotificationsApi),
        (customers::CustomersApi, customers::TimelineApi),
        (exports::AskApi, exports::ExportsApi, exports::FileApi, exports::PrintApi),
        (audit::AuditApi, deliveries::DeliveriesApi, mail::MailApi, simulator::SimulatorApi),
        (analytics::OverviewApi, analytics::TrendsApi, analytics::AgentsApi, analytics::SlaApi),
        (wallboard::WallboardApi, settings::WallboardLimitsApi),
        imports::ImportsApi,
        (
            phone::LinesApi,
            phone::StationApi,
            phone::PlacedApi,
            phone::SetupApi,
            phone::CheckApi,
            phone::RoomsApi,
        ),
        (
            consent::ContactsApi,
            consent::LedgerApi,
            consent::PermissionApi,
            consent::CallPermissionApi,
            consent::BlockedApi,
            consent::OptOutApi,
            consent::ListApi,
            consent::ComplianceApi,
            consent::ContactSettingsApi,
            calls::SpamApi,
        ),
        (
            messaging::ConversationsApi,
            messaging::WritingApi,
            messaging::MessagesApi,
            messaging::OfNumberApi,
            messaging::TemplatesApi,
            messaging::TextSettingsApi,
        ),
        (
            media::AttachmentsApi,
            media::RecordingsApi,
            media::TranscriptsApi,
            media::FilesApi,
            media::RetentionApi,
        ),
    )
}

/// Parts of the API.
#[derive(Tags)]
pub(crate) enum Part {
    /// Signing in and out, sessions, passwords.
    Auth,
    /// Members of the workspace.
    Members,
    /// Keys for programs.
    ApiKeys,
    /// Rules, hours and dispositions.
    Settings,
    /// The call log.
    Calls,
    /// The same change to many calls.
    Bulk,
    /// The queue of calls that need a decision.
    Triage,
    /// Promises and their clocks.
    FollowUps,
    /// In-app notifications and counts for badges.
    Notifications,
    /// Texts, conversations and templates.
    Messaging,
    /// Customers and their timelines.
    Customers,
    /// Who may be contacted how and when.
    Consent,
    /// Recordings, transcripts and attachments of calls.
    Media,
    /// Reports and the wallboard.
    Analytics,
    /// Call logs that are taken in.
    Imports,
    /// Calls as files and on paper.
    Exports,
    /// Who changed what.
    Audit,
    /// What should have followed from an event and was given up.
    Deliveries,
    /// The simulated callers of a demo workspace.
    Simulator,
    /// Lines, where members are rung, calls that members place.
    Phone,
}
