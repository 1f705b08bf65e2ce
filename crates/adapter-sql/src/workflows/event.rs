//! The row of an event.

use crate::{error::Result, scoped::Tenanted, stored::At};
use callboard_kernel::{EventEnvelope, EventId, WorkspaceId, timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub id: Uuid,
    pub name: String,
    pub payload: Json,
    pub actor: Json,
    pub cause: Option<String>,
    pub depth: i32,
    pub occurred_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Tenanted for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

/// The event as it is handed out.
pub(super) fn into(row: Model) -> Result<EventEnvelope> {
    let Model { workspace_id, seq, id, name, payload, actor, cause: _, depth, occurred_at } = row;
    let at = At::new("events", id);
    Ok(EventEnvelope {
        id: EventId(id),
        workspace: WorkspaceId(workspace_id),
        seq,
        name,
        payload,
        occurred_at: timestamp(occurred_at),
        actor: at.json("actor", actor)?,
        depth: at.score("depth", depth)?,
    })
}
