//! Search by fragment in lists: always by an index, in one of two ways.
//!
//! A rare fragment is looked up, and the few rows that have it are sorted. A common one would give so many rows that
//! sorting them takes long; there the list is walked in its order, and the page is full soon.

use crate::{
    dialect::{Fragment, Searched},
    error::Result,
    scoped,
    tx::Tx,
};
use callboard_kernel::MAX_LIMIT;
use sea_orm::{
    ColumnTrait,
    sea_query::{Expr, SimpleExpr},
};
use uuid::Uuid;

/// For whom a condition is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reading {
    /// A page in an order.
    Page,
    /// All rows, to count them.
    Total,
}

/// The condition that rows of `table` hold the fragment.
pub(crate) async fn condition(
    tx: &Tx,
    table: Searched,
    id: impl ColumnTrait,
    fragment: &str,
    reading: Reading,
) -> Result<SimpleExpr> {
    let Some(wanted) = Fragment::of(fragment) else { return Ok(Expr::cust("1 = 0")) };
    if reading == Reading::Total {
        return Ok(tx.dialect().contains(table, &wanted));
    }
    // One more than is sorted tells that there are too many.
    let most = i64::from(MAX_LIMIT) + 1;
    let (sql, values) = tx.dialect().look_up(table, &wanted, most);
    let found = scoped::query_all(tx, &sql, values).await?;
    if found.len() > MAX_LIMIT as usize {
        tx.prefer_walking().await?;
        return Ok(tx.dialect().holds(table, &wanted));
    }
    let ids = found.iter().map(|row| Ok(row.try_get("", "id")?)).collect::<Result<Vec<Uuid>>>()?;
    Ok(id.is_in(ids))
}
