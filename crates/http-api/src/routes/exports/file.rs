//! The file of an export, by a signed link.

use crate::{
    answer::Stream,
    auth::{Grant, Refused, plain, scope_of},
    problem::Problem,
    request::Params,
    routes::Part,
    services::ApiServices,
};
use callboard_calls::{Exports, READ_AT_ONCE, export::ExportFile};
use callboard_kernel::{CallJobId, Scope, WorkspaceId};
use futures_util::{TryStreamExt, stream};
use poem::{Body, Request, http::header};
use poem_openapi::{Object, OpenApi, param::Path};
use std::{ops::Range, str::FromStr, sync::Arc};
use uuid::Uuid;

/// What a link is made of. Texts as they come: whatever is wrong with them, there is no such file.
#[derive(Object)]
pub(crate) struct LinkQuery {
    /// Whose file it is.
    #[oai(validator(max_length = 60))]
    workspace: String,
    /// Whom the link was given to.
    #[oai(validator(max_length = 60))]
    by: String,
    /// Until when it opens, in seconds since the epoch.
    #[oai(validator(max_length = 30))]
    until: String,
    /// The proof that we made it.
    #[oai(validator(max_length = 100))]
    signature: String,
}

impl LinkQuery {
    fn grant(&self, file: CallJobId) -> Result<Grant, Refused> {
        let until = i64::from_str(&self.until).map_err(|_| Refused::Forged)?;
        if until.to_string() != self.until {
            return Err(Refused::Forged);
        }
        let workspace = WorkspaceId(plain(&self.workspace)?);
        Ok(Grant { workspace, file, to: self.by.parse()?, until })
    }
}

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
        let grant = query.0.grant(CallJobId(id.0))?;
        services.links.check(&grant, &query.0.signature, services.clock.now())?;
        let scope = scope_of(&services, &grant).await?;
        let exports = &services.exports;
        let tag = format!("\"{}\"", grant.file);
        let unchanged = request.header(header::IF_RANGE).is_none_or(|given| given == tag);
        let asked = request.header(header::RANGE).filter(|_| unchanged);
        let file = exports.open(&scope, grant.file, asked.unwrap_or("whole")).await?;
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

/// What of a file is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Wanted {
    Whole,
    Span(Range<u64>),
}

impl Wanted {
    /// Reads `bytes=0-99`, `bytes=100-`, `bytes=-50`. More ranges than one, and what is no range at all, is the whole
    /// file; `None` when nothing of the file is in it.
    fn of(header: &str, length: u64) -> Option<Self> {
        let Some(span) = header.strip_prefix("bytes=").and_then(|range| range.split_once('-'))
        else {
            return Some(Self::Whole);
        };
        let number = |text: &str| text.trim().parse::<u64>();
        let span = match span {
            ("", last) => match number(last) {
                Ok(0) => return None,
                Ok(last) => length.saturating_sub(last)..length,
                Err(_) => return Some(Self::Whole),
            },
            (first, "") => match number(first) {
                Ok(first) => first..length,
                Err(_) => return Some(Self::Whole),
            },
            (first, last) => match (number(first), number(last)) {
                (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(length),
                _ => return Some(Self::Whole),
            },
        };
        (!span.is_empty()).then_some(Self::Span(span))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_browsers_send_them() {
        let span = |from, to| Some(Wanted::Span(from..to));
        let cases = [
            ("bytes=0-99", span(0, 100)),
            ("bytes=0-", span(0, 1000)),
            ("bytes=900-", span(900, 1000)),
            ("bytes=-50", span(950, 1000)),
            ("bytes=-5000", span(0, 1000)),
            ("bytes=990-5000", span(990, 1000)),
            ("bytes=999-999", span(999, 1000)),
            ("bytes=1000-", None),
            ("bytes=1000-1001", None),
            ("bytes=-0", None),
            ("bytes=5-4", Some(Wanted::Whole)),
            ("bytes=0-1,5-6", Some(Wanted::Whole)),
            ("bytes=a-b", Some(Wanted::Whole)),
            ("lines=0-1", Some(Wanted::Whole)),
            ("bytes=-", Some(Wanted::Whole)),
            ("bytes=0-18446744073709551615", span(0, 1000)),
        ];
        for (header, expected) in cases {
            assert_eq!(Wanted::of(header, 1000), expected, "{header}");
        }
    }
}
