//! A server on the loopback that does what the test tells it, also what no good server does.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What a request is answered.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// A whole answer: status, further headers, body.
    Full(u16, Vec<(&'static str, String)>, String),
    /// No answer, but the connection stays.
    Silence,
    /// Half of an answer, then nothing more.
    Half(u16),
    /// Half of an answer, then the end.
    Cut(u16),
    /// The connection is reset.
    Reset,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::Full(status, vec![("content-type", "application/json".to_owned())], body.to_owned())
    }
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.as_str())
    }
}

pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Answers one after the other; the last answer is given for ever.
    #[expect(clippy::disallowed_methods, reason = "the server ends with the test")]
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests: Arc<Mutex<Vec<Request>>> = Arc::default();
        let replies: Arc<Mutex<VecDeque<Reply>>> =
            Arc::new(Mutex::new(replies.into_iter().collect()));
        let seen = requests.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, seen.clone(), replies.clone()));
            }
        });
        Self { url, requests }
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(
    mut stream: TcpStream,
    seen: Arc<Mutex<Vec<Request>>>,
    replies: Arc<Mutex<VecDeque<Reply>>>,
) {
    while let Some(request) = read(&mut stream).await {
        seen.lock().unwrap().push(request);
        let reply = {
            let mut replies = replies.lock().unwrap();
            if replies.len() > 1 { replies.pop_front() } else { replies.front().cloned() }
        };
        match reply.expect("a server needs an answer") {
            Reply::Full(status, headers, body) => {
                let mut head = format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\n", body.len());
                for (name, value) in &headers {
                    head.extend([name, ": ", value, "\r\n"]);
                }
                let whole = format!("{head}\r\n{body}");
                if stream.write_all(whole.as_bytes()).await.is_err() {
                    return;
                }
            }
            Reply::Silence => return std::future::pending().await,
            Reply::Half(status) => {
                half(&mut stream, status).await;
                return std::future::pending().await;
            }
            Reply::Cut(status) => return half(&mut stream, status).await,
            Reply::Reset => {
                // Closing at once and without a goodbye is what a crashed peer looks like.
                stream.set_zero_linger().unwrap();
                return;
            }
        }
    }
}

async fn half(stream: &mut TcpStream, status: u16) {
    let head = format!("HTTP/1.1 {status} x\r\ncontent-length: 100\r\n\r\n{{\"sid\":");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.flush().await.unwrap();
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let mut lines = head.lines();
    let line = lines.next()?.to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut request = Request { line, headers, body: String::new() };
    let length = request.header("content-length").map_or(0, |text| text.parse().unwrap());
    while bytes.len() < head_end + 4 + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    request.body = String::from_utf8(bytes[head_end + 4..head_end + 4 + length].to_vec()).unwrap();
    Some(request)
}
