//! Why a call is left as it is.

use callboard_kernel::{MemberId, words};
use serde::{Deserialize, Serialize};

words! {
    /// Why a bulk change passes over a call.
    pub enum SkipReason {
        /// There is no such call (any more).
        NotFound = "not_found",
        /// It is so already.
        Unchanged = "unchanged",
        /// Somebody else holds it in triage.
        HeldByOther = "held_by_other",
        /// The other party wants no contact.
        DoNotContact = "do_not_contact",
        /// It still rings or talks.
        NotEnded = "not_ended",
        /// It has another outcome, which was not to be replaced.
        HasOutcome = "has_outcome",
        /// Somebody gave it an outcome after the change was asked for.
        DecidedMeanwhile = "decided_meanwhile",
        /// The disposition needs a note.
        NoteMissing = "note_missing",
        /// The note would become too long.
        NoteTooLong = "note_too_long",
        /// The disposition needs a follow-up.
        FollowUpMissing = "follow_up_missing",
        /// It has an open follow-up already.
        HasFollowUp = "has_follow_up",
        /// It has no open follow-up that could be given to somebody.
        NoFollowUp = "no_follow_up",
        /// It would have too many tags.
        TooManyTags = "too_many_tags",
        /// The time of the follow-up has passed.
        DuePassed = "due_passed",
        /// Somebody changed it after the change that is to be taken back.
        ChangedSince = "changed_since",
        /// A rule refused it.
        Refused = "refused",
    }
}

/// A call that is passed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Skip {
    /// Why.
    pub reason: SkipReason,
    /// Who holds it, when that is why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<MemberId>,
}

impl From<SkipReason> for Skip {
    fn from(reason: SkipReason) -> Self {
        Self { reason, held_by: None }
    }
}

impl SkipReason {
    /// The sentence that is shown behind a number, such as "37 are marked do-not-contact".
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NotFound => "are not there any more",
            Self::Unchanged => "are so already",
            Self::HeldByOther => "are held by somebody in triage",
            Self::DoNotContact => "are marked do-not-contact",
            Self::NotEnded => "still ring or talk",
            Self::HasOutcome => "have another outcome",
            Self::DecidedMeanwhile => "got an outcome in the meantime",
            Self::NoteMissing => "need a note",
            Self::NoteTooLong => "have no room for the note",
            Self::FollowUpMissing => "need a follow-up",
            Self::HasFollowUp => "have an open follow-up",
            Self::NoFollowUp => "have no open follow-up",
            Self::TooManyTags => "have too many tags",
            Self::DuePassed => "would be due in the past",
            Self::ChangedSince => "were changed since",
            Self::Refused => "are refused by a rule",
        }
    }
}
