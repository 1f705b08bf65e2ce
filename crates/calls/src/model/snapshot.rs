//! The call as plain data: the only shape that stores and screens map.

use super::vocabulary::{
    AgentType, CallOutcome, CallSource, CallStatus, Direction, EscalationStatus, Intent,
    LeadSource, LineType, Purpose, QueueStatus, SpamReason,
};
use callboard_kernel::{CallId, CustomerId, MemberId, Phone, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Everything that is stored of one call. Restoring trusts it; decisions are made by [`super::Call`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CallSnapshot {
    /// Id of the call.
    pub id: CallId,
    /// Who carried the call, such as `simulator` or `import`; with `provider_call_id` unique per workspace.
    pub provider: Option<String>,
    /// The carrier's own id of the call.
    pub provider_call_id: Option<String>,
    /// Which way.
    pub direction: Direction,
    /// What for.
    pub purpose: Purpose,
    /// How it came to be.
    pub source: CallSource,
    /// Where the caller heard of us.
    pub lead_source: LeadSource,
    /// Where it is in its life.
    pub status: CallStatus,
    /// Number of the caller; `None` when withheld.
    pub from: Option<Phone>,
    /// Number that was called.
    pub to: Option<Phone>,
    /// First ring.
    pub started_at: Timestamp,
    /// Somebody picked up.
    pub answered_at: Option<Timestamp>,
    /// The line went dead.
    pub ended_at: Option<Timestamp>,
    /// Seconds of talking; 0 when nobody answered.
    pub duration_s: i64,
    /// Who talked for us.
    pub agent_type: AgentType,
    /// The member who talked or to whom the call was given.
    pub agent: Option<MemberId>,
    /// The customer, once known.
    pub customer: Option<CustomerId>,
    /// Name shown for the other party: the customer's, else what the network sent, else empty.
    pub caller_name: String,
    /// What the caller wants.
    pub intent: Option<Intent>,
    /// Key of the disposition.
    pub disposition: Option<String>,
    /// Result in a pro's log.
    pub outcome: Option<CallOutcome>,
    /// A disposition must be given.
    pub outcome_required: bool,
    /// When the disposition was given, or a supervisor waived it.
    pub outcome_at: Option<Timestamp>,
    /// Who gave it.
    pub outcome_by: Option<MemberId>,
    /// Until when it must be given (5 minutes after hang-up).
    pub outcome_due_at: Option<Timestamp>,
    /// Which list it waits in.
    pub queue_status: QueueStatus,
    /// Estimated value in cents of the workspace's currency.
    pub value_est_cents: Option<i64>,
    /// 0 to 100.
    pub emergency_score: u8,
    /// 0 to 100.
    pub spam_score: u8,
    /// Why it is spam.
    pub spam_reason: Option<SpamReason>,
    /// Free labels: trimmed, no duplicates regardless of case.
    pub tags: Vec<String>,
    /// What the agent wrote.
    pub notes: String,
    /// The other party wants no contact.
    pub do_not_contact: bool,
    /// What the caller agreed to.
    pub consent: Consent,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// What the network says of the number.
    pub carrier: CarrierInfo,
    /// Where the recording is.
    pub recording_url: Option<String>,
    /// Where the transcript is.
    pub transcript_url: Option<String>,
    /// What was said.
    pub transcript: Option<Transcript>,
    /// The job that came of it.
    pub job: Option<Uuid>,
    /// How far the escalation of an emergency got.
    pub escalation: EscalationStatus,
    /// It rang outside business hours.
    pub after_hours: bool,
    /// The missed call that this one repeats within ten minutes; one clock serves both.
    pub incident: Option<CallId>,
    /// The import that brought it in.
    pub import: Option<Uuid>,
    /// What the last outcome replaced, so that it can be undone.
    pub before_outcome: Option<Box<BeforeOutcome>>,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// The fields that an outcome changes, as they were before it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BeforeOutcome {
    /// When the outcome was given; undo is open for a while after it.
    pub replaced_at: Timestamp,
    /// Key of the disposition before.
    pub disposition: Option<String>,
    /// Instant of the outcome before.
    pub outcome_at: Option<Timestamp>,
    /// Author of the outcome before.
    pub outcome_by: Option<MemberId>,
    /// Whether one was required.
    pub outcome_required: bool,
    /// The list it waited in.
    pub queue_status: QueueStatus,
    /// The value before.
    pub value_est_cents: Option<i64>,
    /// The notes before.
    pub notes: String,
    /// The mark before.
    pub do_not_contact: bool,
    /// The reason before.
    pub spam_reason: Option<SpamReason>,
}

/// What a caller agreed to; `None` is "not recorded".
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Consent {
    /// May be recorded.
    pub recording: Option<bool>,
    /// May be texted.
    pub sms_opt_in: Option<bool>,
    /// When either was last recorded.
    pub last_updated: Option<Timestamp>,
}

/// A file of a call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attachment {
    /// Id of the file.
    pub id: Uuid,
    /// Name as uploaded.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// Media type by content.
    pub content_type: String,
}

impl Default for CarrierInfo {
    fn default() -> Self {
        Self { carrier: None, line_type: LineType::Unknown }
    }
}

/// What the network says of the other party's number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CarrierInfo {
    /// Name of the carrier.
    pub carrier: Option<String>,
    /// Kind of line.
    pub line_type: LineType,
}

/// What was said.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Transcript {
    /// Utterances in time order.
    pub segments: Vec<TranscriptSegment>,
}

/// One utterance.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TranscriptSegment {
    /// Id within the transcript.
    pub id: String,
    /// `agent` or `customer`.
    pub speaker: String,
    /// The words.
    pub text: String,
    /// 0 to 1.
    pub confidence: Option<f32>,
    /// Seconds from the start of the recording.
    pub at_s: f32,
}
