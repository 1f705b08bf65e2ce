//! People, scopes and ports that the tests share.

use async_trait::async_trait;
use callboard_kernel::{
    Actor, Loaded, ManualClock, MemberId, PortError, Role, Scope, SequentialIds, Timestamp,
    Version, WorkspaceId, timestamp,
};
use callboard_workspaces::{
    Accounts, AccountsPorts, Members, MembersPorts,
    model::{
        Admission, Attempts, Member, MemberSnapshot, PasswordHash, Secret, ThrottleKey, TokenHash,
        Workspace, WorkspaceSnapshot,
    },
    ports::{
        Account, LoginThrottle, MockApiKeyStore, MockMemberRepository, MockPasswordResets,
        MockSessionStore, MockSignInDirectory, MockTokenSource, MockWorkspaceRepository,
        PasswordHasher, Verified,
    },
};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};
use uuid::Uuid;

pub(crate) const NOON: i64 = 1_763_726_400_000;

pub(crate) fn workspace_id() -> WorkspaceId {
    WorkspaceId(Uuid::from_u128(0xA))
}

pub(crate) fn scope(role: Role) -> Scope {
    Scope::authenticated(workspace_id(), Actor::Member { id: me(), role })
}

/// Number of the member who acts in [`scope`].
pub(crate) const ME: u128 = 99;

/// The member who acts in [`scope`].
pub(crate) fn me() -> MemberId {
    MemberId(Uuid::from_u128(ME))
}

pub(crate) fn member(id: u128, role: Role) -> Member {
    Member::restore(MemberSnapshot {
        id: MemberId(Uuid::from_u128(id)),
        name: format!("Member {id}"),
        email: format!("m{id}@demo.example"),
        role,
        active: true,
        password_hash: Some(PasswordHash("hash:correct horse".into())),
        created_at: timestamp(0),
        updated_at: timestamp(0),
    })
}

pub(crate) fn loaded(member: Member) -> Loaded<Member> {
    Loaded { value: member, version: Version(4) }
}

pub(crate) fn account(workspace: u128, member: Member) -> Account {
    Account {
        workspace: WorkspaceId(Uuid::from_u128(workspace)),
        workspace_name: format!("Workspace {workspace}"),
        member: loaded(member),
    }
}

pub(crate) fn workspace() -> Workspace {
    Workspace::restore(WorkspaceSnapshot {
        id: workspace_id(),
        name: "Ridgeline Home Services".into(),
        time_zone: "America/New_York".into(),
        region: "US".into(),
        currency: callboard_kernel::Currency::USD,
        demo: false,
        created_at: timestamp(0),
        updated_at: timestamp(0),
    })
}

/// A hasher whose hash of `x` is `hash:x`, that counts how often it works.
#[derive(Default)]
pub(crate) struct PlainHasher {
    pub(crate) worked: AtomicU32,
    pub(crate) outdated: bool,
}

#[async_trait]
impl PasswordHasher for PlainHasher {
    async fn hash(&self, password: &Secret) -> Result<PasswordHash, PortError> {
        Ok(PasswordHash(format!("hash:{}", password.reveal())))
    }

    async fn verify<'a>(
        &self,
        password: &Secret,
        hash: Option<&'a PasswordHash>,
    ) -> Result<Verified, PortError> {
        self.worked.fetch_add(1, Ordering::SeqCst);
        let matches = hash.is_some_and(|hash| hash.0 == format!("hash:{}", password.reveal()));
        Ok(Verified { matches, outdated: self.outdated })
    }
}

/// Counters in memory, kept by the rules of the domain.
#[derive(Default)]
pub(crate) struct Counters(Mutex<HashMap<TokenHash, Attempts>>);

