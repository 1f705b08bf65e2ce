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
    /// Whether whoever picks up is in it by that.
    pub entry: Entry,
    /// Set for one of us whom another one asked into a call that went on.
    pub guest: Option<Guest>,
}

words! {
    /// Whether whoever picks up is in the call by that. A telephone's own voicemail picks up too, so one of us is asked for a key. A later
    /// word wins over an earlier one.
    pub enum Entry {
        /// He is.
        AtOnce = "at_once",
        /// Something is asked of him first.
        Asked = "asked",
        /// He pressed the key, or his browser asked for the room.
        Entered = "entered",
    }
}

/// One of us who was asked into a call that went on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Guest {
    /// Who asked.
    pub asked_by: MemberId,
    /// When.
    pub asked_at: Timestamp,
}

impl Leg {
    /// Whether nothing more comes of it.
    pub const fn is_over(&self) -> bool {
        self.progress.status.has_ended()
    }

    /// Whether a colleague is being rung at it.
    pub fn is_asked(&self) -> bool {
        self.guest.is_some() && self.entry == Entry::Asked && !self.is_over()
    }

    /// Whether somebody at its end can be heard: the first leg of a call is until it ends, another one once he picked up and came in.
    pub fn is_up(&self) -> bool {
        (self.id == self.first || self.connects()) && !self.is_over()
    }

    /// Whether two people talk from its answer on.
    pub(super) fn connects(&self) -> bool {
        self.id != self.first && self.progress.answered && self.entry != Entry::Asked
    }
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
        let ended = |leg: &Leg| leg.is_over().then(|| leg.progress.ended_at.unwrap_or(now));
        let talked = self.legs.iter().filter(|leg| leg.connects());
        let began = talked.max_by_key(|leg| (leg.guest.is_none(), leg.progress.duration_s));
        match began {
            Some(leg) if self.goes_on() => Reading::Talks {
                at: leg.progress.answered_at.unwrap_or(now),
                member: self.member(),
            },
            Some(leg) => {
                let ended_at = self.ended_at(now);
                let answered_at = answered_at(&leg.progress, ended_at);
                Reading::Talked { answered_at, ended_at, member: self.member() }
            }
            None => match first.and_then(ended) {
                Some(ended_at) => self.unanswered(first, ended_at, now),
                None => Reading::Rings,
            },
        }
    }

    /// The legs of those outside, or of those of us.
    fn side(&self, ours: bool) -> impl Iterator<Item = &Leg> {
        self.legs.iter().filter(move |leg| (leg.role == LegRole::Member) == ours)
    }

    /// Whether somebody outside and one of us are still there. A side of which no report has come yet is, and so are we while a
    /// colleague is rung for whoever waits.
    fn goes_on(&self) -> bool {
        [true, false].into_iter().all(|ours| {
            let mut side = self.side(ours).peekable();
            side.peek().is_none() || side.any(|leg| leg.is_up() || leg.is_asked())
        })
    }

    /// The newest leg of a colleague who was asked in.
    pub fn guest(&self, member: MemberId) -> Option<&Leg> {
        let asked = self.legs.iter().filter(|leg| leg.member == Some(member));
        let asked = asked.filter_map(|leg| leg.guest.map(|guest| (guest.asked_at, leg)));
        asked.max_by_key(|(asked_at, _)| *asked_at).map(|(_, leg)| leg)
    }

    /// Our people in it, each once, with the leg that says most of him.
    pub fn people(&self) -> Vec<(MemberId, &Leg)> {
        let mut people: Vec<(MemberId, &Leg)> = Vec::new();
        let shown = |leg: &&Leg| leg.guest.is_some() || leg.connects() || leg.id == leg.first;
        let rank = |leg: &Leg| (leg.is_up(), leg.is_asked(), leg.guest.map(|guest| guest.asked_at));
        for leg in self.side(true).filter(shown) {
            let Some(member) = leg.member else { continue };
            match people.iter_mut().find(|(known, _)| *known == member) {
                Some((_, best)) if rank(leg) > rank(best) => *best = leg,
                Some(_) => {}
                None => people.push((member, leg)),
            }
        }
        people
    }

    /// When the last of either side had left, whichever side was first.
    fn ended_at(&self, now: Timestamp) -> Timestamp {
        let left = |ours: bool| {
            let there = self.side(ours).filter(|leg| leg.connects() || leg.id == leg.first);
            let mut there = there.peekable();
            there.peek()?;
            there
                .map(|leg| leg.is_over().then(|| leg.progress.ended_at.unwrap_or(now)))
                .collect::<Option<Vec<_>>>()?
                .into_iter()
                .max()
        };
        [left(true), left(false)].into_iter().flatten().min().unwrap_or(now)
    }

    /// Which of us has the call: whoever was there first of those who still are; after the end, whoever was there last.
    fn member(&self) -> Option<MemberId> {
        let ours = || self.side(true).filter(|leg| leg.connects() || leg.id == leg.first);
        let here = ours().filter(|leg| leg.is_up()).min_by_key(|leg| leg.progress.answered_at);
        let last = || ours().max_by_key(|leg| leg.progress.ended_at);
        here.or_else(last).and_then(|leg| leg.member)
    }

    /// The legs of one of us that are not over.
    pub fn legs_of(&self, member: MemberId) -> impl Iterator<Item = &Leg> {
        self.side(true).filter(move |leg| leg.member == Some(member) && !leg.is_over())
    }

    /// Whether one side has left for good, so that nobody is there to talk with.
    pub fn is_left_alone(&self) -> bool {
        !self.goes_on()
    }

    /// Whether this member talks in the call now.
    pub fn has(&self, member: MemberId) -> bool {
        self.goes_on() && self.legs_of(member).any(Leg::is_up)
    }

    /// The leg of somebody outside that is up.
    pub fn outside(&self) -> Option<&Leg> {
        self.side(false).find(|leg| leg.is_up())
    }

    /// The leg that began the conversation.
    pub fn opening(&self) -> Option<&Leg> {
        self.legs.iter().find(|leg| leg.id == leg.first)
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
