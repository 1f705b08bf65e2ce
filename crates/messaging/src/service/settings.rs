//! Settings of texts.

use super::Messaging;
use crate::{error::MessagingError, settings::TextSettings};
use callboard_kernel::{AuditAction, AuditDraft, Loaded, Permission, SaveError, Scope, Version};

impl Messaging {
    /// The settings.
    pub async fn settings(&self, scope: &Scope) -> Result<Loaded<TextSettings>, MessagingError> {
        scope.require(Permission::ReadSettings)?;
        Ok(self.ports.settings.load(scope).await?)
    }

    /// Replaces the settings. `Stale` when `expected` is not their version.
    pub async fn save_settings(
        &self,
        scope: &Scope,
        expected: Option<Version>,
        settings: TextSettings,
    ) -> Result<Loaded<TextSettings>, MessagingError> {
        scope.require(Permission::ManageSettings)?;
        settings.validate()?;
        let before = self.ports.settings.load(scope).await?;
        if expected.is_some_and(|expected| expected != before.version) {
            return Err(SaveError::Stale.into());
        }
        let audit = AuditDraft::change(AuditAction::Update, &before.value, &settings);
        let now = self.ports.clock.now();
        let version =
            self.ports.settings.save(scope, before.version, settings.clone(), audit, now).await?;
        Ok(Loaded { value: settings, version })
    }
}
