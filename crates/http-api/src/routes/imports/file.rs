//! The bytes of a file: in, as they come, and its broken rows out again.

use crate::{auth::Caller, problem::Problem};
use callboard_calls::{BrokenRows, ImportView};
use callboard_kernel::{CallImportId, Invalid};
use poem::{
    Body, IntoResponse, Response,
    http::{StatusCode, header},
};
use poem_openapi::{
    ApiResponse, Object,
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry},
};
use std::{io, time::Duration};
use tokio::io::{AsyncRead, AsyncReadExt};

/// A sender who is silent for so long has gone.
const SILENCE: Duration = Duration::from_secs(30);

/// Where the bytes belong.
#[derive(Object)]
pub(crate) struct UploadQuery {
    /// Place of the first byte in the file: 0, or `received` to go on with a file that broke off.
    #[oai(validator(minimum(value = "0")))]
    offset: Option<i64>,
}

impl UploadQuery {
    pub(super) fn offset(&self) -> u64 {
        self.offset.unwrap_or(0).unsigned_abs()
    }
}

/// Takes the bytes of a file as they come, part by part; only one part is in memory. A sender who breaks off goes on with
/// the parts that are here whole.
pub(super) async fn receive(
    caller: &Caller,
    id: CallImportId,
    mut offset: u64,
    body: Body,
) -> Result<ImportView, Problem> {
    let imports = &caller.call_imports;
    let mut bytes = body.into_async_read();
    loop {
        let wanted = imports.next_part(&caller.scope, id, offset).await?;
        let part = read_part(&mut bytes, wanted).await?;
        if (part.len() as u64) < wanted {
            return Ok(imports.get(&caller.scope, id).await?);
        }
        offset += wanted;
        let view = imports.receive(&caller.scope, id, offset - wanted, part).await?;
        if offset >= view.import.size {
            return Ok(view);
        }
    }
}

async fn read_part(bytes: &mut (impl AsyncRead + Unpin), wanted: u64) -> Result<Vec<u8>, Problem> {
    let mut part = Vec::with_capacity(wanted as usize);
    let mut limited = bytes.take(wanted);
    loop {
        match tokio::time::timeout(SILENCE, limited.read_buf(&mut part)).await {
            Ok(Ok(0)) => return Ok(part),
            Ok(Ok(_)) => {}
            Ok(Err(error)) => {
                tracing::info!(%error, "the sender of a file broke off");
                return Ok(part);
            }
            Err(_) => return Err(Problem::of_status(StatusCode::REQUEST_TIMEOUT)),
        }
    }
}

/// Bytes that are announced must fit into what the file has left.
pub(super) fn check_length(announced: Option<u64>, left: u64) -> Result<(), Problem> {
    if announced.is_some_and(|length| length > left) {
        let message = format!("The file has {left} bytes left; announce it again with its size.");
        return Err(Problem::invalid(Invalid::field("size", "too_long", message).0));
    }
    Ok(())
}

/// 200 with a CSV file, written while it is read.
pub(crate) struct CsvFile {
    pub(super) name: &'static str,
    pub(super) rows: BrokenRows,
}

impl IntoResponse for CsvFile {
    fn into_response(self) -> Response {
        let pieces = futures_util::stream::try_unfold(self.rows, |mut rows| async move {
            let piece = rows.next().await.map_err(|error| {
                tracing::warn!(error = &error as &dyn std::error::Error, "a file broke off");
                io::Error::other("the file broke off")
            })?;
            Ok::<_, io::Error>(piece.map(|piece| (piece.into_bytes(), rows)))
        });
        Response::builder()
            .content_type("text/csv; charset=utf-8")
            .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", self.name))
            .body(Body::from_bytes_stream(pieces))
    }
}

impl ApiResponse for CsvFile {
    fn meta() -> MetaResponses {
        let schema = MetaSchemaRef::Inline(Box::new(MetaSchema::new("string")));
        MetaResponses {
            responses: vec![MetaResponse {
                description: "A CSV file.",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType { content_type: "text/csv", schema }],
                headers: Vec::new(),
            }],
        }
    }
    fn register(_: &mut Registry) {}
}
