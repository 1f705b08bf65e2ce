//! The same change to many calls: asking for it, seeing beforehand what it would do, watching it, taking it back
//! (S1-BLK-01, S1-BLK-02).

mod ask;
mod job;

use crate::{
    answer::{Accepted, Answer},
    auth::Caller,
    problem::Problem,
    request::{IdempotencyKey, Params, page},
    routes::Part,
};
use ask::{BulkAsked, BulkPreview, BulkRequest};
use callboard_kernel::CallJobId;
use job::{BulkJob, BulkJobPage, BulkJobQuery, BulkRowPage, BulkRowQuery, Names};
use poem_openapi::{OpenApi, param::Path, payload::Json};
use uuid::Uuid;

pub(crate) struct BulkApi;

#[OpenApi(prefix_path = "/calls", tag = "Part::Bulk")]
impl BulkApi {
    /// Change many calls
    ///
    /// The calls are those of this moment; a job changes them one after the other. At most 5 such jobs may be unfinished: 409
    /// `too_many_jobs`. The same `Idempotency-Key` again answers the first job.
    #[oai(path = "/bulk", method = "post", operation_id = "change_calls")]
    async fn change(
        &self,
        caller: Caller,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Json<BulkRequest>,
    ) -> Result<Accepted<BulkAsked>, Problem> {
        let (operation, selection) = body.0.parts(&caller).await?;
        let job = caller.bulk.ask(&caller.scope, operation, selection, key.as_deref()).await?;
        Ok(Accepted(BulkAsked::of(&job)))
    }

    /// What a change of many calls would do
    ///
    /// How many calls would change, and how many would be passed over and why. Nothing is changed.
    #[oai(path = "/bulk/preview", method = "post", operation_id = "preview_change_of_calls")]
    async fn preview(
        &self,
        caller: Caller,
        body: Json<BulkRequest>,
    ) -> Result<Answer<BulkPreview>, Problem> {
        let (operation, selection) = body.0.parts(&caller).await?;
        let preview = caller.bulk.preview(&caller.scope, operation, selection).await?;
        let names = Names::load(&caller).await?;
        Ok(Answer(BulkPreview::of(preview, &names)))
    }
}

pub(crate) struct BulkJobsApi;

#[OpenApi(prefix_path = "/bulk-jobs", tag = "Part::Bulk")]
impl BulkJobsApi {
    /// Changes of many calls
    ///
    /// The newest first.
    #[oai(path = "/", method = "get", operation_id = "list_bulk_jobs")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<BulkJobQuery>,
    ) -> Result<Answer<BulkJobPage>, Problem> {
        let BulkJobQuery { mine, cursor, limit } = query.0;
        let page = page(limit, cursor);
        let found = caller.bulk.list(&caller.scope, mine.unwrap_or(false), &page).await?;
        let names = Names::load(&caller).await?;
        let data = BulkJob::load(&caller, &found.items, &names).await?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        Ok(Answer(BulkJobPage { data, has_more: next_cursor.is_some(), next_cursor }))
    }

    /// One change of many calls
    ///
    /// How far it is, how many calls were passed over and why, and until when it can be taken back.
    #[oai(path = "/:id", method = "get", operation_id = "get_bulk_job")]
    async fn get(&self, caller: Caller, id: Path<Uuid>) -> Result<Answer<BulkJob>, Problem> {
        let job = caller.bulk.get(&caller.scope, CallJobId(id.0)).await?;
        let names = Names::load(&caller).await?;
        Ok(Answer(BulkJob::load_one(&caller, &job, &names).await?))
    }

    /// The calls of a change
    ///
    /// Each with what became of it, and why when it was passed over.
    #[oai(path = "/:id/rows", method = "get", operation_id = "list_bulk_job_rows")]
    async fn rows(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        query: Params<BulkRowQuery>,
    ) -> Result<Answer<BulkRowPage>, Problem> {
        let BulkRowQuery { result, cursor, limit } = query.0;
        let page = page(limit, cursor);
        let (scope, id) = (&caller.scope, CallJobId(id.0));
        let found = caller.bulk.rows(scope, id, result.map(|word| word.0), &page).await?;
        Ok(Answer(BulkRowPage::of(found)))
    }

    /// Stop a change
    ///
    /// After its current portion; what was changed stays changed and can be taken back.
    #[oai(path = "/:id/cancel", method = "post", operation_id = "cancel_bulk_job")]
    async fn cancel(&self, caller: Caller, id: Path<Uuid>) -> Result<Answer<BulkJob>, Problem> {
        let job = caller.bulk.cancel(&caller.scope, CallJobId(id.0)).await?;
        let names = Names::load(&caller).await?;
        Ok(Answer(BulkJob::load_one(&caller, &job, &names).await?))
    }

    /// Take a change back
    ///
    /// Within ten minutes of its end, by a job of its own: each call gets back what it had, unless somebody changed the same
    /// thing since. After that 409 `nothing_to_undo`. Asking again answers the same job.
    #[oai(path = "/:id/undo", method = "post", operation_id = "undo_bulk_job")]
    async fn undo(&self, caller: Caller, id: Path<Uuid>) -> Result<Accepted<BulkAsked>, Problem> {
        let job = caller.bulk.undo(&caller.scope, CallJobId(id.0)).await?;
        Ok(Accepted(BulkAsked::of(&job)))
    }
}
