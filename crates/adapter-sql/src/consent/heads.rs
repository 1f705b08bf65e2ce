//! The counter of the changes of consent in a workspace.

use crate::{dialect::Dialect, error::Result, scoped, tx::Tx};

/// Raises the counter and answers what it is now. The first thing that a change of consent does: until it is committed no
/// sender gets past [`unchanged`], and changes come one after the other.
pub(super) async fn raise(tx: &Tx) -> Result<i64> {
    let sql = "INSERT INTO consent_heads (workspace_id, version) VALUES ($1, 1) \
               ON CONFLICT (workspace_id) DO UPDATE SET version = consent_heads.version + 1 RETURNING version";
    let row = scoped::query_one(tx, sql, []).await?;
    Ok(row.map(|row| row.try_get("", "version")).transpose()?.unwrap_or(1))
}

/// What the counter is; 0 where nothing ever changed.
pub(super) async fn version(tx: &Tx) -> Result<i64> {
    let sql = "SELECT version FROM consent_heads WHERE workspace_id = $1";
    let row = scoped::query_one(tx, sql, []).await?;
    Ok(row.map(|row| row.try_get("", "version")).transpose()?.unwrap_or(0))
}

/// Whether nothing about consent changed since an answer of this version, and nothing will until the transaction ends: it must
/// be one that writes. Whoever sends asks this in the transaction that marks the message as sending, and asks the rules again
/// when it says no.
pub(crate) async fn unchanged(tx: &Tx, version: i64) -> Result<bool> {
    let found = if let Some(found) = held(tx).await? {
        found
    } else {
        // What is not there cannot be held.
        let sql = "INSERT INTO consent_heads (workspace_id, version) VALUES ($1, 0) ON CONFLICT DO NOTHING";
        scoped::execute(tx, sql, []).await?;
        held(tx).await?.unwrap_or(0)
    };
    Ok(found == version)
}

async fn held(tx: &Tx) -> Result<Option<i64>> {
    // Senders do not wait for one another, only for a change. SQLite has one writer, who holds the whole database.
    let lock = match tx.dialect() {
        Dialect::Postgres => " FOR SHARE",
        Dialect::Sqlite => "",
    };
    let sql = format!("SELECT version FROM consent_heads WHERE workspace_id = $1{lock}");
    let row = scoped::query_one(tx, &sql, []).await?;
    Ok(row.map(|row| row.try_get("", "version")).transpose()?)
}
