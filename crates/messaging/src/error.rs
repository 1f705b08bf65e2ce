//! Why the messaging domain refuses, as facts.

use crate::gate::Refusal;
use callboard_kernel::{
    Classify, ErrorKind, FieldError, Forbidden, Invalid, PortError, SaveError, Timestamp,
};

/// Why a use case of the messaging domain did nothing.
#[derive(Debug, thiserror::Error)]
pub enum MessagingError {
    /// This workspace has no such thing, or the actor may not see it.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The role does not allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Fields are wrong.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// Rules of contact forbid it; the strictest first.
    #[error("{}", .0.first().map_or("it may not be sent", |refusal| refusal.words.trim_end_matches('.')))]
    Refused(Vec<Refusal>),
    /// There is no number to text.
    #[error("there is no number to text")]
    NoNumber,
    /// Nobody said which line texts come from.
    #[error(
        "no line is known that texts could come from; an admin names one in the settings of texts"
    )]
    NoLine,
    /// The key is taken.
    #[error("another template has this key")]
    KeyTaken,
    /// The workspace has as many templates as it can have.
    #[error("there are as many templates as there can be")]
    TooManyTemplates,
    /// Whoever names no template means this one.
    #[error("the template that is meant when none is named cannot be removed")]
    DefaultTemplate,
    /// It has gone out, or is about to.
    #[error("the text has left already")]
    AlreadyLeft,
    /// Nobody needs to do anything about it.
    #[error("there is nothing to settle about this text")]
    NothingToSettle,
    /// It has left, is given up, waits for its hour, or was not tried yet.
    #[error("the text does not wait for the telephone company")]
    NotWaiting,
    /// Only a person reads.
    #[error("only a signed-in member reads conversations")]
    NotAMember,
    /// The change was not written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Something outside failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl MessagingError {
    /// The same text went to this number a moment ago.
    pub(crate) fn repeated(until: Timestamp) -> Self {
        Self::Refused(vec![Refusal {
            rule: "repeated_text".to_owned(),
            words: "The same text went to this number less than five minutes ago.".to_owned(),
            until: Some(until),
            lifted_by: "wait".to_owned(),
        }])
    }

    /// As many texts as a day allows went out without an answer.
    pub(crate) fn daily_cap(cap: u8, until: Timestamp) -> Self {
        Self::Refused(vec![Refusal {
            rule: "daily_text_cap".to_owned(),
            words: format!(
                "{cap} texts went to this customer within 24 hours without an answer; more are not sent."
            ),
            until: Some(until),
            lifted_by: "wait".to_owned(),
        }])
    }
}

impl Classify for MessagingError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::NotFound("template_key") => ErrorKind::Invalid(vec![FieldError {
                path: "template".to_owned(),
                code: "not_found",
                message: "There is no such template.".to_owned(),
            }]),
            Self::NotFound("member") => ErrorKind::Invalid(vec![FieldError {
                path: "assigned_to".to_owned(),
                code: "not_found",
                message: "There is no such member.".to_owned(),
            }]),
            Self::NotFound(_) => ErrorKind::NotFound,
            Self::Forbidden(_) | Self::NotAMember => ErrorKind::Forbidden,
            Self::Invalid(invalid) => ErrorKind::Invalid(invalid.0.clone()),
            Self::Refused(_) | Self::NoNumber | Self::NoLine => ErrorKind::Rule(Vec::new()),
            Self::KeyTaken
            | Self::TooManyTemplates
            | Self::DefaultTemplate
            | Self::AlreadyLeft
            | Self::NothingToSettle
            | Self::NotWaiting => ErrorKind::Conflict,
            Self::Save(error) => error.kind(),
            Self::Port(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound("template_key" | "member") => "missing_reference",
            Self::NotFound(_) => "not_found",
            Self::Forbidden(_) => "forbidden",
            Self::Invalid(_) => "invalid",
            Self::Refused(_) => "contact_refused",
            Self::NoNumber => "no_number",
            Self::NoLine => "no_line",
            Self::KeyTaken => "key_taken",
            Self::TooManyTemplates => "too_many_templates",
            Self::DefaultTemplate => "default_template",
            Self::AlreadyLeft => "already_left",
            Self::NothingToSettle => "nothing_to_settle",
            Self::NotWaiting => "not_waiting",
            Self::NotAMember => "not_a_member",
            Self::Save(error) => error.code(),
            Self::Port(error) => error.code(),
        }
    }
}
