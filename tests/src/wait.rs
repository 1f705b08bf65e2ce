//! Waiting for a condition, never for luck.

use std::{
    fmt::Debug,
    time::{Duration, Instant},
};

/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// Looks again and again until there is an answer; fails with `what` after `limit`.
pub async fn until<T>(what: &str, limit: Duration, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = look().await {
            return answer;
        }
        assert!(began.elapsed() < limit, "waited {limit:?} in vain: {what}");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Looks until the answer has been the same for `quiet`, and answers it; fails with `what` after `limit`. For "and nothing
/// more happens", which no single look can show.
pub async fn settled<T: PartialEq + Debug>(
    what: &str,
    quiet: Duration,
    limit: Duration,
    mut look: impl AsyncFnMut() -> T,
) -> T {
    let began = Instant::now();
    let mut last = look().await;
    let mut since = Instant::now();
    loop {
        if since.elapsed() >= quiet {
            return last;
        }
        assert!(began.elapsed() < limit, "still moving after {limit:?}: {what}: {last:?}");
        tokio::time::sleep(LOOK_EVERY).await;
        let next = look().await;
        if next != last {
            last = next;
            since = Instant::now();
        }
    }
}
