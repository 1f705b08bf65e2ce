//! Why the call domain refuses, as facts.

use crate::import::ImportRefusal;
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
    /// The call was never escalated.
    #[error("the call is no emergency that waits for somebody")]
    NothingToAcknowledge,
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
    /// As much long work of this kind as allowed is unfinished (S1X-LIM-01).
    #[error("{most} are running already; wait for one of them or stop it")]
    TooManyJobs {
        /// How many may be unfinished at once.
        most: u32,
    },
    /// This workspace has no such view, or the actor may not see it.
    #[error("there is no such view")]
    NoSuchView,
    /// A view that comes with the product stays as it is.
    #[error("this view comes with the product; save a copy of it instead")]
    ViewIsBuiltIn,
    /// A private view, and the arrangement of a screen, belong to a member; a program has none.
    #[error("only a signed-in member can have it for himself; share it with the team")]
    ViewNeedsMember,
    /// Only a removed view can be brought back.
    #[error("the view was not removed")]
    ViewNotRemoved,
    /// More views nobody could read.
    #[error("there are {most} views already; remove one first")]
    TooManyViews {
        /// How many there may be.
        most: usize,
    },
    /// The import does not do what it is asked now.
    #[error(transparent)]
    Import(#[from] ImportRefusal),
    /// So many exports were asked for within a day (S1X-LIM-01).
    #[error("{most} exports in 24 hours is the limit")]
    TooManyExports {
        /// How many may be asked for in a day.
        most: u32,
        /// Seconds until the next one may be.
        retry_after: u32,
    },
    /// More calls than paper can hold.
    #[error("a PDF holds at most {most} calls, these are {found}; take CSV or narrow the filter")]
    TooLongForPaper {
        /// The most that a PDF holds.
        most: u64,
        /// How many fit the filter.
        found: u64,
    },
    /// The file is not made yet, or is gone.
    #[error("the file is not there")]
    NoFile,
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
            Self::NotFound | Self::NoSuchView | Self::NoFile => ErrorKind::NotFound,
            Self::Forbidden(_) | Self::NotAMember | Self::ViewNeedsMember => ErrorKind::Forbidden,
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
            | Self::NothingToAcknowledge
            | Self::ViewIsBuiltIn
            | Self::ViewNotRemoved
            | Self::TooManyViews { .. }
            | Self::HeldByOther { .. }
            | Self::TooManyJobs { .. }
            | Self::Import(_) => ErrorKind::Conflict,
            Self::NoSuchCustomer => ErrorKind::Invalid(vec![FieldError {
                path: "contact_id".to_owned(),
                code: "not_found",
                message: "There is no such customer.".to_owned(),
            }]),
            Self::TooManyExports { retry_after, .. } => {
                ErrorKind::TooMany { retry_after: *retry_after }
            }
            Self::TooLongForPaper { .. } => ErrorKind::Rule(vec![FieldError {
                path: "format".to_owned(),
                code: "too_many_calls",
                message: format!("{}.", capitalised(&self.to_string())),
            }]),
            Self::Save(error) => error.kind(),
            Self::Port(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound | Self::NoSuchView => "not_found",
            Self::ViewIsBuiltIn => "built_in",
            Self::NotAMember | Self::ViewNeedsMember => "not_a_member",
            Self::ViewNotRemoved => "not_removed",
            Self::TooManyViews { .. } => "too_many_views",
            Self::Forbidden(_) => "forbidden",
            Self::Invalid(_) | Self::NoSuchCustomer => "invalid",
            Self::OutcomeIncomplete(_) => "outcome_incomplete",
            Self::OutcomeRequired => "outcome_required",
            Self::SkipReasonMissing => "skip_reason_missing",
            Self::NotEnded => "not_ended",
            Self::NothingToUndo => "nothing_to_undo",
            Self::NothingToWaive => "nothing_to_waive",
            Self::NothingToAcknowledge => "nothing_to_acknowledge",
            Self::HeldByOther { .. } => "held_by_other",
            Self::TooManyJobs { .. } => "too_many_jobs",
            Self::Import(refusal) => refusal.code(),
            Self::TooManyExports { .. } => "too_many_exports",
            Self::TooLongForPaper { .. } => "too_long_for_paper",
            Self::NoFile => "no_file",
            Self::Save(error) => error.code(),
            Self::Port(error) => error.code(),
        }
    }
}

fn required(path: &str, message: &str) -> FieldError {
    FieldError { path: path.to_owned(), code: "required", message: message.to_owned() }
}

fn capitalised(sentence: &str) -> String {
    let mut signs = sentence.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}
