//! What is asked before it is known who asks. These ports have no scope because a scope comes out of their answers.

use crate::model::{
    ApiKeySnapshot, Attempts, Member, PasswordHash, PasswordReset, Secret, SessionSnapshot,
    ThrottleKey, TokenHash, Workspace,
};
use async_trait::async_trait;
use callboard_kernel::{Loaded, PortError, Timestamp, WorkspaceId};

/// A member with the workspace that he belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Its name, to choose among several.
    pub workspace_name: String,
    /// The member.
    pub member: Loaded<Member>,
}

/// Finds by what somebody shows who he is. For authentication only. What a replica wrote or read in its feed counts with its
/// next question; what another one wrote counts within a second at the latest. A `touch` counts at once, too.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SignInDirectory: Send + Sync {
    /// The active members of this (normalised) address that have a password, in the order of their workspaces' names.
    async fn accounts(&self, email: &str) -> Result<Vec<Account>, PortError>;

    /// The session of this token with its member; `None` when there is none. Whether it is live is decided by the caller.
    async fn session(
        &self,
        token: &TokenHash,
    ) -> Result<Option<(SessionSnapshot, Account)>, PortError>;

    /// The key of this hash with its workspace; `None` when there is none. Whether it is revoked is decided by the caller.
    async fn api_key(
        &self,
        key: &TokenHash,
    ) -> Result<Option<(WorkspaceId, ApiKeySnapshot)>, PortError>;

    /// The reset link of this token with its member; `None` when there is none. Whether it works is decided by the caller.
    async fn reset(&self, token: &TokenHash)
    -> Result<Option<(PasswordReset, Account)>, PortError>;

    /// Whether a member of this address signed in with this mark at or after `since`, in any workspace.
    async fn knows_device(
        &self,
        email: &str,
        device: &TokenHash,
        since: Timestamp,
    ) -> Result<bool, PortError>;
}

/// Lists tenants, for commands and the worker.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait WorkspaceDirectory: Send + Sync {
    /// All workspaces by name.
    async fn all(&self) -> Result<Vec<Workspace>, PortError>;
}

/// Counts failed sign-ins.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait LoginThrottle: Send + Sync {
    /// In one transaction: reads the counters of all keys, locked against parallel attempts in the order of their hashes,
    /// asks [`Attempts::admit`] of each, and writes what all of them answered; when one refuses, nothing is written. Answers
    /// `None` when admitted, else the longest wait in seconds.
    async fn attempt(&self, keys: &[ThrottleKey], now: Timestamp)
    -> Result<Option<u32>, PortError>;

    /// In one transaction: takes one attempt back from each counter by [`Attempts::forgiven`].
    async fn forgive(&self, keys: &[ThrottleKey]) -> Result<(), PortError>;

    /// The counter of a key; `None` when nothing is counted.
    async fn counted(&self, key: &ThrottleKey) -> Result<Option<Attempts>, PortError>;

    /// Removes counters whose last attempt was before `before`. Answers how many.
    async fn forget(&self, before: Timestamp) -> Result<u64, PortError>;
}

/// Answer of [`PasswordHasher::verify`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Verified {
    /// The password is the one that was hashed.
    pub matches: bool,
    /// It was hashed with weaker settings than those of today.
    pub outdated: bool,
}

/// Hashes passwords: Argon2id with 19 MiB, 2 passes, 1 lane or stronger, off the async threads, a bounded number at once.
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    /// The form to store, with a fresh salt.
    async fn hash(&self, password: &Secret) -> Result<PasswordHash, PortError>;

    /// Compares. With `None` it compares with a fixed hash of today's settings and answers that it does not match, so that
    /// the answer for an unknown account takes as long as that for a known one.
    async fn verify<'a>(
        &self,
        password: &Secret,
        hash: Option<&'a PasswordHash>,
    ) -> Result<Verified, PortError>;
}

/// Makes secrets.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait TokenSource: Send + Sync {
    /// 256 bits of the system's random generator.
    fn random(&self) -> [u8; 32];
}

/// Knows the time zones.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait TimeZones: Send + Sync {
    /// Whether the IANA database has a zone of exactly this name.
    fn exists(&self, name: &str) -> bool;
}
