//! The stores of the follow-ups.

mod board;
mod inbox;
mod promise;
mod report;
mod repository;
mod row;
mod rule_book;
mod sweep;

pub(crate) use board::SqlFollowUpBoard;
pub(crate) use inbox::SqlNotificationInbox;
pub(crate) use report::SqlSlaReports;
pub(crate) use repository::{CONTACT_TEXT, SqlFollowUps};
pub(crate) use rule_book::SqlRuleBook;
pub(crate) use sweep::SqlClockSweep;
