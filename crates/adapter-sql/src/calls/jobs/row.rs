//! The row of a job.

use crate::{
    error::Result,
    scoped::Tenanted,
    stored::{At, maybe_timestamp},
};
use callboard_calls::{
    jobs::{CallJob, JobKind, JobState, NewJob, Progress},
    ports::{ClaimedJob, JobFence},
};
use callboard_kernel::{Actor, AuditAction, AuditDraft, CallJobId, WorkspaceId, millis, timestamp};
use sea_orm::entity::prelude::*;
use serde_json::{Map, Value};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_jobs")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub state: String,
    pub spec: Json,
    pub total: Option<i64>,
    pub done: i64,
    pub skipped: i64,
    pub position: Json,
    pub result: Json,
    pub error: Option<String>,
    pub cancel_requested: bool,
    pub idempotency_key: Option<String>,
    pub actor: Json,
    pub actor_id: Option<Uuid>,
    pub created_at: i64,
    pub started_at: Option<i64>,
    pub finished_at: Option<i64>,
    pub owner: Option<Uuid>,
    pub epoch: i64,
    pub available_at: i64,
    pub taken_at: i64,
    pub failures: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Tenanted for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

/// Where the values of a job stand.
pub(super) const fn at(job: CallJobId) -> At {
    At::new("call_jobs", job.uuid())
}

/// The row of a new job. The workspace is set when the row is written.
pub(super) fn from(job: &NewJob, actor: &Actor) -> Result<Model> {
    let NewJob { id, kind, spec, progress, idempotency_key, at } = job;
    let Progress { total, done, skipped, position, result } = progress;
    Ok(Model {
        workspace_id: Uuid::nil(),
        id: id.uuid(),
        kind: kind.as_str().to_owned(),
        state: JobState::Pending.as_str().to_owned(),
        spec: spec.clone(),
        total: total.map(super::stored_count),
        done: super::stored_count(*done),
        skipped: super::stored_count(*skipped),
        position: position.clone(),
        result: result.clone(),
        error: None,
        cancel_requested: false,
        idempotency_key: idempotency_key.clone(),
        actor: serde_json::to_value(actor)?,
        actor_id: actor.uuid(),
        created_at: millis(*at),
        started_at: None,
        finished_at: None,
        owner: None,
        epoch: 0,
        available_at: 0,
        taken_at: millis(*at),
        failures: 0,
    })
}

/// The job of a row.
pub(super) fn into(row: Model) -> Result<CallJob> {
    let at = At::new("call_jobs", row.id);
    Ok(CallJob {
        id: CallJobId(row.id),
        kind: at.word("kind", &row.kind, JobKind::parse)?,
        state: at.word("state", &row.state, JobState::parse)?,
        spec: row.spec,
        progress: Progress {
            total: row.total.map(i64::unsigned_abs),
            done: row.done.unsigned_abs(),
            skipped: row.skipped.unsigned_abs(),
            position: row.position,
            result: row.result,
        },
        error: row.error,
        cancel_requested: row.cancel_requested,
        actor: at.json("actor", row.actor)?,
        created_at: timestamp(row.created_at),
        started_at: maybe_timestamp(row.started_at),
        finished_at: maybe_timestamp(row.finished_at),
    })
}

/// The job of a row that was just claimed.
pub(super) fn claimed(row: Model, owner: Uuid) -> Result<ClaimedJob> {
    let fence = JobFence { job: CallJobId(row.id), owner, epoch: row.epoch };
    let workspace = WorkspaceId(row.workspace_id);
    let failures = row.failures.unsigned_abs();
    Ok(ClaimedJob { workspace, fence, job: into(row)?, failures })
}

/// The line of the trail that somebody stopped a job.
pub(super) fn cancelled(job: &CallJob) -> AuditDraft {
    let mut after = Map::new();
    after.insert("cancel_requested".to_owned(), Value::from(true));
    AuditDraft {
        action: AuditAction::Update,
        target_kind: "call_job",
        target_id: job.id.uuid(),
        before: Map::new(),
        after,
        note: String::new(),
    }
}
