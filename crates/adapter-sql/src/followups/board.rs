//! What screens read of follow-ups.

use super::{report, row::follow_up};
use crate::{
    dialect::Searched,
    error::{Outcome, Result},
    keyset::{Holds, Order},
    local_time::LocalHours,
    scoped,
    search::{self, Reading},
    store::store,
    stored::At,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_customers::model::CustomerPhone;
use callboard_followups::{
    board::{Assignee, FollowUpFilter, FollowUpRow, PromiseCounts},
    model::{FollowUpKind, FollowUpSnapshot, FollowUpStatus, due_soon_s},
    ports::FollowUpBoard,
};
use callboard_kernel::{
    FollowUpId, MemberId, Page, PageRequest, Phone, PortError, Scope, Timestamp, millis,
};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QueryResult,
    QuerySelect, Select, Value,
    sea_query::{Alias, Expr, ExprTrait, Func, SimpleExpr},
};

store! {
    /// What screens read of follow-ups.
    SqlFollowUpBoard
}

#[async_trait]
impl FollowUpBoard for SqlFollowUpBoard {
    async fn list(
        &self,
        scope: &Scope,
        filter: &FollowUpFilter,
        page: &PageRequest,
        now: Timestamp,
    ) -> Result<Page<FollowUpRow>, PortError> {
        self.page(scope, filter, page, now).await.during("follow_ups.list")
    }

    async fn row(
        &self,
        scope: &Scope,
        id: FollowUpId,
        _now: Timestamp,
    ) -> Result<Option<FollowUpRow>, PortError> {
        self.one(scope, id).await.during("follow_ups.row")
    }

    async fn count(
        &self,
        scope: &Scope,
        filter: &FollowUpFilter,
        now: Timestamp,
    ) -> Result<u64, PortError> {
        self.total(scope, filter, now).await.during("follow_ups.count")
    }

    async fn counts(
        &self,
        scope: &Scope,
        member: Option<MemberId>,
        now: Timestamp,
    ) -> Result<PromiseCounts, PortError> {
        self.badges(scope, member, now).await.during("follow_ups.counts")
    }
}

