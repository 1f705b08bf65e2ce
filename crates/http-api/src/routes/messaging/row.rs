//! Conversations and texts as rows.

use crate::{
    fields::{Instant, Word},
    problem::PersonRef,
};
use callboard_kernel::{CallId, ConversationId, CustomerId, MemberId, Phone, Timestamp};
use callboard_messaging::{
    board,
    model::{
        ConversationState, MessageDirection, MessageSnapshot, MessageState, Purpose, SettledAs,
        Writer,
    },
};
use poem_openapi::Object;
use serde::Serialize;
use uuid::Uuid;

/// All texts with a customer, or with a number that nobody is known by.
#[derive(Object, Serialize, Clone, Debug)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ConversationRow {
    /// Id.
    id: Uuid,
    /// Version, for `If-Match`.
    pub(crate) version: i64,
    /// The customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<PersonRef>,
    /// The number that was used last.
    phone_e164: String,
    /// The line of ours that was used last.
    #[serde(skip_serializing_if = "Option::is_none")]
    line_e164: Option<String>,
    /// Where it is.
    state: Word<ConversationState>,
    /// When it comes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    snoozed_until: Option<Instant>,
    /// Who takes care of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned_to: Option<PersonRef>,
    /// When somebody last wrote.
    last_at: Instant,
    /// The beginning of the newest text.
    preview: String,
    /// Which way it went.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_direction: Option<Word<MessageDirection>>,
    /// Where it is in its life.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_state: Option<Word<MessageState>>,
    /// A text needs a person.
    needs_person: bool,
    /// Texts that came in and that you have not read; 100 at most.
    unread: u32,
}

impl ConversationRow {
    /// The row as it stands at `now`.
    pub(crate) fn of(row: board::ConversationRow, now: Timestamp) -> Self {
        let state = row.state_at(now);
        let s = row.conversation;
        let person = |id: Option<Uuid>, name: Option<String>| {
            id.map(|id| PersonRef { id, name: name.unwrap_or_default() })
        };
        Self {
            id: ConversationId::uuid(s.id),
            version: row.version,
            contact: person(s.customer.map(CustomerId::uuid), row.customer_name),
            phone_e164: s.number.into(),
            line_e164: s.line.map(String::from),
            state: Word(state),
            snoozed_until: s
                .snoozed_until
                .filter(|_| state == ConversationState::Snoozed)
                .map(Instant),
            assigned_to: person(s.assigned_to.map(MemberId::uuid), row.assigned_name),
            last_at: s.last_at.into(),
            preview: row.preview,
            last_direction: row.last_direction.map(Word),
            last_state: row.last_state.map(Word),
            needs_person: row.needs_person,
            unread: row.unread,
        }
    }
}

/// Why a text did not arrive, or was not sent.
#[derive(Object, Serialize, Clone, Debug)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct TextFailure {
    /// Stable word, such as `not_textable`.
    cause: String,
    /// The telephone company's own number for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u32>,
    /// Sentence for people.
    words: String,
}

/// A text.
#[derive(Object, Serialize, Clone, Debug)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct MessageRow {
    /// Id.
    pub(super) id: Uuid,
    /// Version.
    version: i64,
    /// The conversation.
    pub(super) conversation_id: Uuid,
    /// The call that it follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    call_id: Option<Uuid>,
    /// Which way.
    direction: Word<MessageDirection>,
    /// Where it is in its life.
    state: Word<MessageState>,
    /// The number of the other side.
    phone_e164: String,
    /// Our line.
    #[serde(skip_serializing_if = "Option::is_none")]
    line_e164: Option<String>,
    /// What it says.
    text: String,
    /// How many segments it takes.
    segments: u16,
    /// What for.
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<Word<Purpose>>,
    /// Key of its template.
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<String>,
    /// The member who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    written_by: Option<PersonRef>,
    /// The rule of the product that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    automation: Option<String>,
    /// When it shall go out.
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduled_for: Option<Instant>,
    /// The telephone company's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    message_sid: Option<String>,
    /// Why it did not arrive.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<TextFailure>,
    /// What a person did about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    settled: Option<Word<SettledAs>>,
    /// A person should look at it.
    needs_person: bool,
    /// Its place in the thread: when it came, went out, or will.
    at: Instant,
    /// When the telephone company took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_at: Option<Instant>,
    /// When it was on the telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivered_at: Option<Instant>,
    /// When it was written.
    created_at: Instant,
}

impl From<board::MessageRow> for MessageRow {
    fn from(row: board::MessageRow) -> Self {
        let needs_person =
            callboard_messaging::model::Message::restore(row.message.clone()).needs_a_person();
        let MessageSnapshot {
            id,
            conversation,
            customer: _,
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
            attempts: _,
            provider_id,
            provider_status: _,
            failure,
            settled,
            at,
            sent_at,
            delivered_at,
            created_at,
            updated_at: _,
        } = row.message;
        let (written_by, automation) = match writer {
            Some(Writer::Person { member }) => {
                let name = row.writer_name.unwrap_or_default();
                (member.map(|member| PersonRef { id: member.uuid(), name }), None)
            }
            Some(Writer::Automation { name }) => (None, Some(name)),
            None => (None, None),
        };
        // What the provider calls a text that came in is nobody's business.
        let message_sid = provider_id.filter(|_| direction == MessageDirection::Out);
        Self {
            id: id.uuid(),
            version: row.version,
            conversation_id: conversation.uuid(),
            call_id: call.map(CallId::uuid),
            direction: Word(direction),
            state: Word(state),
            phone_e164: number.into(),
            line_e164: line.map(|line: Phone| line.into()),
            text: body,
            segments,
            purpose: purpose.map(Word),
            template,
            written_by,
            automation,
            scheduled_for: scheduled_for.map(Instant),
            message_sid,
            failure: failure.map(|failure| TextFailure {
                cause: failure.cause,
                code: failure.code,
                words: failure.words,
            }),
            settled: settled.map(Word),
            needs_person,
            at: at.into(),
            sent_at: sent_at.map(Instant),
            delivered_at: delivered_at.map(Instant),
            created_at: created_at.into(),
        }
    }
}

/// A page of texts.
#[derive(Object, Serialize)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct MessagePage {
    /// The texts, newest first.
    pub(super) data: Vec<MessageRow>,
    /// Where the next page starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_cursor: Option<String>,
    /// Whether there is a next page.
    pub(super) has_more: bool,
}

impl From<callboard_kernel::Page<board::MessageRow>> for MessagePage {
    fn from(page: callboard_kernel::Page<board::MessageRow>) -> Self {
        let next_cursor = page.next.map(|cursor| cursor.0);
        Self {
            data: page.items.into_iter().map(Into::into).collect(),
            has_more: next_cursor.is_some(),
            next_cursor,
        }
    }
}
