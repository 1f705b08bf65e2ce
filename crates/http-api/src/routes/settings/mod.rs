//! Settings: the workspace, business hours, SLA rules, dispositions, the wallboard.

mod dispositions;
mod hours;
mod sla_rules;
mod wallboard;
pub(crate) mod workspace;

pub(crate) use dispositions::DispositionsApi;
pub(crate) use hours::{HoursApi, TimeBlock};
pub(crate) use sla_rules::SlaRulesApi;
pub(crate) use wallboard::WallboardLimitsApi;
pub(crate) use workspace::WorkspaceApi;
