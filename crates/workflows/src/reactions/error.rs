//! What a failed reaction means for its delivery.

use callboard_kernel::{Classify, ErrorKind};

/// Why a reaction did not work. The texts hold codes and operations, never names or numbers.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReactionError {
    /// It may work later: something outside did not answer, or somebody wrote first.
    #[error("{0}")]
    Retry(String),
    /// It will never work; people must look.
    #[error("{0}")]
    Dead(String),
}

impl ReactionError {
    /// Decides by what the error is to the outside. A defect is tried again, too: the next binary may have it mended, and
    /// after the last attempt it is dead anyway.
    pub(crate) fn of<E: Classify>(error: E) -> Self {
        let text = format!("{}: {error}", error.code());
        match error.kind() {
            ErrorKind::Unavailable
            | ErrorKind::NoStorage
            | ErrorKind::Internal
            | ErrorKind::Stale
            | ErrorKind::TooMany { .. } => Self::Retry(text),
            ErrorKind::Invalid(_)
            | ErrorKind::Unauthenticated
            | ErrorKind::Forbidden
            | ErrorKind::NotFound
            | ErrorKind::Conflict
            | ErrorKind::Rule(_) => Self::Dead(text),
        }
    }

    /// A payload that cannot be read.
    pub(crate) fn unreadable(event: &str) -> Self {
        Self::Dead(format!("unreadable: the payload of {event} is not what this program knows"))
    }
}
