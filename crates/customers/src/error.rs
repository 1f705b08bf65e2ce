//! Why the customer domain refuses, as facts.

use callboard_kernel::{Classify, ErrorKind, Forbidden, Invalid, PortError, SaveError};

/// Why a use case of the customer domain did nothing.
#[derive(Debug, thiserror::Error)]
pub enum CustomerError {
    /// This workspace has no such customer.
    #[error("there is no such customer")]
    NotFound,
    /// This customer has no such line in the timeline.
    #[error("there is no such interaction")]
    NoSuchInteraction,
    /// It was written by somebody else.
    #[error("only its author, a dispatcher or an admin may change it")]
    NotTheAuthor,
    /// The role does not allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Fields are wrong.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The change was not written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Something outside failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl Classify for CustomerError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::NotFound | Self::NoSuchInteraction => ErrorKind::NotFound,
            Self::NotTheAuthor | Self::Forbidden(_) => ErrorKind::Forbidden,
            Self::Invalid(invalid) => ErrorKind::Invalid(invalid.0.clone()),
            Self::Save(error) => error.kind(),
            Self::Port(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound | Self::NoSuchInteraction => "not_found",
            Self::NotTheAuthor => "not_the_author",
            Self::Forbidden(_) => "forbidden",
            Self::Invalid(_) => "invalid",
            Self::Save(error) => error.code(),
            Self::Port(error) => error.code(),
        }
    }
}
