//! Hands texts to workers: claimed with a lease and a fence on the clock of the database.

use super::{
    gate::gate_unchanged,
    messages::{columns, tell},
    row::message,
};
use crate::{
    dialect::Dialect,
    error::{Outcome, Result},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{PortError, Scope, Timestamp, Version, WorkspaceId};
use callboard_messaging::{
    gate::Pass,
    ports::SendQueue,
    queue::{Claim, Fence, Finish, Marked},
};
use sea_orm::{ColumnTrait, FromQueryResult, QueryFilter, Value};
use time::Duration;
use uuid::Uuid;

store! {
    /// Hands texts to workers.
    SqlSendQueue + ids
}

/// What is claimed.
#[derive(Clone, Copy)]
enum Kind {
    /// What is to be sent.
    ToSend,
    /// What may have been sent.
    Unsettled,
}

#[async_trait]
impl SendQueue for SqlSendQueue {
    async fn claim(
        &self,
        owner: Uuid,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<Claim>, PortError> {
        self.take(owner, limit, lease, Kind::ToSend).await.during("send_queue.claim")
    }

    async fn claim_unsettled(
        &self,
        owner: Uuid,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<Claim>, PortError> {
        self.take(owner, limit, lease, Kind::Unsettled).await.during("send_queue.claim_unsettled")
    }

    async fn mark_sending(
        &self,
        scope: &Scope,
        claim: &Claim,
        pass: &Pass,
        settle: Duration,
    ) -> Result<Marked, PortError> {
        self.mark(scope, claim, pass, settle).await.during("send_queue.mark_sending")
    }

    async fn finish(
        &self,
        scope: &Scope,
        claim: &Claim,
        finish: Finish,
        at: Timestamp,
    ) -> Result<bool, PortError> {
        self.leave(scope, claim, &finish, at).await.during("send_queue.finish")
    }

    async fn hand_back(
        &self,
        scope: &Scope,
        claim: &Claim,
        wait: Duration,
    ) -> Result<bool, PortError> {
        self.give_back(scope, claim, wait).await.during("send_queue.hand_back")
    }
}

impl SqlSendQueue {
    async fn take(
        &self,
        owner: Uuid,
        limit: u32,
        lease: Duration,
        kind: Kind,
    ) -> Result<Vec<Claim>> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        let tx = self.db.system_write().await?;
        let sql = claim_statement(tx.dialect(), kind);
        let values: [Value; 3] =
            [owner.into(), whole_millis(lease).into(), i64::from(limit).into()];
        let rows = scoped::query_anywhere(&tx, &sql, values).await?;
        let mut claims = rows
            .iter()
            .map(|row| claim_of(message::Model::from_query_result(row, "")?, owner))
            .collect::<Result<Vec<_>>>()?;
        tx.commit().await?;
        claims.sort_by_key(|claim| {
            let s = claim.message.value.snapshot();
            (s.at, s.id)
        });
        Ok(claims)
    }

    async fn mark(
        &self,
        scope: &Scope,
        claim: &Claim,
        pass: &Pass,
        settle: Duration,
    ) -> Result<Marked> {
        let tx = self.db.write(scope).await?;
        if !gate_unchanged(&tx, pass.version()).await? {
            return Ok(Marked::Stale);
        }
        let sql = format!(
            "UPDATE messages SET state = 'sending', version = version + 1, available_at = {} + $5 \
             WHERE workspace_id = $1 AND id = $2 AND owner = $3 AND epoch = $4 AND state = 'claimed'",
            tx.dialect().now()
        );
        let values = fenced(claim).into_iter().chain([whole_millis(settle).into()]);
        let marked = scoped::execute(&tx, &sql, values).await?.rows_affected() > 0;
        tx.commit().await?;
        Ok(if marked { Marked::Sending } else { Marked::Lost })
    }

    async fn leave(
        &self,
        scope: &Scope,
        claim: &Claim,
        finish: &Finish,
        at: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.db.write(scope).await?;
        // The mark of sending counted once more than the claim.
        let version = Version(claim.message.version.0 + 2);
        let row = columns(&tx, &finish.message, version)?;
        let written = scoped::update::<message::Entity>(&tx)
            .set(row)
            .filter(message::Column::Id.eq(finish.message.snapshot().id.uuid()))
            .filter(message::Column::Owner.eq(claim.fence.owner))
            .filter(message::Column::Epoch.eq(claim.fence.epoch))
            .filter(message::Column::State.is_in(["claimed", "sending"]))
            .exec(&*tx)
            .await?;
        if written.rows_affected == 0 {
            return Ok(false);
        }
        let due = match finish.wait {
            Some(wait) => format!("{} + {}", tx.dialect().now(), whole_millis(wait)),
            None => "NULL".to_owned(),
        };
        let sql = format!(
            "UPDATE messages SET owner = NULL, available_at = {due} WHERE workspace_id = $1 AND id = $2"
        );
        let id = finish.message.snapshot().id.uuid();
        scoped::execute(&tx, &sql, [id.into()]).await?;
        tell(&mut tx, &*self.ids, &finish.message, at).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn give_back(&self, scope: &Scope, claim: &Claim, wait: Duration) -> Result<bool> {
        let tx = self.db.write(scope).await?;
        let sql = format!(
            "UPDATE messages SET state = CASE WHEN state = 'sending' THEN 'sending' WHEN attempts <= 1 THEN 'ready' \
             ELSE 'retry' END, attempts = CASE WHEN state = 'sending' THEN attempts ELSE attempts - 1 END, \
             owner = NULL, version = version + 1, available_at = {} + $5 \
             WHERE workspace_id = $1 AND id = $2 AND owner = $3 AND epoch = $4 AND state IN ('claimed', 'sending')",
            tx.dialect().now()
        );
        let values = fenced(claim).into_iter().chain([whole_millis(wait).into()]);
        let changed = scoped::execute(&tx, &sql, values).await?.rows_affected() > 0;
        tx.commit().await?;
        Ok(changed)
    }
}

fn fenced(claim: &Claim) -> [Value; 3] {
    let id = claim.message.value.snapshot().id;
    [id.uuid().into(), claim.fence.owner.into(), claim.fence.epoch.into()]
}

fn claim_of(row: message::Model, owner: Uuid) -> Result<Claim> {
    let workspace = WorkspaceId(row.workspace_id);
    let fence = Fence { owner, epoch: row.epoch };
    Ok(Claim { workspace, message: message::into(row)?, fence })
}

fn whole_millis(duration: Duration) -> i64 {
    duration.whole_milliseconds() as i64
}

/// The statement that claims texts for one worker: workspaces in turn, the longest due of each first. `$1` is the owner, `$2`
/// the lease in milliseconds, `$3` how many. Rows that another worker is about to claim are passed over.
fn claim_statement(dialect: Dialect, kind: Kind) -> String {
    let now = dialect.now();
    let (states, set) = match kind {
        Kind::ToSend => {
            ("'ready', 'retry', 'claimed'", "state = 'claimed', attempts = attempts + 1, ")
        }
        Kind::Unsettled => ("'sending'", ""),
    };
    let lock = match dialect {
        Dialect::Postgres => " FOR UPDATE OF m SKIP LOCKED",
        Dialect::Sqlite => "",
    };
    let waiting =
        |table: &str| format!("{table}.available_at <= {now} AND {table}.state IN ({states})");
    format!(
        "WITH ranked AS (SELECT w.workspace_id, w.id, \
           row_number() OVER (PARTITION BY w.workspace_id ORDER BY w.available_at, w.id) AS turn \
           FROM messages w WHERE {waiting_w}), \
         picked AS (SELECT m.workspace_id, m.id FROM messages m \
           JOIN ranked r ON r.workspace_id = m.workspace_id AND r.id = m.id \
           WHERE {waiting_m} ORDER BY r.turn, m.available_at, m.id LIMIT $3{lock}) \
         UPDATE messages SET {set}owner = $1, epoch = epoch + 1, version = version + 1, available_at = {now} + $2 \
         WHERE (workspace_id, id) IN (SELECT workspace_id, id FROM picked) RETURNING *",
        waiting_w = waiting("w"),
        waiting_m = waiting("m"),
    )
}
