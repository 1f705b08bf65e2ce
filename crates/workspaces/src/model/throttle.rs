//! How guessing is slowed down (reliability rule S8).
//!
//! Counters: of the account, for browsers that it does not know; of the browser, once it is known; of the source
//! address; of a member who confirms his password. An attempt is counted as failed before the password is looked at and taken back when it was right, so that
//! parallel guesses do not slip through.

use super::secret::TokenHash;
use callboard_kernel::{MemberId, Timestamp};
use time::Duration;

/// A counter is forgotten after this long without an attempt.
const FORGET_AFTER: Duration = Duration::hours(1);
/// The longest wait between two attempts.
const LONGEST_WAIT_S: u32 = 15 * 60;
/// Attempts that cost no wait.
const FREE_PER_ACCOUNT: u32 = 10;
/// The same for a source address, behind which a whole office may be.
const FREE_PER_SOURCE: u32 = 20;

/// What is counted. Only a hash is stored, so that no address of a person is in the counters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ThrottleKey {
    hash: TokenHash,
    free: u32,
}

impl ThrottleKey {
    /// Attempts on an account by browsers it does not know.
    pub fn account(email: &str) -> Self {
        Self { hash: TokenHash::of(format!("account:{email}").as_bytes()), free: FREE_PER_ACCOUNT }
    }

    /// Attempts on an account by a browser it knows.
    pub fn device(email: &str, device: TokenHash) -> Self {
        let text = format!("device:{}:{email}", device.to_hex());
        Self { hash: TokenHash::of(text.as_bytes()), free: FREE_PER_ACCOUNT }
    }

    /// Attempts from a network address.
    pub fn source(address: &str) -> Self {
        Self { hash: TokenHash::of(format!("source:{address}").as_bytes()), free: FREE_PER_SOURCE }
    }

    /// Guesses of the current password by somebody who is signed in as this member.
    pub fn confirmation(member: MemberId) -> Self {
        Self { hash: TokenHash::of(format!("member:{member}").as_bytes()), free: FREE_PER_ACCOUNT }
    }

    /// The stored key.
    pub const fn hash(&self) -> TokenHash {
        self.hash
    }
}

/// A counter of failed attempts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Attempts {
    /// How many failed since it was last forgotten.
    pub failures: u32,
    /// The last attempt.
    pub last_at: Timestamp,
    /// Until when the next one is refused unseen.
    pub blocked_until: Timestamp,
}

/// Whether an attempt may be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Admission {
    /// Yes; it is counted with this.
    Admitted(Attempts),
    /// No; after this many seconds.
    Refused {
        /// Seconds, at least 1.
        retry_after: u32,
    },
}

impl Attempts {
    /// Counts an attempt as failed, or refuses it. `previous` is `None` when nothing is counted under the key.
    pub fn admit(key: &ThrottleKey, previous: Option<Self>, now: Timestamp) -> Admission {
        if let Some(before) = previous
            && now < before.blocked_until
        {
            let wait = (before.blocked_until - now).whole_milliseconds();
            return Admission::Refused { retry_after: ((wait + 999) / 1000).max(1) as u32 };
        }
        let counted = previous.filter(|before| now - before.last_at < FORGET_AFTER);
        let failures = counted.map_or(0, |before| before.failures).saturating_add(1);
        let blocked_until = now + Duration::seconds(wait_s(failures, key.free).into());
        Admission::Admitted(Self { failures, last_at: now, blocked_until })
    }

    /// The counter when the attempt turned out right: this one is taken back, the earlier ones stay, so that an account
    /// that is used while somebody guesses does not start his count again. `None` removes the counter.
    pub fn forgiven(self) -> Option<Self> {
        let failures = self.failures.saturating_sub(1);
        (failures > 0).then_some(Self { failures, blocked_until: self.last_at, ..self })
    }
}

/// Seconds until the next attempt after so many failures: 1, 2, 4 … from the last free one on.
fn wait_s(failures: u32, free: u32) -> u32 {
    match failures.checked_sub(free) {
        None => 0,
        Some(over) => 1_u32.checked_shl(over).unwrap_or(LONGEST_WAIT_S).min(LONGEST_WAIT_S),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::timestamp;

    fn key() -> ThrottleKey {
        ThrottleKey::account("dana@demo.example")
    }

    #[test]
    fn the_first_ten_are_free_and_then_the_wait_doubles() {
        let (mut counter, mut now, mut waits) = (None, timestamp(0), Vec::new());
        for _ in 0..16 {
            let Admission::Admitted(next) = Attempts::admit(&key(), counter, now) else {
                panic!("refused at {now}");
            };
            waits.push((next.blocked_until - now).whole_seconds());
            (counter, now) = (Some(next), next.blocked_until);
        }
        assert_eq!(waits, [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64]);
    }

    #[test]
    fn an_attempt_within_the_wait_is_refused_and_not_counted() {
        let counter =
            Attempts { failures: 12, last_at: timestamp(0), blocked_until: timestamp(4_000) };
        let answer = Attempts::admit(&key(), Some(counter), timestamp(1_500));
        assert_eq!(answer, Admission::Refused { retry_after: 3 });
    }

    /// Whoever tries as often as he is let in from ever new addresses.
    #[test]
    fn no_hour_has_more_than_a_hundred_failures() {
        let (mut counter, mut failures) = (None, Vec::new());
        for second in 0..6 * 3600 {
            let now = timestamp(second * 1000);
            // Several at once in each second.
            for _ in 0..5 {
                if let Admission::Admitted(next) = Attempts::admit(&key(), counter, now) {
                    counter = Some(next);
                    failures.push(second);
                }
            }
        }
        let worst = failures
            .iter()
            .map(|start| failures.iter().filter(|at| (*start..start + 3600).contains(*at)).count())
            .max();
        assert!(worst.is_some_and(|most| most <= 100), "{worst:?}");
    }

    #[test]
    fn a_right_password_takes_back_one_attempt_only() {
        let counter =
            Attempts { failures: 12, last_at: timestamp(0), blocked_until: timestamp(4_000) };
        assert_eq!(counter.forgiven().map(|left| left.failures), Some(11));
        assert_eq!(Attempts { failures: 1, ..counter }.forgiven(), None);
    }

    #[test]
    fn a_quiet_hour_forgets() {
        let counter =
            Attempts { failures: 30, last_at: timestamp(0), blocked_until: timestamp(900_000) };
        let later = timestamp(3_600_000);
        assert!(
            matches!(Attempts::admit(&key(), Some(counter), later), Admission::Admitted(next) if next.failures == 1)
        );
    }

    #[test]
    fn a_source_has_more_free_attempts_and_keys_do_not_meet() {
        assert_eq!(wait_s(19, FREE_PER_SOURCE), 0);
        assert_eq!(wait_s(20, FREE_PER_SOURCE), 1);
        assert_eq!(wait_s(u32::MAX, FREE_PER_SOURCE), LONGEST_WAIT_S);
        assert_ne!(ThrottleKey::account("x").hash(), ThrottleKey::source("x").hash());
    }
}
