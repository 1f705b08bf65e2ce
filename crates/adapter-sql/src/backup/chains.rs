//! The audit chains of a backup, walked as its rows go by.

use super::{BackupError, cell::Cell, stream::Part, tables::Table};
use callboard_kernel::{WorkspaceId, timestamp};
use callboard_workspaces::chain::{
    ChainEntry, ChainFault, ChainHash, ChainHead, ChainReport, ChainWalk, ChainedEntry,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An audit trail that does not hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BrokenChain {
    /// Whose.
    pub workspace: WorkspaceId,
    /// The first entry at which it does not.
    pub seq: i64,
    /// Why.
    pub fault: ChainFault,
}

/// The chains of all workspaces.
#[derive(Default)]
pub(super) struct Chains {
    table: Option<Table>,
    walks: BTreeMap<Uuid, (ChainWalk, Option<(i64, ChainFault)>)>,
    heads: BTreeMap<Uuid, ChainHead>,
}

impl Chains {
    /// Takes what the reader gave.
    pub(super) fn see(&mut self, part: &Part) -> Result<(), BackupError> {
        match part {
            Part::Table(table) => self.table = Some(table.clone()),
            Part::Row(cells) => {
                let Some(table) = self.table.take() else { return Ok(()) };
                match table.name.as_str() {
                    "audit_entries" => self.entry(&Line { table: &table, cells })?,
                    "workspace_heads" => self.head(&Line { table: &table, cells })?,
                    _ => {}
                }
                self.table = Some(table);
            }
            Part::TableEnd(_) | Part::File(_) | Part::Piece(_) | Part::FileEnd | Part::End(_) => {}
        }
        Ok(())
    }

    /// The chains that do not hold, after the last row.
    pub(super) fn broken(&self) -> Vec<BrokenChain> {
        let report = |(id, head): (&Uuid, &ChainHead)| {
            let fresh = (ChainWalk::new(WorkspaceId(*id)), None);
            let (walk, fault) = self.walks.get(id).unwrap_or(&fresh);
            let report: ChainReport = match fault {
                Some(fault) => walk.broken(*fault),
                None => walk.finish(*head),
            };
            let (seq, fault) = report.fault?;
            Some(BrokenChain { workspace: WorkspaceId(*id), seq, fault })
        };
        self.heads.iter().filter_map(report).collect()
    }

    fn head(&mut self, line: &Line<'_>) -> Result<(), BackupError> {
        let head = ChainHead { seq: line.int("audit_seq")?, hash: line.hash("audit_hash")? };
        self.heads.insert(line.id("workspace_id")?, head);
        Ok(())
    }

    fn entry(&mut self, line: &Line<'_>) -> Result<(), BackupError> {
        let id = line.id("workspace_id")?;
        let fresh = || (ChainWalk::new(WorkspaceId(id)), None);
        let (walk, fault) = self.walks.entry(id).or_insert_with(fresh);
        if fault.is_none() {
            *fault = walk.step(&line.chained(WorkspaceId(id))?).err();
        }
        Ok(())
    }
}

/// A row by the names of its columns.
struct Line<'a> {
    table: &'a Table,
    cells: &'a [Cell],
}

impl Line<'_> {
    fn cell(&self, column: &str) -> Result<&Cell, BackupError> {
        let place = self.table.place(column);
        place.and_then(|place| self.cells.get(place)).ok_or_else(|| self.wrong())
    }

    fn wrong(&self) -> BackupError {
        BackupError::Columns(self.table.name.clone())
    }

    fn id(&self, column: &str) -> Result<Uuid, BackupError> {
        self.cell(column)?.uuid().ok_or_else(|| self.wrong())
    }

    fn int(&self, column: &str) -> Result<i64, BackupError> {
        self.cell(column)?.int().ok_or_else(|| self.wrong())
    }

    fn text(&self, column: &str) -> Result<&str, BackupError> {
        self.cell(column)?.text().ok_or_else(|| self.wrong())
    }

    fn hash(&self, column: &str) -> Result<ChainHash, BackupError> {
        ChainHash::from_hex(self.text(column)?).ok_or_else(|| self.wrong())
    }

    fn chained(&self, workspace: WorkspaceId) -> Result<ChainedEntry, BackupError> {
        Ok(ChainedEntry {
            entry: ChainEntry {
                workspace,
                seq: self.int("seq")?,
                id: self.id("id")?,
                at: timestamp(self.int("at")?),
                actor: serde_json::from_str(self.text("actor")?)?,
                action: self.text("action")?.to_owned(),
                target_kind: self.text("target_kind")?.to_owned(),
                target_id: self.id("target_id")?,
                before: serde_json::from_str(self.text("before_json")?)?,
                after: serde_json::from_str(self.text("after_json")?)?,
                note: self.text("note")?.to_owned(),
            },
            previous: self.hash("prev_hash")?,
            hash: self.hash("hash")?,
        })
    }
}
