//! What screens, files and reports read of consent.

use super::{
    book::Party,
    row::{blocked, entry, mark},
};
use crate::{
    customers::row::customer,
    dialect::{Fragment, Searched},
    error::{Outcome, Result},
    keyset::{Holds, Order},
    scoped,
    store::store,
    stored::At,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_consent::{
    Address,
    board::{ConsentFigures, MarkFilter, MarkRow},
    model::{BlockedNumber, KeptEntry},
    ports::ConsentBoard,
};
use callboard_customers::model::CustomerPhone;
use callboard_kernel::{
    CustomerId, Loaded, Page, PageRequest, Period, Phone, PortError, Scope, digits_of, millis,
};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, QueryFilter, QueryResult, QuerySelect, QueryTrait,
    sea_query::Expr,
};
use serde_json::Value;

store! {
    /// What screens, files and reports read of consent.
    SqlConsentBoard
}

#[async_trait]
impl ConsentBoard for SqlConsentBoard {
    async fn ledger(
        &self,
        scope: &Scope,
        customers: &[CustomerId],
        addresses: &[Address],
        page: &PageRequest,
    ) -> Result<Page<KeptEntry>, PortError> {
        let party = Party::of(customers, addresses);
        self.entries(scope, &party, page).await.during("consent.ledger")
    }

    async fn marks(
        &self,
        scope: &Scope,
        filter: &MarkFilter,
        page: &PageRequest,
    ) -> Result<Page<MarkRow>, PortError> {
        self.list(scope, filter, page).await.during("consent.marks")
    }

    async fn blocked(
        &self,
        scope: &Scope,
        page: &PageRequest,
    ) -> Result<Page<BlockedNumber>, PortError> {
        self.numbers(scope, page).await.during("consent.blocked_numbers")
    }

    async fn figures(&self, scope: &Scope, period: Period) -> Result<ConsentFigures, PortError> {
        self.count(scope, period).await.during("consent.figures")
    }
}

