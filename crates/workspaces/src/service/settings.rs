//! The settings of the workspace itself.

use crate::{
    error::WorkspaceError,
    events::WorkspaceEvent,
    model::{Workspace, WorkspaceEdit},
    ports::{TimeZones, WorkspaceRepository},
};
use callboard_kernel::{
    AuditAction, AuditDraft, Clock, Commit, Loaded, Permission, SaveError, Scope, Version,
};
use std::sync::Arc;

/// What [`WorkspaceSettings`] works with.
pub struct SettingsPorts {
    /// The tenant.
    pub workspaces: Arc<dyn WorkspaceRepository>,
    /// Knows the time zones.
    pub zones: Arc<dyn TimeZones>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

/// Reading and changing name, zone, country and currency.
pub struct WorkspaceSettings {
    ports: SettingsPorts,
}

impl WorkspaceSettings {
    /// Over its ports.
    pub const fn new(ports: SettingsPorts) -> Self {
        Self { ports }
    }

    /// The workspace of the scope.
    pub async fn get(&self, scope: &Scope) -> Result<Loaded<Workspace>, WorkspaceError> {
        scope.require(Permission::ReadSettings)?;
        self.ports.workspaces.get(scope).await?.ok_or(WorkspaceError::NotFound("workspace"))
    }

    /// Changes the settings. Without a version the last write wins.
    pub async fn edit(
        &self,
        scope: &Scope,
        expected: Option<Version>,
        edit: WorkspaceEdit,
    ) -> Result<Loaded<Workspace>, WorkspaceError> {
        scope.require(Permission::ManageSettings)?;
        match self.edit_once(scope, expected, edit.clone()).await {
            Err(WorkspaceError::Save(SaveError::Stale)) if expected.is_none() => {
                self.edit_once(scope, expected, edit).await
            }
            answer => answer,
        }
    }

    async fn edit_once(
        &self,
        scope: &Scope,
        expected: Option<Version>,
        edit: WorkspaceEdit,
    ) -> Result<Loaded<Workspace>, WorkspaceError> {
        let before = self.get(scope).await?;
        if expected.is_some_and(|version| version != before.version) {
            return Err(SaveError::Stale.into());
        }
        let now = self.ports.clock.now();
        let after = before.value.edited(edit, &*self.ports.zones, now)?;
        if after == before.value {
            return Ok(before);
        }
        let event = WorkspaceEvent::SettingsChanged { workspace: after.snapshot().clone() };
        let audit =
            AuditDraft::change(AuditAction::Update, before.value.snapshot(), after.snapshot());
        let commit = Commit::update(after.clone(), before.version, vec![event], audit, now);
        let version = self.ports.workspaces.save(scope, commit).await?;
        Ok(Loaded { value: after, version })
    }
}
