//! What should have followed from an event and was given up.

use crate::{
    answer::Answer,
    auth::Caller,
    fields::Instant,
    problem::Problem,
    request::{Params, page},
    routes::Part,
};
use callboard_kernel::EventId;
use callboard_workflows::ports;
use poem_openapi::{Object, OpenApi, payload::Json};
use uuid::Uuid;

/// A reaction to an event that was given up after its last attempt, or at once because it can never work.
#[derive(Object)]
pub(crate) struct DeadDelivery {
    /// The event; what to replay.
    event_id: Uuid,
    /// What happened, such as `calls.call_missed`.
    event_name: String,
    /// What should have followed, such as `missed_call_opens_follow_up`.
    reaction: String,
    /// How often it was tried.
    attempts: u32,
    /// Why it failed the last time: a code and an operation.
    last_error: String,
    /// When it was given up.
    at: Instant,
}

/// A page of what was given up.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct DeadDeliveryPage {
    /// The newest event first.
    data: Vec<DeadDelivery>,
    /// How many there are in all.
    total: u64,
    /// Where the next page starts.
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// Which page.
#[derive(Object)]
pub(crate) struct DeadDeliveryQuery {
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

/// What to replay.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct ReplayRequest {
    /// Of which events; without it all that was given up.
    #[oai(validator(max_items = 100, min_items = 1))]
    event_ids: Option<Vec<Uuid>>,
}

/// What is replayed.
#[derive(Object)]
pub(crate) struct Replayed {
    /// How many deliveries are worked again.
    replayed: u64,
}

impl From<ports::DeadDelivery> for DeadDelivery {
    fn from(dead: ports::DeadDelivery) -> Self {
        Self {
            event_id: dead.event.uuid(),
            event_name: dead.event_name,
            reaction: dead.reaction,
            attempts: dead.attempts,
            last_error: dead.last_error,
            at: dead.at.into(),
        }
    }
}

/// A mail that waits for somebody who can send mail.
#[derive(Object)]
pub(crate) struct WaitingMail {
    /// Its id.
    id: Uuid,
    /// Name of the member it goes to.
    to_name: String,
    /// Its subject.
    subject: String,
    /// Since when it waits.
    created_at: Instant,
}

/// A page of mail that waits.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct WaitingMailPage {
    /// Oldest first.
    data: Vec<WaitingMail>,
    /// How many there are in all.
    total: u64,
    /// Where the next page starts.
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

impl From<ports::WaitingMail> for WaitingMail {
    fn from(mail: ports::WaitingMail) -> Self {
        let ports::WaitingMail { id, to_name, subject, created_at } = mail;
        Self { id, to_name, subject, created_at: created_at.into() }
    }
}

pub(crate) struct DeliveriesApi;

#[OpenApi(prefix_path = "/deliveries", tag = "Part::Deliveries")]
impl DeliveriesApi {
    /// What was given up
    ///
    /// Reactions to events that failed until their last attempt. Supervisors are told in the app, once an hour at most.
    #[oai(path = "/dead", method = "get", operation_id = "list_dead_deliveries")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<DeadDeliveryQuery>,
    ) -> Result<Answer<DeadDeliveryPage>, Problem> {
        let page = page(query.0.limit, query.0.cursor);
        let list = caller.dead_letters.list(&caller.scope, &page);
        let (found, total) = tokio::try_join!(list, caller.dead_letters.count(&caller.scope))?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(DeadDelivery::from).collect();
        Ok(Answer(DeadDeliveryPage { data, total, has_more: next_cursor.is_some(), next_cursor }))
    }

    /// Mail that waits
    ///
    /// Written down and not sent yet. Mail about an export that is removed is withdrawn.
    #[oai(path = "/mail", method = "get", operation_id = "list_waiting_mail")]
    async fn mail(
        &self,
        caller: Caller,
        query: Params<DeadDeliveryQuery>,
    ) -> Result<Answer<WaitingMailPage>, Problem> {
        let page = page(query.0.limit, query.0.cursor);
        let list = caller.mail.waiting(&caller.scope, &page);
        let (found, total) = tokio::try_join!(list, caller.mail.count(&caller.scope))?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(WaitingMail::from).collect();
        Ok(Answer(WaitingMailPage { data, total, has_more: next_cursor.is_some(), next_cursor }))
    }

    /// Try what was given up again
    ///
    /// Under the same keys, so that nothing is done twice.
    #[oai(path = "/replay", method = "post", operation_id = "replay_dead_deliveries")]
    async fn replay(
        &self,
        caller: Caller,
        body: Json<ReplayRequest>,
    ) -> Result<Answer<Replayed>, Problem> {
        let events: Vec<_> = body.0.event_ids.into_iter().flatten().map(EventId).collect();
        let replayed = caller.dead_letters.replay(&caller.scope, &events).await?;
        Ok(Answer(Replayed { replayed }))
    }
}
