//! Templates: list, make, change, remove, and how one would read.

use super::writing::TextVariables;
use crate::{
    answer::{Answer, Created, Done, Versioned},
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    request::{IdempotencyKey, IfMatch},
    routes::Part,
};
use callboard_kernel::{CallId, ConversationId, Loaded, MessageTemplateId};
use callboard_messaging::{
    Previewed, TemplateEdit, TemplateText,
    model::{Alphabet, DEFAULT_KEY, NewTemplate, Purpose, Segments, Template, Variable, segments},
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// A text that is written once and sent often.
#[derive(Object)]
pub(crate) struct MessageTemplate {
    /// Id.
    id: Uuid,
    /// Version, for `If-Match`.
    version: i64,
    /// By what it is named.
    key: String,
    /// Words on its button.
    name: String,
    /// The text with its variables.
    body: String,
    /// What texts of it are for.
    purpose: Word<Purpose>,
    /// The variables of its text.
    variables: Vec<Word<Variable>>,
    /// Segments of the text as it stands here.
    segments: u16,
    /// It is meant when none is named, and cannot be removed.
    is_default: bool,
    /// When it last changed.
    updated_at: Instant,
}

impl From<Loaded<Template>> for MessageTemplate {
    fn from(loaded: Loaded<Template>) -> Self {
        let s = loaded.value.snapshot();
        Self {
            id: s.id.uuid(),
            version: loaded.version.0,
            key: s.key.clone(),
            name: s.name.clone(),
            body: s.body.clone(),
            purpose: Word(s.purpose),
            variables: loaded.value.variables().into_iter().map(Word).collect(),
            segments: segments(&s.body).count,
            is_default: s.key == DEFAULT_KEY,
            updated_at: s.updated_at.into(),
        }
    }
}

/// All templates.
#[derive(Object)]
pub(crate) struct MessageTemplates {
    /// By key; a hundred at most.
    templates: Vec<MessageTemplate>,
}

/// A new template.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewMessageTemplate {
    /// By what it is named: lower-case letters, digits and `_`.
    #[oai(validator(min_length = 1, max_length = 40, pattern = "^[a-z0-9_]+$"))]
    key: String,
    /// Words on its button.
    #[oai(validator(min_length = 1, max_length = 80))]
    name: String,
    /// The text; `{{first_name}}` and its like are filled in.
    #[oai(validator(min_length = 1, max_length = 1600))]
    body: String,
    /// What texts of it are for; without it an answer.
    purpose: Option<Word<Purpose>>,
}

/// An edit; what is left out stays.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct MessageTemplatePatch {
    /// Words on its button.
    #[oai(validator(min_length = 1, max_length = 80))]
    name: Option<String>,
    /// The text.
    #[oai(validator(min_length = 1, max_length = 1600))]
    body: Option<String>,
    /// What for.
    purpose: Option<Word<Purpose>>,
}

/// Which text shall be shown, and to whom it would go.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct PreviewRequest {
    /// Key of a template.
    #[oai(validator(max_length = 40))]
    template: Option<String>,
    /// Words instead of a template.
    #[oai(validator(min_length = 1, max_length = 1600))]
    message: Option<String>,
    /// Values of variables; the rest is taken from what is known.
    variables: Option<TextVariables>,
    /// To whoever was on this call.
    call_id: Option<Uuid>,
    /// To whoever this conversation is with.
    conversation_id: Option<Uuid>,
}

/// How a text would read.
#[derive(Object)]
pub(crate) struct Preview {
    /// The text; what has no value yet stands in brackets.
    text: String,
    /// Variables without a value.
    missing: Vec<Word<Variable>>,
    /// Characters of the text.
    characters: u32,
    /// Segments that carriers would count.
    segments: u16,
    /// Units left until another segment begins.
    left: u16,
    /// By which alphabet it would be sent.
    alphabet: Word<Alphabet>,
}

