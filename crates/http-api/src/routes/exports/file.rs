//! The file of an export, by a signed link.

use crate::{
    answer::{Stream, Wanted},
    auth::{LinkQuery, Linked, scope_of},
    problem::Problem,
    request::Params,
    routes::Part,
    services::ApiServices,
};
use callboard_calls::{Exports, READ_AT_ONCE, export::ExportFile};
use callboard_kernel::{CallJobId, Scope};
use futures_util::{TryStreamExt, stream};
use poem::{Body, Request, http::header};
use poem_openapi::{OpenApi, param::Path};
use std::{ops::Range, sync::Arc};
use uuid::Uuid;

pub(crate) struct FileApi;

#[OpenApi(prefix_path = "/exports", tag = "Part::Exports")]
impl FileApi {
    /// Fetch the file of an export
    ///
    /// By the `download_url` of the export, without a cookie or key. Takes a range.
    #[oai(path = "/:id/file", method = "get", operation_id = "download_export")]
    async fn fetch(
        &self,
        request: &Request,
        id: Path<Uuid>,
        query: Params<LinkQuery>,
    ) -> Result<Stream, Problem> {
        let services = request.extensions().get::<Arc<ApiServices>>().cloned();
        let services = services.ok_or_else(Problem::internal)?;
        let grant = query.0.checked(&services, Linked::Export, id.0)?;
        let scope = scope_of(&services, &grant).await?;
        let exports = &services.exports;
        let tag = format!("\"{}\"", grant.file);
        let unchanged = request.header(header::IF_RANGE).is_none_or(|given| given == tag);
        let asked = request.header(header::RANGE).filter(|_| unchanged);
        let file = exports.open(&scope, CallJobId(grant.file), asked.unwrap_or("whole")).await?;
        let length = file.bytes();
        let Some(range) = asked.map_or(Some(Wanted::Whole), |asked| Wanted::of(asked, length))
        else {
            return Ok(Stream::unsatisfiable(length));
        };
        let (span, is_part) = match range {
            Wanted::Whole => (0..length, false),
            Wanted::Span(span) => (span, true),
        };
        let body =
            Body::from_bytes_stream(read(exports.clone(), scope, file.clone(), span.clone()));
        Ok(Stream::of(&file.name, tag, span, is_part.then_some(length), body))
    }
}

/// The bytes of a span, a little at a time.
fn read(
    exports: Arc<Exports>,
    scope: Scope,
    file: ExportFile,
    span: Range<u64>,
) -> impl futures_util::Stream<Item = std::io::Result<Vec<u8>>> + Send + 'static {
    let begun = (exports, scope, file, span);
    stream::try_unfold(begun, |(exports, scope, file, span)| async move {
        if span.is_empty() {
            return Ok(None);
        }
        let most = (span.end - span.start).min(READ_AT_ONCE);
        let bytes = exports.read(&scope, &file, span.start, most).await.map_err(broken)?;
        if bytes.is_empty() {
            return Err(broken("the file ends too early"));
        }
        let span = span.start + bytes.len() as u64..span.end;
        Ok(Some((bytes, (exports, scope, file, span))))
    })
    .inspect_err(|error| tracing::error!(%error, "a download broke off"))
}

fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> std::io::Error {
    std::io::Error::other(error)
}
