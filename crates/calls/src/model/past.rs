//! Calls that come into the log afterwards: written down by hand, or brought in from a file.

use super::{
    Call, Decision,
    line::{OUTCOME_WITHIN, blank},
    snapshot::CallSnapshot,
    text,
    vocabulary::{
        CallOutcome, CallSource, CallStatus, Direction, Intent, LeadSource, Purpose, QueueStatus,
    },
};
use crate::{
    events::CallEvent,
    import::{Field, ImportedCall},
    ports::KnownCaller,
};
use callboard_kernel::{
    AuditAction, CallId, CustomerId, Invalid, MemberId, Phone, Timestamp, one_line,
};
use std::collections::BTreeSet;
use time::Duration;
use uuid::Uuid;

/// Clocks of callers and server may differ by this much.
pub(crate) const CLOCK_TOLERANCE: Duration = Duration::minutes(5);
/// Longest call that is believed, in seconds.
pub(crate) const MAX_DURATION_S: i64 = 86_400;
/// Oldest call that is believed when it is written down by hand.
const MAX_AGE: Duration = Duration::days(3_653);

/// A call as a person writes it down.
#[derive(Clone, PartialEq, Debug)]
pub struct ManualCall {
    /// Which way.
    pub direction: Direction,
    /// What for; `None` is `inbound` for incoming and `callback` for outgoing calls.
    pub purpose: Option<Purpose>,
    /// Number of the caller; `None` when withheld.
    pub from: Option<Phone>,
    /// Number that was called.
    pub to: Option<Phone>,
    /// First ring.
    pub started_at: Timestamp,
    /// Seconds of talking; 0 when nobody answered.
    pub duration_s: i64,
    /// Somebody answered.
    pub answered: bool,
    /// The member who talked.
    pub agent: Option<MemberId>,
    /// The customer; `None` looks the number up.
    pub customer: Option<CustomerId>,
    /// Name of the other party when no customer is known.
    pub caller_name: String,
    /// What the caller wants.
    pub intent: Option<Intent>,
    /// Where the caller heard of us.
    pub lead_source: LeadSource,
    /// Estimated value in cents.
    pub value_est_cents: Option<i64>,
    /// Labels.
    pub tags: Vec<String>,
    /// What was said.
    pub notes: String,
}

impl ManualCall {
    /// The number of the other party.
    pub const fn other_party(&self) -> Option<&Phone> {
        match self.direction {
            Direction::In => self.from.as_ref(),
            Direction::Out => self.to.as_ref(),
        }
    }

    fn check(&self, now: Timestamp) -> Result<Vec<String>, Invalid> {
        let mut wrong = Invalid::default();
        if self.direction == Direction::Out && self.to.is_none() {
            wrong.push("to", "required", "An outgoing call has a number that was called.");
        }
        if self.direction == Direction::Out && self.purpose == Some(Purpose::Inbound) {
            wrong.push("purpose", "not_allowed", "An outgoing call is not for `inbound`.");
        }
        if !(0..=MAX_DURATION_S).contains(&self.duration_s) {
            wrong.push("duration_s", "out_of_range", "Must be from 0 to 86400 seconds.");
        } else if !self.answered && self.duration_s > 0 {
            wrong.push("duration_s", "not_allowed", "Nobody talked in a call without answer.");
        } else if self.started_at + Duration::seconds(self.duration_s) > now + CLOCK_TOLERANCE {
            wrong.push("started_at", "in_future", "The call cannot end in the future.");
        }
        if self.started_at < now - MAX_AGE {
            wrong.push("started_at", "too_old", "Must be within the last ten years.");
        }
        if let Some(cents) = self.value_est_cents {
            text::check_value(cents, &mut wrong);
        }
        text::check_length(&self.notes, "notes", text::MAX_NOTES, &mut wrong);
        text::check_length(&self.caller_name, "caller_name", text::MAX_NAME, &mut wrong);
        let tags = text::tidy_tags(&self.tags).unwrap_or_else(|more| {
            wrong.0.extend(more.0);
            Vec::new()
        });
        wrong.check()?;
        Ok(tags)
    }
}

