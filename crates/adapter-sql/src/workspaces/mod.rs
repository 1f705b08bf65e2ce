//! The stores of workspaces, members, credentials and the audit trail.

mod audit;
mod demo_traffic;
mod identity;
mod keys;
mod members;
pub(crate) mod names;
mod resets;
mod row;
pub(crate) mod senders;
mod sessions;
mod tenant;
mod throttle;

pub(crate) use audit::SqlAuditTrail;
pub(crate) use demo_traffic::SqlDemoTraffic;
pub(crate) use identity::{SqlSignInDirectory, SqlWorkspaceDirectory};
pub(crate) use keys::SqlApiKeys;
pub(crate) use members::SqlMembers;
pub(crate) use resets::SqlPasswordResets;
pub(crate) use sessions::SqlSessions;
pub(crate) use tenant::SqlWorkspaces;
pub(crate) use throttle::SqlLoginThrottle;
