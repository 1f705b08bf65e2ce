#![doc = include_str!("../README.md")]

mod calls;
mod commit;
mod cursor;
mod customers;
mod database;
mod dialect;
mod documents;
mod error;
mod followups;
mod keyset;
mod live;
mod scoped;
mod store;
mod stored;
mod stores;
mod tx;
mod workflows;
mod workspaces;

pub use database::{Database, DatabaseError, DatabaseOptions, migrate, pending_migrations};
pub use stores::Stores;
