//! The stores of the consent domain.

mod board;
mod book;
pub(crate) mod heads;
mod projection;
mod row;

pub(crate) use board::SqlConsentBoard;
pub(crate) use book::SqlConsentBook;
