//! What is kept of one workspace.

use crate::{
    board::{AuditFilter, AuditRow, KeyRow, SessionRow},
    chain::{ChainHead, ChainedEntry},
    events::WorkspaceEvent,
    model::{
        ApiKeySnapshot, Member, PasswordHash, PasswordReset, SessionSnapshot, TokenHash, Workspace,
    },
};
use async_trait::async_trait;
use callboard_kernel::{
    ApiKeyId, AuditDraft, Commit, Loaded, MemberId, Page, PageRequest, PortError, SaveError, Scope,
    SessionId, Timestamp, Version,
};

/// What is written beside a row that is no aggregate: its events and its audit line.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    /// What happened, in order.
    pub events: Vec<WorkspaceEvent>,
    /// The line of the audit trail.
    pub audit: AuditDraft,
    /// When it was decided.
    pub at: Timestamp,
}

/// Which sessions of a member end together with a change of him.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndSessions {
    /// None.
    None,
    /// All.
    All,
    /// All but this one.
    AllBut(SessionId),
}

/// Keeps the tenant itself. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait WorkspaceRepository: Send + Sync {
    /// The workspace of the scope; `None` when it does not exist.
    async fn get(&self, scope: &Scope) -> Result<Option<Loaded<Workspace>>, PortError>;

    /// Writes the settings, their events and their audit line together, or nothing. `Stale` when someone wrote first.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Workspace, WorkspaceEvent>,
    ) -> Result<Version, SaveError>;

    /// Writes a new workspace, the heads of its event and audit numbers, and its first owner, if one is given, together,
    /// or nothing. The scope names the new workspace.
    async fn found(
        &self,
        scope: &Scope,
        workspace: Commit<Workspace, WorkspaceEvent>,
        owner: Option<Commit<Member, WorkspaceEvent>>,
    ) -> Result<(), SaveError>;
}

/// Keeps members. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MemberRepository: Send + Sync {
    /// The member with the version that `save` must be given back; `None` when this workspace has no such member.
    async fn get(&self, scope: &Scope, id: MemberId) -> Result<Option<Loaded<Member>>, PortError>;

    /// All members by name, the inactive ones only when asked for. A workspace has few.
    async fn list(
        &self,
        scope: &Scope,
        include_inactive: bool,
    ) -> Result<Vec<Loaded<Member>>, PortError>;

    /// Writes the member, its events and its audit line together and ends (`revoked_at = commit.at`) the named sessions, or
    /// nothing. `Stale` when someone wrote first; `Duplicate("members_email_key")` when another member of this workspace
    /// has the address; `Duplicate("members_last_owner")` when an existing member is changed and no active owner would be
    /// left, decided so that two owners who demote each other at the same instant do not both succeed (look after the
    /// head of the workspace is locked). A new member is always taken: a workspace founded without an owner gets one so.
    async fn save(
        &self,
        scope: &Scope,
        commit: Commit<Member, WorkspaceEvent>,
        end: EndSessions,
    ) -> Result<Version, SaveError>;

    /// Replaces the stored form of an unchanged password by a stronger one, unless the password was changed meanwhile. No
    /// event, no audit line, no new version, because nothing that anybody can see changes.
    async fn rehash(
        &self,
        scope: &Scope,
        id: MemberId,
        old: &PasswordHash,
        new: &PasswordHash,
    ) -> Result<(), PortError>;
}

/// Keeps sessions. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// Writes a new session with its audit line.
    async fn open(
        &self,
        scope: &Scope,
        session: SessionSnapshot,
        change: Change,
    ) -> Result<(), SaveError>;

    /// The sessions of a member that are live at `now` (not revoked, not expired, not idle for too long), last used first.
    async fn live_of(
        &self,
        scope: &Scope,
        member: MemberId,
        now: Timestamp,
    ) -> Result<Vec<SessionRow>, PortError>;

    /// Ends a session of this member. `false`, and nothing is written, when he has no such session or it is revoked
    /// already.
    async fn revoke(
        &self,
        scope: &Scope,
        member: MemberId,
        session: SessionId,
        change: Change,
    ) -> Result<bool, SaveError>;

    /// Remembers the last use. Never moves it back; no event, no audit line.
    async fn touch(
        &self,
        scope: &Scope,
        session: SessionId,
        at: Timestamp,
    ) -> Result<(), PortError>;
}

/// Keeps API keys. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ApiKeyStore: Send + Sync {
    /// Writes a new key with its events and its audit line.
    async fn add(
        &self,
        scope: &Scope,
        key: ApiKeySnapshot,
        change: Change,
    ) -> Result<(), SaveError>;

    /// All keys, newest first, revoked ones included. A workspace has few.
    async fn list(&self, scope: &Scope) -> Result<Vec<KeyRow>, PortError>;

    /// The key; `None` when this workspace has no such key.
    async fn get(&self, scope: &Scope, id: ApiKeyId) -> Result<Option<ApiKeySnapshot>, PortError>;

    /// Revokes a key. `false`, and nothing is written, when it is revoked already or absent.
    async fn revoke(&self, scope: &Scope, id: ApiKeyId, change: Change) -> Result<bool, SaveError>;

    /// Remembers the last use. Never moves it back; no event, no audit line.
    async fn touch(&self, scope: &Scope, id: ApiKeyId, at: Timestamp) -> Result<(), PortError>;
}

/// Keeps reset links. Every method is one transaction.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PasswordResets: Send + Sync {
    /// Writes a new link with its audit line; older unused links of the same member stop working (`used_at = change.at`).
    async fn issue(
        &self,
        scope: &Scope,
        reset: PasswordReset,
        change: Change,
    ) -> Result<(), SaveError>;

    /// Marks the link as used and writes the member with his new password, its events and its audit line, and ends all his
    /// sessions: all of it or nothing. `Duplicate("password_resets_used")` when the link was used, replaced or ran out
    /// before `commit.at`; `Stale` when the member changed meanwhile.
    async fn redeem(
        &self,
        scope: &Scope,
        token: &TokenHash,
        commit: Commit<Member, WorkspaceEvent>,
    ) -> Result<Version, SaveError>;
}

/// Reads the audit trail; entries are written by the other stores, in the transaction of the change that they tell of.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AuditTrail: Send + Sync {
    /// A page, newest first.
    async fn list(
        &self,
        scope: &Scope,
        filter: &AuditFilter,
        page: &PageRequest,
    ) -> Result<Page<AuditRow>, PortError>;

    /// The next `limit` entries with a number above `after`, in the order of their numbers, as they are stored now.
    async fn chain(
        &self,
        scope: &Scope,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, PortError>;

    /// The number and hash of the last entry as the head of the workspace remembers them.
    async fn head(&self, scope: &Scope) -> Result<ChainHead, PortError>;
}
