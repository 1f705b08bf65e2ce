//! Requests and answers of the API, as one person or program.

use reqwest::{Method, RequestBuilder, header};
use serde_json::Value;
use std::{fmt, time::Duration};

/// No request may take longer, on a busy machine.
const DEADLINE: Duration = Duration::from_secs(30);

/// A client of the HTTP library, as one in any process needs it: with its cryptography chosen and a deadline.
pub fn plain_http() -> reqwest::ClientBuilder {
    // Refused when another test of this process chose before.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder().timeout(DEADLINE)
}

/// How a client proves who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pass {
    /// Not at all.
    None,
    /// By the text after `Bearer `.
    Key(String),
    /// By the session cookie, `name=value`.
    Session(String),
}

/// Somebody who sends requests.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    pass: Pass,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: header::HeaderMap,
    /// The body as JSON; null when it is empty or none.
    pub body: Value,
    /// The body as text.
    pub text: String,
    /// What was asked, for messages.
    pub asked: String,
}

impl Client {
    /// Somebody unknown.
    pub(crate) fn anonymous(base: &str) -> Self {
        let http = plain_http().build().expect("a client can be made");
        Self { http, base: base.to_owned(), pass: Pass::None }
    }

    /// The same server, another pass.
    pub fn with(&self, pass: Pass) -> Self {
        Self { pass, ..self.clone() }
    }

    /// The same person at another replica.
    pub fn at(&self, server: &crate::Server) -> Self {
        self.at_address(server.base())
    }

    /// The same person at another replica, by its scheme, host and port.
    pub fn at_address(&self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    /// The same person at another address of the same desk, such as a proxy; a connection for each request.
    pub fn through(&self, base: &str) -> Self {
        let http = plain_http().pool_max_idle_per_host(0).build().expect("a client can be made");
        Self { http, base: base.to_owned(), pass: self.pass.clone() }
    }

    /// The pass.
    pub fn pass(&self) -> &Pass {
        &self.pass
    }

    /// Scheme, host and port.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// GET of an address with its query.
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, &[]).await
    }

    /// POST of a JSON body; `Value::Null` sends none.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, Some(body), &[]).await
    }

    /// PATCH of a JSON body.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send("PATCH", path, Some(body), &[]).await
    }

    /// PUT of a JSON body.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, Some(body), &[]).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None, &[]).await
    }

    /// GET that may find nobody.
    pub async fn try_get(&self, path: &str) -> Option<Answer> {
        self.try_send("GET", path, None, &[]).await.ok()
    }

    /// Any request. A session sends the origin of the page as a browser does, unless `headers` say otherwise.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let sent = self.try_send(method, path, body, headers).await;
        sent.unwrap_or_else(|error| panic!("{method} {path}: {error:?}"))
    }

    /// Any request, which may find nobody.
    pub async fn try_send(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> reqwest::Result<Answer> {
        let request = self.as_from_a_page(self.raw(method, path, body), headers);
        answered(request, format!("{method} {path}")).await
    }

    /// With these headers and, for a session whose headers do not speak of it, the origin of our own page.
    fn as_from_a_page(
        &self,
        mut request: RequestBuilder,
        headers: &[(&str, &str)],
    ) -> RequestBuilder {
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let is_session = matches!(self.pass, Pass::Session(_));
        if is_session && headers.iter().all(|(name, _)| !speaks_of_origin(name)) {
            request = request.header(header::ORIGIN, &self.base);
        }
        request
    }

    /// A request with pass and body, and not a header more.
    fn raw(&self, method: &str, path: &str, body: Option<Value>) -> RequestBuilder {
        let method: Method = method.parse().expect("a method");
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        request = match &self.pass {
            Pass::None => request,
            Pass::Key(key) => request.header(header::AUTHORIZATION, format!("Bearer {key}")),
            Pass::Session(cookie) => request.header(header::COOKIE, cookie),
        };
        match body {
            Some(Value::Null) | None => request,
            Some(body) => request.json(&body),
        }
    }

    /// PUT of the bytes of a file.
    pub async fn put_bytes(&self, path: &str, bytes: Vec<u8>) -> Answer {
        self.put_bytes_with(path, bytes, &[]).await
    }

    /// The same with more headers.
    pub async fn put_bytes_with(
        &self,
        path: &str,
        bytes: Vec<u8>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let request = self.raw("PUT", path, None);
        let request = request.header(header::CONTENT_TYPE, "application/octet-stream").body(bytes);
        let sent = answered(self.as_from_a_page(request, headers), format!("PUT {path}")).await;
        sent.unwrap_or_else(|error| panic!("no answer to PUT {path}: {error:?}"))
    }

    /// POST of a file as a form, with more headers.
    pub async fn post_file(
        &self,
        path: &str,
        (name, bytes): (&str, &[u8]),
        headers: &[(&str, &str)],
    ) -> Answer {
        let boundary = "----callboard-form-of-a-test";
        let name = name.replace('"', "%22");
        let mut body = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={boundary}");
        let request = self.raw("POST", path, None).header(header::CONTENT_TYPE, kind).body(body);
        let sent = answered(self.as_from_a_page(request, headers), format!("POST {path}")).await;
        sent.unwrap_or_else(|error| panic!("no answer to POST {path}: {error:?}"))
    }

    /// Sends a body that is no JSON.
    pub async fn post_text(&self, path: &str, text: &str) -> Answer {
        self.send_bytes("POST", path, text.as_bytes().to_vec()).await
    }

    /// Sends these bytes as a JSON body, whatever they are.
    pub async fn send_bytes(&self, method: &str, path: &str, body: Vec<u8>) -> Answer {
        let request = self.raw(method, path, None).header(header::CONTENT_TYPE, "application/json");
        let request = request.header(header::ORIGIN, &self.base).body(body);
        let sent = answered(request, format!("{method} {path}")).await;
        sent.unwrap_or_else(|error| panic!("no answer to {method} {path}: {error:?}"))
    }
}

