//! What the telephone line reports: a call rings, is answered, ends. Reports may come twice, late and out of order.

use super::{
    Call, Decision,
    snapshot::{CallSnapshot, CarrierInfo, Consent},
    vocabulary::{
        AgentType, CallOutcome, CallSource, CallStatus, Direction, EscalationStatus, Intent,
        LeadSource, Purpose, QueueStatus,
    },
};
use crate::{events::CallEvent, ports::KnownCaller};
use callboard_kernel::{AuditAction, CallId, MemberId, Phone, Timestamp, one_line};
use time::Duration;

/// How long after hang-up the outcome of an answered call must be given (domain rule 1.5).
pub const OUTCOME_WITHIN: Duration = Duration::minutes(5);

/// How long after a missed call a repeat from the same number belongs to the same incident (domain rule 1.4).
pub const INCIDENT_WITHIN: Duration = Duration::minutes(10);

/// One report of a carrier on one call.
#[derive(Clone, PartialEq, Debug)]
pub struct LineReport {
    /// The carrier, such as `simulator`.
    pub provider: String,
    /// The carrier's own id of the call.
    pub provider_call_id: String,
    /// The call as the carrier describes it; each report carries all of it, so that a lost first report does no harm.
    pub line: LineCall,
    /// What happened.
    pub change: LineChange,
}

/// A call as a carrier describes it.
#[derive(Clone, PartialEq, Debug)]
pub struct LineCall {
    /// Which way.
    pub direction: Direction,
    /// What for.
    pub purpose: Purpose,
    /// How it came to be.
    pub source: CallSource,
    /// Where the caller heard of us.
    pub lead_source: LeadSource,
    /// Number of the caller; `None` when withheld.
    pub from: Option<Phone>,
    /// Number that was called.
    pub to: Option<Phone>,
    /// First ring.
    pub started_at: Timestamp,
    /// Name that the network sent; a known customer's name goes before it.
    pub caller_name: String,
    /// Who talks for us.
    pub agent_type: AgentType,
    /// What the caller wants, when that was asked.
    pub intent: Option<Intent>,
    /// 0 to 100; greater values count as 100.
    pub emergency_score: u8,
    /// 0 to 100; greater values count as 100.
    pub spam_score: u8,
    /// Estimated value in cents.
    pub value_est_cents: Option<i64>,
    /// Labels.
    pub tags: Vec<String>,
    /// What the network says of the number.
    pub carrier: CarrierInfo,
}

/// What happened on the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineChange {
    /// It rings.
    Rang,
    /// Somebody picked up.
    Answered {
        /// When.
        at: Timestamp,
        /// Which member, when known.
        agent: Option<MemberId>,
    },
    /// Whoever talked left the call to another one of us.
    PassedOn {
        /// Who has it now.
        agent: MemberId,
    },
    /// The line went dead.
    HungUp {
        /// When.
        at: Timestamp,
        /// When it had been answered; `None` when it was not, or the report of the answer tells it.
        answered_at: Option<Timestamp>,
    },
    /// It could not be connected.
    Failed {
        /// When.
        at: Timestamp,
    },
}

/// What is known of a call besides the carrier's words when it first appears.
#[derive(Clone, PartialEq, Debug)]
pub struct FirstSight {
    /// Id of the call.
    pub id: CallId,
    /// The customer who has the number.
    pub known: Option<KnownCaller>,
    /// It rings outside business hours.
    pub after_hours: bool,
}

impl Call {
    /// A call appears on the line and rings.
    pub fn rings(report: &LineReport, sight: FirstSight, now: Timestamp) -> Decision {
        let line = report.line.clone();
        let known = sight.known;
        let call = Self {
            state: CallSnapshot {
                id: sight.id,
                provider: Some(report.provider.clone()),
                provider_call_id: Some(report.provider_call_id.clone()),
                direction: line.direction,
                purpose: line.purpose,
                source: line.source,
                lead_source: line.lead_source,
                status: CallStatus::Ringing,
                from: line.from,
                to: line.to,
                started_at: line.started_at,
                agent_type: line.agent_type,
                customer: known.as_ref().map(|caller| caller.id),
                do_not_contact: known.as_ref().is_some_and(|caller| caller.do_not_contact),
                caller_name: known
                    .map_or_else(|| one_line(&line.caller_name), |caller| caller.name),
                intent: line.intent,
                emergency_score: line.emergency_score.min(100),
                spam_score: line.spam_score.min(100),
                value_est_cents: line.value_est_cents,
                tags: line.tags,
                carrier: line.carrier,
                after_hours: sight.after_hours,
                ..blank(sight.id, line.direction, line.started_at, now)
            },
        };
        let events = vec![CallEvent::Started(call.facts())];
        Decision::update(call, events).under(AuditAction::Create)
    }

