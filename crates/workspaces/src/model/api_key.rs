//! How programs sign in.

use super::secret::{Secret, TokenHash};
use super::session::TOUCH_EVERY;
use callboard_kernel::{ApiKeyId, Auditable, MemberId, Role, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Every key begins with it.
pub const KEY_PREFIX: &str = "cb_";

/// Letters of a key that are shown in lists: the prefix and eight more.
const SHOWN: usize = KEY_PREFIX.len() + 8;

/// Everything that is stored of an API key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ApiKeySnapshot {
    /// Id of the key.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// First letters, to tell keys apart.
    pub prefix: String,
    /// Hash of the key.
    #[serde(skip_serializing)]
    pub key_hash: TokenHash,
    /// Who made it; `None` for a command.
    pub created_by: Option<MemberId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Last use, to the minute.
    #[serde(skip_serializing)]
    pub last_used_at: Option<Timestamp>,
    /// Since when it no longer signs in.
    pub revoked_at: Option<Timestamp>,
}

impl ApiKeySnapshot {
    /// What is stored of a new key.
    pub fn of(
        secret: &Secret,
        id: ApiKeyId,
        name: String,
        role: Role,
        created_by: Option<MemberId>,
        at: Timestamp,
    ) -> Self {
        let prefix = secret.reveal().chars().take(SHOWN).collect();
        let key_hash = secret.hash();
        let (last_used_at, revoked_at) = (None, None);
        Self {
            id,
            name,
            role,
            prefix,
            key_hash,
            created_by,
            created_at: at,
            last_used_at,
            revoked_at,
        }
    }

    /// Whether its last use is old enough to be written again.
    pub fn wants_touch(&self, now: Timestamp) -> bool {
        self.last_used_at.is_none_or(|last| now - last >= TOUCH_EVERY)
    }
}

impl Auditable for ApiKeySnapshot {
    const KIND: &'static str = "api_key";
    fn target_id(&self) -> Uuid {
        self.id.uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::{AuditDraft, timestamp};

    #[test]
    fn only_the_first_letters_and_the_hash_are_kept() {
        let secret = Secret::with_prefix(KEY_PREFIX, [0xab; 32]);
        let key = ApiKeySnapshot::of(
            &secret,
            ApiKeyId(Uuid::nil()),
            "CRM".into(),
            Role::Viewer,
            None,
            timestamp(0),
        );
        assert_eq!(key.prefix, "cb_abababab");
        assert_eq!(key.key_hash, secret.hash());
        let line = serde_json::to_string(&AuditDraft::create(&key).after).unwrap();
        assert!(!line.contains(secret.reveal()) && !line.contains(&secret.hash().to_hex()));
    }
}
