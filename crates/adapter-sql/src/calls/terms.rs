//! Calls by a fragment of a number, a line, a name or the notes, a page at a time.
//!
//! Numbers and names repeat: a million calls have some ten thousand of them. The fragment is looked up among these terms,
//! and of each term that holds it the calls are walked in the order of the page, as many as the page needs. So a page
//! costs the same whether a term has ten calls or a hundred thousand. When very many terms hold it, it stands in many
//! calls, and the list itself is walked.

use super::row;
use crate::{
    dialect::{Dialect, Fragment, Searched},
    error::Result,
    keyset::Order,
    scoped,
    tx::Tx,
};
use callboard_kernel::{MAX_LIMIT, PageRequest};
use sea_orm::{
    ColumnTrait, ConnectionTrait, Order as Direction, QueryFilter, QueryOrder, QueryResult,
    QuerySelect, QueryTrait, Select, Statement, Value,
    sea_query::{Expr, SimpleExpr},
};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Terms that are followed at most; a fragment that more of them hold is common.
const MOST_TERMS: usize = 200;
/// Calls of a term that are read at least in one go.
const LEAST: usize = 4;

/// Where a call stands in the order of time.
type Key = (i64, Uuid);

/// What a term is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// A number of another party.
    Number,
    /// A line of ours.
    Line,
    /// The name of a caller.
    Name,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Number, Self::Line, Self::Name];

    fn of(word: &str) -> Option<Self> {
        match word {
            "number" => Some(Self::Number),
            "line" => Some(Self::Line),
            "name" => Some(Self::Name),
            _ => None,
        }
    }

    /// What is compared with the term.
    const fn compared(self) -> &'static str {
        match self {
            Self::Number => "\"calls\".\"other_party\"",
            Self::Line => "\"calls\".\"own_line\"",
            // Where there is a name, the list is sorted by it in small letters.
            Self::Name => "\"calls\".\"caller_sort\"",
        }
    }
}

/// A term whose calls are read.
struct Followed {
    kind: Kind,
    value: String,
    /// The call that was read last, or where the page starts.
    after: Key,
    /// There may be calls after it.
    goes_on: bool,
}

/// The condition that a page of `calls`, which are filtered already, holds the fragment and nothing else.
pub(super) async fn condition(
    tx: &Tx,
    calls: &Select<row::Entity>,
    fragment: &str,
    order: &Order,
    request: &PageRequest,
) -> Result<SimpleExpr> {
    let Some(wanted) = Fragment::of(fragment) else { return Ok(Expr::cust("1 = 0")) };
    let Some((terms, noted)) = look_up(tx, &wanted).await? else { return walk(tx, &wanted).await };
    let by_time = order.columns.iter().map(|(name, _)| *name).eq(["started_at", "id"]);
    // In another order every call must be known, and there may be too many of them to be sorted.
    let most = if by_time { request.limit as usize + 1 } else { MAX_LIMIT as usize + 1 };
    let newest = Newest {
        tx,
        calls,
        descending: !by_time || order.descending,
        start: if by_time { start(order, request)? } else { None },
        most,
    };
    let found = newest.of(terms, noted).await?;
    if !by_time && found.len() == most {
        return walk(tx, &wanted).await;
    }
    Ok(row::Column::Id.is_in(found.into_iter().map(|(_, id)| id)))
}

/// The terms with the fragment, and the calls that have it in their notes; `None` when there are too many of either.
async fn look_up(tx: &Tx, wanted: &Fragment) -> Result<Option<(Vec<(Kind, String)>, Vec<Uuid>)>> {
    let most = (MOST_TERMS as i64 + 1, i64::from(MAX_LIMIT) + 1);
    let (sql, values) = tx.dialect().look_up_terms(wanted, most.0, most.1);
    let (mut terms, mut noted) = (Vec::new(), Vec::new());
    for row in scoped::query_all(tx, sql, values).await? {
        let (kind, value): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        match Kind::of(&kind) {
            Some(kind) => terms.push((kind, value)),
            // Terms of kinds that a newer server keeps are none of this one's.
            None => noted.extend(Uuid::parse_str(&value).ok().filter(|_| kind == "call")),
        }
    }
    let few = terms.len() <= MOST_TERMS && noted.len() <= MAX_LIMIT as usize;
    Ok(few.then_some((terms, noted)))
}

