//! A call as a row of a list.

use crate::{
    fields::{Instant, Word},
    problem::PersonRef,
};
use callboard_calls::{
    board,
    model::{
        AgentType, CallSource, CallStatus, Direction, EscalationStatus, Intent, LeadSource,
        Purpose, QueueStatus,
    },
};
use callboard_followups::model::FollowUpKind;
use poem_openapi::Object;
use serde::Serialize;
use uuid::Uuid;

/// A call in a list.
#[derive(Object, Serialize, Clone, Debug)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CallRow {
    /// Id.
    pub(crate) id: Uuid,
    /// Version, for `If-Match`.
    version: i64,
    /// Which way.
    direction: Word<Direction>,
    /// What for.
    purpose: Word<Purpose>,
    /// How it came to be.
    source: Word<CallSource>,
    /// Where the caller heard of us.
    lead_source: Word<LeadSource>,
    /// Where it is in its life.
    status: Word<CallStatus>,
    /// Number of the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    from_e164: Option<String>,
    /// Number that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    to_e164: Option<String>,
    /// First ring.
    started_at: Instant,
    /// Answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<Instant>,
    /// End.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Instant>,
    /// Seconds of talking.
    duration_s: i64,
    /// Person or program.
    agent_type: Word<AgentType>,
    /// Member who talked.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<PersonRef>,
    /// Customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<PersonRef>,
    /// Name of the other party; empty when unknown.
    caller_name: String,
    /// What the caller wants.
    #[serde(skip_serializing_if = "Option::is_none")]
    intent: Option<Word<Intent>>,
    /// Key of the disposition.
    #[serde(skip_serializing_if = "Option::is_none")]
    disposition: Option<String>,
    /// A disposition must be given.
    outcome_required: bool,
    /// When it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome_at: Option<Instant>,
    /// Until when it must be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome_due_at: Option<Instant>,
    /// Which list it waits in.
    queue_status: Word<QueueStatus>,
    /// Estimated value in cents of the workspace's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    value_est_cents: Option<i64>,
    /// 0 to 100.
    emergency_score: u8,
    /// 0 to 100.
    spam_score: u8,
    /// Labels.
    tags: Vec<String>,
    /// First 140 characters of the notes.
    note_start: String,
    /// Wants no contact.
    do_not_contact: bool,
    /// There is a recording.
    has_recording: bool,
    /// There is a transcript.
    has_transcript: bool,
    /// Job that came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    job_id: Option<Uuid>,
    /// How far an escalation got.
    escalation_status: Word<EscalationStatus>,
    /// Rang outside business hours.
    after_hours: bool,
    /// The missed call that this one repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    incident_call_id: Option<Uuid>,
    /// Its open promise.
    #[serde(skip_serializing_if = "Option::is_none")]
    promise: Option<CallPromise>,
    /// Who holds it in triage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) claim: Option<CallClaim>,
}

/// The open promise of a call.
#[derive(Object, Serialize, Clone, Debug)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CallPromise {
    /// The follow-up.
    follow_up_id: Uuid,
    /// What is to be done.
    #[oai(rename = "type")]
    #[serde(rename = "type")]
    kind: Word<FollowUpKind>,
    /// When it is due.
    due_at: Instant,
    /// Its clock stands still.
    paused: bool,
    /// It was broken.
    breached: bool,
    /// Who shall do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned_to: Option<Uuid>,
}

/// Who holds a call in triage.
#[derive(Object, Serialize, Clone, Debug)]
pub(crate) struct CallClaim {
    /// Who.
    pub(crate) by: PersonRef,
    /// Until when, unless renewed.
    pub(crate) until: Instant,
}

impl From<board::CallRow> for CallRow {
    fn from(row: board::CallRow) -> Self {
        // The name of the other party is the customer's once one is known.
        let contact =
            row.customer.map(|id| PersonRef { id: id.uuid(), name: row.caller_name.clone() });
        let agent = row
            .agent
            .map(|id| PersonRef { id: id.uuid(), name: row.agent_name.unwrap_or_default() });
        Self {
            id: row.id.uuid(),
            version: row.version,
            direction: Word(row.direction),
            purpose: Word(row.purpose),
            source: Word(row.source),
            lead_source: Word(row.lead_source),
            status: Word(row.status),
            from_e164: row.from.map(String::from),
            to_e164: row.to.map(String::from),
            started_at: row.started_at.into(),
            answered_at: row.answered_at.map(Instant),
            ended_at: row.ended_at.map(Instant),
            duration_s: row.duration_s,
            agent_type: Word(row.agent_type),
            agent,
            contact,
            caller_name: row.caller_name,
            intent: row.intent.map(Word),
            disposition: row.disposition,
            outcome_required: row.outcome_required,
            outcome_at: row.outcome_at.map(Instant),
            outcome_due_at: row.outcome_due_at.map(Instant),
            queue_status: Word(row.queue_status),
            value_est_cents: row.value_est_cents,
            emergency_score: row.emergency_score,
            spam_score: row.spam_score,
            tags: row.tags,
            note_start: row.note_start,
            do_not_contact: row.do_not_contact,
            has_recording: row.has_recording,
            has_transcript: row.has_transcript,
            job_id: row.job,
            escalation_status: Word(row.escalation),
            after_hours: row.after_hours,
            incident_call_id: row.incident.map(callboard_kernel::CallId::uuid),
            promise: row.promise.map(CallPromise::from),
            claim: row.claim.map(CallClaim::from),
        }
    }
}

impl From<board::PromiseOfCall> for CallPromise {
    fn from(promise: board::PromiseOfCall) -> Self {
        Self {
            follow_up_id: promise.follow_up.uuid(),
            // The call domain keeps the word only; whatever is not of the list is a task.
            kind: Word(FollowUpKind::parse(&promise.kind).unwrap_or(FollowUpKind::Task)),
            due_at: promise.due_at.into(),
            paused: promise.paused,
            breached: promise.breached,
            assigned_to: promise.assigned_to.map(callboard_kernel::MemberId::uuid),
        }
    }
}

impl From<board::ClaimOfCall> for CallClaim {
    fn from(claim: board::ClaimOfCall) -> Self {
        let by = PersonRef { id: claim.by.uuid(), name: claim.by_name };
        Self { by, until: claim.until.into() }
    }
}
