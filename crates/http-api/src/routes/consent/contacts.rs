//! Finding somebody, and the do-not-contact mark of a customer.

use super::{
    mark::{DoNotContactPatch, LiftDoNotContact, NewDoNotContact, versioned},
    shapes::{DoNotContactMark, Names},
};
use crate::{
    answer::{Answer, Created, Versioned},
    auth::Caller,
    problem::Problem,
    request::{IfMatch, Params, page},
    routes::{Part, customers::row::CustomerPhone},
};
use callboard_consent::About;
use callboard_customers::{CustomerFilter, CustomerRow};
use callboard_kernel::CustomerId;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// Whom to look for.
#[derive(Object)]
pub(crate) struct ContactQuery {
    /// A fragment of a name, company, number or e-mail address.
    #[oai(validator(min_length = 3, max_length = 200))]
    q: String,
    /// How many at most.
    #[oai(validator(minimum(value = "1"), maximum(value = "50")))]
    limit: Option<u32>,
}

/// Somebody who was found.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ContactHit {
    /// Id of the customer.
    id: Uuid,
    /// Name.
    name: String,
    /// Company.
    company: Option<String>,
    /// Numbers.
    phones: Vec<CustomerPhone>,
    /// First e-mail address.
    email: Option<String>,
    /// Wants no contact.
    do_not_contact: bool,
}

/// Those who were found, the one last seen first.
#[derive(Object)]
pub(crate) struct ContactHits {
    /// Customers.
    contacts: Vec<ContactHit>,
}

impl From<CustomerRow> for ContactHit {
    fn from(row: CustomerRow) -> Self {
        Self {
            id: row.id.uuid(),
            name: row.name,
            company: row.company,
            phones: row.phones.into_iter().map(CustomerPhone::from).collect(),
            email: row.email,
            do_not_contact: row.do_not_contact,
        }
    }
}

pub(crate) struct ContactsApi;

#[OpenApi(prefix_path = "/contacts", tag = "Part::Consent")]
impl ContactsApi {
    /// Find a customer
    #[oai(path = "/search", method = "get", operation_id = "search_contacts")]
    async fn search(
        &self,
        caller: Caller,
        query: Params<ContactQuery>,
    ) -> Result<Answer<ContactHits>, Problem> {
        let filter = CustomerFilter { search: Some(query.0.q), ..CustomerFilter::default() };
        let page = page(query.0.limit, None);
        let found = caller.customers.list(&caller.scope, &filter, None, &page).await?;
        Ok(Answer(ContactHits {
            contacts: found.items.into_iter().map(ContactHit::from).collect(),
        }))
    }

    /// Mark a customer do-not-contact
    ///
    /// On every number and address. Marking again answers the mark that stands.
    #[oai(path = "/:id/dnc", method = "post", operation_id = "mark_contact")]
    async fn mark(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<NewDoNotContact>,
    ) -> Result<Created<DoNotContactMark>, Problem> {
        let new = body.0.of(About::customer(CustomerId(id.0)));
        let marked = caller.consents.mark(&caller.scope, new, None).await?;
        let names = Names::of(&caller).await?;
        Ok(Created(DoNotContactMark::of(marked.value, marked.version, &names)))
    }

    /// Correct the words of a mark
    #[oai(path = "/:id/dnc", method = "patch", operation_id = "edit_mark_of_contact")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<DoNotContactPatch>,
    ) -> Result<Versioned<DoNotContactMark>, Problem> {
        let about = About::customer(CustomerId(id.0));
        let (scope, edit) = (&caller.scope, body.0.edit());
        let edited = caller.consents.edit_mark(scope, &about, if_match.0, edit).await?;
        versioned(&caller, edited).await
    }

    /// Lift the mark of a customer
    ///
    /// For owners, because of a new request whose words are kept. The mark stays in the list as lifted.
    #[oai(path = "/:id/dnc", method = "delete", operation_id = "lift_mark_of_contact")]
    async fn lift(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<LiftDoNotContact>,
    ) -> Result<Versioned<DoNotContactMark>, Problem> {
        let about = About::customer(CustomerId(id.0));
        let lifted = caller.consents.lift(&caller.scope, &about, body.0.lift()).await?;
        versioned(&caller, lifted).await
    }
}
