//! The row of a call, and its way to the snapshot and back.

use crate::{
    error::Result,
    scoped::Tenanted,
    stored::{At, json, maybe_millis, maybe_timestamp, none_if_empty},
};
use callboard_calls::model::{
    AgentType, Call, CallOutcome, CallSnapshot, CallSource, CallStatus, Direction,
    EscalationStatus, Intent, LeadSource, Purpose, QueueStatus, SpamReason,
};
use callboard_kernel::{CallId, CustomerId, Loaded, MemberId, Phone, Version, millis, timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "calls")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i64,
    pub provider: Option<String>,
    pub provider_call_id: Option<String>,
    pub direction: String,
    pub purpose: String,
    pub source: String,
    pub lead_source: String,
    pub status: String,
    pub from_e164: Option<String>,
    pub to_e164: Option<String>,
    pub started_at: i64,
    pub answered_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub duration_s: i64,
    pub agent_type: String,
    pub agent_id: Option<Uuid>,
    pub customer_id: Option<Uuid>,
    pub caller_name: String,
    pub intent: String,
    pub disposition: String,
    pub outcome: Option<String>,
    pub outcome_required: bool,
    pub outcome_at: Option<i64>,
    pub outcome_by: Option<Uuid>,
    pub outcome_due_at: Option<i64>,
    pub queue_status: String,
    pub value_est_cents: Option<i64>,
    pub emergency_score: i32,
    pub spam_score: i32,
    pub spam_reason: Option<String>,
    pub tags: Json,
    pub notes: String,
    pub do_not_contact: bool,
    pub consent: Json,
    pub attachments: Json,
    pub carrier: Json,
    pub recording_url: Option<String>,
    pub transcript_url: Option<String>,
    pub transcript: Option<Json>,
    pub job_id: Option<Uuid>,
    pub escalation: String,
    pub after_hours: bool,
    pub incident_call_id: Option<Uuid>,
    pub import_id: Option<Uuid>,
    pub before_outcome: Option<Json>,
    pub created_at: i64,
    pub updated_at: i64,
    pub needs_triage: bool,
    pub triage_first: i64,
    pub agent_sort: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Tenanted for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

/// The row of a call. `agent_sort` is the agent's name in lower case. The workspace is set when the row is written.
pub(crate) fn from_call(call: &Call, version: Version, agent_sort: String) -> Result<Model> {
    let needs_triage = call.needs_triage();
    let CallSnapshot {
        id,
        provider,
        provider_call_id,
        direction,
        purpose,
        source,
        lead_source,
        status,
        from,
        to,
        started_at,
        answered_at,
        ended_at,
        duration_s,
        agent_type,
        agent,
        customer,
        caller_name,
        intent,
        disposition,
        outcome,
        outcome_required,
        outcome_at,
        outcome_by,
        outcome_due_at,
        queue_status,
        value_est_cents,
        emergency_score,
        spam_score,
        spam_reason,
        tags,
        notes,
        do_not_contact,
        consent,
        attachments,
        carrier,
        recording_url,
        transcript_url,
        transcript,
        job,
        escalation,
        after_hours,
        incident,
        import,
        before_outcome,
        created_at,
        updated_at,
    } = call.snapshot();
    Ok(Model {
        workspace_id: Uuid::nil(),
        id: id.uuid(),
        version: version.0,
        provider: provider.clone(),
        provider_call_id: provider_call_id.clone(),
        direction: direction.as_str().to_owned(),
        purpose: purpose.as_str().to_owned(),
        source: source.as_str().to_owned(),
        lead_source: lead_source.as_str().to_owned(),
        status: status.as_str().to_owned(),
        from_e164: from.as_ref().map(Phone::to_string),
        to_e164: to.as_ref().map(Phone::to_string),
        started_at: millis(*started_at),
        answered_at: maybe_millis(*answered_at),
        ended_at: maybe_millis(*ended_at),
        duration_s: *duration_s,
        agent_type: agent_type.as_str().to_owned(),
        agent_id: agent.map(MemberId::uuid),
        customer_id: customer.map(CustomerId::uuid),
        caller_name: caller_name.clone(),
        intent: intent.map_or("", Intent::as_str).to_owned(),
        disposition: disposition.clone().unwrap_or_default(),
        outcome: outcome.map(|outcome| outcome.as_str().to_owned()),
        outcome_required: *outcome_required,
        outcome_at: maybe_millis(*outcome_at),
        outcome_by: outcome_by.map(MemberId::uuid),
        outcome_due_at: maybe_millis(*outcome_due_at),
        queue_status: queue_status.as_str().to_owned(),
        value_est_cents: *value_est_cents,
        emergency_score: i32::from(*emergency_score),
        spam_score: i32::from(*spam_score),
        spam_reason: spam_reason.map(|reason| reason.as_str().to_owned()),
        tags: json(tags)?,
        notes: notes.clone(),
        do_not_contact: *do_not_contact,
        consent: json(consent)?,
        attachments: json(attachments)?,
        carrier: json(carrier)?,
        recording_url: recording_url.clone(),
        transcript_url: transcript_url.clone(),
        transcript: transcript.as_ref().map(json).transpose()?,
        job_id: *job,
        escalation: escalation.as_str().to_owned(),
        after_hours: *after_hours,
        incident_call_id: incident.map(CallId::uuid),
        import_id: *import,
        before_outcome: before_outcome.as_ref().map(json).transpose()?,
        created_at: millis(*created_at),
        updated_at: millis(*updated_at),
        needs_triage,
        triage_first: i64::from(!call.is_escalating()),
        agent_sort,
    })
}

