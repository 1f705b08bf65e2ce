//! The flat row of a list: columns of the call, names of two members, the promise and the claim.

use super::row;
use crate::{
    columns::Columns,
    error::Result,
    keyset::column,
    stored::{At, maybe_timestamp, none_if_empty},
};
use callboard_calls::{
    board::{CallRow, ClaimOfCall, PromiseOfCall},
    model::{
        AgentType, CallSource, CallStatus, Direction, EscalationStatus, Intent, LeadSource,
        Purpose, QueueStatus,
    },
};
use callboard_kernel::{CallId, CustomerId, FollowUpId, MemberId, Timestamp, millis, timestamp};
use sea_orm::{
    JoinType, QueryResult, QuerySelect, Select,
    sea_query::{Alias, Expr},
};
use sqlx::types::Json;
use uuid::Uuid;

/// Columns that are read as they are.
const PLAIN: [row::Column; 33] = {
    use row::Column as C;
    [
        C::Id,
        C::Version,
        C::Direction,
        C::Purpose,
        C::Source,
        C::ProviderCallId,
        C::LeadSource,
        C::Status,
        C::FromE164,
        C::ToE164,
        C::StartedAt,
        C::AnsweredAt,
        C::EndedAt,
        C::DurationS,
        C::AgentType,
        C::AgentId,
        C::CustomerId,
        C::CallerName,
        C::Intent,
        C::Disposition,
        C::OutcomeRequired,
        C::OutcomeAt,
        C::OutcomeDueAt,
        C::QueueStatus,
        C::ValueEstCents,
        C::EmergencyScore,
        C::SpamScore,
        C::Tags,
        C::DoNotContact,
        C::JobId,
        C::Escalation,
        C::AfterHours,
        C::IncidentCallId,
    ]
};

/// Columns that other stores keep in the row.
const KEPT: [&str; 8] = [
    "promise_follow_up_id",
    "promise_kind",
    "promise_due_at",
    "promise_paused",
    "promise_breached",
    "promise_assigned_to",
    "claimed_by",
    "claimed_until",
];

/// The columns of [`columns`], in their order.
struct Flat<'r> {
    id: Uuid,
    version: i64,
    direction: &'r str,
    purpose: &'r str,
    source: &'r str,
    provider_call_id: Option<&'r str>,
    lead_source: &'r str,
    status: &'r str,
    from_e164: Option<&'r str>,
    to_e164: Option<&'r str>,
    started_at: i64,
    answered_at: Option<i64>,
    ended_at: Option<i64>,
    duration_s: i64,
    agent_type: &'r str,
    agent_id: Option<Uuid>,
    customer_id: Option<Uuid>,
    caller_name: &'r str,
    intent: &'r str,
    disposition: &'r str,
    outcome_required: bool,
    outcome_at: Option<i64>,
    outcome_due_at: Option<i64>,
    queue_status: &'r str,
    value_est_cents: Option<i64>,
    emergency_score: i32,
    spam_score: i32,
    tags: Json<Vec<String>>,
    do_not_contact: bool,
    job_id: Option<Uuid>,
    escalation: &'r str,
    after_hours: bool,
    incident_call_id: Option<Uuid>,
    promise_follow_up_id: Option<Uuid>,
    promise_kind: Option<&'r str>,
    promise_due_at: Option<i64>,
    promise_paused: bool,
    promise_breached: bool,
    promise_assigned_to: Option<Uuid>,
    claimed_by: Option<Uuid>,
    claimed_until: Option<i64>,
    agent_name: Option<&'r str>,
    holder_name: Option<&'r str>,
    note_start: &'r str,
    has_recording: bool,
    has_transcript: bool,
}

impl<'r> Flat<'r> {
    fn of(row: &'r QueryResult) -> Result<Self> {
        let mut columns = Columns::of(row)?;
        // The fields are read in the order in which they stand here.
        Ok(Self {
            id: columns.next()?,
            version: columns.next()?,
            direction: columns.next()?,
            purpose: columns.next()?,
            source: columns.next()?,
            provider_call_id: columns.next()?,
            lead_source: columns.next()?,
            status: columns.next()?,
            from_e164: columns.next()?,
            to_e164: columns.next()?,
            started_at: columns.next()?,
            answered_at: columns.next()?,
            ended_at: columns.next()?,
            duration_s: columns.next()?,
            agent_type: columns.next()?,
            agent_id: columns.next()?,
            customer_id: columns.next()?,
            caller_name: columns.next()?,
            intent: columns.next()?,
            disposition: columns.next()?,
            outcome_required: columns.next()?,
            outcome_at: columns.next()?,
            outcome_due_at: columns.next()?,
            queue_status: columns.next()?,
            value_est_cents: columns.next()?,
            emergency_score: columns.next()?,
            spam_score: columns.next()?,
            tags: columns.next()?,
            do_not_contact: columns.next()?,
            job_id: columns.next()?,
            escalation: columns.next()?,
            after_hours: columns.next()?,
            incident_call_id: columns.next()?,
            promise_follow_up_id: columns.next()?,
            promise_kind: columns.next()?,
            promise_due_at: columns.next()?,
            promise_paused: columns.next()?,
            promise_breached: columns.next()?,
            promise_assigned_to: columns.next()?,
            claimed_by: columns.next()?,
            claimed_until: columns.next()?,
            agent_name: columns.next()?,
            holder_name: columns.next()?,
            note_start: columns.next()?,
            has_recording: columns.next()?,
            has_transcript: columns.next()?,
        })
    }
}

