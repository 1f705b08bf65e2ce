//! Why this domain refuses, as facts.

use callboard_kernel::{
    Classify, ErrorKind, Forbidden, Invalid, PortError, SaveError, WorkspaceId,
};

/// Why a use case of this domain did nothing.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// Unknown address, wrong password, member without a password or deactivated: one answer for all of them.
    #[error("the e-mail address or the password is wrong")]
    WrongCredentials,
    /// No, an ended or a revoked session or key.
    #[error("not signed in")]
    NotSignedIn,
    /// The right password, in several workspaces: one must be named.
    #[error("choose a workspace")]
    ChooseWorkspace(Vec<(WorkspaceId, String)>),
    /// Too many wrong passwords.
    #[error("too many attempts; wait {retry_after} s")]
    Throttled {
        /// Seconds until the next attempt may be made.
        retry_after: u32,
    },
    /// The link was used, replaced, ran out, or never was.
    #[error("this link does not work any more")]
    ResetLinkDead,
    /// This workspace has no such thing.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The workspace would be without an owner.
    #[error("the last active owner stays an owner; name another one first")]
    LastOwner,
    /// Another member has the address.
    #[error("another member has this e-mail address")]
    EmailTaken,
    /// Only a person can do it.
    #[error("only a signed-in member can do this")]
    NotAMember,
    /// The first workspace was made already.
    #[error("this installation was set up already")]
    AlreadySetUp,
    /// The role does not allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Fields are wrong.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The change was not written.
    #[error(transparent)]
    Save(SaveError),
    /// Something outside failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl From<SaveError> for WorkspaceError {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::Duplicate("members_email_key") => Self::EmailTaken,
            SaveError::Duplicate("members_last_owner") => Self::LastOwner,
            SaveError::Duplicate("password_resets_used") => Self::ResetLinkDead,
            SaveError::Port(error) => Self::Port(error),
            other => Self::Save(other),
        }
    }
}

impl Classify for WorkspaceError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::WrongCredentials | Self::NotSignedIn => ErrorKind::Unauthenticated,
            Self::ChooseWorkspace(_) | Self::LastOwner | Self::AlreadySetUp => ErrorKind::Conflict,
            Self::Throttled { retry_after } => ErrorKind::TooMany { retry_after: *retry_after },
            Self::ResetLinkDead | Self::NotFound(_) => ErrorKind::NotFound,
            Self::EmailTaken => ErrorKind::Invalid(
                Invalid::field("email", "taken", "Another member has this e-mail address.").0,
            ),
            Self::NotAMember | Self::Forbidden(_) => ErrorKind::Forbidden,
            Self::Invalid(invalid) => ErrorKind::Invalid(invalid.0.clone()),
            Self::Save(error) => error.kind(),
            Self::Port(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::WrongCredentials => "wrong_credentials",
            Self::NotSignedIn => "not_signed_in",
            Self::ChooseWorkspace(_) => "choose_workspace",
            Self::Throttled { .. } => "too_many_attempts",
            Self::ResetLinkDead => "reset_link_dead",
            Self::NotFound(_) => "not_found",
            Self::LastOwner => "last_owner",
            Self::EmailTaken => "email_taken",
            Self::NotAMember => "not_a_member",
            Self::AlreadySetUp => "already_set_up",
            Self::Forbidden(_) => "forbidden",
            Self::Invalid(_) => "invalid",
            Self::Save(error) => error.code(),
            Self::Port(error) => error.code(),
        }
    }
}
