//! The row of a saved view, and its way to the snapshot and back.

use crate::{
    error::Result,
    scoped::Tenanted,
    stored::{At, json, maybe_millis, maybe_timestamp},
};
use callboard_calls::{
    board::CallSort,
    views::{CallView, CallViewSnapshot},
};
use callboard_kernel::{CallViewId, Loaded, MemberId, Version, millis, timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "call_views")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i64,
    pub owner_id: Option<Uuid>,
    pub name: String,
    pub wanted: Json,
    pub sort: Option<String>,
    pub team: bool,
    pub pinned: bool,
    pub created_at: i64,
    pub updated_at: i64,
    pub deleted_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Tenanted for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

pub(crate) fn from(view: &CallView, version: Version) -> Result<Model> {
    let CallViewSnapshot {
        id,
        owner,
        name,
        wanted,
        sort,
        team,
        pinned,
        created_at,
        updated_at,
        deleted_at,
    } = view.snapshot();
    Ok(Model {
        // The store writes the workspace of its transaction.
        workspace_id: Uuid::nil(),
        id: id.uuid(),
        version: version.0,
        owner_id: owner.map(MemberId::uuid),
        name: name.clone(),
        wanted: json(wanted)?,
        sort: sort.map(CallSort::word),
        team: *team,
        pinned: *pinned,
        created_at: millis(*created_at),
        updated_at: millis(*updated_at),
        deleted_at: maybe_millis(*deleted_at),
    })
}

pub(crate) fn into(row: Model) -> Result<Loaded<CallView>> {
    let Model {
        workspace_id: _,
        id,
        version,
        owner_id,
        name,
        wanted,
        sort,
        team,
        pinned,
        created_at,
        updated_at,
        deleted_at,
    } = row;
    let at = At::new("call_views", id);
    let snapshot = CallViewSnapshot {
        id: CallViewId(id),
        owner: owner_id.map(MemberId),
        name,
        wanted: at.json("wanted", wanted)?,
        sort: at.maybe_word("sort", sort.as_deref(), CallSort::parse)?,
        team,
        pinned,
        created_at: timestamp(created_at),
        updated_at: timestamp(updated_at),
        deleted_at: maybe_timestamp(deleted_at),
    };
    Ok(Loaded { value: CallView::restore(snapshot), version: Version(version) })
}
