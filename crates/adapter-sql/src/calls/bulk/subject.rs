//! Calls as bulk changes look at them.

use super::SqlBulk;
use crate::{calls::row as call, error::Result, keyset::column, scoped, stored::At, tx::Tx};
use callboard_calls::{
    bulk::{BulkSubject, OpenPromise},
    ports::DueRow,
};
use callboard_kernel::{CallId, CallJobId, FollowUpId, MemberId, Scope, Timestamp, millis};
use sea_orm::{
    ColumnTrait, ConnectionTrait, FromQueryResult, QueryFilter, QueryResult, QuerySelect,
    QueryTrait, sea_query::Expr,
};
use serde_json::Value as Json;
use std::collections::HashMap;
use uuid::Uuid;

/// Whether the missed call that a call repeats has an open promise.
pub(super) const INCIDENT_HAS_PROMISE: &str = "COALESCE((SELECT \"first\".\"promise_open\" FROM \"calls\" AS \"first\" \
     WHERE \"first\".\"workspace_id\" = \"calls\".\"workspace_id\" AND \"first\".\"id\" = \"calls\".\"incident_call_id\"), FALSE)";

impl SqlBulk {
    pub(super) async fn waiting(
        &self,
        scope: &Scope,
        job: CallJobId,
        after: Option<CallId>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<DueRow>> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT call_id, memento FROM bulk_rows WHERE workspace_id = $1 AND job_id = $2 AND call_id > $3 \
                   AND result IS NULL ORDER BY call_id LIMIT $4";
        let after = after.map_or(Uuid::nil(), CallId::uuid);
        let values = [job.uuid().into(), after.into(), i64::from(limit).into()];
        let due = tx.list(scoped::statement(&tx, sql, values)).await?;
        let due = due.iter().map(|found| {
            let memento: Option<Json> = found.try_get("", "memento")?;
            Ok((CallId(found.try_get("", "call_id")?), memento))
        });
        let due = due.collect::<Result<Vec<_>>>()?;
        let ids: Vec<CallId> = due.iter().map(|(id, _)| *id).collect();
        let mut subjects = subjects(&tx, &ids, now).await?;
        tx.done().await?;
        due.into_iter()
            .map(|(id, memento)| {
                let at = At::new("bulk_rows", id.uuid());
                let memento = memento.map(|value| at.json("memento", value)).transpose()?;
                Ok(DueRow { call: id, subject: subjects.remove(&id), memento })
            })
            .collect()
    }
}

/// These calls with what their decisions need to know; absent ones are left out.
pub(super) async fn subjects(
    tx: &Tx,
    ids: &[CallId],
    now: Timestamp,
) -> Result<HashMap<CallId, BulkSubject>> {
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(super::create::IDS_AT_ONCE) {
        let plain = |name: &'static str| column::<call::Entity>(name);
        let select = scoped::find::<call::Entity>(tx)
            .filter(call::Column::Id.is_in(some.iter().map(|id| id.uuid())))
            .expr_as(plain("claimed_by"), "claimed_by")
            .expr_as(plain("claimed_until"), "claimed_until")
            .expr_as(plain("promise_open"), "promise_open")
            .expr_as(plain("promise_follow_up_id"), "promise_follow_up_id")
            .expr_as(plain("promise_assigned_to"), "promise_assigned_to")
            .expr_as(Expr::cust(INCIDENT_HAS_PROMISE), "incident_has_promise");
        let rows = tx.query_all_raw(select.build(tx.get_database_backend())).await?;
        for row in rows {
            let subject = read(&row, now)?;
            found.insert(subject.call.value.id(), subject);
        }
    }
    Ok(found)
}

fn read(found: &QueryResult, now: Timestamp) -> Result<BulkSubject> {
    let holder: Option<Uuid> = found.try_get("", "claimed_by")?;
    let until: Option<i64> = found.try_get("", "claimed_until")?;
    let open: bool = found.try_get("", "promise_open")?;
    let follow_up: Option<Uuid> = found.try_get("", "promise_follow_up_id")?;
    let assigned_to: Option<Uuid> = found.try_get("", "promise_assigned_to")?;
    let promise = follow_up.filter(|_| open).map(|id| OpenPromise {
        follow_up: FollowUpId(id),
        assigned_to: assigned_to.map(MemberId),
    });
    Ok(BulkSubject {
        call: call::into_call(call::Model::from_query_result(found, "")?)?,
        held_by: holder.filter(|_| until.is_some_and(|until| until > millis(now))).map(MemberId),
        promise,
        incident_has_promise: found.try_get("", "incident_has_promise")?,
    })
}
