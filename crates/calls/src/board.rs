//! What screens read: filters, sort orders and flat rows. No aggregate is loaded for a list.

use crate::analytics::{CountedAs, Weekday};
use crate::model::{
    AgentType, CallSource, CallStatus, Direction, DispositionClass, EscalationStatus, Intent,
    LeadSource, Purpose, QueueStatus,
};
use callboard_kernel::{
    CallId, CustomerId, FollowUpId, Invalid, MemberId, Page, Phone, Timestamp, words,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

mod period;

pub use period::{Period, SpokenFilter};

words! {
    /// State of the promise on a call, by which lists filter.
    pub enum PromiseState {
        /// No open follow-up.
        None = "none",
        /// Open and due later than the warning limit.
        Ok = "ok",
        /// Open, 5 to 10 minutes left (callback) or 30 to 60 (task) (S1-SLA-02).
        Warning = "warning",
        /// Open, 0 to 5 minutes left (callback) or 0 to 30 (task).
        Critical = "critical",
        /// Open and past due.
        Overdue = "overdue",
        /// Its clock stands still.
        Paused = "paused",
        /// Done.
        Done = "done",
    }
}

words! {
    /// Columns by which a list can be sorted (S1-TBL-03).
    pub enum CallSortKey {
        /// First ring.
        Time = "time",
        /// Name of the other party.
        Caller = "caller",
        /// Seconds of talking.
        Duration = "duration",
        /// What the caller wants.
        Intent = "intent",
        /// Disposition.
        Disposition = "disposition",
        /// Name of the agent.
        Agent = "agent",
        /// Estimated value.
        Value = "value",
        /// Due instant of the open follow-up; none sorts last.
        FollowUp = "follow_up",
    }
}

/// A sort order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CallSort {
    /// The column.
    pub key: CallSortKey,
    /// Largest first.
    pub descending: bool,
}

impl CallSort {
    /// Newest first, as every list starts.
    pub const NEWEST: Self = Self { key: CallSortKey::Time, descending: true };
}

/// Which calls are wanted. All given conditions must hold; within a list any of its values suffices. Empty lists and
/// `None` do not restrict. Stored filters are read back by the names of these fields: append only, never renamed.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CallFilter {
    /// First ring at or after.
    pub from: Option<Timestamp>,
    /// First ring before.
    pub to: Option<Timestamp>,
    /// Direction.
    pub direction: Vec<Direction>,
    /// Life-cycle status.
    pub status: Vec<CallStatus>,
    /// Purpose.
    pub purpose: Vec<Purpose>,
    /// Intent.
    pub intent: Vec<Intent>,
    /// Keys of dispositions.
    pub disposition: Vec<String>,
    /// Also (or only, with an empty list) calls without a disposition.
    pub without_disposition: bool,
    /// Class of the disposition.
    pub disposition_class: Vec<DispositionClass>,
    /// Person or program.
    pub agent_type: Vec<AgentType>,
    /// Members who talked.
    pub agent: Vec<MemberId>,
    /// Least estimated value in cents.
    pub value_min_cents: Option<i64>,
    /// Greatest estimated value in cents.
    pub value_max_cents: Option<i64>,
    /// Least seconds of talking.
    pub duration_min_s: Option<i64>,
    /// Greatest seconds of talking.
    pub duration_max_s: Option<i64>,
    /// A job came of it.
    pub has_job: Option<bool>,
    /// There is a recording.
    pub has_recording: Option<bool>,
    /// There is a transcript.
    pub has_transcript: Option<bool>,
    /// Marked do-not-contact.
    pub do_not_contact: Option<bool>,
    /// Any of these tags.
    pub tags: Vec<String>,
    /// Own number that was called (inbound) or called from (outbound).
    pub line: Option<Phone>,
    /// How it came to be.
    pub source: Vec<CallSource>,
    /// Where the caller heard of us.
    pub lead_source: Vec<LeadSource>,
    /// Which list it waits in.
    pub queue_status: Vec<QueueStatus>,
    /// A disposition is required and not given.
    pub outcome_required: Option<bool>,
    /// Rang outside business hours.
    pub after_hours: Option<bool>,
    /// The customer.
    pub customer: Option<CustomerId>,
    /// A customer is known.
    pub has_customer: Option<bool>,
    /// State of its promise.
    pub promise: Vec<PromiseState>,
    /// A fragment of a number in any format, of a name or of the notes; three characters at least.
    pub search: Option<String>,
    /// Only calls that need triage (S1-API-07).
    pub needs_triage: bool,
    /// What reports count it as.
    pub counted_as: Vec<CountedAs>,
    /// Local hours of the day in which it first rang, 0 to 23.
    pub hour: Vec<u8>,
    /// Local weekdays on which it first rang.
    pub weekday: Vec<Weekday>,
    /// How far the escalation of an emergency got.
    pub escalation: Vec<EscalationStatus>,
}

