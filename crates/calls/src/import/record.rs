//! One import from the first byte of its file to its rollback.

use super::{layout::Layout, plan::ImportPlan, records::Place};
use crate::jobs::CallJob;
use callboard_kernel::{Actor, CallId, CallImportId, CallJobId, Invalid, Phone, Timestamp, words};
use serde::{Deserialize, Serialize};
use time::Duration;

/// The largest file that is taken, in bytes.
pub const MAX_FILE: u64 = 1024 * 1024 * 1024;
/// Files are kept in parts of this many bytes; only the last one is shorter.
pub const PART: u64 = 4 * 1024 * 1024;
/// Characters of a file's name.
const MAX_NAME: usize = 200;
/// How long an import can be taken back (domain rule 11.4).
pub const ROLLBACK_WITHIN: Duration = Duration::days(7);

words! {
    /// Where a file came from.
    pub enum ImportSource {
        /// A browser or a program sent it.
        Upload = "upload",
        /// The command `callboard import calls` reads it where it lies.
        Command = "command",
    }
}

words! {
    /// What an import was last asked to do; how far that is stands in its job.
    pub enum ImportPhase {
        /// Its file is on the way.
        Receiving = "receiving",
        /// Its file is here and waits for a decision.
        Ready = "ready",
        /// It looks what would come of it.
        Checking = "checking",
        /// It takes calls in.
        Importing = "importing",
        /// It takes them out again.
        RollingBack = "rolling_back",
    }
}

words! {
    /// Where an import is, in one word.
    pub enum ImportState {
        /// The file is on the way, or was broken off.
        Receiving = "receiving",
        /// The file is here.
        Ready = "ready",
        /// The dry run is at work.
        Checking = "checking",
        /// The dry run is done.
        Checked = "checked",
        /// Calls come in.
        Importing = "importing",
        /// All rows were read.
        Imported = "imported",
        /// A person stopped it, or the command broke off; what came in is there.
        Stopped = "stopped",
        /// It was given up; what came in is there.
        Failed = "failed",
        /// Calls go out again.
        RollingBack = "rolling_back",
        /// What had not changed is gone.
        RolledBack = "rolled_back",
        /// Taking it back was stopped or given up; it can be asked for again.
        RollbackStopped = "rollback_stopped",
    }
}

/// What became of the rows of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Rows read.
    pub rows: u64,
    /// Calls that are new.
    pub written: u64,
    /// Known calls that got something from the file.
    pub updated: u64,
    /// Rows left out because their call is known, or has what the row says already.
    pub left_out: u64,
    /// Rows that cannot be understood.
    pub broken: u64,
}

/// What became of the calls of an import that is taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RollbackCounts {
    /// Calls that are gone.
    pub removed: u64,
    /// Calls that are again as they were before it.
    pub restored: u64,
    /// Calls that stay, because something came after it.
    pub kept: u64,
}

/// What a dry run found.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct CheckReport {
    /// Rows as they would be counted.
    pub counts: ImportCounts,
    /// The first broken rows.
    pub errors: Vec<ReportedError>,
    /// The first known calls.
    pub known: Vec<ReportedCall>,
}

/// Something wrong with a row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReportedError {
    /// Line of the file.
    pub line: u64,
    /// Header of the column, or `row`.
    pub column: String,
    /// What the cell holds, shortened.
    pub value: String,
    /// Stable word.
    pub code: String,
    /// Sentence for people.
    pub message: String,
}

/// A row whose call is known.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ReportedCall {
    /// Line of the file.
    pub line: u64,
    /// The carrier's id.
    pub provider_call_id: String,
    /// The known call; `None` when it stands earlier in the file.
    pub call: Option<CallId>,
    /// First ring, as the row has it.
    #[serde(with = "time::serde::timestamp::milliseconds")]
    pub started_at: Timestamp,
    /// The other party, as the row has it.
    pub number: Option<Phone>,
}

/// An import.
#[derive(Clone, PartialEq, Debug)]
pub struct CallImport {
    /// Its id, which its calls carry.
    pub id: CallImportId,
    /// Name of the file.
    pub name: String,
    /// Bytes of the file.
    pub size: u64,
    /// Bytes that are here.
    pub received: u64,
    /// Where the file came from.
    pub source: ImportSource,
    /// What it was last asked to do.
    pub phase: ImportPhase,
    /// What the file is, once it is here.
    pub layout: Option<Layout>,
    /// How it shall be read.
    pub plan: Option<ImportPlan>,
    /// What a dry run with this plan found.
    pub check: Option<CheckReport>,
    /// Where the import goes on.
    pub position: Option<Place>,
    /// What became of its rows.
    pub counts: ImportCounts,
    /// What became of its calls when it was taken back.
    pub rollback: RollbackCounts,
    /// The job of its phase.
    pub job: Option<CallJobId>,
    /// Who brought the file.
    pub actor: Actor,
    /// When it was announced.
    pub created_at: Timestamp,
    /// When calls began to come in.
    pub started_at: Option<Timestamp>,
    /// When all rows were read.
    pub imported_at: Option<Timestamp>,
    /// When it was taken back.
    pub rolled_back_at: Option<Timestamp>,
    /// When the file was removed.
    pub file_removed_at: Option<Timestamp>,
}