    /// What a report makes of the call; `None` when it says nothing new. `incident` is the missed call that this one
    /// repeats, and counts only when this one is missed too.
    pub fn report(
        &self,
        change: LineChange,
        incident: Option<CallId>,
        now: Timestamp,
    ) -> Option<Decision> {
        match change {
            LineChange::Rang => None,
            LineChange::Answered { at, agent } => self.answered(at, agent, now),
            LineChange::PassedOn { agent } => self.passed_on(agent, now),
            LineChange::HungUp { at, answered_at } => {
                match self.state.answered_at.or(answered_at) {
                    Some(answered_at) => self.completed(answered_at, at, now),
                    None => self.unanswered(at, incident, now),
                }
            }
            LineChange::Failed { at } => {
                let mut next = self.advanced(CallStatus::Failed, now)?;
                next.state.ended_at = Some(at.max(next.state.started_at));
                let events = vec![CallEvent::Ended(next.facts())];
                Some(Decision::update(next, events))
            }
        }
    }

    fn answered(&self, at: Timestamp, agent: Option<MemberId>, now: Timestamp) -> Option<Decision> {
        let mut next = self.advanced(CallStatus::InProgress, now)?;
        next.state.answered_at = Some(at.max(next.state.started_at));
        next.state.agent = agent.or(next.state.agent);
        let events = vec![CallEvent::Answered(next.facts())];
        Some(Decision::update(next, events))
    }

    fn passed_on(&self, agent: MemberId, now: Timestamp) -> Option<Decision> {
        let talks = matches!(self.state.status, CallStatus::InProgress | CallStatus::Completed);
        (talks && self.state.agent != Some(agent)).then(|| {
            let mut next = self.clone().touched(now);
            next.state.agent = Some(agent);
            let events = vec![CallEvent::Updated(next.facts())];
            Decision::update(next, events)
        })
    }

    fn completed(
        &self,
        answered_at: Timestamp,
        ended_at: Timestamp,
        now: Timestamp,
    ) -> Option<Decision> {
        let mut next = self.advanced(CallStatus::Completed, now)?;
        let s = &mut next.state;
        let answered_at = answered_at.max(s.started_at);
        let ended_at = ended_at.max(answered_at);
        s.answered_at = Some(answered_at);
        s.ended_at = Some(ended_at);
        s.duration_s = (ended_at - answered_at).whole_seconds();
        s.outcome = Some(CallOutcome::Completed);
        if s.direction == Direction::In && s.purpose == Purpose::Inbound {
            s.outcome_required = true;
            s.outcome_due_at = Some(ended_at + OUTCOME_WITHIN);
        }
        let events = vec![CallEvent::Ended(next.facts())];
        Some(Decision::update(next, events))
    }

    fn unanswered(
        &self,
        at: Timestamp,
        incident: Option<CallId>,
        now: Timestamp,
    ) -> Option<Decision> {
        let mut next = self.advanced(CallStatus::Missed, now)?;
        next.state.ended_at = Some(at.max(next.state.started_at));
        next.state.outcome = Some(CallOutcome::NoAnswer);
        let waits = next.state.direction == Direction::In
            && next.state.purpose != Purpose::Demo
            && !next.is_short_abandon();
        let event = if waits {
            next.state.incident = incident.filter(|first| *first != next.state.id);
            if next.state.incident.is_none() {
                next.state.outcome_required = true;
                next.state.queue_status = QueueStatus::Triage;
            }
            CallEvent::Missed(next.facts())
        } else {
            CallEvent::Ended(next.facts())
        };
        Some(Decision::update(next, vec![event]))
    }

    fn advanced(&self, status: CallStatus, now: Timestamp) -> Option<Self> {
        self.state.status.may_become(status).then(|| {
            let mut next = self.clone().touched(now);
            next.state.status = status;
            next
        })
    }
}

/// A call of which nothing is known but that it was.
pub(super) fn blank(
    id: CallId,
    direction: Direction,
    started_at: Timestamp,
    now: Timestamp,
) -> CallSnapshot {
    CallSnapshot {
        id,
        provider: None,
        provider_call_id: None,
        direction,
        purpose: Purpose::Inbound,
        source: CallSource::Phone,
        lead_source: LeadSource::Unknown,
        status: CallStatus::Ringing,
        from: None,
        to: None,
        started_at,
        answered_at: None,
        ended_at: None,
        duration_s: 0,
        agent_type: AgentType::Human,
        agent: None,
        customer: None,
        caller_name: String::new(),
        intent: None,
        disposition: None,
        outcome: None,
        outcome_required: false,
        outcome_at: None,
        outcome_by: None,
        outcome_due_at: None,
        queue_status: QueueStatus::None,
        value_est_cents: None,
        emergency_score: 0,
        spam_score: 0,
        spam_reason: None,
        tags: Vec::new(),
        notes: String::new(),
        do_not_contact: false,
        consent: Consent::default(),
        attachments: Vec::new(),
        carrier: CarrierInfo::default(),
        recording_url: None,
        transcript_url: None,
        transcript: None,
        job: None,
        escalation: EscalationStatus::None,
        after_hours: false,
        incident: None,
        import: None,
        before_outcome: None,
        created_at: now,
        updated_at: now,
    }
}

#[cfg(test)]
mod tests;
