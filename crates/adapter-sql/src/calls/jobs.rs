//! Long work on many calls: claimed with a lease and a fence on the clock of the database.

mod row;

use crate::{
    commit::{self, News},
    error::{Outcome, Result},
    keyset::{Holds, Order},
    scoped,
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_calls::{
    CallEvent,
    jobs::{CallJob, JobEnd, JobKind, NewJob, Progress},
    ports::{CallJobStore, ClaimedJob, Created, Held, JobFence},
};
use callboard_kernel::{
    CallJobId, IdGen, Page, PageRequest, PortError, SaveError, Scope, Timestamp,
};
use sea_orm::{ColumnTrait, FromQueryResult, IntoActiveModel, PaginatorTrait, QueryFilter, Value};
use time::Duration;
use uuid::Uuid;

/// Unfinished, as the partial indexes say it.
const UNFINISHED: &str = "state IN ('pending', 'running')";

store! {
    /// Keeps long work and hands it to workers.
    SqlCallJobs + ids
}

#[async_trait]
impl CallJobStore for SqlCallJobs {
    async fn create(
        &self,
        scope: &Scope,
        job: NewJob,
        most_unfinished: u32,
    ) -> Result<Created, SaveError> {
        self.insert(scope, &job, most_unfinished).await.saving("call_jobs.create")
    }

    async fn get(&self, scope: &Scope, id: CallJobId) -> Result<Option<CallJob>, PortError> {
        self.read(scope, id).await.during("call_jobs.get")
    }

    async fn list(
        &self,
        scope: &Scope,
        kinds: &[JobKind],
        own: bool,
        page: &PageRequest,
    ) -> Result<Page<CallJob>, PortError> {
        self.page(scope, kinds, own, page).await.during("call_jobs.list")
    }

    async fn asked_under(
        &self,
        scope: &Scope,
        kind: JobKind,
        keys: &[String],
    ) -> Result<Vec<CallJob>, PortError> {
        self.under_keys(scope, kind, keys).await.during("call_jobs.asked_under")
    }

    async fn claim(
        &self,
        owner: Uuid,
        kinds: &[JobKind],
        lease: Duration,
    ) -> Result<Option<ClaimedJob>, PortError> {
        self.take(owner, kinds, lease).await.during("call_jobs.claim")
    }

    async fn advance(
        &self,
        scope: &Scope,
        fence: JobFence,
        progress: &Progress,
        lease: Duration,
    ) -> Result<Held, PortError> {
        self.keep(scope, fence, progress, lease).await.during("call_jobs.advance")
    }

    async fn finish(
        &self,
        scope: &Scope,
        fence: JobFence,
        end: JobEnd,
        at: Timestamp,
    ) -> Result<bool, SaveError> {
        self.end(scope, fence, end, at).await.saving("call_jobs.finish")
    }

    async fn hand_back(
        &self,
        scope: &Scope,
        fence: JobFence,
        after: Duration,
        failed: bool,
    ) -> Result<bool, PortError> {
        self.queue_again(scope, fence, after, failed).await.during("call_jobs.hand_back")
    }

    async fn request_cancel(
        &self,
        scope: &Scope,
        id: CallJobId,
        at: Timestamp,
    ) -> Result<Option<CallJob>, SaveError> {
        self.stop(scope, id, at).await.saving("call_jobs.request_cancel")
    }
}

impl SqlCallJobs {
    async fn insert(&self, scope: &Scope, job: &NewJob, most_unfinished: u32) -> Result<Created> {
        let mut tx = self.db.write(scope).await?;
        let created = create_in(&mut tx, &*self.ids, job, most_unfinished).await?;
        if created == Created::Yes {
            tx.commit().await?;
        }
        Ok(created)
    }

    async fn read(&self, scope: &Scope, id: CallJobId) -> Result<Option<CallJob>> {
        let tx = self.db.read(scope).await?;
        let found = one(&tx, id).await?;
        tx.done().await?;
        Ok(found)
    }

    async fn page(
        &self,
        scope: &Scope,
        kinds: &[JobKind],
        own: bool,
        request: &PageRequest,
    ) -> Result<Page<CallJob>> {
        let tx = self.db.read(scope).await?;
        let words = kinds.iter().map(|kind| kind.as_str());
        let mut select = scoped::find::<row::Entity>(&tx).filter(row::Column::Kind.is_in(words));
        if own {
            select = select.filter(match tx.actor().uuid() {
                Some(id) => row::Column::ActorId.eq(id),
                None => row::Column::ActorId.is_null(),
            });
        }
        let order = Order {
            name: "call jobs".to_owned(),
            // Ids are made in the order of time.
            columns: vec![("id", Holds::Id)],
            descending: true,
        };
        let read =
            |found: &sea_orm::QueryResult| row::into(row::Model::from_query_result(found, "")?);
        let page = order.page(&tx, select, request, read).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn under_keys(
        &self,
        scope: &Scope,
        kind: JobKind,
        keys: &[String],
    ) -> Result<Vec<CallJob>> {
        let tx = self.db.read(scope).await?;
        let found = scoped::find::<row::Entity>(&tx)
            .filter(row::Column::Kind.eq(kind.as_str()))
            .filter(row::Column::IdempotencyKey.is_in(keys))
            .all(&*tx)
            .await?;
        tx.done().await?;
        found.into_iter().map(row::into).collect()
    }

    async fn take(
        &self,
        owner: Uuid,
        kinds: &[JobKind],
        lease: Duration,
    ) -> Result<Option<ClaimedJob>> {
        if kinds.is_empty() {
            return Ok(None);
        }
        let tx = self.db.system_write().await?;
        let sql = tx.dialect().claim_call_job(kinds.len());
        let head: [Value; 2] = [owner.into(), whole_millis(lease).into()];
        let words = kinds.iter().map(|kind| Value::from(kind.as_str()));
        let found = scoped::query_anywhere(&tx, &sql, head.into_iter().chain(words)).await?;
        tx.commit().await?;
        let Some(found) = found.first() else { return Ok(None) };
        row::claimed(row::Model::from_query_result(found, "")?, owner).map(Some)
    }

    async fn keep(
        &self,
        scope: &Scope,
        fence: JobFence,
        progress: &Progress,
        lease: Duration,
    ) -> Result<Held> {
        let tx = self.db.write(scope).await?;
        let held = advance_in(&tx, fence, progress, lease).await?;
        tx.commit().await?;
        Ok(held)
    }

    async fn end(
        &self,
        scope: &Scope,
        fence: JobFence,
        end: JobEnd,
        at: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.write(scope).await?;
        let Some(event) = finish_in(&tx, fence, &end).await? else { return Ok(false) };
        let news = News { events: &[event], audit: None, at, cause: None, depth: 0 };
        commit::tell(&mut tx, &*self.ids, news).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn queue_again(
        &self,
        scope: &Scope,
        fence: JobFence,
        after: Duration,
        failed: bool,
    ) -> Result<bool> {
        let tx = self.db.write(scope).await?;
        let now = tx.dialect().now();
        let sql = format!(
            "UPDATE call_jobs SET owner = NULL, available_at = {now} + $5, failures = failures + $6 \
             WHERE {FENCED}"
        );
        let more: [Value; 2] = [whole_millis(after).into(), i32::from(failed).into()];
        let changed =
            scoped::execute(&tx, &sql, fence_values(fence).into_iter().chain(more)).await?;
        tx.commit().await?;
        Ok(changed.rows_affected() > 0)
    }

    async fn stop(&self, scope: &Scope, id: CallJobId, at: Timestamp) -> Result<Option<CallJob>> {
        let mut tx = self.db.write(scope).await?;
        let sql = format!(
            "UPDATE call_jobs SET cancel_requested = TRUE WHERE workspace_id = $1 AND id = $2 AND {UNFINISHED}"
        );
        let asked = scoped::execute(&tx, &sql, [id.uuid().into()]).await?.rows_affected() > 0;
        let sql = format!(
            "UPDATE call_jobs SET state = 'cancelled', finished_at = {} \
             WHERE workspace_id = $1 AND id = $2 AND state = 'pending'",
            tx.dialect().now()
        );
        let ended = scoped::execute(&tx, &sql, [id.uuid().into()]).await?.rows_affected() > 0;
        let job = one(&tx, id).await?;
        if let Some(job) = job.as_ref().filter(|_| asked) {
            let event = CallEvent::JobFinished { job: id, kind: job.kind, state: job.state };
            let audit = row::cancelled(job);
            let events = if ended { &[event][..] } else { &[] };
            let news = News { events, audit: Some(&audit), at, cause: None, depth: 0 };
            commit::tell(&mut tx, &*self.ids, news).await?;
        }
        tx.commit().await?;
        Ok(job)
    }
}

/// The fence of a running job; its values are [`fence_values`].
const FENCED: &str =
    "workspace_id = $1 AND id = $2 AND owner = $3 AND epoch = $4 AND state = 'running'";

fn fence_values(fence: JobFence) -> [Value; 3] {
    [fence.job.uuid().into(), fence.owner.into(), fence.epoch.into()]
}

/// Keeps the progress within the transaction of the rows. On [`Held::Lost`] the transaction must be given up.
pub(crate) async fn advance_in(
    tx: &Tx,
    fence: JobFence,
    progress: &Progress,
    lease: Duration,
) -> Result<Held> {
    let sql = format!(
        "UPDATE call_jobs SET total = $5, done = $6, skipped = $7, position = $8, result = $9, failures = 0, \
         available_at = {} + $10 WHERE {FENCED} RETURNING cancel_requested",
        tx.dialect().now()
    );
    let more: [Value; 6] = [
        progress.total.map(stored_count).into(),
        stored_count(progress.done).into(),
        stored_count(progress.skipped).into(),
        progress.position.clone().into(),
        progress.result.clone().into(),
        whole_millis(lease).into(),
    ];
    let found = scoped::query_one(tx, &sql, fence_values(fence).into_iter().chain(more)).await?;
    Ok(match found {
        None => Held::Lost,
        Some(row) if row.try_get::<bool>("", "cancel_requested")? => Held::CancelRequested,
        Some(_) => Held::Yes,
    })
}

/// Ends the job within a transaction and answers the event that tells of it; `None` when the fence has fallen, and then the
/// transaction must be given up.
pub(crate) async fn finish_in(tx: &Tx, fence: JobFence, end: &JobEnd) -> Result<Option<CallEvent>> {
    debug_assert!(end.state.is_final(), "a job ends in a final state");
    let sql = format!(
        "UPDATE call_jobs SET state = $5, total = $6, done = $7, skipped = $8, position = $9, result = $10, \
         error = $11, finished_at = {}, owner = NULL WHERE {FENCED} RETURNING kind",
        tx.dialect().now()
    );
    let more: [Value; 7] = [
        end.state.as_str().into(),
        end.progress.total.map(stored_count).into(),
        stored_count(end.progress.done).into(),
        stored_count(end.progress.skipped).into(),
        end.progress.position.clone().into(),
        end.progress.result.clone().into(),
        end.error.clone().into(),
    ];
    let found = scoped::query_one(tx, &sql, fence_values(fence).into_iter().chain(more)).await?;
    let Some(found) = found else { return Ok(None) };
    let kind: String = found.try_get("", "kind")?;
    let kind = row::at(fence.job).word("kind", &kind, JobKind::parse)?;
    Ok(Some(CallEvent::JobFinished { job: fence.job, kind, state: end.state }))
}

/// Whether a job could be written.
pub(crate) enum Place {
    /// It could.
    Free,
    /// It was asked for before under the same key.
    Taken(Box<CallJob>),
    /// As many as allowed are unfinished.
    None,
}

/// Whether there is a place for a job at this moment. Only with the head of the workspace locked is the answer for good.
pub(crate) async fn place_for(tx: &Tx, job: &NewJob, most_unfinished: u32) -> Result<Place> {
    if let Some(key) = &job.idempotency_key
        && let Some(first) = under_key(tx, job.kind, key).await?
    {
        return Ok(Place::Taken(Box::new(first)));
    }
    let unfinished = scoped::find::<row::Entity>(tx)
        .filter(row::Column::Kind.eq(job.kind.as_str()))
        .filter(row::Column::State.is_in(["pending", "running"]))
        .count(&**tx)
        .await?;
    Ok(if unfinished < u64::from(most_unfinished) { Place::Free } else { Place::None })
}

/// Writes a job with its audit line within a transaction, which must be given up unless the answer is yes. Locks the head of
/// the workspace, so it comes last.
pub(crate) async fn create_in(
    tx: &mut Tx,
    ids: &dyn IdGen,
    job: &NewJob,
    most_unfinished: u32,
) -> Result<Created> {
    // Whoever asks at the same moment waits here, so that both cannot see the same last place.
    commit::lock(tx).await?;
    match place_for(tx, job, most_unfinished).await? {
        Place::Free => {}
        Place::Taken(first) => return Ok(Created::Already(first)),
        Place::None => return Ok(Created::TooMany),
    }
    let row = row::from(job, tx.actor())?.into_active_model();
    scoped::insert::<row::Entity, _>(tx, row).await?;
    let audit = job.audit();
    let news =
        News::<CallEvent> { events: &[], audit: Some(&audit), at: job.at, cause: None, depth: 0 };
    commit::tell(tx, ids, news).await?;
    Ok(Created::Yes)
}

/// The job of this kind that was asked for under a key.
async fn under_key(tx: &Tx, kind: JobKind, key: &str) -> Result<Option<CallJob>> {
    let found = scoped::find::<row::Entity>(tx)
        .filter(row::Column::Kind.eq(kind.as_str()))
        .filter(row::Column::IdempotencyKey.eq(key))
        .one(&**tx)
        .await?;
    found.map(row::into).transpose()
}

/// The job.
pub(crate) async fn one(tx: &Tx, id: CallJobId) -> Result<Option<CallJob>> {
    let found =
        scoped::find::<row::Entity>(tx).filter(row::Column::Id.eq(id.uuid())).one(&**tx).await?;
    found.map(row::into).transpose()
}

const fn whole_millis(duration: Duration) -> i64 {
    duration.whole_milliseconds() as i64
}

/// Databases count with a sign.
fn stored_count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
