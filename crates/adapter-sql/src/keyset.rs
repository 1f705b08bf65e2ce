//! Ordered pages: the order as columns, the place as one row-value comparison, the cursor as the last row's key.
//!
//! Written with `(a, b) < (x, y)` and never as `a < x OR (a = x AND b < y)`: only the former is answered by walking the
//! index from the place on.

use crate::{
    cursor,
    error::{Result, StoreError},
    scoped::Tenanted,
    tx::Tx,
};
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
        let mut rows = tx.list(statement).await?;
        let next = cursor::next(&self.name, request, &mut rows, |row| self.key(row))?;
        let items = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
        Ok(Page { items, next })
    }

    /// The values after which the page starts; `None` when it is the first page.
    pub(crate) fn place(&self, request: &PageRequest) -> Result<Option<Vec<Value>>> {
        Ok(self.start(request)?.map(|key| key.into_iter().map(Part::value).collect()))
    }

    fn start(&self, request: &PageRequest) -> Result<Option<Vec<Part>>> {
        let key: Option<Vec<Part>> = cursor::start(&self.name, request)?;
        let fits = |key: &Vec<Part>| {
            key.len() == self.columns.len()
                && key.iter().zip(&self.columns).all(|(part, (_, holds))| part.holds() == *holds)
        };
        if key.as_ref().is_none_or(fits) { Ok(key) } else { Err(StoreError::BadCursor) }
    }

    /// The select with the place, the order and the number of rows of the page.
    pub(crate) fn apply<E: Tenanted>(
        &self,
        mut select: Select<E>,
        request: &PageRequest,
    ) -> Result<Select<E>> {
        if let Some(key) = self.start(request)? {
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