/// One row of the call list.
#[derive(Clone, PartialEq, Debug)]
pub struct CallRow {
    /// The call.
    pub id: CallId,
    /// Version for edits.
    pub version: i64,
    /// Which way.
    pub direction: Direction,
    /// What for.
    pub purpose: Purpose,
    /// How it came to be.
    pub source: CallSource,
    /// The name that its source gave it; a carrier's is that of the first leg.
    pub provider_call_id: Option<String>,
    /// Where the caller heard of us.
    pub lead_source: LeadSource,
    /// Where it is in its life.
    pub status: CallStatus,
    /// Number of the caller.
    pub from: Option<Phone>,
    /// Number that was called.
    pub to: Option<Phone>,
    /// First ring.
    pub started_at: Timestamp,
    /// Answer.
    pub answered_at: Option<Timestamp>,
    /// End.
    pub ended_at: Option<Timestamp>,
    /// Seconds of talking.
    pub duration_s: i64,
    /// Person or program.
    pub agent_type: AgentType,
    /// Member.
    pub agent: Option<MemberId>,
    /// Name of the member.
    pub agent_name: Option<String>,
    /// Customer.
    pub customer: Option<CustomerId>,
    /// Name of the other party; empty when unknown.
    pub caller_name: String,
    /// What the caller wants.
    pub intent: Option<Intent>,
    /// Key of the disposition.
    pub disposition: Option<String>,
    /// A disposition must be given.
    pub outcome_required: bool,
    /// When it was given.
    pub outcome_at: Option<Timestamp>,
    /// Until when it must be given.
    pub outcome_due_at: Option<Timestamp>,
    /// Which list it waits in.
    pub queue_status: QueueStatus,
    /// Cents.
    pub value_est_cents: Option<i64>,
    /// 0 to 100.
    pub emergency_score: u8,
    /// 0 to 100.
    pub spam_score: u8,
    /// Labels.
    pub tags: Vec<String>,
    /// First 140 characters of the notes.
    pub note_start: String,
    /// Wants no contact.
    pub do_not_contact: bool,
    /// Has a recording.
    pub has_recording: bool,
    /// Has a transcript.
    pub has_transcript: bool,
    /// Job.
    pub job: Option<Uuid>,
    /// How far an escalation got.
    pub escalation: EscalationStatus,
    /// Outside business hours.
    pub after_hours: bool,
    /// The missed call that this one repeats.
    pub incident: Option<CallId>,
    /// The open promise with the earliest due instant.
    pub promise: Option<PromiseOfCall>,
    /// Who holds it in triage, while the claim lasts.
    pub claim: Option<ClaimOfCall>,
}

/// The open promise of a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PromiseOfCall {
    /// The follow-up.
    pub follow_up: FollowUpId,
    /// `callback`, `sms`, `email`, `task`.
    pub kind: String,
    /// When it is due.
    pub due_at: Timestamp,
    /// Its clock stands still.
    pub paused: bool,
    /// The breach was fired.
    pub breached: bool,
    /// Who shall do it.
    pub assigned_to: Option<MemberId>,
}

/// Who holds a call in triage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClaimOfCall {
    /// The member.
    pub by: MemberId,
    /// Name of the member.
    pub by_name: String,
    /// Until when.
    pub until: Timestamp,
}

/// Numbers in the header of the calls page, over the filtered set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CallMetrics {
    /// All calls.
    pub total: u64,
    /// Inbound calls that have ended.
    pub inbound_ended: u64,
    /// Of these, answered.
    pub inbound_answered: u64,
    /// Calls with an open promise past due.
    pub overdue: u64,
    /// Calls with a disposition of class `won`.
    pub booked: u64,
}

