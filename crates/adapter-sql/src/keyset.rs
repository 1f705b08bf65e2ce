//! Ordered pages: the order as columns, the place as one row-value comparison, the cursor as the last row's key.
//!
//! Written with `(a, b) < (x, y)` and never as `a < x OR (a = x AND b < y)`: only the former is answered by walking the
//! index from the place on.

use crate::{cursor, error::Result, scoped::Tenanted, tx::Tx};
use callboard_kernel::{Page, PageRequest};
use sea_orm::{
    ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect, QueryTrait,
    Select, Value,
    sea_query::{Alias, Expr, ExprTrait, Order as Direction, SimpleExpr},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a column of an order holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Holds {
    Number,
    Text,
    Id,
}

/// An order of a list. All columns go the same way, and none of them is ever NULL.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Order {
    /// Name of list and order, which binds cursors to it.
    pub name: String,
    /// The columns, the last one unique.
    pub columns: Vec<(&'static str, Holds)>,
    /// Largest first.
    pub descending: bool,
}

/// One value of a sort key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
enum Part {
    #[serde(rename = "n")]
    Number(i64),
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "u")]
    Id(Uuid),
}

impl Part {
    const fn holds(&self) -> Holds {
        match self {
            Self::Number(_) => Holds::Number,
            Self::Text(_) => Holds::Text,
            Self::Id(_) => Holds::Id,
        }
    }

    fn value(self) -> Value {
        match self {
            Self::Number(number) => number.into(),
            Self::Text(text) => text.into(),
            Self::Id(id) => id.into(),
        }
    }
}

impl Order {
    /// A page of `select` in this order, each row read by `read`.
    pub(crate) async fn page<E: Tenanted, T>(
        &self,
        tx: &Tx,
        select: Select<E>,
        request: &PageRequest,
        read: impl Fn(&QueryResult) -> Result<T>,
    ) -> Result<Page<T>> {
        let select = self.apply(select, request)?;
        let statement = select.build(tx.get_database_backend());
        let rows = tx
            .list(statement)
            .await?
            .iter()
            .map(|row| Ok((read(row)?, self.key(row)?)))
            .collect::<Result<Vec<_>>>()?;
        let page = cursor::page(&self.name, request, rows, |(_, key)| key.clone())?;
        Ok(page.map(|(row, _)| row))
    }

    /// The select with the place, the order and the number of rows of the page.
    pub(crate) fn apply<E: Tenanted>(
        &self,
        mut select: Select<E>,
        request: &PageRequest,
    ) -> Result<Select<E>> {
        let key: Option<Vec<Part>> = cursor::start(&self.name, request)?;
        if let Some(key) = key {
            if key.len() != self.columns.len()
                || key.iter().zip(&self.columns).any(|(part, (_, holds))| part.holds() != *holds)
            {
                return Err(crate::error::StoreError::BadCursor);
            }
            let columns = Expr::tuple(self.columns.iter().map(|(name, _)| column::<E>(name)));
            let place = Expr::tuple(key.into_iter().map(|part| Expr::val(part.value())));
            select =
                select.filter(if self.descending { columns.lt(place) } else { columns.gt(place) });
        }
        let direction = if self.descending { Direction::Desc } else { Direction::Asc };
        for (index, (name, _)) in self.columns.iter().enumerate() {
            select = select
                .order_by(column::<E>(name), direction.clone())
                .expr_as(column::<E>(name), format!("key_{index}"));
        }
        Ok(select.limit(cursor::rows_to_read(request)))
    }

    fn key(&self, row: &QueryResult) -> Result<Vec<Part>> {
        let part = |(index, (_, holds)): (usize, &(&str, Holds))| {
            let name = format!("key_{index}");
            Ok(match holds {
                // Ranks are INTEGER on PostgreSQL, instants and amounts are BIGINT.
                Holds::Number => Part::Number(
                    row.try_get::<i64>("", &name)
                        .or_else(|_| row.try_get::<i32>("", &name).map(i64::from))?,
                ),
                Holds::Text => Part::Text(row.try_get("", &name)?),
                Holds::Id => Part::Id(row.try_get("", &name)?),
            })
        };
        self.columns.iter().enumerate().map(part).collect()
    }
}

/// A column by its name, also one that the entity does not map because the database derives it.
pub(crate) fn column<E: EntityTrait>(name: &'static str) -> SimpleExpr {
    Expr::col((E::default(), Alias::new(name)))
}
