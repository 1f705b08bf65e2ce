//! A template.

use crate::{
    error::Result,
    scoped::Tenanted,
    stored::{At, maybe_millis, maybe_timestamp},
};
use callboard_kernel::{Loaded, MessageTemplateId, Version, millis, timestamp};
use callboard_messaging::model::{Purpose, Template, TemplateSnapshot};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message_templates")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i64,
    pub key: String,
    pub name: String,
    pub body: String,
    pub purpose: String,
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

pub(crate) fn from(template: &Template, version: Version) -> Model {
    let TemplateSnapshot { id, key, name, body, purpose, created_at, updated_at, deleted_at } =
        template.snapshot();
    Model {
        workspace_id: Uuid::nil(),
        id: id.uuid(),
        version: version.0,
        key: key.clone(),
        name: name.clone(),
        body: body.clone(),
        purpose: purpose.as_str().to_owned(),
        created_at: millis(*created_at),
        updated_at: millis(*updated_at),
        deleted_at: maybe_millis(*deleted_at),
    }
}

pub(crate) fn into(row: Model) -> Result<Loaded<Template>> {
    let Model {
        workspace_id: _,
        id,
        version,
        key,
        name,
        body,
        purpose,
        created_at,
        updated_at,
        deleted_at,
    } = row;
    let purpose = At::new("message_templates", id).word("purpose", &purpose, Purpose::parse)?;
    let snapshot = TemplateSnapshot {
        id: MessageTemplateId(id),
        key,
        name,
        body,
        purpose,
        created_at: timestamp(created_at),
        updated_at: timestamp(updated_at),
        deleted_at: maybe_timestamp(deleted_at),
    };
    Ok(Loaded { value: Template::restore(snapshot), version: Version(version) })
}
