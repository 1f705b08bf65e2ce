//! Founding workspaces, from the command line.

use crate::{
    error::WorkspaceError,
    events::{MemberFacts, WorkspaceEvent},
    model::{
        Member, MemberSnapshot, Secret, Workspace, WorkspaceEdit, WorkspaceSnapshot, check_password,
    },
    ports::{PasswordHasher, TimeZones, WorkspaceDirectory, WorkspaceRepository},
};
use callboard_kernel::{
    AuditDraft, Clock, Commit, Currency, IdGen, Invalid, MemberId, Role, Scope, Timestamp,
    WorkspaceId,
};
use std::sync::Arc;

/// What [`Setup`] works with.
pub struct SetupPorts {
    /// Lists tenants.
    pub directory: Arc<dyn WorkspaceDirectory>,
    /// Keeps them.
    pub workspaces: Arc<dyn WorkspaceRepository>,
    /// Hashes the owner's password.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Knows the time zones.
    pub zones: Arc<dyn TimeZones>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGen>,
}

/// A workspace to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewWorkspace {
    /// Name of the business.
    pub name: String,
    /// IANA name of its zone.
    pub time_zone: String,
    /// ISO 3166 code of its country.
    pub region: String,
    /// ISO 4217 code of its currency.
    pub currency: String,
    /// Made to be tried out.
    pub demo: bool,
}

/// Its first owner.
#[derive(Clone, Debug)]
pub struct NewOwner {
    /// Name to show.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// Password.
    pub password: Secret,
}

/// A workspace that was founded.
#[derive(Clone, Debug)]
pub struct Founded {
    /// The workspace.
    pub workspace: Workspace,
    /// Its owner.
    pub owner: MemberSnapshot,
}

/// Founding workspaces. Who may run commands on the machine may do this, so there is no scope to check.
pub struct Setup {
    ports: SetupPorts,
}

impl Setup {
    /// Over its ports.
    pub const fn new(ports: SetupPorts) -> Self {
        Self { ports }
    }

    /// All workspaces by name.
    pub async fn workspaces(&self) -> Result<Vec<Workspace>, WorkspaceError> {
        Ok(self.ports.directory.all().await?)
    }

    /// The workspace of an id or, regardless of case, of a name that only one has.
    pub async fn named(&self, name_or_id: &str) -> Result<Workspace, WorkspaceError> {
        let wanted = name_or_id.trim();
        let mut found = self.workspaces().await?;
        found.retain(|one| {
            let state = one.snapshot();
            wanted.parse() == Ok(state.id) || state.name.to_lowercase() == wanted.to_lowercase()
        });
        if found.len() > 1 {
            let message = "Several workspaces have this name; give the id.";
            return Err(Invalid::field("workspace", "ambiguous", message).into());
        }
        found.pop().ok_or(WorkspaceError::NotFound("workspace"))
    }

    /// Founds the first workspace; `AlreadySetUp` when there is one.
    pub async fn found_first(
        &self,
        new: NewWorkspace,
        owner: NewOwner,
    ) -> Result<Founded, WorkspaceError> {
        if !self.workspaces().await?.is_empty() {
            return Err(WorkspaceError::AlreadySetUp);
        }
        self.found(new, owner).await
    }

    /// Founds a workspace with its first owner. Every wrong field is named at once.
    pub async fn found(
        &self,
        new: NewWorkspace,
        owner: NewOwner,
    ) -> Result<Founded, WorkspaceError> {
        let now = self.ports.clock.now();
        let demo = new.demo;
        let workspace = self.drafted(new, now);
        let member = Member::new(
            MemberId(self.ports.ids.next()),
            &owner.name,
            &owner.email,
            Role::Owner,
            now,
        );
        let business =
            workspace.as_ref().map(|one| one.snapshot().name.clone()).unwrap_or_default();
        let password = &owner.password;
        let good =
            check_password("password", password.reveal(), &owner.email, &owner.name, &business);
        let (workspace, member) = all_of(workspace, member, good)?;
        let member = member.with_password(self.ports.hasher.hash(password).await?, now);
        self.write(&workspace, Some(&member), demo, now).await?;
        Ok(Founded { workspace, owner: member.snapshot().clone() })
    }

    /// Founds a workspace that has nobody yet; its owner is added afterwards. Every wrong field is named at once.
    pub async fn found_empty(&self, new: NewWorkspace) -> Result<Workspace, WorkspaceError> {
        let now = self.ports.clock.now();
        let demo = new.demo;
        let workspace = self.drafted(new, now)?;
        self.write(&workspace, None, demo, now).await?;
        Ok(workspace)
    }

    fn drafted(&self, new: NewWorkspace, now: Timestamp) -> Result<Workspace, Invalid> {
        let blank = Workspace::restore(WorkspaceSnapshot {
            id: WorkspaceId(self.ports.ids.next()),
            name: String::new(),
            time_zone: String::new(),
            region: String::new(),
            currency: Currency::USD,
            demo: new.demo,
            created_at: now,
            updated_at: now,
        });
        let edit = WorkspaceEdit {
            name: Some(new.name),
            time_zone: Some(new.time_zone),
            region: Some(new.region),
            currency: Some(new.currency),
        };
        blank.edited(edit, &*self.ports.zones, now)
    }

    async fn write(
        &self,
        workspace: &Workspace,
        owner: Option<&Member>,
        demo: bool,
        now: Timestamp,
    ) -> Result<(), WorkspaceError> {
        let scope = setup_scope(workspace.snapshot().id);
        let founded = WorkspaceEvent::WorkspaceCreated { workspace: workspace.snapshot().clone() };
        let note = if demo { "demo workspace" } else { "" };
        let audit = AuditDraft::create(workspace.snapshot()).because(note);
        let workspace = Commit::create(workspace.clone(), vec![founded], audit, now);
        let owner = owner.map(|owner| {
            let added = WorkspaceEvent::MemberAdded(MemberFacts::of(owner.snapshot()));
            let audit = AuditDraft::create(owner.snapshot()).because("first owner");
            Commit::create(owner.clone(), vec![added], audit, now)
        });
        Ok(self.ports.workspaces.found(&scope, workspace, owner).await?)
    }
}

/// Both, or the wrong fields of all.
fn all_of(
    workspace: Result<Workspace, Invalid>,
    member: Result<Member, Invalid>,
    password: Result<(), Invalid>,
) -> Result<(Workspace, Member), Invalid> {
    match (workspace, member, password) {
        (Ok(workspace), Ok(member), Ok(())) => Ok((workspace, member)),
        (workspace, member, password) => {
            let mut wrong = Invalid::default();
            wrong.0.extend(workspace.err().into_iter().flat_map(|all| all.0));
            let of_owner = member.err().into_iter().chain(password.err()).flat_map(|all| all.0);
            wrong.0.extend(of_owner.map(|mut one| {
                one.path = format!("owner.{}", one.path);
                one
            }));
            Err(wrong)
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a command founds the workspace, nobody can have signed in to it"
)]
fn setup_scope(workspace: WorkspaceId) -> Scope {
    Scope::system(workspace, "setup")
}
