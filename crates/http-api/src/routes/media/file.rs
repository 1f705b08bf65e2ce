//! The files themselves, by signed links: no cookie is read here, so whatever is in a file, it is nobody's session.

use crate::{
    answer::{Kept, Label, Wanted as Range},
    auth::{LinkQuery, Linked, scope_of},
    problem::Problem,
    request::Params,
    routes::Part,
    services::ApiServices,
};
use callboard_kernel::{AttachmentId, RecordingId, Scope};
use callboard_media::{Media, OpenFile, READ_AT_ONCE, Wanted};
use futures_util::{TryStreamExt, stream};
use poem::{Body, Request, http::header};
use poem_openapi::{OpenApi, param::Path};
use std::{ops, sync::Arc};
use uuid::Uuid;

pub(crate) struct FilesApi;

#[OpenApi(tag = "Part::Media")]
impl FilesApi {
    /// Fetch a file of a call
    ///
    /// By the `download_url` of the attachment, without a cookie or key. Takes a range. Always given away to be saved.
    #[oai(path = "/attachments/:id/file", method = "get", operation_id = "download_attachment")]
    async fn attachment(
        &self,
        request: &Request,
        id: Path<Uuid>,
        query: Params<LinkQuery>,
    ) -> Result<Kept, Problem> {
        serve(request, Linked::Attachment, id.0, &query.0).await
    }

    /// Fetch the small copy of a photo
    ///
    /// By the `thumbnail_url` of the attachment, without a cookie or key.
    #[oai(path = "/thumbnails/:id/file", method = "get", operation_id = "download_thumbnail")]
    async fn thumbnail(
        &self,
        request: &Request,
        id: Path<Uuid>,
        query: Params<LinkQuery>,
    ) -> Result<Kept, Problem> {
        serve(request, Linked::Thumbnail, id.0, &query.0).await
    }

    /// Fetch the sound of a call
    ///
    /// By the `download_url` of the recording, without a cookie or key. Takes a range.
    #[oai(path = "/recordings/:id/file", method = "get", operation_id = "download_recording")]
    async fn recording(
        &self,
        request: &Request,
        id: Path<Uuid>,
        query: Params<LinkQuery>,
    ) -> Result<Kept, Problem> {
        serve(request, Linked::Recording, id.0, &query.0).await
    }
}

async fn serve(
    request: &Request,
    what: Linked,
    id: Uuid,
    link: &LinkQuery,
) -> Result<Kept, Problem> {
    let services = request.extensions().get::<Arc<ApiServices>>().cloned();
    let services = services.ok_or_else(Problem::internal)?;
    let grant = link.checked(&services, what, id)?;
    let scope = scope_of(&services, &grant).await?;
    let wanted = match what {
        Linked::Thumbnail => Wanted::Thumbnail(AttachmentId(id)),
        Linked::Recording => Wanted::Recording(RecordingId(id)),
        Linked::Attachment | Linked::Export => Wanted::Attachment(AttachmentId(id)),
    };
    let file = services.media.open(&scope, wanted).await?;
    let tag = format!("\"{}\"", file.file);
    let unchanged = request.header(header::IF_RANGE).is_none_or(|given| given == tag);
    let asked = request.header(header::RANGE).filter(|_| unchanged);
    let Some(range) = asked.map_or(Some(Range::Whole), |asked| Range::of(asked, file.bytes)) else {
        return Ok(Kept::unsatisfiable(file.bytes));
    };
    let (span, is_part) = match range {
        Range::Whole => (0..file.bytes, false),
        Range::Span(span) => (span, true),
    };
    if span.start == 0 {
        // A player asks for many pieces of one sound: whoever takes the first one takes it.
        services.media.note_taken(&scope, wanted, &file).await?;
    }
    let label = Label { name: &file.name, media_type: file.media_type, tag };
    let bytes = read(services.media.clone(), scope, file.clone(), span.clone());
    let body = Body::from_bytes_stream(bytes);
    Ok(Kept::of(&label, span, is_part.then_some(file.bytes), body))
}

/// The bytes of a span, a little at a time.
fn read(
    media: Arc<Media>,
    scope: Scope,
    file: OpenFile,
    span: ops::Range<u64>,
) -> impl futures_util::Stream<Item = std::io::Result<Vec<u8>>> + Send + 'static {
    stream::try_unfold((media, scope, file, span), |(media, scope, file, span)| async move {
        if span.is_empty() {
            return Ok(None);
        }
        let most = (span.end - span.start).min(READ_AT_ONCE);
        let bytes = media.read(&scope, &file, span.start, most).await.map_err(broken)?;
        if bytes.is_empty() {
            return Err(broken("the file ends too early"));
        }
        let span = span.start + bytes.len() as u64..span.end;
        Ok(Some((bytes, (media, scope, file, span))))
    })
    .inspect_err(|error| tracing::error!(%error, "a download broke off"))
}

fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> std::io::Error {
    std::io::Error::other(error)
}
