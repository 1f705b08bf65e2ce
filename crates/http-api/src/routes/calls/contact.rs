//! The customer of a call: tying, untying, making a new one.

use super::detail::{self, CallDetail, OneCall};
use crate::{
    answer::{Created, Versioned},
    auth::Caller,
    problem::Problem,
    request::IdempotencyKey,
    routes::{
        Part,
        customers::{edit::CustomerFields, row::CustomerDetail},
    },
};
use callboard_customers::model::{NewCustomer, PhoneDraft};
use callboard_kernel::{CallId, CustomerId, Invalid};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// Whom a call is tied to: somebody known by `contact_id`, or somebody new by `name`.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct LinkContact {
    /// The customer.
    contact_id: Option<Uuid>,
    /// Name of a new customer, who gets the number of the call.
    #[oai(validator(min_length = 1, max_length = 120))]
    name: Option<String>,
    /// E-mail address of the new customer.
    #[oai(validator(max_length = 254))]
    email: Option<String>,
    /// Address of the new customer.
    address: Option<crate::routes::customers::row::CustomerAddress>,
}

/// A call with the customer who was made from it.
#[derive(Object)]
pub(crate) struct NewContactAnswer {
    /// The call.
    call: CallDetail,
    /// The customer.
    contact: CustomerDetail,
}

pub(crate) struct ContactApi;

#[OpenApi(prefix_path = "/calls", tag = "Part::Calls")]
impl ContactApi {
    /// Tie a call to a customer
    ///
    /// To one that is known, or to a new one with the number of the call.
    #[oai(path = "/:id/link-contact", method = "post", operation_id = "link_contact")]
    async fn link(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<LinkContact>,
    ) -> Result<Versioned<OneCall>, Problem> {
        let id = CallId(id.0);
        let customer = match (body.0.contact_id, body.0.name) {
            (Some(customer), None) => CustomerId(customer),
            (None, Some(name)) => {
                let fields = CustomerFields::of_link(name, body.0.email, body.0.address);
                make(&caller, id, fields, None).await?
            }
            (Some(_), Some(_)) => return Err(one_of("name", "Either `contact_id` or `name`.")),
            (None, None) => return Err(one_of("contact_id", "Needs `contact_id` or `name`.")),
        };
        let linked = caller.calls.link_customer(&caller.scope, id, customer).await?;
        let (call, version) = detail::around(&caller, linked).await?;
        Ok(Versioned { body: OneCall { call }, version })
    }

    /// Untie a call from its customer
    #[oai(path = "/:id/link-contact", method = "delete", operation_id = "unlink_contact")]
    async fn unlink(&self, caller: Caller, id: Path<Uuid>) -> Result<Versioned<OneCall>, Problem> {
        let unlinked = caller.calls.unlink_customer(&caller.scope, CallId(id.0)).await?;
        let (call, version) = detail::around(&caller, unlinked).await?;
        Ok(Versioned { body: OneCall { call }, version })
    }

    /// Make a customer from a call
    ///
    /// The new customer gets the number of the call, and the call is tied to him.
    #[oai(path = "/:id/new-contact", method = "post", operation_id = "create_contact_of_call")]
    async fn new_contact(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Json<CustomerFields>,
    ) -> Result<Created<NewContactAnswer>, Problem> {
        let id = CallId(id.0);
        let customer = make(&caller, id, body.0, key.as_deref()).await?;
        let linked = caller.calls.link_customer(&caller.scope, id, customer).await?;
        let (call, _) = detail::around(&caller, linked).await?;
        let (contact, _) = CustomerDetail::load(&caller, customer).await?;
        Ok(Created(NewContactAnswer { call, contact }))
    }
}

/// Makes a customer with the number of the other party of the call, when the request names no number of its own.
async fn make(
    caller: &Caller,
    call: CallId,
    fields: CustomerFields,
    key: Option<&str>,
) -> Result<CustomerId, Problem> {
    let call = caller.calls.get(&caller.scope, call).await?.value;
    let mut new: NewCustomer = fields.new_customer()?;
    if new.phones.is_empty() {
        let number = call.other_party().map(|number| number.as_str().to_owned());
        new.phones.extend(number.map(|number| PhoneDraft { number, label: None, primary: true }));
    }
    let made = caller.customers.create(&caller.scope, new, key).await?;
    Ok(made.value.snapshot().id)
}

fn one_of(path: &str, message: &str) -> Problem {
    Problem::invalid(Invalid::field(path, "required", message).0)
}
