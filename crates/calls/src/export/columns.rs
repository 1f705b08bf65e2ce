//! The columns of an export: their words, their titles, what they say of a call.

use super::{ExportedCall, LocalZone};
use crate::model::{AgentType, Direction};
use callboard_kernel::{Phone, Timestamp, words};

words! {
    /// A column of an exported call log. The word heads the column of a CSV file.
    pub enum ExportColumn {
        /// First ring.
        StartedAt = "started_at",
        /// Which way.
        Direction = "direction",
        /// Where it is in its life.
        Status = "status",
        /// Name of the other party.
        Caller = "caller",
        /// Number of the caller.
        From = "from",
        /// Number that was called.
        To = "to",
        /// Seconds of talking.
        DurationS = "duration_s",
        /// What the caller wants.
        Intent = "intent",
        /// Key of the disposition.
        Disposition = "disposition",
        /// Member who talked, or the program.
        Agent = "agent",
        /// Estimated value in units of the currency.
        Value = "value",
        /// Labels, separated by commas.
        Tags = "tags",
        /// Kind of the open promise.
        FollowUp = "follow_up",
        /// When the open promise is due.
        FollowUpDueAt = "follow_up_due_at",
        /// The open promise is past due.
        FollowUpOverdue = "follow_up_overdue",
        /// What was written down, in full.
        Notes = "notes",
        /// There is a recording.
        Recording = "recording",
        /// There is a transcript.
        Transcript = "transcript",
        /// The job that came of it.
        Job = "job_id",
        /// Wants no contact.
        DoNotContact = "do_not_contact",
        /// What for.
        Purpose = "purpose",
        /// How it came to be.
        Source = "source",
        /// Where the caller heard of us.
        LeadSource = "lead_source",
        /// Answer.
        AnsweredAt = "answered_at",
        /// End.
        EndedAt = "ended_at",
        /// A disposition must be given.
        OutcomeRequired = "outcome_required",
        /// When the disposition was given.
        OutcomeAt = "outcome_at",
        /// Which list it waits in.
        QueueStatus = "queue_status",
        /// 0 to 100.
        EmergencyScore = "emergency_score",
        /// 0 to 100.
        SpamScore = "spam_score",
        /// Outside business hours.
        AfterHours = "after_hours",
        /// How far an escalation got.
        Escalation = "escalation",
        /// The missed call that it repeats.
        Incident = "repeats_call_id",
        /// The customer.
        Customer = "contact_id",
        /// The call.
        Id = "call_id",
    }
}

impl ExportColumn {
    /// What the column says of a call. Instants are RFC 3339 in `zone` with its offset.
    pub fn value(self, call: &ExportedCall, zone: &LocalZone, now: Timestamp) -> String {
        let ExportedCall { row, notes } = call;
        let instant = |at: Option<Timestamp>| at.map(|at| zone.rfc3339(at)).unwrap_or_default();
        match self {
            Self::StartedAt => zone.rfc3339(row.started_at),
            Self::Direction => row.direction.to_string(),
            Self::Status => row.status.to_string(),
            Self::Caller => row.caller_name.clone(),
            Self::From => row.from.as_ref().map(ToString::to_string).unwrap_or_default(),
            Self::To => row.to.as_ref().map(ToString::to_string).unwrap_or_default(),
            Self::DurationS => row.duration_s.to_string(),
            Self::Intent => row.intent.map(|intent| intent.to_string()).unwrap_or_default(),
            Self::Disposition => row.disposition.clone().unwrap_or_default(),
            Self::Agent => match row.agent_type {
                AgentType::Ai => "voice".to_owned(),
                AgentType::Human => row.agent_name.clone().unwrap_or_default(),
            },
            Self::Value => row.value_est_cents.map(units).unwrap_or_default(),
            Self::Tags => row.tags.join(", "),
            Self::FollowUp => {
                row.promise.as_ref().map(|promise| promise.kind.clone()).unwrap_or_default()
            }
            Self::FollowUpDueAt => instant(row.promise.as_ref().map(|promise| promise.due_at)),
            Self::FollowUpOverdue => row.promise.as_ref().map_or_else(String::new, |promise| {
                yes(!promise.paused && promise.due_at <= now).to_owned()
            }),
            Self::Notes => notes.clone(),
            Self::Recording => yes(row.has_recording).to_owned(),
            Self::Transcript => yes(row.has_transcript).to_owned(),
            Self::Job => row.job.map(|job| job.to_string()).unwrap_or_default(),
            Self::DoNotContact => yes(row.do_not_contact).to_owned(),
            Self::Purpose => row.purpose.to_string(),
            Self::Source => row.source.to_string(),
            Self::LeadSource => row.lead_source.to_string(),
            Self::AnsweredAt => instant(row.answered_at),
            Self::EndedAt => instant(row.ended_at),
            Self::OutcomeRequired => yes(row.outcome_required).to_owned(),
            Self::OutcomeAt => instant(row.outcome_at),
            Self::QueueStatus => row.queue_status.to_string(),
            Self::EmergencyScore => row.emergency_score.to_string(),
            Self::SpamScore => row.spam_score.to_string(),
            Self::AfterHours => yes(row.after_hours).to_owned(),
            Self::Escalation => row.escalation.to_string(),
            Self::Incident => row.incident.map(|first| first.to_string()).unwrap_or_default(),
            Self::Customer => row.customer.map(|customer| customer.to_string()).unwrap_or_default(),
            Self::Id => row.id.to_string(),
        }
    }
}

/// The number of the other party of a row.
pub(crate) const fn other_party(call: &ExportedCall) -> Option<&Phone> {
    match call.row.direction {
        Direction::In => call.row.from.as_ref(),
        Direction::Out => call.row.to.as_ref(),
    }
}

const fn yes(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

/// Cents as units with two places, which every spreadsheet reads as a number.
pub(crate) fn units(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    format!("{sign}{whole}.{rest:02}")
}
