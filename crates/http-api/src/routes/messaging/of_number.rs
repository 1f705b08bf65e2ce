//! Everything with one number.

use super::{
    conversation::MessagePageQuery,
    row::{MessagePage, MessageRow},
};
use crate::routes::refused::RefusedRule;
use crate::{
    answer::Rows,
    auth::Caller,
    fields::Word,
    problem::Problem,
    request::{Params, page},
    routes::Part,
};
use callboard_kernel::ConversationId;
use callboard_messaging::model::TextStanding;
use poem_openapi::{Object, OpenApi, param::Path};
use serde::Serialize;
use uuid::Uuid;

/// All texts with a number.
#[derive(Object, Serialize)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct NumberThread {
    /// The conversation, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation_id: Option<Uuid>,
    /// The texts, newest first.
    messages: Vec<MessageRow>,
    /// Whether the number may be texted now.
    opt_in_status: Word<TextStanding>,
    /// Rules that stand in the way of texting it by hand now; empty when nothing does.
    refusals: Vec<RefusedRule>,
    /// Where the next page starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

pub(crate) struct OfNumberApi;

#[OpenApi(prefix_path = "/messaging/conversation", tag = "Part::Messaging")]
impl OfNumberApi {
    /// All texts with a number
    ///
    /// Newest first. A number without a text has none. The number is written as people of the workspace's country do, or as
    /// E.164.
    #[oai(path = "/:number", method = "get", operation_id = "get_conversation_of_number")]
    async fn get(
        &self,
        caller: Caller,
        #[oai(validator(min_length = 3, max_length = 40))] number: Path<String>,
        query: Params<MessagePageQuery>,
    ) -> Result<Rows<NumberThread>, Problem> {
        let wanted = page(query.0.limit, query.0.cursor);
        let found = caller.messaging.thread_of_number(&caller.scope, &number.0, &wanted).await?;
        let MessagePage { data, next_cursor, has_more } = found.messages.into();
        Ok(Rows(NumberThread {
            conversation_id: found.conversation.map(ConversationId::uuid),
            messages: data,
            opt_in_status: Word(found.standing),
            refusals: found.refusals.into_iter().map(Into::into).collect(),
            next_cursor,
            has_more,
        }))
    }
}
