//! Calls: the list, one call, its outcome, its customer, and the triage queue.

mod call;
mod contact;
mod detail;
mod list;
mod outcome;
mod query;
pub(crate) mod row;
mod triage;
mod words;

pub(crate) use call::CallApi;
pub(crate) use contact::ContactApi;
pub(crate) use list::ListApi;
pub(crate) use outcome::OutcomeApi;
pub(crate) use triage::TriageApi;
