//! Calls: the list, changes of many, one call, its outcome, its customer, and the triage queue.

mod bulk;
mod call;
mod contact;
mod detail;
mod list;
mod outcome;
mod query;
pub(crate) mod row;
mod spam;
mod triage;
mod views;
mod words;

pub(crate) use bulk::{BulkApi, BulkJobsApi};
pub(crate) use call::CallApi;
pub(crate) use contact::ContactApi;
pub(crate) use list::ListApi;
pub(crate) use outcome::OutcomeApi;
pub(crate) use query::CallFilters;
pub(crate) use spam::SpamApi;
pub(crate) use triage::TriageApi;
pub(crate) use views::ViewsApi;
