//! Why the call domain refuses, as facts.

use callboard_kernel::{
    Classify, ErrorKind, FieldError, Forbidden, Invalid, MemberId, PortError, SaveError, Timestamp,
};

/// Why a use case of the call domain did nothing.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// This workspace has no such call, or the actor may not see it.
    #[error("there is no such call")]
    NotFound,
    /// The role does not allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Only a person can do it: a claim needs somebody who holds it.
    #[error("only a signed-in member can hold a call")]
    NotAMember,
    /// Fields are wrong.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The disposition demands what is missing.
    #[error("the outcome is incomplete")]
    OutcomeIncomplete(Vec<FieldError>),
    /// A required outcome cannot be taken away without undoing it.
    #[error("a required outcome cannot be emptied")]
    OutcomeRequired,
    /// Skipping goes on only with a reason.
    #[error("a reason is needed after the second skip")]
    SkipReasonMissing,
    /// The call still rings or talks, so nothing came of it yet.
    #[error("the call has not ended yet")]
    NotEnded,
    /// No outcome is left that can be taken back.
    #[error("there is no outcome that can still be undone")]
    NothingToUndo,
    /// The call asks for no outcome that could be waived.
    #[error("no outcome is missing")]
    NothingToWaive,
    /// Somebody else holds the call in triage.
    #[error("somebody else holds the call")]
    HeldByOther {
        /// Who.
        by: MemberId,
        /// Until when, unless renewed.
        until: Timestamp,
    },
    /// There is no such customer.
    #[error("there is no such customer")]
    NoSuchCustomer,
    /// The change was not written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Something outside failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl Classify for CallError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::NotFound => ErrorKind::NotFound,
            Self::Forbidden(_) | Self::NotAMember => ErrorKind::Forbidden,
            Self::Invalid(invalid) => ErrorKind::Invalid(invalid.0.clone()),
            Self::OutcomeIncomplete(fields) => ErrorKind::Rule(fields.clone()),
            Self::OutcomeRequired => ErrorKind::Rule(vec![required(
                "disposition",
                "A disposition is required; choose another one or undo the last.",
            )]),
            Self::SkipReasonMissing => ErrorKind::Rule(vec![required(
                "skip_reason",
                "Say why you skip; a reason is needed after the second skip.",
            )]),
            Self::NotEnded
            | Self::NothingToUndo
            | Self::NothingToWaive
            | Self::HeldByOther { .. } => ErrorKind::Conflict,
            Self::NoSuchCustomer => ErrorKind::Invalid(vec![FieldError {
                path: "contact_id".to_owned(),
                code: "not_found",
                message: "There is no such customer.".to_owned(),
            }]),
            Self::Save(error) => error.kind(),
            Self::Port(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Forbidden(_) => "forbidden",
            Self::NotAMember => "not_a_member",
            Self::Invalid(_) | Self::NoSuchCustomer => "invalid",
            Self::OutcomeIncomplete(_) => "outcome_incomplete",
            Self::OutcomeRequired => "outcome_required",
            Self::SkipReasonMissing => "skip_reason_missing",
            Self::NotEnded => "not_ended",
            Self::NothingToUndo => "nothing_to_undo",
            Self::NothingToWaive => "nothing_to_waive",
            Self::HeldByOther { .. } => "held_by_other",
            Self::Save(error) => error.code(),
            Self::Port(error) => error.code(),
        }
    }
}

fn required(path: &str, message: &str) -> FieldError {
    FieldError { path: path.to_owned(), code: "required", message: message.to_owned() }
}
