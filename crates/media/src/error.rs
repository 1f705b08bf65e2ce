//! Why the media domain refuses, as facts.

use crate::model::FileKind;
use callboard_kernel::{Classify, ErrorKind, FieldError, Forbidden, Invalid, PortError, SaveError};
use callboard_telephony::TelephonyError;

/// Why a use case of the media domain did nothing.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// This workspace has no such thing, or the actor may not see it.
    #[error("there is no such thing")]
    NotFound,
    /// The role does not allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Fields are wrong.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The content is none of the kinds that are kept.
    #[error("files of this kind are not kept; take one of: {}", FileKind::in_words())]
    NotKept,
    /// The content is no picture that can be read.
    #[error(
        "this is no picture that can be read; take a JPEG, PNG or WebP of at most 50 megapixels"
    )]
    NoPicture,
    /// There is nothing in the file.
    #[error("the file is empty")]
    Empty,
    /// The file is larger than allowed.
    #[error("a file may have {} MiB at most", .most / 1024 / 1024)]
    TooLarge {
        /// Bytes that a file may have.
        most: u64,
    },
    /// The call has as many attachments as it may have.
    #[error("a call has {most} attachments at most; remove one first")]
    TooMany {
        /// How many a call may have.
        most: u32,
    },
    /// The sender fell silent or broke off.
    #[error("the file did not come in whole")]
    BrokenOff,
    /// The removed attachment is gone for good.
    #[error("the attachment was removed too long ago")]
    Gone,
    /// The recording is not there to be heard: it comes, it failed, or it was deleted.
    #[error("the recording cannot be heard: {0}")]
    NotHeard(&'static str),
    /// The recording is deleted already.
    #[error("the recording is deleted already")]
    AlreadyDeleted,
    /// The telephone company did not give it.
    #[error(transparent)]
    Provider(#[from] TelephonyError),
    /// The change was not written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Something outside failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl Classify for MediaError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::NotFound => ErrorKind::NotFound,
            Self::Forbidden(_) => ErrorKind::Forbidden,
            Self::Invalid(invalid) => ErrorKind::Invalid(invalid.0.clone()),
            Self::NotKept
            | Self::NoPicture
            | Self::Empty
            | Self::TooLarge { .. }
            | Self::BrokenOff => ErrorKind::Rule(vec![FieldError {
                path: "file".to_owned(),
                code: self.code(),
                message: format!("{self}."),
            }]),
            Self::TooMany { .. } | Self::Gone | Self::NotHeard(_) | Self::AlreadyDeleted => {
                ErrorKind::Conflict
            }
            Self::Provider(error) => error.kind(),
            Self::Save(error) => error.kind(),
            Self::Port(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Forbidden(_) => "forbidden",
            Self::Invalid(_) => "invalid",
            Self::NotKept => "kind_not_kept",
            Self::NoPicture => "no_picture",
            Self::Empty => "empty_file",
            Self::TooLarge { .. } => "file_too_large",
            Self::TooMany { .. } => "too_many_attachments",
            Self::BrokenOff => "broken_off",
            Self::Gone => "gone",
            Self::NotHeard(_) => "not_heard",
            Self::AlreadyDeleted => "already_deleted",
            Self::Provider(error) => error.code(),
            Self::Save(error) => error.code(),
            Self::Port(error) => error.code(),
        }
    }
}
