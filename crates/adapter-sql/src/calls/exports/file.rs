//! The row of a file.

use crate::{
    error::Result,
    scoped::Tenanted,
    stored::{At, maybe_timestamp},
};
use callboard_calls::export::{ExportFile, FileBlock};
use callboard_kernel::{CallJobId, Timestamp, millis, timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "export_files")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub job_id: Uuid,
    pub name: String,
    pub blocks: Json,
    pub calls: i64,
    pub made_at: Option<i64>,
    pub expires_at: Option<i64>,
    pub removed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Tenanted for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

/// The row before the first block. The workspace is set when it is written.
pub(super) fn begun(job: CallJobId, name: &str) -> Model {
    Model {
        workspace_id: Uuid::nil(),
        job_id: job.uuid(),
        name: name.to_owned(),
        blocks: Json::Array(Vec::new()),
        calls: 0,
        made_at: None,
        expires_at: None,
        removed_at: None,
    }
}

/// What a whole file adds: blocks, calls, made, expires.
pub(super) fn completed(
    blocks: &[FileBlock],
    rows: u64,
    made_at: Timestamp,
    expires_at: Timestamp,
) -> Result<[sea_orm::Value; 4]> {
    Ok([
        serde_json::to_value(blocks)?.into(),
        i64::try_from(rows).unwrap_or(i64::MAX).into(),
        millis(made_at).into(),
        millis(expires_at).into(),
    ])
}

/// A whole file.
pub(super) fn into(model: Model) -> Result<ExportFile> {
    let Model { workspace_id: _, job_id, name, blocks, calls, made_at, expires_at, removed_at } =
        model;
    let at = At::new("export_files", job_id);
    Ok(ExportFile {
        job: CallJobId(job_id),
        name,
        blocks: at.json("blocks", blocks)?,
        rows: calls.unsigned_abs(),
        made_at: timestamp(made_at.unwrap_or_default()),
        expires_at: timestamp(expires_at.unwrap_or_default()),
        removed_at: maybe_timestamp(removed_at),
    })
}