impl SqlFollowUpBoard {
    async fn page(
        &self,
        scope: &Scope,
        filter: &FollowUpFilter,
        request: &PageRequest,
        now: Timestamp,
    ) -> Result<Page<FollowUpRow>> {
        let walked = filter.search.is_none() && filter.call.is_none() && filter.customer.is_none();
        let tx =
            if walked { self.db.read_walking(scope).await? } else { self.db.read(scope).await? };
        let select = with_names(visible(&tx, scope))
            .filter(condition(&tx, filter, now, Reading::Page).await?);
        let page = order(filter).page(&tx, select, request, read).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn one(&self, scope: &Scope, id: FollowUpId) -> Result<Option<FollowUpRow>> {
        let tx = self.db.read(scope).await?;
        let select = with_names(visible(&tx, scope)).filter(follow_up::Column::Id.eq(id.uuid()));
        let found = select.into_model::<Named>().one(&*tx).await?;
        tx.done().await?;
        found.map(shown).transpose()
    }

    async fn total(&self, scope: &Scope, filter: &FollowUpFilter, now: Timestamp) -> Result<u64> {
        let tx = self.db.read(scope).await?;
        let total = visible(&tx, scope)
            .filter(condition(&tx, filter, now, Reading::Total).await?)
            .select_only()
            .column(follow_up::Column::Id)
            .count(&*tx)
            .await?;
        tx.done().await?;
        Ok(total)
    }

    async fn badges(
        &self,
        scope: &Scope,
        member: Option<MemberId>,
        now: Timestamp,
    ) -> Result<PromiseCounts> {
        let tx = self.db.read(scope).await?;
        let late = "clock_state <> 'paused' AND due_at <= $2";
        let soon = "clock_state <> 'paused' AND due_at > $2 AND due_at <= CASE kind WHEN 'callback' THEN $3 ELSE $4 END";
        let whose = if scope.only_calls_of().is_some() { " AND assigned_to = $5" } else { "" };
        let sql = format!(
            "SELECT count(CASE WHEN {late} THEN 1 END) AS overdue, count(CASE WHEN {soon} THEN 1 END) AS due_soon, \
             count(CASE WHEN assigned_to = $5 AND {late} THEN 1 END) AS mine_overdue, \
             count(CASE WHEN assigned_to = $5 AND {soon} THEN 1 END) AS mine_due_soon \
             FROM follow_ups WHERE workspace_id = $1 AND status = 'open' AND deleted_at IS NULL \
             AND due_at <= $4{whose}"
        );
        let until = |kind| millis(now) + due_soon_s(kind) * 1000;
        let member = scope.only_calls_of().or(member).map(MemberId::uuid);
        let values: [Value; 4] = [
            millis(now).into(),
            until(FollowUpKind::Callback).into(),
            until(FollowUpKind::Task).into(),
            member.into(),
        ];
        let row = scoped::query_one(&tx, &sql, values).await?;
        tx.done().await?;
        let Some(row) = row else { return Ok(PromiseCounts::default()) };
        let count = |name| Ok::<u64, sea_orm::DbErr>(row.try_get::<i64>("", name)?.unsigned_abs());
        Ok(PromiseCounts {
            overdue: count("overdue")?,
            due_soon: count("due_soon")?,
            mine_overdue: count("mine_overdue")?,
            mine_due_soon: count("mine_due_soon")?,
        })
    }
}

/// What the actor may see: a technician his own.
pub(super) fn visible(tx: &Tx, scope: &Scope) -> Select<follow_up::Entity> {
    let own = scope.only_calls_of().map(|member| follow_up::Column::AssignedTo.eq(member.uuid()));
    scoped::find::<follow_up::Entity>(tx)
        .filter(follow_up::Column::DeletedAt.is_null())
        .filter(Condition::all().add_option(own))
}

fn order(filter: &FollowUpFilter) -> Order {
    if filter.status == [FollowUpStatus::Done] {
        return Order {
            name: "done follow-ups".to_owned(),
            columns: vec![("completed_sort", Holds::Number), ("id", Holds::Id)],
            descending: true,
        };
    }
    Order {
        name: "follow-ups".to_owned(),
        columns: vec![
            ("status_rank", Holds::Number),
            ("priority_rank", Holds::Number),
            ("due_at", Holds::Number),
            ("id", Holds::Id),
        ],
        descending: false,
    }
}

async fn condition(
    tx: &Tx,
    filter: &FollowUpFilter,
    now: Timestamp,
    reading: Reading,
) -> Result<Condition> {
    use follow_up::Column as C;
    let FollowUpFilter {
        from,
        to,
        status,
        kind,
        priority,
        assigned_to,
        call,
        customer,
        overdue,
        due_soon,
        kept,
        responsible,
        due_hour,
        search: fragment,
    } = filter;
    let mut all = Condition::all()
        .add_option(from.map(|from| C::DueAt.gte(millis(from))))
        .add_option(to.map(|to| C::DueAt.lt(millis(to))))
        .add_option(assigned_to.map(|assignee| match assignee {
            Assignee::Member(member) => C::AssignedTo.eq(member.uuid()),
            Assignee::Nobody => C::AssignedTo.is_null(),
        }))
        .add_option(call.map(|call| C::CallId.eq(call.uuid())))
        .add_option(customer.map(|customer| C::CustomerId.eq(customer.uuid())));
    if let [status] = status.as_slice() {
        // Written out, so that the partial index of done ones is seen to serve.
        all = all.add(Expr::cust(format!("\"follow_ups\".\"status\" = '{status}'")));
        let rank = i32::from(*status != FollowUpStatus::Open);
        all = all.add(Expr::cust(format!("\"follow_ups\".\"status_rank\" = {rank}")));
    }
    if !kind.is_empty() {
        all = all.add(C::Kind.is_in(kind.iter().map(|word| word.as_str())));
    }
    if !priority.is_empty() {
        all = all.add(C::Priority.is_in(priority.iter().map(|word| word.as_str())));
    }
    if *overdue || *due_soon {
        all = all.add(running()).add(
            Condition::any()
                .add_option(overdue.then(|| C::DueAt.lte(millis(now))))
                .add_option(due_soon.then(|| soon(now))),
        );
    }
    if !kept.is_empty() {
        all = all
            .add(kept.iter().fold(Condition::any(), |any, word| any.add(report::kept(*word, now))));
    }
    let keeper = || SimpleExpr::from(Func::coalesce([C::CompletedBy, C::AssignedTo].map(whose)));
    all = all.add_option(responsible.map(|who| match who {
        Assignee::Member(member) => keeper().eq(member.uuid()),
        Assignee::Nobody => keeper().is_null(),
    }));
    if !due_hour.is_empty() {
        let local = LocalHours::between(tx, *from, *to, now).await?.of("follow_ups", "due_at");
        all = all.add(local.hour_of_day().is_in(due_hour.iter().map(|hour| i64::from(*hour))));
    }
    if let Some(fragment) = fragment {
        all = all.add(search::condition(tx, Searched::FollowUps, C::Id, fragment, reading).await?);
    }
    Ok(all)
}

/// As [`report::KEEPER`] has it.
fn whose(column: follow_up::Column) -> SimpleExpr {
    Expr::col((follow_up::Entity, column))
}

fn running() -> Condition {
    Condition::all()
        .add(follow_up::Column::Status.eq(FollowUpStatus::Open.as_str()))
        .add(follow_up::Column::ClockState.ne("paused"))
}

fn soon(now: Timestamp) -> Condition {
    use follow_up::Column as C;
    let now = millis(now);
    let callback = FollowUpKind::Callback;
    let within = |kind: FollowUpKind| C::DueAt.lte(now + due_soon_s(kind) * 1000);
    Condition::all().add(C::DueAt.gt(now)).add(
        Condition::any()
            .add(Condition::all().add(C::Kind.eq(callback.as_str())).add(within(callback)))
            .add(
                Condition::all().add(C::Kind.ne(callback.as_str())).add(within(FollowUpKind::Task)),
            ),
    )
}

/// The row with the names that it shows and the numbers to call.
fn with_names(mut select: Select<follow_up::Entity>) -> Select<follow_up::Entity> {
    let joins = [
        ("members", "assignee", "assigned_to"),
        ("members", "completer", "completed_by"),
        ("customers", "customer", "customer_id"),
        ("calls", "call", "call_id"),
    ];
    for (table, alias, key) in joins {
        let on = format!(
            "\"{alias}\".\"workspace_id\" = \"follow_ups\".\"workspace_id\" AND \"{alias}\".\"id\" = \"follow_ups\".\"{key}\""
        );
        QuerySelect::query(&mut select).join_as(
            JoinType::LeftJoin,
            Alias::new(table),
            Alias::new(alias),
            Expr::cust(on),
        );
    }
    let column =
        |table: &'static str, name: &'static str| Expr::col((Alias::new(table), Alias::new(name)));
    select
        .expr_as(column("assignee", "name"), "assigned_name")
        .expr_as(column("completer", "name"), "completed_by_name")
        .expr_as(column("customer", "name"), "customer_name")
        .expr_as(column("customer", "phones"), "customer_phones")
        .expr_as(column("call", "other_party"), "call_number")
}

/// A follow-up with what is joined to it.
struct Named {
    follow_up: follow_up::Model,
    assigned_name: Option<String>,
    completed_by_name: Option<String>,
    customer_name: Option<String>,
    customer_phones: Option<serde_json::Value>,
    call_number: Option<String>,
}

impl FromQueryResult for Named {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            follow_up: follow_up::Model::from_query_result(row, prefix)?,
            assigned_name: row.try_get(prefix, "assigned_name")?,
            completed_by_name: row.try_get(prefix, "completed_by_name")?,
            customer_name: row.try_get(prefix, "customer_name")?,
            customer_phones: row.try_get(prefix, "customer_phones")?,
            call_number: row.try_get(prefix, "call_number")?,
        })
    }
}

