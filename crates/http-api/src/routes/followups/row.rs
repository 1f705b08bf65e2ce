//! A follow-up as a row of a list, with its clock.

use crate::{
    fields::{Instant, Word},
    problem::PersonRef,
};
use callboard_followups::{
    board,
    model::{ClockLevel, FollowUpKind, FollowUpStatus, PauseReason, Priority, SlaClock, SlaStatus},
};
use callboard_kernel::{CallId, CustomerId, MemberId, Timestamp};
use poem_openapi::Object;
use serde::Serialize;
use uuid::Uuid;

/// A promise to come back to somebody.
#[derive(Object, Serialize, Clone, Debug)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct FollowUpRow {
    /// Id.
    id: Uuid,
    /// Version, for `If-Match`.
    pub(crate) version: i64,
    /// The call it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    call_id: Option<Uuid>,
    /// The customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<PersonRef>,
    /// Name when it was made.
    subject: String,
    /// Number to call.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_e164: Option<String>,
    /// What is to be done.
    #[oai(rename = "type")]
    #[serde(rename = "type")]
    kind: Word<FollowUpKind>,
    /// Open or done.
    status: Word<FollowUpStatus>,
    /// How pressing.
    priority: Word<Priority>,
    /// When it is due.
    due_at: Instant,
    /// Who shall do it; absent is the pool.
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned_to: Option<PersonRef>,
    /// What to remember.
    note: String,
    /// Made by a rule.
    automatic: bool,
    /// When it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<Instant>,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_by: Option<PersonRef>,
    /// When it was made.
    created_at: Instant,
    /// Its clock.
    sla: FollowUpSla,
}

/// The clock of a promise.
#[derive(Object, Serialize, Clone, Debug)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct FollowUpSla {
    /// How it stands.
    status: Word<SlaStatus>,
    /// When it started to count.
    started_at: Instant,
    /// Seconds that count until due; absent when a person named the time.
    #[serde(skip_serializing_if = "Option::is_none")]
    target_s: Option<i64>,
    /// Seconds it stood still.
    paused_s: i64,
    /// The rule that set the target, as it was then.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<SlaRuleRef>,
    /// Set while it stands still.
    #[serde(skip_serializing_if = "Option::is_none")]
    pause: Option<SlaPause>,
    /// How the due instant was found.
    arithmetic: Vec<CountedSpan>,
    /// Levels that have fired.
    fired: Vec<FiredLevel>,
    /// When the promise was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    met_at: Option<Instant>,
}

/// A rule as it was when it was applied.
#[derive(Object, Serialize, Clone, Debug)]
pub(crate) struct SlaRuleRef {
    /// Key of the rule.
    key: String,
    /// Its name.
    name: String,
    /// Version of the rules.
    version: i64,
}

/// Why and since when a clock stands still.
#[derive(Object, Serialize, Clone, Debug)]
pub(crate) struct SlaPause {
    /// Why.
    reason: Word<PauseReason>,
    /// Since when.
    since: Instant,
    /// What the person wrote.
    note: String,
}

/// A span of the calendar that the clock used.
#[derive(Object, Serialize, Clone, Debug)]
pub(crate) struct CountedSpan {
    /// From.
    from: Instant,
    /// Until.
    to: Instant,
    /// Seconds that counted in it.
    counted_s: i64,
}

/// A level that has fired.
#[derive(Object, Serialize, Clone, Debug)]
pub(crate) struct FiredLevel {
    /// Which.
    level: Word<ClockLevel>,
    /// When.
    at: Instant,
}

impl FollowUpRow {
    /// The row as it stands at `now`.
    pub(crate) fn of(row: board::FollowUpRow, now: Timestamp) -> Self {
        let status = row.sla_status(now);
        let person = |id: Option<Uuid>, name: Option<String>| {
            id.map(|id| PersonRef { id, name: name.unwrap_or_default() })
        };
        Self {
            id: row.id.uuid(),
            version: row.version,
            call_id: row.call.map(CallId::uuid),
            contact: person(row.customer.map(CustomerId::uuid), row.customer_name),
            subject: row.subject,
            phone_e164: row.phone.map(String::from),
            kind: Word(row.kind),
            status: Word(row.status),
            priority: Word(row.priority),
            due_at: row.due_at.into(),
            assigned_to: person(row.assigned_to.map(MemberId::uuid), row.assigned_name),
            note: row.note,
            automatic: row.automatic,
            completed_at: row.completed_at.map(Instant),
            completed_by: person(row.completed_by.map(MemberId::uuid), row.completed_by_name),
            created_at: row.created_at.into(),
            sla: FollowUpSla::of(row.clock, status),
        }
    }
}

impl FollowUpSla {
    fn of(clock: SlaClock, status: SlaStatus) -> Self {
        let span = |span: callboard_followups::model::CountedSpan| CountedSpan {
            from: span.from.into(),
            to: span.to.into(),
            counted_s: span.counted_s,
        };
        Self {
            status: Word(status),
            started_at: clock.started_at.into(),
            target_s: clock.target_s,
            paused_s: clock.paused_s,
            rule: clock.rule.map(|rule| SlaRuleRef {
                key: rule.key,
                name: rule.name,
                version: rule.version,
            }),
            pause: clock.pause.map(|pause| SlaPause {
                reason: Word(pause.reason),
                since: pause.since.into(),
                note: pause.note,
            }),
            arithmetic: clock.arithmetic.into_iter().map(span).collect(),
            fired: clock
                .fired
                .into_iter()
                .map(|(level, at)| FiredLevel { level: Word(level), at: at.into() })
                .collect(),
            met_at: clock.met_at.map(Instant),
        }
    }
}
