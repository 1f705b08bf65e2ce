//! Customers and their timelines.

pub(crate) mod card;
mod customer;
pub(crate) mod edit;
pub(crate) mod row;
mod timeline;
mod words;

pub(crate) use customer::CustomersApi;
pub(crate) use timeline::TimelineApi;
