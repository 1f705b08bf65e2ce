//! The filters of a list of calls (S1-API-01) and what they mean to the domain.

use crate::{
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    request::checked,
};
use callboard_calls::{
    analytics::{CountedAs, Weekday},
    board::{CallFilter, CallSort, CallSortKey, Period, PromiseState, SpokenFilter},
    model::{
        AgentType, CallSource, CallStatus, Direction, DispositionClass, EscalationStatus, Intent,
        LeadSource, Purpose, QueueStatus,
    },
};
use callboard_kernel::{CustomerId, Invalid, MemberId, Phone};
use poem_openapi::Object;
use uuid::Uuid;

/// The word of `disposition` for calls that have none.
const NO_DISPOSITION: &str = "none";

/// Which calls are wanted. Different filters must all hold; of a repeated one any value suffices.
#[derive(Object)]
#[oai(skip_serializing_if_is_none, skip_serializing_if_is_empty)]
pub(crate) struct CallFilters {
    /// Whole days of the workspace that move with the calendar, instead of `from` and `to`.
    period: Option<Word<Period>>,
    /// First ring at or after.
    from: Option<Instant>,
    /// First ring before.
    to: Option<Instant>,
    /// Which way.
    #[oai(default)]
    direction: Vec<Word<Direction>>,
    /// Where it is in its life.
    #[oai(default)]
    status: Vec<Word<CallStatus>>,
    /// What for.
    #[oai(default)]
    purpose: Vec<Word<Purpose>>,
    /// What the caller wants.
    #[oai(default)]
    intent: Vec<Word<Intent>>,
    /// Keys of dispositions; `none` for calls without one.
    #[oai(default, validator(max_items = 60))]
    disposition: Vec<String>,
    /// Class of the disposition.
    #[oai(default)]
    disposition_class: Vec<Word<DispositionClass>>,
    /// Person or program.
    #[oai(default)]
    agent_type: Vec<Word<AgentType>>,
    /// Members who talked.
    #[oai(default, validator(max_items = 100))]
    agent_id: Vec<Uuid>,
    /// Least estimated value in whole units of the currency, such as dollars.
    #[oai(validator(minimum(value = "0"), maximum(value = "10000000")))]
    value_min: Option<f64>,
    /// Greatest estimated value in whole units of the currency.
    #[oai(validator(minimum(value = "0"), maximum(value = "10000000")))]
    value_max: Option<f64>,
    /// Least seconds of talking.
    #[oai(validator(minimum(value = "0")))]
    duration_min: Option<i32>,
    /// Greatest seconds of talking.
    #[oai(validator(minimum(value = "0")))]
    duration_max: Option<i32>,
    /// A job came of it.
    has_job: Option<bool>,
    /// There is a recording.
    has_recording: Option<bool>,
    /// There is a transcript.
    has_transcript: Option<bool>,
    /// Marked do-not-contact.
    dnc: Option<bool>,
    /// Labels.
    #[oai(default, validator(max_items = 30))]
    tag: Vec<String>,
    /// Own number that was called, or called from, in E.164.
    #[oai(validator(max_length = 16, pattern = r"^\+[1-9][0-9]{6,14}$"))]
    number_id: Option<String>,
    /// How it came to be.
    #[oai(default)]
    source: Vec<Word<CallSource>>,
    /// Where the caller heard of us.
    #[oai(default)]
    lead_source: Vec<Word<LeadSource>>,
    /// Which list it waits in.
    #[oai(default)]
    queue_status: Vec<Word<QueueStatus>>,
    /// A disposition is required and not given.
    outcome_required: Option<bool>,
    /// Rang outside business hours.
    after_hours: Option<bool>,
    /// The customer.
    contact_id: Option<Uuid>,
    /// A customer is known.
    has_contact: Option<bool>,
    /// State of its promise.
    #[oai(default)]
    promise: Vec<Word<PromiseState>>,
    /// A fragment of a number in any format, of a name or of the notes.
    #[oai(validator(min_length = 3, max_length = 200))]
    search: Option<String>,
    /// Only calls that need a decision, most pressing first.
    triage_mode: Option<bool>,
    /// What reports count it as.
    #[oai(default)]
    counted_as: Vec<Word<CountedAs>>,
    /// Hours of the day in the workspace's time zone in which it first rang.
    #[oai(default, validator(max_items = 24))]
    hour: Vec<u8>,
    /// Weekdays in the workspace's time zone on which it first rang.
    #[oai(default, validator(max_items = 7))]
    weekday: Vec<Word<Weekday>>,
    /// How far the escalation of an emergency got.
    #[oai(default)]
    escalation_status: Vec<Word<EscalationStatus>>,
}

