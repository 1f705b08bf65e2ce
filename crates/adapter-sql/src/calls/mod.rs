//! The stores of the calls.

mod analytics;
mod board;
mod catalogue;
mod claims;
mod counted;
mod desk;
mod exports;
mod filter;
pub(crate) mod jobs;
mod list_row;
mod over_time;
mod repository;
pub(crate) mod row;
mod wallboard;

pub(crate) use analytics::SqlCallAnalytics;
pub(crate) use board::SqlCallBoard;
pub(crate) use catalogue::SqlDispositions;
pub(crate) use claims::SqlTriageClaims;
pub(crate) use exports::{SqlExportBoard, SqlExportFiles};
pub(crate) use jobs::SqlCallJobs;
pub(crate) use repository::SqlCalls;
pub(crate) use wallboard::SqlWallboardLimits;