async fn walk(tx: &Tx, wanted: &Fragment) -> Result<SimpleExpr> {
    tx.prefer_walking().await?;
    Ok(tx.dialect().holds(Searched::Calls, wanted))
}

/// Where the page starts.
fn start(order: &Order, request: &PageRequest) -> Result<Option<Key>> {
    let place = order.place(request)?;
    let Some([Value::BigInt(Some(at)), Value::Uuid(Some(id))]) = place.as_deref() else {
        return Ok(None);
    };
    Ok(Some((*at, *id)))
}

/// The first calls, in the order of time, of some terms.
struct Newest<'a> {
    tx: &'a Tx,
    calls: &'a Select<row::Entity>,
    descending: bool,
    start: Option<Key>,
    most: usize,
}

impl Newest<'_> {
    /// The keys of the first `most` calls of all terms together, those of `noted` among them. Of each term a few calls are
    /// read; whichever term might still have calls before the last one that counts is read on.
    async fn of(&self, terms: Vec<(Kind, String)>, noted: Vec<Uuid>) -> Result<Vec<Key>> {
        let start = self.start.unwrap_or(if self.descending {
            (i64::MAX, Uuid::max())
        } else {
            (i64::MIN, Uuid::nil())
        });
        let mut found = self.these(noted, start).await?;
        let mut at_once = (4 * self.most / terms.len().max(1)).max(LEAST).min(self.most);
        let mut followed: Vec<Followed> = terms
            .into_iter()
            .map(|(kind, value)| Followed { kind, value, after: start, goes_on: true })
            .collect();
        while followed.iter().any(|term| term.goes_on) {
            for kind in Kind::ALL {
                self.read_on(kind, &mut followed, at_once, &mut found).await?;
            }
            let last = self.cut(&mut found);
            for term in &mut followed {
                term.goes_on &= last.is_none_or(|last| self.before(term.after, last));
            }
            at_once = (at_once * 2).min(self.most);
        }
        self.cut(&mut found);
        Ok(if self.descending {
            found.into_iter().rev().collect()
        } else {
            found.into_iter().collect()
        })
    }

    /// Leaves the first `most` keys; answers the last of them when there are so many.
    fn cut(&self, found: &mut BTreeSet<Key>) -> Option<Key> {
        while found.len() > self.most {
            if self.descending {
                found.pop_first()
            } else {
                found.pop_last()
            };
        }
        let last = if self.descending { found.first() } else { found.last() };
        last.copied().filter(|_| found.len() == self.most)
    }

    fn before(&self, one: Key, other: Key) -> bool {
        if self.descending { one > other } else { one < other }
    }

    /// Reads the next calls of the terms of a kind that go on.
    async fn read_on(
        &self,
        kind: Kind,
        followed: &mut [Followed],
        at_once: usize,
        found: &mut BTreeSet<Key>,
    ) -> Result<()> {
        let mut open: Vec<&mut Followed> =
            followed.iter_mut().filter(|term| term.kind == kind && term.goes_on).collect();
        if open.is_empty() {
            return Ok(());
        }
        let statement = match self.tx.dialect() {
            Dialect::Postgres => self.laterally(kind, &open, at_once),
            Dialect::Sqlite => self.one_by_one(kind, &open, at_once),
        };
        let mut read = vec![0; open.len()];
        for row in self.tx.list(statement).await? {
            let (place, key) = (row.try_get_by_index::<i32>(0)?, key(&row, 1)?);
            let place = usize::try_from(place).unwrap_or_default();
            if let (Some(term), Some(read)) = (open.get_mut(place), read.get_mut(place)) {
                *read += 1;
                if self.before(term.after, key) {
                    term.after = key;
                }
            }
            found.insert(key);
        }
        for (term, read) in open.iter_mut().zip(read) {
            term.goes_on = read == at_once;
        }
        Ok(())
    }

    /// The calls of one term after a place, as a select of their keys.
    fn keys(&self, term: SimpleExpr, place: SimpleExpr, at_once: usize) -> Select<row::Entity> {
        let direction = if self.descending { Direction::Desc } else { Direction::Asc };
        self.calls
            .clone()
            .select_only()
            .column(row::Column::StartedAt)
            .column(row::Column::Id)
            .filter(term)
            .filter(place)
            .order_by(row::Column::StartedAt, direction.clone())
            .order_by(row::Column::Id, direction)
            .limit(at_once as u64)
    }

    const fn after(&self) -> &'static str {
        if self.descending { "<" } else { ">" }
    }

    /// All terms in one statement whose text does not depend on how many there are.
    fn laterally(&self, kind: Kind, open: &[&mut Followed], at_once: usize) -> Statement {
        let term = Expr::cust(format!("{} = v.value", kind.compared()));
        let after = self.after();
        let place = Expr::cust(format!(
            "(\"calls\".\"started_at\", \"calls\".\"id\") {after} (v.at, v.id)"
        ));
        let inner = self.keys(term, place, at_once).build(self.tx.get_database_backend());
        let mut values = inner.values.map(|values| values.0).unwrap_or_default();
        let terms = open.iter().enumerate().map(|(n, term)| {
            let (at, id) = term.after;
            json!({ "n": n, "value": term.value, "at": at, "id": id })
        });
        values.push(serde_json::Value::Array(terms.collect()).into());
        let sql = format!(
            "SELECT v.n, c.started_at, c.id FROM jsonb_to_recordset(${}) AS v (n INT, value TEXT, at BIGINT, id UUID) \
             CROSS JOIN LATERAL ({}) AS c",
            values.len(),
            inner.sql
        );
        Statement::from_sql_and_values(self.tx.get_database_backend(), sql, values)
    }

    /// The terms one after the other, for a database that knows no LATERAL.
    fn one_by_one(&self, kind: Kind, open: &[&mut Followed], at_once: usize) -> Statement {
        let (mut parts, mut values) = (Vec::new(), Vec::new());
        for (n, followed) in open.iter().enumerate() {
            let (at, id) = followed.after;
            let term = Expr::cust_with_values(
                format!("{} = ?", kind.compared()),
                [followed.value.as_str()],
            );
            let after = self.after();
            let place = Expr::cust_with_values(
                format!("(\"calls\".\"started_at\", \"calls\".\"id\") {after} (?, ?)"),
                [Value::from(at), Value::from(id)],
            );
            let inner = self.keys(term, place, at_once).build(self.tx.get_database_backend());
            values.extend(inner.values.map(|values| values.0).unwrap_or_default());
            parts.push(format!("SELECT {n} AS n, started_at, id FROM ({})", inner.sql));
        }
        let sql = parts.join(" UNION ALL ");
        Statement::from_sql_and_values(self.tx.get_database_backend(), sql, values)
    }

    /// Those of these calls that pass the filter and stand after a place.
    async fn these(&self, ids: Vec<Uuid>, start: Key) -> Result<BTreeSet<Key>> {
        if ids.is_empty() {
            return Ok(BTreeSet::new());
        }
        let select = self
            .calls
            .clone()
            .select_only()
            .column(row::Column::StartedAt)
            .column(row::Column::Id)
            .filter(row::Column::Id.is_in(ids));
        let rows = self.tx.list(select.build(self.tx.get_database_backend())).await?;
        let keys = rows.iter().map(|row| key(row, 0)).collect::<Result<Vec<_>>>()?;
        Ok(keys.into_iter().filter(|key| self.before(start, *key)).collect())
    }
}

/// The key that begins at a column.
fn key(row: &QueryResult, place: usize) -> Result<Key> {
    Ok((row.try_get_by_index(place)?, row.try_get_by_index(place + 1)?))
}
