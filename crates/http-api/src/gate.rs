//! The one door of the API. Before a handler sees a request it is known which operation it means, that it comes from our
//! own pages, who sends it, and that it fits the document.

use crate::{
    auth::{self, Caller},
    document::{Document, Operation, Place, unknown},
    problem::{self, Problem},
    services::ApiServices,
};
use callboard_kernel::Invalid;
use poem::{
    Endpoint, EndpointExt, IntoEndpoint, IntoResponse, Request, Response, Result,
    endpoint::BoxEndpoint,
    error::ReadBodyError,
    http::{HeaderValue, Method, StatusCode, Uri, header},
};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Largest body of a request in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// The query of a request as a JSON object that fits the document.
#[derive(Clone)]
pub(crate) struct CheckedQuery(pub(crate) Value);

/// Template of the address of a request, for the access log.
#[derive(Clone)]
pub(crate) struct RouteTemplate(pub(crate) String);

/// The API behind its door.
pub(crate) struct Gate {
    handlers: BoxEndpoint<'static, Response>,
    document: Arc<Document>,
    services: Arc<ApiServices>,
}

impl Gate {
    /// Puts the door before the handlers.
    pub(crate) fn new(document: Arc<Document>, services: Arc<ApiServices>) -> Self {
        let handlers = crate::document::service()
            .into_endpoint()
            .catch_all_error(|error: poem::Error| async move { problem::of_poem(error) })
            .map_to_response()
            .boxed();
        Self { handlers, document, services }
    }

    /// Finds the operation and lets the request through to it. The template of the address goes along for the log.
    async fn pass(&self, request: Request) -> (Option<RouteTemplate>, Result<Response, Problem>) {
        let path = own_path(request.uri().path()).to_owned();
        match self.document.catalogue.find(request.method(), &path) {
            Place::Here { template, operation, values } => {
                let route = RouteTemplate(format!("{} {template}", request.method()));
                (Some(route), self.admit(request, &path, operation, &values).await)
            }
            Place::OtherMethod { allow } => (None, Err(other_method(&allow))),
            Place::Nowhere => (None, Err(Problem::of_status(StatusCode::NOT_FOUND))),
        }
    }

    async fn admit(
        &self,
        mut request: Request,
        path: &str,
        operation: &Operation,
        values: &[(&str, String)],
    ) -> Result<Response, Problem> {
        auth::check_origin(&request, &self.services.site)?;
        request.extensions_mut().insert(self.services.clone());
        let mut allowance = None;
        if !operation.is_open {
            let caller = Caller::of(&request, &self.services).await?;
            allowance = self.services.limits.take(&caller)?;
            request.extensions_mut().insert(caller);
        }
        let answer = self.handle(request, path, operation, values).await;
        let mut response = answer.unwrap_or_else(IntoResponse::into_response);
        if let Some(allowance) = allowance {
            allowance.tell(&mut response);
        }
        Ok(response)
    }

    async fn handle(
        &self,
        mut request: Request,
        path: &str,
        operation: &Operation,
        values: &[(&str, String)],
    ) -> Result<Response, Problem> {
        self.check_path(operation, values)?;
        let pairs = request.params().map_err(|_| Problem::of_status(StatusCode::BAD_REQUEST))?;
        let query = self.check_query(operation, pairs)?;
        request.extensions_mut().insert(CheckedQuery(query));
        self.check_body(operation, &mut request).await?;
        set_path(&mut request, path);
        Ok(self.handlers.get_response(request).await)
    }

    fn check_path(&self, operation: &Operation, values: &[(&str, String)]) -> Result<(), Problem> {
        let mut wrong = Invalid::default();
        for parameter in &operation.path {
            let value = values.iter().find(|(name, _)| *name == parameter.name);
            if let Some((_, value)) = value {
                let value = Value::from(value.as_str());
                wrong.0.extend(
                    self.document.schemas.check(&parameter.schema, &value, &parameter.name).0,
                );
            }
        }
        wrong.check().map_err(|wrong| Problem::invalid(wrong.0))
    }

