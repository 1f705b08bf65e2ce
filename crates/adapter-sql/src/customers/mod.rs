//! The stores of the customers.

mod board;
mod interactions;
mod repository;
pub(crate) mod row;

pub(crate) use board::SqlCustomerBoard;
pub(crate) use interactions::SqlInteractions;
pub(crate) use repository::SqlCustomers;