/// The select with the columns of the row and nothing heavier: notes stay behind their first letters, transcripts behind
/// whether there is one.
pub(super) fn columns(select: Select<row::Entity>) -> Select<row::Entity> {
    let mut select = select.select_only().columns(PLAIN);
    for name in KEPT {
        select = select.expr_as(column::<row::Entity>(name), name);
    }
    for (alias, key) in [("agent", "agent_id"), ("holder", "claimed_by")] {
        let on = format!(
            "\"{alias}\".\"workspace_id\" = \"calls\".\"workspace_id\" AND \"{alias}\".\"id\" = \"calls\".\"{key}\""
        );
        QuerySelect::query(&mut select).join_as(
            JoinType::LeftJoin,
            Alias::new("members"),
            Alias::new(alias),
            Expr::cust(on),
        );
    }
    select
        .expr_as(Expr::col((Alias::new("agent"), Alias::new("name"))), "agent_name")
        .expr_as(Expr::col((Alias::new("holder"), Alias::new("name"))), "holder_name")
        .expr_as(Expr::cust("substr(\"calls\".\"notes\", 1, 140)"), "note_start")
        .expr_as(Expr::cust("\"calls\".\"recording_url\" IS NOT NULL"), "has_recording")
        .expr_as(Expr::cust("\"calls\".\"transcript\" IS NOT NULL"), "has_transcript")
}

/// The row as screens read it. A claim that has run out by `now` is none.
pub(super) fn read(found: &QueryResult, now: Timestamp) -> Result<CallRow> {
    let flat = Flat::of(found)?;
    let at = At::new("calls", flat.id);
    let (promise, claim) = (promise(&flat), claim(&flat, now));
    Ok(CallRow {
        id: CallId(flat.id),
        version: flat.version,
        direction: at.word("direction", flat.direction, Direction::parse)?,
        purpose: at.word("purpose", flat.purpose, Purpose::parse)?,
        source: at.word("source", flat.source, CallSource::parse)?,
        provider_call_id: flat.provider_call_id.map(str::to_owned),
        lead_source: at.word("lead_source", flat.lead_source, LeadSource::parse)?,
        status: at.word("status", flat.status, CallStatus::parse)?,
        from: at.phone("from_e164", flat.from_e164)?,
        to: at.phone("to_e164", flat.to_e164)?,
        started_at: timestamp(flat.started_at),
        answered_at: maybe_timestamp(flat.answered_at),
        ended_at: maybe_timestamp(flat.ended_at),
        duration_s: flat.duration_s,
        agent_type: at.word("agent_type", flat.agent_type, AgentType::parse)?,
        agent: flat.agent_id.map(MemberId),
        agent_name: flat.agent_name.map(str::to_owned),
        customer: flat.customer_id.map(CustomerId),
        caller_name: flat.caller_name.to_owned(),
        intent: at.maybe_word("intent", none_if_empty(flat.intent), Intent::parse)?,
        disposition: none_if_empty(flat.disposition).map(str::to_owned),
        outcome_required: flat.outcome_required,
        outcome_at: maybe_timestamp(flat.outcome_at),
        outcome_due_at: maybe_timestamp(flat.outcome_due_at),
        queue_status: at.word("queue_status", flat.queue_status, QueueStatus::parse)?,
        value_est_cents: flat.value_est_cents,
        emergency_score: at.score("emergency_score", flat.emergency_score)?,
        spam_score: at.score("spam_score", flat.spam_score)?,
        tags: flat.tags.0,
        note_start: flat.note_start.to_owned(),
        do_not_contact: flat.do_not_contact,
        has_recording: flat.has_recording,
        has_transcript: flat.has_transcript,
        job: flat.job_id,
        escalation: at.word("escalation", flat.escalation, EscalationStatus::parse)?,
        after_hours: flat.after_hours,
        incident: flat.incident_call_id.map(CallId),
        promise,
        claim,
    })
}

fn promise(flat: &Flat<'_>) -> Option<PromiseOfCall> {
    Some(PromiseOfCall {
        follow_up: FollowUpId(flat.promise_follow_up_id?),
        kind: flat.promise_kind?.to_owned(),
        due_at: timestamp(flat.promise_due_at?),
        paused: flat.promise_paused,
        breached: flat.promise_breached,
        assigned_to: flat.promise_assigned_to.map(MemberId),
    })
}

fn claim(flat: &Flat<'_>, now: Timestamp) -> Option<ClaimOfCall> {
    let until = flat.claimed_until.filter(|until| *until > millis(now))?;
    Some(ClaimOfCall {
        by: MemberId(flat.claimed_by?),
        by_name: flat.holder_name.unwrap_or_default().to_owned(),
        until: timestamp(until),
    })
}
