//! What happens to workspaces and their people. Wire names are append only; payloads carry no e-mail address and no secret.

use crate::{
    demo_traffic::DemoTraffic,
    model::{MemberSnapshot, WorkspaceSnapshot},
};
use callboard_kernel::{ApiKeyId, DomainEvent, MemberId, Role, SessionId};
use serde::{Deserialize, Serialize};

/// What others may know of a member.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MemberFacts {
    /// The member.
    pub member: MemberId,
    /// Name to show.
    pub name: String,
    /// What he may do.
    pub role: Role,
    /// Whether he may sign in.
    pub active: bool,
}

impl MemberFacts {
    /// The facts of a member.
    pub fn of(member: &MemberSnapshot) -> Self {
        Self {
            member: member.id,
            name: member.name.clone(),
            role: member.role,
            active: member.active,
        }
    }
}

/// An event of this domain.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum WorkspaceEvent {
    /// A tenant was made.
    WorkspaceCreated {
        /// The workspace.
        workspace: WorkspaceSnapshot,
    },
    /// Name, zone, country or currency changed.
    SettingsChanged {
        /// The workspace after it.
        workspace: WorkspaceSnapshot,
    },
    /// A member was added.
    MemberAdded(MemberFacts),
    /// Name, role or activity of a member changed; open connections of his act with other rights from now on.
    MemberChanged(MemberFacts),
    /// Sessions of a member ended; their open connections must close.
    SessionRevoked {
        /// Whose.
        member: MemberId,
        /// Which one; `None` for all, save `except`.
        session: Option<SessionId>,
        /// The one that goes on.
        except: Option<SessionId>,
    },
    /// An API key was made.
    ApiKeyCreated {
        /// The key.
        key: ApiKeyId,
        /// What it may do.
        role: Role,
    },
    /// An API key was revoked; its open connections must close.
    ApiKeyRevoked {
        /// The key.
        key: ApiKeyId,
    },
    /// The pretended callers of a demo workspace call more or less.
    DemoTrafficChanged(DemoTraffic),
}

impl DomainEvent for WorkspaceEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::WorkspaceCreated { .. } => "workspaces.workspace_created",
            Self::SettingsChanged { .. } => "workspaces.settings_changed",
            Self::MemberAdded(_) => "workspaces.member_added",
            Self::MemberChanged(_) => "workspaces.member_changed",
            Self::SessionRevoked { .. } => "workspaces.session_revoked",
            Self::ApiKeyCreated { .. } => "workspaces.api_key_created",
            Self::ApiKeyRevoked { .. } => "workspaces.api_key_revoked",
            Self::DemoTrafficChanged(_) => "workspaces.demo_traffic_changed",
        }
    }

    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn payloads_can_be_read_back() {
        let event = WorkspaceEvent::SessionRevoked {
            member: MemberId(Uuid::from_u128(1)),
            session: None,
            except: Some(SessionId(Uuid::from_u128(2))),
        };
        assert_eq!(event.name(), "workspaces.session_revoked");
        assert_eq!(serde_json::from_value::<WorkspaceEvent>(event.payload()).unwrap(), event);
    }
}
