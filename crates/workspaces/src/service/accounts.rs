//! Who somebody is: signing in and out, and what a cookie or a key proves.

use crate::{
    board::SessionRow,
    error::WorkspaceError,
    events::WorkspaceEvent,
    model::{
        ApiKeySnapshot, DEVICE_KNOWN_FOR, KEY_PREFIX, Member, MemberSnapshot, Secret,
        SessionSnapshot, ThrottleKey,
    },
    ports::{
        Account, ApiKeyStore, Change, LoginThrottle, MemberRepository, PasswordHasher,
        PasswordResets, SessionStore, SignInDirectory, TokenSource, WorkspaceRepository,
    },
};
use callboard_kernel::{
    Actor, AuditAction, AuditDraft, Clock, IdGen, MemberId, PortError, Scope, SessionId, Timestamp,
    WorkspaceId,
};
use std::sync::Arc;

/// Workspaces of one address that a sign-in looks at; each costs the hash of a password.
const MOST_ACCOUNTS: usize = 8;

/// What [`Accounts`] works with.
pub struct AccountsPorts {
    /// Finds accounts before a tenant is known.
    pub directory: Arc<dyn SignInDirectory>,
    /// The tenant.
    pub workspaces: Arc<dyn WorkspaceRepository>,
    /// Members.
    pub members: Arc<dyn MemberRepository>,
    /// Sessions.
    pub sessions: Arc<dyn SessionStore>,
    /// API keys.
    pub keys: Arc<dyn ApiKeyStore>,
    /// Reset links.
    pub resets: Arc<dyn PasswordResets>,
    /// Counts failures.
    pub throttle: Arc<dyn LoginThrottle>,
    /// Hashes passwords.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Makes secrets.
    pub tokens: Arc<dyn TokenSource>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGen>,
}

/// An attempt to sign in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// As typed.
    pub email: String,
    /// As typed.
    pub password: Secret,
    /// The workspace, for addresses that are in several.
    pub workspace: Option<WorkspaceId>,
    /// Network address of the browser.
    pub source: String,
    /// What the browser calls itself.
    pub user_agent: String,
    /// The mark of an earlier sign-in, if the browser has one.
    pub device: Option<Secret>,
}

/// A sign-in that succeeded.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Proof for the rest of the request.
    pub scope: Scope,
    /// The token of the session, for its cookie. Shown once.
    pub token: Secret,
    /// The mark of the browser, for a cookie that outlives the session.
    pub device: Secret,
    /// The session.
    pub session: SessionSnapshot,
    /// The member.
    pub member: MemberSnapshot,
}

/// What a session cookie proves.
#[derive(Clone, Debug)]
pub struct Authenticated {
    /// Who acts in which workspace.
    pub scope: Scope,
    /// The session.
    pub session: SessionSnapshot,
    /// The member as he is now.
    pub member: MemberSnapshot,
}

/// What an API key proves.
#[derive(Clone, Debug)]
pub struct AuthenticatedKey {
    /// Who acts in which workspace.
    pub scope: Scope,
    /// The key.
    pub key: ApiKeySnapshot,
}

/// Signing in and out.
pub struct Accounts {
    pub(super) ports: AccountsPorts,
}

impl Accounts {
    /// Over its ports.
    pub const fn new(ports: AccountsPorts) -> Self {
        Self { ports }
    }

    /// Begins a session for the right password. Everything else is `WrongCredentials` after the same work, `Throttled`
    /// after too many of them, or `ChooseWorkspace` when the password is right in several workspaces.
    pub async fn sign_in(&self, attempt: SignIn) -> Result<SignedIn, WorkspaceError> {
        let now = self.ports.clock.now();
        let email = attempt.email.trim().to_lowercase();
        let device = self.known_device(&email, attempt.device.as_ref(), now).await?;
        let counters = match &device {
            Some(mark) => vec![ThrottleKey::device(&email, mark.hash())],
            None => vec![ThrottleKey::account(&email), ThrottleKey::source(&attempt.source)],
        };
        if let Some(retry_after) = self.ports.throttle.attempt(&counters, now).await? {
            return Err(WorkspaceError::Throttled { retry_after });
        }
        let mut accounts = self.accounts_of(&email, attempt.workspace, &attempt.password).await?;
        let Some(account) = accounts.pop() else {
            return Err(WorkspaceError::WrongCredentials);
        };
        self.ports.throttle.forgive(&counters).await?;
        if !accounts.is_empty() {
            accounts.push(account);
            let choices = accounts.into_iter().map(|one| (one.workspace, one.workspace_name));
            return Err(WorkspaceError::ChooseWorkspace(choices.collect()));
        }
        self.begin(account, device, &attempt.user_agent, now).await
    }

    /// Ends the own session.
    pub async fn sign_out(&self, scope: &Scope, session: SessionId) -> Result<(), WorkspaceError> {
        let member = scope.member().ok_or(WorkspaceError::NotAMember)?;
        self.end(scope, member, session, "signed out").await.map(|_| ())
    }

    /// The own live sessions, last used first.
    pub async fn sessions(&self, scope: &Scope) -> Result<Vec<SessionRow>, WorkspaceError> {
        let member = scope.member().ok_or(WorkspaceError::NotAMember)?;
        Ok(self.ports.sessions.live_of(scope, member, self.ports.clock.now()).await?)
    }

    /// Ends one of the own sessions, at once on every replica.
    pub async fn revoke_session(
        &self,
        scope: &Scope,
        session: SessionId,
    ) -> Result<(), WorkspaceError> {
        let member = scope.member().ok_or(WorkspaceError::NotAMember)?;
        if self.end(scope, member, session, "session revoked").await? {
            return Ok(());
        }
        Err(WorkspaceError::NotFound("session"))
    }

