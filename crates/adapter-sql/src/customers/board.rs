//! What screens read of customers.

use super::row::{customer, interaction};
use crate::{
    dialect::Searched,
    error::{Outcome, Result},
    keyset::{Holds, Order, column},
    scoped,
    search::{self, Reading},
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_customers::{
    CustomerFilter, CustomerRow, CustomerSort, CustomerSortKey, PhoneOfRow, TimelineRow,
    model::{CustomerSnapshot, InteractionSnapshot},
    ports::CustomerBoard,
};
use callboard_kernel::{CustomerId, Page, PageRequest, PortError, Scope};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, PaginatorTrait, QueryFilter, QueryResult, QuerySelect,
    Select,
    sea_query::{Expr, ExprTrait},
};

store! {
    /// What screens read of customers.
    SqlCustomerBoard
}

#[async_trait]
impl CustomerBoard for SqlCustomerBoard {
    async fn list(
        &self,
        scope: &Scope,
        filter: &CustomerFilter,
        sort: CustomerSort,
        page: &PageRequest,
    ) -> Result<Page<CustomerRow>, PortError> {
        self.page(scope, filter, sort, page).await.during("customers.list")
    }

    async fn count(&self, scope: &Scope, filter: &CustomerFilter) -> Result<u64, PortError> {
        self.total(scope, filter).await.during("customers.count")
    }

    async fn row(&self, scope: &Scope, id: CustomerId) -> Result<Option<CustomerRow>, PortError> {
        self.one(scope, id).await.during("customers.row")
    }

    async fn timeline(
        &self,
        scope: &Scope,
        customer: CustomerId,
        page: &PageRequest,
    ) -> Result<Page<TimelineRow>, PortError> {
        self.lines(scope, customer, page).await.during("customers.timeline")
    }
}

impl SqlCustomerBoard {
    async fn page(
        &self,
        scope: &Scope,
        filter: &CustomerFilter,
        sort: CustomerSort,
        request: &PageRequest,
    ) -> Result<Page<CustomerRow>> {
        let tx = if filter.search.is_none() {
            self.db.read_walking(scope).await?
        } else {
            self.db.read(scope).await?
        };
        let select = with_counts(scoped::find::<customer::Entity>(&tx))
            .filter(condition(&tx, filter, Reading::Page).await?);
        let page = order(sort).page(&tx, select, request, read_customer).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn total(&self, scope: &Scope, filter: &CustomerFilter) -> Result<u64> {
        let tx = self.db.read(scope).await?;
        let total = scoped::find::<customer::Entity>(&tx)
            .filter(condition(&tx, filter, Reading::Total).await?)
            .select_only()
            .column(customer::Column::Id)
            .count(&*tx)
            .await?;
        tx.done().await?;
        Ok(total)
    }

    async fn one(&self, scope: &Scope, id: CustomerId) -> Result<Option<CustomerRow>> {
        let tx = self.db.read(scope).await?;
        let select = with_counts(scoped::find::<customer::Entity>(&tx))
            .filter(customer::Column::Id.eq(id.uuid()));
        let found: Option<Counted> = select.into_model::<Counted>().one(&*tx).await?;
        tx.done().await?;
        found.map(shown).transpose()
    }

    async fn lines(
        &self,
        scope: &Scope,
        customer: CustomerId,
        request: &PageRequest,
    ) -> Result<Page<TimelineRow>> {
        let tx = self.db.read(scope).await?;
        let order = Order {
            name: format!("timeline of {customer}"),
            columns: vec![("at", Holds::Number), ("id", Holds::Id)],
            descending: true,
        };
        let name = "(SELECT name FROM members WHERE members.workspace_id = interactions.workspace_id \
                    AND members.id = interactions.member_id)";
        let select = scoped::find::<interaction::Entity>(&tx)
            .filter(interaction::Column::CustomerId.eq(customer.uuid()))
            .filter(interaction::Column::DeletedAt.is_null())
            .expr_as(Expr::cust(name), "member_name");
        let page = order.page(&tx, select, request, read_line).await?;
        tx.done().await?;
        Ok(page)
    }
}

fn order(sort: CustomerSort) -> Order {
    let (name, holds) = match (sort.key, sort.descending) {
        (CustomerSortKey::Name, _) => ("name_sort", Holds::Text),
        (CustomerSortKey::LastSeen, false) => ("last_seen_asc", Holds::Number),
        (CustomerSortKey::LastSeen, true) => ("last_seen_desc", Holds::Number),
        (CustomerSortKey::Created, _) => ("created_at", Holds::Number),
    };
    Order {
        name: format!("customers by {}{}", if sort.descending { "-" } else { "" }, sort.key),
        columns: vec![(name, holds), ("id", Holds::Id)],
        descending: sort.descending,
    }
}

async fn condition(tx: &Tx, filter: &CustomerFilter, reading: Reading) -> Result<Condition> {
    let CustomerFilter { search: fragment, status, lead_source, do_not_contact } = filter;
    let mut all = Condition::all();
    if let Some(fragment) = fragment {
        let id = customer::Column::Id;
        all = all.add(search::condition(tx, Searched::Customers, id, fragment, reading).await?);
    }
    if !status.is_empty() {
        all = all.add(customer::Column::Status.is_in(status.iter().map(|word| word.as_str())));
    }
    if !lead_source.is_empty() {
        let wanted = lead_source.iter().map(|source| source.to_lowercase());
        all = all.add(column::<customer::Entity>("lead_source_key").is_in(wanted));
    }
    Ok(match do_not_contact {
        Some(true) => all.add(Expr::cust("\"customers\".\"do_not_contact\"")),
        Some(false) => all.add(Expr::cust("NOT \"customers\".\"do_not_contact\"")),
        None => all,
    })
}

/// The row with what belongs to the customer, counted from indexes for the rows of the page alone.
fn with_counts(select: Select<customer::Entity>) -> Select<customer::Entity> {
    let calls = "(SELECT count(*) FROM calls WHERE calls.workspace_id = customers.workspace_id \
                 AND calls.customer_id = customers.id)";
    let open = "(SELECT count(*) FROM follow_ups WHERE follow_ups.workspace_id = customers.workspace_id \
                AND follow_ups.customer_id = customers.id AND follow_ups.status = 'open' \
                AND follow_ups.deleted_at IS NULL)";
    select.expr_as(Expr::cust(calls), "calls_count").expr_as(Expr::cust(open), "open_follow_ups")
}

/// A customer with what was counted.
struct Counted {
    customer: customer::Model,
    calls_count: i64,
    open_follow_ups: i64,
}

impl FromQueryResult for Counted {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            customer: customer::Model::from_query_result(row, prefix)?,
            calls_count: row.try_get(prefix, "calls_count")?,
            open_follow_ups: row.try_get(prefix, "open_follow_ups")?,
        })
    }
}

