//! The card of a call, for paper.

use super::card;
use crate::{answer::Stream, auth::Caller, problem::Problem, routes::Part};
use callboard_kernel::CallId;
use poem::Body;
use poem_openapi::{OpenApi, param::Path};
use uuid::Uuid;

pub(crate) struct PrintApi;

#[OpenApi(prefix_path = "/calls", tag = "Part::Exports")]
impl PrintApi {
    /// Print a call
    ///
    /// A card for the crew as PDF: whom to visit, where and why, the promises, what happened before, and lines to write on.
    #[oai(path = "/:id/print", method = "get", operation_id = "print_call")]
    async fn print(&self, caller: Caller, id: Path<Uuid>) -> Result<Stream, Problem> {
        let card = card::of(&caller, CallId(id.0)).await?;
        let printed = caller.exports.print_card(&caller.scope, card).await?;
        let length = printed.len() as u64;
        Ok(Stream::shown(&format!("call-{}.pdf", id.0), length, Body::from(printed)))
    }
}
