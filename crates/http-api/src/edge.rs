//! Around every request: an id, a deadline, a log line without personal data, headers that keep browsers safe, compression.

use crate::{
    auth::Site, gate::RouteTemplate, metrics::HttpMetrics, problem::Problem, services::ApiServices,
    unread,
};
use callboard_kernel::IdGen;
use futures_util::FutureExt;
use poem::{
    Endpoint, IntoResponse, Request, Response, Result,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    web::{Compress, CompressionAlgo, CompressionLevel},
};
use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration, time::Instant};
use tracing::{Instrument, field::Empty};

/// No request takes longer; what would is answered with 503 and rolled back.
const DEADLINE: Duration = Duration::from_secs(30);
/// A large file comes in over a slow line; its handler watches that something comes at all.
const FILE_DEADLINE: Duration = Duration::from_hours(6);
/// Shortest JSON that is worth compressing, in bytes.
const WORTH_COMPRESSING: usize = 1024;

/// Questions of machines about the server itself.
const PROBES: [&str; 2] = ["/healthz", "/readyz"];

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The outermost layer.
pub(crate) struct Edge<E> {
    inner: E,
    ids: Arc<dyn IdGen>,
    metrics: HttpMetrics,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl<E: Endpoint> Edge<E> {
    /// Around all routes.
    pub(crate) fn new(inner: E, services: &ApiServices) -> Self {
        Self {
            inner,
            ids: services.ids.clone(),
            metrics: services.metrics.clone(),
            headers: safety_headers(&services.site, services.browsers_call_twilio),
        }
    }

    async fn answer(&self, request: Request) -> Response {
        let deadline = if brings_file(&request) { FILE_DEADLINE } else { DEADLINE };
        let run = AssertUnwindSafe(self.inner.get_response(request)).catch_unwind();
        match tokio::time::timeout(deadline, run).await {
            Ok(Ok(response)) => response,
            Ok(Err(_)) => {
                tracing::error!("a handler panicked");
                Problem::internal().into_response()
            }
            Err(_) => {
                tracing::error!("a request ran into its deadline");
                Problem::unavailable().into_response()
            }
        }
    }

    fn dress(&self, response: &mut Response, id: &str, is_api: bool) {
        let headers = response.headers_mut();
        for (name, value) in &self.headers {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        if is_api {
            let no_store = HeaderValue::from_static("no-store");
            headers.entry(header::CACHE_CONTROL).or_insert(no_store);
        }
        if let Ok(id) = HeaderValue::from_str(id) {
            headers.insert(REQUEST_ID, id);
        }
    }
}

impl<E: Endpoint> Endpoint for Edge<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let began = Instant::now();
        let id = self.ids.next().to_string();
        let method = request.method().clone();
        let path = request.uri().path();
        let is_api = path.starts_with("/api") || path.starts_with("/ws") || PROBES.contains(&path);
        let takes_gzip = takes_gzip(&request);
        let span = tracing::info_span!("request", id = %id, status = Empty, otel.name = Empty);
        let rest = unread::keep_reading(&mut request);
        let mut response = self.answer(request).instrument(span.clone()).await;
        if is_api && takes_gzip {
            response = compressed(response).await;
        }
        self.dress(&mut response, &id, is_api);
        let route = response.data::<RouteTemplate>().map_or("-", |route| route.0.as_str());
        let took = began.elapsed();
        let ms = took.as_secs_f64() * 1000.0;
        let status = response.status().as_u16();
        self.metrics.answered(route, status, took);
        span.record("status", status);
        if route != "-" {
            span.record("otel.name", route);
        }
        span.in_scope(
            || tracing::info!(target: "callboard::access", %method, route, status, ms, "answered"),
        );
        rest.await;
        Ok(response)
    }
}

fn safety_headers(site: &Site, calls_twilio: bool) -> Vec<(HeaderName, HeaderValue)> {
    let socket = site.origin().replacen("http", "ws", 1);
    // A telephone in the browser talks to its company itself.
    let company = if calls_twilio { " https://*.twilio.com wss://*.twilio.com" } else { "" };
    let policy = format!(
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
         font-src 'self' data:; connect-src 'self' {socket}{company}; media-src 'self' blob:; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), payment=(), usb=()"),
    ];
    let mut headers: Vec<_> = fixed
        .into_iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.push((header::CONTENT_SECURITY_POLICY, policy));
    }
    if site.is_secure() {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.push((header::STRICT_TRANSPORT_SECURITY, year));
    }
    headers
}

/// Whether the body is a file, which is read as it comes.
fn brings_file(request: &Request) -> bool {
    let path = request.uri().path();
    let import =
        request.method() == Method::PUT && path.contains("/imports/") && path.ends_with("/file");
    let media = request.method() == Method::POST
        && path.contains("/calls/")
        && (path.ends_with("/attachments") || path.ends_with("/photos"));
    path.starts_with("/api/") && (import || media)
}

fn takes_gzip(request: &Request) -> bool {
    let accepted = request.header(header::ACCEPT_ENCODING).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"))
            && parts.next() != Some("q=0")
    })
}

/// Compresses longer JSON. Its bytes are in memory already, so its length is known.
async fn compressed(mut response: Response) -> Response {
    let is_json = response.content_type().is_some_and(|kind| kind.contains("json"));
    let done = response.headers().contains_key(header::CONTENT_ENCODING);
    if !is_json || done || response.status() == StatusCode::SWITCHING_PROTOCOLS {
        return response;
    }
    let Ok(bytes) = response.take_body().into_bytes().await else {
        return Problem::internal().into_response();
    };
    let long = bytes.len() >= WORTH_COMPRESSING;
    response.set_body(bytes);
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    if long {
        let compress = Compress::new(response, CompressionAlgo::GZIP);
        return compress.with_quality(CompressionLevel::Fastest).into_response();
    }
    response
}
