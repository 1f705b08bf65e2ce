//! What a client still sends although its answer is decided. A connection that is closed on it is reset, and the answer is
//! lost with it: the client would learn of a broken line, and not that its file is too large.

use futures_util::{FutureExt, Stream, StreamExt, stream::Fuse};
use poem::{Body, Request, http::header};
use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};

/// Most that is read for nothing, in bytes: more than the largest attachment.
const MOST: usize = 64 * 1024 * 1024;
/// Longest that is read for nothing: the largest attachment over a slow line.
const LONGEST: Duration = Duration::from_mins(2);
/// Who sends nothing for so long is not waited for.
const SILENCE: Duration = Duration::from_secs(10);

/// The body as it comes, and whether anybody has asked for it.
struct Incoming<B> {
    stream: Fuse<Pin<Box<dyn Stream<Item = io::Result<B>> + Send>>>,
    begun: bool,
}

/// The body of a request, shared by its handler and by who reads the rest.
struct Shared<B>(Arc<Mutex<Incoming<B>>>);

impl<B> Shared<B> {
    fn with<T>(&self, work: impl FnOnce(&mut Incoming<B>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<B> Clone for Shared<B> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<B> Stream for Shared<B> {
    type Item = io::Result<B>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.with(|incoming| {
            incoming.begun = true;
            incoming.stream.poll_next_unpin(context)
        })
    }
}

/// Stays beside the body of a request. Answers what is to be awaited before the answer goes: the rest of what comes.
pub(crate) fn keep_reading(request: &mut Request) -> impl Future<Output = ()> + Send + 'static {
    let body = request.take_body();
    if body.is_empty() {
        request.set_body(body);
        return futures_util::future::ready(()).left_future();
    }
    let asks_first = request.headers().contains_key(header::EXPECT);
    let stream: Pin<Box<dyn Stream<Item = _> + Send>> = Box::pin(body.into_bytes_stream());
    let incoming = Incoming { stream: stream.fuse(), begun: false };
    let shared = Shared(Arc::new(Mutex::new(incoming)));
    request.set_body(Body::from_bytes_stream(shared.clone()));
    rest(shared, asks_first).right_future()
}

async fn rest<B: AsRef<[u8]>>(mut incoming: Shared<B>, asks_first: bool) {
    // Who asked whether to send at all, and was told nothing, has not begun.
    if asks_first && !incoming.with(|incoming| incoming.begun) {
        return;
    }
    let (began, mut left) = (Instant::now(), MOST);
    while let Ok(Some(Ok(bytes))) = tokio::time::timeout(SILENCE, incoming.next()).await {
        match left.checked_sub(bytes.as_ref().len()) {
            Some(less) if began.elapsed() < LONGEST => left = less,
            _ => return,
        }
    }
}
