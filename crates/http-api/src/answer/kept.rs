//! Files that strangers made. They are given away to be saved and never to be looked at: whatever is in one, a browser neither shows
//! it nor runs it, and a page that frames it gets a sandbox without anything.

use super::{meta, stream::disposition};
use poem::{
    Body, IntoResponse, Response,
    http::{HeaderName, HeaderValue, StatusCode, header},
};
use poem_openapi::{
    ApiResponse,
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry},
};
use std::ops::Range;

/// Nothing may run, be loaded or be sent from it.
const SANDBOX: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// A file, or a part of one.
pub(crate) struct Kept(Response);

/// What a file is called and is.
pub(crate) struct Label<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// Its media type, by its content.
    pub(crate) media_type: &'a str,
    /// Its entity tag.
    pub(crate) tag: String,
}

impl Kept {
    /// A file to keep. `whole` is the length of all of it when `span` is only a part.
    pub(crate) fn of(label: &Label<'_>, span: Range<u64>, whole: Option<u64>, body: Body) -> Self {
        let status = if whole.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
        let mut response = Response::builder().status(status).body(body);
        let mut set = |name: HeaderName, value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        };
        set(header::CONTENT_TYPE, label.media_type.to_owned());
        set(header::CONTENT_DISPOSITION, disposition("attachment", label.name));
        set(header::CONTENT_LENGTH, (span.end - span.start).to_string());
        set(header::CONTENT_SECURITY_POLICY, SANDBOX.to_owned());
        set(header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned());
        set(header::CACHE_CONTROL, "private, no-store".to_owned());
        set(header::REFERRER_POLICY, "no-referrer".to_owned());
        set(header::ETAG, label.tag.clone());
        set(header::ACCEPT_RANGES, "bytes".to_owned());
        if let Some(whole) = whole {
            let last = span.end.saturating_sub(1);
            set(header::CONTENT_RANGE, format!("bytes {}-{last}/{whole}", span.start));
        }
        Self(response)
    }

    /// Nothing of the file is in the range that was asked for.
    pub(crate) fn unsatisfiable(whole: u64) -> Self {
        let response = Response::builder()
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header(header::CONTENT_RANGE, format!("bytes */{whole}"))
            .finish();
        Self(response)
    }
}

impl IntoResponse for Kept {
    fn into_response(self) -> Response {
        self.0
    }
}

impl ApiResponse for Kept {
    fn meta() -> MetaResponses {
        let file = |status, description| MetaResponse {
            content: vec![MetaMediaType {
                content_type: "application/octet-stream",
                schema: MetaSchemaRef::Inline(Box::new(MetaSchema {
                    format: Some("binary"),
                    ..MetaSchema::new("string")
                })),
            }],
            ..meta(status, description, None)
        };
        MetaResponses {
            responses: vec![
                file(200, "The file, under the media type of its content."),
                file(206, "The part of the file that was asked for."),
                meta(416, "Nothing of the file is in the range.", None),
            ],
        }
    }
    fn register(_: &mut Registry) {}
}
