//! A telephone company that is asked like Twilio. It writes down what it takes, and can take it without ever answering.

use crate::{
    now,
    twilio::{ACCOUNT, TOKEN},
};
use futures_util::stream;
use poem::{
    Body, EndpointExt, IntoEndpoint, Response, Route, Server, get, handler,
    http::StatusCode,
    listener::{Acceptor, Listener, TcpListener},
    web::{Data, Form, Path, Query, TypedHeader, headers, headers::authorization::Basic},
};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};
use time::{OffsetDateTime, format_description::well_known::Rfc2822};
use tokio::task::JoinHandle;

/// Something that the company took.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Its id.
    pub sid: String,
    /// For whom, in E.164.
    pub to: String,
    /// The text; of a call the address to which it is reported.
    pub words: String,
    /// When.
    pub at: OffsetDateTime,
}

#[derive(Debug, Default)]
struct Books {
    texts: Mutex<Vec<Taken>>,
    calls: Mutex<Vec<Taken>>,
    steered: Mutex<Vec<(String, String)>>,
    asked: AtomicU64,
    silent_every: AtomicU64,
}

/// The company. Dropping it ends it.
#[derive(Debug)]
pub struct Exchange {
    address: String,
    books: Arc<Books>,
    serving: JoinHandle<io::Result<()>>,
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Exchange {
    /// Opens it on a free port of this machine.
    pub async fn open() -> Self {
        Self::open_at("127.0.0.1:0").await
    }

    /// Opens it at an address, such as that of one that was closed before anybody asked it.
    pub async fn open_at(address: &str) -> Self {
        let books = Arc::new(Books::default());
        let account = format!("/2010-04-01/Accounts/{ACCOUNT}");
        let routes = Route::new()
            .at(format!("{account}/Messages.json"), get(list_texts).post(take_text))
            .at(format!("{account}/Calls.json"), poem::post(take_call))
            .at(format!("{account}/Calls/:leg"), poem::post(steer_call))
            .data(books.clone());
        let acceptor = TcpListener::bind(address.to_owned()).into_acceptor().await.expect("a port");
        let address = acceptor.local_addr()[0].as_socket_addr().expect("a socket").to_string();
        #[expect(clippy::disallowed_methods, reason = "it ends when the company is dropped")]
        let serving = tokio::spawn(Server::new_with_acceptor(acceptor).run(routes.into_endpoint()));
        Self { address, books, serving }
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where it listens, for `CALLBOARD_TWILIO_API_URL`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on it takes every so manieth order without answering; 0 is none.
    pub fn be_silent_every(&self, every: u64) {
        self.books.silent_every.store(every, Ordering::Relaxed);
    }

    /// The texts that it took, in their order.
    pub fn texts(&self) -> Vec<Taken> {
        self.books.texts.lock().expect("nobody panics while writing").clone()
    }

    /// The calls that it took, in their order.
    pub fn calls(&self) -> Vec<Taken> {
        self.books.calls.lock().expect("nobody panics while writing").clone()
    }
}

impl Exchange {
    /// What calls that go on were told, in its order: the leg, and its instructions or its new status.
    pub fn steered(&self) -> Vec<(String, String)> {
        self.books.steered.lock().expect("nobody panics while writing").clone()
    }
}

impl Books {
    fn take(&self, kind: &str, book: &Mutex<Vec<Taken>>, to: &str, words: &str) -> Response {
        let number = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
        let sid = format!("{kind}{number:032x}");
        let taken = Taken { sid, to: to.to_owned(), words: words.to_owned(), at: now() };
        let answer = told(&taken);
        book.lock().expect("nobody panics while writing").push(taken);
        let every = self.silent_every.load(Ordering::Relaxed);
        if every != 0 && number.is_multiple_of(every) {
            // The head goes out and the connection breaks.
            let broken = stream::iter([Err::<Vec<u8>, _>(io::Error::other("nobody hears this"))]);
            return Response::builder()
                .status(StatusCode::CREATED)
                .content_type("application/json")
                .body(Body::from_bytes_stream(broken));
        }
        Response::builder()
            .status(StatusCode::CREATED)
            .content_type("application/json")
            .body(answer.to_string())
    }
}

fn told(taken: &Taken) -> Value {
    json!({
        "sid": taken.sid, "status": "queued", "to": taken.to, "body": taken.words, "error_code": null,
        "date_created": taken.at.format(&Rfc2822).expect("an instant can be written"),
    })
}

type Credentials = TypedHeader<headers::Authorization<Basic>>;

fn is_known(credentials: &Credentials) -> bool {
    credentials.username() == ACCOUNT && credentials.password() == TOKEN
}

fn unknown() -> Response {
    let told = json!({"code": 20003, "message": "Authenticate", "status": 401});
    Response::builder().status(StatusCode::UNAUTHORIZED).body(told.to_string())
}

#[handler]
fn take_text(
    books: Data<&Arc<Books>>,
    credentials: Credentials,
    Form(fields): Form<HashMap<String, String>>,
) -> Response {
    if !is_known(&credentials) {
        return unknown();
    }
    books.take("SM", &books.texts, &fields["To"], &fields["Body"])
}

#[handler]
fn take_call(
    books: Data<&Arc<Books>>,
    credentials: Credentials,
    Form(fields): Form<HashMap<String, String>>,
) -> Response {
    if !is_known(&credentials) {
        return unknown();
    }
    books.take("CA", &books.calls, &fields["To"], &fields["StatusCallback"])
}

#[handler]
fn steer_call(
    books: Data<&Arc<Books>>,
    credentials: Credentials,
    Path(leg): Path<String>,
    Form(fields): Form<HashMap<String, String>>,
) -> Response {
    if !is_known(&credentials) {
        return unknown();
    }
    let leg = leg.trim_end_matches(".json").to_owned();
    let told = fields.get("Twiml").or(fields.get("Status")).cloned().unwrap_or_default();
    let answer = json!({"sid": leg, "status": "in-progress"}).to_string();
    books.steered.lock().expect("nobody panics while writing").push((leg, told));
    Response::builder().content_type("application/json").body(answer)
}

#[handler]
fn list_texts(
    books: Data<&Arc<Books>>,
    credentials: Credentials,
    Query(wanted): Query<HashMap<String, String>>,
) -> Response {
    if !is_known(&credentials) {
        return unknown();
    }
    let texts = books.texts.lock().expect("nobody panics while writing");
    let found: Vec<_> = texts.iter().rev().filter(|one| one.to == wanted["To"]).map(told).collect();
    Response::builder()
        .content_type("application/json")
        .body(json!({"messages": found, "next_page_uri": null}).to_string())
}
