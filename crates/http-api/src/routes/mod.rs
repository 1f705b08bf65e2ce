//! The handlers, a module for each part of the API. A handler parses, calls one use case and translates the answer.

mod api_keys;
mod audit;
mod auth;
pub(crate) mod calls;
pub(crate) mod customers;
mod deliveries;
pub(crate) mod followups;
mod members;
pub(crate) mod notifications;
mod settings;
mod simulator;

use poem_openapi::Tags;

/// All handlers.
pub(crate) type All = (
    (auth::AuthApi, members::MembersApi, api_keys::ApiKeysApi),
    (settings::WorkspaceApi, settings::HoursApi, settings::SlaRulesApi, settings::DispositionsApi),
    (calls::ListApi, calls::TriageApi, calls::CallApi, calls::OutcomeApi, calls::ContactApi),
    (followups::FollowUpsApi, followups::OfCallApi, notifications::NotificationsApi),
    (customers::CustomersApi, customers::TimelineApi),
    (audit::AuditApi, deliveries::DeliveriesApi, simulator::SimulatorApi),
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
        (calls::ListApi, calls::TriageApi, calls::CallApi, calls::OutcomeApi, calls::ContactApi),
        (followups::FollowUpsApi, followups::OfCallApi, notifications::NotificationsApi),
        (customers::CustomersApi, customers::TimelineApi),
        (audit::AuditApi, deliveries::DeliveriesApi, simulator::SimulatorApi),
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
    /// The queue of calls that need a decision.
    Triage,
    /// Promises and their clocks.
    FollowUps,
    /// In-app notifications and counts for badges.
    Notifications,
    /// Customers and their timelines.
    Customers,
    /// Who changed what.
    Audit,
    /// What should have followed from an event and was given up.
    Deliveries,
    /// The simulated callers of a demo workspace.
    Simulator,
}