/// Why an import does not do what it is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ImportRefusal {
    /// A job of it is at work.
    #[error("the import is at work; wait for it or stop it")]
    Busy,
    /// Its file is not here as a whole.
    #[error("the file is not here as a whole yet")]
    NotHere,
    /// Its file was removed.
    #[error("the file was removed; send it again")]
    FileRemoved,
    /// Its calls are in already.
    #[error("calls of this file are in already")]
    Begun,
    /// Everything it had is in.
    #[error("all rows of this file were read")]
    Over,
    /// No call of it is there to be taken out.
    #[error("no call of this import can be taken out")]
    NothingToRollBack,
    /// The time to take it back is over.
    #[error("an import can be taken back within seven days")]
    TooLate,
    /// Bytes came that do not follow those that are here.
    #[error("the next bytes must be those from {received} on")]
    OtherBytes {
        /// How many are here.
        received: u64,
    },
}

impl ImportRefusal {
    /// Stable word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Busy => "import_busy",
            Self::NotHere => "file_incomplete",
            Self::FileRemoved => "file_removed",
            Self::Begun => "import_begun",
            Self::Over => "import_over",
            Self::NothingToRollBack => "nothing_to_roll_back",
            Self::TooLate => "rollback_too_late",
            Self::OtherBytes { .. } => "other_bytes_expected",
        }
    }
}

impl CallImport {
    /// A file that is about to come.
    pub fn announced(
        id: CallImportId,
        name: &str,
        size: u64,
        actor: Actor,
        now: Timestamp,
    ) -> Result<Self, Invalid> {
        let mut wrong = Invalid::default();
        // A path tells where the file lay on somebody's disk; only its last part is the name.
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
        if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control)
        {
            wrong.push("name", "invalid_format", format!("Is 1 to {MAX_NAME} characters."));
        }
        if size == 0 {
            wrong.push("size", "out_of_range", "The file is empty.");
        } else if size > MAX_FILE {
            wrong.push("size", "out_of_range", "A file has at most 1 GiB; cut it in two.");
        }
        wrong.check()?;
        Ok(Self {
            id,
            name: name.to_owned(),
            size,
            received: 0,
            source: ImportSource::Upload,
            phase: ImportPhase::Receiving,
            layout: None,
            plan: None,
            check: None,
            position: None,
            counts: ImportCounts::default(),
            rollback: RollbackCounts::default(),
            job: None,
            actor,
            created_at: now,
            started_at: None,
            imported_at: None,
            rolled_back_at: None,
            file_removed_at: None,
        })
    }

    /// Where it is, given the job of its phase.
    pub fn state(&self, job: Option<&CallJob>) -> ImportState {
        use crate::jobs::JobState::{Cancelled, Completed, Failed, Pending, Running};
        let job = job.map(|job| job.state);
        match (self.phase, job) {
            (ImportPhase::Receiving, _) => ImportState::Receiving,
            (ImportPhase::Ready | ImportPhase::Checking, _) if self.check.is_some() => {
                ImportState::Checked
            }
            (ImportPhase::Checking, Some(Pending | Running)) => ImportState::Checking,
            (ImportPhase::Ready | ImportPhase::Checking, _) => ImportState::Ready,
            (ImportPhase::Importing, _) if self.imported_at.is_some() => ImportState::Imported,
            (ImportPhase::Importing, Some(Pending | Running)) => ImportState::Importing,
            (ImportPhase::Importing, Some(Failed)) => ImportState::Failed,
            (ImportPhase::Importing, Some(Cancelled | Completed) | None) => ImportState::Stopped,
            (ImportPhase::RollingBack, _) if self.rolled_back_at.is_some() => {
                ImportState::RolledBack
            }
            (ImportPhase::RollingBack, Some(Pending | Running)) => ImportState::RollingBack,
            (ImportPhase::RollingBack, _) => ImportState::RollbackStopped,
        }
    }

    /// Whether these bytes come next. All parts but the last are whole.
    pub fn takes(&self, offset: u64, bytes: u64) -> Result<(), ImportRefusal> {
        if self.phase != ImportPhase::Receiving {
            return Err(ImportRefusal::Begun);
        }
        let end = offset + bytes;
        let whole = bytes == PART || (end == self.size && bytes < PART);
        if offset == self.received && whole && bytes > 0 && end <= self.size {
            Ok(())
        } else {
            Err(ImportRefusal::OtherBytes { received: self.received })
        }
    }

    /// The file with its plan, if both are here and nothing is at work.
    pub fn readable(&self, job: Option<&CallJob>) -> Result<(&Layout, &ImportPlan), ImportRefusal> {
        if self.file_removed_at.is_some() {
            return Err(ImportRefusal::FileRemoved);
        }
        if job.is_some_and(|job| !job.state.is_final()) {
            return Err(ImportRefusal::Busy);
        }
        match (&self.layout, &self.plan) {
            (Some(layout), Some(plan)) => Ok((layout, plan)),
            _ => Err(ImportRefusal::NotHere),
        }
    }

    /// Whether it can still be decided how the file is read: no call of it is in.
    pub const fn is_undecided(&self) -> bool {
        self.started_at.is_none()
    }

    /// Until when it can be taken back; `None` when nothing came in, or it was taken back as far as possible.
    pub fn rollback_until(&self) -> Option<Timestamp> {
        let anything = self.counts.written + self.counts.updated > 0;
        let last = self.imported_at.or(self.started_at)?;
        (anything && self.rolled_back_at.is_none()).then(|| last + ROLLBACK_WITHIN)
    }

    /// Whether it may be taken back now.
    pub fn check_rollback(
        &self,
        job: Option<&CallJob>,
        now: Timestamp,
    ) -> Result<(), ImportRefusal> {
        if job.is_some_and(|job| !job.state.is_final()) {
            return Err(ImportRefusal::Busy);
        }
        match self.rollback_until() {
            None => Err(ImportRefusal::NothingToRollBack),
            Some(until) if until < now => Err(ImportRefusal::TooLate),
            Some(_) => Ok(()),
        }
    }
}

