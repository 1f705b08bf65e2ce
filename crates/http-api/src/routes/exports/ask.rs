//! Asking for an export.

use super::export::Export;
use crate::{
    answer::Accepted,
    auth::Caller,
    fields::Word,
    problem::Problem,
    request::IdempotencyKey,
    routes::{Part, calls::CallFilters, names::names},
};
use callboard_calls::{
    ExportRequest,
    export::{ExportColumn, ExportFormat, WhichCalls},
};
use callboard_kernel::{CallId, Invalid};
use poem_openapi::{Object, OpenApi, payload::Json};
use uuid::Uuid;

/// Which calls are written into a file, and how.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewExport {
    /// What the file is. A PDF holds 5,000 calls at most.
    format: Word<ExportFormat>,
    /// Which calls; without it, and without `call_ids`, all.
    filters: Option<CallFilters>,
    /// These calls and no others, instead of `filters`.
    #[oai(validator(min_items = 1, max_items = 500))]
    call_ids: Option<Vec<Uuid>>,
    /// Calls that fit `filters` and are left out all the same.
    #[oai(default, validator(max_items = 5000))]
    except_ids: Vec<Uuid>,
    /// Columns in this order; all (a CSV) or the usual ones (a PDF) without it.
    #[oai(validator(min_items = 1, max_items = 60))]
    columns: Option<Vec<Word<ExportColumn>>>,
    /// Whether a CSV begins with the mark by which Excel knows UTF-8.
    #[oai(default = "with_mark")]
    byte_order_mark: bool,
}

const fn with_mark() -> bool {
    true
}

/// An export that was asked for.
#[derive(Object)]
pub(crate) struct AskedExport {
    /// Its id, for `GET /exports/{id}`.
    job_id: Uuid,
    /// Seconds until it is done, roughly.
    estimated_time: u64,
    /// The export as it is now.
    export: Export,
}

impl NewExport {
    async fn request(self, caller: &Caller) -> Result<ExportRequest, Problem> {
        let calls = match (self.filters, self.call_ids) {
            (Some(_), Some(_)) => {
                let message = "Either `filters` or `call_ids`.";
                return Err(Problem::invalid(Invalid::field("call_ids", "conflict", message).0));
            }
            (_, Some(ids)) => WhichCalls::These(ids.into_iter().map(CallId).collect()),
            (Some(filters), None) => WhichCalls::Filter(Box::new(filters.filter(caller).await?)),
            (None, None) => WhichCalls::Filter(Box::default()),
        };
        let columns = self.columns.into_iter().flatten().map(|column| column.0).collect();
        let byte_order_mark = self.byte_order_mark;
        let except = self.except_ids.into_iter().map(CallId).collect();
        Ok(ExportRequest { format: self.format.0, calls, except, columns, byte_order_mark })
    }
}

pub(crate) struct AskApi;

#[OpenApi(prefix_path = "/calls", tag = "Part::Exports")]
impl AskApi {
    /// Ask for an export
    ///
    /// The file is written in the background; `GET /exports/{id}` says how far it is and where the file is. Ten a day for each
    /// person. The same `Idempotency-Key` again answers the first export.
    #[oai(path = "/export", method = "post", operation_id = "create_export")]
    async fn ask(
        &self,
        caller: Caller,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Json<NewExport>,
    ) -> Result<Accepted<AskedExport>, Problem> {
        let request = body.0.request(&caller).await?;
        let item = caller.exports.request(&caller.scope, request, key.as_deref()).await?;
        let names = names(&caller).await?;
        let (job_id, estimated_time) = (item.job.id.uuid(), item.seconds_left());
        let export = Export::of(&caller, item, &names);
        Ok(Accepted(AskedExport { job_id, estimated_time, export }))
    }
}
