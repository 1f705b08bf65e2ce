//! A conversation.

use crate::{
    error::Result,
    scoped::Tenanted,
    stored::{At, maybe_timestamp},
};
use callboard_kernel::{ConversationId, CustomerId, Loaded, MemberId, Phone, Version, timestamp};
use callboard_messaging::model::{Conversation, ConversationSnapshot, ConversationState};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conversations")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i64,
    pub party: String,
    pub customer_id: Option<Uuid>,
    pub number: String,
    pub line: Option<String>,
    pub state: String,
    pub snoozed_until: Option<i64>,
    pub assigned_to: Option<Uuid>,
    pub last_at: i64,
    pub last_in_at: Option<i64>,
    pub preview: String,
    pub last_direction: Option<String>,
    pub last_state: Option<String>,
    pub needs_person: bool,
    pub created_at: i64,
    pub updated_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Tenanted for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

pub(crate) fn into(row: &Model) -> Result<Loaded<Conversation>> {
    let at = At::new("conversations", row.id);
    let snapshot = ConversationSnapshot {
        id: ConversationId(row.id),
        customer: row.customer_id.map(CustomerId),
        number: Phone::from_e164(&row.number).map_err(|_| at.unreadable("number"))?,
        line: at.phone("line", row.line.as_deref())?,
        state: at.word("state", &row.state, ConversationState::parse)?,
        snoozed_until: maybe_timestamp(row.snoozed_until),
        assigned_to: row.assigned_to.map(MemberId),
        last_at: timestamp(row.last_at),
        last_in_at: maybe_timestamp(row.last_in_at),
        created_at: timestamp(row.created_at),
        updated_at: timestamp(row.updated_at),
    };
    Ok(Loaded { value: Conversation::restore(snapshot), version: Version(row.version) })
}
