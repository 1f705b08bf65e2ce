#![doc = include_str!("../README.md")]

mod board;
pub mod chain;
pub mod demo_traffic;
mod error;
mod events;
pub mod model;
pub mod ports;
mod service;

pub use board::{AuditFilter, AuditRow, KeyRow, SessionRow};
pub use demo_traffic::{DemoControl, DemoTraffic, DemoTrafficError, DemoTrafficStore};
pub use error::WorkspaceError;
pub use events::{MemberFacts, WorkspaceEvent};
pub use service::{
    Accounts, AccountsPorts, AddedMember, ApiKeys, ApiKeysPorts, AuditLog, Authenticated,
    AuthenticatedKey, CreatedKey, Founded, MemberRow, Members, MembersPorts, NewMember, NewOwner,
    NewWorkspace, ResetLink, ResetView, SettingsPorts, Setup, SetupPorts, SignIn, SignedIn,
    WorkspaceSettings,
};
