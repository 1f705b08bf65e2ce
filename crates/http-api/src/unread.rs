//! What a client still sends although its answer is decided. A connection that is closed on it is reset, and the answer is
//! lost with it: the client would learn of a broken line, and not that its file is too large.

use futures_util::{FutureExt, Stream, StreamExt, stream::Fuse};
use poem::{Body, Request, http::header};
use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

/// Most that is read for nothing, in bytes: more than the largest attachment.
const MOST: usize = 64 * 1024 * 1024;
/// Longest that is read for nothing.
const LONGEST: Duration = Duration::from_secs(10);

type Incoming<B> = Fuse<Pin<Box<dyn Stream<Item = io::Result<B>> + Send>>>;

/// The body of a request, shared by its handler and by who reads the rest.
struct Shared<B>(Arc<Mutex<Incoming<B>>>);

impl<B> Clone for Shared<B> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<B> Stream for Shared<B> {
    type Item = io::Result<B>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(context)
    }
}

/// Stays beside the body of a request. Answers what is to be awaited before the answer goes: the rest of what comes.
pub(crate) fn keep_reading(request: &mut Request) -> impl Future<Output = ()> + Send + 'static {
    let body = request.take_body();
    // Who asked whether to send at all has not begun.
    if body.is_empty() || request.headers().contains_key(header::EXPECT) {
        request.set_body(body);
        return futures_util::future::ready(()).left_future();
    }
    let incoming: Pin<Box<dyn Stream<Item = _> + Send>> = Box::pin(body.into_bytes_stream());
    let shared = Shared(Arc::new(Mutex::new(incoming.fuse())));
    request.set_body(Body::from_bytes_stream(shared.clone()));
    rest(shared).right_future()
}

async fn rest<B: AsRef<[u8]>>(mut incoming: Shared<B>) {
    let reading = async {
        let mut left = MOST;
        while let Some(Ok(bytes)) = incoming.next().await {
            let Some(less) = left.checked_sub(bytes.as_ref().len()) else { return };
            left = less;
        }
    };
    if tokio::time::timeout(LONGEST, reading).await.is_err() {
        tracing::debug!("a client sends on after its answer; its line is closed");
    }
}
