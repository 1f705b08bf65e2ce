//! Links that set a password once.

use super::secret::TokenHash;
use callboard_kernel::{MemberId, Timestamp};
use time::Duration;

/// A link works this long.
pub const RESET_VALID_FOR: Duration = Duration::hours(24);

/// Everything that is stored of a reset link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PasswordReset {
    /// Hash of the token in the link.
    pub token_hash: TokenHash,
    /// Whose password it sets.
    pub member: MemberId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// When it was used or replaced by a newer one.
    pub used_at: Option<Timestamp>,
}

impl PasswordReset {
    /// A link that works from now.
    pub fn issue(token_hash: TokenHash, member: MemberId, at: Timestamp) -> Self {
        Self { token_hash, member, created_at: at, expires_at: at + RESET_VALID_FOR, used_at: None }
    }

    /// Whether it still works.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::timestamp;
    use uuid::Uuid;

    #[test]
    fn it_works_once_within_a_day() {
        let reset = PasswordReset::issue(TokenHash::of(b"t"), MemberId(Uuid::nil()), timestamp(0));
        let day = timestamp(0) + Duration::hours(24);
        assert!(reset.is_live(day - Duration::milliseconds(1)));
        assert!(!reset.is_live(day));
        assert!(!PasswordReset { used_at: Some(timestamp(1)), ..reset }.is_live(timestamp(2)));
    }
}
