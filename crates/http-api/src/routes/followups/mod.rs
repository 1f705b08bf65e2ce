//! Follow-ups: promises to come back to somebody, and their clocks.

mod of_call;
mod query;
pub(crate) mod row;
mod task;
mod words;

pub(crate) use of_call::OfCallApi;
pub(crate) use task::FollowUpsApi;
