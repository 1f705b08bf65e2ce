//! A text.

use crate::{
    error::Result,
    scoped::Tenanted,
    stored::{At, json, maybe_millis, maybe_timestamp},
};
use callboard_kernel::{
    CallId, ConversationId, CustomerId, Loaded, MemberId, MessageId, Phone, Version, millis,
    timestamp,
};
use callboard_messaging::model::{
    Message, MessageDirection, MessageSnapshot, MessageState, Purpose, SettledAs, Writer,
};
use callboard_telephony::MessageStatus;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workspace_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i64,
    pub conversation_id: Uuid,
    pub customer_id: Option<Uuid>,
    pub call_id: Option<Uuid>,
    pub direction: String,
    pub state: String,
    pub number: String,
    pub line: Option<String>,
    pub body: String,
    pub segments: i32,
    pub purpose: Option<String>,
    pub template: Option<String>,
    pub writer: Option<Json>,
    pub writer_id: Option<Uuid>,
    pub by_hand: bool,
    pub scheduled_for: Option<i64>,
    pub attempts: i32,
    pub provider_id: Option<String>,
    pub provider_status: Option<String>,
    pub failure: Option<Json>,
    pub settled: Option<String>,
    pub at: i64,
    pub sent_at: Option<i64>,
    pub delivered_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub owner: Option<Uuid>,
    pub epoch: i64,
    pub available_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Tenanted for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

/// The row of a text that nobody has claimed and that is not waited for.
pub(crate) fn from(message: &Message, version: Version) -> Result<Model> {
    let MessageSnapshot {
        id,
        conversation,
        customer,
        call,
        direction,
        state,
        number,
        line,
        body,
        segments,
        purpose,
        template,
        writer,
        scheduled_for,
        attempts,
        provider_id,
        provider_status,
        failure,
        settled,
        at,
        sent_at,
        delivered_at,
        created_at,
        updated_at,
    } = message.snapshot();
    let by = match writer {
        Some(Writer::Person { member }) => member.map(MemberId::uuid),
        Some(Writer::Automation { .. }) | None => None,
    };
    Ok(Model {
        workspace_id: Uuid::nil(),
        id: id.uuid(),
        version: version.0,
        conversation_id: conversation.uuid(),
        customer_id: customer.map(CustomerId::uuid),
        call_id: call.map(CallId::uuid),
        direction: direction.as_str().to_owned(),
        state: state.as_str().to_owned(),
        number: number.as_str().to_owned(),
        line: line.clone().map(String::from),
        body: body.clone(),
        segments: i32::from(*segments),
        purpose: purpose.map(|word| word.as_str().to_owned()),
        template: template.clone(),
        writer: writer.as_ref().map(json).transpose()?,
        writer_id: by,
        by_hand: matches!(writer, Some(Writer::Person { .. })),
        scheduled_for: maybe_millis(*scheduled_for),
        attempts: *attempts as i32,
        provider_id: provider_id.clone(),
        provider_status: provider_status.map(|word| word.as_str().to_owned()),
        failure: failure.as_ref().map(json).transpose()?,
        settled: settled.map(|word| word.as_str().to_owned()),
        at: millis(*at),
        sent_at: maybe_millis(*sent_at),
        delivered_at: maybe_millis(*delivered_at),
        created_at: millis(*created_at),
        updated_at: millis(*updated_at),
        owner: None,
        epoch: 0,
        available_at: None,
    })
}

pub(crate) fn into(row: Model) -> Result<Loaded<Message>> {
    let Model {
        workspace_id: _,
        id,
        version,
        conversation_id,
        customer_id,
        call_id,
        direction,
        state,
        number,
        line,
        body,
        segments,
        purpose,
        template,
        writer,
        writer_id: _,
        by_hand: _,
        scheduled_for,
        attempts,
        provider_id,
        provider_status,
        failure,
        settled,
        at: place,
        sent_at,
        delivered_at,
        created_at,
        updated_at,
        owner: _,
        epoch: _,
        available_at: _,
    } = row;
    let at = At::new("messages", id);
    let snapshot = MessageSnapshot {
        id: MessageId(id),
        conversation: ConversationId(conversation_id),
        customer: customer_id.map(CustomerId),
        call: call_id.map(CallId),
        direction: at.word("direction", &direction, MessageDirection::parse)?,
        state: at.word("state", &state, MessageState::parse)?,
        number: Phone::from_e164(&number).map_err(|_| at.unreadable("number"))?,
        line: at.phone("line", line.as_deref())?,
        body,
        segments: u16::try_from(segments).map_err(|_| at.unreadable("segments"))?,
        purpose: at.maybe_word("purpose", purpose.as_deref(), Purpose::parse)?,
        template,
        writer: writer.map(|writer| at.json("writer", writer)).transpose()?,
        scheduled_for: maybe_timestamp(scheduled_for),
        attempts: u32::try_from(attempts).map_err(|_| at.unreadable("attempts"))?,
        provider_id,
        provider_status: at.maybe_word(
            "provider_status",
            provider_status.as_deref(),
            MessageStatus::parse,
        )?,
        failure: failure.map(|failure| at.json("failure", failure)).transpose()?,
        settled: at.maybe_word("settled", settled.as_deref(), SettledAs::parse)?,
        at: timestamp(place),
        sent_at: maybe_timestamp(sent_at),
        delivered_at: maybe_timestamp(delivered_at),
        created_at: timestamp(created_at),
        updated_at: timestamp(updated_at),
    };
    Ok(Loaded { value: Message::restore(snapshot), version: Version(version) })
}
