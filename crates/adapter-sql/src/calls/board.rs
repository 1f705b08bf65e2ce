//! What screens read of calls.

use super::{
    catalogue,
    filter::{condition, is_walked, visible, waits},
    list_row,
    row::{self, tag},
    terms,
};
use crate::{
    error::{Outcome, Result},
    keyset::{Holds, Order, column},
    scoped,
    search::Reading,
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_calls::{
    board::{CallFilter, CallMetrics, CallRow, CallSort, CallSortKey, TriageQueue, TriageSummary},
    model::{DispositionClass, EMERGENCY_SCORE},
    ports::CallBoard,
};
use callboard_kernel::{
    CallId, CustomerId, Page, PageRequest, Phone, PortError, Scope, Timestamp, millis, timestamp,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, FromQueryResult, Order as Direction, PaginatorTrait, QueryFilter,
    QueryOrder, QueryResult, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Func},
};

store! {
    /// What screens read of calls.
    SqlCallBoard
}

#[async_trait]
impl CallBoard for SqlCallBoard {
    async fn list(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        sort: Option<CallSort>,
        page: &PageRequest,
        now: Timestamp,
    ) -> Result<Page<CallRow>, PortError> {
        self.page(scope, filter, &order(filter, sort), page, now).await.during("calls.list")
    }

    async fn count(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        now: Timestamp,
    ) -> Result<u64, PortError> {
        self.total(scope, filter, now).await.during("calls.count")
    }

    async fn count_up_to(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        most: u32,
        now: Timestamp,
    ) -> Result<u32, PortError> {
        self.bounded(scope, filter, most, now).await.during("calls.count_up_to")
    }

    async fn rows(
        &self,
        scope: &Scope,
        ids: &[CallId],
        now: Timestamp,
    ) -> Result<Vec<CallRow>, PortError> {
        self.these(scope, ids, now).await.during("calls.rows")
    }

    async fn triage(
        &self,
        scope: &Scope,
        page: &PageRequest,
        now: Timestamp,
    ) -> Result<TriageQueue<CallRow>, PortError> {
        self.queue(scope, page, now).await.during("calls.triage")
    }

    async fn triage_summary(
        &self,
        scope: &Scope,
        now: Timestamp,
    ) -> Result<TriageSummary, PortError> {
        self.queue_numbers(scope, now).await.during("calls.triage_summary")
    }

    async fn metrics(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        now: Timestamp,
    ) -> Result<CallMetrics, PortError> {
        self.numbers(scope, filter, now).await.during("calls.metrics")
    }

