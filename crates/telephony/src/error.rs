//! Why a provider did not do what it was asked, said so that the caller knows what to do next.

use callboard_kernel::{Classify, ErrorKind, PortError, Timestamp, words};
use std::error::Error;

words! {
    /// Why a provider will not do it, however often it is asked, or why a message did not arrive.
    pub enum RefusalCause {
        /// The number does not exist or cannot be reached from here.
        InvalidNumber = "invalid_number",
        /// The number that shall be shown is not one of ours.
        SenderNotOurs = "sender_not_ours",
        /// The person said STOP. Consent must be withdrawn, and nothing sent again.
        OptedOut = "opted_out",
        /// The line takes no text messages.
        NotTextable = "not_textable",
        /// The telephone is off, out of reach, or does not take it now.
        Unreachable = "unreachable",
        /// The account may not call or text this country.
        CountryNotAllowed = "country_not_allowed",
        /// The provider blocks this number.
        Blocked = "blocked",
        /// A carrier took the message for spam.
        Filtered = "filtered",
        /// The sender is not registered for business messages (A2P 10DLC).
        SenderNotRegistered = "sender_not_registered",
        /// A trial account reaches verified numbers only.
        TrialAccount = "trial_account",
        /// The call is over, or not yet where it would have to be.
        CallNotInProgress = "call_not_in_progress",
        /// The provider does not know it, or no longer.
        NotFound = "not_found",
        /// The keys of the account are wrong or may not do this.
        Credentials = "credentials",
        /// The text is empty or too long, or an instruction cannot be read.
        Content = "content",
        /// The provider takes it for a fraud with expensive numbers.
        SuspectedFraud = "suspected_fraud",
        /// The provider dropped it because too much waited.
        Overloaded = "overloaded",
        /// It is bigger than we take.
        TooLarge = "too_large",
        /// The address is not one of the provider's.
        ForeignAddress = "foreign_address",
        /// Something else; the code says more.
        Other = "other",
    }
}

impl RefusalCause {
    /// A sentence for the person who wanted it.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::InvalidNumber => "This number does not exist or cannot be called.",
            Self::SenderNotOurs => "The number to call or text from is not one of this account.",
            Self::OptedOut => "This person answered STOP and must not be texted.",
            Self::NotTextable => "This number takes no text messages.",
            Self::Unreachable => "The telephone is off or out of reach.",
            Self::CountryNotAllowed => "The account may not call or text this country.",
            Self::Blocked => "The telephone company blocks this number.",
            Self::Filtered => "A carrier took the message for spam and did not deliver it.",
            Self::SenderNotRegistered => "The sending number is not registered for business texts.",
            Self::TrialAccount => "A trial account reaches verified numbers only.",
            Self::CallNotInProgress => "The call has not begun to talk or is over.",
            Self::NotFound => "The telephone company does not have it (any more).",
            Self::Credentials => "The telephone company does not accept the keys of this account.",
            Self::Content => "The text is empty, too long or not understood.",
            Self::SuspectedFraud => "The telephone company suspects fraud with this number.",
            Self::Overloaded => "Too many messages waited, so this one was dropped.",
            Self::TooLarge => "The file is bigger than allowed.",
            Self::ForeignAddress => "The address of the file is not one of the telephone company.",
            Self::Other => "The telephone company refused it.",
        }
    }

    /// Whether no later attempt can change it, so that the number or the sender should be marked.
    pub const fn is_permanent(self) -> bool {
        !matches!(
            self,
            Self::Unreachable | Self::Overloaded | Self::CallNotInProgress | Self::Other
        )
    }
}

/// A refusal with the provider's own number for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Refusal {
    /// What it means.
    pub cause: RefusalCause,
    /// The provider's code, to be looked up in its documents.
    pub code: Option<u32>,
}

/// Why a provider did not do it. The four cases are four different duties of the caller.
#[derive(Debug, thiserror::Error)]
pub enum TelephonyError {
    /// It did not happen and will not: tell the person, do not try again as it is.
    #[error("the provider refused it: {}", .0.cause)]
    Refused(Refusal),
    /// It did not happen: try again at `until`, not before.
    #[error("the provider is busy")]
    Busy {
        /// The first instant at which trying again makes sense.
        until: Timestamp,
        /// The provider's code.
        code: Option<u32>,
        /// What was seen, for the log.
        #[source]
        source: Option<Box<dyn Error + Send + Sync>>,
    },
    /// It may have happened: never repeat it blindly, look first (for a message [`crate::ports::Messages::sent_to`]).
    #[error("it is unknown whether the provider did it")]
    Unknown {
        /// The provider's code.
        code: Option<u32>,
        /// What was seen, for the log.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// It did not happen, because something of ours failed before the provider was asked.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl TelephonyError {
    /// Refused for a cause that needs no code.
    pub const fn refused(cause: RefusalCause) -> Self {
        Self::Refused(Refusal { cause, code: None })
    }

    /// The cause, when it is refused.
    pub const fn cause(&self) -> Option<RefusalCause> {
        match self {
            Self::Refused(refusal) => Some(refusal.cause),
            Self::Busy { .. } | Self::Unknown { .. } | Self::Port(_) => None,
        }
    }
}

impl Classify for TelephonyError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Refused(refusal) if matches!(refusal.cause, RefusalCause::NotFound) => {
                ErrorKind::NotFound
            }
            Self::Refused(_) => ErrorKind::Rule(Vec::new()),
            Self::Busy { .. } | Self::Unknown { .. } => ErrorKind::Unavailable,
            Self::Port(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.cause.as_str(),
            Self::Busy { .. } => "provider_busy",
            Self::Unknown { .. } => "outcome_unknown",
            Self::Port(error) => error.code(),
        }
    }
}
