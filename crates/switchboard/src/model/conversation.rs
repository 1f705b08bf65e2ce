//! One call as people see it, read from the legs that the telephone company reports.

use callboard_kernel::{MemberId, Phone, Timestamp, words};
use callboard_telephony::{CallProgress, CallStatus, ProviderCallId};
use time::Duration;

/// How long after the end of an unanswered call a late report of its answer is waited for.
pub const SETTLES_WITHIN: Duration = Duration::seconds(5);

words! {
    /// Who is at the end of a leg.
    pub enum LegRole {
        /// Somebody who calls us.
        Caller = "caller",
        /// One of us.
        Member = "member",
        /// Somebody whom we call.
        Customer = "customer",
    }
}

/// One leg.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leg {
    /// The telephone company's id.
    pub id: ProviderCallId,
    /// The leg that came first in this conversation; its own id for that leg itself.
    pub first: ProviderCallId,
    /// Who is at its end.
    pub role: LegRole,
    /// His number.
    pub number: Option<Phone>,
    /// Which of us.
    pub member: Option<MemberId>,
    /// How far it has come.
    pub progress: CallProgress,
}

/// How the ringing of others ended, as the first leg was told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DialResult {
    /// How far the other leg came.
    pub status: CallStatus,
    /// How long they talked, in seconds.
    pub duration_s: Option<u32>,
}

/// All legs of a call that are known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conversation {
    /// The legs, the first one among them if it was reported.
    pub legs: Vec<Leg>,
    /// How the ringing of others ended.
    pub dial: Option<DialResult>,
}

/// What became of the call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading {
    /// It rings.
    Rings,
    /// Two people talk.
    Talks {
        /// Since when.
        at: Timestamp,
        /// Which of us.
        member: Option<MemberId>,
    },
    /// They have talked, and it is over.
    Talked {
        /// Since when they talked.
        answered_at: Timestamp,
        /// When it was over.
        ended_at: Timestamp,
        /// Which of us.
        member: Option<MemberId>,
    },
    /// It is over and nobody talked.
    Unanswered {
        /// When it was over.
        ended_at: Timestamp,
    },
    /// It could not be connected.
    Failed {
        /// When.
        at: Timestamp,
    },
    /// It is over as far as is known; who answered may be told late. Look again then.
    Unsettled {
        /// When it is taken for unanswered.
        until: Timestamp,
    },
}

impl Conversation {
    /// What became of the call. `now` stands in for instants that the telephone company did not tell.
    pub fn reading(&self, now: Timestamp) -> Reading {
        let first = self.legs.iter().find(|leg| leg.id == leg.first);
        let other = self.other_end();
        let ended_at = first
            .filter(|leg| leg.progress.status.has_ended())
            .map(|leg| leg.progress.ended_at.unwrap_or(now));
        let talked = other.filter(|leg| leg.progress.answered);
        let of = |leg: Option<&Leg>| leg.and_then(|leg| leg.member);
        let member = of(talked).or_else(|| of(first));
        match (talked, ended_at) {
            (Some(leg), None) => {
                let at = leg.progress.answered_at.unwrap_or(now);
                if leg.progress.status.has_ended() {
                    let ended_at = leg.progress.ended_at.unwrap_or(now);
                    let answered_at = answered_at(&leg.progress, ended_at);
                    return Reading::Talked { answered_at, ended_at, member };
                }
                Reading::Talks { at, member }
            }
            (Some(leg), Some(ended_at)) => {
                let ended_at = leg.progress.ended_at.map_or(ended_at, |end| end.min(ended_at));
                let answered_at = answered_at(&leg.progress, ended_at);
                Reading::Talked { answered_at, ended_at, member }
            }
            (None, Some(ended_at)) => self.unanswered(first, ended_at, now),
            (None, None) => Reading::Rings,
        }
    }

    /// The leg at whose answer two people talk: whoever was rung by the first one.
    fn other_end(&self) -> Option<&Leg> {
        self.legs
            .iter()
            .filter(|leg| leg.id != leg.first)
            .max_by_key(|leg| (leg.progress.answered, leg.progress.duration_s))
    }

    fn unanswered(&self, first: Option<&Leg>, ended_at: Timestamp, now: Timestamp) -> Reading {
        let failed = first.is_some_and(|leg| leg.progress.status == CallStatus::Failed);
        if failed {
            return Reading::Failed { at: ended_at };
        }
        if let Some(DialResult { status: CallStatus::Completed, duration_s: Some(talked) }) =
            self.dial
            && talked > 0
        {
            let answered_at = ended_at - Duration::seconds(talked.into());
            let member = first.and_then(|leg| leg.member);
            return Reading::Talked { answered_at, ended_at, member };
        }
        let others_are_over = self.legs.iter().any(|leg| leg.id != leg.first)
            && self
                .legs
                .iter()
                .filter(|leg| leg.id != leg.first)
                .all(|leg| leg.progress.status.has_ended());
        let was_up = first.is_some_and(|leg| leg.progress.answered);
        let until = ended_at + SETTLES_WITHIN;
        if self.dial.is_some() || others_are_over || !was_up || now >= until {
            Reading::Unanswered { ended_at }
        } else {
            Reading::Unsettled { until }
        }
    }
}

/// When they began to talk: as reported, or counted back from the end.
fn answered_at(progress: &CallProgress, ended_at: Timestamp) -> Timestamp {
    progress.answered_at.unwrap_or_else(|| {
        ended_at - Duration::seconds(progress.duration_s.unwrap_or_default().into())
    })
}

#[cfg(test)]
#[path = "conversation/tests.rs"]
mod tests;