    /// The query as an object: repeated parameters are lists, numbers and booleans are what the document calls them.
    fn check_query(
        &self,
        operation: &Operation,
        pairs: Vec<(String, String)>,
    ) -> Result<Value, Problem> {
        let mut wrong = Invalid::default();
        for (name, _) in &pairs {
            if operation.query.iter().all(|parameter| parameter.name != *name) {
                let known = operation.query.iter().map(|parameter| parameter.name.as_str());
                wrong.push(name, "unknown_parameter", unknown("parameter", name, known));
            }
        }
        let mut checked = Map::new();
        for parameter in &operation.query {
            let given = pairs.iter().filter(|(name, _)| *name == parameter.name);
            let given: Vec<_> = given.map(|(_, value)| value.as_str()).collect();
            let schema = self.document.schemas.resolve(&parameter.schema);
            let value = match (schema["type"] == "array", given.as_slice()) {
                (_, []) if parameter.required => {
                    wrong.push(&parameter.name, "required", "Is required.");
                    continue;
                }
                (_, []) => continue,
                (true, given) => {
                    let items = self.document.schemas.resolve(&schema["items"]);
                    given.iter().map(|text| typed(text, items)).collect()
                }
                (false, [one]) => typed(one, schema),
                (false, _) => {
                    wrong.push(&parameter.name, "repeated", "May be given once.");
                    continue;
                }
            };
            wrong
                .0
                .extend(self.document.schemas.check(&parameter.schema, &value, &parameter.name).0);
            checked.insert(parameter.name.clone(), value);
        }
        wrong.check().map_err(|wrong| Problem::invalid(wrong.0))?;
        Ok(Value::Object(checked))
    }

    async fn check_body(
        &self,
        operation: &Operation,
        request: &mut Request,
    ) -> Result<(), Problem> {
        let Some((schema, required)) = &operation.body else {
            return Ok(());
        };
        let is_json = request.content_type().is_some_and(is_json);
        let bytes =
            request.take_body().into_bytes_limit(MAX_BODY).await.map_err(|error| match error {
                ReadBodyError::PayloadTooLarge => Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE),
                _ => Problem::of_status(StatusCode::BAD_REQUEST),
            })?;
        if !bytes.is_empty() || *required {
            if !is_json {
                return Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
            }
            let value: Value = serde_json::from_slice(&bytes).map_err(|error| malformed(&error))?;
            let wrong = self.document.schemas.check(schema, &value, "");
            wrong.check().map_err(|wrong| Problem::invalid(wrong.0))?;
        }
        // An absent optional body is still a JSON body to the handler: an empty one.
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(header::CONTENT_TYPE, json);
        request.set_body(bytes);
        Ok(())
    }
}

impl Endpoint for Gate {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let (route, answer) = self.pass(request).await;
        let mut response = answer.unwrap_or_else(IntoResponse::into_response);
        if let Some(route) = route {
            response.set_data(route);
        }
        Ok(response)
    }
}

/// The path after `/api/v1` or `/api`, which are the same.
fn own_path(path: &str) -> &str {
    let rest = path.strip_prefix("/api").unwrap_or(path);
    match rest.strip_prefix("/v1") {
        Some(inner) if inner.is_empty() || inner.starts_with('/') => inner,
        _ => rest,
    }
}

fn set_path(request: &mut Request, path: &str) {
    let target = match request.uri().query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    if let Ok(uri) = target.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
}

fn other_method(allow: &str) -> Problem {
    let problem = Problem::of_status(StatusCode::METHOD_NOT_ALLOWED);
    match HeaderValue::from_str(allow) {
        Ok(allow) => problem.with_header(header::ALLOW, allow),
        Err(_) => problem,
    }
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

fn malformed(error: &serde_json::Error) -> Problem {
    let place = format!("line {}, column {}", error.line(), error.column());
    Problem::new(
        StatusCode::BAD_REQUEST,
        "malformed_json",
        format!("The body is no JSON ({place})."),
    )
}

/// A text of a query as the type that the document gives it; what does not fit stays a text and is refused as one.
fn typed(text: &str, schema: &Value) -> Value {
    let typed = match schema["type"].as_str() {
        Some("integer") => text.parse::<i64>().ok().map(Value::from),
        Some("number") => text.parse::<f64>().ok().filter(|n| n.is_finite()).map(Value::from),
        Some("boolean") => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    };
    typed.unwrap_or_else(|| Value::from(text))
}

/// Whether a method changes nothing.
pub(crate) fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_prefixes_lead_to_the_same_path() {
        assert_eq!(own_path("/api/calls"), "/calls");
        assert_eq!(own_path("/api/v1/calls"), "/calls");
        assert_eq!(own_path("/api/v1beta"), "/v1beta");
    }
}
