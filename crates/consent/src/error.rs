//! Why the consent domain refuses, as facts.

use callboard_kernel::{
    Classify, ErrorKind, FieldError, Forbidden, Invalid, PortError, Role, SaveError,
};

/// Why a use case of the consent domain did nothing.
#[derive(Debug, thiserror::Error)]
pub enum ConsentError {
    /// This workspace has no such customer.
    #[error("there is no such customer")]
    NoSuchCustomer,
    /// This workspace has no such entry.
    #[error("there is no such entry")]
    NoSuchEntry,
    /// Nobody marked it, or the mark was lifted.
    #[error("there is no do-not-contact mark")]
    NotMarked,
    /// The number is not blocked.
    #[error("the number is not blocked")]
    NotBlocked,
    /// Somebody confirmed or dismissed it already.
    #[error("somebody has decided on it already")]
    AlreadyDecided,
    /// It is no proposed revocation.
    #[error("it is no proposed revocation")]
    NothingToDecide,
    /// No reason on record goes beyond this rule.
    #[error("nobody goes beyond this rule with a reason")]
    NotLiftable,
    /// Only a person has reasons.
    #[error("only a signed-in member may go beyond a rule")]
    NotAMember,
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

impl ConsentError {
    /// The role is too low for a rule.
    pub(crate) const fn needs(held: Option<Role>, needed: Role) -> Self {
        Self::Forbidden(Forbidden { held, needed })
    }
}

impl Classify for ConsentError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::NoSuchCustomer | Self::NoSuchEntry | Self::NotMarked | Self::NotBlocked => {
                ErrorKind::NotFound
            }
            Self::AlreadyDecided | Self::NothingToDecide => ErrorKind::Conflict,
            Self::NotLiftable => ErrorKind::Rule(vec![FieldError {
                path: "rule".to_owned(),
                code: "not_liftable",
                message: "No reason goes beyond this rule; see who can lift it.".to_owned(),
            }]),
            Self::NotAMember | Self::Forbidden(_) => ErrorKind::Forbidden,
            Self::Invalid(invalid) => ErrorKind::Invalid(invalid.0.clone()),
            Self::Save(error) => error.kind(),
            Self::Port(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchCustomer | Self::NoSuchEntry | Self::NotMarked | Self::NotBlocked => {
                "not_found"
            }
            Self::AlreadyDecided => "already_decided",
            Self::NothingToDecide => "nothing_to_decide",
            Self::NotLiftable => "not_liftable",
            Self::NotAMember => "not_a_member",
            Self::Forbidden(_) => "forbidden",
            Self::Invalid(_) => "invalid",
            Self::Save(error) => error.code(),
            Self::Port(error) => error.code(),
        }
    }
}
