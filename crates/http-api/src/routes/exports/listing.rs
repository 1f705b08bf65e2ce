//! The exports of a workspace.

use super::export::Export;
use crate::{
    answer::{Answer, Done},
    auth::Caller,
    problem::Problem,
    request::{Params, page},
    routes::{Part, names::names},
};
use callboard_kernel::CallJobId;
use poem_openapi::{Object, OpenApi, param::Path};
use uuid::Uuid;

/// A page of exports.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct ExportPage {
    /// Newest first.
    data: Vec<Export>,
    /// Where the next page starts.
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// Which page.
#[derive(Object)]
pub(crate) struct ExportQuery {
    /// Where the page before ended.
    #[oai(validator(min_length = 1, max_length = 1000, pattern = "^[A-Za-z0-9_-]+$"))]
    cursor: Option<String>,
    /// Rows of a page.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    limit: Option<u32>,
    /// Only the own ones.
    mine: Option<bool>,
}

pub(crate) struct ExportsApi;

#[OpenApi(prefix_path = "/exports", tag = "Part::Exports")]
impl ExportsApi {
    /// List exports
    ///
    /// Everybody's, newest first.
    #[oai(path = "/", method = "get", operation_id = "list_exports")]
    async fn list(
        &self,
        caller: Caller,
        query: Params<ExportQuery>,
    ) -> Result<Answer<ExportPage>, Problem> {
        let own = query.0.mine.unwrap_or(false);
        let page = page(query.0.limit, query.0.cursor);
        let found = caller.exports.list(&caller.scope, own, &page).await?;
        let names = names(&caller).await?;
        let next_cursor = found.next.map(|cursor| cursor.0);
        let data = found.items.into_iter().map(|item| Export::of(&caller, item, &names)).collect();
        Ok(Answer(ExportPage { data, has_more: next_cursor.is_some(), next_cursor }))
    }

    /// One export
    ///
    /// How far it is, and once it is ready a new link to its file.
    #[oai(path = "/:id", method = "get", operation_id = "get_export")]
    async fn get(&self, caller: Caller, id: Path<Uuid>) -> Result<Answer<Export>, Problem> {
        let item = caller.exports.get(&caller.scope, CallJobId(id.0)).await?;
        let names = names(&caller).await?;
        Ok(Answer(Export::of(&caller, item, &names)))
    }

    /// Stop an export, or remove its file
    ///
    /// One that runs stops after the block that it writes; the file of one that is done is removed at once.
    #[oai(path = "/:id", method = "delete", operation_id = "delete_export")]
    async fn remove(&self, caller: Caller, id: Path<Uuid>) -> Result<Done, Problem> {
        caller.exports.remove(&caller.scope, CallJobId(id.0)).await?;
        Ok(Done)
    }
}
