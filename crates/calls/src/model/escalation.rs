//! The escalation of an emergency (S1-VAL-10): none → queued → sent → acked. Whatever way a call becomes a missed emergency,
//! it is queued in the same write; it is sent once the people on duty were told, and acked once somebody took it.

use super::{
    Call, Decision,
    vocabulary::{CallStatus, Direction, EscalationStatus, Purpose},
};
use crate::{error::CallError, events::CallEvent};
use callboard_kernel::{AuditAction, MemberId, Timestamp};

impl Call {
    /// Whether an emergency waits for somebody to take it.
    pub const fn is_escalating(&self) -> bool {
        matches!(self.state.escalation, EscalationStatus::Queued | EscalationStatus::Sent)
    }

    /// Whether it is a missed emergency that nobody has decided. A repeat has no escalation of its own: the first call of
    /// its incident is taken for all.
    fn calls_for_help(&self) -> bool {
        let s = &self.state;
        self.is_emergency()
            && s.status == CallStatus::Missed
            && s.direction == Direction::In
            && s.purpose != Purpose::Demo
            && s.incident.is_none()
            && s.import.is_none()
            && s.outcome_at.is_none()
            && !self.is_short_abandon()
    }

    /// Queues the escalation because of something outside of the call, such as a repeat with emergency words; `None` when
    /// it has one already or somebody has decided the call.
    pub fn escalate(&self, why: &str, now: Timestamp) -> Option<Decision> {
        let waits = self.state.escalation == EscalationStatus::None
            && self.state.status.is_final()
            && self.state.outcome_at.is_none();
        waits.then(|| {
            let mut next = self.clone().touched(now);
            next.state.escalation = EscalationStatus::Queued;
            let events = vec![CallEvent::EmergencyQueued(next.facts())];
            Decision::update(next, events).under(AuditAction::Escalate).because(why)
        })
    }

    /// The people on duty were told; `None` when that is known, or somebody was quicker.
    pub fn escalation_sent(&self, now: Timestamp) -> Option<Decision> {
        (self.state.escalation == EscalationStatus::Queued).then(|| {
            let mut next = self.clone().touched(now);
            next.state.escalation = EscalationStatus::Sent;
            let events = vec![CallEvent::Updated(next.facts())];
            let note = "the people on duty were told";
            Decision::update(next, events).under(AuditAction::Escalate).because(note)
        })
    }

    /// Somebody takes the emergency, and nobody is told of it any more; `None` when somebody has. Refused for a call that
    /// was never escalated.
    pub fn acknowledge(
        &self,
        by: Option<MemberId>,
        now: Timestamp,
    ) -> Result<Option<Decision>, CallError> {
        match self.state.escalation {
            EscalationStatus::None => Err(CallError::NothingToAcknowledge),
            EscalationStatus::Acked => Ok(None),
            EscalationStatus::Queued | EscalationStatus::Sent => {
                let next = self.clone().touched(now);
                Ok(Some(Decision::update(next, Vec::new()).acked(by)))
            }
        }
    }
}

impl Decision {
    /// What a decision means for the escalation: one that makes the call a missed emergency queues it, and one that
    /// decides the call takes it. Every way in passes here, so that none can forget it.
    pub(crate) fn with_escalation(mut self) -> Self {
        if self.call.state.escalation == EscalationStatus::None && self.call.calls_for_help() {
            self.call.state.escalation = EscalationStatus::Queued;
            self.events.push(CallEvent::EmergencyQueued(self.call.facts()));
        }
        if self.call.is_escalating() && self.call.state.outcome_at.is_some() {
            let by = self.call.state.outcome_by;
            return self.acked(by);
        }
        self
    }

    fn acked(mut self, by: Option<MemberId>) -> Self {
        self.call.state.escalation = EscalationStatus::Acked;
        self.events.push(CallEvent::EmergencyAcknowledged { facts: self.call.facts(), by });
        if self.note.is_empty() {
            "the emergency was taken".clone_into(&mut self.note);
        }
        self
    }
}

#[cfg(test)]
mod tests;