/// The call of a row, with its version.
pub(crate) fn into_call(row: Model) -> Result<Loaded<Call>> {
    let Model {
        workspace_id: _,
        id,
        version,
        provider,
        provider_call_id,
        direction,
        purpose,
        source,
        lead_source,
        status,
        from_e164,
        to_e164,
        started_at,
        answered_at,
        ended_at,
        duration_s,
        agent_type,
        agent_id,
        customer_id,
        caller_name,
        intent,
        disposition,
        outcome,
        outcome_required,
        outcome_at,
        outcome_by,
        outcome_due_at,
        queue_status,
        value_est_cents,
        emergency_score,
        spam_score,
        spam_reason,
        tags,
        notes,
        do_not_contact,
        consent,
        attachments,
        carrier,
        recording_url,
        transcript_url,
        transcript,
        job_id,
        escalation,
        after_hours,
        incident_call_id,
        import_id,
        before_outcome,
        created_at,
        updated_at,
        needs_triage: _,
        triage_first: _,
        agent_sort: _,
    } = row;
    let at = At::new("calls", id);
    let snapshot = CallSnapshot {
        id: CallId(id),
        provider,
        provider_call_id,
        direction: at.word("direction", &direction, Direction::parse)?,
        purpose: at.word("purpose", &purpose, Purpose::parse)?,
        source: at.word("source", &source, CallSource::parse)?,
        lead_source: at.word("lead_source", &lead_source, LeadSource::parse)?,
        status: at.word("status", &status, CallStatus::parse)?,
        from: at.phone("from_e164", from_e164.as_deref())?,
        to: at.phone("to_e164", to_e164.as_deref())?,
        started_at: timestamp(started_at),
        answered_at: maybe_timestamp(answered_at),
        ended_at: maybe_timestamp(ended_at),
        duration_s,
        agent_type: at.word("agent_type", &agent_type, AgentType::parse)?,
        agent: agent_id.map(MemberId),
        customer: customer_id.map(CustomerId),
        caller_name,
        intent: at.maybe_word("intent", none_if_empty(&intent), Intent::parse)?,
        disposition: none_if_empty(&disposition).map(str::to_owned),
        outcome: at.maybe_word("outcome", outcome.as_deref(), CallOutcome::parse)?,
        outcome_required,
        outcome_at: maybe_timestamp(outcome_at),
        outcome_by: outcome_by.map(MemberId),
        outcome_due_at: maybe_timestamp(outcome_due_at),
        queue_status: at.word("queue_status", &queue_status, QueueStatus::parse)?,
        value_est_cents,
        emergency_score: at.score("emergency_score", emergency_score)?,
        spam_score: at.score("spam_score", spam_score)?,
        spam_reason: at.maybe_word("spam_reason", spam_reason.as_deref(), SpamReason::parse)?,
        tags: at.json("tags", tags)?,
        notes,
        do_not_contact,
        consent: at.json("consent", consent)?,
        attachments: at.json("attachments", attachments)?,
        carrier: at.json("carrier", carrier)?,
        recording_url,
        transcript_url,
        transcript: transcript.map(|value| at.json("transcript", value)).transpose()?,
        job: job_id,
        escalation: at.word("escalation", &escalation, EscalationStatus::parse)?,
        after_hours,
        incident: incident_call_id.map(CallId),
        import: import_id,
        before_outcome: before_outcome.map(|value| at.json("before_outcome", value)).transpose()?,
        created_at: timestamp(created_at),
        updated_at: timestamp(updated_at),
    };
    Ok(Loaded { value: Call::restore(snapshot), version: Version(version) })
}

/// The tag of a call as a row of its own, by which calls are found.
pub(crate) mod tag {
    use crate::scoped::Tenanted;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "call_tags")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub tag: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub call_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Tenanted for Entity {
        const WORKSPACE: Column = Column::WorkspaceId;
    }
}
