//! Mail that nobody has yet: what needs a person, and what a person can do about it.

use crate::{
    answer::{Answer, Done},
    auth::Caller,
    fields::{Instant, Word, vocabulary},
    problem::Problem,
    request::{Params, page},
    routes::Part,
};
use callboard_kernel::CallId;
use callboard_workflows::ports::{self, MailStanding};
use poem_openapi::{Object, OpenApi, param::Path};
use uuid::Uuid;

vocabulary! {
    MailStanding => "MailState",
}

/// A mail that nobody has yet. What it says is shown to its reader alone.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct UnsentMail {
    /// Its id.
    id: Uuid,
    /// Whether it waits, was refused, or may have gone out.
    state: Word<MailStanding>,
    /// Name of the member it goes to.
    to_name: String,
    /// Its subject.
    subject: String,
    /// Kind of the thing it is about, such as `export` or `follow_up`.
    about_kind: String,
    /// The thing.
    about_id: Uuid,
    /// The call of the follow-up that it is about.
    call_id: Option<Uuid>,
    /// How far the last attempt came, and what it was told: a stage and a code.
    last_error: Option<String>,
    /// When it was written.
    created_at: Instant,
    /// When it was given up; absent while it waits.
    ended_at: Option<Instant>,
}

/// A page of mail.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct UnsentMailPage {
    /// Newest first.
    data: Vec<UnsentMail>,
    /// How many there are in all.
    total: u64,
    /// Where the next page starts.
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// Which mail.
#[derive(Object)]
pub(crate) struct MailQuery {
    /// Mail that stands so; without it all that needs a person, which is `failed` and `unknown`.
    state: Option<Word<MailStanding>>,
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

impl From<ports::UnsentMail> for UnsentMail {
    fn from(mail: ports::UnsentMail) -> Self {
        Self {
            id: mail.id,
            state: Word(mail.standing),
            to_name: mail.to_name,
            subject: mail.subject,
            about_kind: mail.about_kind,
            about_id: mail.about,
            call_id: mail.call.map(CallId::uuid),
            last_error: mail.last_error,
            created_at: mail.created_at.into(),
            ended_at: mail.ended_at.map(Instant),
        }
    }
}

pub(crate) struct MailApi;

#[OpenApi(prefix_path = "/mail", tag = "Part::Deliveries")]
impl MailApi {
    /// Mail that needs a person, or waits
    ///
    /// Never with what it says. Mail that needs a person is removed a month after it was given up.
    #[oai(path = "/", method = "get", operation_id = "list_mail")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<MailQuery>,
    ) -> Result<Answer<UnsentMailPage>, Problem> {
        let MailQuery { state, cursor, limit } = query.0;
        let standing = state.map(|Word(standing)| standing);
        let page = page(limit, cursor);
        let list = caller.mail_desk.list(&caller.scope, standing, &page);
        let count = caller.mail_desk.count(&caller.scope, standing);
        let (found, total) = tokio::try_join!(list, count)?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(UnsentMail::from).collect();
        Ok(Answer(UnsentMailPage { data, total, has_more: next_cursor.is_some(), next_cursor }))
    }

    /// Send a mail again
    ///
    /// One that failed, or of which nobody knows whether it went out; its reader may then get it twice. What was written more
    /// than three days ago is refused (422), because it would not be sent.
    #[oai(path = "/:id/send-again", method = "post", operation_id = "send_mail_again")]
    async fn send_again(&self, caller: Caller, id: Path<Uuid>) -> Result<Done, Problem> {
        caller.mail_desk.send_again(&caller.scope, id.0).await?;
        Ok(Done)
    }

    /// Put a mail away
    ///
    /// Somebody has seen to it: it is not sent any more, and needs nobody.
    #[oai(path = "/:id/settle", method = "post", operation_id = "settle_mail")]
    async fn settle(&self, caller: Caller, id: Path<Uuid>) -> Result<Done, Problem> {
        caller.mail_desk.settle(&caller.scope, id.0).await?;
        Ok(Done)
    }
}
