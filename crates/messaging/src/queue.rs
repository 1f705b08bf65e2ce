//! What a worker is handed to send.

use crate::model::Message;
use callboard_kernel::{Loaded, WorkspaceId};
use time::Duration;
use uuid::Uuid;

/// The right to finish a text: both must still stand in the row when it is finished.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fence {
    /// Random id of the worker process.
    pub owner: Uuid,
    /// Counts the claims of this text.
    pub epoch: i64,
}

/// A text that this worker may send until its lease ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// The text as it was claimed.
    pub message: Loaded<Message>,
    /// The right to finish it.
    pub fence: Fence,
}

/// What became of marking a text as being sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Marked {
    /// It may be sent now, once.
    Sending,
    /// What the gate knew has changed since it was asked: ask again.
    Stale,
    /// The lease ended and somebody else has the text now.
    Lost,
}

/// How a claimed text is left behind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finish {
    /// The text after it.
    pub message: Message,
    /// Until it may be claimed again, by the clock of the database; for a text that waits.
    pub wait: Option<Duration>,
}