/// Which calls are wanted, in which order, and which page of them.
#[derive(Object)]
pub(crate) struct CallListQuery {
    #[oai(flatten)]
    pub(crate) filters: CallFilters,
    /// Column, with `-` for the largest first: `time`, `caller`, `duration`, `intent`, `disposition`, `agent`, `value`,
    /// `follow_up`. Without it the newest call comes first.
    #[oai(validator(
        max_length = 20,
        pattern = "^-?(time|caller|duration|intent|disposition|agent|value|follow_up)$"
    ))]
    pub(crate) sort: Option<String>,
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    pub(crate) cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    pub(crate) limit: Option<u32>,
    /// Also count all calls that fit.
    pub(crate) with_total: Option<bool>,
}

/// The values of a repeated filter.
fn values<V: Copy>(words: &[Word<V>]) -> Vec<V> {
    words.iter().map(|word| word.0).collect()
}

fn words<V>(values: Vec<V>) -> Vec<Word<V>> {
    values.into_iter().map(Word).collect()
}

fn units(cents: i64) -> f64 {
    cents as f64 / 100.0
}

fn cents(units: f64) -> i64 {
    (units * 100.0).round() as i64
}

impl CallFilters {
    /// As the domain takes it: with days as instants, in the zone of the workspace.
    pub(crate) async fn filter(self, caller: &Caller) -> Result<CallFilter, Problem> {
        Ok(caller.calls.in_days(&caller.scope, self.spoken()?).await?)
    }

    /// As somebody says it, to be kept: days stay days.
    pub(crate) fn spoken(self) -> Result<SpokenFilter, Problem> {
        let line = match self.number_id {
            Some(text) => {
                let number = Phone::from_e164(&text).ok();
                Some(checked(number, "number_id", "Is a number in E.164, such as +18645550100.")?)
            }
            None => None,
        };
        let without_disposition = self.disposition.iter().any(|key| key == NO_DISPOSITION);
        let mut disposition = self.disposition;
        disposition.retain(|key| key != NO_DISPOSITION);
        let period = self.period.map(|word| word.0);
        let filter = CallFilter {
            from: self.from.map(|at| at.0),
            to: self.to.map(|at| at.0),
            direction: values(&self.direction),
            status: values(&self.status),
            purpose: values(&self.purpose),
            intent: values(&self.intent),
            disposition,
            without_disposition,
            disposition_class: values(&self.disposition_class),
            agent_type: values(&self.agent_type),
            agent: self.agent_id.into_iter().map(MemberId).collect(),
            value_min_cents: self.value_min.map(cents),
            value_max_cents: self.value_max.map(cents),
            duration_min_s: self.duration_min.map(i64::from),
            duration_max_s: self.duration_max.map(i64::from),
            has_job: self.has_job,
            has_recording: self.has_recording,
            has_transcript: self.has_transcript,
            do_not_contact: self.dnc,
            tags: self.tag,
            line,
            source: values(&self.source),
            lead_source: values(&self.lead_source),
            queue_status: values(&self.queue_status),
            outcome_required: self.outcome_required,
            after_hours: self.after_hours,
            customer: self.contact_id.map(CustomerId),
            has_customer: self.has_contact,
            promise: values(&self.promise),
            search: self.search,
            needs_triage: self.triage_mode.unwrap_or(false),
            counted_as: values(&self.counted_as),
            hour: self.hour,
            weekday: values(&self.weekday),
            escalation: values(&self.escalation_status),
        };
        Ok(SpokenFilter { period, filter })
    }
}

