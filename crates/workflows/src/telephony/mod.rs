//! From the switchboard's words into those of the call log.

mod line_report;

pub(crate) use line_report::{in_the_log, order_report};