/// What is known of a call besides what its writer says.
#[derive(Clone, PartialEq, Debug)]
pub struct LogContext {
    /// Id of the call.
    pub id: CallId,
    /// Key that makes writing it twice harmless.
    pub idempotency_key: Option<String>,
    /// The customer.
    pub known: Option<KnownCaller>,
    /// It rang outside business hours.
    pub after_hours: bool,
}

/// The provider of calls that were written down by hand with a key of their own.
pub const MANUAL_PROVIDER: &str = "manual";

impl Call {
    /// Writes a call into the log by hand. It is judged like one that came over the line: an inbound one needs its
    /// outcome, and a missed one is missed, however long it rang. A call that ended long ago has five minutes from now.
    pub fn log_by_hand(
        manual: &ManualCall,
        context: LogContext,
        now: Timestamp,
    ) -> Result<Decision, Invalid> {
        let tags = manual.check(now)?;
        let known = context.known;
        let talked = Duration::seconds(manual.duration_s);
        let ended_at = manual.started_at + talked;
        let default_purpose = match manual.direction {
            Direction::In => Purpose::Inbound,
            Direction::Out => Purpose::Callback,
        };
        let mut state = CallSnapshot {
            provider: context.idempotency_key.as_ref().map(|_| MANUAL_PROVIDER.to_owned()),
            provider_call_id: context.idempotency_key,
            purpose: manual.purpose.unwrap_or(default_purpose),
            source: CallSource::Manual,
            lead_source: manual.lead_source,
            status: if manual.answered { CallStatus::Completed } else { CallStatus::Missed },
            from: manual.from.clone(),
            to: manual.to.clone(),
            answered_at: manual.answered.then_some(manual.started_at),
            ended_at: Some(ended_at),
            duration_s: manual.duration_s,
            outcome: Some(result_of(manual.answered)),
            agent: manual.agent,
            customer: known.as_ref().map(|caller| caller.id),
            do_not_contact: known.as_ref().is_some_and(|caller| caller.do_not_contact),
            caller_name: known.map_or_else(|| one_line(&manual.caller_name), |caller| caller.name),
            intent: manual.intent,
            value_est_cents: manual.value_est_cents,
            tags,
            notes: manual.notes.clone(),
            after_hours: context.after_hours,
            ..blank(context.id, manual.direction, manual.started_at, now)
        };
        let inbound = state.direction == Direction::In && state.purpose == Purpose::Inbound;
        if inbound && manual.answered {
            state.outcome_required = true;
            state.outcome_due_at = Some(ended_at.max(now) + OUTCOME_WITHIN);
        } else if inbound {
            state.outcome_required = true;
            state.queue_status = QueueStatus::Triage;
        }
        let call = Self { state };
        let last = if inbound && !manual.answered {
            CallEvent::Missed(call.facts())
        } else {
            CallEvent::Ended(call.facts())
        };
        let events = vec![CallEvent::Started(call.facts()), last];
        Ok(Decision::update(call, events).under(AuditAction::Create))
    }

