//! Counting up to a limit: what a tab shows of a view, at a price that does not grow with the log.

use super::{
    board::SqlCallBoard,
    filter::{condition, is_walked, visible},
    row,
};
use crate::{error::Result, search::Reading};
use callboard_calls::board::CallFilter;
use callboard_kernel::{Scope, Timestamp};
use sea_orm::{
    ConnectionTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, Func, Query},
};
use std::time::Duration;

/// After so long the number is not worth its price.
const GIVE_UP_AFTER: Duration = Duration::from_millis(1500);

impl SqlCallBoard {
    /// Stops at the limit: the database counts the rows of a list that ends there.
    pub(super) async fn bounded(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        most: u32,
        now: Timestamp,
    ) -> Result<u32> {
        let tx = self.db.read(scope).await?;
        if let Some(statement) = tx.dialect().give_up_after(GIVE_UP_AFTER) {
            tx.execute_unprepared(&statement).await?;
        }
        let mut found = visible(&tx, scope)
            .filter(condition(&tx, filter, now, Reading::Total).await?)
            .select_only()
            .column(row::Column::Id)
            .limit(u64::from(most));
        // Calls since a certain day are the newest ones: in that order their index has them side by side. Left to
        // themselves, planners that know little of dates read the whole table.
        if filter.from.is_some() && is_walked(filter) {
            tx.prefer_walking().await?;
            found = found.order_by_desc(row::Column::StartedAt).order_by_desc(row::Column::Id);
        }
        let name = Alias::new("found");
        let count = Query::select()
            .expr_as(Func::count(Expr::col((name.clone(), row::Column::Id))), "count")
            .from_subquery(found.into_query(), name)
            .to_owned();
        let rows = tx.list(tx.get_database_backend().build(&count)).await?;
        tx.done().await?;
        let count: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "count"))?;
        Ok(u32::try_from(count).unwrap_or(most))
    }
}
