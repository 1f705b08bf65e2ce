//! The follow-ups of one call (S1-API-06).

use super::{
    row::FollowUpRow,
    task::{self, FollowUpAnswer},
};
use crate::{
    answer::{Answer, Created},
    auth::Caller,
    fields::{Instant, Word},
    problem::Problem,
    request::IdempotencyKey,
    routes::Part,
};
use callboard_followups::{
    NewFollowUp,
    model::{FollowUpKind, Priority},
};
use callboard_kernel::{CallId, MemberId};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// A new promise for the call of the address; the customer is that of the call.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewCallFollowUp {
    /// What is to be done.
    #[oai(rename = "type")]
    kind: Word<FollowUpKind>,
    /// When it is due.
    due_at: Instant,
    /// Who shall do it; without it the pool.
    assigned_to: Option<Uuid>,
    /// How pressing; without it normal.
    priority: Option<Word<Priority>>,
    /// What to remember.
    #[oai(default, validator(max_length = 2000))]
    note: String,
}

/// The follow-ups of a call.
#[derive(Object)]
pub(crate) struct CallFollowUps {
    /// Newest first.
    data: Vec<FollowUpRow>,
}

pub(crate) struct OfCallApi;

#[OpenApi(prefix_path = "/calls", tag = "Part::FollowUps")]
impl OfCallApi {
    /// Follow-ups of a call
    #[oai(path = "/:id/followups", method = "get", operation_id = "list_follow_ups_of_call")]
    async fn list(&self, caller: Caller, id: Path<Uuid>) -> Result<Answer<CallFollowUps>, Problem> {
        let id = CallId(id.0);
        caller.calls.get(&caller.scope, id).await?;
        let rows = caller.follow_ups.of_call(&caller.scope, id).await?;
        let now = caller.clock.now();
        let data = rows.into_iter().map(|row| FollowUpRow::of(row, now)).collect();
        Ok(Answer(CallFollowUps { data }))
    }

    /// Promise to come back to a caller
    #[oai(path = "/:id/followups", method = "post", operation_id = "create_follow_up_of_call")]
    async fn create(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Json<NewCallFollowUp>,
    ) -> Result<Created<FollowUpAnswer>, Problem> {
        let promise = NewFollowUp {
            call: Some(CallId(id.0)),
            customer: None,
            kind: body.0.kind.0,
            due_at: body.0.due_at.0,
            assigned_to: body.0.assigned_to.map(MemberId),
            priority: body.0.priority.map(|word| word.0),
            note: body.0.note,
        };
        task::make(&caller, promise, key.as_deref()).await
    }
}