/// The triage queue in numbers (S1X-RT-01).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TriageSummary {
    /// Calls that wait.
    pub queued: u64,
    /// Of these, past due.
    pub overdue: u64,
    /// Of these, emergencies.
    pub emergency: u64,
    /// Of these, held by somebody.
    pub claimed: u64,
    /// First ring of the oldest.
    pub oldest_started_at: Option<Timestamp>,
}

/// A page of the triage queue with the numbers of the whole queue, read together.
#[derive(Clone, PartialEq, Debug)]
pub struct TriageQueue<T> {
    /// The calls.
    pub page: Page<T>,
    /// The queue in numbers.
    pub summary: TriageSummary,
}

/// Fewest characters of a search: a fragment index cannot use fewer.
pub const MIN_SEARCH: usize = 3;
/// Longest search, in characters.
const MAX_SEARCH: usize = 200;
/// Most values of one list in a filter.
const MAX_VALUES: usize = 100;

impl CallFilter {
    /// Refuses what no list can mean: ranges upside down, a search that is too short for the index, endless lists. Paths
    /// are the names of the query parameters.
    pub fn check(&self) -> Result<(), Invalid> {
        let mut wrong = Invalid::default();
        if self.from.zip(self.to).is_some_and(|(from, to)| from >= to) {
            wrong.push("to", "out_of_range", "Must be after `from`.");
        }
        let ranges = [
            ("value_max", self.value_min_cents, self.value_max_cents),
            ("duration_max", self.duration_min_s, self.duration_max_s),
        ];
        for (path, least, greatest) in ranges {
            if least.zip(greatest).is_some_and(|(least, greatest)| least > greatest) {
                wrong.push(path, "out_of_range", "Must not be below the minimum.");
            }
        }
        if let Some(search) = &self.search {
            let length = search.trim().chars().count();
            if length < MIN_SEARCH {
                wrong.push("search", "too_short", "Must have at least 3 characters.");
            } else if length > MAX_SEARCH {
                wrong.push("search", "too_long", "Must have at most 200 characters.");
            }
        }
        let lists = [
            ("tag", self.tags.len()),
            ("disposition", self.disposition.len()),
            ("agent_id", self.agent.len()),
        ];
        if self.hour.iter().any(|hour| *hour > 23) {
            wrong.push("hour", "out_of_range", "0 to 23.");
        }
        for (path, _) in lists.into_iter().filter(|(_, values)| *values > MAX_VALUES) {
            wrong.push(path, "too_many", "At most 100 values.");
        }
        wrong.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn codes(filter: &CallFilter) -> Vec<(String, &'static str)> {
        filter.check().err().map_or_else(Vec::new, |wrong| {
            wrong.0.into_iter().map(|error| (error.path, error.code)).collect()
        })
    }

    #[test]
    fn what_no_list_can_mean_is_refused_all_at_once() {
        let filter = CallFilter {
            from: Some(datetime!(2026-03-02 00:00 UTC)),
            to: Some(datetime!(2026-03-01 00:00 UTC)),
            value_min_cents: Some(2),
            value_max_cents: Some(1),
            duration_min_s: Some(2),
            duration_max_s: Some(1),
            search: Some(" 55 ".to_owned()),
            ..CallFilter::default()
        };
        let found = codes(&filter);
        let expected = [
            ("to", "out_of_range"),
            ("value_max", "out_of_range"),
            ("duration_max", "out_of_range"),
            ("search", "too_short"),
        ];
        assert_eq!(found, expected.map(|(path, code)| (path.to_owned(), code)));
    }

    #[test]
    fn ordinary_filters_pass() {
        let filter = CallFilter {
            from: Some(datetime!(2026-03-01 00:00 UTC)),
            to: Some(datetime!(2026-03-02 00:00 UTC)),
            value_min_cents: Some(1),
            value_max_cents: Some(1),
            search: Some("555".to_owned()),
            ..CallFilter::default()
        };
        assert_eq!(codes(&filter), []);
        assert_eq!(codes(&CallFilter::default()), []);
    }
}
