//! The calls of a job as screens show them.

use super::SqlBulk;
use crate::{
    cursor,
    error::Result,
    scoped,
    stored::{At, maybe_timestamp},
};
use callboard_calls::{
    bulk::{Skip, SkipReason},
    ports::{BulkRow, RowResult},
};
use callboard_kernel::{CallId, CallJobId, MemberId, Page, PageRequest, Scope};
use sea_orm::QueryResult;
use uuid::Uuid;

impl SqlBulk {
    pub(super) async fn shown(
        &self,
        scope: &Scope,
        job: CallJobId,
        result: Option<RowResult>,
        page: &PageRequest,
    ) -> Result<Page<BulkRow>> {
        // Written out, so that the partial index is seen to serve.
        let condition = match result {
            None => "",
            Some(RowResult::Pending) => " AND b.result IS NULL",
            Some(RowResult::Done) => " AND b.result = 'done'",
            Some(RowResult::Skipped) => " AND b.result = 'skipped'",
        };
        let list = format!("bulk rows of {job}{condition}");
        let after = cursor::start::<Uuid>(&list, page)?.unwrap_or(Uuid::nil());
        let sql = format!(
            "SELECT b.call_id, b.result, b.reason, b.held_by, c.started_at, m.name AS held_by_name, \
             COALESCE(NULLIF(c.caller_name, ''), c.other_party, '') AS caller FROM bulk_rows b \
             LEFT JOIN calls c ON c.workspace_id = b.workspace_id AND c.id = b.call_id \
             LEFT JOIN members m ON m.workspace_id = b.workspace_id AND m.id = b.held_by \
             WHERE b.workspace_id = $1 AND b.job_id = $2 AND b.call_id > $3{condition} ORDER BY b.call_id LIMIT $4"
        );
        let limit = cursor::rows_to_read(page) as i64;
        let values = [job.uuid().into(), after.into(), limit.into()];
        let tx = self.db.read(scope).await?;
        let found = tx.list(scoped::statement(&tx, &sql, values)).await?;
        tx.done().await?;
        let mut items = found.iter().map(read).collect::<Result<Vec<_>>>()?;
        let next = cursor::next(&list, page, &mut items, |row| Ok(row.call.uuid()))?;
        Ok(Page { items, next })
    }
}

fn read(found: &QueryResult) -> Result<BulkRow> {
    let call: Uuid = found.try_get("", "call_id")?;
    let at = At::new("bulk_rows", call);
    let result: Option<String> = found.try_get("", "result")?;
    let reason: Option<String> = found.try_get("", "reason")?;
    let held_by: Option<Uuid> = found.try_get("", "held_by")?;
    let reason = at.maybe_word("reason", reason.as_deref(), SkipReason::parse)?;
    let result = at.maybe_word("result", result.as_deref(), RowResult::parse)?;
    Ok(BulkRow {
        call: CallId(call),
        caller: found.try_get("", "caller")?,
        started_at: maybe_timestamp(found.try_get("", "started_at")?),
        result: result.unwrap_or(RowResult::Pending),
        skip: reason.map(|reason| Skip { reason, held_by: held_by.map(MemberId) }),
        held_by_name: found.try_get("", "held_by_name")?,
    })
}