impl From<Previewed> for Preview {
    fn from(previewed: Previewed) -> Self {
        let Previewed { text, segments: Segments { alphabet, count, units: _, left }, missing } =
            previewed;
        Self {
            characters: text.chars().count() as u32,
            text,
            missing: missing.into_iter().map(Word).collect(),
            segments: count,
            left,
            alphabet: Word(alphabet),
        }
    }
}

fn versioned(loaded: Loaded<Template>) -> Versioned<MessageTemplate> {
    let version = loaded.version;
    Versioned { body: loaded.into(), version }
}

pub(crate) struct TemplatesApi;

#[OpenApi(prefix_path = "/messaging/templates", tag = "Part::Messaging")]
impl TemplatesApi {
    /// List templates
    #[oai(path = "/", method = "get", operation_id = "list_message_templates")]
    async fn list(&self, caller: Caller) -> Result<Answer<MessageTemplates>, Problem> {
        let all = caller.messaging.templates(&caller.scope).await?;
        Ok(Answer(MessageTemplates { templates: all.into_iter().map(Into::into).collect() }))
    }

    /// Make a template
    ///
    /// The same `Idempotency-Key` again answers the first one.
    #[oai(path = "/", method = "post", operation_id = "create_message_template")]
    async fn create(
        &self,
        caller: Caller,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Json<NewMessageTemplate>,
    ) -> Result<Created<MessageTemplate>, Problem> {
        let new = NewTemplate {
            key: body.0.key,
            name: body.0.name,
            body: body.0.body,
            purpose: body.0.purpose.map_or(Purpose::Reply, |word| word.0),
        };
        let made = caller.messaging.make_template(&caller.scope, new, key.as_deref()).await?;
        Ok(Created(made.into()))
    }

    /// Preview a text
    ///
    /// With the real customer of a call or a conversation, and its size.
    #[oai(path = "/preview", method = "post", operation_id = "preview_message")]
    async fn preview(
        &self,
        caller: Caller,
        body: Json<PreviewRequest>,
    ) -> Result<Answer<Preview>, Problem> {
        let PreviewRequest { template, message, variables, call_id, conversation_id } = body.0;
        let text = match message {
            Some(words) => TemplateText::Words(words),
            None => TemplateText::Key(template.unwrap_or_else(|| DEFAULT_KEY.to_owned())),
        };
        let given = variables.unwrap_or_default().values();
        let (call, conversation) = (call_id.map(CallId), conversation_id.map(ConversationId));
        let service = &caller.messaging;
        let read = service.preview(&caller.scope, text, given, call, conversation).await?;
        Ok(Answer(read.into()))
    }

    /// One template
    #[oai(path = "/:id", method = "get", operation_id = "get_message_template")]
    async fn get(
        &self,
        caller: Caller,
        id: Path<Uuid>,
    ) -> Result<Versioned<MessageTemplate>, Problem> {
        let found = caller.messaging.template(&caller.scope, MessageTemplateId(id.0)).await?;
        Ok(versioned(found))
    }

    /// Edit a template
    ///
    /// Its key stays, because others name it.
    #[oai(path = "/:id", method = "patch", operation_id = "edit_message_template")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<MessageTemplatePatch>,
    ) -> Result<Versioned<MessageTemplate>, Problem> {
        let id = MessageTemplateId(id.0);
        let edit = TemplateEdit {
            name: body.0.name,
            body: body.0.body,
            purpose: body.0.purpose.map(|word| word.0),
        };
        let edited = caller.messaging.edit_template(&caller.scope, id, if_match.0, edit).await?;
        Ok(versioned(edited))
    }

    /// Remove a template
    ///
    /// Texts that were made of it stay.
    #[oai(path = "/:id", method = "delete", operation_id = "delete_message_template")]
    async fn delete(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
    ) -> Result<Done, Problem> {
        let id = MessageTemplateId(id.0);
        caller.messaging.delete_template(&caller.scope, id, if_match.0).await?;
        Ok(Done)
    }
}
