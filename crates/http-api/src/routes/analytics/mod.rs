//! Reports: calls at a glance and over time, agents, kept promises.

mod agents;
mod figures;
mod overview;
mod period;
mod sla;
mod trends;

pub(crate) use agents::AgentsApi;
pub(crate) use overview::OverviewApi;
pub(crate) use period::rounded;
pub(crate) use sla::SlaApi;
pub(crate) use trends::TrendsApi;
