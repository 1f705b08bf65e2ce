//! The catalogue of dispositions of a workspace.

use crate::{
    documents::{self, Replacement},
    error::{Outcome, Result},
    store::store,
    tx::Tx,
};
use async_trait::async_trait;
use callboard_calls::{
    model::{Disposition, DispositionClass, shipped_dispositions},
    ports::DispositionCatalogue,
};
use callboard_kernel::{AuditDraft, Loaded, PortError, SaveError, Scope, Timestamp, Version};

const KIND: &str = "dispositions";
/// Wire name of the event that tells open screens to read the catalogue again.
const CHANGED: &str = "calls.settings_changed";

store! {
    /// Keeps the catalogue as one settings document.
    SqlDispositions + ids
}

#[async_trait]
impl DispositionCatalogue for SqlDispositions {
    async fn load(&self, scope: &Scope) -> Result<Loaded<Vec<Disposition>>, PortError> {
        self.read(scope).await.during("dispositions.load")
    }

    async fn save(
        &self,
        scope: &Scope,
        expected: Version,
        all: Vec<Disposition>,
        audit: AuditDraft,
        at: Timestamp,
    ) -> Result<Version, SaveError> {
        self.replace(
            scope,
            Replacement { kind: KIND, event: CHANGED, expected, body: &all, audit, at },
        )
        .await
        .saving("dispositions.save")
    }
}

impl SqlDispositions {
    async fn read(&self, scope: &Scope) -> Result<Loaded<Vec<Disposition>>> {
        let tx = self.db.read(scope).await?;
        let loaded = current(&tx).await?;
        tx.done().await?;
        Ok(loaded)
    }

    async fn replace(
        &self,
        scope: &Scope,
        new: Replacement<'_, Vec<Disposition>>,
    ) -> Result<Version> {
        let mut tx = self.db.write(scope).await?;
        let version = documents::save(&mut tx, &*self.ids, new).await?;
        tx.commit().await?;
        Ok(version)
    }
}

async fn current(tx: &Tx) -> Result<Loaded<Vec<Disposition>>> {
    let shipped = || Loaded { value: shipped_dispositions(), version: Version(0) };
    let mut loaded = documents::load::<Vec<Disposition>>(tx, KIND).await?.unwrap_or_else(shipped);
    loaded.value.sort_by_key(|disposition| disposition.position);
    Ok(loaded)
}

/// Keys of the dispositions of these classes, retired ones included.
pub(super) async fn keys_of(tx: &Tx, classes: &[DispositionClass]) -> Result<Vec<String>> {
    let all = current(tx).await?.value.into_iter();
    Ok(all.filter(|one| classes.contains(&one.class)).map(|one| one.key).collect())
}
