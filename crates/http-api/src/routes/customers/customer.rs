//! Customers: list, make, read, edit.

use super::{
    edit::{CustomerFields, CustomerPatch},
    row::{CustomerDetail, CustomerRow},
};
use crate::{
    answer::{Created, Rows, Versioned},
    auth::Caller,
    fields::Word,
    problem::Problem,
    request::{IdempotencyKey, IfMatch, Params, page},
    routes::{Part, consent::mark::switch},
};
use callboard_consent::About;
use callboard_customers::{CustomerFilter, CustomerSort, CustomerSortKey, model::CustomerStatus};
use callboard_kernel::{CustomerId, Invalid};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use serde::Serialize;
use uuid::Uuid;

/// Which customers are wanted.
#[derive(Object)]
pub(crate) struct CustomerQuery {
    /// A fragment of a name, company, number or e-mail address.
    #[oai(validator(min_length = 3, max_length = 200))]
    search: Option<String>,
    /// Lead, active or churned.
    #[oai(default)]
    status: Vec<Word<CustomerStatus>>,
    /// Where they came from.
    #[oai(default, validator(max_items = 50))]
    lead_source: Vec<String>,
    /// Marked do-not-contact.
    dnc: Option<bool>,
    /// `name`, `last_seen` or `created`, with `-` for the last first. Without it the one seen last comes first.
    #[oai(validator(max_length = 20, pattern = "^-?(name|last_seen|created)$"))]
    sort: Option<String>,
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
    /// Also count all that fit.
    with_total: Option<bool>,
}

/// A page of customers.
#[derive(Object, Serialize)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct CustomerPage {
    /// The customers.
    data: Vec<CustomerRow>,
    /// Where the next page starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
    /// All that fit; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
}

fn sort(text: Option<&str>) -> Result<Option<CustomerSort>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let word = text.strip_prefix('-').unwrap_or(text);
    let key = CustomerSortKey::parse(word).ok_or_else(|| {
        let words: Vec<_> = CustomerSortKey::ALL.iter().map(|key| key.as_str()).collect();
        let message = format!("Is one of: {}; with `-` for the last first.", words.join(", "));
        Problem::invalid(Invalid::field("sort", "unknown_value", message).0)
    })?;
    Ok(Some(CustomerSort { key, descending: text.starts_with('-') }))
}

async fn versioned(caller: &Caller, id: CustomerId) -> Result<Versioned<CustomerDetail>, Problem> {
    let (body, version) = CustomerDetail::load(caller, id).await?;
    Ok(Versioned { body, version })
}

pub(crate) struct CustomersApi;

#[OpenApi(prefix_path = "/customers", tag = "Part::Customers")]
impl CustomersApi {
    /// List customers
    #[oai(path = "/", method = "get", operation_id = "list_customers")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<CustomerQuery>,
    ) -> Result<Rows<CustomerPage>, Problem> {
        let query = query.0;
        let sort = sort(query.sort.as_deref())?;
        let filter = CustomerFilter {
            search: query.search,
            status: query.status.iter().map(|word| word.0).collect(),
            lead_source: query.lead_source,
            do_not_contact: query.dnc,
        };
        let page = page(query.limit, query.cursor);
        let list = caller.customers.list(&caller.scope, &filter, sort, &page);
        let count = async {
            match query.with_total {
                Some(true) => caller.customers.count(&caller.scope, &filter).await.map(Some),
                _ => Ok(None),
            }
        };
        let (found, total) = tokio::try_join!(list, count)?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(CustomerRow::from).collect();
        Ok(Rows(CustomerPage { data, has_more: next_cursor.is_some(), next_cursor, total }))
    }

    /// Make a customer
    ///
    /// The same `Idempotency-Key` again answers the first one.
    #[oai(path = "/", method = "post", operation_id = "create_customer")]
    async fn create(
        &self,
        caller: Caller,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Json<CustomerFields>,
    ) -> Result<Created<CustomerDetail>, Problem> {
        let new = body.0.new_customer()?;
        let made = caller.customers.create(&caller.scope, new, key.as_deref()).await?;
        let (customer, _) = CustomerDetail::load(&caller, made.value.snapshot().id).await?;
        Ok(Created(customer))
    }

    /// One customer
    #[oai(path = "/:id", method = "get", operation_id = "get_customer")]
    async fn get(
        &self,
        caller: Caller,
        id: Path<Uuid>,
    ) -> Result<Versioned<CustomerDetail>, Problem> {
        versioned(&caller, CustomerId(id.0)).await
    }

    /// Edit a customer
    ///
    /// `do_not_contact` puts him on the do-not-contact list or, for owners, takes him off it; `/contacts/{id}/dnc` also keeps
    /// the words.
    #[oai(path = "/:id", method = "patch", operation_id = "edit_customer")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<CustomerPatch>,
    ) -> Result<Versioned<CustomerDetail>, Problem> {
        let (scope, id, mark) = (&caller.scope, CustomerId(id.0), body.0.mark());
        let about = About::customer(id);
        // Asked first: what may not be done to the list leaves the rest undone, too.
        let switches = match mark {
            Some(marked) => caller.consents.would_change(scope, &about, marked).await?,
            None => false,
        };
        caller.customers.edit(scope, id, if_match.0, body.0.edit()).await?;
        if let Some(marked) = mark.filter(|_| switches) {
            switch(&caller, about, marked).await?;
        }
        versioned(&caller, id).await
    }
}
