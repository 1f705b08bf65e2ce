//! Files that come in as a form, read as they come.

use crate::{auth::Caller, problem::Problem};
use async_trait::async_trait;
use callboard_kernel::{CallId, PortError};
use callboard_media::{MediaError, Upload, model::Attachment, ports::ByteSource};
use poem::{FromRequest, Request, RequestBody, Result, http::StatusCode, web::Multipart};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef, Registry},
};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt};

/// A sender who is silent for so long has gone.
const SILENCE: Duration = Duration::from_secs(30);
/// Bytes that are read at once.
const AT_ONCE: usize = 64 * 1024;
/// Files of one request.
const MOST_FILES: usize = 20;
/// Longest name of a file that is looked at, in bytes.
const LONGEST_NAME: usize = 1_000;

/// A form with files, whose field is called `file`.
pub(crate) struct Form(Multipart);

impl<'a> ApiExtractor<'a> for Form {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(_: &mut Registry) {}

    fn request_meta() -> Option<MetaRequest> {
        let file = MetaSchema { format: Some("binary"), ..MetaSchema::new("string") };
        let files = MetaSchema {
            items: Some(Box::new(MetaSchemaRef::Inline(Box::new(file)))),
            min_items: Some(1),
            max_items: Some(MOST_FILES),
            ..MetaSchema::new("array")
        };
        let form = MetaSchema {
            properties: vec![("file", MetaSchemaRef::Inline(Box::new(files)))],
            required: vec!["file"],
            ..MetaSchema::new("object")
        };
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType {
                content_type: "multipart/form-data",
                schema: MetaSchemaRef::Inline(Box::new(form)),
            }],
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let read = <Multipart as FromRequest>::from_request(request, body).await;
        read.map(Self).map_err(|_| no_form().into())
    }
}

fn no_form() -> Problem {
    let detail = "Send the files as `multipart/form-data`, each in a field `file`.";
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
}

/// Takes the files of a form in and keeps them, all or none.
pub(super) async fn receive(
    caller: &Caller,
    call: CallId,
    upload: Upload,
    key: Option<&str>,
    form: Form,
) -> Result<Vec<Attachment>, Problem> {
    let mut taken = Vec::new();
    match take_all(caller, call, upload, form.0, &mut taken).await {
        Ok(()) => Ok(caller.media.attach(&caller.scope, call, taken, key).await?),
        Err(problem) => {
            caller.media.drop_files(&caller.scope, &taken).await;
            Err(problem)
        }
    }
}

async fn take_all(
    caller: &Caller,
    call: CallId,
    upload: Upload,
    mut form: Multipart,
    taken: &mut Vec<Attachment>,
) -> Result<(), Problem> {
    loop {
        let next = tokio::time::timeout(SILENCE, form.next_field()).await;
        let next = next.map_err(|_| Problem::of_status(StatusCode::REQUEST_TIMEOUT))?;
        let Some(field) = next.map_err(|_| MediaError::BrokenOff)? else { return Ok(()) };
        if field.name() != Some("file") || taken.len() == MOST_FILES {
            return Err(no_form());
        }
        let name: String =
            field.file_name().unwrap_or_default().chars().take(LONGEST_NAME).collect();
        let mut source = Incoming { bytes: Box::pin(field.into_async_read()), broken: false };
        let one = caller.media.take_in(&caller.scope, call, upload, &name, &mut source).await;
        match one {
            Ok(one) => taken.push(one),
            Err(_) if source.broken => return Err(MediaError::BrokenOff.into()),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Bytes of a field, as they come.
struct Incoming<R> {
    bytes: R,
    /// The sender fell silent or broke off.
    broken: bool,
}

#[async_trait]
impl<R: AsyncRead + Send + Unpin> ByteSource for Incoming<R> {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        let mut piece = Vec::with_capacity(AT_ONCE);
        let read = tokio::time::timeout(SILENCE, self.bytes.read_buf(&mut piece)).await;
        match read {
            Ok(Ok(0)) => Ok(None),
            Ok(Ok(_)) => Ok(Some(piece)),
            Ok(Err(error)) => {
                self.broken = true;
                Err(PortError::unavailable("upload.read", error))
            }
            Err(error) => {
                self.broken = true;
                Err(PortError::unavailable("upload.read", error))
            }
        }
    }
}
