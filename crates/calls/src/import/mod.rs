//! Reading a call log from a file: how its bytes fall into rows, which column is what, and what a row means. Pure; who
//! reads hands over the bytes and knows the time zone. Cells are data: text that looks like a formula is kept as it is and
//! never evaluated.

mod columns;
mod encoding;
mod layout;
mod moment;
mod plan;
mod reading;
mod record;
mod records;
mod row;

pub use columns::{ColumnMap, Field, Recognised, UnknownColumns, recognise};
pub use encoding::Encoding;
pub use layout::{HEAD, Layout, LayoutError};
pub use plan::{Duplicates, ImportPlan, header_key};
pub use reading::{BrokenRow, WrongCell, csv_line, errors_header, read};
pub use record::{
    CallImport, CheckReport, ImportCounts, ImportPhase, ImportRefusal, ImportSource, ImportState,
    MAX_FILE, PART, ROLLBACK_WITHIN, ReportedCall, ReportedError, RollbackCounts, part_of,
};
pub use records::{Next, Place, RawRow, Records, RowFault, Separator};
pub use row::{RowContext, read_row};

use crate::model::{CallStatus, Direction, LeadSource};
use callboard_kernel::{Phone, Timestamp};
use time::Duration;

/// A row of a call log, understood.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportedCall {
    /// The carrier's own id; made from the row's content when the file has none, so that reading the same file again
    /// finds the same calls.
    pub provider_call_id: String,
    /// Which way.
    pub direction: Direction,
    /// How it ended.
    pub status: CallStatus,
    /// Number of the caller; `None` when withheld.
    pub from: Option<Phone>,
    /// Number that was called.
    pub to: Option<Phone>,
    /// First ring.
    pub started_at: Timestamp,
    /// Seconds of talking.
    pub duration_s: i64,
    /// When the line went dead, when the file says it.
    pub hung_up_at: Option<Timestamp>,
    /// Name of the other party.
    pub caller_name: String,
    /// Where the caller heard of us.
    pub lead_source: LeadSource,
    /// Key of the disposition.
    pub disposition: Option<String>,
    /// Estimated value in cents.
    pub value_est_cents: Option<i64>,
    /// Labels.
    pub tags: Vec<String>,
    /// Notes.
    pub notes: String,
    /// Where the recording is.
    pub recording_url: Option<String>,
}

impl ImportedCall {
    /// The number of the other party.
    pub const fn other_party(&self) -> Option<&Phone> {
        match self.direction {
            Direction::In => self.from.as_ref(),
            Direction::Out => self.to.as_ref(),
        }
    }

    /// When the line went dead.
    pub fn ended_at(&self) -> Timestamp {
        let talked = self.started_at + Duration::seconds(self.duration_s);
        self.hung_up_at.map_or(talked, |at| at.max(talked))
    }
}
