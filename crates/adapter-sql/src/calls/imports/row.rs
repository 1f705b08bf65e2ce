//! The row of an import.

use crate::{
    error::Result,
    scoped::Tenanted,
    stored::{At, json, maybe_millis, maybe_timestamp},
};
use callboard_calls::import::{CallImport, ImportPhase, ImportSource};
use callboard_kernel::{CallImportId, CallJobId, Loaded, Version, millis, timestamp};
use sea_orm::entity::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_imports")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i64,
    pub name: String,
    pub size: i64,
    pub received: i64,
    pub source: String,
    pub phase: String,
    pub layout: Option<Json>,
    pub plan: Option<Json>,
    pub report: Option<Json>,
    pub position: Option<Json>,
    pub counts: Json,
    pub rollback_counts: Json,
    pub job_id: Option<Uuid>,
    pub actor: Json,
    pub created_at: i64,
    pub touched_at: i64,
    pub started_at: Option<i64>,
    pub imported_at: Option<i64>,
    pub rolled_back_at: Option<i64>,
    pub file_removed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Tenanted for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

/// The row of an import. The workspace is set when the row is written.
pub(super) fn from(import: &CallImport, version: Version, touched_at: i64) -> Result<Model> {
    let CallImport {
        id,
        name,
        size,
        received,
        source,
        phase,
        layout,
        plan,
        check,
        position,
        counts,
        rollback,
        job,
        actor,
        created_at,
        started_at,
        imported_at,
        rolled_back_at,
        file_removed_at,
    } = import;
    Ok(Model {
        workspace_id: Uuid::nil(),
        id: id.uuid(),
        version: version.0,
        name: name.clone(),
        size: size.cast_signed(),
        received: received.cast_signed(),
        source: source.as_str().to_owned(),
        phase: phase.as_str().to_owned(),
        layout: maybe_json(layout.as_ref())?,
        plan: maybe_json(plan.as_ref())?,
        report: maybe_json(check.as_ref())?,
        position: maybe_json(position.as_ref())?,
        counts: json(counts)?,
        rollback_counts: json(rollback)?,
        job_id: job.map(CallJobId::uuid),
        actor: json(actor)?,
        created_at: millis(*created_at),
        touched_at,
        started_at: maybe_millis(*started_at),
        imported_at: maybe_millis(*imported_at),
        rolled_back_at: maybe_millis(*rolled_back_at),
        file_removed_at: maybe_millis(*file_removed_at),
    })
}

/// The import of a row, with its version.
pub(super) fn into(row: Model) -> Result<Loaded<CallImport>> {
    let at = At::new("call_imports", row.id);
    let import = CallImport {
        id: CallImportId(row.id),
        name: row.name,
        size: row.size.cast_unsigned(),
        received: row.received.cast_unsigned(),
        source: at.word("source", &row.source, ImportSource::parse)?,
        phase: at.word("phase", &row.phase, ImportPhase::parse)?,
        layout: read(at, "layout", row.layout)?,
        plan: read(at, "plan", row.plan)?,
        check: read(at, "report", row.report)?,
        position: read(at, "position", row.position)?,
        counts: at.json("counts", row.counts)?,
        rollback: at.json("rollback_counts", row.rollback_counts)?,
        job: row.job_id.map(CallJobId),
        actor: at.json("actor", row.actor)?,
        created_at: timestamp(row.created_at),
        started_at: maybe_timestamp(row.started_at),
        imported_at: maybe_timestamp(row.imported_at),
        rolled_back_at: maybe_timestamp(row.rolled_back_at),
        file_removed_at: maybe_timestamp(row.file_removed_at),
    };
    Ok(Loaded { value: import, version: Version(row.version) })
}

pub(super) fn maybe_json<T: Serialize>(value: Option<&T>) -> Result<Option<Json>> {
    value.map(json).transpose()
}

fn read<T: DeserializeOwned>(
    at: At,
    column: &'static str,
    value: Option<Json>,
) -> Result<Option<T>> {
    value.map(|value| at.json(column, value)).transpose()
}
