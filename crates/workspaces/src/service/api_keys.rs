//! Keys for programs.

use crate::{
    board::KeyRow,
    error::WorkspaceError,
    events::WorkspaceEvent,
    model::{ApiKeySnapshot, KEY_PREFIX, Secret, checked_name, may_give},
    ports::{ApiKeyStore, Change, TokenSource},
};
use callboard_kernel::{
    ApiKeyId, AuditAction, AuditDraft, Clock, IdGen, Invalid, Permission, Role, Scope,
};
use std::sync::Arc;

/// What [`ApiKeys`] works with.
pub struct ApiKeysPorts {
    /// Keys.
    pub keys: Arc<dyn ApiKeyStore>,
    /// Makes secrets.
    pub tokens: Arc<dyn TokenSource>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGen>,
}

/// A key that was made.
#[derive(Clone, Debug)]
pub struct CreatedKey {
    /// What is kept of it.
    pub key: ApiKeySnapshot,
    /// The key itself. Shown once.
    pub secret: Secret,
}

/// Making and revoking API keys.
pub struct ApiKeys {
    ports: ApiKeysPorts,
}

impl ApiKeys {
    /// Over its ports.
    pub const fn new(ports: ApiKeysPorts) -> Self {
        Self { ports }
    }

    /// Makes a key of a role that is not above the own one.
    pub async fn create(
        &self,
        scope: &Scope,
        name: &str,
        role: Role,
    ) -> Result<CreatedKey, WorkspaceError> {
        scope.require(Permission::ManageApiKeys)?;
        may_give(scope, role)?;
        let mut wrong = Invalid::default();
        let name = checked_name(name, "name", &mut wrong);
        wrong.check()?;
        let now = self.ports.clock.now();
        let secret = Secret::with_prefix(KEY_PREFIX, self.ports.tokens.random());
        let id = ApiKeyId(self.ports.ids.next());
        let key = ApiKeySnapshot::of(&secret, id, name, role, scope.member(), now);
        let change = Change {
            events: vec![WorkspaceEvent::ApiKeyCreated { key: id, role }],
            audit: AuditDraft::create(&key),
            at: now,
        };
        self.ports.keys.add(scope, key.clone(), change).await?;
        Ok(CreatedKey { key, secret })
    }

    /// All keys, newest first.
    pub async fn list(&self, scope: &Scope) -> Result<Vec<KeyRow>, WorkspaceError> {
        scope.require(Permission::ManageApiKeys)?;
        Ok(self.ports.keys.list(scope).await?)
    }

    /// Revokes a key, at once on every replica; revoking it again changes nothing. Keys of owners are for owners.
    pub async fn revoke(&self, scope: &Scope, id: ApiKeyId) -> Result<(), WorkspaceError> {
        scope.require(Permission::ManageApiKeys)?;
        let before = self.ports.keys.get(scope, id).await?;
        let before = before.ok_or(WorkspaceError::NotFound("API key"))?;
        may_give(scope, before.role)?;
        let now = self.ports.clock.now();
        let after = ApiKeySnapshot { revoked_at: Some(now), ..before.clone() };
        let change = Change {
            events: vec![WorkspaceEvent::ApiKeyRevoked { key: id }],
            audit: AuditDraft::change(AuditAction::Delete, &before, &after),
            at: now,
        };
        self.ports.keys.revoke(scope, id, change).await?;
        Ok(())
    }
}
