//! Keeps customers with their numbers and addresses.

use super::row::{customer, phone};
use crate::{
    commit::{self, News},
    error::{Outcome, Result, StoreError},
    keyset::column,
    scoped,
    store::store,
    stored::At,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_customers::{CustomerEvent, model::Customer, ports::CustomerRepository};
use callboard_kernel::{
    Commit, CustomerId, Expected, Loaded, Phone, PortError, SaveError, Scope, Timestamp, Version,
    millis,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, QueryResult,
    QuerySelect, QueryTrait,
};
use std::collections::BTreeSet;

/// The most customers that one number can name.
const MOST_OF_ONE_NUMBER: u64 = 20;

store! {
    /// Keeps customers.
    SqlCustomers + ids
}

#[async_trait]
impl CustomerRepository for SqlCustomers {
    async fn get(
        &self,
        scope: &Scope,
        id: CustomerId,
    ) -> Result<Option<Loaded<Customer>>, PortError> {
        self.read(scope, id).await.during("customers.get")
    }

    async fn by_phone(
        &self,
        scope: &Scope,
        number: &Phone,
    ) -> Result<Vec<Loaded<Customer>>, PortError> {
        self.with_number(scope, number).await.during("customers.by_phone")
    }

    async fn holders(
        &self,
        scope: &Scope,
        numbers: &[Phone],
    ) -> Result<Vec<(Phone, Customer)>, PortError> {
        self.first_holders(scope, numbers).await.during("customers.holders")
    }

    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Customer, CustomerEvent>,
    ) -> Result<Version, SaveError> {
        self.write(scope, &commit).await.saving("customers.save")
    }

    async fn mark_seen(
        &self,
        scope: &Scope,
        id: CustomerId,
        at: Timestamp,
    ) -> Result<(), PortError> {
        self.see(scope, id, at).await.during("customers.mark_seen")
    }
}

impl SqlCustomers {
    async fn read(&self, scope: &Scope, id: CustomerId) -> Result<Option<Loaded<Customer>>> {
        let tx = self.db.read(scope).await?;
        let select =
            scoped::find::<customer::Entity>(&tx).filter(customer::Column::Id.eq(id.uuid()));
        let found = select.one(&*tx).await?;
        tx.done().await?;
        found.map(customer::into).transpose()
    }

    async fn with_number(&self, scope: &Scope, number: &Phone) -> Result<Vec<Loaded<Customer>>> {
        let tx = self.db.read(scope).await?;
        let holders = scoped::find::<phone::Entity>(&tx)
            .select_only()
            .column(phone::Column::CustomerId)
            .filter(phone::Column::Number.eq(number.as_str()))
            .into_query();
        let rows = scoped::find::<customer::Entity>(&tx)
            .filter(customer::Column::Id.in_subquery(holders))
            .order_by_desc(column::<customer::Entity>("last_seen_desc"))
            .order_by_asc(customer::Column::CreatedAt)
            .order_by_asc(customer::Column::Id)
            .limit(MOST_OF_ONE_NUMBER)
            .all(&*tx)
            .await?;
        tx.done().await?;
        rows.into_iter().map(customer::into).collect()
    }

    async fn first_holders(
        &self,
        scope: &Scope,
        numbers: &[Phone],
    ) -> Result<Vec<(Phone, Customer)>> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let tx = self.db.read(scope).await?;
        let places: Vec<String> =
            (0..numbers.len()).map(|index| format!("${}", index + 2)).collect();
        let sql = format!(
            "SELECT * FROM (SELECT p.number AS held_number, c.*, row_number() OVER (PARTITION BY p.number \
               ORDER BY c.last_seen_desc DESC, c.created_at, c.id) AS place \
             FROM customer_phones p \
             JOIN customers c ON c.workspace_id = p.workspace_id AND c.id = p.customer_id \
             WHERE p.workspace_id = $1 AND p.number IN ({})) ranked WHERE place = 1",
            places.join(", ")
        );
        let values = numbers.iter().map(|number| number.as_str().into());
        let rows = scoped::query_all(&tx, &sql, values).await?;
        tx.done().await?;
        let holder = |row: &QueryResult| -> Result<_> {
            let held: String = row.try_get("", "held_number")?;
            let found = customer::into(customer::Model::from_query_result(row, "")?)?.value;
            let number = At::new("customer_phones", found.snapshot().id.uuid())
                .phone("number", Some(&held))?;
            Ok(number.map(|number| (number, found)))
        };
        rows.iter().filter_map(|row| holder(row).transpose()).collect()
    }

    async fn write(
        &self,
        scope: &Scope,
        commit: &Commit<Customer, CustomerEvent>,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        commit::use_cause(&tx, commit.cause.as_ref(), commit.at).await?;
        let version = write_customer(&tx, &commit.aggregate, commit.expected).await?;
        write_phones(&tx, &commit.aggregate, commit.expected).await?;
        if matches!(commit.expected, Expected::At(_)) {
            refresh_calls(&tx, &commit.aggregate).await?;
            refresh_follow_ups(&tx, commit.aggregate.snapshot().id).await?;
        }
        commit::tell(&mut tx, &*self.ids, News::of(commit)).await?;
        tx.commit().await?;
        Ok(version)
    }

    async fn see(&self, scope: &Scope, id: CustomerId, at: Timestamp) -> Result<()> {
        let tx = self.db.write(scope).await?;
        mark_seen(&tx, id, at).await?;
        tx.commit().await
    }
}

