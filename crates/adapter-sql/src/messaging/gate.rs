//! Whether what a pass stands on is unchanged, asked in the transaction that marks a text as being sent.

use crate::{consent::heads, error::Result, tx::Tx};

/// Whether the version that a pass names still holds.
pub(super) async fn gate_unchanged(tx: &Tx, version: i64) -> Result<bool> {
    heads::unchanged(tx, version).await
}
