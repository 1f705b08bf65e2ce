//! Calls as files and on paper.

mod ask;
mod card;
mod export;
mod file;
mod listing;
mod print;

pub(crate) use ask::AskApi;
pub(crate) use file::FileApi;
pub(crate) use listing::ExportsApi;
pub(crate) use print::PrintApi;

use crate::fields::vocabulary;
use callboard_calls::export::{ExportColumn, ExportFormat, ExportStatus};

vocabulary! {
    ExportColumn => "ExportColumn",
    ExportFormat => "ExportFormat",
    ExportStatus => "ExportStatus",
}
