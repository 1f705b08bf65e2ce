//! What is written: after a call, and in a conversation.

use super::{
    conversation::MessagePageQuery,
    row::{MessagePage, MessageRow},
};
use crate::routes::refused::text as problem;
use crate::{
    answer::{Created, Rows},
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    request::{IdempotencyKey, Params, page},
    routes::Part,
};
use callboard_kernel::{CallId, ConversationId};
use callboard_messaging::{
    Draft, Wording,
    model::{Message, MessageState, Values, Variable},
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// Values of the variables of a template. What is left out is taken from what is known.
#[derive(Object, Default)]
#[oai(deny_unknown_fields)]
pub(crate) struct TextVariables {
    /// Name of the customer.
    #[oai(validator(max_length = 120))]
    customer_name: Option<String>,
    /// First name of the customer.
    #[oai(validator(max_length = 120))]
    first_name: Option<String>,
    /// Name of the company.
    #[oai(validator(max_length = 120))]
    company_name: Option<String>,
    /// Number of the company.
    #[oai(validator(max_length = 40))]
    company_phone: Option<String>,
    /// Who writes.
    #[oai(validator(max_length = 120))]
    agent_name: Option<String>,
    /// When the visit is, in words.
    #[oai(validator(max_length = 120))]
    job_time: Option<String>,
    /// When the company opens next, as a sentence.
    #[oai(validator(max_length = 120))]
    next_opening: Option<String>,
}

impl TextVariables {
    /// As the domain takes them.
    pub(super) fn values(self) -> Values {
        let Self {
            customer_name,
            first_name,
            company_name,
            company_phone,
            agent_name,
            job_time,
            next_opening,
        } = self;
        let given = [
            (Variable::CustomerName, customer_name),
            (Variable::FirstName, first_name),
            (Variable::CompanyName, company_name),
            (Variable::CompanyPhone, company_phone),
            (Variable::AgentName, agent_name),
            (Variable::JobTime, job_time),
            (Variable::NextOpening, next_opening),
        ];
        given.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

/// A text that shall go out.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewText {
    /// Key of the template; with neither template nor message `general`.
    #[oai(validator(max_length = 40))]
    template: Option<String>,
    /// Values of its variables.
    variables: Option<TextVariables>,
    /// Words instead of those of the template; they may hold variables, too.
    #[oai(validator(min_length = 1, max_length = 1600))]
    message: Option<String>,
    /// When it shall go out, if not at once.
    scheduled_for: Option<Instant>,
}

impl NewText {
    fn draft(self) -> Draft {
        Draft {
            wording: Wording {
                template: self.template,
                message: self.message,
                values: self.variables.unwrap_or_default().values(),
            },
            scheduled_for: self.scheduled_for.map(|at| at.0),
        }
    }
}

/// A text that was taken.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct TextTaken {
    /// The telephone company's id, once it has the text.
    message_sid: Option<String>,
    /// Id of the text.
    message_id: Uuid,
    /// Its conversation.
    conversation_id: Uuid,
    /// Where it is in its life.
    status: Word<MessageState>,
}

impl From<Message> for TextTaken {
    fn from(message: Message) -> Self {
        let s = message.snapshot();
        Self {
            message_sid: s.provider_id.clone(),
            message_id: s.id.uuid(),
            conversation_id: s.conversation.uuid(),
            status: Word(s.state),
        }
    }
}

/// A text that was written into a conversation.
#[derive(Object)]
pub(crate) struct MessageAnswer {
    /// The text.
    pub(super) message: MessageRow,
}

pub(crate) struct WritingApi;

#[OpenApi(tag = "Part::Messaging")]
impl WritingApi {
    /// Text a caller
    ///
    /// Puts the text into the queue, where it waits for a worker or its time. A rule of contact that forbids it is named. The
    /// same `Idempotency-Key` again answers the first one.
    #[oai(path = "/calls/:id/send-sms", method = "post", operation_id = "text_caller")]
    async fn text_caller(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Json<NewText>,
    ) -> Result<Created<TextTaken>, Problem> {
        let (id, draft) = (CallId(id.0), body.0.draft());
        let taken = caller.messaging.text_caller(&caller.scope, id, draft, key.as_deref()).await;
        Ok(Created(taken.map_err(problem)?.into()))
    }

    /// What is written in a conversation
    ///
    /// Newest first.
    #[oai(path = "/conversations/:id/messages", method = "get", operation_id = "list_messages")]
    async fn messages(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        query: Params<MessagePageQuery>,
    ) -> Result<Rows<MessagePage>, Problem> {
        let wanted = page(query.0.limit, query.0.cursor);
        let id = ConversationId(id.0);
        let found = caller.messaging.messages(&caller.scope, id, &wanted).await?;
        Ok(Rows(found.into()))
    }

    /// Write into a conversation
    ///
    /// As after a call. The same `Idempotency-Key` again answers the first one.
    #[oai(path = "/conversations/:id/messages", method = "post", operation_id = "write_message")]
    async fn write(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Json<NewText>,
    ) -> Result<Created<MessageAnswer>, Problem> {
        let (id, draft) = (ConversationId(id.0), body.0.draft());
        let written = caller.messaging.write(&caller.scope, id, draft, key.as_deref()).await;
        let message = written.map_err(problem)?.snapshot().id;
        let row = caller.messaging.message(&caller.scope, message).await?;
        Ok(Created(MessageAnswer { message: row.into() }))
    }
}
