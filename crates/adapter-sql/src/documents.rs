//! Settings of a workspace: one versioned JSON document a kind.

use crate::{
    commit::{self, News},
    error::{Result, StoreError},
    scoped,
    tx::Tx,
};
use callboard_kernel::{AuditDraft, DomainEvent, IdGen, Loaded, Timestamp, Version, millis};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// A settings document was replaced, so open screens read it again.
#[derive(Clone, Copy, Debug)]
struct SettingsChanged {
    /// Wire name, by the domain that owns the document.
    name: &'static str,
    /// Kind of the document.
    kind: &'static str,
    /// Its version.
    version: i64,
}

impl DomainEvent for SettingsChanged {
    fn name(&self) -> &'static str {
        self.name
    }

    fn payload(&self) -> Value {
        json!({ "kind": self.kind, "version": self.version })
    }
}

/// The document of a kind; `None` when the workspace never changed it.
pub(crate) async fn load<T: DeserializeOwned>(
    tx: &Tx,
    kind: &'static str,
) -> Result<Option<Loaded<T>>> {
    let sql = "SELECT version, body FROM settings_documents WHERE workspace_id = $1 AND kind = $2";
    let Some(row) = scoped::query_one(tx, sql, [kind.into()]).await? else { return Ok(None) };
    let body: Value = row.try_get("", "body")?;
    let value = serde_json::from_value(body).map_err(|_| StoreError::Unreadable {
        table: "settings_documents",
        column: "body",
        row: kind.to_owned(),
    })?;
    Ok(Some(Loaded { value, version: Version(row.try_get("", "version")?) }))
}

/// A document that replaces another.
#[derive(Debug)]
pub(crate) struct Replacement<'a, T> {
    /// Kind of the document.
    pub kind: &'static str,
    /// Wire name of the event that tells of it.
    pub event: &'static str,
    /// The version that must be there; 0 when the workspace never changed it.
    pub expected: Version,
    /// The new document.
    pub body: &'a T,
    /// The line of the audit trail.
    pub audit: AuditDraft,
    /// When it was decided.
    pub at: Timestamp,
}

/// Replaces the document and tells about it. `Stale` when someone wrote first.
pub(crate) async fn save<T: Serialize>(
    tx: &mut Tx,
    ids: &dyn IdGen,
    new: Replacement<'_, T>,
) -> Result<Version> {
    let Version(expected) = new.expected;
    let body = serde_json::to_value(new.body)?;
    let arguments = [new.kind.into(), expected.into(), body.into(), millis(new.at).into()];
    let sql = if expected == 0 {
        "INSERT INTO settings_documents (workspace_id, kind, version, body, updated_at) \
         VALUES ($1, $2, $3 + 1, $4, $5) ON CONFLICT (workspace_id, kind) DO NOTHING"
    } else {
        "UPDATE settings_documents SET version = version + 1, body = $4, updated_at = $5 \
         WHERE workspace_id = $1 AND kind = $2 AND version = $3"
    };
    if scoped::execute(tx, sql, arguments).await?.rows_affected() == 0 {
        return Err(StoreError::Stale);
    }
    let events = [SettingsChanged { name: new.event, kind: new.kind, version: expected + 1 }];
    let news = News { events: &events, audit: Some(&new.audit), at: new.at, cause: None, depth: 0 };
    commit::tell(tx, ids, news).await?;
    Ok(Version(expected + 1))
}
