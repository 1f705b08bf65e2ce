//! The filters of a list of calls (S1-API-01) and what they mean to the domain.

use crate::{
    fields::{Instant, Word},
    problem::Problem,
    request::checked,
};
use callboard_calls::{
    board::{CallFilter, CallSort, CallSortKey, PromiseState},
    model::{
        AgentType, CallSource, CallStatus, Direction, DispositionClass, Intent, LeadSource,
        Purpose, QueueStatus,
    },
};
use callboard_kernel::{Invalid, MemberId, Phone};
use poem_openapi::Object;
use uuid::Uuid;

/// The word of `disposition` for calls that have none.
const NO_DISPOSITION: &str = "none";

/// Which calls are wanted. Different filters must all hold; of a repeated one any value suffices.
#[derive(Object)]
pub(crate) struct CallFilters {
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

fn cents(units: f64) -> i64 {
    (units * 100.0).round() as i64
}

impl CallFilters {
    /// As the domain takes it.
    pub(crate) fn filter(self) -> Result<CallFilter, Problem> {
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
        Ok(CallFilter {
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
            customer: self.contact_id.map(callboard_kernel::CustomerId),
            has_customer: self.has_contact,
            promise: values(&self.promise),
            search: self.search,
            needs_triage: self.triage_mode.unwrap_or(false),
        })
    }
}

/// Reads `time` or `-time`.
pub(crate) fn sort(text: Option<&str>) -> Result<Option<CallSort>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let (word, descending) = match text.strip_prefix('-') {
        Some(word) => (word, true),
        None => (text, false),
    };
    let key = CallSortKey::parse(word).ok_or_else(|| {
        let words: Vec<_> = CallSortKey::ALL.iter().map(|key| key.as_str()).collect();
        let message = format!("Is one of: {}; with `-` for the largest first.", words.join(", "));
        Problem::invalid(Invalid::field("sort", "unknown_value", message).0)
    })?;
    Ok(Some(CallSort { key, descending }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minus_turns_the_order() {
        let value = sort(Some("-value")).unwrap().unwrap();
        assert_eq!(value, CallSort { key: CallSortKey::Value, descending: true });
        assert!(!sort(Some("caller")).unwrap().unwrap().descending);
        assert!(sort(None).unwrap().is_none());
        assert!(sort(Some("colour")).is_err());
    }
}
