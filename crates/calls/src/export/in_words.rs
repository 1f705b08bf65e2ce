//! A filter as a reader of paper understands it.

use super::{LocalZone, columns::units};
use crate::{board::CallFilter, model::Disposition};
use callboard_kernel::MemberId;
use std::fmt::Display;

/// What the words of a filter are made with.
#[derive(Clone, Debug)]
pub struct FilterWords<'a> {
    /// The clock on the wall.
    pub zone: &'a LocalZone,
    /// Names of members.
    pub members: &'a [(MemberId, String)],
    /// Titles of outcomes.
    pub outcomes: &'a [Disposition],
    /// Name of the customer of the filter.
    pub customer: Option<String>,
}

impl FilterWords<'_> {
    /// A sentence for each condition; none when all calls are wanted.
    pub fn of(&self, filter: &CallFilter) -> Vec<String> {
        let CallFilter {
            from,
            to,
            direction,
            status,
            purpose,
            intent,
            disposition,
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
        let mut words = Vec::new();
        let mut say = |sentence: Option<String>| words.extend(sentence);
        say(from.map(|at| format!("From {}", self.zone.spoken(at))));
        say(to.map(|at| format!("Until {}", self.zone.spoken(at))));
        say(any("Direction", direction));
        say(any("Status", status));
        say(any("Purpose", purpose));
        say(any("Intent", intent));
        let mut outcomes: Vec<_> = disposition.iter().map(|key| self.outcome(key)).collect();
        outcomes.extend(without_disposition.then(|| "none".to_owned()));
        say(any("Outcome", &outcomes));
        say(any("Kind of outcome", disposition_class));
        say(any("Taken by", agent_type));
        let agents: Vec<_> = agent.iter().map(|id| self.member(*id)).collect();
        say(any("Agent", &agents));
        say(between("Value", value_min_cents.map(units), value_max_cents.map(units)));
        say(between("Seconds of talking", *duration_min_s, *duration_max_s));
        say(whether(*has_job, "With a job", "Without a job"));
        say(whether(*has_recording, "With a recording", "Without a recording"));
        say(whether(*has_transcript, "With a transcript", "Without a transcript"));
        say(whether(*do_not_contact, "Do not contact", "May be contacted"));
        say(any("Tags", tags));
        say(line.as_ref().map(|line| format!("Line: {line}")));
        say(any("Source", source));
        say(any("Heard of us by", lead_source));
        say(any("Queue", queue_status));
        say(whether(*outcome_required, "Outcome missing", "No outcome missing"));
        say(whether(*after_hours, "After hours", "During business hours"));
        let name = || self.customer.clone().unwrap_or_else(|| "one customer".to_owned());
        say(customer.map(|_| format!("Customer: {}", name())));
        say(whether(*has_customer, "Customer known", "Customer not known"));
        say(any("Promise", promise));
        say(any("Counts as", counted_as));
        let hours: Vec<_> = hour.iter().map(|hour| format!("{hour}:00")).collect();
        say(any("Hour", &hours));
        say(any("Weekday", weekday));
        say(any("Escalation", escalation));
        say(search.as_ref().map(|text| format!("Contains “{}”", text.trim())));
        say(needs_triage.then(|| "Needs triage".to_owned()));
        words
    }

    fn outcome(&self, key: &str) -> String {
        let known = self.outcomes.iter().find(|outcome| outcome.key == key);
        known.map_or_else(|| key.to_owned(), |outcome| outcome.label.clone())
    }

    fn member(&self, id: MemberId) -> String {
        let known = self.members.iter().find(|(member, _)| *member == id);
        known.map_or_else(|| "a former member".to_owned(), |(_, name)| name.clone())
    }
}

fn any<T: Display>(label: &str, values: &[T]) -> Option<String> {
    let words: Vec<_> = values.iter().map(|value| value.to_string().replace('_', " ")).collect();
    (!words.is_empty()).then(|| format!("{label}: {}", words.join(" or ")))
}

fn between<T: Display>(label: &str, least: Option<T>, most: Option<T>) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) => Some(format!("{label}: {least} to {most}")),
        (Some(least), None) => Some(format!("{label}: at least {least}")),
        (None, Some(most)) => Some(format!("{label}: at most {most}")),
        (None, None) => None,
    }
}

fn whether(wanted: Option<bool>, yes: &str, no: &str) -> Option<String> {
    wanted.map(|wanted| if wanted { yes } else { no }.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Direction, shipped_dispositions};
    use time::macros::{datetime, offset};
    use uuid::Uuid;

    #[test]
    fn conditions_become_sentences() {
        let zone = LocalZone::new("America/New_York", |_| offset!(-5));
        let outcomes = shipped_dispositions();
        let ana = MemberId(Uuid::from_u128(1));
        let words = FilterWords {
            zone: &zone,
            members: &[(ana, "Ana Ruiz".to_owned())],
            outcomes: &outcomes,
            customer: None,
        };
        assert!(words.of(&CallFilter::default()).is_empty());
        let filter = CallFilter {
            from: Some(datetime!(2026-03-02 14:30 UTC)),
            direction: vec![Direction::In],
            agent: vec![ana, MemberId(Uuid::from_u128(2))],
            value_min_cents: Some(50_000),
            has_recording: Some(false),
            search: Some(" boiler ".to_owned()),
            ..CallFilter::default()
        };
        assert_eq!(
            words.of(&filter),
            [
                "From Mon, Mar 2, 2026, 9:30 AM",
                "Direction: in",
                "Agent: Ana Ruiz or a former member",
                "Value: at least 500.00",
                "Without a recording",
                "Contains “boiler”",
            ]
        );
    }
}
