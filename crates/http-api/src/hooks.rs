//! Where the telephone company reports: not a part of the API, signed by the company and not by us, and answered in its
//! language. The secret in the address is the tenant.

mod reporters;

pub use reporters::Reporters;

use crate::{auth::source, services::ApiServices};
use callboard_kernel::Classify;
use callboard_switchboard::HookError;
use callboard_telephony::{HttpMethod, RawWebhook, WebhookError, WebhookKind, WrittenAnswer};
use poem::{
    Endpoint, IntoResponse, Request, Response, Result,
    http::{HeaderValue, Method, StatusCode, header},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::Semaphore;

/// The largest report in bytes; real ones have a few kilobytes.
const LARGEST: usize = 1024 * 1024;
/// How long a report may take to arrive.
const ARRIVES_WITHIN: Duration = Duration::from_secs(5);
/// Reports of calls that are worked at once; what rings has a lane of its own.
const CALLS_AT_ONCE: usize = 64;
/// Other reports that are worked at once.
const OTHERS_AT_ONCE: usize = 64;
/// How long a report waits for its turn before the company is asked to come again.
const TURN_WITHIN: Duration = Duration::from_secs(2);
/// When to come again, in seconds.
const COME_AGAIN_S: &str = "2";

/// The telephone companies that report over the network, with their names in addresses.
const PROVIDERS: [&str; 1] = ["twilio"];

/// `/hooks/:provider/:opaque/:what`.
pub(crate) struct Hooks {
    services: Arc<ApiServices>,
    calls: Semaphore,
    others: Semaphore,
}

impl Hooks {
    /// Over the switchboard.
    pub(crate) fn new(services: Arc<ApiServices>) -> Self {
        Self {
            services,
            calls: Semaphore::new(CALLS_AT_ONCE),
            others: Semaphore::new(OTHERS_AT_ONCE),
        }
    }

    async fn answer(&self, request: Request) -> Response {
        let Some((provider, opaque, kind)) = address(&request) else {
            return status(StatusCode::NOT_FOUND);
        };
        if !self.services.hooks_from.allow(&source(&request, &self.services.site)) {
            tracing::warn!("a report came from a network that none may come from");
            return status(StatusCode::FORBIDDEN);
        }
        let method = match *request.method() {
            Method::GET => HttpMethod::Get,
            Method::POST => HttpMethod::Post,
            _ => return status(StatusCode::METHOD_NOT_ALLOWED),
        };
        let lane = if asks(kind) { &self.calls } else { &self.others };
        let Ok(Ok(_turn)) = tokio::time::timeout(TURN_WITHIN, lane.acquire()).await else {
            return come_again();
        };
        let raw = match self.raw(request, kind, method).await {
            Ok(raw) => raw,
            Err(code) => return status(code),
        };
        match self.services.switchboard.receive(provider, &opaque, raw).await {
            Ok(answer) => written(answer),
            Err(error) => refused(&error),
        }
    }

    /// The request byte by byte as it was signed: our own address, not what the request says of it.
    async fn raw(
        &self,
        mut request: Request,
        kind: WebhookKind,
        method: HttpMethod,
    ) -> Result<RawWebhook, StatusCode> {
        let target = request.original_uri().path_and_query().map(ToString::to_string);
        let url = format!("{}{}", self.services.hooks_origin, target.unwrap_or_default());
        let headers = request
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
            .collect();
        let body = request.take_body().into_bytes_limit(LARGEST);
        let body = match tokio::time::timeout(ARRIVES_WITHIN, body).await {
            Ok(Ok(body)) => body.to_vec(),
            Ok(Err(poem::error::ReadBodyError::PayloadTooLarge)) => {
                return Err(StatusCode::PAYLOAD_TOO_LARGE);
            }
            Ok(Err(_)) => return Err(StatusCode::BAD_REQUEST),
            Err(_) => return Err(StatusCode::REQUEST_TIMEOUT),
        };
        Ok(RawWebhook { kind, method, url, headers, body })
    }
}

impl Endpoint for Hooks {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        Ok(self.answer(request).await)
    }
}

fn address(request: &Request) -> Option<(&'static str, String, WebhookKind)> {
    let mut parts = request.original_uri().path().trim_matches('/').split('/').skip(1);
    let provider = parts.next()?;
    let provider = PROVIDERS.into_iter().find(|known| *known == provider)?;
    let opaque = parts.next()?;
    let kind = match parts.next()? {
        "voice" => WebhookKind::Call,
        "continue" => WebhookKind::Continued,
        "status" => WebhookKind::CallStatus,
        "recording" => WebhookKind::Recording,
        "transcription" => WebhookKind::Transcription,
        "amd" => WebhookKind::Machine,
        "sms" => WebhookKind::Message,
        "sms-status" => WebhookKind::MessageStatus,
        _ => return None,
    };
    parts.next().is_none().then(|| (provider, opaque.to_owned(), kind))
}

/// Whether somebody waits at the telephone for the answer.
const fn asks(kind: WebhookKind) -> bool {
    matches!(kind, WebhookKind::Call | WebhookKind::Continued)
}

fn written(answer: WrittenAnswer) -> Response {
    let code = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = Response::builder().status(code);
    if let Some(content_type) = answer.content_type {
        response = response.content_type(content_type);
    }
    response.body(answer.body)
}

fn refused(error: &HookError) -> Response {
    match error {
        HookError::Nobody => status(StatusCode::NOT_FOUND),
        HookError::ForeignNumber
        | HookError::Webhook(WebhookError::Forged | WebhookError::Foreign) => {
            tracing::warn!(why = %error, "a report was not believed");
            status(StatusCode::FORBIDDEN)
        }
        HookError::Webhook(WebhookError::TooLarge) => status(StatusCode::PAYLOAD_TOO_LARGE),
        HookError::Webhook(WebhookError::Unreadable { .. }) => status(StatusCode::BAD_REQUEST),
        HookError::Webhook(WebhookError::Port(cause)) | HookError::NotKept(cause) => {
            tracing::error!(
                error = cause as &dyn std::error::Error,
                "a report could not be kept; the telephone company is asked to come again"
            );
            come_again()
        }
        HookError::Desk(cause) => {
            tracing::error!(
                code = cause.code(),
                error = cause as &dyn std::error::Error,
                "a call could not be steered; the telephone company is asked to come again"
            );
            come_again()
        }
    }
}

fn come_again() -> Response {
    let mut response = status(StatusCode::SERVICE_UNAVAILABLE);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(COME_AGAIN_S));
    response
}

fn status(code: StatusCode) -> Response {
    code.into_response()
}
