//! Conversations: list, one, what is written in it, state and assignee, read.

use super::row::ConversationRow;
use crate::routes::refused::RefusedRule;
use crate::{
    answer::{Answer, Done, Rows, Versioned},
    auth::Caller,
    fields::{Instant, Nullable, Word},
    problem::Problem,
    request::{IfMatch, Params, page},
    routes::Part,
};
use callboard_kernel::{ConversationId, CustomerId, MemberId, Version};
use callboard_messaging::{ConversationEdit, board::ConversationFilter, model::ConversationState};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use serde::Serialize;
use uuid::Uuid;

/// Which conversations are wanted.
#[derive(Object)]
pub(crate) struct ConversationQuery {
    /// In this state.
    state: Option<Word<ConversationState>>,
    /// Only yours.
    mine: Option<bool>,
    /// Only those that nobody has.
    unassigned: Option<bool>,
    /// Only those with something that you have not read.
    unread: Option<bool>,
    /// Only those with a text that needs a person.
    needs_person: Option<bool>,
    /// Of this customer.
    contact_id: Option<Uuid>,
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

impl ConversationQuery {
    /// As the domain takes it. A program is nobody and has none.
    fn filter(&self, caller: &Caller) -> ConversationFilter {
        let me = caller.scope.member().unwrap_or(MemberId(Uuid::nil()));
        ConversationFilter {
            state: self.state.as_ref().map(|word| word.0),
            assigned_to: (self.mine == Some(true)).then_some(me),
            unassigned: self.unassigned == Some(true),
            unread: self.unread == Some(true),
            needs_person: self.needs_person == Some(true),
            customer: self.contact_id.map(CustomerId),
            number: None,
            id: None,
        }
    }
}

/// Which page of texts is wanted.
#[derive(Object)]
pub(crate) struct MessagePageQuery {
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    pub(super) cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    pub(super) limit: Option<u32>,
}

/// A page of conversations.
#[derive(Object, Serialize)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ConversationPage {
    /// The conversations.
    data: Vec<ConversationRow>,
    /// Where the next page starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// One conversation.
#[derive(Object)]
pub(crate) struct ConversationAnswer {
    /// The conversation.
    conversation: ConversationRow,
    /// Rules that stand in the way of writing to it by hand now; empty when nothing does.
    refusals: Vec<RefusedRule>,
}

/// An edit; what is left out stays.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct ConversationPatch {
    /// Where it goes; `snoozed` needs `snoozed_until`.
    state: Option<Word<ConversationState>>,
    /// When it comes back.
    snoozed_until: Option<Instant>,
    /// Who takes care of it; `null` is nobody.
    assigned_to: Nullable<Uuid>,
}

/// Counts for badges.
#[derive(Object)]
pub(crate) struct ConversationCounts {
    /// Open conversations.
    open: u64,
    /// With something that you have not read.
    unread: u64,
    /// With a text that needs a person.
    needs_person: u64,
}

async fn answer(
    caller: &Caller,
    id: ConversationId,
) -> Result<Versioned<ConversationAnswer>, Problem> {
    let row = caller.messaging.conversation(&caller.scope, id).await?;
    let refusals = caller.messaging.may_write(&caller.scope, id).await?;
    let conversation = ConversationRow::of(row, caller.clock.now());
    let version = Version(conversation.version);
    let refusals = refusals.into_iter().map(Into::into).collect();
    Ok(Versioned { body: ConversationAnswer { conversation, refusals }, version })
}

pub(crate) struct ConversationsApi;

#[OpenApi(prefix_path = "/conversations", tag = "Part::Messaging")]
impl ConversationsApi {
    /// List conversations
    ///
    /// The one in which something happened last first. Technicians get those that they have.
    #[oai(path = "/", method = "get", operation_id = "list_conversations")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<ConversationQuery>,
    ) -> Result<Rows<ConversationPage>, Problem> {
        let wanted = page(query.0.limit, query.0.cursor.clone());
        let filter = query.0.filter(&caller);
        let found = caller.messaging.conversations(&caller.scope, &filter, &wanted).await?;
        let now = caller.clock.now();
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(|row| ConversationRow::of(row, now)).collect();
        Ok(Rows(ConversationPage { data, has_more: next_cursor.is_some(), next_cursor }))
    }

    /// Count conversations
    ///
    /// For badges.
    #[oai(path = "/counts", method = "get", operation_id = "count_conversations")]
    async fn counts(&self, caller: Caller) -> Result<Answer<ConversationCounts>, Problem> {
        let counts = caller.messaging.conversation_counts(&caller.scope).await?;
        Ok(Answer(ConversationCounts {
            open: counts.open,
            unread: counts.unread,
            needs_person: counts.needs_person,
        }))
    }

    /// One conversation
    ///
    /// And what stands in the way of writing to it now.
    #[oai(path = "/:id", method = "get", operation_id = "get_conversation")]
    async fn get(
        &self,
        caller: Caller,
        id: Path<Uuid>,
    ) -> Result<Versioned<ConversationAnswer>, Problem> {
        answer(&caller, ConversationId(id.0)).await
    }

    /// Edit a conversation
    ///
    /// Open it, put it off, settle it, give it to somebody. Settling takes it from whoever has it.
    #[oai(path = "/:id", method = "patch", operation_id = "edit_conversation")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<ConversationPatch>,
    ) -> Result<Versioned<ConversationAnswer>, Problem> {
        let id = ConversationId(id.0);
        let edit = ConversationEdit {
            state: body.0.state.map(|word| word.0),
            snoozed_until: body.0.snoozed_until.map(|at| at.0),
            assigned_to: body.0.assigned_to.patch(MemberId),
        };
        caller.messaging.edit_conversation(&caller.scope, id, if_match.0, edit).await?;
        answer(&caller, id).await
    }

    /// Mark a conversation as read
    ///
    /// By you; others keep their own count.
    #[oai(path = "/:id/read", method = "post", operation_id = "read_conversation")]
    async fn read(&self, caller: Caller, id: Path<Uuid>) -> Result<Done, Problem> {
        caller.messaging.read(&caller.scope, ConversationId(id.0)).await?;
        Ok(Done)
    }
}
