//! Locks of the triage. A claim is a lease in the call's row, not a change of the call, so it moves no version.

use crate::{
    commit::{self, News},
    error::{Outcome, Result},
    scoped,
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_calls::{
    CallEvent,
    ports::{ClaimAnswer, TriageClaims},
};
use callboard_kernel::{
    AuditAction, AuditDraft, CallId, MemberId, PortError, Scope, Timestamp, millis, timestamp,
};
use sea_orm::Value;
use serde_json::{Map, json};
use uuid::Uuid;

store! {
    /// Locks of the triage.
    SqlTriageClaims + ids
}

/// Who wants a call, and for how long.
struct Wish {
    member: MemberId,
    now: Timestamp,
    until: Timestamp,
}

#[async_trait]
impl TriageClaims for SqlTriageClaims {
    async fn claim_next(
        &self,
        scope: &Scope,
        member: MemberId,
        now: Timestamp,
        until: Timestamp,
        skip: &[CallId],
    ) -> Result<Option<CallId>, PortError> {
        self.take_next(scope, &Wish { member, now, until }, skip).await.during("calls.claim_next")
    }

    async fn claim(
        &self,
        scope: &Scope,
        call: CallId,
        member: MemberId,
        now: Timestamp,
        until: Timestamp,
        take_over: bool,
    ) -> Result<ClaimAnswer, PortError> {
        self.take(scope, call, &Wish { member, now, until }, take_over).await.during("calls.claim")
    }

    async fn held_by(
        &self,
        scope: &Scope,
        member: MemberId,
        now: Timestamp,
    ) -> Result<Option<CallId>, PortError> {
        self.held(scope, member, now).await.during("calls.held_by")
    }

    async fn release(
        &self,
        scope: &Scope,
        call: CallId,
        member: MemberId,
        now: Timestamp,
    ) -> Result<(), PortError> {
        self.give_back(scope, call, member, now).await.during("calls.release")
    }
}

impl SqlTriageClaims {
    async fn take_next(
        &self,
        scope: &Scope,
        wish: &Wish,
        skip: &[CallId],
    ) -> Result<Option<CallId>> {
        let mut tx = self.db.write(scope).await?;
        let Some(call) = first_free(&tx, wish, skip).await? else {
            return Ok(None);
        };
        let mut events = released_by(&tx, wish.member, call, wish.now).await?;
        events.push(CallEvent::Claimed { call, by: wish.member, until: wish.until });
        self.tell(&mut tx, &events, None, wish.now).await?;
        tx.commit().await?;
        Ok(Some(call))
    }

    async fn take(
        &self,
        scope: &Scope,
        call: CallId,
        wish: &Wish,
        take_over: bool,
    ) -> Result<ClaimAnswer> {
        let mut tx = self.db.write(scope).await?;
        let sql = format!(
            "SELECT claimed_by, claimed_until FROM calls WHERE workspace_id = $1 AND id = $2{}",
            tx.dialect().for_update()
        );
        let Some(row) = scoped::query_one(&tx, &sql, [call.uuid().into()]).await? else {
            return Ok(ClaimAnswer::Absent);
        };
        let by: Option<Uuid> = row.try_get("", "claimed_by")?;
        let until: Option<i64> = row.try_get("", "claimed_until")?;
        let holder = by
            .zip(until)
            .filter(|(by, until)| *until > millis(wish.now) && *by != wish.member.uuid())
            .map(|(by, until)| (MemberId(by), timestamp(until)));
        let audit = match holder {
            Some((member, until)) if !take_over => {
                return Ok(ClaimAnswer::HeldBy { member, until });
            }
            Some((member, _)) => Some(taken_over(call, member, wish.member)),
            None => None,
        };
        let sql = "UPDATE calls SET claimed_by = $3, claimed_until = $4 WHERE workspace_id = $1 AND id = $2";
        let values = [call.uuid().into(), wish.member.uuid().into(), millis(wish.until).into()];
        scoped::execute(&tx, sql, values).await?;
        let events = [CallEvent::Claimed { call, by: wish.member, until: wish.until }];
        self.tell(&mut tx, &events, audit.as_ref(), wish.now).await?;
        tx.commit().await?;
        Ok(ClaimAnswer::Granted)
    }

    async fn held(
        &self,
        scope: &Scope,
        member: MemberId,
        now: Timestamp,
    ) -> Result<Option<CallId>> {
        let tx = self.db.read(scope).await?;
        let sql = "SELECT id FROM calls WHERE workspace_id = $1 AND claimed_by = $2 AND claimed_until > $3 \
                   ORDER BY claimed_until DESC LIMIT 1";
        let row = scoped::query_one(&tx, sql, [member.uuid().into(), millis(now).into()]).await?;
        tx.done().await?;
        Ok(row.map(|row| row.try_get::<Uuid>("", "id")).transpose()?.map(CallId))
    }

    async fn give_back(
        &self,
        scope: &Scope,
        call: CallId,
        member: MemberId,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.db.write(scope).await?;
        let sql = "UPDATE calls SET claimed_by = NULL, claimed_until = NULL \
                   WHERE workspace_id = $1 AND id = $2 AND claimed_by = $3";
        let released =
            scoped::execute(&tx, sql, [call.uuid().into(), member.uuid().into()]).await?;
        if released.rows_affected() > 0 {
            self.tell(&mut tx, &[CallEvent::Released { call }], None, now).await?;
        }
        tx.commit().await
    }

    async fn tell(
        &self,
        tx: &mut Tx,
        events: &[CallEvent],
        audit: Option<&AuditDraft>,
        at: Timestamp,
    ) -> Result<()> {
        commit::tell(tx, &*self.ids, News { events, audit, at, cause: None, depth: 0 }).await
    }
}

/// Claims the first call of the queue that nobody else holds. One statement finds and takes it, so that two members who ask
/// at once get two calls: the second passes over the row that the first has locked.
async fn first_free(tx: &Tx, wish: &Wish, skip: &[CallId]) -> Result<Option<CallId>> {
    let placeholders: Vec<String> =
        (0..skip.len()).map(|index| format!("${}", index + 5)).collect();
    let skipping = if skip.is_empty() {
        String::new()
    } else {
        format!(" AND id NOT IN ({})", placeholders.join(", "))
    };
    let sql = format!(
        "UPDATE calls SET claimed_by = $2, claimed_until = $4 WHERE workspace_id = $1 AND id = (\
         SELECT id FROM calls WHERE workspace_id = $1 AND needs_triage \
         AND (claimed_until IS NULL OR claimed_until <= $3 OR claimed_by = $2){skipping} \
         ORDER BY triage_first, triage_due_sort, value_rank, started_at, id LIMIT 1{}) RETURNING id",
        tx.dialect().for_update_skip_locked()
    );
    let wish: [Value; 3] =
        [wish.member.uuid().into(), millis(wish.now).into(), millis(wish.until).into()];
    let skipped = skip.iter().map(|call| Value::from(call.uuid()));
    let row = scoped::query_one(tx, &sql, wish.into_iter().chain(skipped)).await?;
    Ok(row.map(|row| row.try_get::<Uuid>("", "id")).transpose()?.map(CallId))
}

/// Gives back whatever else the member holds.
async fn released_by(
    tx: &Tx,
    member: MemberId,
    except: CallId,
    now: Timestamp,
) -> Result<Vec<CallEvent>> {
    let sql = "UPDATE calls SET claimed_by = NULL, claimed_until = NULL \
               WHERE workspace_id = $1 AND claimed_by = $2 AND id <> $3 AND claimed_until > $4 RETURNING id";
    let values = [member.uuid().into(), except.uuid().into(), millis(now).into()];
    let rows = scoped::query_all(tx, sql, values).await?;
    rows.iter()
        .map(|row| Ok(CallEvent::Released { call: CallId(row.try_get("", "id")?) }))
        .collect()
}

fn taken_over(call: CallId, from: MemberId, by: MemberId) -> AuditDraft {
    let field = |member: MemberId| Map::from_iter([("claimed_by".to_owned(), json!(member))]);
    AuditDraft {
        action: AuditAction::Assign,
        target_kind: "call",
        target_id: call.uuid(),
        before: field(from),
        after: field(by),
        note: "took over the claim".to_owned(),
    }
}
