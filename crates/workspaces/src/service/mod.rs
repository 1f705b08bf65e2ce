//! What can be done with workspaces, members, sessions and keys: one method a use case.

mod accounts;
mod api_keys;
mod audit_log;
mod members;
mod passwords;
mod settings;
mod setup;

pub use accounts::{Accounts, AccountsPorts, Authenticated, AuthenticatedKey, SignIn, SignedIn};
pub use api_keys::{ApiKeys, ApiKeysPorts, CreatedKey};
pub use audit_log::AuditLog;
pub use members::{AddedMember, MemberRow, Members, MembersPorts, NewMember};
pub use passwords::{ResetLink, ResetView};
pub use settings::{SettingsPorts, WorkspaceSettings};
pub use setup::{Founded, NewOwner, NewWorkspace, Setup, SetupPorts};