#[async_trait]
impl LoginThrottle for Counters {
    async fn attempt(
        &self,
        keys: &[ThrottleKey],
        now: Timestamp,
    ) -> Result<Option<u32>, PortError> {
        let mut counters = self.0.lock().unwrap();
        let answers: Vec<_> = keys
            .iter()
            .map(|key| (key.hash(), Attempts::admit(key, counters.get(&key.hash()).copied(), now)))
            .collect();
        let longest = answers
            .iter()
            .filter_map(|(_, answer)| match answer {
                Admission::Refused { retry_after } => Some(*retry_after),
                Admission::Admitted(_) => None,
            })
            .max();
        if longest.is_none() {
            for (hash, answer) in answers {
                if let Admission::Admitted(next) = answer {
                    counters.insert(hash, next);
                }
            }
        }
        Ok(longest)
    }

    async fn forgive(&self, keys: &[ThrottleKey]) -> Result<(), PortError> {
        let mut counters = self.0.lock().unwrap();
        for key in keys {
            if let Some(left) = counters.remove(&key.hash()).and_then(Attempts::forgiven) {
                counters.insert(key.hash(), left);
            }
        }
        Ok(())
    }

    async fn counted(&self, key: &ThrottleKey) -> Result<Option<Attempts>, PortError> {
        Ok(self.0.lock().unwrap().get(&key.hash()).copied())
    }

    async fn forget(&self, before: Timestamp) -> Result<u64, PortError> {
        let mut counters = self.0.lock().unwrap();
        let all = counters.len();
        counters.retain(|_, counter| counter.last_at >= before);
        Ok((all - counters.len()) as u64)
    }
}

/// A source that counts upwards, so that each secret is another one.
pub(crate) fn tokens() -> MockTokenSource {
    let next = AtomicU32::new(1);
    let mut tokens = MockTokenSource::new();
    tokens.expect_random().returning(move || [next.fetch_add(1, Ordering::SeqCst) as u8; 32]);
    tokens
}

/// Ports of which a test sets up those that it needs; a call that it did not expect fails it.
pub(crate) struct World {
    pub(crate) directory: MockSignInDirectory,
    pub(crate) workspaces: MockWorkspaceRepository,
    pub(crate) members: MockMemberRepository,
    pub(crate) sessions: MockSessionStore,
    pub(crate) keys: MockApiKeyStore,
    pub(crate) resets: MockPasswordResets,
    pub(crate) throttle: Arc<Counters>,
    pub(crate) hasher: Arc<PlainHasher>,
    pub(crate) clock: Arc<ManualClock>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            directory: MockSignInDirectory::new(),
            workspaces: MockWorkspaceRepository::new(),
            members: MockMemberRepository::new(),
            sessions: MockSessionStore::new(),
            keys: MockApiKeyStore::new(),
            resets: MockPasswordResets::new(),
            throttle: Arc::default(),
            hasher: Arc::default(),
            clock: Arc::new(ManualClock::new(timestamp(NOON))),
        }
    }

    pub(crate) fn in_workspace(mut self) -> Self {
        self.workspaces
            .expect_get()
            .returning(|_| Ok(Some(Loaded { value: workspace(), version: Version(1) })));
        self
    }

    pub(crate) fn accounts(self) -> Accounts {
        Accounts::new(AccountsPorts {
            directory: Arc::new(self.directory),
            workspaces: Arc::new(self.workspaces),
            members: Arc::new(self.members),
            sessions: Arc::new(self.sessions),
            keys: Arc::new(self.keys),
            resets: Arc::new(self.resets),
            throttle: self.throttle,
            hasher: self.hasher,
            tokens: Arc::new(tokens()),
            clock: self.clock,
            ids: Arc::new(SequentialIds::default()),
        })
    }

    pub(crate) fn members(self) -> Members {
        Members::new(MembersPorts {
            members: Arc::new(self.members),
            workspaces: Arc::new(self.workspaces),
            resets: Arc::new(self.resets),
            hasher: self.hasher,
            tokens: Arc::new(tokens()),
            clock: self.clock,
            ids: Arc::new(SequentialIds::default()),
        })
    }
}