/// Moves the last contact forward, never back.
pub(super) async fn mark_seen(tx: &Tx, id: CustomerId, at: Timestamp) -> Result<()> {
    let sql = "UPDATE customers SET last_seen_at = $3 WHERE workspace_id = $1 AND id = $2 \
               AND (last_seen_at IS NULL OR last_seen_at < $3)";
    scoped::execute(tx, sql, [id.uuid().into(), millis(at).into()]).await?;
    Ok(())
}

async fn write_customer(tx: &Tx, customer: &Customer, expected: Expected) -> Result<Version> {
    let Expected::At(Version(current)) = expected else {
        let row = customer::from(customer, Version(1))?;
        scoped::insert::<customer::Entity, _>(tx, row.into_active_model()).await?;
        return Ok(Version(1));
    };
    let version = Version(current + 1);
    let mut row: customer::ActiveModel = scoped::all_columns(customer::from(customer, version)?);
    row.workspace_id = Set(tx.workspace_uuid());
    // `mark_seen` moves the last contact without a version; an edit must not move it back.
    row.last_seen_at = NotSet;
    // The do-not-contact list sets the mark that the customer shows.
    row.do_not_contact = NotSet;
    let id = customer.snapshot().id;
    let written = scoped::update::<customer::Entity>(tx)
        .set(row)
        .filter(customer::Column::Id.eq(id.uuid()))
        .filter(customer::Column::Version.eq(current))
        .exec(&**tx)
        .await?;
    if written.rows_affected == 0 {
        return Err(StoreError::Stale);
    }
    if let Some(at) = customer.snapshot().last_seen_at {
        mark_seen(tx, id, at).await?;
    }
    Ok(version)
}

/// Replaces the rows by which the customer is found by number.
async fn write_phones(tx: &Tx, customer: &Customer, expected: Expected) -> Result<()> {
    let id = customer.snapshot().id.uuid();
    if matches!(expected, Expected::At(_)) {
        let rows = scoped::delete::<phone::Entity>(tx).filter(phone::Column::CustomerId.eq(id));
        rows.exec(&**tx).await?;
    }
    let numbers: BTreeSet<&str> =
        customer.snapshot().phones.iter().map(|phone| phone.number.as_str()).collect();
    let row = |number: &str| phone::ActiveModel {
        workspace_id: NotSet,
        number: Set(number.to_owned()),
        customer_id: Set(id),
    };
    scoped::insert_all::<phone::Entity, _>(tx, numbers.into_iter().map(row).collect()).await
}

/// The name that his calls show.
async fn refresh_calls(tx: &Tx, customer: &Customer) -> Result<()> {
    let snapshot = customer.snapshot();
    let sql = "UPDATE calls SET caller_name = $3 WHERE workspace_id = $1 AND customer_id = $2 AND caller_name <> $3";
    let values = [snapshot.id.uuid().into(), snapshot.name.clone().into()];
    scoped::execute(tx, sql, values).await?;
    Ok(())
}

/// The names and numbers by which his follow-ups are found.
async fn refresh_follow_ups(tx: &Tx, customer: CustomerId) -> Result<()> {
    let sql = format!(
        "UPDATE follow_ups SET contact_text = {} WHERE workspace_id = $1 AND customer_id = $2",
        crate::followups::CONTACT_TEXT
    );
    scoped::execute(tx, &sql, [customer.uuid().into()]).await?;
    Ok(())
}
