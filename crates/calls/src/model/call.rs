//! The call and the facts that follow from its fields.

use super::{
    snapshot::CallSnapshot,
    vocabulary::{CallSource, CallStatus, Direction, Intent, Purpose, QueueStatus},
};
use crate::events::CallFacts;
use callboard_kernel::{Auditable, CallId, CustomerId, MemberId, Phone, Timestamp};
use uuid::Uuid;

/// Seconds of ringing below which an unanswered call is listed but nobody must call back (domain rule 1.2).
pub const SHORT_ABANDON_S: i64 = 15;

/// Emergency score from which a call counts as an emergency even when nobody named the intent.
pub const EMERGENCY_SCORE: u8 = 70;

/// A telephone call. What it may become is decided by the methods of this type, spread over the files of this module by
/// theme; each takes the time as an argument and returns the call as it shall be.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    pub(super) state: CallSnapshot,
}

impl Auditable for CallSnapshot {
    const KIND: &'static str = "call";

    fn target_id(&self) -> Uuid {
        self.id.uuid()
    }
}

impl Call {
    /// The call as it was stored. Trusts its source.
    pub const fn restore(state: CallSnapshot) -> Self {
        Self { state }
    }

    /// Everything that is stored of it.
    pub const fn snapshot(&self) -> &CallSnapshot {
        &self.state
    }

    /// Everything that is stored of it, by value.
    pub fn into_snapshot(self) -> CallSnapshot {
        self.state
    }

    /// Id of the call.
    pub const fn id(&self) -> CallId {
        self.state.id
    }

    /// Where it is in its life.
    pub const fn status(&self) -> CallStatus {
        self.state.status
    }

    /// The customer, once known.
    pub const fn customer(&self) -> Option<CustomerId> {
        self.state.customer
    }

    /// The member who talked or to whom it was given.
    pub const fn agent(&self) -> Option<MemberId> {
        self.state.agent
    }

    /// Key of its disposition.
    pub fn disposition(&self) -> Option<&str> {
        self.state.disposition.as_deref()
    }

    /// What the agent wrote.
    pub fn notes(&self) -> &str {
        &self.state.notes
    }

    /// The number of the other party; `None` when withheld.
    pub const fn other_party(&self) -> Option<&Phone> {
        match self.state.direction {
            Direction::In => self.state.from.as_ref(),
            Direction::Out => self.state.to.as_ref(),
        }
    }

    /// Seconds it rang before it was answered or given up; 0 while it rings and when that is not known.
    pub fn ring_s(&self) -> i64 {
        self.state
            .answered_at
            .or(self.state.ended_at)
            .map_or(0, |at| (at - self.state.started_at).whole_seconds().max(0))
    }

    /// Whether the caller gave up before anybody could answer. Such a call is listed, starts no clock and waits for
    /// nobody. Only the telephone network knows how long it rang, so calls logged or imported are never short.
    pub fn is_short_abandon(&self) -> bool {
        self.state.status == CallStatus::Missed
            && self.state.direction == Direction::In
            && self.state.source != CallSource::Manual
            && self.state.import.is_none()
            && self.state.ended_at.is_some()
            && self.ring_s() < SHORT_ABANDON_S
    }

    /// Whether a required disposition is still missing.
    pub const fn is_outcome_pending(&self) -> bool {
        self.state.outcome_required && self.state.outcome_at.is_none()
    }

    /// Whether it is about danger or damage now.
    pub fn is_emergency(&self) -> bool {
        self.state.intent == Some(Intent::Emergency)
            || self.state.emergency_score >= EMERGENCY_SCORE
    }

    /// Whether somebody must decide what came of the call (S1-API-07): it is over, and a required outcome is missing, or
    /// it was put into the triage queue, or nobody gave a disposition. The last does not hold for calls that never asked
    /// for one: imported history, short abandons, repeats of a missed call (the first call of the incident is decided
    /// for all), demonstrations, and calls whose outcome was waived.
    pub fn needs_triage(&self) -> bool {
        let s = &self.state;
        let undecided = s.disposition.is_none() && s.outcome_at.is_none();
        let asks_for_one = s.import.is_none()
            && s.purpose != Purpose::Demo
            && !(s.incident.is_some() && s.status == CallStatus::Missed)
            && !self.is_short_abandon();
        s.status.is_final()
            && (self.is_outcome_pending()
                || s.queue_status == QueueStatus::Triage
                || (undecided && asks_for_one))
    }

    /// The text by which the call is found, in lower case: digits of both numbers, name of the other party, notes. One
    /// line each, so that no match runs from one field into the next.
    pub fn search_text(&self) -> String {
        let number = |phone: &Option<Phone>| phone.as_ref().map(Phone::digits).map(str::to_owned);
        [
            number(&self.state.from),
            number(&self.state.to),
            Some(self.state.caller_name.to_lowercase()),
            Some(self.state.notes.to_lowercase()),
        ]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
    }

    /// What other domains may know of it.
    pub fn facts(&self) -> CallFacts {
        let s = &self.state;
        CallFacts {
            call: s.id,
            direction: s.direction,
            purpose: s.purpose,
            status: s.status,
            other_party: self.other_party().cloned(),
            caller_name: s.caller_name.clone(),
            started_at: s.started_at,
            ended_at: s.ended_at,
            ring_s: self.ring_s(),
            duration_s: s.duration_s,
            agent: s.agent,
            customer: s.customer,
            intent: s.intent,
            emergency_score: s.emergency_score,
            after_hours: s.after_hours,
            incident: s.incident,
            disposition: s.disposition.clone(),
        }
    }

    /// Notes the instant of the change.
    pub(super) fn touched(mut self, now: Timestamp) -> Self {
        self.state.updated_at = now;
        self
    }
}

#[cfg(test)]
mod tests;
