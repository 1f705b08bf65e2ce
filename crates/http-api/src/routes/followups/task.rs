//! Follow-ups: list, make, edit, complete, delete, pause.

use super::{query::FollowUpQuery, row::FollowUpRow};
use crate::{
    answer::{Created, Done, Rows, Versioned},
    auth::Caller,
    fields::{Instant, Nullable, Word},
    problem::Problem,
    request::{IdempotencyKey, IfMatch, Params, page},
    routes::Part,
};
use callboard_followups::{
    FollowUpEdit, NewFollowUp as Promise, PauseRequest as Pause,
    model::{FollowUpKind, FollowUpStatus, PauseReason, Priority},
};
use callboard_kernel::{CallId, CustomerId, FollowUpId, MemberId, Version};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use serde::Serialize;
use uuid::Uuid;

/// A page of follow-ups.
#[derive(Object, Serialize)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct FollowUpPage {
    /// The follow-ups.
    data: Vec<FollowUpRow>,
    /// Where the next page starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
    /// All that fit; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
}

/// A new promise.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewFollowUp {
    /// The call it came from.
    call_id: Option<Uuid>,
    /// The customer; without it the one of the call.
    contact_id: Option<Uuid>,
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

/// An edit; what is left out stays.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct FollowUpPatch {
    /// `done` keeps the promise, `open` takes that back.
    status: Option<Word<FollowUpStatus>>,
    /// When it is due.
    due_at: Option<Instant>,
    /// Who shall do it; `null` gives it to the pool.
    assigned_to: Nullable<Uuid>,
    /// How pressing.
    priority: Option<Word<Priority>>,
    /// What to remember.
    #[oai(validator(max_length = 2000))]
    note: Option<String>,
    /// What is to be done.
    #[oai(rename = "type")]
    kind: Option<Word<FollowUpKind>>,
}

/// Stopping a clock.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct PauseRequest {
    /// Why.
    reason: Word<PauseReason>,
    /// Until when, at most.
    until: Option<Instant>,
    /// What to remember.
    #[oai(default, validator(max_length = 2000))]
    note: String,
}

/// A follow-up that was made or changed.
#[derive(Object)]
pub(crate) struct FollowUpAnswer {
    /// It worked.
    success: bool,
    /// The follow-up.
    follow_up_task: FollowUpRow,
}

impl NewFollowUp {
    fn promise(self) -> Promise {
        Promise {
            call: self.call_id.map(CallId),
            customer: self.contact_id.map(CustomerId),
            kind: self.kind.0,
            due_at: self.due_at.0,
            assigned_to: self.assigned_to.map(MemberId),
            priority: self.priority.map(|word| word.0),
            note: self.note,
        }
    }
}

/// Makes a promise and answers it as a row.
pub(super) async fn make(
    caller: &Caller,
    promise: Promise,
    key: Option<&str>,
) -> Result<Created<FollowUpAnswer>, Problem> {
    let made = caller.follow_ups.promise(&caller.scope, promise, key).await?;
    Ok(Created(answer(caller, made.value.snapshot().id).await?))
}

async fn answer(caller: &Caller, id: FollowUpId) -> Result<FollowUpAnswer, Problem> {
    let row = caller.follow_ups.row(&caller.scope, id).await?;
    let follow_up_task = FollowUpRow::of(row, caller.clock.now());
    Ok(FollowUpAnswer { success: true, follow_up_task })
}

async fn versioned(caller: &Caller, id: FollowUpId) -> Result<Versioned<FollowUpAnswer>, Problem> {
    let body = answer(caller, id).await?;
    let version = Version(body.follow_up_task.version);
    Ok(Versioned { body, version })
}

pub(crate) struct FollowUpsApi;

#[OpenApi(prefix_path = "/followups", tag = "Part::FollowUps")]
impl FollowUpsApi {
    /// List follow-ups
    ///
    /// Open first, pressing first, earliest due first. Technicians get their own.
    #[oai(path = "/", method = "get", operation_id = "list_follow_ups")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<FollowUpQuery>,
    ) -> Result<Rows<FollowUpPage>, Problem> {
        let page = page(query.0.limit, query.0.cursor.clone());
        let with_total = query.0.with_total == Some(true);
        let filter = query.0.filter(&caller)?;
        let list = caller.follow_ups.list(&caller.scope, &filter, &page);
        let count = async {
            if with_total {
                caller.follow_ups.count(&caller.scope, &filter).await.map(Some)
            } else {
                Ok(None)
            }
        };
        let (found, total) = tokio::try_join!(list, count)?;
        let now = caller.clock.now();
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(|row| FollowUpRow::of(row, now)).collect();
        Ok(Rows(FollowUpPage { data, has_more: next_cursor.is_some(), next_cursor, total }))
    }

    /// Make a follow-up
    ///
    /// The same `Idempotency-Key` again answers the first one.
    #[oai(path = "/", method = "post", operation_id = "create_follow_up")]
    async fn create(
        &self,
        caller: Caller,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Json<NewFollowUp>,
    ) -> Result<Created<FollowUpAnswer>, Problem> {
        make(&caller, body.0.promise(), key.as_deref()).await
    }

    /// One follow-up
    #[oai(path = "/:id", method = "get", operation_id = "get_follow_up")]
    async fn get(
        &self,
        caller: Caller,
        id: Path<Uuid>,
    ) -> Result<Versioned<FollowUpAnswer>, Problem> {
        versioned(&caller, FollowUpId(id.0)).await
    }

    /// Edit a follow-up
    ///
    /// Re-date, reassign, complete, or open again what was completed by mistake.
    #[oai(path = "/:id", method = "patch", operation_id = "edit_follow_up")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<FollowUpPatch>,
    ) -> Result<Versioned<FollowUpAnswer>, Problem> {
        let id = FollowUpId(id.0);
        let edit = FollowUpEdit {
            status: body.0.status.map(|word| word.0),
            due_at: body.0.due_at.map(|at| at.0),
            assigned_to: body.0.assigned_to.patch(MemberId),
            priority: body.0.priority.map(|word| word.0),
            note: body.0.note,
            kind: body.0.kind.map(|word| word.0),
        };
        caller.follow_ups.edit(&caller.scope, id, if_match.0, edit).await?;
        versioned(&caller, id).await
    }

    /// Delete a follow-up
    #[oai(path = "/:id", method = "delete", operation_id = "delete_follow_up")]
    async fn delete(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
    ) -> Result<Done, Problem> {
        caller.follow_ups.delete(&caller.scope, FollowUpId(id.0), if_match.0).await?;
        Ok(Done)
    }

    /// Stop the clock
    ///
    /// While somebody else must act first. Supervisors may stop it for other reasons, for a day at most.
    #[oai(path = "/:id/pause", method = "post", operation_id = "pause_follow_up")]
    async fn pause(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<PauseRequest>,
    ) -> Result<Versioned<FollowUpAnswer>, Problem> {
        let id = FollowUpId(id.0);
        let pause = Pause {
            reason: body.0.reason.0,
            until: body.0.until.map(|at| at.0),
            note: body.0.note,
        };
        caller.follow_ups.pause(&caller.scope, id, pause).await?;
        versioned(&caller, id).await
    }

    /// Let the clock count again
    #[oai(path = "/:id/resume", method = "post", operation_id = "resume_follow_up")]
    async fn resume(
        &self,
        caller: Caller,
        id: Path<Uuid>,
    ) -> Result<Versioned<FollowUpAnswer>, Problem> {
        let id = FollowUpId(id.0);
        caller.follow_ups.resume(&caller.scope, id).await?;
        versioned(&caller, id).await
    }
}
