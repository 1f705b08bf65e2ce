//! What a port may answer besides a value, and how an error is shown to the outside.

use serde::Serialize;
use std::{error::Error, fmt};

/// A failure of something outside the domain: a database, a provider. Opaque to the domain, which can only pass it on.
#[derive(Debug)]
pub struct PortError {
    operation: &'static str,
    failure: Failure,
    source: Box<dyn Error + Send + Sync>,
}

/// What kind of failure a [`PortError`] is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Failure {
    Broken,
    Unavailable,
    NoStorage,
    BadCursor,
}

impl PortError {
    /// The outside answered something that it should not have.
    pub fn broken(
        operation: &'static str,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self { operation, failure: Failure::Broken, source: source.into() }
    }

    /// The outside did not answer in time or cannot be reached; trying again later may help.
    pub fn unavailable(
        operation: &'static str,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self { operation, failure: Failure::Unavailable, source: source.into() }
    }

    /// The outside cannot write: its disk is full, or it may only be read. Nothing was written.
    pub fn no_storage(
        operation: &'static str,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self { operation, failure: Failure::NoStorage, source: source.into() }
    }

    /// The cursor of a page request was made by another list, another order, or nobody. The only failure of a port that
    /// is the client's: only the store can read a cursor.
    pub fn bad_cursor(operation: &'static str) -> Self {
        Self {
            operation,
            failure: Failure::BadCursor,
            source: "the cursor does not belong to this list".into(),
        }
    }

    /// The port operation that failed, such as `calls.save`.
    pub const fn operation(&self) -> &'static str {
        self.operation
    }

    /// Whether trying again later may help.
    pub const fn is_unavailable(&self) -> bool {
        matches!(self.failure, Failure::Unavailable | Failure::NoStorage)
    }
}

impl fmt::Display for PortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed", self.operation)
    }
}

impl Error for PortError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

/// Why a change was not written. Nothing was, in every case.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Someone wrote first; load again and decide again.
    #[error("someone else changed it first")]
    Stale,
    /// A unique rule of the store refused it; the name is the constraint, such as `calls_provider_key`.
    #[error("it exists already ({0})")]
    Duplicate(&'static str),
    /// It names something that does not exist in this workspace.
    #[error("it refers to something that does not exist")]
    MissingReference,
    /// The store failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// One wrong field of a request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FieldError {
    /// Path of the field as the client wrote it, such as `follow_up.due_at`.
    pub path: String,
    /// Stable word for programs, such as `required`, `too_long`, `unknown_value`.
    pub code: &'static str,
    /// Sentence for people.
    pub message: String,
}

/// Collects wrong fields so that a request is answered with all of them at once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Invalid(pub Vec<FieldError>);

impl Invalid {
    /// One wrong field.
    pub fn field(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        let mut all = Self::default();
        all.push(path, code, message);
        all
    }

    /// Adds a wrong field.
    pub fn push(
        &mut self,
        path: impl Into<String>,
        code: &'static str,
        message: impl Into<String>,
    ) {
        self.0.push(FieldError { path: path.into(), code, message: message.into() });
    }

    /// `Ok` when nothing was collected.
    pub fn check(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths: Vec<_> = self.0.iter().map(|e| e.path.as_str()).collect();
        write!(f, "invalid: {}", paths.join(", "))
    }
}

impl Error for Invalid {}

/// What a refusal is to the outside. HTTP maps each to one status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    /// Fields are wrong (400).
    Invalid(Vec<FieldError>),
    /// Not signed in (401).
    Unauthenticated,
    /// Seen but not allowed (403).
    Forbidden,
    /// Absent, or another tenant's (404).
    NotFound,
    /// The state does not allow it (409).
    Conflict,
    /// Someone changed it first (412).
    Stale,
    /// Understood but against a rule, such as a missing note (422); fields name what is missing.
    Rule(Vec<FieldError>),
    /// Too many attempts (429); seconds until the next one may succeed.
    TooMany {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// Something outside does not answer (503).
    Unavailable,
    /// The disk is full, or may only be read (507).
    NoStorage,
    /// A defect (500).
    Internal,
}

/// Decides once what an error is to the outside.
pub trait Classify: Error {
    /// The kind, which decides the HTTP status.
    fn kind(&self) -> ErrorKind;
    /// Stable snake_case word for programs, such as `already_ended`.
    fn code(&self) -> &'static str;
}

impl Classify for PortError {
    fn kind(&self) -> ErrorKind {
        match self.failure {
            Failure::Broken => ErrorKind::Internal,
            Failure::Unavailable => ErrorKind::Unavailable,
            Failure::NoStorage => ErrorKind::NoStorage,
            Failure::BadCursor => {
                let message = "does not belong to this list; start again without it";
                ErrorKind::Invalid(Invalid::field("cursor", "invalid", message).0)
            }
        }
    }
    fn code(&self) -> &'static str {
        match self.failure {
            Failure::Broken => "internal",
            Failure::Unavailable => "unavailable",
            Failure::NoStorage => "no_storage",
            Failure::BadCursor => "invalid",
        }
    }
}

impl Classify for SaveError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Stale => ErrorKind::Stale,
            Self::Duplicate(_) => ErrorKind::Conflict,
            Self::MissingReference => ErrorKind::NotFound,
            Self::Port(error) => error.kind(),
        }
    }
    fn code(&self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::Duplicate(_) => "duplicate",
            Self::MissingReference => "missing_reference",
            Self::Port(error) => error.code(),
        }
    }
}