fn read_customer(row: &QueryResult) -> Result<CustomerRow> {
    shown(Counted::from_query_result(row, "")?)
}

fn shown(counted: Counted) -> Result<CustomerRow> {
    let loaded = customer::into(counted.customer)?;
    let CustomerSnapshot {
        id,
        kind,
        name,
        company,
        status,
        converted_at: _,
        churned_at: _,
        lead_source,
        do_not_contact,
        preferred_channel: _,
        time_windows: _,
        address,
        notes: _,
        phones,
        emails,
        last_seen_at,
        created_at,
        updated_at: _,
    } = loaded.value.snapshot().clone();
    let (city, state) =
        address.map_or((None, None), |address| (some(address.city), some(address.state)));
    Ok(CustomerRow {
        id,
        version: loaded.version.0,
        kind,
        name,
        company,
        status,
        lead_source,
        phones: phones
            .into_iter()
            .map(|phone| PhoneOfRow {
                number: phone.number,
                label: phone.label,
                primary: phone.primary,
            })
            .collect(),
        email: emails.into_iter().next().map(|email| email.address),
        city,
        state,
        do_not_contact,
        last_seen_at,
        created_at,
        calls_count: counted.calls_count.unsigned_abs(),
        open_follow_ups: counted.open_follow_ups.unsigned_abs(),
    })
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn read_line(row: &QueryResult) -> Result<TimelineRow> {
    let member_name: Option<String> = row.try_get("", "member_name")?;
    let loaded = interaction::into(interaction::Model::from_query_result(row, "")?)?;
    let InteractionSnapshot {
        id,
        customer: _,
        kind,
        direction,
        subject,
        notes,
        at,
        member,
        call,
        follow_up,
        duration_s,
        outcome,
        created_at: _,
        updated_at: _,
        deleted_at: _,
    } = loaded.value.snapshot().clone();
    Ok(TimelineRow {
        id,
        version: loaded.version.0,
        kind,
        direction,
        subject,
        notes,
        at,
        member,
        member_name,
        call,
        follow_up,
        duration_s,
        outcome,
    })
}
