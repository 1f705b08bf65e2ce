//! The open promise that a call shows in lists. Kept here, in the transaction of the follow-up, so that no list needs to
//! look for it.

use crate::{error::Result, scoped, tx::Tx};
use callboard_kernel::CallId;
use sea_orm::Value;
use uuid::Uuid;

/// Locks the call, so that two promises of it are written one after the other. Before the first row of a follow-up.
pub(super) async fn lock(tx: &Tx, call: CallId) -> Result<()> {
    let sql = format!(
        "SELECT id FROM calls WHERE workspace_id = $1 AND id = $2{}",
        tx.dialect().for_update()
    );
    scoped::query_one(tx, &sql, [call.uuid().into()]).await?;
    Ok(())
}

/// Writes the open promise with the earliest due instant into the call, or that there is none.
pub(super) async fn refresh(tx: &Tx, call: CallId) -> Result<()> {
    let sql = "SELECT id, kind, due_at, clock_state, breached, assigned_to FROM follow_ups \
               WHERE workspace_id = $1 AND call_id = $2 AND status = 'open' AND deleted_at IS NULL \
               ORDER BY due_at, id LIMIT 1";
    let Some(open) = scoped::query_one(tx, sql, [call.uuid().into()]).await? else {
        return clear(tx, call).await;
    };
    let clock_state: String = open.try_get("", "clock_state")?;
    let values: [Value; 7] = [
        call.uuid().into(),
        open.try_get::<Uuid>("", "id")?.into(),
        open.try_get::<String>("", "kind")?.into(),
        open.try_get::<i64>("", "due_at")?.into(),
        (clock_state == "paused").into(),
        open.try_get::<bool>("", "breached")?.into(),
        open.try_get::<Option<Uuid>>("", "assigned_to")?.into(),
    ];
    let sql = "UPDATE calls SET promise_open = TRUE, promise_done = FALSE, promise_follow_up_id = $3, \
               promise_kind = $4, promise_due_at = $5, promise_paused = $6, promise_breached = $7, \
               promise_assigned_to = $8 WHERE workspace_id = $1 AND id = $2";
    scoped::execute(tx, sql, values).await?;
    Ok(())
}

async fn clear(tx: &Tx, call: CallId) -> Result<()> {
    let sql = "UPDATE calls SET promise_open = FALSE, promise_done = EXISTS (\
               SELECT 1 FROM follow_ups WHERE follow_ups.workspace_id = $1 AND follow_ups.call_id = $2 \
               AND follow_ups.status = 'done' AND follow_ups.deleted_at IS NULL), \
               promise_follow_up_id = NULL, promise_kind = NULL, promise_due_at = NULL, promise_paused = FALSE, \
               promise_breached = FALSE, promise_assigned_to = NULL WHERE workspace_id = $1 AND id = $2";
    scoped::execute(tx, sql, [call.uuid().into()]).await?;
    Ok(())
}
