//! Bytes that are no JSON: a file to keep, or pages to look at.

use super::meta;
use poem::{
    Body, IntoResponse, Response,
    http::{HeaderName, HeaderValue, StatusCode, header},
};
use poem_openapi::{
    ApiResponse,
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry},
};
use std::ops::Range;

const CSV: &str = "text/csv; charset=utf-8";
const PDF: &str = "application/pdf";

/// A viewer of PDF is no page of ours: it may show the document and nothing else.
const VIEWER: &str =
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// A file, or a part of one.
pub(crate) struct Stream(Response);

impl Stream {
    /// A file to keep. `whole` is the length of all of it when `span` is only a part.
    pub(crate) fn of(
        name: &str,
        tag: String,
        span: Range<u64>,
        whole: Option<u64>,
        body: Body,
    ) -> Self {
        let status = if whole.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
        let mut response = begin(status, name, "attachment", span.end - span.start, body);
        let mut set = |name: HeaderName, value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        };
        set(header::ETAG, tag);
        set(header::ACCEPT_RANGES, "bytes".to_owned());
        if let Some(whole) = whole {
            let last = span.end.saturating_sub(1);
            set(header::CONTENT_RANGE, format!("bytes {}-{last}/{whole}", span.start));
        }
        Self(response)
    }

    /// A file to keep whose length is not known before it is written.
    pub(crate) fn unmeasured(name: &str, body: Body) -> Self {
        let mut response = begin(StatusCode::OK, name, "attachment", 0, body);
        response.headers_mut().remove(header::CONTENT_LENGTH);
        Self(response)
    }

    /// Pages to look at in the browser.
    pub(crate) fn shown(name: &str, length: u64, body: Body) -> Self {
        let mut response = begin(StatusCode::OK, name, "inline", length, body);
        let policy = HeaderValue::from_static(VIEWER);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
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

fn begin(status: StatusCode, name: &str, kind: &str, length: u64, body: Body) -> Response {
    let is_pdf = name.rsplit('.').next() == Some("pdf");
    Response::builder()
        .status(status)
        .content_type(if is_pdf { PDF } else { CSV })
        .header(header::CONTENT_DISPOSITION, disposition(kind, name))
        .header(header::CONTENT_LENGTH, length)
        .header(header::CACHE_CONTROL, "private, no-store")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(body)
}

/// RFC 6266: a plain name for every browser, and the exact one as RFC 8187 writes it.
pub(super) fn disposition(kind: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|sign| {
            let fine = sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_' | ' ');
            if fine { sign } else { '_' }
        })
        .collect();
    if plain == name {
        return format!("{kind}; filename=\"{plain}\"");
    }
    let exact: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

impl IntoResponse for Stream {
    fn into_response(self) -> Response {
        self.0
    }
}

impl ApiResponse for Stream {
    fn meta() -> MetaResponses {
        let file = |status, description| {
            let media = |content_type| MetaMediaType {
                content_type,
                schema: MetaSchemaRef::Inline(Box::new(MetaSchema {
                    format: Some("binary"),
                    ..MetaSchema::new("string")
                })),
            };
            MetaResponse {
                content: ["text/csv", PDF].map(media).into(),
                ..meta(status, description, None)
            }
        };
        MetaResponses {
            responses: vec![
                file(200, "The file."),
                file(206, "The part of the file that was asked for."),
                meta(416, "Nothing of the file is in the range.", None),
            ],
        }
    }
    fn register(_: &mut Registry) {}
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn no_name_breaks_out_of_the_header() {
        assert_eq!(
            disposition("attachment", "calls-1.csv"),
            "attachment; filename=\"calls-1.csv\""
        );
        assert_eq!(
            disposition("inline", "é\"; x=\r\n.pdf"),
            "inline; filename=\"___ x___.pdf\"; filename*=UTF-8''%C3%A9%22%3B%20x%3D%0D%0A.pdf"
        );
    }
}