/// Name of the part of a file in which this byte lies, and how far into it.
pub fn part_of(offset: u64) -> (String, u64) {
    (format!("{:06}", offset / PART), offset % PART)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;
    use uuid::Uuid;

    const NOW: Timestamp = datetime!(2026-06-01 12:00 UTC);

    fn import(size: u64) -> CallImport {
        let actor = Actor::System { name: "test".to_owned() };
        CallImport::announced(CallImportId(Uuid::nil()), "C:\\logs\\may.csv", size, actor, NOW)
            .unwrap()
    }

    #[test]
    fn only_the_last_part_of_a_name_is_kept() {
        assert_eq!(import(10).name, "may.csv");
        let actor = Actor::System { name: "test".to_owned() };
        let refused =
            CallImport::announced(CallImportId(Uuid::nil()), " ", MAX_FILE + 1, actor, NOW);
        assert_eq!(refused.unwrap_err().0.len(), 2);
    }

    #[test]
    fn parts_come_in_order_and_whole() {
        let mut import = import(PART * 2 + 5);
        assert_eq!(import.takes(0, PART), Ok(()));
        assert_eq!(import.takes(0, 7), Err(ImportRefusal::OtherBytes { received: 0 }));
        assert_eq!(import.takes(PART, PART), Err(ImportRefusal::OtherBytes { received: 0 }));
        import.received = PART * 2;
        assert_eq!(import.takes(PART * 2, 5), Ok(()));
        assert!(import.takes(PART * 2, 6).is_err(), "longer than announced");
        assert_eq!(part_of(PART * 2 + 3), ("000002".to_owned(), 3));
    }

    #[test]
    fn it_can_be_taken_back_for_seven_days_when_something_came_in() {
        let mut import = import(10);
        assert_eq!(import.check_rollback(None, NOW), Err(ImportRefusal::NothingToRollBack));
        import.counts.written = 1;
        import.started_at = Some(NOW);
        assert_eq!(import.check_rollback(None, NOW + Duration::days(7)), Ok(()));
        let late = NOW + Duration::days(7) + Duration::seconds(1);
        assert_eq!(import.check_rollback(None, late), Err(ImportRefusal::TooLate));
        import.imported_at = Some(NOW + Duration::hours(1));
        assert_eq!(import.check_rollback(None, late), Ok(()), "the end counts");
        import.rolled_back_at = Some(NOW);
        assert!(import.check_rollback(None, NOW).is_err());
    }
}
