//! How far a call or a message has come, from reports that arrive twice and in any order.
//!
//! Both are join-semilattices: `merge` is the larger of two in a fixed order, so it is associative, commutative and
//! idempotent, and every order of the same reports ends in the same state. A later stage never goes back to an earlier one.

use crate::{Refusal, RefusalCause};
use callboard_kernel::{Timestamp, words};

words! {
    /// How far one leg of a call has come; a later word wins over an earlier one. Where two ends are reported for one leg,
    /// the one that speaks of more contact wins, so that a call that was talked on is never shown as failed.
    pub enum CallStatus {
        /// The provider has taken the order.
        Queued = "queued",
        /// It is being dialled.
        Initiated = "initiated",
        /// It rings.
        Ringing = "ringing",
        /// Somebody (or a machine) answered.
        InProgress = "in_progress",
        /// We took it back before anybody answered.
        Canceled = "canceled",
        /// It could not be connected.
        Failed = "failed",
        /// Nobody answered.
        NoAnswer = "no_answer",
        /// The line was engaged, or the call was declined.
        Busy = "busy",
        /// It was answered and is over.
        Completed = "completed",
    }
}

impl CallStatus {
    /// Whether the leg is over.
    pub const fn has_ended(self) -> bool {
        matches!(
            self,
            Self::Canceled | Self::Failed | Self::NoAnswer | Self::Busy | Self::Completed
        )
    }

    /// The later of two reports.
    pub fn merge(self, other: Self) -> Self {
        self.max(other)
    }
}

/// What is known of one leg of a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CallProgress {
    /// How far it has come.
    pub status: CallStatus,
    /// Whether it was ever answered, also when only a later report arrived.
    pub answered: bool,
    /// How long it was connected, in seconds; known once it is over.
    pub duration_s: Option<u32>,
    /// When it was answered, as the earliest report says.
    pub answered_at: Option<Timestamp>,
    /// When it ended, as the earliest report says.
    pub ended_at: Option<Timestamp>,
}

impl CallProgress {
    /// What one report says: the status, and the instant at which the leg came to it.
    pub fn of(status: CallStatus, at: Option<Timestamp>) -> Self {
        let answered = matches!(status, CallStatus::InProgress | CallStatus::Completed);
        let in_progress = status == CallStatus::InProgress;
        Self {
            status,
            answered,
            duration_s: None,
            answered_at: at.filter(|_| in_progress),
            ended_at: at.filter(|_| status.has_ended()),
        }
    }

    /// The same with the time that it was connected.
    pub fn lasting(self, duration_s: Option<u32>) -> Self {
        Self { duration_s, ..self }
    }

    /// What is known after both reports, whichever came first.
    pub fn merge(self, other: Self) -> Self {
        Self {
            status: self.status.merge(other.status),
            answered: self.answered || other.answered,
            duration_s: self.duration_s.max(other.duration_s),
            answered_at: earliest(self.answered_at, other.answered_at),
            ended_at: earliest(self.ended_at, other.ended_at),
        }
    }
}

fn earliest(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}

words! {
    /// How far a message has come; a later word wins over an earlier one. A message goes out or comes in, never both.
    pub enum MessageStatus {
        /// The provider has taken the order.
        Accepted = "accepted",
        /// It waits for its time.
        Scheduled = "scheduled",
        /// It waits for its turn.
        Queued = "queued",
        /// It is being handed to a carrier.
        Sending = "sending",
        /// A carrier has it.
        Sent = "sent",
        /// We took it back.
        Canceled = "canceled",
        /// It was never sent.
        Failed = "failed",
        /// A carrier could not deliver it.
        Undelivered = "undelivered",
        /// Some of several people have it.
        PartiallyDelivered = "partially_delivered",
        /// It is on the telephone.
        Delivered = "delivered",
        /// It was read.
        Read = "read",
        /// It is coming in.
        Receiving = "receiving",
        /// It came in.
        Received = "received",
    }
}

impl MessageStatus {
    /// Whether nothing more is to come, except that a delivered message may still be read.
    pub const fn has_ended(self) -> bool {
        !matches!(
            self,
            Self::Accepted
                | Self::Scheduled
                | Self::Queued
                | Self::Sending
                | Self::Sent
                | Self::Receiving
        )
    }

    /// Whether it did not arrive.
    pub const fn is_lost(self) -> bool {
        matches!(self, Self::Canceled | Self::Failed | Self::Undelivered)
    }

    /// The later of two reports.
    pub fn merge(self, other: Self) -> Self {
        self.max(other)
    }
}

/// What is known of one message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MessageProgress {
    /// How far it has come.
    pub status: MessageStatus,
    reported: Option<Refusal>,
}

impl MessageProgress {
    /// What one report says.
    pub const fn of(status: MessageStatus, failure: Option<Refusal>) -> Self {
        Self { status, reported: failure }
    }

    /// Why it did not arrive; `None` while it may still arrive, and once it has.
    pub fn failure(&self) -> Option<Refusal> {
        let unnamed = Refusal { cause: RefusalCause::Other, code: None };
        self.status.is_lost().then(|| self.reported.unwrap_or(unnamed))
    }

    /// What is known after both reports, whichever came first.
    pub fn merge(self, other: Self) -> Self {
        Self {
            status: self.status.merge(other.status),
            reported: self.reported.max(other.reported),
        }
    }
}
