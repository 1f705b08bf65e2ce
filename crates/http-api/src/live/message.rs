//! A message of the live feed and who may have it.

use callboard_kernel::{MemberId, Scope};
use serde_json::Value;
use std::sync::Arc;

/// A message, serialised once for everybody.
#[derive(Clone, Debug)]
pub(super) struct Message {
    /// Number of the newest event that it tells of.
    pub(super) seq: i64,
    /// Who may have it.
    pub(super) audience: Audience,
    /// The JSON.
    pub(super) text: Arc<str>,
}

/// Who may have a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Audience {
    /// Everybody in the workspace.
    Everyone,
    /// Everybody but technicians, and the technician whose it is.
    OwnerAmongTechnicians(Option<MemberId>),
    /// This member alone.
    Only(MemberId),
}

/// What a stretch of events comes to.
#[derive(Clone, Debug, Default)]
pub(super) struct Batch {
    /// The messages, by number.
    pub(super) messages: Vec<Message>,
    /// Somebody lost a session, a key or a role: whoever listens must prove again who he is.
    pub(super) rights_changed: bool,
}

impl Message {
    /// A message of this shape; `body` is an object without `type` and `seq`.
    pub(super) fn new(kind: &str, seq: i64, audience: Audience, mut body: Value) -> Self {
        body["type"] = kind.into();
        body["seq"] = seq.into();
        Self { seq, audience, text: body.to_string().into() }
    }
}

impl Audience {
    /// Whether the actor may have it.
    pub(super) fn includes(self, scope: &Scope) -> bool {
        match self {
            Self::Everyone => true,
            Self::Only(member) => scope.member() == Some(member),
            Self::OwnerAmongTechnicians(owner) => {
                scope.only_calls_of().is_none_or(|technician| owner == Some(technician))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::{Actor, Role, WorkspaceId};
    use uuid::Uuid;

    #[expect(clippy::disallowed_methods, reason = "tests say who acts")]
    fn scope(role: Role) -> Scope {
        let id = MemberId(Uuid::from_u128(1));
        Scope::authenticated(WorkspaceId(Uuid::nil()), Actor::Member { id, role })
    }

    #[test]
    fn technicians_hear_of_their_own_calls_only() {
        let own = Audience::OwnerAmongTechnicians(Some(MemberId(Uuid::from_u128(1))));
        let others = Audience::OwnerAmongTechnicians(Some(MemberId(Uuid::from_u128(2))));
        let nobodys = Audience::OwnerAmongTechnicians(None);
        assert!(own.includes(&scope(Role::Tech)));
        assert!(!others.includes(&scope(Role::Tech)) && !nobodys.includes(&scope(Role::Tech)));
        assert!(
            others.includes(&scope(Role::Viewer)) && nobodys.includes(&scope(Role::Dispatcher))
        );
    }

    #[test]
    fn a_notification_is_its_members_alone() {
        let other = Audience::Only(MemberId(Uuid::from_u128(2)));
        assert!(!other.includes(&scope(Role::Owner)));
    }
}