impl From<SpokenFilter> for CallFilters {
    fn from(SpokenFilter { period, filter }: SpokenFilter) -> Self {
        let CallFilter {
            from,
            to,
            direction,
            status,
            purpose,
            intent,
            mut disposition,
            without_disposition,
            disposition_class,
            agent_type,
            agent,
            value_min_cents,
            value_max_cents,
            duration_min_s,
            duration_max_s,
            has_job,
            has_recording,
            has_transcript,
            do_not_contact,
            tags,
            line,
            source,
            lead_source,
            queue_status,
            outcome_required,
            after_hours,
            customer,
            has_customer,
            promise,
            search,
            needs_triage,
            counted_as,
            hour,
            weekday,
            escalation,
        } = filter;
        if without_disposition {
            disposition.push(NO_DISPOSITION.to_owned());
        }
        Self {
            period: period.map(Word),
            from: from.map(Instant),
            to: to.map(Instant),
            direction: words(direction),
            status: words(status),
            purpose: words(purpose),
            intent: words(intent),
            disposition,
            disposition_class: words(disposition_class),
            agent_type: words(agent_type),
            agent_id: agent.into_iter().map(MemberId::uuid).collect(),
            value_min: value_min_cents.map(units),
            value_max: value_max_cents.map(units),
            duration_min: duration_min_s.and_then(|seconds| seconds.try_into().ok()),
            duration_max: duration_max_s.and_then(|seconds| seconds.try_into().ok()),
            has_job,
            has_recording,
            has_transcript,
            dnc: do_not_contact,
            tag: tags,
            number_id: line.map(|line| line.as_str().to_owned()),
            source: words(source),
            lead_source: words(lead_source),
            queue_status: words(queue_status),
            outcome_required,
            after_hours,
            contact_id: customer.map(CustomerId::uuid),
            has_contact: has_customer,
            promise: words(promise),
            search,
            triage_mode: needs_triage.then_some(true),
            counted_as: words(counted_as),
            hour,
            weekday: words(weekday),
            escalation_status: words(escalation),
        }
    }
}

/// Reads `time` or `-time`.
pub(crate) fn sort(text: Option<&str>) -> Result<Option<CallSort>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let sort = CallSort::parse(text).ok_or_else(|| {
        let words: Vec<_> = CallSortKey::ALL.iter().map(|key| key.as_str()).collect();
        let message = format!("Is one of: {}; with `-` for the largest first.", words.join(", "));
        Problem::invalid(Invalid::field("sort", "unknown_value", message).0)
    })?;
    Ok(Some(sort))
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem_openapi::types::{ParseFromJSON, ToJSON};
    use serde_json::json;

    #[test]
    fn a_minus_turns_the_order() {
        let value = sort(Some("-value")).unwrap().unwrap();
        assert_eq!(value, CallSort { key: CallSortKey::Value, descending: true });
        assert!(!sort(Some("caller")).unwrap().unwrap().descending);
        assert!(sort(None).unwrap().is_none());
        assert!(sort(Some("colour")).is_err());
    }

    #[test]
    fn a_kept_filter_is_shown_in_the_words_in_which_it_was_given() {
        let given = json!({
            "period": "7d", "status": ["missed"], "disposition": ["none", "voicemail"],
            "agent_id": ["0190d2a8-0000-7000-8000-000000000001"], "value_min": 12.5, "duration_max": 30,
            "has_job": false, "tag": ["storm"], "number_id": "+18645550100", "promise": ["overdue"],
            "search": "555", "triage_mode": true, "escalation_status": ["sent"]
        });
        let read = CallFilters::parse_from_json(Some(given.clone())).ok().unwrap();
        let mut shown = CallFilters::from(read.spoken().unwrap()).to_json().unwrap();
        shown["disposition"].as_array_mut().unwrap().reverse();
        assert_eq!(shown, given);
    }
}
