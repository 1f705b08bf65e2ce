//! Taking a bulk change back, call by call, except where somebody changed the same thing since.

use super::{BulkSubject, PromiseChange, SkipReason, Verdict, decide::retagged};
use crate::model::FollowUpRequest;
use callboard_kernel::{FollowUpId, MemberId, Timestamp};
use serde::{Deserialize, Serialize};

/// What is remembered of a changed call so that the change can be taken back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Memento {
    /// Its tags changed.
    Tags {
        /// Those that came.
        added: Vec<String>,
        /// Those that went.
        removed: Vec<String>,
    },
    /// It got an outcome; the call itself remembers the one before.
    Outcome {
        /// When, by which it is known again.
        recorded_at: Timestamp,
    },
    /// It got a follow-up.
    FollowUp {
        /// The follow-up.
        follow_up: FollowUpId,
        /// As it was promised.
        wish: FollowUpRequest,
    },
    /// Its follow-up was given to somebody.
    Assigned {
        /// The follow-up.
        follow_up: FollowUpId,
        /// Whose it was.
        from: Option<MemberId>,
        /// Whose it is.
        to: Option<MemberId>,
    },
}

impl Memento {
    /// What the tags before and after differ by.
    pub(super) fn of_tags(before: &[String], after: &[String]) -> Self {
        let only_in = |these: &[String], others: &[String]| {
            these.iter().filter(|tag| !others.contains(tag)).cloned().collect()
        };
        Self::Tags { added: only_in(after, before), removed: only_in(before, after) }
    }
}

/// Decides how a change is taken back on one call.
pub fn decide_undo(memento: &Memento, subject: &BulkSubject, now: Timestamp) -> Verdict {
    match memento {
        Memento::Tags { added, removed } => {
            let current = &subject.call.value.snapshot().tags;
            let stays = |tag: &&String| !added.contains(tag);
            let tags = current.iter().filter(stays).chain(removed).cloned().collect();
            match retagged(&subject.call.value, tags, now) {
                // Somebody has put it right by hand.
                Verdict::Skip(skip) if skip.reason == SkipReason::Unchanged => {
                    Verdict::Skip(SkipReason::ChangedSince.into())
                }
                verdict => verdict,
            }
        }
        Memento::Outcome { recorded_at } => {
            match subject.call.value.take_outcome_back(*recorded_at, now) {
                Ok(decision) => Verdict::Change(Box::new(decision), memento.clone()),
                Err(_) => Verdict::Skip(SkipReason::ChangedSince.into()),
            }
        }
        Memento::FollowUp { follow_up, wish } => {
            Verdict::Promise(PromiseChange::Withdraw { follow_up: *follow_up, wish: wish.clone() })
        }
        Memento::Assigned { follow_up, from, to } => {
            Verdict::Promise(PromiseChange::Assign { follow_up: *follow_up, from: *to, to: *from })
        }
    }
}
