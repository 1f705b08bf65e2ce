//! Errors as RFC 9457 problem documents, and the one place where an error of a domain becomes a status.

use crate::{fields::Instant, routes::refused::RefusedRule};
use callboard_kernel::{Classify, ErrorKind, FieldError};
use poem::{
    IntoResponse, Response,
    http::{HeaderName, HeaderValue, StatusCode, header},
};
use poem_openapi::{
    ApiResponse, Object,
    registry::{MetaResponses, Registry},
    types::{ToJSON, Type},
};
use std::error::Error;
use uuid::Uuid;

/// Media type of problem documents.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// One wrong field.
#[derive(Object, Clone, Debug)]
#[oai(rename = "FieldError")]
pub(crate) struct WrongField {
    /// Where it is in the request, such as `follow_up.due_at` or `tags.0`.
    pub(crate) path: String,
    /// Stable word for programs, such as `required`.
    pub(crate) code: String,
    /// Sentence for people.
    pub(crate) message: String,
}

impl From<FieldError> for WrongField {
    fn from(error: FieldError) -> Self {
        Self { path: error.path, code: error.code.to_owned(), message: error.message }
    }
}

/// Somebody or something with its name.
#[derive(Object, Clone, Debug, serde::Serialize)]
pub(crate) struct PersonRef {
    /// Id.
    pub(crate) id: Uuid,
    /// Name.
    pub(crate) name: String,
}

/// A problem document (RFC 9457).
#[derive(Object, Clone, Debug)]
#[oai(rename = "Problem", skip_serializing_if_is_none)]
pub(crate) struct ProblemBody {
    /// Where this kind of problem is described.
    #[oai(rename = "type")]
    pub(crate) kind: String,
    /// The kind of problem in words.
    pub(crate) title: String,
    /// HTTP status.
    pub(crate) status: u16,
    /// What happened this time.
    pub(crate) detail: String,
    /// Stable word for programs, such as `outcome_incomplete`.
    pub(crate) code: String,
    /// Wrong fields, all of them at once.
    pub(crate) errors: Vec<WrongField>,
    /// Id of the request, to find it in the server's log.
    pub(crate) instance: Option<String>,
    /// With `choose_workspace`: the workspaces in which the password is right.
    pub(crate) workspaces: Option<Vec<PersonRef>>,
    /// With `held_by_other`: who holds the call.
    pub(crate) by: Option<PersonRef>,
    /// With `held_by_other`: until when, unless renewed.
    pub(crate) until: Option<Instant>,
    /// With `contact_refused`: the rules of contact that forbid it, the strictest first.
    pub(crate) refusals: Option<Vec<RefusedRule>>,
}

/// An error on its way out. Boxed so that results stay small.
#[derive(Debug)]
pub(crate) struct Problem(Box<Parts>);

#[derive(Debug)]
struct Parts {
    body: ProblemBody,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem of this status.
    pub(crate) fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        let body = ProblemBody {
            kind: format!("/api/docs#problem-{code}"),
            title: title_of(status).to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            code: code.to_owned(),
            errors: Vec::new(),
            instance: None,
            workspaces: None,
            by: None,
            until: None,
            refusals: None,
        };
        Self(Box::new(Parts { body, headers: Vec::new() }))
    }

    /// Wrong fields (400).
    pub(crate) fn invalid(errors: Vec<FieldError>) -> Self {
        let paths: Vec<_> = errors.iter().map(|error| error.path.as_str()).collect();
        let detail = format!("Wrong: {}.", paths.join(", "));
        Self::new(StatusCode::BAD_REQUEST, "invalid", detail).with_fields(errors)
    }

    /// Nobody is signed in (401).
    pub(crate) fn not_signed_in() -> Self {
        let detail = "Sign in, or send an API key as `Authorization: Bearer …`.";
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in", detail).with_challenge()
    }

    /// A defect (500). What it was stands in the log only.
    pub(crate) fn internal() -> Self {
        let detail = "The server made a mistake; it is in its log.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }

    /// Something does not answer in time (503).
    pub(crate) fn unavailable() -> Self {
        let detail = "The server cannot do this right now; try again in a moment.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
            .with_header(header::RETRY_AFTER, HeaderValue::from_static("2"))
    }

    /// The server cannot write (507).
    pub(crate) fn no_storage() -> Self {
        let detail = "The server cannot save anything: its disk is full, or may only be read. Nothing of this request \
                      was saved; whoever runs the server must make room.";
        Self::new(StatusCode::INSUFFICIENT_STORAGE, "no_storage", detail)
            .with_header(header::RETRY_AFTER, HeaderValue::from_static("30"))
    }

    /// Adds a header.
    #[must_use]
    pub(crate) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// Adds wrong fields.
    #[must_use]
    pub(crate) fn with_fields(mut self, errors: Vec<FieldError>) -> Self {
        self.0.body.errors = errors.into_iter().map(WrongField::from).collect();
        self
    }

    /// Adds the workspaces to choose from.
    #[must_use]
    pub(crate) fn with_workspaces(mut self, workspaces: Vec<PersonRef>) -> Self {
        self.0.body.workspaces = Some(workspaces);
        self
    }

    /// Adds who holds the call.
    #[must_use]
    pub(crate) fn held(mut self, by: PersonRef, until: Instant) -> Self {
        self.0.body.by = Some(by);
        self.0.body.until = Some(until);
        self
    }

    /// Adds the rules of contact that forbid it.
    #[must_use]
    pub(crate) fn with_refusals(mut self, refusals: Vec<RefusedRule>) -> Self {
        self.0.body.refusals = Some(refusals).filter(|refusals| !refusals.is_empty());
        self
    }

    fn with_challenge(self) -> Self {
        let challenge = HeaderValue::from_static("Bearer realm=\"callboard\"");
        self.with_header(header::WWW_AUTHENTICATE, challenge)
    }

    /// The problem of an error that is no document yet: poem's own, or a panic.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status {
            StatusCode::NOT_FOUND => ("not_found", "There is nothing at this address."),
            StatusCode::METHOD_NOT_ALLOWED => {
                ("method_not_allowed", "This address knows other methods.")
            }
            StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "The request is too large."),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                ("unsupported_media_type", "Send `application/json`.")
            }
            s if s.is_client_error() => ("bad_request", "The request cannot be understood."),
            StatusCode::SERVICE_UNAVAILABLE => return Self::unavailable(),
            _ => return Self::internal(),
        };
        Self::new(status, code, detail)
    }
}

