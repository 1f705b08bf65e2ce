//! Bulk changes: the calls of a job resolved in one statement, worked off in short transactions.

mod alike;
mod create;
mod row;
mod screens;
mod subject;
mod write;

use crate::{
    error::{Outcome, Result},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_calls::ports::{
    Alike, BulkCreated, BulkPortion, BulkRow, BulkStore, BulkTargets, DueRow, Likeness, NewBulk,
    PortionWritten, RowResult,
};
use callboard_kernel::{
    CallId, CallJobId, Page, PageRequest, PortError, SaveError, Scope, Timestamp,
};

store! {
    /// Keeps bulk jobs and their rows.
    SqlBulk + ids
}

#[async_trait]
impl BulkStore for SqlBulk {
    async fn create(
        &self,
        scope: &Scope,
        bulk: NewBulk,
        now: Timestamp,
    ) -> Result<BulkCreated, SaveError> {
        self.make(scope, bulk, now).await.saving("bulk.create")
    }

    async fn alike(
        &self,
        scope: &Scope,
        targets: &BulkTargets,
        likeness: &Likeness,
        now: Timestamp,
    ) -> Result<(Vec<Alike>, u64), PortError> {
        self.group(scope, targets, likeness, now).await.during("bulk.alike")
    }

    async fn due(
        &self,
        scope: &Scope,
        job: CallJobId,
        after: Option<CallId>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<DueRow>, PortError> {
        self.waiting(scope, job, after, limit, now).await.during("bulk.due")
    }

    async fn write(
        &self,
        scope: &Scope,
        portion: BulkPortion,
    ) -> Result<PortionWritten, SaveError> {
        self.keep(scope, portion).await.saving("bulk.write")
    }

    async fn waiting_reactions(&self, scope: &Scope, most: u32) -> Result<u32, PortError> {
        self.reactions_ahead(scope, most).await.during("bulk.waiting_reactions")
    }

    async fn rows(
        &self,
        scope: &Scope,
        job: CallJobId,
        result: Option<RowResult>,
        page: &PageRequest,
    ) -> Result<Page<BulkRow>, PortError> {
        self.shown(scope, job, result, page).await.during("bulk.rows")
    }
}

impl SqlBulk {
    async fn reactions_ahead(&self, scope: &Scope, most: u32) -> Result<u32> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT count(*) AS ahead FROM (SELECT 1 FROM deliveries WHERE workspace_id = $1 \
                   AND state IN ('ready', 'claimed') LIMIT $2) AS waiting";
        let row = scoped::query_one(&tx, sql, [i64::from(most).into()]).await?;
        tx.done().await?;
        let ahead = row.map(|row| row.try_get::<i64>("", "ahead")).transpose()?.unwrap_or(0);
        Ok(u32::try_from(ahead).unwrap_or(most))
    }
}
