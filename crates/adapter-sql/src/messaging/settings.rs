//! Keeps the settings of texts.

use crate::{
    documents::{self, Replacement},
    error::{Outcome, Result},
    store::store,
};
use async_trait::async_trait;
use callboard_kernel::{AuditDraft, Loaded, PortError, SaveError, Scope, Timestamp, Version};
use callboard_messaging::{TextSettings, events::SETTINGS_CHANGED, ports::TextSettingsStore};

const KIND: &str = "texts";

store! {
    /// Keeps them as a settings document.
    SqlTextSettings + ids
}

#[async_trait]
impl TextSettingsStore for SqlTextSettings {
    async fn load(&self, scope: &Scope) -> Result<Loaded<TextSettings>, PortError> {
        self.read(scope).await.during("text_settings.load")
    }

    async fn save(
        &self,
        scope: &Scope,
        expected: Version,
        settings: TextSettings,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError> {
        let event = SETTINGS_CHANGED;
        let new = Replacement { kind: KIND, event, expected, body: &settings, audit, at };
        self.replace(scope, new).await.saving("text_settings.save")
    }
}

impl SqlTextSettings {
    async fn read(&self, scope: &Scope) -> Result<Loaded<TextSettings>> {
        let tx = self.db.read(scope).await?;
        let stored = documents::load::<TextSettings>(&tx, KIND).await?;
        tx.done().await?;
        let shipped = || Loaded { value: TextSettings::default(), version: Version(0) };
        Ok(stored.unwrap_or_else(shipped))
    }

    async fn replace(&self, scope: &Scope, new: Replacement<'_, TextSettings>) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        let version = documents::save(&mut tx, &*self.ids, new).await?;
        tx.commit().await?;
        Ok(version)
    }
}
