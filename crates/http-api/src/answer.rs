//! What a successful request gets: JSON with a status, sometimes with the version as `ETag`.
//!
//! `Answer`, `Versioned` and `Created` carry small bodies through poem-openapi's own conversion; [`Rows`] carries pages, whose
//! rows go straight from serde into bytes, because the tree that the usual way builds first costs a third of such a request.

mod kept;
mod range;
mod stream;

pub(crate) use kept::{Kept, Label};
pub(crate) use range::Wanted;
pub(crate) use stream::Stream;

use callboard_kernel::Version;
use poem::{
    IntoResponse, Response,
    http::{StatusCode, header},
};
use poem_openapi::{
    ApiResponse,
    registry::{
        MetaHeader, MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
    },
    types::{ToJSON, Type},
};
use serde::Serialize;

const JSON: &str = "application/json";
/// What a page of fifty rows takes, in bytes.
const ROOM: usize = 48 * 1024;

/// 200 with a body.
pub(crate) struct Answer<T>(pub(crate) T);

/// 200 with a body and the version of what it shows as `ETag`.
pub(crate) struct Versioned<T> {
    pub(crate) body: T,
    pub(crate) version: Version,
}

/// 201 with what was made.
pub(crate) struct Created<T>(pub(crate) T);

/// 202 with what will be done.
pub(crate) struct Accepted<T>(pub(crate) T);

/// 200 with a page, serialised straight to bytes.
pub(crate) struct Rows<T>(pub(crate) T);

/// 200 with a body, or 204 when there is nothing to give.
pub(crate) enum Maybe<T> {
    /// Something.
    Some(T),
    /// Nothing.
    Nothing,
}

/// 204: done, nothing to say.
pub(crate) struct Done;

/// An entity tag of a version: `"3"`.
pub(crate) fn etag(version: Version) -> String {
    format!("\"{}\"", version.0)
}

fn bytes(status: StatusCode, body: Vec<u8>) -> Response {
    Response::builder().status(status).content_type(JSON).body(body)
}

fn respond<T: ToJSON>(status: StatusCode, body: &T) -> Response {
    bytes(status, body.to_json_string().into_bytes())
}

fn meta(status: u16, description: &'static str, schema: Option<MetaSchemaRef>) -> MetaResponse {
    MetaResponse {
        description,
        status: Some(status),
        status_range: None,
        content: schema
            .map(|schema| MetaMediaType { content_type: JSON, schema })
            .into_iter()
            .collect(),
        headers: Vec::new(),
    }
}

fn one(response: MetaResponse) -> MetaResponses {
    MetaResponses { responses: vec![response] }
}

impl<T: ToJSON> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        respond(StatusCode::OK, &self.0)
    }
}

impl<T: ToJSON> ApiResponse for Answer<T> {
    fn meta() -> MetaResponses {
        one(meta(200, "Done.", Some(T::schema_ref())))
    }
    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: ToJSON> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        respond(StatusCode::OK, &self.body)
            .with_header(header::ETAG, etag(self.version))
            .into_response()
    }
}

impl<T: ToJSON> ApiResponse for Versioned<T> {
    fn meta() -> MetaResponses {
        let mut response = meta(200, "Done.", Some(T::schema_ref()));
        response.headers.push(MetaHeader {
            name: "ETag".to_owned(),
            description: Some("Version of the thing, to be sent back as `If-Match`.".to_owned()),
            required: true,
            deprecated: false,
            schema: MetaSchemaRef::Inline(Box::new(MetaSchema::new("string"))),
        });
        one(response)
    }
    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: ToJSON> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        respond(StatusCode::CREATED, &self.0)
    }
}

impl<T: ToJSON> ApiResponse for Created<T> {
    fn meta() -> MetaResponses {
        one(meta(201, "Made.", Some(T::schema_ref())))
    }
    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: ToJSON> IntoResponse for Accepted<T> {
    fn into_response(self) -> Response {
        respond(StatusCode::ACCEPTED, &self.0)
    }
}

impl<T: ToJSON> ApiResponse for Accepted<T> {
    fn meta() -> MetaResponses {
        one(meta(202, "Will be done.", Some(T::schema_ref())))
    }
    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: Serialize + Send> IntoResponse for Rows<T> {
    fn into_response(self) -> Response {
        // Room for a page of fifty, so that the bytes are not moved from one larger place to the next.
        let mut body = Vec::with_capacity(ROOM);
        match serde_json::to_writer(&mut body, &self.0).map(|()| body) {
            Ok(body) => bytes(StatusCode::OK, body),
            Err(error) => {
                tracing::error!(%error, "a page could not be serialised");
                crate::problem::Problem::internal().into_response()
            }
        }
    }
}

impl<T: Serialize + Type> ApiResponse for Rows<T> {
    fn meta() -> MetaResponses {
        one(meta(200, "Done.", Some(T::schema_ref())))
    }
    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: ToJSON> IntoResponse for Maybe<T> {
    fn into_response(self) -> Response {
        match self {
            Self::Some(body) => respond(StatusCode::OK, &body),
            Self::Nothing => Done.into_response(),
        }
    }
}

impl<T: ToJSON> ApiResponse for Maybe<T> {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![
                meta(200, "Done.", Some(T::schema_ref())),
                meta(204, "There is nothing.", None),
            ],
        }
    }
    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        Response::builder().status(StatusCode::NO_CONTENT).finish()
    }
}

impl ApiResponse for Done {
    fn meta() -> MetaResponses {
        one(meta(204, "Done.", None))
    }
    fn register(_: &mut Registry) {}
}