fn read(row: &QueryResult) -> Result<FollowUpRow> {
    shown(Named::from_query_result(row, "")?)
}

fn shown(named: Named) -> Result<FollowUpRow> {
    let at = At::new("follow_ups", named.follow_up.id);
    let of_call = at.phone("call_id", named.call_number.as_deref())?;
    let of_customer: Vec<CustomerPhone> = named
        .customer_phones
        .map(|phones| at.json("customer_id", phones))
        .transpose()?
        .unwrap_or_default();
    let phone = of_call.or_else(|| primary(of_customer));
    let loaded = follow_up::into(named.follow_up)?;
    let FollowUpSnapshot {
        id,
        call,
        customer,
        subject,
        kind,
        status,
        priority,
        due_at,
        assigned_to,
        note,
        clock,
        automatic,
        completed_at,
        completed_by,
        deleted_at: _,
        created_at,
        updated_at: _,
    } = loaded.value.snapshot().clone();
    Ok(FollowUpRow {
        id,
        version: loaded.version.0,
        call,
        customer,
        customer_name: named.customer_name,
        subject,
        phone,
        kind,
        status,
        priority,
        due_at,
        assigned_to,
        assigned_name: named.assigned_name,
        note,
        automatic,
        completed_at,
        completed_by,
        completed_by_name: named.completed_by_name,
        created_at,
        clock,
    })
}

fn primary(phones: Vec<CustomerPhone>) -> Option<Phone> {
    phones.into_iter().min_by_key(|phone| !phone.primary).map(|phone| phone.number)
}
