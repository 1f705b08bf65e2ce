//! Why a use case did nothing, as facts; classified once for the outside.

use callboard_kernel::{Classify, ErrorKind, Forbidden, Invalid, PortError, SaveError, Timestamp};
use callboard_telephony::TelephonyError;

/// A rule that keeps somebody from being contacted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The rule, in one word.
    pub rule: String,
    /// A sentence for the member.
    pub words: String,
    /// The first instant at which it would not refuse; `None` when time does not help.
    pub until: Option<Timestamp>,
    /// Who can lift it.
    pub lifted_by: String,
}

/// Why a use case did nothing.
#[derive(Debug, thiserror::Error)]
pub enum SwitchboardError {
    /// This workspace has no such line.
    #[error("there is no such line")]
    NoSuchLine,
    /// This workspace has no such order or call.
    #[error("there is no such call")]
    NoSuchCall,
    /// The number is a line already.
    #[error("this number is a line already")]
    NumberTaken,
    /// Nobody can be called before the company has a number.
    #[error("the workspace has no line to call from; add one in the settings")]
    NoLine,
    /// The call has no number that could be called back.
    #[error("the caller's number is not known")]
    NumberUnknown,
    /// The member must be reachable before he can be connected.
    #[error("give your own telephone number in the phone's settings, or call from the browser")]
    NoPhone,
    /// Only people have telephones; a key of a program has none.
    #[error("only a member can place calls")]
    NotAMember,
    /// The telephone company can only reach an `https` address.
    #[error(
        "the telephone company can only reach an https address; set CALLBOARD_PUBLIC_URL or CALLBOARD_HOOKS_URL"
    )]
    NotPublic,
    /// The workspace has no telephone company.
    #[error("no telephone company is configured")]
    NoProvider,
    /// Consent refuses, for these reasons, the strictest first.
    #[error("{}", .0.first().map_or("the contact is refused", |first| first.words.as_str()))]
    Refused(Vec<Refused>),
    /// What allowed the call has changed meanwhile.
    #[error("what allowed this call has changed; ask again")]
    GateMoved,
    /// Whoever steers a call must be in it.
    #[error("you are not on this call")]
    NotOnCall,
    /// Somebody else must be in the call before one can leave it to him.
    #[error("nobody has joined who could go on with the call")]
    NobodyJoined,
    /// The colleague has neither a browser that is there nor a telephone.
    #[error("this colleague cannot be rung: no browser is open, and no telephone number is known")]
    NotReachable,
    /// Nobody talks in it any more.
    #[error("the call is over")]
    CallOver,
    /// The telephone company did not do it.
    #[error(transparent)]
    Telephony(#[from] TelephonyError),
    /// Fields are wrong.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The role does not allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The change was not written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Something outside failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl Classify for SwitchboardError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::NoSuchLine | Self::NoSuchCall => ErrorKind::NotFound,
            Self::NumberTaken
            | Self::GateMoved
            | Self::NotOnCall
            | Self::NobodyJoined
            | Self::CallOver => ErrorKind::Conflict,
            Self::NoLine
            | Self::NumberUnknown
            | Self::NoPhone
            | Self::NotReachable
            | Self::NotPublic
            | Self::NoProvider
            | Self::Refused(_) => ErrorKind::Rule(Vec::new()),
            Self::Telephony(error) => error.kind(),
            Self::Invalid(invalid) => ErrorKind::Invalid(invalid.0.clone()),
            Self::NotAMember | Self::Forbidden(_) => ErrorKind::Forbidden,
            Self::Save(error) => error.kind(),
            Self::Port(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchLine | Self::NoSuchCall => "not_found",
            Self::NumberTaken => "number_taken",
            Self::NoLine => "no_line",
            Self::NumberUnknown => "number_unknown",
            Self::NoPhone => "no_phone",
            Self::NotAMember => "not_a_member",
            Self::NotPublic => "not_public",
            Self::NoProvider => "no_provider",
            Self::Refused(_) => "contact_refused",
            Self::GateMoved => "contact_changed",
            Self::NotOnCall => "not_on_call",
            Self::NobodyJoined => "nobody_joined",
            Self::NotReachable => "not_reachable",
            Self::CallOver => "call_over",
            Self::Telephony(error) => error.code(),
            Self::Invalid(_) => "invalid",
            Self::Forbidden(_) => "forbidden",
            Self::Save(error) => error.code(),
            Self::Port(error) => error.code(),
        }
    }
}
