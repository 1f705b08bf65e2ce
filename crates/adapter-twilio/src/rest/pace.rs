//! Keeps our requests apart, so that Twilio need not.

use std::{collections::HashMap, hash::Hash, sync::Mutex, sync::PoisonError, time::Duration};
use tokio::time::Instant;

/// When each lane may send again.
#[derive(Debug)]
pub(super) struct Pace<K> {
    next: Mutex<HashMap<K, Instant>>,
}

impl<K> Default for Pace<K> {
    fn default() -> Self {
        Self { next: Mutex::default() }
    }
}

impl<K: Eq + Hash> Pace<K> {
    /// Takes the next turn and says when it is; the time to wait as an error, without taking a turn, when that is longer
    /// than `patience`.
    pub(super) fn turn(
        &self,
        lane: K,
        apart: Duration,
        patience: Duration,
    ) -> Result<Instant, Duration> {
        let now = Instant::now();
        // A panic elsewhere cannot leave the map half written: each change is one insert.
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = next.get(&lane).copied().unwrap_or(now).max(now);
        let wait = turn - now;
        if wait > patience {
            return Err(wait);
        }
        next.insert(lane, turn + apart);
        Ok(turn)
    }

    /// Lets nobody send before this instant: Twilio asked for a pause.
    pub(super) fn hold(&self, lane: K, until: Instant) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = next.entry(lane).or_insert(until);
        *turn = (*turn).max(until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const APART: Duration = Duration::from_secs(1);

    #[tokio::test]
    async fn turns_of_a_lane_are_apart_and_lanes_do_not_wait_for_each_other() {
        let pace = Pace::default();
        let first = pace.turn("a", APART, APART * 9).unwrap();
        let second = pace.turn("a", APART, APART * 9).unwrap();
        assert!(second - first >= APART);
        assert!(pace.turn("b", APART, Duration::ZERO).is_ok());
    }

    #[tokio::test]
    async fn who_would_wait_too_long_takes_no_turn() {
        let pace = Pace::default();
        pace.hold("a", Instant::now() + APART * 60);
        for _ in 0..3 {
            let wait = pace.turn("a", APART, APART).unwrap_err();
            assert!(wait <= APART * 60 && wait > APART * 58, "{wait:?}");
        }
    }
}
