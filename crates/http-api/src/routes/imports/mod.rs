//! Imports of call logs: the file, how it is read, the dry run, the import and its rollback.

mod file;
mod import;
mod mapping;
mod words;

use crate::{
    answer::{Answer, Created, Done, Versioned},
    auth::Caller,
    fields::Word,
    problem::Problem,
    request::{IfMatch, Params, page},
    routes::Part,
};
use callboard_calls::{ImportView, PlanEdit, ports};
use callboard_kernel::CallImportId;
use file::{CsvFile, UploadQuery};
use import::{Import, ImportPage};
use mapping::{Mapping, Preview, Reading};
use poem::{Body, Request};
use poem_openapi::{
    Object, OpenApi,
    param::Path,
    payload::{Binary, Json},
};
use uuid::Uuid;

/// A file that is about to come.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct NewImport {
    /// Name of the file.
    #[oai(validator(min_length = 1, max_length = 1000))]
    file_name: String,
    /// Its bytes.
    #[oai(validator(minimum(value = "1")))]
    size: i64,
}

/// Which page.
#[derive(Object)]
pub(crate) struct ImportsQuery {
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
}

/// A call that stayed when its import was taken back.
#[derive(Object)]
#[oai(rename = "ImportKeptCall")]
pub(crate) struct KeptCall {
    /// The call.
    call_id: Uuid,
    /// Why it stays.
    because: Word<ports::KeptBecause>,
}

/// A page of calls that stayed.
#[derive(Object)]
#[oai(rename = "ImportKeptPage", skip_serializing_if_is_none)]
pub(crate) struct KeptPage {
    /// By their id.
    data: Vec<KeptCall>,
    /// Where the next page starts.
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

fn versioned(view: ImportView) -> Versioned<Import> {
    Versioned { version: view.version, body: view.into() }
}

pub(crate) struct ImportsApi;

#[OpenApi(prefix_path = "/imports", tag = "Part::Imports")]
impl ImportsApi {
    /// Imports
    #[oai(path = "/", method = "get", operation_id = "list_imports")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<ImportsQuery>,
    ) -> Result<Answer<ImportPage>, Problem> {
        let page = page(query.0.limit, query.0.cursor);
        let found = caller.call_imports.list(&caller.scope, &page).await?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(|view| Import::from(view).in_list()).collect();
        Ok(Answer(ImportPage { data, has_more: next_cursor.is_some(), next_cursor }))
    }

    /// Announce a file
    ///
    /// Then send its bytes, decide how it is read, look what would come of it, and start.
    #[oai(path = "/", method = "post", operation_id = "create_import")]
    async fn create(
        &self,
        caller: Caller,
        body: Json<NewImport>,
    ) -> Result<Created<Import>, Problem> {
        let NewImport { file_name, size } = body.0;
        let view =
            caller.call_imports.announce(&caller.scope, &file_name, size.unsigned_abs()).await?;
        Ok(Created(view.into()))
    }

    /// An import
    #[oai(path = "/:id", method = "get", operation_id = "get_import")]
    async fn get(&self, caller: Caller, id: Path<Uuid>) -> Result<Versioned<Import>, Problem> {
        Ok(versioned(caller.call_imports.get(&caller.scope, CallImportId(id.0)).await?))
    }

    /// Forget an import of which no call is there
    #[oai(path = "/:id", method = "delete", operation_id = "delete_import")]
    async fn delete(&self, caller: Caller, id: Path<Uuid>) -> Result<Done, Problem> {
        caller.call_imports.discard(&caller.scope, CallImportId(id.0)).await?;
        Ok(Done)
    }

    /// Send the bytes of a file
    ///
    /// As one stream, or in several requests: each begins at `received`. What broke off is gone on with at `received`. With
    /// the last byte the file is looked at.
    #[oai(path = "/:id/file", method = "put", operation_id = "send_import_file")]
    async fn send(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        query: Params<UploadQuery>,
        request: &Request,
        body: Binary<Body>,
    ) -> Result<Versioned<Import>, Problem> {
        let id = CallImportId(id.0);
        let offset = query.0.offset();
        let import = caller.call_imports.get(&caller.scope, id).await?.import;
        let announced = request.header("content-length").and_then(|length| length.parse().ok());
        file::check_length(announced, import.size.saturating_sub(offset))?;
        Ok(versioned(file::receive(&caller, id, offset, body.0).await?))
    }

