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
        /// Others were changing it all the time.
        Busy = "busy",
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
    /// What is said of one such call, and what of several: "is marked do-not-contact", "are marked do-not-contact".
    pub const fn sentences(self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => ("is not there", "are not there"),
            Self::Unchanged => ("is so already", "are so already"),
            Self::HeldByOther => ("is held in triage", "are held in triage"),
            Self::DoNotContact => ("is marked do-not-contact", "are marked do-not-contact"),
            Self::NotEnded => ("has not ended", "have not ended"),
            Self::HasOutcome => ("has another outcome", "have another outcome"),
            Self::DecidedMeanwhile => {
                ("got an outcome in the meantime", "got an outcome in the meantime")
            }
            Self::NoteMissing => ("needs a note", "need a note"),
            Self::NoteTooLong => ("has no room for the note", "have no room for the note"),
            Self::FollowUpMissing => ("needs a follow-up", "need a follow-up"),
            Self::HasFollowUp => ("has an open follow-up", "have an open follow-up"),
            Self::NoFollowUp => ("has no open follow-up", "have no open follow-up"),
            Self::TooManyTags => ("has too many tags", "have too many tags"),
            Self::DuePassed => ("would be due in the past", "would be due in the past"),
            Self::ChangedSince => ("was changed since", "were changed since"),
            Self::Busy => ("was being changed by others", "were being changed by others"),
            Self::Refused => ("is refused by a rule", "are refused by a rule"),
        }
    }
}
