#![doc = include_str!("../README.md")]

mod board;
pub mod chain;
pub mod demo_traffic;
mod error;
mod events;
pub mod model;
pub mod ports;

pub use board::{AuditFilter, AuditRow, KeyRow, SessionRow};
pub use demo_traffic::{DemoControl, DemoTraffic, DemoTrafficError, DemoTrafficStore};
pub use error::WorkspaceError;
pub use events::{MemberFacts, WorkspaceEvent};