    /// Decide how a file is read
    #[oai(path = "/:id/mapping", method = "put", operation_id = "replace_import_mapping")]
    async fn map(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<Mapping>,
    ) -> Result<Versioned<Import>, Problem> {
        let workspace = caller.workspace.get(&caller.scope).await?.value;
        let plan = body.0.plan(&workspace.snapshot().region)?;
        let (id, edit) = (CallImportId(id.0), PlanEdit::Plan(Box::new(plan)));
        Ok(versioned(caller.call_imports.plan(&caller.scope, id, if_match.0, edit).await?))
    }

    /// Read the bytes of a file in another way
    #[oai(path = "/:id/reading", method = "put", operation_id = "replace_import_reading")]
    async fn read(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        body: Json<Reading>,
    ) -> Result<Versioned<Import>, Problem> {
        let (id, edit) = (CallImportId(id.0), PlanEdit::Reading(body.0.into()));
        Ok(versioned(caller.call_imports.plan(&caller.scope, id, None, edit).await?))
    }

    /// The first rows as they would be taken in
    #[oai(path = "/:id/preview", method = "get", operation_id = "get_import_preview")]
    async fn preview(&self, caller: Caller, id: Path<Uuid>) -> Result<Answer<Preview>, Problem> {
        let rows = caller.call_imports.preview(&caller.scope, CallImportId(id.0)).await?;
        Ok(Answer(rows.into()))
    }

    /// Look what would come of a file
    ///
    /// Reads all of it and writes no call. The answer comes at once, the report stands in the import when it is `checked`.
    #[oai(path = "/:id/dry_run", method = "post", operation_id = "check_import")]
    async fn check(&self, caller: Caller, id: Path<Uuid>) -> Result<Versioned<Import>, Problem> {
        Ok(versioned(caller.call_imports.check(&caller.scope, CallImportId(id.0)).await?))
    }

    /// Take calls in
    ///
    /// Also goes on with an import that was stopped.
    #[oai(path = "/:id/start", method = "post", operation_id = "start_import")]
    async fn start(&self, caller: Caller, id: Path<Uuid>) -> Result<Versioned<Import>, Problem> {
        Ok(versioned(caller.call_imports.start(&caller.scope, CallImportId(id.0)).await?))
    }

    /// Stop what an import does
    ///
    /// After its current portion; what is done stays done.
    #[oai(path = "/:id/stop", method = "post", operation_id = "stop_import")]
    async fn stop(&self, caller: Caller, id: Path<Uuid>) -> Result<Versioned<Import>, Problem> {
        Ok(versioned(caller.call_imports.stop(&caller.scope, CallImportId(id.0)).await?))
    }

    /// Take an import back
    ///
    /// Within seven days. Calls that changed since stay and are listed.
    #[oai(path = "/:id/rollback", method = "post", operation_id = "roll_back_import")]
    async fn roll_back(
        &self,
        caller: Caller,
        id: Path<Uuid>,
    ) -> Result<Versioned<Import>, Problem> {
        Ok(versioned(caller.call_imports.roll_back(&caller.scope, CallImportId(id.0)).await?))
    }

    /// The broken rows of a file
    ///
    /// As a CSV file with line and reason, to be mended and imported.
    #[oai(path = "/:id/errors", method = "get", operation_id = "get_import_errors")]
    async fn errors(&self, caller: Caller, id: Path<Uuid>) -> Result<CsvFile, Problem> {
        let rows = caller.call_imports.broken_rows(&caller.scope, CallImportId(id.0)).await?;
        Ok(CsvFile { name: "import-errors.csv", rows })
    }

    /// Calls that stayed when an import was taken back
    #[oai(path = "/:id/kept", method = "get", operation_id = "list_import_kept_calls")]
    async fn kept(
        &self,
        caller: Caller,
        id: Path<Uuid>,
        query: Params<ImportsQuery>,
    ) -> Result<Answer<KeptPage>, Problem> {
        let page = page(query.0.limit, query.0.cursor);
        let found = caller.call_imports.kept(&caller.scope, CallImportId(id.0), &page).await?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        let row = |kept: ports::KeptCall| KeptCall {
            call_id: kept.call.uuid(),
            because: Word(kept.because),
        };
        let data = found.items.into_iter().map(row).collect();
        Ok(Answer(KeptPage { data, has_more: next_cursor.is_some(), next_cursor }))
    }
}
