//! The limits of the wallboard of a workspace.

use crate::{
    documents::{self, Replacement},
    error::{Outcome, Result},
    store::store,
};
use async_trait::async_trait;
use callboard_calls::{ports::WallboardSettings, wallboard::WallboardLimits};
use callboard_kernel::{AuditDraft, Loaded, PortError, SaveError, Scope, Timestamp, Version};

const KIND: &str = "wallboard";
/// Wire name of the event that tells open screens to read the limits again.
const CHANGED: &str = "calls.settings_changed";

store! {
    /// Keeps the limits as one settings document.
    SqlWallboardLimits + ids
}

#[async_trait]
impl WallboardSettings for SqlWallboardLimits {
    async fn load(&self, scope: &Scope) -> Result<Loaded<WallboardLimits>, PortError> {
        self.read(scope).await.during("wallboard.load")
    }

    async fn save(
        &self,
        scope: &Scope,
        expected: Version,
        limits: WallboardLimits,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError> {
        let new = Replacement { kind: KIND, event: CHANGED, expected, body: &limits, audit, at };
        self.replace(scope, new).await.saving("wallboard.save")
    }
}

impl SqlWallboardLimits {
    async fn read(&self, scope: &Scope) -> Result<Loaded<WallboardLimits>> {
        let tx = self.db.read(scope).await?;
        let found = documents::load(&tx, KIND).await?;
        tx.done().await?;
        Ok(found.unwrap_or(Loaded { value: WallboardLimits::SHIPPED, version: Version(0) }))
    }

    async fn replace(
        &self,
        scope: &Scope,
        new: Replacement<'_, WallboardLimits>,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        let version = documents::save(&mut tx, &*self.ids, new).await?;
        tx.commit().await?;
        Ok(version)
    }
}
