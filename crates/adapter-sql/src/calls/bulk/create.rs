//! Asking for a bulk change: its calls are resolved in one statement, at one moment.

use super::{SqlBulk, row};
use crate::{
    calls::{
        filter::{condition, visible},
        jobs::{self, Place},
        row as call,
    },
    error::Result,
    scoped,
    search::Reading,
    tx::Tx,
};
use callboard_calls::{
    bulk::{Skip, SkipReason, Tally},
    jobs::NewJob,
    ports::{BulkCreated, BulkTargets, Created, NewBulk, RowResult},
};
use callboard_kernel::{CallId, CallJobId, Scope, Timestamp};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Alias, Expr, Func, Query},
};
use std::collections::HashSet;
use uuid::Uuid;

/// Ids in one statement.
pub(super) const IDS_AT_ONCE: usize = 1_000;

impl SqlBulk {
    /// The rows come first and the head of the workspace last: whoever writes at the same moment does not wait for the
    /// resolving of a large selection.
    pub(super) async fn make(
        &self,
        scope: &Scope,
        bulk: NewBulk,
        now: Timestamp,
    ) -> Result<BulkCreated> {
        let NewBulk { mut job, targets, most_unfinished, most_calls } = bulk;
        let mut tx = self.db.write(scope).await?;
        match jobs::place_for(&tx, &job, most_unfinished).await? {
            Place::Free => {}
            Place::Taken(first) => return Ok(BulkCreated::Already(first)),
            Place::None => return Ok(BulkCreated::TooMany),
        }
        let meant = meant(&tx, scope, &targets, now).await?;
        if let Some(select) = &meant {
            let calls = count(&tx, select, most_calls + 1).await?;
            if calls > most_calls {
                // Exact, so that somebody knows how far to narrow the filter.
                let calls = count(&tx, select, u64::MAX >> 1).await?;
                return Ok(BulkCreated::TooLarge { calls });
            }
        }
        let (total, absent) = resolve(&tx, &job, &targets, meant).await?;
        start(&mut job, total, absent);
        match jobs::create_in(&mut tx, &*self.ids, &job, most_unfinished).await? {
            Created::Yes => {}
            Created::Already(first) => return Ok(BulkCreated::Already(first)),
            Created::TooMany => return Ok(BulkCreated::TooMany),
        }
        let made = jobs::one(&tx, job.id).await?;
        tx.commit().await?;
        made.map(|made| BulkCreated::Yes(Box::new(made)))
            .ok_or(crate::error::StoreError::MissingReference)
    }
}

/// Named calls that are not there are passed over already.
fn start(job: &mut NewJob, total: u64, absent: u64) {
    let mut tally = Tally::default();
    if absent > 0 {
        tally.count(Skip::from(SkipReason::NotFound), absent);
    }
    job.progress.total = Some(total);
    job.progress.skipped = absent;
    job.progress.result = tally.to_value();
}

/// The calls that a filter means; `None` for calls that are named.
async fn meant(
    tx: &Tx,
    scope: &Scope,
    targets: &BulkTargets,
    now: Timestamp,
) -> Result<Option<Select<call::Entity>>> {
    match targets {
        BulkTargets::Matching { filter, except } => {
            let mut select =
                visible(tx, scope).filter(condition(tx, filter, now, Reading::Total).await?);
            if !except.is_empty() {
                let ids = except.iter().map(|id| id.uuid());
                select = select.filter(call::Column::Id.is_not_in(ids));
            }
            Ok(Some(select))
        }
        BulkTargets::Named(_) | BulkTargets::DoneBy(_) => Ok(None),
    }
}

/// How many rows a select has, counted up to `most`.
async fn count(tx: &Tx, select: &Select<call::Entity>, most: u64) -> Result<u64> {
    let some = select.clone().select_only().column(call::Column::Id).limit(most).into_query();
    let counted = Query::select()
        .expr_as(Func::count(Expr::val(1)), Alias::new("calls"))
        .from_subquery(some, Alias::new("some"))
        .to_owned();
    let row = tx.query_one(&counted).await?;
    let calls = row.map(|row| row.try_get::<i64>("", "calls")).transpose()?;
    Ok(calls.unwrap_or_default().unsigned_abs())
}

/// Writes the rows; answers how many there are and how many of them have no call.
async fn resolve(
    tx: &Tx,
    job: &NewJob,
    targets: &BulkTargets,
    meant: Option<Select<call::Entity>>,
) -> Result<(u64, u64)> {
    let columns = [row::Column::JobId, row::Column::CallId];
    if let Some(select) = meant {
        // In the order of the key, so that the rows are appended.
        let select = select
            .select_only()
            .expr(Expr::val(tx.workspace_uuid()))
            .expr(Expr::val(job.id.uuid()))
            .column(call::Column::Id)
            .order_by_asc(call::Column::Id)
            .into_query();
        let rows = scoped::insert_selected::<row::Entity>(tx, columns, select).await?;
        return Ok((rows, 0));
    }
    match targets {
        BulkTargets::Named(ids) => named(tx, job.id, ids).await,
        BulkTargets::DoneBy(done) => {
            let select = scoped::find::<row::Entity>(tx)
                .filter(row::Column::JobId.eq(done.uuid()))
                .filter(row::Column::Result.eq(RowResult::Done.as_str()))
                .select_only()
                .expr(Expr::val(tx.workspace_uuid()))
                .expr(Expr::val(job.id.uuid()))
                .column(row::Column::CallId)
                .column(row::Column::Memento)
                .order_by_asc(row::Column::CallId)
                .into_query();
            let columns = columns.into_iter().chain([row::Column::Memento]);
            Ok((scoped::insert_selected::<row::Entity>(tx, columns, select).await?, 0))
        }
        BulkTargets::Matching { .. } => Ok((0, 0)),
    }
}

async fn named(tx: &Tx, job: CallJobId, ids: &[CallId]) -> Result<(u64, u64)> {
    let mut there: HashSet<Uuid> = HashSet::with_capacity(ids.len());
    for some in ids.chunks(IDS_AT_ONCE) {
        let found: Vec<Uuid> = scoped::find::<call::Entity>(tx)
            .select_only()
            .column(call::Column::Id)
            .filter(call::Column::Id.is_in(some.iter().map(|id| id.uuid())))
            .into_tuple()
            .all(&**tx)
            .await?;
        there.extend(found);
    }
    let rows = ids.iter().map(|id| {
        let absent = !there.contains(&id.uuid());
        let word = |word: &'static str| absent.then(|| word.to_owned());
        row::ActiveModel {
            workspace_id: NotSet,
            job_id: Set(job.uuid()),
            call_id: Set(id.uuid()),
            result: Set(word(RowResult::Skipped.as_str())),
            reason: Set(word(SkipReason::NotFound.as_str())),
            held_by: Set(None),
            memento: Set(None),
        }
    });
    scoped::insert_all::<row::Entity, _>(tx, rows.collect()).await?;
    Ok((ids.len() as u64, (ids.len() - there.len()) as u64))
}
