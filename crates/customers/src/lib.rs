#![doc = include_str!("../README.md")]

mod board;
mod error;
mod events;
pub mod model;
pub mod ports;
mod service;

pub use board::{
    CustomerFilter, CustomerRow, CustomerSort, CustomerSortKey, PhoneOfRow, TimelineRow,
};
pub use error::CustomerError;
pub use events::{CustomerEvent, CustomerFacts};
pub use service::{CausedBy, Customers, CustomersPorts};
