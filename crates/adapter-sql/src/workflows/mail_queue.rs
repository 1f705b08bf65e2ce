//! Hands mail to workers: claimed with a lease and a fence on the clock of the database. What a mail says is read within its
//! workspace, by whoever holds the claim.

use crate::{
    commit::{self, News},
    dialect::Dialect,
    error::{Outcome, Result},
    scoped,
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{PortError, Scope, Timestamp, WorkspaceId, millis, timestamp};
use callboard_workflows::{
    MailChanged,
    ports::{Fence, MailClaim, MailEnd, MailQueue, OutgoingMail},
};
use sea_orm::{QueryResult, Value};
use time::Duration;
use uuid::Uuid;

store! {
    /// Hands mail to workers.
    SqlMailQueue + ids
}

/// What is claimed.
#[derive(Clone, Copy)]
enum Kind {
    /// What is to be sent.
    ToSend,
    /// What may have been sent.
    Unsettled,
}

/// The row of a claim, as `$1` to `$4`.
const FENCED: &str = "workspace_id = $1 AND id = $2 AND owner = $3 AND epoch = $4";

#[async_trait]
impl MailQueue for SqlMailQueue {
    async fn claim(
        &self,
        owner: Uuid,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<MailClaim>, PortError> {
        self.take(owner, limit, lease, Kind::ToSend).await.during("mail_queue.claim")
    }

    async fn claim_unsettled(
        &self,
        owner: Uuid,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<MailClaim>, PortError> {
        self.take(owner, limit, lease, Kind::Unsettled).await.during("mail_queue.claim_unsettled")
    }

    async fn mark_sending(
        &self,
        scope: &Scope,
        claim: &MailClaim,
        settle: Duration,
    ) -> Result<Option<OutgoingMail>, PortError> {
        self.mark(scope, claim, settle).await.during("mail_queue.mark_sending")
    }

    async fn finish(
        &self,
        scope: &Scope,
        claim: &MailClaim,
        end: MailEnd,
        at: Timestamp,
    ) -> Result<bool, PortError> {
        self.leave(scope, claim, end, at).await.during("mail_queue.finish")
    }

    async fn hand_back(&self, scope: &Scope, claim: &MailClaim) -> Result<bool, PortError> {
        self.give_back(scope, claim).await.during("mail_queue.hand_back")
    }
}

impl SqlMailQueue {
    async fn take(
        &self,
        owner: Uuid,
        limit: u32,
        lease: Duration,
        kind: Kind,
    ) -> Result<Vec<MailClaim>> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        let tx = self.db.system_write().await?;
        let sql = claim_statement(tx.dialect(), kind);
        let values: [Value; 3] =
            [owner.into(), whole_millis(lease).into(), i64::from(limit).into()];
        let rows = scoped::query_anywhere(&tx, &sql, values).await?;
        tx.commit().await?;
        let mut claims = rows.iter().map(|row| claim_of(row, owner)).collect::<Result<Vec<_>>>()?;
        claims.sort_by_key(|claim| (claim.written_at, claim.id));
        Ok(claims)
    }

    async fn mark(
        &self,
        scope: &Scope,
        claim: &MailClaim,
        settle: Duration,
    ) -> Result<Option<OutgoingMail>> {
        let tx = self.db.write(scope).await?;
        let sql = format!(
            "UPDATE mail_outbox SET state = 'sending', available_at = {} + $5 \
             WHERE {FENCED} AND state = 'claimed'",
            tx.dialect().now()
        );
        let values = fenced(claim).into_iter().chain([whole_millis(settle).into()]);
        if scoped::execute(&tx, &sql, values).await?.rows_affected() == 0 {
            return Ok(None);
        }
        let sql = "SELECT o.message_id, o.to_address, o.subject, o.body, o.created_at, m.name AS to_name \
                   FROM mail_outbox o \
                   JOIN members m ON m.workspace_id = o.workspace_id AND m.id = o.member_id \
                   WHERE o.workspace_id = $1 AND o.id = $2";
        let row = scoped::query_one(&tx, sql, [claim.id.into()]).await?;
        let mail = row.map(|row| mail_of(&row)).transpose()?;
        tx.commit().await?;
        Ok(mail)
    }

    async fn leave(
        &self,
        scope: &Scope,
        claim: &MailClaim,
        end: MailEnd,
        at: Timestamp,
    ) -> Result<bool> {
        let (state, reason, wait) = match end {
            MailEnd::Sent => ("done", None, None),
            MailEnd::Failed(reason) => ("failed", Some(reason), None),
            MailEnd::Unknown(reason) => ("unknown", Some(reason), None),
            MailEnd::Again { reason, wait } => ("ready", Some(reason), Some(wait)),
        };
        let finished_at = wait.is_none().then(|| millis(at));
        let mut tx = self.db.write(scope).await?;
        let sql = format!(
            "UPDATE mail_outbox SET state = $5, last_error = $6, finished_at = $7, owner = NULL, \
             available_at = {} + $8 WHERE {FENCED} AND state IN ('claimed', 'sending')",
            tx.dialect().now()
        );
        let rest: [Value; 4] = [
            state.into(),
            reason.into(),
            finished_at.into(),
            whole_millis(wait.unwrap_or_default()).into(),
        ];
        let values = fenced(claim).into_iter().chain(rest);
        let written = scoped::execute(&tx, &sql, values).await?.rows_affected() > 0;
        if written && matches!(state, "failed" | "unknown") {
            let events = &[MailChanged { mail: claim.id, state }];
            let news = News { events, audit: None, at, cause: None, depth: 0 };
            commit::tell(&mut tx, &*self.ids, news).await?;
        }
        tx.commit().await?;
        Ok(written)
    }

    async fn give_back(&self, scope: &Scope, claim: &MailClaim) -> Result<bool> {
        let tx = self.db.write(scope).await?;
        let sql = format!(
            "UPDATE mail_outbox SET state = 'ready', attempts = attempts - 1, owner = NULL, \
             available_at = {} WHERE {FENCED} AND state = 'claimed'",
            tx.dialect().now()
        );
        let changed = scoped::execute(&tx, &sql, fenced(claim)).await?.rows_affected() > 0;
        tx.commit().await?;
        Ok(changed)
    }
}

/// The workspace comes before them, from the scope.
fn fenced(claim: &MailClaim) -> [Value; 3] {
    [claim.id.into(), claim.fence.owner.into(), claim.fence.epoch.into()]
}

fn claim_of(row: &QueryResult, owner: Uuid) -> Result<MailClaim> {
    let attempts: i64 = row.try_get("", "attempts")?;
    Ok(MailClaim {
        workspace: WorkspaceId(row.try_get("", "workspace_id")?),
        id: row.try_get("", "id")?,
        fence: Fence { owner, epoch: row.try_get("", "epoch")? },
        attempt: u32::try_from(attempts).unwrap_or(u32::MAX),
        written_at: timestamp(row.try_get("", "created_at")?),
    })
}

fn mail_of(row: &QueryResult) -> Result<OutgoingMail> {
    Ok(OutgoingMail {
        message_id: row.try_get("", "message_id")?,
        to_name: row.try_get("", "to_name")?,
        to_address: row.try_get("", "to_address")?,
        subject: row.try_get("", "subject")?,
        body: row.try_get("", "body")?,
        written_at: timestamp(row.try_get("", "created_at")?),
    })
}

fn whole_millis(duration: Duration) -> i64 {
    duration.whole_milliseconds() as i64
}

/// The statement that claims mail for one worker: workspaces in turn, the longest due of each first. `$1` is the owner, `$2`
/// the lease in milliseconds, `$3` how many. Rows that another worker is about to claim are passed over.
fn claim_statement(dialect: Dialect, kind: Kind) -> String {
    let now = dialect.now();
    let (states, set) = match kind {
        Kind::ToSend => ("'ready', 'claimed'", "state = 'claimed', attempts = attempts + 1, "),
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
           FROM mail_outbox w WHERE {waiting_w}), \
         picked AS (SELECT m.workspace_id, m.id FROM mail_outbox m \
           JOIN ranked r ON r.workspace_id = m.workspace_id AND r.id = m.id \
           WHERE {waiting_m} ORDER BY r.turn, m.available_at, m.id LIMIT $3{lock}) \
         UPDATE mail_outbox SET {set}owner = $1, epoch = epoch + 1, available_at = {now} + $2 \
         WHERE (workspace_id, id) IN (SELECT workspace_id, id FROM picked) \
         RETURNING workspace_id, id, epoch, attempts, created_at",
        waiting_w = waiting("w"),
        waiting_m = waiting("m"),
    )
}
