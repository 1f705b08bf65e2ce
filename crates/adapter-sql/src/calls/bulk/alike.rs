//! Calls in groups of those that are alike, so that a preview judges a few instead of all.

use super::{
    SqlBulk,
    create::IDS_AT_ONCE,
    subject::{INCIDENT_HAS_PROMISE, subjects},
};
use crate::{
    calls::{
        filter::{condition, visible},
        row as call,
    },
    error::Result,
    search::Reading,
    tx::Tx,
};
use callboard_calls::ports::{Alike, BulkTargets, Likeness};
use callboard_kernel::{CallId, Scope, Timestamp, millis};
use sea_orm::{
    ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, SimpleExpr},
};
use uuid::Uuid;

impl SqlBulk {
    pub(super) async fn group(
        &self,
        scope: &Scope,
        targets: &BulkTargets,
        likeness: &Likeness,
        now: Timestamp,
    ) -> Result<(Vec<Alike>, u64)> {
        let tx = self.db.read(scope).await?;
        let mut groups = Vec::new();
        let mut named = 0;
        match targets {
            BulkTargets::Matching { filter, except } => {
                let mut select =
                    visible(&tx, scope).filter(condition(&tx, filter, now, Reading::Total).await?);
                if !except.is_empty() {
                    let ids = except.iter().map(|id| id.uuid());
                    select = select.filter(call::Column::Id.is_not_in(ids));
                }
                groups = grouped(&tx, select, likeness, now).await?;
            }
            BulkTargets::Named(ids) => {
                named = ids.len() as u64;
                for some in ids.chunks(IDS_AT_ONCE) {
                    let ids = some.iter().map(|id| id.uuid());
                    let select = visible(&tx, scope).filter(call::Column::Id.is_in(ids));
                    groups.extend(grouped(&tx, select, likeness, now).await?);
                }
            }
            BulkTargets::DoneBy(_) => {}
        }
        let samples: Vec<CallId> = groups.iter().map(|(sample, _)| *sample).collect();
        let mut samples = subjects(&tx, &samples, now).await?;
        tx.done().await?;
        let there: u64 = groups.iter().map(|(_, calls)| calls).sum();
        let alike = groups.into_iter().filter_map(|(sample, calls)| {
            samples.remove(&sample).map(|sample| Alike { sample, calls })
        });
        Ok((alike.collect(), named.saturating_sub(there)))
    }
}

/// One call of each group, and how many there are.
async fn grouped(
    tx: &Tx,
    select: Select<call::Entity>,
    likeness: &Likeness,
    now: Timestamp,
) -> Result<Vec<(CallId, u64)>> {
    let mut select = select
        .select_only()
        .expr_as(Expr::cust("count(*)"), "calls")
        .expr_as(Expr::cust(tx.dialect().any_id()), "sample");
    for part in parts(tx, likeness, now) {
        select = select.group_by(part);
    }
    let rows = tx.query_all_raw(select.build(tx.get_database_backend())).await?;
    rows.iter()
        .map(|row| {
            let calls: i64 = row.try_get("", "calls")?;
            Ok((CallId(row.try_get::<Uuid>("", "sample")?), calls.unsigned_abs()))
        })
        .collect()
}

/// What tells calls apart.
fn parts(tx: &Tx, likeness: &Likeness, now: Timestamp) -> Vec<SimpleExpr> {
    use call::Column as C;
    let plain = |column: C| Expr::col((call::Entity, column));
    let other = |sql: &'static str| Expr::cust(sql);
    let holder = || {
        Expr::cust(format!(
            "CASE WHEN \"calls\".\"claimed_until\" > {} THEN \"calls\".\"claimed_by\" END",
            millis(now)
        ))
    };
    match likeness {
        Likeness::Tags(tags) => {
            vec![tx.dialect().count_tags_among(tags), other(tx.dialect().count_tags())]
        }
        Likeness::Outcome => vec![
            plain(C::Status),
            plain(C::Direction),
            plain(C::Purpose),
            plain(C::Disposition),
            plain(C::DoNotContact),
            other("trim(\"calls\".\"notes\") = ''"),
            other("\"calls\".\"promise_open\""),
            other(INCIDENT_HAS_PROMISE),
            holder(),
        ],
        Likeness::FollowUp => vec![
            plain(C::DoNotContact),
            other("\"calls\".\"promise_open\""),
            other("\"calls\".\"promise_assigned_to\""),
            holder(),
        ],
    }
}