/// Decides the status of every error of every domain. What is a defect or an outage is logged here, once, with its causes.
impl<E: Classify + 'static> From<E> for Problem {
    fn from(error: E) -> Self {
        let code = error.code();
        let detail = sentence(&error.to_string());
        match error.kind() {
            ErrorKind::Invalid(errors) => {
                let mut problem = Self::invalid(errors);
                code.clone_into(&mut problem.0.body.code);
                problem
            }
            ErrorKind::Unauthenticated => {
                Self::new(StatusCode::UNAUTHORIZED, code, detail).with_challenge()
            }
            ErrorKind::Forbidden => Self::new(StatusCode::FORBIDDEN, code, detail),
            ErrorKind::NotFound => Self::new(StatusCode::NOT_FOUND, code, detail),
            ErrorKind::Conflict => Self::new(StatusCode::CONFLICT, code, detail),
            ErrorKind::Stale => Self::new(StatusCode::PRECONDITION_FAILED, code, detail),
            ErrorKind::Rule(errors) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail).with_fields(errors)
            }
            ErrorKind::TooMany { retry_after } => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, code, detail)
                    .with_header(header::RETRY_AFTER, HeaderValue::from(retry_after))
            }
            ErrorKind::Unavailable => {
                tracing::warn!(error = causes(&error), "something outside does not answer");
                Self::unavailable()
            }
            ErrorKind::NoStorage => {
                tracing::error!(error = causes(&error), "the disk is full, or may only be read");
                Self::no_storage()
            }
            ErrorKind::Internal => {
                tracing::error!(error = causes(&error), "a defect");
                Self::internal()
            }
        }
    }
}

fn sentence(fact: &str) -> String {
    let mut letters = fact.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

fn title_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "The request is wrong",
        StatusCode::UNAUTHORIZED => "Not signed in",
        StatusCode::FORBIDDEN => "Not allowed",
        StatusCode::NOT_FOUND => "Not found",
        StatusCode::CONFLICT => "Not possible now",
        StatusCode::PRECONDITION_FAILED => "Changed meanwhile",
        StatusCode::UNPROCESSABLE_ENTITY => "Something is missing",
        StatusCode::TOO_MANY_REQUESTS => "Too many attempts",
        StatusCode::SERVICE_UNAVAILABLE => "Not available",
        StatusCode::INSUFFICIENT_STORAGE => "No room to save",
        other => other.canonical_reason().unwrap_or("Problem"),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Parts { body, headers } = *self.0;
        let status = StatusCode::from_u16(body.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::builder()
            .status(status)
            .content_type(PROBLEM_JSON)
            .body(body.to_json_string());
        for (name, value) in headers {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

impl From<Problem> for poem::Error {
    fn from(problem: Problem) -> Self {
        Self::from_response(problem.into_response())
    }
}

/// The document declares problems in one pass over all operations, so a handler's own declaration is empty.
impl ApiResponse for Problem {
    fn meta() -> MetaResponses {
        MetaResponses { responses: Vec::new() }
    }

    fn register(registry: &mut Registry) {
        ProblemBody::register(registry);
    }
}

/// Any error of poem as a problem; what is one already stays as it is.
pub(crate) fn of_poem(error: poem::Error) -> Response {
    if error.is_from_response() {
        return error.into_response();
    }
    let status = error.status();
    if status.is_server_error() {
        tracing::error!(error = %error, "a request failed inside the framework");
    }
    let framework = error.into_response();
    let mut response = Problem::of_status(status).into_response();
    if let Some(allow) = framework.headers().get(header::ALLOW) {
        response.headers_mut().insert(header::ALLOW, allow.clone());
    }
    response
}
