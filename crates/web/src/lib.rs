//! Serves the built user interface from inside the binary.
//!
//! Files under `assets/` carry a hash in their name and are kept by browsers forever; `index.html` is asked for anew each
//! time and answers every address of the UI, because the UI finds its way itself.

use poem::{
    Endpoint, IntoResponse, Request, Response, Result,
    error::NotFoundError,
    http::{HeaderMap, Method, StatusCode, header},
    web::{Compress, CompressionAlgo},
};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::{
    collections::HashMap,
    fmt::Write,
    sync::{Mutex, PoisonError},
};

#[derive(RustEmbed)]
#[folder = "$CALLBOARD_UI_FOLDER"]
struct Files;

const INDEX: &str = "index.html";
/// First parts of addresses that are never pages.
const NOT_PAGES: [&str; 6] = ["api", "ws", "hooks", "healthz", "readyz", "metrics"];
/// Shortest file that is worth compressing, in bytes.
const WORTH_COMPRESSING: usize = 1024;

/// The user interface.
pub fn ui() -> impl Endpoint<Output = Response> + 'static {
    Ui { compressed: Mutex::default() }
}

struct Ui {
    /// Compressed files by their entity tags, so that each is compressed once.
    compressed: Mutex<HashMap<String, Vec<u8>>>,
}

impl Endpoint for Ui {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let refusal = StatusCode::METHOD_NOT_ALLOWED.with_header(header::ALLOW, "GET, HEAD");
            return Ok(refusal.into_response());
        }
        let path = request.uri().path().trim_start_matches('/').to_owned();
        let (name, file) = find(&path).ok_or(NotFoundError)?;
        let response = self.answer(name, &file, request.headers()).await;
        Ok(match *request.method() {
            Method::HEAD => without_body(response),
            _ => response,
        })
    }
}

impl Ui {
    async fn answer(&self, name: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
        let tag = tag(file);
        let kept = if name.starts_with("assets/") {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let response = Response::builder()
            .header(header::ETAG, &tag)
            .header(header::CACHE_CONTROL, kept)
            .header(header::VARY, "accept-encoding");
        if header_has(headers, &header::IF_NONE_MATCH, |known| known.trim() == tag) {
            return response.status(StatusCode::NOT_MODIFIED).finish();
        }
        let kind = mime_guess::from_path(name).first_or_octet_stream();
        let is_text =
            matches!(kind.type_().as_str(), "text" | "application") || name.ends_with("svg");
        let response = response.content_type(match kind.type_().as_str() {
            "text" => format!("{kind}; charset=utf-8"),
            _ => kind.to_string(),
        });
        let wants_gzip = header_has(headers, &header::ACCEPT_ENCODING, |coding| {
            coding.split(';').next().is_some_and(|coding| coding.trim() == "gzip")
        });
        if is_text && wants_gzip && file.data.len() >= WORTH_COMPRESSING {
            let body = self.gzip(&tag, file).await;
            return response.header(header::CONTENT_ENCODING, "gzip").body(body);
        }
        response.body(file.data.to_vec())
    }

    async fn gzip(&self, tag: &str, file: &EmbeddedFile) -> Vec<u8> {
        let known =
            self.compressed.lock().unwrap_or_else(PoisonError::into_inner).get(tag).cloned();
        if let Some(known) = known {
            return known;
        }
        let plain = Response::builder().body(file.data.to_vec());
        let compressed = Compress::new(plain, CompressionAlgo::GZIP).into_response();
        let bytes = compressed.into_body().into_vec().await.unwrap_or_default();
        let mut all = self.compressed.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(tag.to_owned(), bytes.clone());
        bytes
    }
}

/// The file of an address: itself, or the index for whatever may be an address inside the UI.
fn find(path: &str) -> Option<(&str, EmbeddedFile)> {
    let first = path.split('/').next().unwrap_or_default();
    if NOT_PAGES.contains(&first) {
        return None;
    }
    if !path.is_empty()
        && let Some(file) = Files::get(path)
    {
        return Some((path, file));
    }
    let looks_like_a_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    if looks_like_a_file { None } else { Files::get(INDEX).map(|file| (INDEX, file)) }
}

/// The entity tag of a file: the start of its hash.
fn tag(file: &EmbeddedFile) -> String {
    let mut tag = String::from("\"");
    for byte in file.metadata.sha256_hash().iter().take(12) {
        // Writing into a string cannot fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

fn header_has(
    headers: &HeaderMap,
    name: &header::HeaderName,
    wanted: impl Fn(&str) -> bool,
) -> bool {
    let lines = headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(wanted)
}

fn without_body(mut response: Response) -> Response {
    drop(response.take_body());
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem::test::TestClient;

    #[tokio::test]
    async fn every_address_of_the_ui_is_the_index() {
        let client = TestClient::new(ui());
        for path in ["/", "/calls", "/calls/0190-7", "/settings/hours"] {
            let response = client.get(path).send().await;
            response.assert_status_is_ok();
            response.assert_header(header::CACHE_CONTROL, "no-cache");
            response.assert_content_type("text/html; charset=utf-8");
        }
    }

    #[tokio::test]
    async fn what_is_not_a_page_is_not_found() {
        let client = TestClient::new(ui());
        for path in ["/api/nothing", "/ws/other", "/assets/gone-123.js", "/favicon.xyz"] {
            client.get(path).send().await.assert_status(StatusCode::NOT_FOUND);
        }
        client.post("/calls").send().await.assert_status(StatusCode::METHOD_NOT_ALLOWED);
    }

    #[tokio::test]
    async fn an_unchanged_file_is_not_sent_again() {
        let client = TestClient::new(ui());
        let first = client.get("/").send().await;
        let tag = first.0.header(header::ETAG).unwrap().to_owned();
        let again = client.get("/").header(header::IF_NONE_MATCH, tag).send().await;
        again.assert_status(StatusCode::NOT_MODIFIED);
    }
}