/// Sends it and reads all of the answer. `asked` is for messages.
async fn answered(request: RequestBuilder, asked: String) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await?;
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Ok(Answer { status, headers, body, text, asked })
}

fn speaks_of_origin(header: &str) -> bool {
    header.eq_ignore_ascii_case("origin") || header.eq_ignore_ascii_case("sec-fetch-site")
}

impl Answer {
    /// The body of an answer that must be good.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{self}");
        self.body
    }

    /// The body of an answer that must have this status.
    #[track_caller]
    pub fn must(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self}");
        self.body
    }

    /// The problem document of an answer that must refuse with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{self}");
        self.is_problem();
        assert_eq!(self.body["code"], code, "{self}");
        self.body
    }

    /// Fails unless the body is a problem document (RFC 9457) of the answer's status.
    #[track_caller]
    pub fn is_problem(&self) {
        let kind = self.header("content-type").unwrap_or_default();
        assert!(
            kind.starts_with("application/problem+json"),
            "no problem document: {kind}: {self}"
        );
        assert_eq!(self.body["status"], self.status, "{self}");
        for field in ["type", "title", "detail", "code"] {
            assert!(
                self.body[field].as_str().is_some_and(|text| !text.is_empty()),
                "no {field}: {self}"
            );
        }
        assert!(self.body["errors"].is_array(), "{self}");
    }

    /// Paths and codes of the wrong fields.
    pub fn wrong_fields(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| (text(&error["path"]), text(&error["code"]))).collect()
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The cookie of this name that the answer sets, as `name=value`.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let lines = self
            .headers
            .get_all(header::SET_COOKIE)
            .into_iter()
            .filter_map(|line| line.to_str().ok());
        let mut pairs = lines.filter_map(|line| line.split(';').next());
        pairs.find(|pair| pair.split('=').next() == Some(name)).map(str::to_owned)
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} answered {}: {}", self.asked, self.status, self.text)
    }
}
