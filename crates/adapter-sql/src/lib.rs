#![doc = include_str!("../README.md")]

pub mod backup;
mod calls;
mod columns;
mod commit;
mod consent;
mod cursor;
mod customers;
mod database;
mod dialect;
mod documents;
mod error;
mod followups;
mod keyset;
mod live;
mod local_time;
mod media;
mod messaging;
mod plans;
mod scoped;
mod search;
mod store;
mod stored;
mod stores;
mod switchboard;
mod tx;
mod workflows;
mod workspaces;

pub use database::{
    Connections, Database, DatabaseError, DatabaseOptions, Fitness, migrate, pending_migrations,
};
pub use plans::{Plan, Plans};
pub use stores::Stores;
