//! What happens to calls. Wire names are append only.

use crate::{
    jobs::{JobKind, JobState},
    model::{CallStatus, Direction, DispositionClass, Intent, Purpose},
};
use callboard_kernel::{CallId, CallJobId, CustomerId, DomainEvent, MemberId, Phone, Timestamp};
use serde::{Deserialize, Serialize};

/// The facts of a call that other domains may react to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CallFacts {
    /// The call.
    pub call: CallId,
    /// Which way.
    pub direction: Direction,
    /// What for.
    pub purpose: Purpose,
    /// Where it is in its life.
    pub status: CallStatus,
    /// The number of the other party; `None` when withheld.
    pub other_party: Option<Phone>,
    /// Name of the other party.
    pub caller_name: String,
    /// First ring.
    pub started_at: Timestamp,
    /// End.
    pub ended_at: Option<Timestamp>,
    /// Seconds it rang before it was answered or given up.
    pub ring_s: i64,
    /// Seconds of talking.
    pub duration_s: i64,
    /// Member who talked.
    pub agent: Option<MemberId>,
    /// Customer.
    pub customer: Option<CustomerId>,
    /// What the caller wants.
    pub intent: Option<Intent>,
    /// 0 to 100.
    pub emergency_score: u8,
    /// Outside business hours.
    pub after_hours: bool,
    /// The missed call that this one repeats.
    pub incident: Option<CallId>,
    /// Key of the disposition.
    pub disposition: Option<String>,
}

/// A promise that a person makes together with an outcome.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromisedFollowUp {
    /// Kind: `callback`, `sms`, `email`, `task`.
    pub kind: String,
    /// When it is due; `None` lets the disposition's minutes and the business hours decide.
    pub due_at: Option<Timestamp>,
    /// Minutes of the disposition's rule.
    pub rule_minutes: Option<u32>,
    /// Who shall do it.
    pub assigned_to: Option<MemberId>,
    /// `low`, `normal`, `high`, `urgent`; `None` lets the intent decide.
    pub priority: Option<String>,
    /// What to remember.
    pub note: Option<String>,
}

/// An event of the call domain.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum CallEvent {
    /// A call came into the log: it rings, or it was logged afterwards.
    Started(CallFacts),
    /// Somebody picked up.
    Answered(CallFacts),
    /// The call ended after talking, or could not be connected.
    Ended(CallFacts),
    /// Nobody answered an inbound call for at least the abandon limit.
    Missed(CallFacts),
    /// Fields changed that start nothing: notes, tags, value, consent.
    Updated(CallFacts),
    /// What the caller agreed to was written down.
    ConsentRecorded {
        /// The call after it.
        facts: CallFacts,
        /// What he said of text messages; `None` when only the recording was spoken of, or the answer was taken away.
        texts: Option<bool>,
    },
    /// A disposition was given.
    OutcomeRecorded {
        /// The call after it.
        facts: CallFacts,
        /// Class of the disposition.
        class: DispositionClass,
        /// What was promised with it.
        follow_up: Option<PromisedFollowUp>,
        /// The disposition marks the customer do-not-contact.
        marks_do_not_contact: bool,
        /// What the agent wrote.
        note: String,
    },
    /// The last disposition was taken back.
    OutcomeUndone {
        /// The call after it.
        facts: CallFacts,
        /// Instant of the outcome that was taken back.
        recorded_at: Timestamp,
        /// The outcome had marked the customer do-not-contact.
        lifts_do_not_contact: bool,
    },
    /// The call was tied to a customer, or untied.
    CustomerLinked(CallFacts),
    /// A member took the call into triage, or its claim was taken over.
    Claimed {
        /// The call.
        call: CallId,
        /// Who holds it.
        by: MemberId,
        /// Until when, unless renewed.
        until: Timestamp,
    },
    /// The claim was given back.
    Released {
        /// The call.
        call: CallId,
    },
    /// A missed emergency waits for somebody.
    EmergencyQueued(CallFacts),
    /// Somebody took the emergency.
    EmergencyAcknowledged {
        /// The call after it.
        facts: CallFacts,
        /// Who; `None` when a program did.
        by: Option<MemberId>,
    },
    /// Many calls came in from a file.
    Imported {
        /// The import.
        import: uuid::Uuid,
        /// Rows written by this batch.
        rows: u32,
    },
    /// Some of many calls changed in a way that starts nothing: screens read anew what they show.
    ManyChanged {
        /// The job.
        job: CallJobId,
        /// How many calls.
        calls: u32,
    },
    /// Long work on many calls ended.
    JobFinished {
        /// The job.
        job: CallJobId,
        /// What it did.
        kind: JobKind,
        /// How it ended.
        state: JobState,
    },
}

impl CallEvent {
    /// The call that the event is about; `None` when it is about many.
    pub const fn call(&self) -> Option<CallId> {
        match self {
            Self::Started(f)
            | Self::Answered(f)
            | Self::Ended(f)
            | Self::Missed(f)
            | Self::Updated(f)
            | Self::CustomerLinked(f)
            | Self::EmergencyQueued(f)
            | Self::EmergencyAcknowledged { facts: f, .. }
            | Self::ConsentRecorded { facts: f, .. }
            | Self::OutcomeRecorded { facts: f, .. }
            | Self::OutcomeUndone { facts: f, .. } => Some(f.call),
            Self::Claimed { call, .. } | Self::Released { call } => Some(*call),
            Self::Imported { .. } | Self::ManyChanged { .. } | Self::JobFinished { .. } => None,
        }
    }
}

impl DomainEvent for CallEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::Started(_) => "calls.call_started",
            Self::Answered(_) => "calls.call_answered",
            Self::Ended(_) => "calls.call_ended",
            Self::Missed(_) => "calls.call_missed",
            Self::Updated(_) => "calls.call_updated",
            Self::ConsentRecorded { .. } => "calls.consent_recorded",
            Self::OutcomeRecorded { .. } => "calls.outcome_recorded",
            Self::OutcomeUndone { .. } => "calls.outcome_undone",
            Self::CustomerLinked(_) => "calls.customer_linked",
            Self::Claimed { .. } => "calls.call_claimed",
            Self::Released { .. } => "calls.call_released",
            Self::EmergencyQueued(_) => "calls.emergency_queued",
            Self::EmergencyAcknowledged { .. } => "calls.emergency_acknowledged",
            Self::Imported { .. } => "calls.calls_imported",
            Self::ManyChanged { .. } => "calls.many_changed",
            Self::JobFinished { .. } => "calls.job_finished",
        }
    }

    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }
}