    /// A call of the past, read from a file. It demands nothing: no outcome, no clock, no place in a queue.
    pub fn imported(
        row: ImportedCall,
        id: CallId,
        provider: &str,
        import: Uuid,
        known: Option<&KnownCaller>,
        now: Timestamp,
    ) -> Self {
        let ended_at = row.ended_at();
        let outcome_at = row.disposition.as_ref().map(|_| ended_at);
        Self {
            state: CallSnapshot {
                provider: Some(provider.to_owned()),
                provider_call_id: Some(row.provider_call_id),
                purpose: match row.direction {
                    Direction::In => Purpose::Inbound,
                    Direction::Out => Purpose::Callback,
                },
                source: CallSource::Phone,
                lead_source: row.lead_source,
                status: row.status,
                from: row.from,
                to: row.to,
                answered_at: (row.status == CallStatus::Completed)
                    .then(|| ended_at - Duration::seconds(row.duration_s)),
                ended_at: Some(ended_at),
                duration_s: row.duration_s,
                outcome: match row.status {
                    CallStatus::Completed => Some(result_of(true)),
                    CallStatus::Missed => Some(result_of(false)),
                    _ => None,
                },
                customer: known.map(|caller| caller.id),
                do_not_contact: known.is_some_and(|caller| caller.do_not_contact),
                caller_name: known
                    .map_or_else(|| one_line(&row.caller_name), |caller| caller.name.clone()),
                disposition: row.disposition,
                outcome_at,
                value_est_cents: row.value_est_cents,
                tags: row.tags,
                notes: row.notes,
                recording_url: row.recording_url,
                import: Some(import),
                ..blank(id, row.direction, row.started_at, now)
            },
        }
    }
}

/// Columns that tell what the line did. They come from one source together or not at all.
const LINE: [Field; 9] = [
    Field::StartedAt,
    Field::EndedAt,
    Field::Duration,
    Field::Direction,
    Field::Status,
    Field::From,
    Field::To,
    Field::CustomerNumber,
    Field::OwnNumber,
];

impl Call {
    /// The call with what a row of a file says of it; `None` when that changes nothing. Only what the file has counts, an
    /// empty cell says nothing, and what a person has changed (`by_people`, names of fields) stays. What the line did and
    /// the disposition are taken only for calls that a file brought: of all others this desk knows better.
    pub fn amended(
        &self,
        row: &ImportedCall,
        has: &dyn Fn(Field) -> bool,
        by_people: &BTreeSet<String>,
        now: Timestamp,
    ) -> Option<Self> {
        let before = &self.state;
        if !before.status.is_final() {
            return None;
        }
        let may = |field: Field, name: &str| has(field) && !by_people.contains(name);
        let mut state = before.clone();
        let from_file = before.import.is_some();
        if from_file && LINE.iter().any(|field| has(*field)) {
            let provider = before.provider.as_deref().unwrap_or_default();
            let import = before.import.unwrap_or_default();
            let line = Self::imported(row.clone(), before.id, provider, import, None, now).state;
            state.direction = line.direction;
            state.purpose = line.purpose;
            state.status = line.status;
            state.from = line.from.or(state.from);
            state.to = line.to.or(state.to);
            state.started_at = line.started_at;
            state.answered_at = line.answered_at;
            state.ended_at = line.ended_at;
            state.duration_s = line.duration_s;
            state.outcome = line.outcome;
        }
        if from_file
            && may(Field::Disposition, "disposition")
            && let Some(key) = &row.disposition
            && before.disposition.as_ref() != Some(key)
        {
            state.disposition = Some(key.clone());
            state.outcome_at = Some(row.ended_at());
        }
        if may(Field::CallerName, "caller_name")
            && before.customer.is_none()
            && !row.caller_name.is_empty()
        {
            state.caller_name = one_line(&row.caller_name);
        }
        if may(Field::LeadSource, "lead_source") && row.lead_source != LeadSource::Unknown {
            state.lead_source = row.lead_source;
        }
        if may(Field::Value, "value_est_cents") && row.value_est_cents.is_some() {
            state.value_est_cents = row.value_est_cents;
        }
        if may(Field::Tags, "tags") && !row.tags.is_empty() {
            state.tags.clone_from(&row.tags);
        }
        if may(Field::Notes, "notes") && !row.notes.is_empty() {
            state.notes.clone_from(&row.notes);
        }
        if may(Field::RecordingUrl, "recording_url") && row.recording_url.is_some() {
            state.recording_url.clone_from(&row.recording_url);
        }
        (state != *before).then(|| Self { state }.touched(now))
    }
}

const fn result_of(answered: bool) -> CallOutcome {
    if answered { CallOutcome::Completed } else { CallOutcome::NoAnswer }
}

#[cfg(test)]
mod tests;
