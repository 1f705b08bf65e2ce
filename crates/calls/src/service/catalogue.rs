//! The catalogue of dispositions.

use super::Calls;
use crate::{
    error::CallError,
    model::{CatalogueSnapshot, Disposition, check_catalogue},
};
use callboard_kernel::{AuditAction, AuditDraft, Loaded, Permission, SaveError, Scope, Version};

impl Calls {
    /// All dispositions by position, retired ones included, with the version of the catalogue.
    pub async fn dispositions(&self, scope: &Scope) -> Result<Loaded<Vec<Disposition>>, CallError> {
        scope.require(Permission::ReadSettings)?;
        Ok(self.ports.catalogue.load(scope).await?)
    }

    /// Replaces the catalogue. What calls may have cannot be removed, only retired. Saving what stands already writes
    /// nothing.
    pub async fn save_dispositions(
        &self,
        scope: &Scope,
        expected: Option<Version>,
        all: Vec<Disposition>,
    ) -> Result<Loaded<Vec<Disposition>>, CallError> {
        scope.require(Permission::ManageSettings)?;
        let before = self.ports.catalogue.load(scope).await?;
        if expected.is_some_and(|version| version != before.version) {
            return Err(SaveError::Stale.into());
        }
        let after = check_catalogue(&before.value, &all)?;
        if after == before.value {
            return Ok(before);
        }
        let workspace = scope.workspace();
        let audit = AuditDraft::change(
            AuditAction::Update,
            &CatalogueSnapshot { workspace, dispositions: &before.value },
            &CatalogueSnapshot { workspace, dispositions: &after },
        );
        let version = self
            .ports
            .catalogue
            .save(scope, before.version, after.clone(), audit, self.now())
            .await?;
        Ok(Loaded { value: after, version })
    }
}
