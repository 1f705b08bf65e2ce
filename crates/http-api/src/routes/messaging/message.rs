//! Taking a text back, trying one at once, and settling one that needs a person.

use super::writing::MessageAnswer;
use crate::routes::refused::text as problem;
use crate::{
    answer::Answer,
    auth::Caller,
    fields::{Word, vocabulary},
    problem::Problem,
    routes::Part,
};
use callboard_kernel::{MessageId, words};
use callboard_messaging::Resolution;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

words! {
    /// What a person does about a text that needs one.
    pub(crate) enum ResolutionWord {
        /// The same words go out again, as a text of its own.
        SendAgain = "send_again",
        /// It went out.
        MarkAsSent = "mark_as_sent",
        /// It is left as it is.
        Dismiss = "dismiss",
    }
}

vocabulary! {
    ResolutionWord => "TextResolution",
}

/// What is to be made of a text that needs a person.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct ResolveRequest {
    /// What.
    resolution: Word<ResolutionWord>,
}

pub(crate) struct MessagesApi;

#[OpenApi(prefix_path = "/messages", tag = "Part::Messaging")]
impl MessagesApi {
    /// Take a text back
    ///
    /// Only what has not begun to leave can be taken back.
    #[oai(path = "/:id/cancel", method = "post", operation_id = "cancel_message")]
    async fn cancel(
        &self,
        caller: Caller,
        id: Path<Uuid>,
    ) -> Result<Answer<MessageAnswer>, Problem> {
        let id = MessageId(id.0);
        caller.messaging.cancel(&caller.scope, id).await?;
        let row = caller.messaging.message(&caller.scope, id).await?;
        Ok(Answer(MessageAnswer { message: row.into() }))
    }

    /// Try a text at once
    ///
    /// One that waits because the telephone company could not take it. What waits for its hour goes on waiting.
    #[oai(path = "/:id/try", method = "post", operation_id = "try_message")]
    async fn try_now(
        &self,
        caller: Caller,
        id: Path<Uuid>,
    ) -> Result<Answer<MessageAnswer>, Problem> {
        let id = MessageId(id.0);
        caller.messaging.try_now(&caller.scope, id).await.map_err(problem)?;
        let row = caller.messaging.message(&caller.scope, id).await?;
        Ok(Answer(MessageAnswer { message: row.into() }))
    }

    /// Settle a text that needs a person
    ///
    /// One of which nobody knows whether it went out, or one that did not arrive. Answers the new text when it is sent again.
    #[oai(path = "/:id/resolve", method = "post", operation_id = "resolve_message")]
    async fn resolve(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<ResolveRequest>,
    ) -> Result<Answer<MessageAnswer>, Problem> {
        let id = MessageId(id.0);
        let how = match body.0.resolution.0 {
            ResolutionWord::SendAgain => Resolution::SendAgain,
            ResolutionWord::MarkAsSent => Resolution::MarkAsSent,
            ResolutionWord::Dismiss => Resolution::Dismiss,
        };
        let settled = caller.messaging.resolve(&caller.scope, id, how).await;
        let id = settled.map_err(problem)?.snapshot().id;
        let row = caller.messaging.message(&caller.scope, id).await?;
        Ok(Answer(MessageAnswer { message: row.into() }))
    }
}