    /// Who a session cookie belongs to. Asked at every request, so that a revocation counts at once, within a second on other
    /// replicas.
    pub async fn authenticate_session(
        &self,
        token: &Secret,
    ) -> Result<Authenticated, WorkspaceError> {
        let now = self.ports.clock.now();
        let found = self.ports.directory.session(&token.hash()).await?;
        let (session, account) = found.ok_or(WorkspaceError::NotSignedIn)?;
        let member = account.member.value.snapshot();
        if !session.is_live(now) || !member.active {
            return Err(WorkspaceError::NotSignedIn);
        }
        let scope = scope_of(&account);
        if session.wants_touch(now) {
            note_use(self.ports.sessions.touch(&scope, session.id, now).await);
        }
        Ok(Authenticated { scope, session, member: member.clone() })
    }

    /// What an API key may do. Asked at every request, so that a revocation counts at once, within a second on other replicas.
    pub async fn authenticate_key(&self, key: &Secret) -> Result<AuthenticatedKey, WorkspaceError> {
        if !key.reveal().starts_with(KEY_PREFIX) {
            return Err(WorkspaceError::NotSignedIn);
        }
        let now = self.ports.clock.now();
        let found = self.ports.directory.api_key(&key.hash()).await?;
        let (workspace, key) =
            found.filter(|(_, key)| key.revoked_at.is_none()).ok_or(WorkspaceError::NotSignedIn)?;
        let scope = authenticated(workspace, Actor::ApiKey { id: key.id, role: key.role });
        if key.wants_touch(now) {
            note_use(self.ports.keys.touch(&scope, key.id, now).await);
        }
        Ok(AuthenticatedKey { scope, key })
    }

    /// The mark that the browser shows, when this account knows it.
    async fn known_device(
        &self,
        email: &str,
        shown: Option<&Secret>,
        now: Timestamp,
    ) -> Result<Option<Secret>, WorkspaceError> {
        let Some(mark) = shown else { return Ok(None) };
        let since = now - DEVICE_KNOWN_FOR;
        let known = self.ports.directory.knows_device(email, &mark.hash(), since).await?;
        Ok(known.then(|| mark.clone()))
    }

    /// The accounts that the password opens. Looks at a password also when there is no account, so that both take as long.
    async fn accounts_of(
        &self,
        email: &str,
        workspace: Option<WorkspaceId>,
        password: &Secret,
    ) -> Result<Vec<Account>, WorkspaceError> {
        let mut accounts = self.ports.directory.accounts(email).await?;
        accounts.retain(|account| {
            let member = account.member.value.snapshot();
            workspace.is_none_or(|wanted| wanted == account.workspace)
                && member.active
                && member.password_hash.is_some()
        });
        accounts.truncate(MOST_ACCOUNTS);
        if accounts.is_empty() {
            self.ports.hasher.verify(password, None).await?;
        }
        let mut opened = Vec::new();
        for account in accounts {
            let hash = account.member.value.snapshot().password_hash.clone();
            let verified = self.ports.hasher.verify(password, hash.as_ref()).await?;
            if !verified.matches {
                continue;
            }
            if let (true, Some(old)) = (verified.outdated, &hash) {
                let new = self.ports.hasher.hash(password).await?;
                let id = account.member.value.snapshot().id;
                self.ports.members.rehash(&scope_of(&account), id, old, &new).await?;
            }
            opened.push(account);
        }
        Ok(opened)
    }

    async fn begin(
        &self,
        account: Account,
        device: Option<Secret>,
        user_agent: &str,
        now: Timestamp,
    ) -> Result<SignedIn, WorkspaceError> {
        let scope = scope_of(&account);
        let member = account.member.value.snapshot().clone();
        let token = Secret::from_random(self.ports.tokens.random());
        let device = device.unwrap_or_else(|| Secret::from_random(self.ports.tokens.random()));
        let id = SessionId(self.ports.ids.next());
        let session =
            SessionSnapshot::begin(id, member.id, token.hash(), device.hash(), user_agent, now);
        let mut audit = AuditDraft::create(&session).because("signed in");
        audit.action = AuditAction::Access;
        let change = Change { events: Vec::new(), audit, at: now };
        self.ports.sessions.open(&scope, session.clone(), change).await?;
        Ok(SignedIn { scope, token, device, session, member })
    }

    async fn end(
        &self,
        scope: &Scope,
        member: MemberId,
        session: SessionId,
        why: &str,
    ) -> Result<bool, WorkspaceError> {
        let audit = AuditDraft {
            action: AuditAction::Access,
            target_kind: "session",
            target_id: session.uuid(),
            before: serde_json::Map::new(),
            after: serde_json::Map::new(),
            note: why.to_owned(),
        };
        let event = WorkspaceEvent::SessionRevoked { member, session: Some(session), except: None };
        let change = Change { events: vec![event], audit, at: self.ports.clock.now() };
        Ok(self.ports.sessions.revoke(scope, member, session, change).await?)
    }
}

/// The scope of a member whose identity was proven.
pub(super) fn scope_of(account: &Account) -> Scope {
    let member: &Member = &account.member.value;
    let (id, role) = (member.snapshot().id, member.snapshot().role);
    authenticated(account.workspace, Actor::Member { id, role })
}

#[expect(clippy::disallowed_methods, reason = "this is the authentication that scopes come from")]
const fn authenticated(workspace: WorkspaceId, actor: Actor) -> Scope {
    Scope::authenticated(workspace, actor)
}

/// When a session or key was used last is for people to look at. That it cannot be written, because the disk is full,
/// refuses nobody: who may read goes on reading.
fn note_use(written: Result<(), PortError>) {
    if let Err(error) = written {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "when a session or key was used last could not be written"
        );
    }
}
