//! The OpenAPI document: made from the handlers, mended in one pass, and then the law. What is served at
//! `/api/openapi.json` is what the gate checks every request against.

mod catalogue;
mod examples;
mod polish;
mod schema;

pub(crate) use catalogue::{Catalogue, Operation, Place};
pub(crate) use schema::{Schemas, unknown};

use crate::routes;
use poem_openapi::OpenApiService;
use serde_json::Value;

const DESCRIPTION: &str = "The call desk of a home-service business: calls, triage, outcomes, follow-ups, customers. \
JSON is snake_case, instants are RFC 3339 in UTC with milliseconds, ids are UUIDs. Sign in with the session cookie or \
send an API key as `Authorization: Bearer cb_…`. Errors are `application/problem+json` (RFC 9457) and name every wrong \
field; unknown query parameters and body fields are refused. Lists are pages: give `next_cursor` back as `cursor`. \
Edits take the version as `If-Match` and answer it as `ETag`; creates that say so take an `Idempotency-Key`. \
`/api/v1` is the same service as `/api`. Live changes come over the WebSocket `/ws/calls`.";

/// The document with what the gate reads out of it.
pub(crate) struct Document {
    json: Value,
    pub(crate) catalogue: Catalogue,
    pub(crate) schemas: Schemas,
}

impl Document {
    /// Makes it.
    pub(crate) fn new() -> Self {
        let json = polish::polished(&service().spec());
        let schemas = Schemas::of(&json);
        let catalogue = Catalogue::of(&json);
        Self { json, catalogue, schemas }
    }

    /// The document as JSON.
    pub(crate) const fn json(&self) -> &Value {
        &self.json
    }

    /// The document as text.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string_pretty(&self.json).unwrap_or_default()
    }
}

/// The handlers as poem serves them, paths without prefix.
pub(crate) fn service() -> OpenApiService<routes::All, ()> {
    OpenApiService::new(routes::all(), "Callboard", env!("CARGO_PKG_VERSION"))
        .description(DESCRIPTION)
        .server("/api")
}

/// The OpenAPI document as it is served and exported.
pub fn openapi_json() -> String {
    Document::new().text()
}
