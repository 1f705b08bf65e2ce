//! The stores of the calls.

mod analytics;
mod board;
mod bounded;
mod bulk;
mod catalogue;
mod claims;
mod counted;
mod desk;
mod exports;
mod filter;
mod imports;
pub(crate) mod jobs;
mod list_row;
mod over_time;
mod repository;
pub(crate) mod row;
mod terms;
mod traces;
mod views;
mod wallboard;

pub(crate) use analytics::SqlCallAnalytics;
pub(crate) use board::SqlCallBoard;
pub(crate) use bulk::SqlBulk;
pub(crate) use catalogue::SqlDispositions;
pub(crate) use claims::SqlTriageClaims;
pub(crate) use exports::{SqlExportBoard, SqlExportFiles};
pub(crate) use imports::SqlCallImports;
pub(crate) use jobs::SqlCallJobs;
pub(crate) use repository::SqlCalls;
pub(crate) use traces::SqlCallTraces;
pub(crate) use views::SqlCallViews;
pub(crate) use wallboard::SqlWallboardLimits;
