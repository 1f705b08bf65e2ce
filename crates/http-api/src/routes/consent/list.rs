//! The do-not-contact list: looking through it, adding numbers, lifting, and the whole of it as a file.

use super::{
    file,
    mark::{LiftDoNotContact, versioned},
    shapes::{DoNotContactMark, Names},
};
use crate::{
    answer::{Answer, Created, Stream, Versioned},
    auth::Caller,
    fields::Word,
    problem::Problem,
    request::{Params, page},
    routes::Part,
};
use callboard_consent::{
    About, ListOutcome, NewMark,
    board::{MarkFilter, MarkRow},
    model::{DoNotContactReason, Via},
};
use callboard_kernel::{DoNotContactId, Permission};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// Which marks.
#[derive(Object)]
pub(crate) struct MarksQuery {
    /// A fragment of a customer's name or of a number.
    #[oai(validator(min_length = 3, max_length = 200))]
    search: Option<String>,
    /// Those that were lifted as well.
    lifted: Option<bool>,
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

/// A row of the do-not-contact list.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct DoNotContactRow {
    #[oai(flatten)]
    mark: DoNotContactMark,
    /// Name of the customer.
    customer_name: Option<String>,
    /// The numbers that it is about.
    numbers: Vec<String>,
}

/// A page of the do-not-contact list.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct DoNotContactPage {
    /// Newest first.
    data: Vec<DoNotContactRow>,
    /// Where the next page starts.
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// A number that is not to be contacted, whoever has it.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewMarkedNumber {
    /// In any format.
    #[oai(validator(min_length = 1, max_length = 40))]
    number: String,
    /// Why; without it somebody asked.
    reason: Option<Word<DoNotContactReason>>,
    /// In which words it was asked for.
    #[oai(default, validator(max_length = 2000))]
    words: String,
    /// Through what; without it by telephone.
    channel: Option<Word<Via>>,
}

/// A list to be taken in.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct DoNotContactList {
    /// The text of a CSV file: a heading with `number` and, if there are any, `reason` and `words`; or numbers alone. 2,000
    /// rows at most.
    #[oai(validator(min_length = 1, max_length = 900_000))]
    csv: String,
}

/// A row that was left out.
#[derive(Object)]
pub(crate) struct ListRowError {
    /// Its line in the file, counted from 1.
    line: u32,
    /// The column.
    column: String,
    /// Sentence for people.
    message: String,
}

/// What came of a list.
#[derive(Object)]
pub(crate) struct ListImported {
    /// Numbers that are marked now and were not before.
    added: u32,
    /// Numbers that were marked already, or stand twice in the list.
    already: u32,
    /// Rows that were left out.
    errors: Vec<ListRowError>,
}

impl DoNotContactRow {
    fn of(row: MarkRow, names: &Names) -> Self {
        Self {
            mark: DoNotContactMark::of(row.kept, row.version, names),
            customer_name: row.customer_name,
            numbers: row.numbers.into_iter().map(String::from).collect(),
        }
    }
}

impl From<ListOutcome> for ListImported {
    fn from(outcome: ListOutcome) -> Self {
        let errors = outcome.errors.into_iter().map(|error| ListRowError {
            line: error.line,
            column: error.column.to_owned(),
            message: error.message,
        });
        Self { added: outcome.added, already: outcome.already, errors: errors.collect() }
    }
}

pub(crate) struct ListApi;

#[OpenApi(prefix_path = "/dnc", tag = "Part::Consent")]
impl ListApi {
    /// The do-not-contact list
    #[oai(path = "/", method = "get", operation_id = "list_do_not_contact")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<MarksQuery>,
    ) -> Result<Answer<DoNotContactPage>, Problem> {
        let query = query.0;
        let lifted_too = query.lifted.unwrap_or(false);
        let filter = MarkFilter { search: query.search, lifted_too };
        let page = page(query.limit, query.cursor);
        let found = caller.consents.marks(&caller.scope, &filter, &page).await?;
        let names = Names::of(&caller).await?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(|row| DoNotContactRow::of(row, &names)).collect();
        Ok(Answer(DoNotContactPage { data, has_more: next_cursor.is_some(), next_cursor }))
    }

    /// Mark a number do-not-contact
    ///
    /// Whoever has it. Marking again answers the mark that stands.
    #[oai(path = "/", method = "post", operation_id = "mark_number")]
    async fn mark(
        &self,
        caller: Caller,
        body: Json<NewMarkedNumber>,
    ) -> Result<Created<DoNotContactMark>, Problem> {
        let new = body.0;
        let number = caller.consents.number(&caller.scope, &new.number).await?;
        let new = NewMark {
            about: About::number(number),
            reason: new.reason.map_or(DoNotContactReason::Asked, |word| word.0),
            words: new.words,
            via: new.channel.map_or(Via::Call, |word| word.0),
            source: "written down by hand".to_owned(),
            call: None,
            by: None,
        };
        let marked = caller.consents.mark(&caller.scope, new, None).await?;
        let names = Names::of(&caller).await?;
        Ok(Created(DoNotContactMark::of(marked.value, marked.version, &names)))
    }

    /// Lift a mark of the list
    ///
    /// For owners, because of a new request whose words are kept. The mark stays in the list as lifted.
    #[oai(path = "/:id/lift", method = "post", operation_id = "lift_mark")]
    async fn lift(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<LiftDoNotContact>,
    ) -> Result<Versioned<DoNotContactMark>, Problem> {
        let (scope, id) = (&caller.scope, DoNotContactId(id.0));
        let lifted = caller.consents.lift_mark(scope, id, body.0.lift()).await?;
        versioned(&caller, lifted).await
    }

    /// Take the list out
    ///
    /// As CSV, a row for each number; it can be taken in elsewhere as it is.
    #[oai(path = "/import", method = "get", operation_id = "export_do_not_contact")]
    #[expect(clippy::unused_async, reason = "every handler is one")]
    async fn take_out(&self, caller: Caller) -> Result<Stream, Problem> {
        caller.scope.require(Permission::Export).map_err(callboard_consent::ConsentError::from)?;
        Ok(Stream::unmeasured("do-not-contact.csv", file::written(caller)))
    }

    /// Take a list in
    ///
    /// Every number of it is marked. Rows that cannot be read are named and left out; taking the same list in again adds
    /// nothing.
    #[oai(path = "/import", method = "post", operation_id = "import_do_not_contact")]
    async fn take_in(
        &self,
        caller: Caller,
        body: Json<DoNotContactList>,
    ) -> Result<Answer<ListImported>, Problem> {
        let rows = file::read(&body.0.csv)?;
        let outcome = caller.consents.import_list(&caller.scope, rows).await?;
        Ok(Answer(outcome.into()))
    }
}
