//! One piece of long work, as it is kept and shown.

use callboard_kernel::{Actor, AuditAction, AuditDraft, CallJobId, PortError, Timestamp, words};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

words! {
    /// What long work does.
    pub enum JobKind {
        /// The same change to many calls (S1-BLK-01).
        Bulk = "bulk",
        /// Takes a bulk change back.
        BulkUndo = "bulk_undo",
        /// Writes calls into a file (S1-EXP-01).
        Export = "export",
        /// Reads calls from a file.
        Import = "import",
        /// Takes an import back.
        ImportRollback = "import_rollback",
    }
}

words! {
    /// Where long work is in its life.
    pub enum JobState {
        /// Waits for a worker.
        Pending = "pending",
        /// A worker is at it, or was and another one will go on.
        Running = "running",
        /// Done.
        Completed = "completed",
        /// Given up; what was done stays done.
        Failed = "failed",
        /// Stopped by a person; what was done stays done.
        Cancelled = "cancelled",
    }
}

impl JobState {
    /// Whether nothing happens any more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled)
    }
}

/// How far long work is. `position` and `result` have a shape that only the kind knows.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    /// How many rows there are to do; `None` until it is known.
    pub total: Option<u64>,
    /// Rows done.
    pub done: u64,
    /// Rows left as they were.
    pub skipped: u64,
    /// Where to go on after a stop.
    pub position: Value,
    /// What came of it so far.
    pub result: Value,
}

impl Progress {
    /// Where to go on: the start when nothing was kept. What was kept and cannot be read is an error, because going on from
    /// the start would take work that was done for work of others.
    pub fn place<T: DeserializeOwned + Default>(&self) -> Result<T, PortError> {
        match &self.position {
            Value::Null => Ok(T::default()),
            kept => serde_json::from_value(kept.clone())
                .map_err(|error| PortError::broken("call_jobs.position", error)),
        }
    }
}

/// Long work that is asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct NewJob {
    /// Its id.
    pub id: CallJobId,
    /// What it does.
    pub kind: JobKind,
    /// What exactly; the kind knows the shape.
    pub spec: Value,
    /// Where it starts from.
    pub progress: Progress,
    /// The same key twice is the same job.
    pub idempotency_key: Option<String>,
    /// When it was asked for.
    pub at: Timestamp,
}

impl NewJob {
    /// The line of the audit trail: who asked for what.
    pub fn audit(&self) -> AuditDraft {
        let mut after = Map::new();
        after.insert("kind".to_owned(), Value::from(self.kind.as_str()));
        after.insert("spec".to_owned(), self.spec.clone());
        AuditDraft {
            action: AuditAction::Create,
            target_kind: "call_job",
            target_id: self.id.uuid(),
            before: Map::new(),
            after,
            note: String::new(),
        }
    }
}

/// Long work as it is kept.
#[derive(Clone, PartialEq, Debug)]
pub struct CallJob {
    /// Its id.
    pub id: CallJobId,
    /// What it does.
    pub kind: JobKind,
    /// Where it is in its life.
    pub state: JobState,
    /// What exactly; the kind knows the shape.
    pub spec: Value,
    /// How far it is.
    pub progress: Progress,
    /// Why it failed: a code and a sentence without personal data.
    pub error: Option<String>,
    /// Somebody wants it to stop; it stops after its current step.
    pub cancel_requested: bool,
    /// Who asked for it. The work is done in his name.
    pub actor: Actor,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When a worker began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}
