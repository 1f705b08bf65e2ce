//! What screens read: flat rows. No secret and no hash of one is in them, save the public hash of an audit entry.

use callboard_kernel::{Actor, ApiKeyId, Role, SessionId, Timestamp};
use serde_json::{Map, Value};
use uuid::Uuid;

/// A live session in its member's list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionRow {
    /// The session.
    pub id: SessionId,
    /// What the browser calls itself.
    pub user_agent: String,
    /// Sign-in.
    pub created_at: Timestamp,
    /// Last use, to the minute.
    pub last_seen_at: Timestamp,
    /// Absolute end.
    pub expires_at: Timestamp,
}

/// An API key in its list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyRow {
    /// The key.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// First letters.
    pub prefix: String,
    /// Name of its maker; `None` for a command.
    pub created_by: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Last use, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// Since when it no longer signs in.
    pub revoked_at: Option<Timestamp>,
}

/// Which entries of the audit trail are wanted. All given conditions must hold; within a list any value suffices.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuditFilter {
    /// Id of the member or API key that acted.
    pub actor: Option<Uuid>,
    /// What was done: words of `AuditAction`.
    pub action: Vec<String>,
    /// Kind of the thing, such as `call`.
    pub target_kind: Vec<String>,
    /// The thing.
    pub target_id: Option<Uuid>,
    /// At or after.
    pub from: Option<Timestamp>,
    /// Before.
    pub to: Option<Timestamp>,
}

/// An entry of the audit trail.
#[derive(Clone, PartialEq, Debug)]
pub struct AuditRow {
    /// Number within the workspace.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// Name of the member or key as it is now; for the product itself the name of the part that acted.
    pub actor_name: String,
    /// What was done.
    pub action: String,
    /// Kind of the thing.
    pub target_kind: String,
    /// The thing.
    pub target_id: Uuid,
    /// Changed fields as they were.
    pub before: Map<String, Value>,
    /// Changed fields as they are.
    pub after: Map<String, Value>,
    /// Why.
    pub note: String,
    /// Hash of the entry, 64 hexadecimal digits.
    pub hash: String,
}
