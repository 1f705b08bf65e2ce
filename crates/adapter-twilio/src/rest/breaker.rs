//! Stays away from Twilio for a while when it does not answer, so that what it cannot do now holds up nobody else.

use std::{collections::HashMap, hash::Hash, sync::Mutex, sync::PoisonError, time::Duration};
use tokio::time::Instant;

/// So many requests in a row without an answer open it.
const FAILURES: u32 = 5;
/// For so long nobody asks; then one does, and the others wait for what becomes of that.
const PAUSE: Duration = Duration::from_secs(30);

/// How each account was answered last.
#[derive(Debug)]
pub(super) struct Breaker<K> {
    silent: Mutex<HashMap<K, Silence>>,
}

#[derive(Clone, Copy, Debug)]
struct Silence {
    failures: u32,
    until: Option<Instant>,
}

impl<K> Default for Breaker<K> {
    fn default() -> Self {
        Self { silent: Mutex::default() }
    }
}

impl<K: Eq + Hash> Breaker<K> {
    /// Whether to ask now; the time to wait as an error.
    pub(super) fn admit(&self, key: &K, now: Instant) -> Result<(), Duration> {
        // A panic elsewhere cannot leave the map half written: each change is one assignment.
        let mut silent = self.silent.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(silence) = silent.get_mut(key) else { return Ok(()) };
        match silence.until {
            Some(until) if until > now => Err(until - now),
            Some(_) => {
                silence.until = Some(now + PAUSE);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// It answered, whatever it said.
    pub(super) fn answered(&self, key: &K) {
        self.silent.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    /// It did not answer, or is broken.
    pub(super) fn failed(&self, key: K, now: Instant) {
        let mut silent = self.silent.lock().unwrap_or_else(PoisonError::into_inner);
        let silence = silent.entry(key).or_insert(Silence { failures: 0, until: None });
        silence.failures = silence.failures.saturating_add(1);
        if silence.failures >= FAILURES {
            silence.until = Some(now + PAUSE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_does_not_answer_is_left_alone_and_tried_by_one() {
        let breaker = Breaker::default();
        let now = Instant::now();
        for _ in 0..FAILURES {
            assert_eq!(breaker.admit(&"a", now), Ok(()));
            breaker.failed("a", now);
        }
        assert_eq!(breaker.admit(&"a", now), Err(PAUSE));
        assert_eq!(breaker.admit(&"b", now), Ok(()), "another account is asked");
        let later = now + PAUSE;
        assert_eq!(breaker.admit(&"a", later), Ok(()), "one tries");
        assert_eq!(breaker.admit(&"a", later), Err(PAUSE), "the others wait for it");
        breaker.failed("a", later);
        assert_eq!(breaker.admit(&"a", later), Err(PAUSE));
        assert_eq!(breaker.admit(&"a", later + PAUSE), Ok(()));
        breaker.answered(&"a");
        assert_eq!(breaker.admit(&"a", later + PAUSE), Ok(()));
    }
}
