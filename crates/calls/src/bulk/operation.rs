//! What can be done with many calls at once.

use crate::{
    error::CallError,
    model::{Disposition, FollowUpRequest, OutcomeRequest, SpamReason, choose, text},
};
use callboard_kernel::{Invalid, MemberId, Patch, Timestamp, words};
use serde::{Deserialize, Serialize};

/// Key of the disposition that "mark as spam" gives, while it is offered.
const SPAM: &str = "spam";

words! {
    /// The kinds of changes, as the API names them (S1-BLK-01).
    pub enum BulkWord {
        /// Adds tags.
        Tag = "tag",
        /// Removes tags.
        Untag = "untag",
        /// Gives the outcome that says spam.
        Spam = "spam",
        /// Gives an outcome.
        Disposition = "disposition",
        /// Promises a follow-up.
        Followup = "followup",
        /// Gives the open follow-up to a member.
        Assign = "assign",
    }
}

/// A change that is made to each of many calls (S1-BLK-01).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "snake_case")]
pub enum BulkOperation {
    /// Adds tags.
    Tag {
        /// The tags.
        tags: Vec<String>,
    },
    /// Removes tags.
    Untag {
        /// The tags, whatever their case.
        tags: Vec<String>,
    },
    /// Gives the outcome that says spam.
    Spam {
        /// Why it is spam.
        reason: Option<SpamReason>,
        /// Also where another outcome stands.
        replace: bool,
    },
    /// Gives an outcome under the rules of its disposition.
    Disposition {
        /// Key of the disposition.
        disposition: String,
        /// Added below the notes of each call.
        note: Option<String>,
        /// A promise made with it.
        follow_up: Option<FollowUpRequest>,
        /// Why it is spam; only with a disposition that says so.
        spam_reason: Option<SpamReason>,
        /// Also where another outcome stands.
        replace: bool,
    },
    /// Promises a follow-up.
    Followup {
        /// The promise.
        follow_up: FollowUpRequest,
        /// Also where one is open.
        even_if_open: bool,
    },
    /// Gives the open follow-up to a member.
    Assign {
        /// Who; `None` gives it back to everybody.
        member: Option<MemberId>,
    },
}

/// The outcome that an operation gives.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The rule of its disposition.
    pub rule: &'a Disposition,
    /// Added below the notes.
    pub note: Option<&'a str>,
    /// A promise made with it.
    pub follow_up: Option<&'a FollowUpRequest>,
    /// Why it is spam.
    pub spam_reason: Option<SpamReason>,
    /// Also where another outcome stands.
    pub replace: bool,
}

impl Wanted<'_> {
    /// The outcome as one call would be given it, with these notes.
    pub(super) fn request(&self, notes: Option<String>) -> OutcomeRequest {
        OutcomeRequest {
            disposition: self.rule.key.clone(),
            notes,
            follow_up: self.follow_up.cloned(),
            value_est_cents: Patch::Keep,
            spam_reason: self.spam_reason,
        }
    }

    /// Refuses what no call could be given.
    fn check(&self, now: Timestamp) -> Result<(), Invalid> {
        self.request(self.note.map(str::to_owned)).check(self.rule, now)
    }
}

impl BulkOperation {
    /// Its kind.
    pub const fn word(&self) -> BulkWord {
        match self {
            Self::Tag { .. } => BulkWord::Tag,
            Self::Untag { .. } => BulkWord::Untag,
            Self::Spam { .. } => BulkWord::Spam,
            Self::Disposition { .. } => BulkWord::Disposition,
            Self::Followup { .. } => BulkWord::Followup,
            Self::Assign { .. } => BulkWord::Assign,
        }
    }

    /// Whether it gives outcomes, to which reactions follow call by call.
    pub const fn is_outcome(&self) -> bool {
        matches!(self, Self::Spam { .. } | Self::Disposition { .. })
    }

    /// Whether it makes or changes follow-ups, which are written one by one.
    pub const fn is_about_promises(&self) -> bool {
        matches!(self, Self::Followup { .. } | Self::Assign { .. })
    }

    /// The member to whom it gives follow-ups.
    pub fn assignee(&self) -> Option<MemberId> {
        match self {
            Self::Assign { member } => *member,
            Self::Followup { follow_up, .. }
            | Self::Disposition { follow_up: Some(follow_up), .. } => follow_up.assigned_to,
            Self::Tag { .. }
            | Self::Untag { .. }
            | Self::Spam { .. }
            | Self::Disposition { follow_up: None, .. } => None,
        }
    }

    /// Refuses what cannot be meant for any call, and answers the operation with its tags tidied.
    pub fn checked(self, catalogue: &[Disposition], now: Timestamp) -> Result<Self, CallError> {
        Ok(match self {
            Self::Tag { tags } => Self::Tag { tags: some_tags(&tags)? },
            Self::Untag { tags } => Self::Untag { tags: some_tags(&tags)? },
            outcome @ (Self::Spam { .. } | Self::Disposition { .. }) => {
                outcome.wanted(catalogue)?.map(|wanted| wanted.check(now)).transpose()?;
                outcome
            }
            Self::Followup { follow_up, even_if_open } => {
                follow_up.check_alone(now)?;
                Self::Followup { follow_up, even_if_open }
            }
            Self::Assign { member } => Self::Assign { member },
        })
    }

    /// The outcome that it gives; `None` when it gives none.
    pub fn wanted<'a>(
        &'a self,
        catalogue: &'a [Disposition],
    ) -> Result<Option<Wanted<'a>>, Invalid> {
        match self {
            Self::Spam { reason, replace } => Ok(Some(Wanted {
                rule: spam_rule(catalogue)?,
                note: None,
                follow_up: None,
                spam_reason: *reason,
                replace: *replace,
            })),
            Self::Disposition { disposition, note, follow_up, spam_reason, replace } => {
                Ok(Some(Wanted {
                    rule: choose(catalogue, disposition)?,
                    note: note.as_deref().map(str::trim).filter(|note| !note.is_empty()),
                    follow_up: follow_up.as_ref(),
                    spam_reason: *spam_reason,
                    replace: *replace,
                }))
            }
            Self::Tag { .. } | Self::Untag { .. } | Self::Followup { .. } | Self::Assign { .. } => {
                Ok(None)
            }
        }
    }
}

/// The shipped disposition while it is offered, else the first that says spam.
fn spam_rule(catalogue: &[Disposition]) -> Result<&Disposition, Invalid> {
    let offered = || catalogue.iter().filter(|rule| rule.active);
    offered()
        .find(|rule| rule.key == SPAM)
        .or_else(|| offered().find(|rule| rule.takes_spam_reason()))
        .ok_or_else(|| {
            let message = "No disposition of this workspace says spam.";
            Invalid::field("operation", "no_spam_disposition", message)
        })
}

fn some_tags(tags: &[String]) -> Result<Vec<String>, Invalid> {
    let tags = text::tidy_tags(tags)?;
    if tags.is_empty() {
        return Err(Invalid::field("tags", "required", "Name at least one tag."));
    }
    Ok(tags)
}
