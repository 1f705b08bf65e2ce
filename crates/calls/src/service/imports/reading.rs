//! Reads a file as calls, portion by portion, wherever its bytes come from.

use super::CallImports;
use crate::{
    error::CallError,
    import::{
        BrokenRow, ColumnMap, ImportPlan, ImportedCall, Layout, Next, Place, Records, RowContext,
        read,
    },
    model::Disposition,
    ports::LocalToInstant,
};
use callboard_kernel::{Invalid, Scope, Timestamp};

/// Reads a file as calls.
pub struct CallLogReader {
    records: Records,
    columns: ColumnMap,
    plan: ImportPlan,
    region: String,
    zone: LocalToInstant,
    now: Timestamp,
    dispositions: Vec<Disposition>,
    wants: u64,
}

/// Rows of a file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Portion {
    /// Calls, with the line of each.
    pub calls: Vec<(u64, ImportedCall)>,
    /// Rows that are none.
    pub broken: Vec<BrokenRow>,
}

impl Portion {
    /// Rows in it.
    pub const fn rows(&self) -> usize {
        self.calls.len() + self.broken.len()
    }
}

/// Why a portion got no further row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fill {
    /// It has as many as wanted.
    Full,
    /// More bytes are needed, from [`CallLogReader::wants`] on.
    More,
    /// The file is over.
    End,
}

impl CallLogReader {
    /// Byte of the file that must be fed next.
    pub const fn wants(&self) -> u64 {
        self.wants
    }

    /// Where the next row begins.
    pub const fn place(&self) -> Place {
        self.records.place()
    }

    /// How it is read.
    pub const fn plan(&self) -> &ImportPlan {
        &self.plan
    }

    /// Feeds the next bytes; none end the file.
    pub fn feed(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            self.records.end();
        } else {
            self.wants += bytes.len() as u64;
            self.records.feed(bytes);
        }
    }

    /// Fills a portion with up to `most` rows.
    pub fn fill(&mut self, portion: &mut Portion, most: usize) -> Fill {
        let zone = &self.zone;
        let localise = |text: &str| zone(text);
        let context = RowContext {
            region: &self.region,
            localise: &localise,
            now: self.now,
            dispositions: &self.dispositions,
            direction: self.plan.direction,
            own_lines: &self.plan.own_lines,
        };
        while portion.rows() < most {
            match self.records.next_row() {
                Next::More => return Fill::More,
                Next::End => return Fill::End,
                Next::Row(raw) => {
                    let line = raw.line;
                    match read(raw, &self.columns, &context) {
                        Ok(call) => portion.calls.push((line, call)),
                        Err(broken) => portion.broken.push(broken),
                    }
                }
            }
        }
        Fill::Full
    }
}

impl CallImports {
    /// A reader of a file from a place on, by its plan.
    pub async fn reader(
        &self,
        scope: &Scope,
        layout: &Layout,
        plan: &ImportPlan,
        place: Place,
    ) -> Result<CallLogReader, CallError> {
        let zone = self.ports.times.zone(&plan.time_zone);
        let columns = plan.check(layout, zone.is_some())?;
        let zone =
            zone.ok_or_else(|| Invalid::field("time_zone", "unknown_value", "Is no zone."))?;
        let home = self.ports.home.home(scope).await?;
        let dispositions = self.ports.catalogue.load(scope).await?.value;
        Ok(CallLogReader {
            records: layout.records(place),
            columns,
            plan: plan.clone(),
            region: home.region,
            zone,
            now: self.now(),
            dispositions,
            wants: place.offset,
        })
    }
}