    async fn history(
        &self,
        scope: &Scope,
        customer: Option<CustomerId>,
        number: Option<Phone>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<CallRow>, PortError> {
        self.newest_with(scope, customer, number.as_ref(), limit, now).await.during("calls.history")
    }

    async fn tags(
        &self,
        scope: &Scope,
        prefix: &str,
        limit: u32,
    ) -> Result<Vec<String>, PortError> {
        self.tags_in_use(scope, prefix, limit).await.during("calls.tags")
    }
}

impl SqlCallBoard {
    async fn page(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        order: &Order,
        request: &PageRequest,
        now: Timestamp,
    ) -> Result<Page<CallRow>> {
        let tx = if is_walked(filter) {
            self.db.read_walking(scope).await?
        } else {
            self.db.read(scope).await?
        };
        let unsearched = CallFilter { search: None, ..filter.clone() };
        let mut calls =
            visible(&tx, scope).filter(condition(&tx, &unsearched, now, Reading::Page).await?);
        if let Some(fragment) = &filter.search {
            let found = terms::condition(&tx, &calls, fragment, order, request).await?;
            calls = calls.filter(found);
        }
        let select = list_row::columns(calls);
        let page = order.page(&tx, select, request, |found| list_row::read(found, now)).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn queue(
        &self,
        scope: &Scope,
        request: &PageRequest,
        now: Timestamp,
    ) -> Result<TriageQueue<CallRow>> {
        let tx = self.db.read_walking(scope).await?;
        let select = list_row::columns(visible(&tx, scope).filter(waits()));
        let read = |found: &QueryResult| list_row::read(found, now);
        let page = triage_order().page(&tx, select, request, read).await?;
        let summary = summary(&tx, scope, now).await?;
        tx.done().await?;
        Ok(TriageQueue { page, summary })
    }

    async fn total(&self, scope: &Scope, filter: &CallFilter, now: Timestamp) -> Result<u64> {
        let tx = self.db.read(scope).await?;
        let total = visible(&tx, scope)
            .filter(condition(&tx, filter, now, Reading::Total).await?)
            .select_only()
            .column(row::Column::Id)
            .count(&*tx)
            .await?;
        tx.done().await?;
        Ok(total)
    }

    async fn these(&self, scope: &Scope, ids: &[CallId], now: Timestamp) -> Result<Vec<CallRow>> {
        let tx = self.db.read(scope).await?;
        let mut rows = Vec::with_capacity(ids.len());
        for portion in ids.chunks(500) {
            let wanted = row::Column::Id.is_in(portion.iter().map(|id| id.uuid()));
            rows.extend(
                read_all(&tx, list_row::columns(visible(&tx, scope)).filter(wanted), now).await?,
            );
        }
        tx.done().await?;
        Ok(rows)
    }

    async fn queue_numbers(&self, scope: &Scope, now: Timestamp) -> Result<TriageSummary> {
        let tx = self.db.read(scope).await?;
        let summary = summary(&tx, scope, now).await?;
        tx.done().await?;
        Ok(summary)
    }

    async fn numbers(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        now: Timestamp,
    ) -> Result<CallMetrics> {
        let tx = self.db.read(scope).await?;
        let won = catalogue::keys_of(&tx, &[DispositionClass::Won]).await?;
        let inbound = || {
            row::Column::Direction.eq("in").and(row::Column::Status.is_in([
                "completed",
                "failed",
                "missed",
            ]))
        };
        let overdue = Expr::cust("\"calls\".\"promise_open\" AND NOT \"calls\".\"promise_paused\"")
            .and(column::<row::Entity>("promise_due_at").lte(millis(now)));
        let select = visible(&tx, scope)
            .filter(condition(&tx, filter, now, Reading::Total).await?)
            .select_only()
            .expr_as(Func::count(Expr::col((row::Entity, row::Column::Id))), "total")
            .expr_as(count_if(inbound()), "inbound_ended")
            .expr_as(
                count_if(inbound().and(row::Column::AnsweredAt.is_not_null())),
                "inbound_answered",
            )
            .expr_as(count_if(overdue), "overdue")
            .expr_as(count_if(row::Column::Disposition.is_in(won)), "booked");
        let found = tx.query_one_raw(select.build(tx.get_database_backend())).await?;
        tx.done().await?;
        let Some(found) = found else { return Ok(CallMetrics::default()) };
        let number =
            |name: &str| Ok::<u64, sea_orm::DbErr>(found.try_get::<i64>("", name)?.unsigned_abs());
        Ok(CallMetrics {
            total: number("total")?,
            inbound_ended: number("inbound_ended")?,
            inbound_answered: number("inbound_answered")?,
            overdue: number("overdue")?,
            booked: number("booked")?,
        })
    }

    async fn newest_with(
        &self,
        scope: &Scope,
        customer: Option<CustomerId>,
        number: Option<&Phone>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<CallRow>> {
        let who = match (customer, number) {
            (Some(customer), _) => row::Column::CustomerId.eq(customer.uuid()),
            (None, Some(number)) => column::<row::Entity>("other_party").eq(number.as_str()),
            (None, None) => return Ok(Vec::new()),
        };
        let tx = self.db.read(scope).await?;
        let select = list_row::columns(visible(&tx, scope))
            .filter(who)
            .order_by(row::Column::StartedAt, Direction::Desc)
            .order_by(row::Column::Id, Direction::Desc)
            .limit(u64::from(limit));
        let rows = read_all(&tx, select, now).await?;
        tx.done().await?;
        Ok(rows)
    }

    async fn tags_in_use(&self, scope: &Scope, prefix: &str, limit: u32) -> Result<Vec<String>> {
        #[derive(FromQueryResult)]
        struct Used {
            tag: String,
        }
        let tx = self.db.read(scope).await?;
        let mut select = scoped::find::<tag::Entity>(&tx)
            .select_only()
            .column(tag::Column::Tag)
            .group_by(tag::Column::Tag)
            .order_by(Func::count(Expr::col(tag::Column::CallId)), Direction::Desc)
            .order_by(tag::Column::Tag, Direction::Asc)
            .limit(u64::from(limit));
        if !prefix.is_empty() {
            // A range and not LIKE: the former walks the index on both databases.
            let end = format!("{prefix}{}", char::MAX);
            select = select.filter(tag::Column::Tag.gte(prefix)).filter(tag::Column::Tag.lt(end));
        }
        let used = scoped::all::<_, Used>(&tx, select).await?;
        tx.done().await?;
        Ok(used.into_iter().map(|used| used.tag).collect())
    }
}

/// The queue in numbers.
async fn summary(tx: &Tx, scope: &Scope, now: Timestamp) -> Result<TriageSummary> {
    let due = || column::<row::Entity>("triage_due_sort");
    let claimed = column::<row::Entity>("claimed_until").gt(millis(now));
    let emergency = row::Column::Intent
        .eq("emergency")
        .or(row::Column::EmergencyScore.gte(i32::from(EMERGENCY_SCORE)));
    let select = visible(tx, scope)
        .filter(waits())
        .select_only()
        .expr_as(Func::count(Expr::col((row::Entity, row::Column::Id))), "queued")
        .expr_as(count_if(due().lt(millis(now))), "overdue")
        .expr_as(count_if(emergency), "emergency")
        .expr_as(count_if(claimed), "claimed")
        .expr_as(Func::min(Expr::col((row::Entity, row::Column::StartedAt))), "oldest");
    let found = tx.query_one_raw(select.build(tx.get_database_backend())).await?;
    let Some(found) = found else { return Ok(TriageSummary::default()) };
    let number =
        |name: &str| Ok::<u64, sea_orm::DbErr>(found.try_get::<i64>("", name)?.unsigned_abs());
    let oldest: Option<i64> = found.try_get("", "oldest")?;
    Ok(TriageSummary {
        queued: number("queued")?,
        overdue: number("overdue")?,
        emergency: number("emergency")?,
        claimed: number("claimed")?,
        oldest_started_at: oldest.map(timestamp),
    })
}

async fn read_all(tx: &Tx, select: Select<row::Entity>, now: Timestamp) -> Result<Vec<CallRow>> {
    let found = tx.list(select.build(tx.get_database_backend())).await?;
    found.iter().map(|found| list_row::read(found, now)).collect()
}

fn count_if(condition: sea_orm::sea_query::SimpleExpr) -> sea_orm::sea_query::SimpleExpr {
    Func::count(Expr::case(condition, 1)).into()
}

/// The newest first, as exports go.
pub(super) fn newest_first() -> Order {
    order(&CallFilter::default(), None)
}

/// The order of a list: what was asked for, else that of the triage (S1-API-07) or the newest first.
fn order(filter: &CallFilter, sort: Option<CallSort>) -> Order {
    let sort = match sort {
        None if filter.needs_triage => {
            return Order {
                name: "calls by triage rank".to_owned(),
                columns: vec![
                    ("triage_rank", Holds::Number),
                    ("started_at", Holds::Number),
                    ("id", Holds::Id),
                ],
                descending: false,
            };
        }
        sort => sort.unwrap_or(CallSort::NEWEST),
    };
    let key = match (sort.key, sort.descending) {
        (CallSortKey::Time, _) => ("started_at", Holds::Number),
        (CallSortKey::Caller, _) => ("caller_sort", Holds::Text),
        (CallSortKey::Duration, _) => ("duration_s", Holds::Number),
        (CallSortKey::Intent, _) => ("intent", Holds::Text),
        (CallSortKey::Disposition, _) => ("disposition", Holds::Text),
        (CallSortKey::Agent, _) => ("agent_sort", Holds::Text),
        (CallSortKey::Value, _) => ("value_sort", Holds::Number),
        (CallSortKey::FollowUp, false) => ("promise_due_asc", Holds::Number),
        (CallSortKey::FollowUp, true) => ("promise_due_desc", Holds::Number),
    };
    Order {
        name: format!("calls by {}{}", if sort.descending { "-" } else { "" }, sort.key),
        columns: vec![key, ("id", Holds::Id)],
        descending: sort.descending,
    }
}

/// The order of the queue: emergencies that nobody has yet, then what is due first stands first, and so what broke before what is about to; then the greater
/// value, then the older call.
fn triage_order() -> Order {
    Order {
        name: "triage queue".to_owned(),
        columns: vec![
            ("triage_first", Holds::Number),
            ("triage_due_sort", Holds::Number),
            ("value_rank", Holds::Number),
            ("started_at", Holds::Number),
            ("id", Holds::Id),
        ],
        descending: false,
    }
}
