//! Who works in the workspace, and as what.

use super::passwords::{ResetLink, issue_link};
use crate::{
    error::WorkspaceError,
    events::{MemberFacts, WorkspaceEvent},
    model::{Member, MemberEdit, Secret, check_password, may_give},
    ports::{
        EndSessions, MemberRepository, PasswordHasher, PasswordResets, TokenSource,
        WorkspaceRepository,
    },
};
use callboard_kernel::{
    AuditAction, AuditDraft, Clock, Commit, IdGen, Loaded, MemberId, Permission, Role, SaveError,
    Scope, Timestamp, Version,
};
use std::sync::Arc;

/// What [`Members`] works with.
pub struct MembersPorts {
    /// Members.
    pub members: Arc<dyn MemberRepository>,
    /// The tenant.
    pub workspaces: Arc<dyn WorkspaceRepository>,
    /// Reset links.
    pub resets: Arc<dyn PasswordResets>,
    /// Hashes passwords.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Makes secrets.
    pub tokens: Arc<dyn TokenSource>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGen>,
}

/// A member to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewMember {
    /// Name to show.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// What he may do.
    pub role: Role,
}

/// A member who was added, with the link by which he chooses his password.
#[derive(Clone, Debug)]
pub struct AddedMember {
    /// The member.
    pub member: Loaded<Member>,
    /// The link.
    pub link: ResetLink,
}

/// A member in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemberRow {
    /// The member.
    pub id: MemberId,
    /// Version for edits.
    pub version: i64,
    /// Name to show.
    pub name: String,
    /// Address, for those who manage members and for the member himself.
    pub email: Option<String>,
    /// What he may do.
    pub role: Role,
    /// Whether he may sign in.
    pub active: bool,
    /// Whether he has chosen a password.
    pub has_password: bool,
    /// When he was added.
    pub created_at: Timestamp,
}

/// Adding and changing members.
pub struct Members {
    ports: MembersPorts,
}

impl Members {
    /// Over its ports.
    pub const fn new(ports: MembersPorts) -> Self {
        Self { ports }
    }

    /// All members by name. Names and roles are for everybody, addresses for those who manage members.
    pub async fn list(
        &self,
        scope: &Scope,
        include_inactive: bool,
    ) -> Result<Vec<MemberRow>, WorkspaceError> {
        scope.require(Permission::ReadSettings)?;
        let members = self.ports.members.list(scope, include_inactive).await?;
        Ok(members.iter().map(|member| row(scope, member)).collect())
    }

    /// One member.
    pub async fn get(&self, scope: &Scope, id: MemberId) -> Result<Loaded<Member>, WorkspaceError> {
        scope.require(Permission::ManageMembers)?;
        self.load(scope, id).await
    }

    /// Adds a member without a password and makes the link by which he chooses one.
    pub async fn add(&self, scope: &Scope, new: NewMember) -> Result<AddedMember, WorkspaceError> {
        let member = self.insert(scope, self.drafted(scope, &new)?).await?;
        let now = self.ports.clock.now();
        let link =
            issue_link(&*self.ports.resets, &*self.ports.tokens, scope, &member, now).await?;
        Ok(AddedMember { member, link })
    }

    /// Adds a member with a password, for commands.
    pub async fn add_with_password(
        &self,
        scope: &Scope,
        new: NewMember,
        password: &Secret,
    ) -> Result<Loaded<Member>, WorkspaceError> {
        let drafted = self.drafted(scope, &new)?;
        let workspace =
            self.ports.workspaces.get(scope).await?.ok_or(WorkspaceError::NotFound("workspace"))?;
        let (email, name) = (&drafted.snapshot().email, &drafted.snapshot().name);
        check_password(
            "password",
            password.reveal(),
            email,
            name,
            &workspace.value.snapshot().name,
        )?;
        let hash = self.ports.hasher.hash(password).await?;
        self.insert(scope, drafted.with_password(hash, self.ports.clock.now())).await
    }

    /// Changes name, role or activity. Nobody changes or makes a member above his own role; the last active owner stays
    /// one; a deactivation ends all sessions. Without a version the last write wins.
    pub async fn edit(
        &self,
        scope: &Scope,
        id: MemberId,
        expected: Option<Version>,
        edit: MemberEdit,
    ) -> Result<Loaded<Member>, WorkspaceError> {
        scope.require(Permission::ManageMembers)?;
        match self.edit_once(scope, id, expected, edit.clone()).await {
            Err(WorkspaceError::Save(SaveError::Stale)) if expected.is_none() => {
                self.edit_once(scope, id, expected, edit).await
            }
            answer => answer,
        }
    }

