//! The stores of the calls.

mod board;
mod catalogue;
mod claims;
mod filter;
mod list_row;
mod repository;
pub(crate) mod row;

pub(crate) use board::SqlCallBoard;
pub(crate) use catalogue::SqlDispositions;
pub(crate) use claims::SqlTriageClaims;
pub(crate) use repository::SqlCalls;
