//! Password hashes, random secrets and time zones: what the workspace domain needs from libraries.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc},
};
use async_trait::async_trait;
use callboard_kernel::PortError;
use callboard_workspaces::{
    model::{PasswordHash, Secret},
    ports::{PasswordHasher, TimeZones, TokenSource, Verified},
};
use rand::{TryRng, rngs::SysRng};
use std::sync::Arc;
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Memory of one hash in KiB, passes and lanes (S12 of the reliability rules: 19 MiB, 2, 1 or stronger).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes that are computed at once; the rest waits, so that a burst of sign-ins leaves the processors to other work.
const AT_ONCE: usize = 2;

/// Argon2id off the async threads.
#[derive(Clone)]
pub(crate) struct Argon2id {
    turns: Arc<Semaphore>,
    dummy: Arc<str>,
}

impl Argon2id {
    /// Prepares the hash that unknown accounts are compared with.
    pub(crate) fn new() -> Result<Self, PortError> {
        let dummy = hash(b"nobody has this password").map_err(broken)?;
        Ok(Self { turns: Arc::new(Semaphore::new(AT_ONCE)), dummy: dummy.into() })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, argon2::password_hash::Error> + Send + 'static,
    ) -> Result<T, PortError> {
        let turn = self.turns.clone().acquire_owned().await.map_err(broken)?;
        let done = spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        done.await.map_err(broken)?.map_err(broken)
    }
}

#[async_trait]
impl PasswordHasher for Argon2id {
    async fn hash(&self, password: &Secret) -> Result<PasswordHash, PortError> {
        let password = password.reveal().to_owned();
        self.run(move || hash(password.as_bytes())).await.map(PasswordHash)
    }

    async fn verify<'a>(
        &self,
        password: &Secret,
        stored: Option<&'a PasswordHash>,
    ) -> Result<Verified, PortError> {
        let known = stored.is_some();
        let password = password.reveal().to_owned();
        let stored = stored.map_or_else(|| self.dummy.to_string(), |hash| hash.0.clone());
        self.run(move || {
            let parsed = phc::PasswordHash::new(&stored)?;
            let matches = strength()?.verify_password(password.as_bytes(), &parsed).is_ok();
            let outdated = Params::try_from(&parsed)
                .is_ok_and(|params| params.m_cost() < MEMORY_KIB || params.t_cost() < PASSES);
            Ok(Verified { matches: matches && known, outdated })
        })
        .await
    }
}

fn strength() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &[u8]) -> Result<String, argon2::password_hash::Error> {
    let hash: phc::PasswordHash = strength()?.hash_password(password)?;
    Ok(hash.to_string())
}

fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> PortError {
    PortError::broken("passwords.hash", error)
}

/// The random generator of the operating system.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SystemRandom;

impl TokenSource for SystemRandom {
    #[expect(
        clippy::expect_used,
        reason = "a machine without a random generator must not make secrets; there is nothing to fall back to"
    )]
    fn random(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        SysRng.try_fill_bytes(&mut bytes).expect("the system's random generator answers");
        bytes
    }
}

/// The IANA database, of the system or of the binary.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IanaZones;

impl TimeZones for IanaZones {
    fn exists(&self, name: &str) -> bool {
        jiff::tz::TimeZone::get(name).is_ok_and(|zone| zone.iana_name() == Some(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_matches() {
        let hasher = Argon2id::new().unwrap();
        let stored = hasher.hash(&Secret::received("wide river")).await.unwrap();
        assert!(stored.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let verify =
            async |text: &str| hasher.verify(&Secret::received(text), Some(&stored)).await.unwrap();
        assert_eq!(verify("wide river").await, Verified { matches: true, outdated: false });
        assert!(!verify("wide rivers").await.matches);
    }

    #[tokio::test]
    async fn nobody_matches_without_an_account() {
        let hasher = Argon2id::new().unwrap();
        let verified = hasher.verify(&Secret::received("nobody has this password"), None).await;
        assert!(!verified.unwrap().matches);
    }

    #[test]
    fn zones_go_by_their_exact_name() {
        assert!(IanaZones.exists("America/New_York"));
        assert!(!IanaZones.exists("america/new_york") && !IanaZones.exists("Mars/Olympus"));
    }
}