    /// Makes a link by which a member chooses a new password; older links stop working.
    pub async fn reset_link(
        &self,
        scope: &Scope,
        id: MemberId,
    ) -> Result<ResetLink, WorkspaceError> {
        scope.require(Permission::ManageMembers)?;
        let member = self.load(scope, id).await?;
        member.value.may_be_changed_by(scope)?;
        if !member.value.snapshot().active {
            return Err(WorkspaceError::NotFound("active member"));
        }
        let now = self.ports.clock.now();
        issue_link(&*self.ports.resets, &*self.ports.tokens, scope, &member, now).await
    }

    async fn edit_once(
        &self,
        scope: &Scope,
        id: MemberId,
        expected: Option<Version>,
        edit: MemberEdit,
    ) -> Result<Loaded<Member>, WorkspaceError> {
        let before = self.load(scope, id).await?;
        if expected.is_some_and(|version| version != before.version) {
            return Err(SaveError::Stale.into());
        }
        before.value.may_be_changed_by(scope)?;
        if let Some(role) = edit.role {
            may_give(scope, role)?;
        }
        let now = self.ports.clock.now();
        let after = before.value.edited(edit, now)?;
        if after == before.value {
            return Ok(before);
        }
        if before.value.loses_owner(&after) {
            self.another_owner_than(scope, id).await?;
        }
        let mut events = vec![WorkspaceEvent::MemberChanged(MemberFacts::of(after.snapshot()))];
        let leaves = before.value.snapshot().active && !after.snapshot().active;
        if leaves {
            events.push(WorkspaceEvent::SessionRevoked { member: id, session: None, except: None });
        }
        let end = if leaves { EndSessions::All } else { EndSessions::None };
        let audit =
            AuditDraft::change(AuditAction::Update, before.value.snapshot(), after.snapshot());
        let commit = Commit::update(after.clone(), before.version, events, audit, now);
        let version = self.ports.members.save(scope, commit, end).await?;
        Ok(Loaded { value: after, version })
    }

    /// The friendly answer; that two owners cannot demote each other at once is kept by the store.
    async fn another_owner_than(&self, scope: &Scope, id: MemberId) -> Result<(), WorkspaceError> {
        let active = self.ports.members.list(scope, false).await?;
        let other = active.iter().map(|one| one.value.snapshot());
        let found =
            other.into_iter().any(|one| one.id != id && one.role == Role::Owner && one.active);
        found.then_some(()).ok_or(WorkspaceError::LastOwner)
    }

    async fn load(&self, scope: &Scope, id: MemberId) -> Result<Loaded<Member>, WorkspaceError> {
        self.ports.members.get(scope, id).await?.ok_or(WorkspaceError::NotFound("member"))
    }

    fn drafted(&self, scope: &Scope, new: &NewMember) -> Result<Member, WorkspaceError> {
        scope.require(Permission::ManageMembers)?;
        may_give(scope, new.role)?;
        let id = MemberId(self.ports.ids.next());
        Ok(Member::new(id, &new.name, &new.email, new.role, self.ports.clock.now())?)
    }

    async fn insert(
        &self,
        scope: &Scope,
        member: Member,
    ) -> Result<Loaded<Member>, WorkspaceError> {
        let event = WorkspaceEvent::MemberAdded(MemberFacts::of(member.snapshot()));
        let audit = AuditDraft::create(member.snapshot());
        let now = member.snapshot().created_at;
        let commit = Commit::create(member.clone(), vec![event], audit, now);
        let version = self.ports.members.save(scope, commit, EndSessions::None).await?;
        Ok(Loaded { value: member, version })
    }
}

fn row(scope: &Scope, member: &Loaded<Member>) -> MemberRow {
    let state = member.value.snapshot();
    let shown = scope.may(Permission::ManageMembers) || scope.member() == Some(state.id);
    MemberRow {
        id: state.id,
        version: member.version.0,
        name: state.name.clone(),
        email: shown.then(|| state.email.clone()),
        role: state.role,
        active: state.active,
        has_password: state.password_hash.is_some(),
        created_at: state.created_at,
    }
}