impl SqlConsentBoard {
    async fn entries(
        &self,
        scope: &Scope,
        party: &Party,
        request: &PageRequest,
    ) -> Result<Page<KeptEntry>> {
        use entry::Column as Entry;
        let tx = self.db.read(scope).await?;
        let order = Order {
            name: "consent ledger".to_owned(),
            columns: vec![("said_at", Holds::Number), ("id", Holds::Id)],
            descending: true,
        };
        let select = scoped::find::<entry::Entity>(&tx).filter(party.any(
            Entry::CustomerId,
            Entry::Number,
            Some(Entry::Email),
        ));
        let read = |row: &QueryResult| entry::into(entry::Model::from_query_result(row, "")?);
        let page = order.page(&tx, select, request, read).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn list(
        &self,
        scope: &Scope,
        filter: &MarkFilter,
        request: &PageRequest,
    ) -> Result<Page<MarkRow>> {
        let tx = self.db.read_walking(scope).await?;
        let order = Order {
            name: format!("do not contact, lifted {}", filter.lifted_too),
            columns: vec![("marked_at", Holds::Number), ("id", Holds::Id)],
            descending: true,
        };
        let of_customer = |column: &str| {
            Expr::cust(format!(
                "(SELECT c.{column} FROM customers c WHERE c.workspace_id = \"do_not_contact\".\"workspace_id\" \
                 AND c.id = \"do_not_contact\".\"customer_id\")"
            ))
        };
        let select = scoped::find::<mark::Entity>(&tx)
            .filter(condition(&tx, filter))
            .expr_as(of_customer("name"), "customer_name")
            .expr_as(of_customer("phones"), "customer_phones");
        let page = order.page(&tx, select, request, read_mark).await?;
        tx.done().await?;
        Ok(page)
    }

    async fn numbers(&self, scope: &Scope, request: &PageRequest) -> Result<Page<BlockedNumber>> {
        let tx = self.db.read(scope).await?;
        let order = Order {
            name: "blocked numbers".to_owned(),
            columns: vec![("blocked_at", Holds::Number), ("number", Holds::Text)],
            descending: true,
        };
        let select = scoped::find::<blocked::Entity>(&tx);
        let read = |row: &QueryResult| blocked::into(blocked::Model::from_query_result(row, "")?);
        let page = order.page(&tx, select, request, read).await?;
        tx.done().await?;
        Ok(page)
    }

    /// Each number is the length of a stretch of one index.
    async fn count(&self, scope: &Scope, period: Period) -> Result<ConsentFigures> {
        let tx = self.db.read(scope).await?;
        let row = scoped::query_one(
            &tx,
            FIGURES,
            [millis(period.from()).into(), millis(period.to()).into()],
        )
        .await?;
        tx.done().await?;
        let Some(row) = row else { return Ok(ConsentFigures::default()) };
        let count =
            |column: &str| -> Result<u64> { Ok(row.try_get::<i64>("", column)?.unsigned_abs()) };
        Ok(ConsentFigures {
            marked: count("marked")?,
            marked_on_request: count("marked_on_request")?,
            lifted: count("lifted")?,
            standing: count("standing")?,
            revoked: count("revoked")?,
            revoked_by_text: count("revoked_by_text")?,
            revoked_by_carrier: count("revoked_by_carrier")?,
            granted: count("granted")?,
            granted_in_writing: count("granted_in_writing")?,
            proposed: count("proposed")?,
            waiting: count("waiting")?,
            overrides: count("overrides")?,
            blocked: count("blocked")?,
        })
    }
}

/// The numbers from `$2` until `$3`. A mark that was taken back never was.
const FIGURES: &str = "\
    WITH entries AS (SELECT change, via FROM consent_entries WHERE workspace_id = $1 AND said_at >= $2 AND said_at < $3), \
    marks AS (SELECT reason FROM do_not_contact WHERE workspace_id = $1 AND marked_at >= $2 AND marked_at < $3 \
      AND undone_at IS NULL) \
    SELECT (SELECT count(*) FROM marks) AS marked, \
      (SELECT count(*) FROM marks WHERE reason = 'asked') AS marked_on_request, \
      (SELECT count(*) FROM do_not_contact WHERE workspace_id = $1 AND lifted_at >= $2 AND lifted_at < $3) AS lifted, \
      (SELECT count(*) FROM do_not_contact WHERE workspace_id = $1 AND lifted_at IS NULL AND undone_at IS NULL) \
        AS standing, \
      (SELECT count(*) FROM entries WHERE change = 'revoked') AS revoked, \
      (SELECT count(*) FROM entries WHERE change = 'revoked' AND via = 'text') AS revoked_by_text, \
      (SELECT count(*) FROM entries WHERE change = 'revoked' AND via = 'carrier') AS revoked_by_carrier, \
      (SELECT count(*) FROM entries WHERE change IN ('granted', 'granted_in_writing')) AS granted, \
      (SELECT count(*) FROM entries WHERE change = 'granted_in_writing') AS granted_in_writing, \
      (SELECT count(*) FROM entries WHERE change = 'revocation_proposed') AS proposed, \
      (SELECT count(*) FROM consent_entries e WHERE e.workspace_id = $1 AND e.change = 'revocation_proposed' \
        AND NOT EXISTS (SELECT 1 FROM consent_entries d WHERE d.workspace_id = $1 AND d.decides = e.id)) AS waiting, \
      (SELECT count(*) FROM consent_overrides WHERE workspace_id = $1 AND given_at >= $2 AND given_at < $3) AS overrides, \
      (SELECT count(*) FROM blocked_numbers WHERE workspace_id = $1) AS blocked";

fn condition(tx: &Tx, filter: &MarkFilter) -> Condition {
    let mut all = Condition::all().add(mark::Column::UndoneAt.is_null());
    if !filter.lifted_too {
        all = all.add(mark::Column::LiftedAt.is_null());
    }
    let Some(fragment) = &filter.search else { return all };
    let Some(wanted) = Fragment::of(fragment) else { return all.add(Expr::cust("1 = 0")) };
    let found = scoped::find::<customer::Entity>(tx)
        .select_only()
        .column(customer::Column::Id)
        .filter(tx.dialect().contains(Searched::Customers, &wanted))
        .into_query();
    let mut any = Condition::any().add(mark::Column::CustomerId.in_subquery(found));
    let digits = digits_of(fragment);
    if digits.len() >= 3 {
        any = any.add(mark::Column::Number.contains(&digits));
    }
    all.add(any)
}

fn read_mark(row: &QueryResult) -> Result<MarkRow> {
    let Loaded { value: kept, version } = mark::into(mark::Model::from_query_result(row, "")?)?;
    let phones: Option<Value> = row.try_get("", "customer_phones")?;
    let at = At::new("customers", kept.id.uuid());
    let phones: Vec<CustomerPhone> =
        phones.map(|phones| at.json("phones", phones)).transpose()?.unwrap_or_default();
    let own: Option<Phone> = kept.number().cloned();
    let numbers = own.into_iter().chain(phones.into_iter().map(|phone| phone.number)).collect();
    Ok(MarkRow { kept, version, customer_name: row.try_get("", "customer_name")?, numbers })
}
