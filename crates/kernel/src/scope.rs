//! Who acts in which workspace, and what they may do.

use crate::{ApiKeyId, MemberId, WorkspaceId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Rank of a member or API key. Each role may do what the lower ones may, except that a technician sees own calls only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads; downloads nothing.
    Viewer,
    /// Reads the calls of his own jobs.
    Tech,
    /// Works all calls; no administration.
    Dispatcher,
    /// Also exports, imports and settings; supervisor of the desk.
    Admin,
    /// Everything, the override of do-not-contact included.
    Owner,
}

impl Role {
    /// All roles, lowest first.
    pub const ALL: [Self; 5] =
        [Self::Viewer, Self::Tech, Self::Dispatcher, Self::Admin, Self::Owner];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Tech => "tech",
            Self::Dispatcher => "dispatcher",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// The role of a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// Whether this role carries the permission (S1X-RBAC-01).
    pub const fn allows(self, permission: Permission) -> bool {
        let lowest = match permission {
            Permission::ReadCalls | Permission::ReadCustomers | Permission::ReadSettings => {
                Self::Viewer
            }
            Permission::WorkCalls
            | Permission::EditCustomers
            | Permission::ReadAudit
            | Permission::RunSimulator
            | Permission::Download => Self::Dispatcher,
            Permission::Supervise
            | Permission::Export
            | Permission::Import
            | Permission::ManageSettings
            | Permission::ManageMembers
            | Permission::ManageApiKeys => Self::Admin,
            Permission::OverrideDoNotContact | Permission::ManageOwners => Self::Owner,
        };
        self as u8 >= lowest as u8
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A thing one may be allowed to do. Append only.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See calls and follow-ups (technicians: their own).
    ReadCalls,
    /// See customers.
    ReadCustomers,
    /// See rules, hours, dispositions and the names of members.
    ReadSettings,
    /// Claim, edit and close calls; make and finish follow-ups.
    WorkCalls,
    /// Make and edit customers.
    EditCustomers,
    /// See who changed what.
    ReadAudit,
    /// Steer the simulated callers of a demo workspace.
    RunSimulator,
    /// Save recordings and attachments to one's own disk.
    Download,
    /// Take over another member's claim, waive an outcome, pause a clock.
    Supervise,
    /// Take data out in bulk.
    Export,
    /// Bring data in in bulk.
    Import,
    /// Change rules, hours and dispositions.
    ManageSettings,
    /// Invite, change and remove members below owner.
    ManageMembers,
    /// Make and revoke API keys.
    ManageApiKeys,
    /// Contact somebody in spite of do-not-contact.
    OverrideDoNotContact,
    /// Make, change and remove owners.
    ManageOwners,
}

impl Permission {
    /// All permissions.
    pub const ALL: [Self; 16] = [
        Self::ReadCalls,
        Self::ReadCustomers,
        Self::ReadSettings,
        Self::WorkCalls,
        Self::EditCustomers,
        Self::ReadAudit,
        Self::RunSimulator,
        Self::Download,
        Self::Supervise,
        Self::Export,
        Self::Import,
        Self::ManageSettings,
        Self::ManageMembers,
        Self::ManageApiKeys,
        Self::OverrideDoNotContact,
        Self::ManageOwners,
    ];
}

/// Who acts.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A signed-in member.
    Member {
        /// The member.
        id: MemberId,
        /// The role when the request was authenticated.
        role: Role,
    },
    /// A program with an API key.
    ApiKey {
        /// The key.
        id: ApiKeyId,
        /// The role of the key.
        role: Role,
    },
    /// The product itself: a reaction, a timetable entry, an import.
    System {
        /// Which part, such as `missed_call_opens_follow_up`.
        name: String,
    },
}

impl Actor {
    /// The id of the member or key; the product itself has none.
    pub const fn uuid(&self) -> Option<uuid::Uuid> {
        match self {
            Self::Member { id, .. } => Some(id.uuid()),
            Self::ApiKey { id, .. } => Some(id.uuid()),
            Self::System { .. } => None,
        }
    }
}

/// Refused because of the role.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the role {} may not do this; {needed} or higher may", held.map_or("none", Role::as_str))]
pub struct Forbidden {
    /// The role of the actor.
    pub held: Option<Role>,
    /// The lowest role that may.
    pub needed: Role,
}

/// Proof that somebody was authenticated for a workspace. It is the first argument of every port method, so that no
/// query can forget its tenant. Made only by authentication, the worker, commands and tests (a lint enforces it).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scope {
    workspace: WorkspaceId,
    actor: Actor,
}

impl Scope {
    /// For the authentication layer: somebody proved who they are.
    pub const fn authenticated(workspace: WorkspaceId, actor: Actor) -> Self {
        Self { workspace, actor }
    }

    /// For reactions, the timetable and commands: the product acts by itself.
    pub fn system(workspace: WorkspaceId, name: &str) -> Self {
        Self { workspace, actor: Actor::System { name: name.to_owned() } }
    }

    /// The tenant.
    pub const fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// Who acts.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The member who acts, if it is one.
    pub const fn member(&self) -> Option<MemberId> {
        match self.actor {
            Actor::Member { id, .. } => Some(id),
            Actor::ApiKey { .. } | Actor::System { .. } => None,
        }
    }

    /// The role of the actor; `None` for the product itself, which may do everything.
    pub const fn role(&self) -> Option<Role> {
        match self.actor {
            Actor::Member { role, .. } | Actor::ApiKey { role, .. } => Some(role),
            Actor::System { .. } => None,
        }
    }

    /// Whether the actor may.
    pub fn may(&self, permission: Permission) -> bool {
        self.role().is_none_or(|role| role.allows(permission))
    }

    /// `Ok` when the actor may; use cases start with it.
    pub fn require(&self, permission: Permission) -> Result<(), Forbidden> {
        if self.may(permission) {
            return Ok(());
        }
        let needed =
            Role::ALL.into_iter().find(|role| role.allows(permission)).unwrap_or(Role::Owner);
        Err(Forbidden { held: self.role(), needed })
    }

    /// The member whose own calls are all that the actor may see; `None` when all calls may be seen.
    pub fn only_calls_of(&self) -> Option<MemberId> {
        match (&self.actor, self.role()) {
            (Actor::Member { id, .. }, Some(Role::Tech)) => Some(*id),
            // A technician's key belongs to nobody, so it owns no call: the nil member has none.
            (Actor::ApiKey { .. }, Some(Role::Tech)) => Some(MemberId(uuid::Uuid::nil())),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[expect(clippy::disallowed_methods, reason = "tests make scopes")]
    fn scope(role: Role) -> Scope {
        Scope::authenticated(
            WorkspaceId(Uuid::nil()),
            Actor::Member { id: MemberId(Uuid::nil()), role },
        )
    }

    #[test]
    fn roles_form_a_ladder() {
        for permission in Permission::ALL {
            for pair in Role::ALL.windows(2) {
                assert!(
                    !pair[0].allows(permission) || pair[1].allows(permission),
                    "{:?} may {permission:?} but {:?} may not",
                    pair[0],
                    pair[1]
                );
            }
            assert!(Role::Owner.allows(permission));
        }
    }

    #[test]
    fn the_refusal_names_who_may() {
        let refusal = scope(Role::Viewer).require(Permission::ManageSettings).unwrap_err();
        assert_eq!(refusal.to_string(), "the role viewer may not do this; admin or higher may");
    }

    #[test]
    fn technicians_see_their_own_calls_only() {
        assert!(scope(Role::Tech).only_calls_of().is_some());
        assert!(scope(Role::Dispatcher).only_calls_of().is_none());
    }
}
