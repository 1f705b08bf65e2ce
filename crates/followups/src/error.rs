//! Why the follow-up domain refuses, as facts.

use callboard_kernel::{Classify, ErrorKind, FieldError, Forbidden, Invalid, PortError, SaveError};

/// Why a use case of the follow-up domain did nothing.
#[derive(Debug, thiserror::Error)]
pub enum FollowUpError {
    /// This workspace has no such follow-up, or the actor may not see it.
    #[error("there is no such follow-up")]
    NotFound,
    /// The role does not allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Seen, but only its owner or a dispatcher may change it.
    #[error("only the owner of the follow-up or a dispatcher may do this")]
    NotYours,
    /// Only a person has notifications.
    #[error("only a signed-in member has notifications")]
    NotAMember,
    /// Fields are wrong.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The follow-up is done already.
    #[error("the follow-up is done already")]
    AlreadyDone,
    /// The follow-up is open.
    #[error("the follow-up is open")]
    StillOpen,
    /// Its clock stands still already.
    #[error("the clock stands still already")]
    AlreadyPaused,
    /// Its clock runs.
    #[error("the clock is not paused")]
    NotPaused,
    /// The call, customer or member that was named does not exist in this workspace.
    #[error("{0} does not exist")]
    NoSuch(&'static str),
    /// The change was not written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Something outside failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl Classify for FollowUpError {
    fn kind(&self) -> ErrorKind {
        match self {
            // A call is named by the path of its route; everything else by a field of the body.
            Self::NotFound | Self::NoSuch("call_id") => ErrorKind::NotFound,
            Self::Forbidden(_) | Self::NotYours | Self::NotAMember => ErrorKind::Forbidden,
            Self::Invalid(invalid) => ErrorKind::Invalid(invalid.0.clone()),
            Self::AlreadyDone | Self::StillOpen | Self::AlreadyPaused | Self::NotPaused => {
                ErrorKind::Conflict
            }
            Self::NoSuch(field) => ErrorKind::Invalid(vec![FieldError {
                path: (*field).to_owned(),
                code: "not_found",
                message: "There is no such one in this workspace.".to_owned(),
            }]),
            Self::Save(error) => error.kind(),
            Self::Port(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Forbidden(_) => "forbidden",
            Self::NotYours => "not_yours",
            Self::NotAMember => "not_a_member",
            Self::Invalid(_) => "invalid",
            Self::AlreadyDone => "already_done",
            Self::StillOpen => "still_open",
            Self::AlreadyPaused => "already_paused",
            Self::NotPaused => "not_paused",
            Self::NoSuch(_) => "missing_reference",
            Self::Save(error) => error.code(),
            Self::Port(error) => error.code(),
        }
    }
}
