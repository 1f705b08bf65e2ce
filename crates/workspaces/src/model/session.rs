//! Signed-in browsers.

use super::secret::TokenHash;
use callboard_kernel::{Auditable, MemberId, SessionId, Timestamp};
use serde::{Deserialize, Serialize};
use time::Duration;
use uuid::Uuid;

/// A session that was not used for this long is over.
pub const IDLE_FOR: Duration = Duration::hours(12);
/// A session is over this long after sign-in, however much it is used.
pub const LASTS_FOR: Duration = Duration::days(30);
/// The last use is written at most this often.
pub const TOUCH_EVERY: Duration = Duration::minutes(1);
/// A browser is known this long after it last signed in.
pub const DEVICE_KNOWN_FOR: Duration = Duration::days(90);

/// Everything that is stored of a session.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SessionSnapshot {
    /// Id of the session, for its list.
    pub id: SessionId,
    /// Who signed in.
    pub member: MemberId,
    /// Hash of the token in the cookie.
    #[serde(skip_serializing)]
    pub token_hash: TokenHash,
    /// Hash of the mark by which this browser is known at its next sign-in.
    #[serde(skip_serializing)]
    pub device: Option<TokenHash>,
    /// What the browser calls itself, 400 characters at most.
    pub user_agent: String,
    /// Sign-in.
    pub created_at: Timestamp,
    /// Last use, to the minute.
    #[serde(skip_serializing)]
    pub last_seen_at: Timestamp,
    /// Absolute end.
    pub expires_at: Timestamp,
    /// Ended before its time.
    pub revoked_at: Option<Timestamp>,
}

impl SessionSnapshot {
    /// A session that begins now.
    pub fn begin(
        id: SessionId,
        member: MemberId,
        token_hash: TokenHash,
        device: TokenHash,
        user_agent: &str,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            member,
            token_hash,
            device: Some(device),
            user_agent: user_agent.chars().filter(|c| !c.is_control()).take(400).collect(),
            created_at: at,
            last_seen_at: at,
            expires_at: at + LASTS_FOR,
            revoked_at: None,
        }
    }

    /// Whether it still signs in.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at && now - self.last_seen_at < IDLE_FOR
    }

    /// Whether its last use is old enough to be written again.
    pub fn wants_touch(&self, now: Timestamp) -> bool {
        now - self.last_seen_at >= TOUCH_EVERY
    }
}

impl Auditable for SessionSnapshot {
    const KIND: &'static str = "session";
    fn target_id(&self) -> Uuid {
        self.id.uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::timestamp;

    fn session() -> SessionSnapshot {
        let hash = TokenHash::of(b"token");
        SessionSnapshot::begin(
            SessionId(Uuid::nil()),
            MemberId(Uuid::nil()),
            hash,
            hash,
            "Fire\nfox",
            timestamp(0),
        )
    }

    #[test]
    fn it_ends_after_twelve_idle_hours() {
        assert!(session().is_live(timestamp(0) + IDLE_FOR - Duration::milliseconds(1)));
        assert!(!session().is_live(timestamp(0) + IDLE_FOR));
    }

    #[test]
    fn it_ends_after_thirty_days_of_use() {
        let end = timestamp(0) + Duration::days(30);
        let used = SessionSnapshot { last_seen_at: end - Duration::minutes(1), ..session() };
        assert!(used.is_live(end - Duration::milliseconds(1)));
        assert!(!used.is_live(end));
    }

    #[test]
    fn it_ends_when_revoked() {
        let revoked = SessionSnapshot { revoked_at: Some(timestamp(1)), ..session() };
        assert!(!revoked.is_live(timestamp(2)));
    }

    #[test]
    fn last_use_is_written_once_a_minute() {
        assert!(!session().wants_touch(timestamp(59_999)));
        assert!(session().wants_touch(timestamp(60_000)));
    }

    #[test]
    fn no_hash_reaches_the_trail() {
        let line = serde_json::to_string(&session()).unwrap();
        assert!(!line.contains(&session().token_hash.to_hex()), "{line}");
        assert_eq!(session().user_agent, "Firefox");
    }
}
